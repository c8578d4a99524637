// The photos and videos that go into the ZIP file of a dog.
#pragma once

#include <string>

#include "registry/api/endpoint.h"
#include "registry/dossier/bundle.h"

namespace doggy::api {

/// How much of them goes into one file, which is made on the server's disk.
inline constexpr std::uint64_t kMostExportedBytes = 100'000'000;

/// media/<id>.jpg and so on, of the attachments that the grant's holder may see now, newest first; and
/// media/LEFT-OUT.txt with the ids of those for which there was no room.
Task<Result<void>> add_media(Services& services, std::string dog_id, circle::Grant grant, dossier::Bundle& bundle);

}  // namespace doggy::api
