// The shape of an email address.
#pragma once

#include <string_view>

namespace doggy {

/// Whether `text` is a valid address as HTML's <input type=email> defines it, of at most 254 bytes: what people have,
/// not all that RFC 5322 allows.
[[nodiscard]] bool is_plain_email(std::string_view text);

}  // namespace doggy
