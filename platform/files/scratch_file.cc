#include "platform/files/scratch_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace doggy {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> scratch_failed(int error) {
  constexpr std::chrono::seconds kRetryAfter(60);
  return std::unexpected(Error{
      .code = Code::kUnavailable,
      .detail = fmt::format("The server cannot use a temporary file: {}.", std::generic_category().message(error)),
      .retry_after = kRetryAfter});
}

}  // namespace

Result<ScratchFile> ScratchFile::make(const fs::path& folder) {
  std::error_code error;
  if (fs::create_directories(folder, error)) fs::permissions(folder, fs::perms::owner_all, error);
  if (error) return scratch_failed(error.value());
  std::string name = (folder / "scratch-XXXXXX").string();
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) return scratch_failed(errno);
  ScratchFile file(descriptor, 0);
  if (::unlink(name.c_str()) != 0) return scratch_failed(errno);
  return file;
}

Result<ScratchFile> ScratchFile::adopt(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);  // NOLINT(*-vararg)
  if (descriptor < 0) return scratch_failed(errno);
  ScratchFile file(descriptor, 0);
  struct stat status{};
  if (::fstat(descriptor, &status) != 0 || ::unlink(path.c_str()) != 0) return scratch_failed(errno);
  file.size_ = static_cast<std::uint64_t>(status.st_size);
  return file;
}

ScratchFile::~ScratchFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

ScratchFile::ScratchFile(ScratchFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), size_(std::exchange(other.size_, 0)) {}

Result<void> ScratchFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return scratch_failed(count < 0 ? errno : ENOSPC);
    bytes.remove_prefix(static_cast<std::size_t>(count));
    size_ += static_cast<std::uint64_t>(count);
  }
  return {};
}

Result<std::string> ScratchFile::read(std::uint64_t at, std::size_t most) const {
  std::string bytes(most, '\0');
  std::size_t done = 0;
  while (done < most) {
    const ssize_t count = ::pread(descriptor_, bytes.data() + done, most - done, static_cast<off_t>(at + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return scratch_failed(errno);
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  bytes.resize(done);
  return bytes;
}

std::string ScratchFile::path() const {
  return fmt::format("/proc/self/fd/{}", descriptor_);
}

}  // namespace doggy
