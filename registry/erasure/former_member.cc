#include "registry/erasure/former_member.h"

#include <boost/json/value.hpp>

#include "platform/json/codec.h"
#include "registry/accounts/lower.h"

namespace doggy::erasure {
namespace {

bool is_text(const boost::json::value* value, std::string_view text) {
  return value != nullptr && value->is_string() && std::string_view(value->get_string()) == text;
}

bool erase_in(boost::json::value& value, const Erased& who);

bool erase_in(boost::json::object& object, const Erased& who) {
  bool changed = false;
  const bool theirs =
      is_text(object.if_contains("id"), who.account_id) || is_text(object.if_contains("accountId"), who.account_id);
  boost::json::value* name = object.if_contains("name");
  if (theirs && name != nullptr && name->is_string() && !is_text(name, kFormerMember)) {
    *name = kFormerMember;
    changed = true;
  }
  boost::json::value* email = object.if_contains("email");
  if (email != nullptr && email->is_string() && !who.email.empty() &&
      accounts::lower(std::string(email->get_string())) == accounts::lower(who.email)) {
    object.erase("email");
    changed = true;
  }
  for (auto& field : object) changed = erase_in(field.value(), who) || changed;
  return changed;
}

bool erase_in(boost::json::value& value, const Erased& who) {
  if (value.is_object()) return erase_in(value.get_object(), who);
  bool changed = false;
  if (value.is_array())
    for (boost::json::value& item : value.get_array()) changed = erase_in(item, who) || changed;
  return changed;
}

}  // namespace

std::optional<std::string> without_name(std::string_view json, const Erased& who) {
  const bool may_have = json.find(who.account_id) != std::string_view::npos || json.find('@') != std::string_view::npos;
  if (!may_have) return std::nullopt;
  auto value = codec::parse(json);
  if (!value || !erase_in(*value, who)) return std::nullopt;
  return codec::to_text(*value);
}

}  // namespace doggy::erasure
