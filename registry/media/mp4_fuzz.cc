// Any bytes as a video: they are cleaned within their size, or an error says what is wrong; what was cleaned once is
// clean.
#include <cstddef>
#include <cstdint>
#include <string>

#include "registry/media/video.h"

namespace {

using doggy::media::TextBytes;

template <class Clean>
void check(const std::string& input, Clean clean) {
  TextBytes bytes(input);
  const auto facts = clean(bytes);
  if (!facts) {
    if (facts.error().detail.empty()) __builtin_trap();
    return;
  }
  if (bytes.text().size() != input.size()) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(data), size);
  check(input, doggy::media::clean_mp4);
  check(input, doggy::media::clean_webm);
  return 0;
}
