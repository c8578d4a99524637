// ZIP files, by libzip, from a file to a file: neither is ever in memory as a whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "platform/error.h"
#include "platform/files/scratch_file.h"

namespace doggy::dossier {

struct ZipEntry {
  std::string name;          // "csv/note.csv".
  std::uint64_t offset = 0;  // Where its content stands in the file that has all of them.
  std::uint64_t size = 0;
  bool compressed = false;  // It is compressed by itself, as photos are.
};

/// A ZIP file with these entries, made in `folder`. Blocks. Error: kUnavailable when the disk fails or is full.
[[nodiscard]] Result<ScratchFile> make_zip(const ScratchFile& contents, std::span<const ZipEntry> entries,
                                           const std::filesystem::path& folder);

}  // namespace doggy::dossier
