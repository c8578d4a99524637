// The links in mails that end one kind of them, without signing in (RFC 8058).
//
// A token is "account.kind.way.proof"; the proof is a hash over the three and a secret of the account's own, kept at
// ACCOUNT#id/NOTIFY-SECRET. It ends that way of that kind and is good for nothing else.
#pragma once

#include <string>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/notify/preferences.h"
#include "registry/store/store.h"

namespace doggy::notify {

/// The token that ends `channel` (email or digest) for `kind`. The digest has no kinds: its token ends it for all.
Task<Result<std::string>> unsubscribe_token(store::Store& store, std::string account_id, NoticeKind kind,
                                            ChannelKind channel);

/// Does it. Error: kGone for a token that is none.
Task<Result<void>> unsubscribe(store::Store& store, std::string token);

/// The two headers that make a mail program offer it. `public_url` as people reach the server.
[[nodiscard]] std::vector<std::string> unsubscribe_headers(const std::string& public_url, const std::string& token);

}  // namespace doggy::notify
