#include "alert-analyzer/redaction/vault.h"

#include <fmt/format.h>

#include "platform/json/codec.h"

namespace doggy::analyzer {

std::string Vault::placeholder(SecretKind kind, std::string_view secret) {
  std::string& placeholder = placeholders_[{kind, std::string(secret)}];
  if (placeholder.empty()) {
    std::string name(codec::enum_name(kind));
    for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    placeholder = fmt::format("[{}-{}]", name, ++counts_[kind]);
    secrets_[placeholder] = {kind, std::string(secret)};
  }
  return placeholder;
}

std::string Vault::restore(std::string_view text, const std::set<SecretKind>& kinds) const {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('[');
    out.append(text.substr(0, open));
    if (open == std::string_view::npos) break;
    text.remove_prefix(open);
    const std::size_t close = text.find(']');
    const auto found = close == std::string_view::npos ? secrets_.end() : secrets_.find(text.substr(0, close + 1));
    if (found != secrets_.end() && kinds.contains(found->second.first)) {
      out += found->second.second;
      text.remove_prefix(close + 1);
    } else {
      out += '[';
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace doggy::analyzer
