// ZIP files in memory, by libzip.
#pragma once

#include <span>
#include <string>

namespace doggy::dossier {

struct ZipEntry {
  std::string name;  // "csv/note.csv".
  std::string content;
};

/// The bytes of a ZIP file with these entries. Throws std::runtime_error when libzip cannot make it.
[[nodiscard]] std::string make_zip(std::span<const ZipEntry> entries);

}  // namespace doggy::dossier
