// For whom passkeys are made: the relying party of WebAuthn, which follows from the server's public URL.
#pragma once

#include <string>

#include "platform/error.h"

namespace doggy::accounts {

struct RelyingParty {
  std::string id;      // A host's name; passkeys are bound to it.
  std::string origin;  // The one page that may use them: "https://doggy.example".
};

/// Browsers make no passkeys for bare addresses. Of the loopback addresses it is therefore `localhost`, where the same
/// server answers. Error: kConflict when the URL has another address, or no https and another name.
[[nodiscard]] Result<RelyingParty> relying_party_of(const std::string& public_url);

}  // namespace doggy::accounts
