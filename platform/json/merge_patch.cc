#include "platform/json/codec.h"

namespace doggy::codec {

void merge_patch(boost::json::object& target, const boost::json::object& patch) {
  for (const auto& pair : patch) {
    if (pair.value().is_null()) {
      target.erase(pair.key());
      continue;
    }
    boost::json::value& member = target[pair.key()];
    if (const auto* inner = pair.value().if_object()) {
      if (!member.is_object()) member.emplace_object();
      merge_patch(member.get_object(), *inner);
    } else {
      member = pair.value();
    }
  }
}

}  // namespace doggy::codec
