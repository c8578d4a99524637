// As much XML as the answers of AWS' older services need.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace doggy::aws {

/// The text of the first element of that name, with its entities decoded; empty without one. For elements that hold
/// text alone.
[[nodiscard]] std::string xml_text(std::string_view xml, std::string_view element);

/// What is between the tags of each element of that name, in their order, as it is. For elements that hold none of the
/// same name.
[[nodiscard]] std::vector<std::string_view> xml_elements(std::string_view xml, std::string_view element);

}  // namespace doggy::aws
