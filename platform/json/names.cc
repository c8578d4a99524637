#include "platform/json/names.h"

#include "platform/json/codec.h"

namespace doggy::codec {

std::string json_name(std::string_view member) {
  constexpr std::size_t kLongest = 100;
  return std::string(camel_case<kLongest>(member.substr(0, kLongest)).view());
}

}  // namespace doggy::codec
