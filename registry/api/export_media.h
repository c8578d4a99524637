// The photos and videos that go into the ZIP file of a dog.
#pragma once

#include <string>
#include <vector>

#include "registry/api/endpoint.h"
#include "registry/dossier/zip_file.h"

namespace doggy::api {

/// The file is made in memory, so it holds no more than this of them.
inline constexpr std::uint64_t kMostExportedBytes = 100'000'000;

/// media/<id>.jpg and so on, of the attachments among `records` (JSON texts, newest first) that the caller may see now;
/// and media/LEFT-OUT.txt with the ids of those for which there was no room.
Task<Result<std::vector<dossier::ZipEntry>>> export_media(Services& services, std::string dog_id, circle::Grant grant,
                                                          std::vector<std::string> records);

}  // namespace doggy::api
