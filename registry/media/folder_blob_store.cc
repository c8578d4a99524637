#include "registry/media/folder_blob_store.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <ctime>
#include <system_error>
#include <utility>

#include "platform/id/uuid.h"
#include "platform/try.h"
#include "registry/media/blob_names.h"
#include "registry/media/file.h"

namespace doggy::media {
namespace {

namespace fs = std::filesystem;

// What a blob is called while it is written; no name of a blob begins with a dot.
constexpr std::string_view kBeside = ".new-";
constexpr std::int64_t kAbandonedSeconds = std::int64_t{48} * 60 * 60;

std::unexpected<Error> failed(std::string_view what, int error) {
  return std::unexpected(Error{.code = Code::kUnavailable,
                               .detail = fmt::format("{}: {}.", what, std::generic_category().message(error)),
                               .retry_after = std::chrono::seconds(10)});
}

std::unexpected<Error> no_file() {
  return fail(Code::kNotFound, "There is no such file.");
}

// What a folder says of its files is on the disk.
bool sync_folder(const fs::path& folder) {
  const File opened(folder, O_RDONLY | O_DIRECTORY);
  return opened.is_open() && opened.sync();
}

class FolderBlob : public Blob {
 public:
  FolderBlob(File file, std::uint64_t size) : file_(std::move(file)), size_(size) {}

  [[nodiscard]] std::uint64_t size() const override { return size_; }
  [[nodiscard]] Result<std::string> read(std::uint64_t at, std::size_t most) override {
    std::string bytes(most, '\0');
    const ssize_t count = file_.read(at, bytes);
    if (count < 0) return failed("A file cannot be read", errno);
    bytes.resize(static_cast<std::size_t>(count));
    return bytes;
  }

 private:
  const File file_;
  const std::uint64_t size_;
};

class FolderBlobStore : public BlobStore {
 public:
  explicit FolderBlobStore(const fs::path& folder) : blobs_(folder / "blobs"), parts_(folder / "parts") {}

  Result<void> begin_part(const std::string& id) override {
    if (auto made = make(parts_); !made) return made;
    const File file(path_of_part(id), O_WRONLY | O_CREAT | O_TRUNC);
    if (!file.is_open()) return failed("A file cannot be made", errno);
    return {};
  }

  Result<void> write_part(const std::string& id, std::uint64_t at, std::string_view bytes) override {
    const File file(path_of_part(id), O_WRONLY);
    if (!file.is_open()) return errno == ENOENT ? no_file() : failed("A file cannot be opened", errno);
    struct ::stat status = {};
    if (::fstat(file.descriptor(), &status) != 0) return failed("A file cannot be read", errno);
    if (at > static_cast<std::uint64_t>(status.st_size)) return no_file();
    if (::ftruncate(file.descriptor(), static_cast<off_t>(at)) != 0 || !file.write(at, bytes) || !file.sync())
      return failed("A file cannot be written", errno);
    return {};
  }

  Result<fs::path> part_file(const std::string& id) override {
    fs::path path = path_of_part(id);
    std::error_code error;
    if (!fs::exists(path, error)) return no_file();
    return path;
  }

  Result<void> keep_part(const std::string& id, const std::string& key) override {
    const fs::path target = path_of(key);
    if (auto made = make(target.parent_path()); !made) return made;
    const fs::path part = path_of_part(id);
    const File file(part, O_RDONLY);
    if (!file.is_open()) return errno == ENOENT ? no_file() : failed("A file cannot be opened", errno);
    if (!file.sync()) return failed("A file cannot be written", errno);
    if (::unlink(target.c_str()) != 0 && errno != ENOENT) return failed("A file cannot be replaced", errno);
    if (::link(part.c_str(), target.c_str()) != 0) return failed("A file cannot be kept", errno);
    if (!sync_folder(target.parent_path())) return failed("A folder cannot be written", errno);
    return {};
  }

  Result<void> remove_part(const std::string& id) override { return unlink(path_of_part(id)); }

  Result<std::vector<Entry>> parts() override { return files_of(parts_); }

