// The bytes of a file by their place, as the checks of an upload read and blank them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace doggy::media {

/// Not thread-safe; blocks.
class Bytes {
 public:
  virtual ~Bytes() = default;

  [[nodiscard]] virtual std::uint64_t size() const = 0;
  /// Fills `out` with what begins at `at`; false unless all of it is there.
  [[nodiscard]] virtual bool read(std::uint64_t at, std::span<char> out) = 0;
  /// Replaces what is there; false unless all of the place is within size().
  [[nodiscard]] virtual bool write(std::uint64_t at, std::string_view bytes) = 0;

  /// Whether [at, at + count) lies within.
  [[nodiscard]] bool holds(std::uint64_t at, std::uint64_t count) const { return at <= size() && count <= size() - at; }

  /// Writes zeros; false as write().
  [[nodiscard]] bool blank(std::uint64_t at, std::uint64_t count) {
    static constexpr std::size_t kPiece = 64UL * 1024;
    if (!holds(at, count)) return false;
    const std::string zeros(static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, count)), '\0');
    while (count > 0) {
      const std::uint64_t piece = std::min<std::uint64_t>(zeros.size(), count);
      if (!write(at, std::string_view(zeros).substr(0, static_cast<std::size_t>(piece)))) return false;
      at += piece;
      count -= piece;
    }
    return true;
  }
};

/// Bytes in memory: for tests and fuzzers.
class TextBytes : public Bytes {
 public:
  explicit TextBytes(std::string text) : text_(std::move(text)) {}

  [[nodiscard]] std::uint64_t size() const override { return text_.size(); }
  [[nodiscard]] bool read(std::uint64_t at, std::span<char> out) override {
    if (!holds(at, out.size())) return false;
    std::copy_n(text_.begin() + static_cast<std::ptrdiff_t>(at), out.size(), out.begin());
    return true;
  }
  [[nodiscard]] bool write(std::uint64_t at, std::string_view bytes) override {
    if (!holds(at, bytes.size())) return false;
    std::ranges::copy(bytes, text_.begin() + static_cast<std::ptrdiff_t>(at));
    return true;
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// An unsigned number of `out.size()` bytes at most 8, most significant first; nothing when it is not all there.
template <std::size_t kCount>
[[nodiscard]] bool read_number(Bytes& bytes, std::uint64_t at, std::uint64_t& number) {
  static_assert(kCount >= 1 && kCount <= 8);
  char buffer[kCount];  // NOLINT(modernize-avoid-c-arrays): a span of it is all that is used.
  if (!bytes.read(at, buffer)) return false;
  number = 0;
  for (char byte : buffer) number = number << 8U | static_cast<unsigned char>(byte);
  return true;
}

}  // namespace doggy::media
