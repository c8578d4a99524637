// What the browser says that a passkey has signed for: WebAuthn's CollectedClientData.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/error.h"
#include "registry/accounts/passkeys/relying_party.h"

namespace doggy::accounts {

enum class Ceremony : std::uint8_t { kCreate, kGet };

/// The challenge in it. Error: kInvalid (field clientDataJson) when it is no such JSON, or of another ceremony, of
/// another page, or of a page within another site's.
[[nodiscard]] Result<std::string> challenge_in(std::string_view client_data, Ceremony ceremony,
                                               const RelyingParty& party);

}  // namespace doggy::accounts
