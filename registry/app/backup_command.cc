#include "registry/app/backup_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <ostream>
#include <utility>

#include "platform/id/uuid.h"
#include "platform/program/progress.h"
#include "platform/try.h"
#include "registry/app/backup_archive.h"
#include "registry/app/backup_files.h"
#include "registry/app/media_settings.h"
#include "registry/store/sqlite/snapshot.h"

namespace doggy::app {
namespace {

namespace fs = std::filesystem;
using program::Progress;

// Removes what was written below a folder, unless it is to stay. The lock stays: somebody may wait for it.
class Undo {
 public:
  explicit Undo(fs::path folder) : folder_(std::move(folder)) {}
  ~Undo() {
    std::error_code error;
    if (armed_)
      for (fs::directory_iterator entry(folder_, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code left;
        if (entry->path().filename() != kLockFile) fs::remove_all(entry->path(), left);
      }
  }
  Undo(const Undo&) = delete;
  Undo& operator=(const Undo&) = delete;
  void keep() { armed_ = false; }

 private:
  const fs::path folder_;
  bool armed_ = true;
};

Result<void> check_unused(const fs::path& folder) {
  if (!fs::exists(folder) || (fs::is_directory(folder) && is_empty_folder(folder))) return {};
  return fail(Code::kConflict, folder.string() + " is there already and has something in it.");
}

Result<void> make_empty_folder(const fs::path& folder) {
  if (auto unused = check_unused(folder); !unused) return unused;
  std::error_code error;
  if (fs::create_directories(folder, error)) fs::permissions(folder, fs::perms::owner_all, error);
  if (error) return fail(Code::kUnavailable, "Cannot make " + folder.string() + ": " + error.message() + ".");
  return {};
}

fs::path media_of(const std::string& data, const std::string& media_folder) {
  return app::media_folder({.data = data, .media_folder = media_folder});
}

std::uint64_t size_of(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t bytes = fs::file_size(path, error);
  return error ? 0 : bytes;
}

std::string summary(const BackupManifest& manifest) {
  std::uint64_t bytes = 0;
  for (const BackupFile& file : manifest.files) bytes += file.bytes;
  return fmt::format("{} dogs, {} log entries, {} records; {} files, {:.1f} MB", manifest.dogs, manifest.entries,
                     manifest.records, manifest.files.size(), static_cast<double>(bytes) / 1e6);
}

Result<void> add_database(const fs::path& data, const fs::path& to, BackupManifest& manifest, bool terminal,
                          std::ostream& out) {
  {
    Progress progress(out, terminal, "database", size_of(data / kDatabaseFile));
    auto copied =
        store::take_snapshot(data, to / kDatabaseFile, [&](std::uint64_t done, std::uint64_t) { progress.show(done); });
    if (!copied) return copied;
  }
  out << "checking it …" << std::endl;
  TRY(auto facts, store::check_snapshot(to / kDatabaseFile));
  TRY(auto described, describe_file(to, kDatabaseFile, [](std::uint64_t) {}));
  manifest.schema = facts.schema;
  manifest.items = facts.items;
  manifest.dogs = facts.dogs;
  manifest.entries = facts.entries;
  manifest.records = facts.records;
  manifest.files.push_back(std::move(described));
  return {};
}

// After the database: the bytes of an attachment are there before its record is. They are written once, so that what is
// copied is whole; an upload under way is whole up to where the database says that it stands.
Result<void> add_media(const fs::path& media, const fs::path& to, BackupManifest& manifest, bool terminal,
                       std::ostream& out) {
  TRY(auto paths, files_below(media, ""));
  std::uint64_t total = 0;
  for (const std::string& path : paths) total += size_of(media / path);
  Progress progress(out, terminal, "photos and videos", total);
  std::uint64_t done = 0;
  for (const std::string& path : paths) {
    auto copied = copy_file(media, to / kMediaFolder, path, [&](std::uint64_t bytes) { progress.show(done += bytes); });
    if (!copied && copied.error().code == Code::kNotFound) continue;  // Removed meanwhile.
    if (!copied) return std::unexpected(std::move(copied.error()));
    copied->path = (fs::path(kMediaFolder) / path).string();
    manifest.files.push_back(std::move(*copied));
  }
  return {};
}

Result<void> add_push_key(const fs::path& data, const fs::path& to, BackupManifest& manifest) {
  auto copied = copy_file(data, to, kPushKeyFile, [](std::uint64_t) {});
  if (!copied && copied.error().code == Code::kNotFound) return {};
  if (!copied) return std::unexpected(std::move(copied.error()));
  manifest.files.push_back(std::move(*copied));
  return {};
}

Result<void> compare(const fs::path& from, const BackupFile& said, const Result<BackupFile>& found) {
  const std::string path = (from / said.path).string();
  if (!found && found.error().code == Code::kNotFound)
    return fail(Code::kUnavailable, "The backup is damaged: " + path + " is missing.");
  if (!found) return std::unexpected(found.error());
  if (found->bytes != said.bytes)
    return fail(Code::kUnavailable,
                fmt::format("The backup is damaged: {} has {} bytes instead of {}.", path, found->bytes, said.bytes));
  if (found->sha256 != said.sha256)
    return fail(Code::kUnavailable, "The backup is damaged: " + path + " is not as it was written.");
  return {};
}

Result<void> verify_backup(const fs::path& from, const BackupManifest& manifest, std::uint64_t total, bool terminal,
                           std::ostream& out) {
  {
    Progress progress(out, terminal, "verifying", total);
    std::uint64_t done = 0;
    for (const BackupFile& file : manifest.files) {
      auto found = describe_file(from, file.path, [&](std::uint64_t bytes) { progress.show(done += bytes); });
      if (auto same = compare(from, file, found); !same) return same;
    }
  }
  TRY(auto facts, store::check_snapshot(from / kDatabaseFile));
  if (facts.items != manifest.items || facts.records != manifest.records || facts.entries != manifest.entries)
    return fail(Code::kUnavailable, "The backup is damaged: " + (from / kDatabaseFile).string() +
                                        " has other numbers of items than its manifest says.");
  return {};
}

// The database comes last: what was interrupted is no data folder that somebody could serve.
Result<void> put_back(const fs::path& from, const fs::path& data, const fs::path& media, const BackupManifest& manifest,
                      std::uint64_t total, bool terminal, std::ostream& out) {
  Progress progress(out, terminal, "restoring", total);
  std::uint64_t done = 0;
  const BytesRead read = [&](std::uint64_t bytes) { progress.show(done += bytes); };
  const BackupFile* database = nullptr;
  for (const BackupFile& file : manifest.files) {
    if (file.path == kDatabaseFile) {
      database = &file;
      continue;
    }
    const fs::path path = file.path;
    const bool is_media = *path.begin() == kMediaFolder;
    auto copied = is_media ? copy_file(from / kMediaFolder, media, path.lexically_relative(kMediaFolder).string(), read)
                           : copy_file(from, data, file.path, read);
    if (auto same = compare(from, file, copied); !same) return same;
  }
  if (database == nullptr) return fail(Code::kUnavailable, "The backup is damaged: it has no database.");
  return compare(from, *database, copy_file(from, data, database->path, read));
}

Result<void> backup_into(const BackupOptions& options, const fs::path& to, bool terminal, std::ostream& out) {
  const fs::path data = options.data;
  if (auto made = make_empty_folder(to); !made) return made;
  Undo undo(to);
  BackupManifest manifest{.format = kBackupFormat, .program = DOGGY_VERSION, .made_at = Timestamp::now()};
  if (auto done = add_database(data, to, manifest, terminal, out); !done) return done;
  if (auto done = add_push_key(data, to, manifest); !done) return done;
  if (auto done = add_media(media_of(options.data, options.media_folder), to, manifest, terminal, out); !done)
    return done;
  if (auto done = write_manifest(to, manifest); !done) return done;
  undo.keep();
  out << "backup of " << summary(manifest) << std::endl;
  return {};
}

Result<void> restore_from(const RestoreOptions& options, const fs::path& from, bool terminal, std::ostream& out) {
  const fs::path data = options.data;
  const fs::path media = media_of(options.data, options.media_folder);
  TRY(auto manifest, read_manifest(from));
  std::uint64_t total = 0;
  for (const BackupFile& file : manifest.files) total += file.bytes;
  for (const fs::path& folder : {data, media})
    if (auto unused = check_unused(folder); !unused) return unused;
  if (auto verified = verify_backup(from, manifest, total, terminal, out); !verified) return verified;

  if (auto made = make_empty_folder(data); !made) return made;
  std::optional<Undo> undo_media;
  if (media != data / kMediaFolder) {
    if (auto made = make_empty_folder(media); !made) return made;
    undo_media.emplace(media);
  }
  // Else a server could begin with what is there so far, and lose it when this fails.
  CHECK_OK(store::lock_folder(data));
  if (auto unused = check_unused(data); !unused) return unused;
  Undo undo(data);
  if (auto done = put_back(from, data, media, manifest, total, terminal, out); !done) return done;
  undo.keep();
  if (undo_media) undo_media->keep();
  out << "restored " << summary(manifest) << ", as of " << manifest.made_at.text() << std::endl;
  return {};
}

// A folder beside a path that is there while this is.
class FolderBeside {
 public:
  explicit FolderBeside(const fs::path& path)
      : folder_((path.has_filename() ? path : path.parent_path()).string() + "." + Uuid::v7().text()) {}
  ~FolderBeside() {
    std::error_code error;
    fs::remove_all(folder_, error);
  }
  FolderBeside(const FolderBeside&) = delete;
  FolderBeside& operator=(const FolderBeside&) = delete;
  [[nodiscard]] const fs::path& path() const { return folder_; }

