#include "registry/dossier/zip_file.h"

#include <fmt/format.h>
#include <zip.h>

#include <chrono>
#include <system_error>

#include "platform/id/uuid.h"

namespace doggy::dossier {
namespace {

std::unexpected<Error> zip_failed(zip_error_t* why) {
  constexpr std::chrono::seconds kRetryAfter(60);
  Error error{.code = Code::kUnavailable,
              .detail = fmt::format("The ZIP file cannot be made: {}.", zip_error_strerror(why)),
              .retry_after = kRetryAfter};
  zip_error_fini(why);
  return std::unexpected(std::move(error));
}

bool add_entry(zip_t* archive, const std::string& contents, const ZipEntry& entry) {
  // To libzip a length of 0 means up to the end of the file.
  zip_source_t* const source =
      entry.size == 0 ? zip_source_buffer(archive, nullptr, 0, 0)
                      : zip_source_file(archive, contents.c_str(), entry.offset, static_cast<zip_int64_t>(entry.size));
  if (source == nullptr) return false;
  const zip_int64_t index = zip_file_add(archive, entry.name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return false;
  }
  return !entry.compressed || zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0) == 0;
}

}  // namespace

Result<ScratchFile> make_zip(const ScratchFile& contents, std::span<const ZipEntry> entries,
                             const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / (Uuid::v7().text() + ".zip");
  int code = 0;
  zip_t* const archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_EXCL, &code);
  if (archive == nullptr) {
    zip_error_t why;
    zip_error_init_with_code(&why, code);
    return zip_failed(&why);
  }
  bool done = true;
  for (const ZipEntry& entry : entries) done = done && add_entry(archive, contents.path(), entry);
  if (!done || zip_close(archive) != 0) {
    zip_error_t why;
    zip_error_init(&why);
    zip_error_set(&why, zip_error_code_zip(zip_get_error(archive)), zip_error_code_system(zip_get_error(archive)));
    zip_discard(archive);
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    return zip_failed(&why);
  }
  return ScratchFile::adopt(path);
}

}  // namespace doggy::dossier
