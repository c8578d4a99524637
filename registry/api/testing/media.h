// For API tests: uploads as a client makes them.
#pragma once

#include <string>

#include "registry/api/testing/scene.h"

namespace doggy::testing {

[[nodiscard]] std::string uploads_path(const std::string& dog_id);
[[nodiscard]] std::string media_path(const std::string& dog_id, const std::string& attachment_id,
                                     const std::string& size = "full");

/// The next piece of an upload at that target.
[[nodiscard]] Reply send_piece(const Client& who, const std::string& upload, std::uint64_t offset,
                               std::string_view bytes, HeaderList more = {});

/// The id of an attachment with these bytes; `more` says what else of it, such as recordId. Throws when it is refused.
[[nodiscard]] std::string attach(const Person& author, const std::string& dog_id, std::string_view bytes,
                                 boost::json::object more = {});

}  // namespace doggy::testing
