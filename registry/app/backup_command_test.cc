#include "registry/app/backup_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "platform/async/run_task.h"
#include "platform/id/uuid.h"
#include "registry/app/backup_files.h"
#include "registry/store/sqlite/snapshot.h"
#include "registry/store/sqlite/sqlite_store.h"

namespace doggy::app {
namespace {

namespace fs = std::filesystem;
using store::SqliteStore;
using ::testing::HasSubstr;

class BackupTest : public ::testing::Test {
 protected:
  ~BackupTest() override { fs::remove_all(root_); }

  static Result<void> put(SqliteStore& store, const std::string& sk, std::string body = "{}") {
    store::Item item{.key = {.pk = "DOG#1", .sk = sk}, .version = 1, .body = std::move(body)};
    std::vector<store::Write> writes;
    writes.emplace_back(store::Put{.item = std::move(item), .condition = store::Any{}});
    return run_task(store.commit(std::move(writes)));
  }
  static std::size_t count(const fs::path& data) {
    return run_task(SqliteStore::open(data).value()->query({.pk = "DOG#1", .limit = 1000})).value().size();
  }

  Result<void> backup(const fs::path& to) {
    return run_backup({.data = data_.string(), .media_folder = {}, .to = to.string()}, false, out_);
  }
  Result<void> restore(const fs::path& from, const fs::path& data) {
    return run_restore({.from = from.string(), .data = data.string(), .media_folder = {}}, false, out_);
  }
  static void write(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  static std::string read(const fs::path& path) {
    std::ifstream file(path);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }
  // A data folder with something of everything.
  void fill() {
    auto store = SqliteStore::open(data_).value();
    for (const char* sk : {"HEAD", "LOG#1", "REC#1", "REC#2"}) ASSERT_TRUE(put(*store, sk).has_value());
    write(data_ / "push-key.pem", "a key");
    write(data_ / "media/blobs/dog/1.full", "a photo");
    write(data_ / "media/parts/dog.2", "half a film");
    write(data_ / "search/dog.sqlite", "an index");
    write(data_ / "outbox/1.eml", "a mail");
  }

  const fs::path root_ = fs::temp_directory_path() / ("doggy-backup-" + Uuid::v7().text());
  const fs::path data_ = root_ / "data";
  const fs::path copy_ = root_ / "backup";
  const fs::path restored_ = root_ / "restored";
  std::ostringstream out_;
};

TEST_F(BackupTest, BringsBackAllThatCannotBeMadeAnew) {
  fill();
  ASSERT_TRUE(backup(copy_).has_value());
  EXPECT_THAT(out_.str(), HasSubstr("backup of 1 dogs, 1 log entries, 2 records; 4 files"));
  EXPECT_EQ(fs::status(copy_).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(copy_ / "doggy.sqlite").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_FALSE(fs::exists(copy_ / "search"));
  EXPECT_FALSE(fs::exists(copy_ / "doggy.sqlite-wal"));

  ASSERT_TRUE(restore(copy_, restored_).has_value());
  EXPECT_EQ(count(restored_), 4U);
  EXPECT_EQ(read(restored_ / "push-key.pem"), "a key");
  EXPECT_EQ(read(restored_ / "media/blobs/dog/1.full"), "a photo");
  EXPECT_EQ(read(restored_ / "media/parts/dog.2"), "half a film");
}

TEST_F(BackupTest, HasWhatWasAcknowledgedBeforeItBeganWhileAWriterGoesOn) {
  auto store = SqliteStore::open(data_).value();
  std::atomic<int> acknowledged = 0;
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    // Large enough that the log is merged several times meanwhile.
    for (int i = 0; !stop && i < 900; ++i) {
      if (!put(*store, std::to_string(i), std::string(20'000, 'b'))) break;
      acknowledged = i + 1;
    }
  });
  for (int round = 0; round < 5; ++round) {
    const int before = acknowledged;
    const fs::path to = root_ / std::to_string(round);
    const auto done = backup(to);
    ASSERT_TRUE(done.has_value()) << done.error().detail;
    const fs::path data = root_ / ("data" + std::to_string(round));
    ASSERT_TRUE(restore(to, data).has_value());
    const auto found = static_cast<int>(count(data));
    EXPECT_GE(found, before);
    // One instant: the newest that is there has all before it.
    const auto restored = SqliteStore::open(data).value();
    if (found > 0) EXPECT_TRUE(run_task(restored->get({.pk = "DOG#1", .sk = std::to_string(found - 1)}))->has_value());
  }
  stop = true;
  writer.join();
}

TEST_F(BackupTest, IsOneFileWhenItsNameSaysSo) {
  fill();
  const fs::path file = root_ / "backup.zip";
  ASSERT_TRUE(backup(file).has_value());
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(backup(file).error().code, Code::kConflict);
  const auto restored = restore(file, restored_);
  ASSERT_TRUE(restored.has_value()) << restored.error().detail;
  EXPECT_EQ(count(restored_), 4U);
  EXPECT_EQ(read(restored_ / "media/blobs/dog/1.full"), "a photo");
  std::size_t entries = 0;
  for (const auto& entry : fs::directory_iterator(root_)) entries += entry.exists() ? 1 : 0;
  EXPECT_EQ(entries, 3U) << "data, file, restored: nothing else is left";
}

// What is being written would be readable by all until it is done.
TEST_F(BackupTest, MakesTheFileWhereNobodyElseCanRead) {
  fill();
  const int watch = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  ASSERT_GE(::inotify_add_watch(watch, root_.c_str(), IN_CREATE), 0);
  ASSERT_TRUE(backup(root_ / "backup.zip").has_value());
  alignas(inotify_event) std::array<char, 16384> events{};
  const ssize_t size = ::read(watch, events.data(), events.size());
  ::close(watch);
  ASSERT_GT(size, 0) << "it makes a folder";
  for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
    const auto* event = reinterpret_cast<const inotify_event*>(events.data() + at);
    EXPECT_NE(event->mask & IN_ISDIR, 0U) << "made here: " << event->name;
    at += sizeof(inotify_event) + event->len;
  }
}

// A dog's folder goes with its last photo.
TEST_F(BackupTest, FindsAllFilesWhileFoldersComeAndGo) {
  constexpr int kDogs = 20;
  for (int dog = 0; dog < kDogs; ++dog) write(root_ / "media" / std::to_string(dog) / "1.full", "a photo");
  std::atomic<bool> stop = false;
  std::thread others([&] {
    const auto folder = [&](int i) { return root_ / "media" / ("gone" + std::to_string(i)); };
    while (!stop) {
      for (int i = 0; i < 50; ++i) fs::create_directory(folder(i));
      for (int i = 0; i < 50; ++i) fs::remove(folder(i));
    }
  });
  for (int round = 0; round < 300; ++round) {
    const auto found = files_below(root_ / "media", "");
    EXPECT_TRUE(found.has_value() && found->size() == kDogs);
    if (HasFailure()) break;
  }
  stop = true;
  others.join();
  EXPECT_TRUE(files_below(root_ / "none", "").value().empty());
}

TEST_F(BackupTest, RefusesADamagedFile) {
  fill();
  const fs::path file = root_ / "backup.zip";
  ASSERT_TRUE(backup(file).has_value());
  std::string bytes = read(file);
  bytes.replace(bytes.find("a photo"), 7, "a phato");
  write(file, bytes);
  const auto harmed = restore(file, restored_);
  ASSERT_FALSE(harmed.has_value());
  EXPECT_THAT(harmed.error().detail, HasSubstr((file / "media/blobs/dog/1.full").string()));
  EXPECT_FALSE(fs::exists(restored_));
  write(file, bytes.substr(0, bytes.size() / 2));
  EXPECT_THAT(restore(file, restored_).error().detail, HasSubstr(file.string()));
  EXPECT_EQ(restore(root_ / "none.zip", restored_).error().code, Code::kNotFound);
  EXPECT_FALSE(fs::exists(restored_));
}

TEST_F(BackupTest, RefusesFoldersThatHaveSomething) {
  fill();
  ASSERT_TRUE(backup(copy_).has_value());
  const auto again = backup(copy_);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, Code::kConflict);
  EXPECT_THAT(again.error().detail, HasSubstr(copy_.string()));
  EXPECT_TRUE(fs::exists(copy_ / "manifest.json")) << "what was there stays";
  const auto over = restore(copy_, data_);
  ASSERT_FALSE(over.has_value());
  EXPECT_EQ(over.error().code, Code::kConflict);
  EXPECT_EQ(count(data_), 4U);
}

TEST_F(BackupTest, RefusesAFolderThatAnotherProcessHas) {
  fill();
  ASSERT_TRUE(backup(copy_).has_value());
  fs::create_directories(restored_);
  const auto lock = store::lock_folder(restored_);
  ASSERT_TRUE(lock.has_value());
  const auto done = restore(copy_, restored_);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, Code::kUnavailable);
  EXPECT_TRUE(fs::exists(restored_ / "lock"));
  EXPECT_FALSE(fs::exists(restored_ / "push-key.pem"));
}

TEST_F(BackupTest, SaysThatThereIsNoDatabase) {
  const auto done = backup(copy_);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, Code::kNotFound);
  EXPECT_FALSE(fs::exists(copy_));
  EXPECT_FALSE(fs::exists(data_));
}

TEST_F(BackupTest, RefusesADamagedBackupAndNamesTheFile) {
  struct Damage {
    std::string file;
    std::function<void(const fs::path&)> harm;
  };
  const auto flip = [](const fs::path& path) {
    std::fstream file(path, std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(fs::file_size(path) / 2));
    file.put('~');
  };
  for (const Damage& damage :
       {Damage{"media/blobs/dog/1.full", flip}, Damage{"doggy.sqlite", flip}, Damage{"push-key.pem", flip},
        Damage{"doggy.sqlite", [](const fs::path& path) { fs::resize_file(path, 8192); }},
        Damage{"media/parts/dog.2", [](const fs::path& path) { fs::remove(path); }},
        Damage{"manifest.json", [](const fs::path& path) { fs::resize_file(path, 100); }},
        Damage{"manifest.json", [](const fs::path& path) { fs::remove(path); }}}) {
    fs::remove_all(root_);
    fill();
    ASSERT_TRUE(backup(copy_).has_value());
    damage.harm(copy_ / damage.file);
    const auto done = restore(copy_, restored_);
    ASSERT_FALSE(done.has_value()) << damage.file;
    EXPECT_THAT(done.error().detail, HasSubstr((copy_ / damage.file).string()));
    EXPECT_FALSE(fs::exists(restored_)) << "nothing is written before everything is verified";
  }
}

TEST_F(BackupTest, RefusesAManifestThatNamesFilesElsewhere) {
  fill();
  ASSERT_TRUE(backup(copy_).has_value());
  std::string manifest = read(copy_ / "manifest.json");
  const std::string name = "\"push-key.pem\"";
  manifest.replace(manifest.find(name), name.size(), "\"../push-key.pem\"");
  write(copy_ / "manifest.json", manifest);
  const auto done = restore(copy_, restored_);
  ASSERT_FALSE(done.has_value());
  EXPECT_THAT(done.error().detail, HasSubstr("it names the file ../push-key.pem"));
}

TEST_F(BackupTest, KeepsPhotosWhereTheSettingsSay) {
  fill();
  const fs::path media = root_ / "films";
  fs::rename(data_ / "media", media);
  ASSERT_TRUE(run_backup({.data = data_.string(), .media_folder = media.string(), .to = copy_.string()}, false, out_)
                  .has_value());
  const fs::path new_media = root_ / "new films";
  ASSERT_TRUE(
      run_restore({.from = copy_.string(), .data = restored_.string(), .media_folder = new_media.string()}, false, out_)
          .has_value());
  EXPECT_EQ(read(new_media / "blobs/dog/1.full"), "a photo");
  EXPECT_FALSE(fs::exists(restored_ / "media"));
}

}  // namespace
}  // namespace doggy::app
