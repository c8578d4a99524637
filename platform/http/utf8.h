// Is it UTF-8?
#pragma once

#include <string_view>

namespace doggy::http {

/// True for well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing beyond U+10FFFF.
[[nodiscard]] bool is_valid_utf8(std::string_view text);

}  // namespace doggy::http
