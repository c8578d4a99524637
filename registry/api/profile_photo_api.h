// The picture of a dog that everybody sees who reads its profile.
#pragma once

#include <string>
#include <vector>

#include "registry/api/endpoint.h"

namespace doggy::api {

/// Whether `patch` of a dog's profile may name the photo that it names: one of the dog itself that the caller may see,
/// and may show to others, as its author or because everybody sees it anyway. Errors: kInvalid.
Task<Result<void>> check_profile_photo(Services& services, std::string dog_id, circle::Grant grant,
                                       boost::json::object patch);

[[nodiscard]] std::vector<Endpoint> profile_photo_endpoints();

}  // namespace doggy::api
