// As much XML as the answers of AWS' older services need.
#pragma once

#include <string>
#include <string_view>

namespace doggy::aws {

/// The text of the first element of that name, with its entities decoded; empty without one. For elements that hold
/// text alone.
[[nodiscard]] std::string xml_text(std::string_view xml, std::string_view element);

}  // namespace doggy::aws
