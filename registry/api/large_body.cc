#include "registry/api/large_body.h"

#include "platform/try.h"

namespace doggy::api {

Result<boost::json::object> parse_object(std::string_view text) {
  TRY(auto value, codec::parse(text));
  if (!value.is_object()) return fail_field("", "type", "The body is a JSON object.");
  return std::move(value.get_object());
}

}  // namespace doggy::api
