#include "registry/app/backup_archive.h"

#include <fmt/format.h>
#include <zip.h>

#include <cerrno>
#include <memory>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>

#include "platform/try.h"
#include "registry/app/backup_files.h"
#include "registry/media/file.h"

namespace doggy::app {
namespace {

namespace fs = std::filesystem;
using media::File;

constexpr std::size_t kUnpackedAtOnce = 1U << 20U;
constexpr const char* kArchive = ".zip";  // While it is made.

// What was added and not closed is thrown away.
using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;

std::unexpected<Error> archive_failed(const fs::path& file, std::string_view why) {
  return fail(Code::kUnavailable, fmt::format("{}: {}.", file.string(), why));
}

Result<Archive> open_archive(const fs::path& file, int flags) {
  int code = 0;
  Archive archive(zip_open(file.c_str(), flags, &code), &zip_discard);
  if (archive) return archive;
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  const std::string why = zip_error_strerror(&error);
  zip_error_fini(&error);
  if (code == ZIP_ER_NOENT) return fail(Code::kNotFound, "There is no " + file.string() + ".");
  return archive_failed(file, why);
}

Result<void> unpack_entry(zip_t* archive, zip_uint64_t index, const std::string& name, const fs::path& target) {
  const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> from(zip_fopen_index(archive, index, 0), &zip_fclose);
  if (!from) return archive_failed(name, zip_strerror(archive));
  std::error_code error;
  fs::create_directories(target.parent_path(), error);
  const File to(target, O_WRONLY | O_CREAT | O_EXCL);
  if (!to.is_open()) return archive_failed(target, std::generic_category().message(errno));
  std::string piece(kUnpackedAtOnce, '\0');
  for (std::uint64_t at = 0;;) {
    const zip_int64_t count = zip_fread(from.get(), piece.data(), piece.size());
    if (count < 0) return fail(Code::kUnavailable, "The backup is damaged: " + name + " is not as it was written.");
    if (count == 0) return {};
    const std::string_view bytes(piece.data(), static_cast<std::size_t>(count));
    if (!to.write(at, bytes)) return archive_failed(target, std::generic_category().message(errno));
    at += bytes.size();
  }
}

}  // namespace

bool is_archive(const fs::path& path) {
  return path.extension() == ".zip";
}

Result<void> pack_backup(const fs::path& folder, const fs::path& file) {
  TRY(auto paths, files_below(folder, ""));
  // Here and not beside the target: what libzip is writing anybody may read who may enter its folder.
  const fs::path made = folder / kArchive;
  TRY(auto archive, open_archive(made, ZIP_CREATE | ZIP_EXCL));
  zip_t* const zip = archive.get();
  for (const std::string& path : paths) {
    zip_source_t* const content = zip_source_file(zip, (folder / path).c_str(), 0, -1);
    const zip_int64_t index = content == nullptr ? -1 : zip_file_add(zip, path.c_str(), content, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(content);
      return archive_failed(path, zip_strerror(zip));
    }
    if (zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0) != 0)
      return archive_failed(path, zip_strerror(zip));
  }
  if (zip_close(zip) != 0) return archive_failed(file, zip_strerror(zip));
  std::ignore = archive.release();
  std::error_code error;
  fs::permissions(made, fs::perms::owner_read | fs::perms::owner_write, error);
  const File written(made, O_RDONLY);
  if (error || !written.is_open() || !written.sync()) return archive_failed(file, "it cannot be written to the disk");
  if (fs::exists(file, error)) return fail(Code::kConflict, file.string() + " is there already.");
  fs::rename(made, file, error);
  const File beside(fs::absolute(file).parent_path(), O_RDONLY | O_DIRECTORY);
  if (error || !beside.is_open() || !beside.sync()) return archive_failed(file, "it cannot be moved there");
  return {};
}

Result<void> unpack_backup(const fs::path& file, const fs::path& folder) {
  TRY(auto archive, open_archive(file, ZIP_RDONLY | ZIP_CHECKCONS));
  std::error_code error;
  if (fs::create_directories(folder, error)) fs::permissions(folder, fs::perms::owner_all, error);
  if (error) return archive_failed(folder, error.message());
  zip_t* const zip = archive.get();
  const auto count = static_cast<zip_uint64_t>(zip_get_num_entries(zip, 0));
  for (zip_uint64_t index = 0; index < count; ++index) {
    const char* const name = zip_get_name(zip, index, ZIP_FL_ENC_GUESS);
    if (name == nullptr || !is_below(name)) return archive_failed(file, "it names a file elsewhere");
    const std::string shown = (file / name).string();
    if (auto done = unpack_entry(zip, index, shown, folder / name); !done) return done;
  }
  return {};
}

}  // namespace doggy::app
