#include "registry/store/scan.h"

#include <charconv>
#include <system_error>

namespace doggy::store {

// The length of the partition's name, a colon, both parts of the key.
std::string scan_position(const Key& key) {
  return std::to_string(key.pk.size()) + ':' + key.pk + key.sk;
}

Result<Key> parse_scan_position(std::string_view position) {
  std::size_t length = 0;
  const char* const end = position.data() + position.size();
  const auto [colon, error] = std::from_chars(position.data(), end, length);
  const auto rest = static_cast<std::size_t>(end - colon);
  if (error != std::errc() || rest < 3 || *colon != ':' || length == 0 || length + 1 >= rest)
    return fail(Code::kInvalid, "This is no position of a scan.");
  const std::string_view both = position.substr(position.size() - rest + 1);
  return Key{.pk = std::string(both.substr(0, length)), .sk = std::string(both.substr(length))};
}

}  // namespace doggy::store
