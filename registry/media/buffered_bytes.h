// Bytes that are read in pages: the checks of a video ask for a few bytes at a time, in several tables in turn, and
// each would be a call of the system.
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string>

#include "registry/media/bytes.h"

namespace doggy::media {

/// Keeps some pages of what was read last; writes go through. Nobody else changes the bytes meanwhile.
class BufferedBytes : public Bytes {
 public:
  /// `inner` outlives this.
  explicit BufferedBytes(Bytes& inner) : inner_(inner) {}

  [[nodiscard]] std::uint64_t size() const override { return inner_.size(); }

  [[nodiscard]] bool read(std::uint64_t at, std::span<char> out) override {
    if (out.size() > kPage) return inner_.read(at, out);
    if (!holds(at, out.size())) return false;
    while (!out.empty()) {
      const Page* page = page_of(at / kPage);
      if (page == nullptr) return false;
      const auto from = static_cast<std::size_t>(at % kPage);
      const std::size_t count = std::min(out.size(), page->bytes.size() - from);
      std::memcpy(out.data(), page->bytes.data() + from, count);
      out = out.subspan(count);
      at += count;
    }
    return true;
  }

  [[nodiscard]] bool write(std::uint64_t at, std::string_view bytes) override {
    for (Page& page : pages_)
      if (page.number && *page.number * kPage < at + bytes.size() && at < (*page.number + 1) * kPage)
        page.number.reset();
    return inner_.write(at, bytes);
  }

 private:
  static constexpr std::uint64_t kPage = 4096;
  static constexpr std::size_t kPages = 16;

  struct Page {
    std::optional<std::uint64_t> number;
    std::string bytes;
  };

  const Page* page_of(std::uint64_t number) {
    Page& page = pages_.at(number % kPages);
    if (page.number == number) return &page;
    page.number.reset();
    page.bytes.resize(static_cast<std::size_t>(std::min(kPage, size() - number * kPage)));
    if (!inner_.read(number * kPage, page.bytes)) return nullptr;
    page.number = number;
    return &page;
  }

  Bytes& inner_;
  std::array<Page, kPages> pages_;
};

}  // namespace doggy::media