  Result<void> put(const std::string& key, std::string_view bytes) override {
    const fs::path target = path_of(key);
    if (auto made = make(target.parent_path()); !made) return made;
    // Written beside and moved, so that it is all there or not at all.
    const fs::path beside = target.parent_path() / (std::string(kBeside) + Uuid::v7().text());
    {
      const File file(beside, O_WRONLY | O_CREAT | O_EXCL);
      if (!file.is_open() || !file.write(0, bytes) || !file.sync()) {
        const int error = errno;
        ::unlink(beside.c_str());
        return failed("A file cannot be written", error);
      }
    }
    if (::rename(beside.c_str(), target.c_str()) != 0) return failed("A file cannot be kept", errno);
    if (!sync_folder(target.parent_path())) return failed("A folder cannot be written", errno);
    return {};
  }

  Result<std::unique_ptr<Blob>> open(const std::string& key) override {
    File file(path_of(key), O_RDONLY);
    if (!file.is_open()) return errno == ENOENT ? no_file() : failed("A file cannot be opened", errno);
    struct ::stat status = {};
    if (::fstat(file.descriptor(), &status) != 0) return failed("A file cannot be read", errno);
    return std::make_unique<FolderBlob>(std::move(file), static_cast<std::uint64_t>(status.st_size));
  }

  Result<std::optional<std::string>> link(const std::string& key, const BlobLink&) override {
    check_blob_key(key);
    return std::nullopt;
  }

  Result<void> remove(const std::string& key) override {
    const fs::path path = path_of(key);
    auto removed = unlink(path);
    if (removed) ::rmdir(path.parent_path().c_str());  // Stays where there are others.
    return removed;
  }

  Result<std::vector<std::string>> groups() override {
    TRY(std::vector<std::string> names, names_in(blobs_));
    std::erase_if(names, [](const std::string& name) { return !is_blob_name(name); });
    return names;
  }

  Result<std::vector<Entry>> list(const std::string& group) override {
    check_blob_name(group);
    return files_of(blobs_ / group);
  }

  Result<void> remove_leftovers() override {
    TRY(const auto names, groups());
    for (const std::string& group : names) CHECK_OK(remove_leftovers_of(blobs_ / group));
    return {};
  }

 private:
  fs::path path_of(const std::string& key) const {
    check_blob_key(key);
    return blobs_ / key;
  }
  fs::path path_of_part(const std::string& id) const {
    check_blob_name(id);
    return parts_ / id;
  }

  static Result<void> make(const fs::path& folder) {
    std::error_code error;
    if (fs::create_directories(folder, error)) fs::permissions(folder, fs::perms::owner_all, error);
    if (error) return failed("A folder cannot be made", error.value());
    if (!sync_folder(folder.parent_path())) return failed("A folder cannot be written", errno);
    return {};
  }

  static Result<void> unlink(const fs::path& path) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) return failed("A file cannot be removed", errno);
    return {};
  }

  // Of all that lies there, in their order. Iterating by ++ would throw where a folder cannot be read to its end.
  static Result<std::vector<std::string>> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
      names.push_back(entry->path().filename().string());
    if (error && error != std::errc::no_such_file_or_directory) return failed("A folder cannot be read", error.value());
    std::ranges::sort(names);
    return names;
  }

  static Result<void> remove_leftovers_of(const fs::path& folder) {
    TRY(const auto names, names_in(folder));
    for (const std::string& name : names) {
      struct ::stat status = {};
      if (!name.starts_with(kBeside) || ::stat((folder / name).c_str(), &status) != 0) continue;
      if (status.st_mtim.tv_sec + kAbandonedSeconds < std::time(nullptr)) CHECK_OK(unlink(folder / name));
    }
    ::rmdir(folder.c_str());  // Stays where there are others.
    return {};
  }

  static Result<std::vector<Entry>> files_of(const fs::path& folder) {
    TRY(auto names, names_in(folder));
    std::vector<Entry> entries;
    for (std::string& name : names) {
      struct ::stat status = {};
      // What has gone meanwhile is not there.
      if (!is_blob_name(name) || ::stat((folder / name).c_str(), &status) != 0) continue;
      entries.push_back({.name = std::move(name),
                         .size = static_cast<std::uint64_t>(status.st_size),
                         .changed_at = status.st_mtim.tv_sec});
    }
    return entries;
  }

  const fs::path blobs_;
  const fs::path parts_;
};

}  // namespace

std::unique_ptr<BlobStore> folder_blob_store(const std::filesystem::path& folder) {
  return std::make_unique<FolderBlobStore>(folder);
}

}  // namespace doggy::media
