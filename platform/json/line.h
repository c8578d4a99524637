// Which texts are one line: names, titles and places, which go into lists, mails and file names.
#pragma once

#include <cstddef>
#include <string_view>

namespace doggy {

/// A field that takes no more than this many code points takes one line.
inline constexpr std::size_t kLongestLine = 200;

/// Whether a valid text is one line that reads as it is written: without control characters (C0, DEL, C1), the line and
/// paragraph separators, and the characters that override or embed a direction of writing.
[[nodiscard]] bool is_one_line(std::string_view text);

/// The same for JSON Schema.
inline constexpr std::string_view kLinePattern = R"(^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]*$)";

}  // namespace doggy