 private:
  const fs::path folder_;
};

}  // namespace

void add_backup_options(CLI::App& command, BackupOptions& options) {
  command.add_option("--data", options.data, "Folder of the database")->envname("DOGGY_DATA")->capture_default_str();
  command.add_option("--media-folder", options.media_folder, "Folder of photos and videos; empty: media in data")
      ->envname("DOGGY_MEDIA_FOLDER");
  command.add_option("--to", options.to, "Folder for the backup, new or empty; or a new file, NAME.zip")->required();
}

void add_restore_options(CLI::App& command, RestoreOptions& options) {
  command.add_option("--from", options.from, "Folder or file of the backup")->required();
  command.add_option("--data", options.data, "Folder of the database, new or empty")
      ->envname("DOGGY_DATA")
      ->capture_default_str();
  command.add_option("--media-folder", options.media_folder, "Folder of photos and videos; empty: media in data")
      ->envname("DOGGY_MEDIA_FOLDER");
}

Result<void> run_backup(const BackupOptions& options, bool terminal, std::ostream& out) {
  const fs::path to = options.to;
  if (!fs::exists(fs::path(options.data) / kDatabaseFile))
    return fail(Code::kNotFound, "There is no database in " + options.data + ".");
  if (!is_archive(to)) return backup_into(options, to, terminal, out);
  if (fs::exists(to)) return fail(Code::kConflict, to.string() + " is there already.");
  const FolderBeside folder(to);
  if (auto done = backup_into(options, folder.path(), terminal, out); !done) return done;
  out << "packing it into " << to.string() << " …" << std::endl;
  return pack_backup(folder.path(), to);
}

Result<void> run_restore(const RestoreOptions& options, bool terminal, std::ostream& out) {
  const fs::path from = options.from;
  if (!is_archive(from)) return restore_from(options, from, terminal, out);
  if (auto unused = check_unused(options.data); !unused) return unused;
  const FolderBeside folder(options.data);
  if (auto unpacked = unpack_backup(from, folder.path()); !unpacked) return unpacked;
  return restore_from(options, folder.path(), terminal, out);
}

}  // namespace doggy::app
