// Everything that there is of one person, as files.
#pragma once

#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/dossier/zip_file.h"

namespace doggy::api {

struct Services;

/// The account, where it is signed in, its tokens and passkeys (without secrets), what was done to it, its places, a
/// dossier of each dog, and what the person wrote of dogs they have left. Each dossier is on its dog's access trail.
/// Error: kTooLarge with more than 256 MiB of text.
Task<Result<std::vector<dossier::ZipEntry>>> account_files(Services& services, std::string account_id);

}  // namespace doggy::api
