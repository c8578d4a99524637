#include "registry/dossier/zip_file.h"

#include <zip.h>

#include <memory>
#include <stdexcept>

namespace doggy::dossier {
namespace {

using Source = std::unique_ptr<zip_source_t, decltype(&zip_source_free)>;

[[noreturn]] void fail(const char* what) {
  throw std::runtime_error(std::string("zip: cannot ") + what);
}

std::string bytes_of(zip_source_t* source) {
  zip_stat_t about;
  zip_stat_init(&about);
  if (zip_source_stat(source, &about) != 0 || zip_source_open(source) != 0) fail("read the file that was made");
  std::string bytes(about.size, '\0');
  const auto read = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  if (read < 0 || static_cast<std::size_t>(read) != bytes.size()) fail("read the whole file");
  return bytes;
}

}  // namespace

std::string make_zip(std::span<const ZipEntry> entries) {
  zip_error_t error;
  zip_error_init(&error);
  const Source file(zip_source_buffer_create(nullptr, 0, 0, &error), &zip_source_free);
  if (!file) fail("make a buffer");
  zip_t* archive = zip_open_from_source(file.get(), ZIP_TRUNCATE, &error);
  if (archive == nullptr) fail("open the file");
  zip_source_keep(file.get());  // The archive frees one reference when it is closed, and we read by the other.
  for (const ZipEntry& entry : entries) {
    // The entries outlive the archive.
    zip_source_t* content = zip_source_buffer(archive, entry.content.data(), entry.content.size(), 0);
    if (content == nullptr || zip_file_add(archive, entry.name.c_str(), content, ZIP_FL_ENC_UTF_8) < 0) {
      zip_source_free(content);
      zip_discard(archive);
      fail("add an entry");
    }
  }
  if (zip_close(archive) != 0) {
    zip_discard(archive);
    fail("write the file");
  }
  return bytes_of(file.get());
}

}  // namespace doggy::dossier
