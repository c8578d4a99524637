// Text that must not be longer than so many bytes, or be nothing but ASCII.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace doggy::analyzer {

/// The longest beginning of at most `bytes` bytes that ends between two code points, where `text` is UTF-8.
[[nodiscard]] std::string_view cut_utf8(std::string_view text, std::size_t bytes);

/// One line: control characters become spaces, and what is longer than `bytes` ends in an ellipsis.
[[nodiscard]] std::string one_line(std::string_view text, std::size_t bytes);

/// Printable ASCII that begins with a letter, digit or punctuation, at most `bytes` long; other characters become "?",
/// one for each code point. What SNS takes as a subject.
[[nodiscard]] std::string ascii_subject(std::string_view text, std::size_t bytes);

}  // namespace doggy::analyzer
