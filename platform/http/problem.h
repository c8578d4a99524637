// RFC 9457 problem details from an Error.
#pragma once

#include <string_view>

#include "platform/error.h"
#include "platform/http/message.h"

namespace doggy::http {

[[nodiscard]] unsigned status_of(Code code);

/// `application/problem+json` {type,title,status,detail,errors:[{field,rule,message}],requestId[,current][,report]};
/// Retry-After when the error has one.
[[nodiscard]] Response problem(const Error& error, std::string_view request_id);

/// A problem for a plain status, e.g. 404 of the router or 500 of an escaped exception.
[[nodiscard]] Response problem(unsigned status, std::string_view detail, std::string_view request_id);

}  // namespace doggy::http
