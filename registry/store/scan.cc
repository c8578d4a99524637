#include "registry/store/scan.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace doggy::store {

// The length of the partition's name, a colon, both parts of the key.
std::string scan_position(const Key& key) {
  return std::to_string(key.pk.size()) + ':' + key.pk + key.sk;
}

Result<Key> parse_scan_position(std::string_view position) {
  const std::string number(position.substr(0, position.find(':')));
  const std::string_view both = position.substr(std::min(number.size() + 1, position.size()));
  std::size_t length = 0;
  const char* const end = number.data() + number.size();
  const auto [last, error] = std::from_chars(number.data(), end, length);
  if (error != std::errc() || last != end || length == 0 || length >= both.size())
    return fail(Code::kInvalid, "This is no position of a scan.");
  return Key{.pk = std::string(both.substr(0, length)), .sk = std::string(both.substr(length))};
}

}  // namespace doggy::store
