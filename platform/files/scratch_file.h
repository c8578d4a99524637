// A file that has no name and goes when it is closed, also by a crash: for what is too large to keep in memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "platform/error.h"

namespace doggy {

/// All operations block. Reading is thread-safe; appending is not. Errors: kUnavailable, with retry_after, when the
/// disk fails or is full.
class ScratchFile {
 public:
  /// An empty one in `folder`, which is made when it is not there.
  [[nodiscard]] static Result<ScratchFile> make(const std::filesystem::path& folder);
  /// The file at `path`, which loses its name.
  [[nodiscard]] static Result<ScratchFile> adopt(const std::filesystem::path& path);

  ~ScratchFile();
  ScratchFile(ScratchFile&& other) noexcept;
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ScratchFile& operator=(ScratchFile&&) = delete;

  [[nodiscard]] Result<void> append(std::string_view bytes);
  /// At most `most` bytes from `at` on; fewer at the end of the file.
  [[nodiscard]] Result<std::string> read(std::uint64_t at, std::size_t most) const;
  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// By which other code of this process opens it.
  [[nodiscard]] std::string path() const;

 private:
  ScratchFile(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}

  int descriptor_;
  std::uint64_t size_;
};

}  // namespace doggy
