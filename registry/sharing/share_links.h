// Links that show one record or one progress report to whoever holds them, read-only, without an account. A link is
// worth what its maker may still see: when they lose the dog, the role or the record, it shows nothing.
//
// In the store: DOG#id/SHARE#id is the link, KEY#SHARE#hash/SHARE finds it by the SHA-256 of its token (label: the
// dog).
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/circle/circle.h"
#include "registry/log/dog_log.h"
#include "registry/records/records.h"
#include "registry/report/request.h"
#include "registry/store/store.h"

namespace doggy::sharing {

struct NewShareLink {
  std::optional<Uuid> record_id;
  std::optional<report::Request> report;
  std::optional<Timestamp> expires_at;
};
BOOST_DESCRIBE_STRUCT(NewShareLink, (), (record_id, report, expires_at))

struct ShareLink {
  Uuid id;
  std::optional<Uuid> record_id;
  std::optional<report::Request> report;
  Timestamp created_at;
  circle::Person created_by;
  Timestamp expires_at;
  std::optional<std::string> token;  // In the answer to its maker only, never stored.
  std::optional<std::string> url;    // Likewise.
};
BOOST_DESCRIBE_STRUCT(ShareLink, (), (id, record_id, report, created_at, created_by, expires_at, token, url))

/// What a link shows.
struct Shared {
  std::string dog_id;
  std::string dog_name;
  std::string link_id;
  circle::Grant grant;  // What its maker holds now; for a report narrowed to whom it is for.
  std::string shared_by;
  Timestamp expires_at;
  std::string record;                     // JSON text; empty for a report.
  std::string record_id;                  // Likewise.
  std::optional<report::Request> report;  // To be made from what the grant lets see.
};

/// Thread-safe.
class ShareLinks {
 public:
  using Clock = std::function<Timestamp()>;
  /// All outlive this.
  ShareLinks(store::Store& store, log::DogLog& log, circle::Circle& circle, records::Records& records, Clock clock);

  /// Errors: kForbidden unless owner or trainer; kInvalid unless it is of either a record or a report; kNotFound for a
  /// record they may not see; kConflict with more than kMostLinks.
  Task<Result<ShareLink>> make(std::string dog_id, circle::Actor actor, NewShareLink request);

  /// Those in force, of reports and of records that the reader may see. Which notes a report quotes is told to its
  /// maker alone: others may not know of them. Error: kForbidden.
  Task<Result<std::vector<ShareLink>>> list(std::string dog_id, circle::Grant reader);

  /// Errors: kForbidden; kNotFound.
  Task<Result<void>> revoke(std::string dog_id, circle::Actor actor, std::string link_id);

  /// Error: kNotFound, alike for a link that never was, was revoked, has expired or shows nothing any more.
  Task<Result<Shared>> open(std::string token);

  static constexpr std::size_t kMostLinks = 200;

 private:
  store::Store& store_;
  log::DogLog& log_;
  circle::Circle& circle_;
  records::Records& records_;
  Clock clock_;
};

}  // namespace doggy::sharing

namespace doggy::codec {

template <>
struct Schema<sharing::NewShareLink> {
  static constexpr std::string_view kName = "NewShareLink";
  static constexpr std::string_view kDoc = "A link to make: to a record or to a report.";
  static constexpr std::array kFields{
      Field{.member = "record_id", .doc = "The record to show.", .format = "uuid"},
      Field{.member = "report", .doc = "The report to show, made anew whenever it is opened."},
      Field{.member = "expires_at", .doc = "When it ends: within 90 days; 7 days by default."},
  };
};

template <>
struct Schema<sharing::ShareLink> {
  static constexpr std::string_view kName = "ShareLink";
  static constexpr std::string_view kDoc = "A link that shows one record or one report to whoever holds it.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The link's id.", .access = Access::kReadOnly},
      Field{.member = "record_id", .doc = "The record.", .access = Access::kReadOnly},
      Field{.member = "report",
            .doc = "The report; without its notes for all but the link's maker.",
            .access = Access::kReadOnly},
      Field{.member = "created_at", .doc = "When it was made.", .access = Access::kReadOnly},
      Field{.member = "created_by", .doc = "Who made it.", .access = Access::kReadOnly},
      Field{.member = "expires_at", .doc = "When it ends by itself.", .access = Access::kReadOnly},
      Field{.member = "token", .doc = "The secret of the link, shown once.", .access = Access::kReadOnly},
      Field{.member = "url", .doc = "The link, shown once.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
