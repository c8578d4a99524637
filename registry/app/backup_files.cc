#include "registry/app/backup_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "platform/id/hasher.h"
#include "platform/json/codec.h"
#include "registry/media/file.h"

namespace doggy::app {
namespace {

namespace fs = std::filesystem;
using media::File;

constexpr std::size_t kBackupPiece = 1U << 20U;

std::unexpected<Error> cannot(std::string_view what, const fs::path& path, int error) {
  const bool missing = error == ENOENT;
  return fail(missing ? Code::kNotFound : Code::kUnavailable,
              fmt::format("Cannot {} {}: {}.", what, path.string(), std::generic_category().message(error)));
}

// Reads all of a file, into another one where there is one.
Result<BackupFile> read_through(const fs::path& source, const std::string& path, const std::optional<fs::path>& target,
                                const BytesRead& read) {
  const File from(source, O_RDONLY);
  if (!from.is_open()) return cannot("read", source, errno);
  std::optional<File> to;
  if (target) {
    to.emplace(*target, O_WRONLY | O_CREAT | O_EXCL);
    if (!to->is_open()) return cannot("write", *target, errno);
  }
  BackupFile file{.path = path};
  Sha256Hasher hasher;
  std::string piece(kBackupPiece, '\0');
  for (;;) {
    const ssize_t count = from.read(file.bytes, piece);
    if (count < 0) return cannot("read", source, errno);
    if (count == 0) break;
    const std::string_view bytes(piece.data(), static_cast<std::size_t>(count));
    hasher.add(bytes);
    if (to && !to->write(file.bytes, bytes)) return cannot("write", *target, errno);
    file.bytes += bytes.size();
    read(bytes.size());
  }
  if (to && !to->sync()) return cannot("write", *target, errno);
  file.sha256 = hasher.finish_hex();
  return file;
}

}  // namespace

Result<BackupFile> describe_file(const fs::path& root, const std::string& path, const BytesRead& read) {
  return read_through(root / path, path, std::nullopt, read);
}

Result<BackupFile> copy_file(const fs::path& from_root, const fs::path& to_root, const std::string& path,
                             const BytesRead& read) {
  const fs::path target = to_root / path;
  std::error_code error;
  if (fs::create_directories(target.parent_path(), error))
    fs::permissions(target.parent_path(), fs::perms::owner_all, error);
  if (error) return cannot("make", target.parent_path(), error.value());
  auto copied = read_through(from_root / path, path, target, read);
  if (!copied) return copied;
  const File folder(target.parent_path(), O_RDONLY | O_DIRECTORY);
  if (!folder.is_open() || !folder.sync()) return cannot("write", target.parent_path(), errno);
  return copied;
}

Result<void> write_manifest(const fs::path& folder, const BackupManifest& manifest) {
  const fs::path path = folder / kManifestFile;
  const File file(path, O_WRONLY | O_CREAT | O_EXCL);
  if (!file.is_open() || !file.write(0, codec::encode_text(manifest) + '\n') || !file.sync())
    return cannot("write", path, errno);
  const File parent(folder, O_RDONLY | O_DIRECTORY);
  if (!parent.is_open() || !parent.sync()) return cannot("write", folder, errno);
  return {};
}

Result<BackupManifest> read_manifest(const fs::path& folder) {
  const fs::path path = folder / kManifestFile;
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return fail(Code::kNotFound, "There is no " + path.string() + ": this is no backup, or it was not finished.");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  auto manifest = codec::decode_text<BackupManifest>(text, codec::Source::kStored);
  if (!manifest) return fail(Code::kUnavailable, path.string() + " is damaged: " + manifest.error().detail);
  if (manifest->format > kBackupFormat)
    return fail(Code::kUnavailable, path.string() + " was written by a newer version of Doggy App (" +
                                        manifest->program + "): restore with that.");
  // The files are written below a folder of ours.
  for (const BackupFile& one : manifest->files)
    if (!is_below(one.path))
      return fail(Code::kUnavailable, path.string() + " is damaged: it names the file " + one.path + ".");
  return manifest;
}

Result<std::vector<std::string>> files_below(const fs::path& root, const fs::path& folder) {
  std::vector<std::string> paths;
  // Not by a recursive iterator, which ends at a folder that has gone since it was listed.
  std::vector<fs::path> folders{root / folder};
  while (!folders.empty()) {
    const fs::path next = std::move(folders.back());
    folders.pop_back();
    std::error_code error;
    for (fs::directory_iterator entry(next, error), end; !error && entry != end; entry.increment(error)) {
      std::error_code gone;  // What has gone meanwhile is not there.
      if (entry->is_regular_file(gone)) paths.push_back(entry->path().lexically_relative(root).string());
      if (entry->is_directory(gone) && !entry->is_symlink(gone)) folders.push_back(entry->path());
    }
    if (error && error != std::errc::no_such_file_or_directory) return cannot("read", next, error.value());
  }
  std::ranges::sort(paths);
  return paths;
}

bool is_below(const fs::path& path) {
  return !path.empty() && path.is_relative() && path.lexically_normal() == path && *path.begin() != "..";
}

bool is_empty_folder(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    if (entry->path().filename() != kLockFile) return false;
  return !error;
}

}  // namespace doggy::app
