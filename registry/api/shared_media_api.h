// The photos and videos that a link shows with its record, or as its record.
#pragma once

#include <boost/json/object.hpp>
#include <vector>

#include "registry/api/endpoint.h"
#include "registry/sharing/share_links.h"

namespace doggy::api {

/// {id, caption, mediaType, width, height, durationSeconds} of each that the link's maker may see now; none of a
/// report.
Task<Result<std::vector<boost::json::object>>> shared_media_of(Services& services, sharing::Shared shared);

[[nodiscard]] std::vector<Endpoint> shared_media_endpoints();

}  // namespace doggy::api
