// A file that is open, closed with its owner.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <utility>

#include "registry/media/bytes.h"

namespace doggy::media {

class File {
 public:
  /// `flags` as of open(2); close-on-exec and never through a link. Not is_open() when it fails.
  File(const std::filesystem::path& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600)) {}  // NOLINT(*-vararg)
  ~File() {
    if (is_open()) ::close(descriptor_);
  }
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File& operator=(File&&) = delete;

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] bool sync() const { return ::fsync(descriptor_) == 0; }

  /// All of it, or false.
  [[nodiscard]] bool write(std::uint64_t at, std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(at));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
      at += static_cast<std::uint64_t>(count);
    }
    return true;
  }

  /// How many bytes there were, up to the size of `out`; -1 when reading fails.
  [[nodiscard]] ssize_t read(std::uint64_t at, std::span<char> out) const {
    std::size_t done = 0;
    while (done < out.size()) {
      const ssize_t count = ::pread(descriptor_, out.data() + done, out.size() - done, static_cast<off_t>(at + done));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return -1;
      if (count == 0) break;
      done += static_cast<std::size_t>(count);
    }
    return static_cast<ssize_t>(done);
  }

 private:
  int descriptor_;
};

/// A file's bytes for the checks of an upload.
class FileBytes : public Bytes {
 public:
  FileBytes(File file, std::uint64_t size) : file_(std::move(file)), size_(size) {}

  [[nodiscard]] std::uint64_t size() const override { return size_; }
  [[nodiscard]] bool read(std::uint64_t at, std::span<char> out) override {
    return holds(at, out.size()) && file_.read(at, out) == static_cast<ssize_t>(out.size());
  }
  [[nodiscard]] bool write(std::uint64_t at, std::string_view bytes) override {
    return holds(at, bytes.size()) && file_.write(at, bytes);
  }
  [[nodiscard]] bool sync() const { return file_.sync(); }

 private:
  File file_;
  const std::uint64_t size_;
};

}  // namespace doggy::media
