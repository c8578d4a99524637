// Reads what a report is made from, as the grant's holder may see it, and has it made.
#pragma once

#include <string>

#include "registry/api/endpoint.h"
#include "registry/report/report.h"

namespace doggy::api {

/// `grant` is the maker's, already narrowed to whom the report is for (circle::seen_as). Error: kInvalid for a period
/// that is none. Notes that are not there or not readable are left out.
Task<Result<report::Report>> make_report(Services& services, std::string dog_id, circle::Grant grant,
                                         report::Request request, report::Maker maker);

}  // namespace doggy::api
