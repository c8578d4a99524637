#include "registry/accounts/passkeys/client_data.h"

#include "platform/json/codec.h"

namespace doggy::accounts {
namespace {

std::unexpected<Error> bad(std::string rule, std::string message) {
  return fail_field("clientDataJson", std::move(rule), std::move(message));
}

std::string text_at(const boost::json::object& object, std::string_view name) {
  const boost::json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace

// Browsers may add members that nobody knows yet (WebAuthn, 5.8.1), so that those are no error.
Result<std::string> challenge_in(std::string_view client_data, Ceremony ceremony, const RelyingParty& party) {
  const auto value = codec::parse(client_data);
  if (!value || !value->is_object()) return bad("format", "This is no client data of WebAuthn.");
  const boost::json::object& object = value->get_object();
  if (text_at(object, "type") != (ceremony == Ceremony::kCreate ? "webauthn.create" : "webauthn.get"))
    return bad("type", "This is not what was asked of the passkey.");
  if (text_at(object, "origin") != party.origin) return bad("origin", "This passkey was used on another page.");
  const boost::json::value* crossed = object.if_contains("crossOrigin");
  if ((crossed != nullptr && *crossed != false) || object.contains("topOrigin"))
    return bad("origin", "This passkey was used within the page of another site.");
  std::string challenge = text_at(object, "challenge");
  if (challenge.empty()) return bad("challenge", "There is no challenge in it.");
  return challenge;
}

}  // namespace doggy::accounts
