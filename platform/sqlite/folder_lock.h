// One process at a time has a data folder: an advisory lock on a file in it, which ends with the process however it
// ends. SQLite's own locks would let two writers take turns, and each would answer from what it believes to know.
#pragma once

#include <filesystem>

#include "platform/error.h"

namespace doggy::sql {

class FolderLock {
 public:
  /// Error: kUnavailable with the reason: another process has the folder, or it cannot be written to.
  [[nodiscard]] static Result<FolderLock> take(const std::filesystem::path& folder);

  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int file) : file_(file) {}
  int file_;  // -1 when moved from.
};

}  // namespace doggy::sql
