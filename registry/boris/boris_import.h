// From a file of BORIS to behavior definitions and observations of one dog, or everything that is wrong with it. Pure:
// nothing is written.
//
// A project's ethogram becomes behavior definitions, its observations become continuous observations; tables have
// observations only. Ids follow from the dog and the names in the file, so importing it again finds all there already.
// A live observation lasts, as in BORIS, until its last event.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

#include "platform/error.h"
#include "platform/json/schema.h"
#include "registry/records/csv_import.h"

namespace doggy::boris {

struct BorisImportRequest {
  std::string file;
  std::optional<std::string> subject;
  std::string time_zone = "+00:00";
  bool dry_run = false;
};
BOOST_DESCRIBE_STRUCT(BorisImportRequest, (), (file, subject, time_zone, dry_run))

/// The report's lines are those of a table; of a project they are the numbers of events, and the column names the
/// observation. Error: kInvalid when the request itself is wrong, or when the file has events of several subjects and
/// the request does not choose one.
[[nodiscard]] Result<csv::ImportPlan> plan_import(const BorisImportRequest& request, const std::string& dog_id,
                                                  const Timestamp& now);

}  // namespace doggy::boris

template <>
struct doggy::codec::Schema<doggy::boris::BorisImportRequest> {
  static constexpr std::string_view kName = "BorisImportRequest";
  static constexpr std::string_view kDoc = "A file of BORIS, and whose events are the dog's.";
  static constexpr std::array kFields{
      Field{.member = "file",
            .doc = "The text of a .boris project, or of tabular or aggregated events as TSV or CSV.",
            .min_length = 1,
            .max_length = csv::kMaxBytes},
      Field{.member = "subject",
            .doc = "The subject that is this dog; empty: events without focal subject. Needed when there are several.",
            .max_length = 200},
      Field{.member = "time_zone",
            .doc = "The UTC offset of the observations' dates, such as +01:00.",
            .max_length = 6,
            .defaulted = true},
      Field{.member = "dry_run", .doc = "Whether only to report what would happen.", .defaulted = true},
  };
};
