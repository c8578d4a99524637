// Everything that there is of one person, as files.
#pragma once

#include <string>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/dossier/bundle.h"

namespace doggy::api {

struct Services;

/// The account, where it is signed in, its tokens and passkeys (without secrets), what was done to it, its places, a
/// dossier of each dog, and what the person wrote of dogs they have left. Each dossier is on its dog's access trail.
/// Error: kTooLarge with more than 256 MiB of text.
Task<Result<void>> add_account_files(Services& services, std::string account_id, dossier::Bundle& bundle);

}  // namespace doggy::api
