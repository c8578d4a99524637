#include "platform/aws/xml.h"

#include <array>
#include <utility>

namespace doggy::aws {

std::string xml_text(std::string_view xml, std::string_view element) {
  const std::string open = "<" + std::string(element) + ">";
  const std::size_t begin = xml.find(open);
  if (begin == std::string_view::npos) return {};
  xml.remove_prefix(begin + open.size());
  xml = xml.substr(0, xml.find('<'));
  static constexpr std::array<std::pair<std::string_view, char>, 5> kEntities{
      {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}}};
  std::string text;
  while (!xml.empty()) {
    bool decoded = false;
    for (const auto& [entity, character] : kEntities) {
      if (!xml.starts_with(entity)) continue;
      text += character;
      xml.remove_prefix(entity.size());
      decoded = true;
      break;
    }
    if (decoded) continue;
    text += xml.front();
    xml.remove_prefix(1);
  }
  return text;
}

std::vector<std::string_view> xml_elements(std::string_view xml, std::string_view element) {
  const std::string open = "<" + std::string(element) + ">";
  const std::string close = "</" + std::string(element) + ">";
  std::vector<std::string_view> found;
  for (;;) {
    const std::size_t begin = xml.find(open);
    if (begin == std::string_view::npos) return found;
    xml.remove_prefix(begin + open.size());
    const std::size_t end = xml.find(close);
    if (end == std::string_view::npos) return found;
    found.push_back(xml.substr(0, end));
    xml.remove_prefix(end + close.size());
  }
}

}  // namespace doggy::aws
