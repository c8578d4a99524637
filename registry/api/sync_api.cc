#include "registry/api/sync_api.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "platform/http/problem.h"
#include "platform/try.h"
#include "registry/api/audit_api.h"
#include "registry/api/input.h"
#include "registry/api/large_body.h"
#include "registry/api/services.h"
#include "registry/records/sync.h"

namespace doggy::api {

struct SyncWrite {
  std::string dog_id;
  boost::json::object record;
  std::optional<std::uint64_t> base_version;
};
BOOST_DESCRIBE_STRUCT(SyncWrite, (), (dog_id, record, base_version))

struct SyncRequest {
  std::optional<std::string> cursor;
  std::vector<SyncWrite> writes;
};
BOOST_DESCRIBE_STRUCT(SyncRequest, (), (cursor, writes))

enum class SyncStatus : std::uint8_t { kApplied, kDuplicate, kConflict, kRejected };
BOOST_DESCRIBE_ENUM(SyncStatus, kApplied, kDuplicate, kConflict, kRejected)

struct SyncResult {
  std::string id;
  SyncStatus status = SyncStatus::kApplied;
  std::optional<boost::json::object> record;
  std::optional<boost::json::object> problem;
};
BOOST_DESCRIBE_STRUCT(SyncResult, (), (id, status, record, problem))

/// One of the dogs that an entry is for, and the id that its record gets.
struct GroupDog {
  Uuid dog_id;
  Uuid record_id;
};
BOOST_DESCRIBE_STRUCT(GroupDog, (), (dog_id, record_id))

struct GroupRecord {
  std::vector<GroupDog> dogs;
  boost::json::object record;
};
BOOST_DESCRIBE_STRUCT(GroupRecord, (), (dogs, record))

struct GroupAnswer {
  std::vector<SyncResult> results;
};
BOOST_DESCRIBE_STRUCT(GroupAnswer, (), (results))

struct SyncAnswer {
  std::vector<SyncResult> results;
  std::vector<boost::json::object> changes;
  std::string cursor;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(SyncAnswer, (), (results, changes, cursor, more))

}  // namespace doggy::api

namespace doggy::codec {

template <>
struct Schema<api::SyncWrite> {
  static constexpr std::string_view kName = "SyncWrite";
  static constexpr std::string_view kDoc = "One write made while offline.";
  static constexpr std::array kFields{
      Field{.member = "dog_id", .doc = "The dog.", .max_length = 36},
      Field{.member = "record", .doc = "The record with its id; {\"id\", \"deleted\": true} deletes it."},
      Field{.member = "base_version", .doc = "The version it was made from; absent for a new record."},
  };
};

template <>
struct Schema<api::SyncRequest> {
  static constexpr std::string_view kName = "SyncRequest";
  static constexpr std::string_view kDoc = "What a device brings and what it has already.";
  static constexpr std::array kFields{
      Field{.member = "cursor",
            .doc = "The cursor of the answer before; absent: from the beginning.",
            .max_length = 2'000'000},
      Field{.member = "writes", .doc = "In the order they were made.", .max_items = 200},
  };
};

template <>
struct Schema<api::SyncResult> {
  static constexpr std::string_view kName = "SyncResult";
  static constexpr std::string_view kDoc = "What became of a write.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The record's id.", .access = Access::kReadOnly},
      Field{.member = "status", .doc = "What became of it.", .access = Access::kReadOnly},
      Field{.member = "record",
            .doc = "The record as the server has it; absent when the answer is full.",
            .access = Access::kReadOnly},
      Field{.member = "problem", .doc = "Why it was refused (RFC 9457).", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<api::GroupDog> {
  static constexpr std::string_view kName = "GroupDog";
  static constexpr std::string_view kDoc = "One of the dogs that an entry is for.";
  static constexpr std::array kFields{
      Field{.member = "dog_id", .doc = "The dog."},
      Field{.member = "record_id", .doc = "The id of its record, made by the client."},
  };
};

template <>
struct Schema<api::GroupRecord> {
  static constexpr std::string_view kName = "GroupRecord";
  static constexpr std::string_view kDoc = "One entry for several dogs: each gets a record of its own.";
  static constexpr std::array kFields{
      Field{.member = "dogs", .doc = "The dogs.", .min_items = 1, .max_items = 50},
      Field{.member = "record", .doc = "The record, without id; it cannot refer to another record."},
  };
};

template <>
struct Schema<api::GroupAnswer> {
  static constexpr std::string_view kName = "GroupAnswer";
  static constexpr std::string_view kDoc = "What became of the record of each dog.";
  static constexpr std::array kFields{
      Field{.member = "results", .doc = "In the order of the dogs.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<api::SyncAnswer> {
  static constexpr std::string_view kName = "SyncAnswer";
  static constexpr std::string_view kDoc = "What became of the writes, and what is new.";
  static constexpr std::array kFields{
      Field{.member = "results", .doc = "One for each write, in their order.", .access = Access::kReadOnly},
      Field{.member = "changes",
            .doc = "In order: {dogId, seq, record}; {dogId, id, removed: true} for a record no longer to be seen; "
                   "{dogId, removed: true} to forget a dog.",
            .access = Access::kReadOnly},
      Field{.member = "cursor", .doc = "For the next request.", .access = Access::kReadOnly},
      Field{.member = "more", .doc = "Whether to ask again at once.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec

namespace doggy::api {
namespace {

constexpr std::size_t kChangesAtOnce = 500;
constexpr std::size_t kWritesAtOnce = 50;
constexpr std::size_t kMostResultBytes = std::size_t{1} << 20U;

// The dogs that the changes are about: each begins with its dog's id.
std::set<std::string> dogs_in(const std::vector<std::string>& changes) {
  constexpr std::string_view kBegin = R"({"dogId":")";
  constexpr std::size_t kIdSize = 36;
  std::set<std::string> dogs;
  for (const std::string& change : changes)
    if (change.starts_with(kBegin)) dogs.insert(change.substr(kBegin.size(), kIdSize));
  return dogs;
}

// A device that gets a dog's records has looked at the dog.
Task<void> note_views(Services& services, std::string account_id, std::set<std::string> dogs) {
  for (const std::string& dog_id : dogs) {
    auto grant = co_await services.circle.grant_of(dog_id, account_id);
    if (grant) co_await note_view(services, dog_id, std::move(*grant));
  }
}

// A result with the record would make the answer too large.
bool is_full(std::size_t bytes) {
  return bytes >= kMostResultBytes;
}

// The device is to send this write again.
Error not_done_yet() {
  return {.code = Code::kUnavailable,
          .detail = "This answer is full. Send the write again.",
          .retry_after = std::chrono::seconds(1)};
}

std::string_view status_of(const records::OfflineResult& result) {
  if (result.written) return result.written->kind == records::Written::Kind::kUnchanged ? "duplicate" : "applied";
  return result.error->code == Code::kPreconditionFailed ? "conflict" : "rejected";
}

std::string result_text(const records::OfflineResult& result, const std::string& request_id, bool with_record) {
  std::string text = R"({"id":)" + codec::to_text(boost::json::value(result.id)) + R"(,"status":")";
  text.append(status_of(result)).append("\"");
  const std::string& record = result.written ? result.written->body : result.error->current;
  if (with_record && !record.empty()) text.append(R"(,"record":)").append(record);
  if (result.error) {
    Error error = *result.error;
    error.current.clear();  // It is the record beside.
    text.append(R"(,"problem":)").append(http::problem(error, request_id).body);
  }
  return text + "}";
}

// What became of the writes. Of the results, so many have their record as fit; then a conflict, which nobody can settle
// without it, counts as not done yet, and what is left is not tried.
Task<std::vector<std::string>> write_all(Services& services, circle::Person person,
                                         std::vector<records::OfflineWrite> writes, std::string request_id) {
  std::vector<std::string> results;
  results.reserve(writes.size());
  std::size_t bytes = 0;
  for (std::size_t from = 0; from < writes.size(); from += kWritesAtOnce) {
    const std::size_t to = std::min(writes.size(), from + kWritesAtOnce);
    std::vector<records::OfflineResult> outcomes;
    if (is_full(bytes)) {
      for (std::size_t i = from; i < to; ++i) {
        const auto* id = writes[i].record.if_contains("id");
        outcomes.push_back({.id = id != nullptr && id->is_string() ? std::string(id->get_string()) : std::string(),
                            .written = {},
                            .error = not_done_yet()});
      }
    } else {
      std::vector<records::OfflineWrite> some(
          std::make_move_iterator(writes.begin() + static_cast<std::ptrdiff_t>(from)),
          std::make_move_iterator(writes.begin() + static_cast<std::ptrdiff_t>(to)));
      outcomes = co_await services.records.write_offline(person, std::move(some));
    }
    for (records::OfflineResult& outcome : outcomes) {
      if (is_full(bytes) && outcome.error && !outcome.error->current.empty()) outcome.error = not_done_yet();
      results.push_back(result_text(outcome, request_id, !is_full(bytes)));
      bytes += results.back().size();
    }
  }
  co_return results;
}

void append_list(std::string& text, const std::vector<std::string>& items) {
  text.append("[");
  bool first = true;
  for (const std::string& item : items) text.append(std::exchange(first, false) ? "" : ",").append(item);
  text.append("]");
}

std::size_t bytes_of(const std::vector<std::string>& items) {
  std::size_t bytes = items.size();
  for (const std::string& item : items) bytes += item.size();
  return bytes;
}

// The whole answer, with what is new.
Task<Result<std::string>> compose_answer(Services& services, std::string account_id, std::string cursor,
                                         std::vector<std::string> results) {
  CO_TRY(auto changes, co_await records::changes_since(services.store, services.circle, account_id, std::move(cursor),
                                                       kChangesAtOnce));
  co_await note_views(services, std::move(account_id), dogs_in(changes.items));
  constexpr std::size_t kFrameBytes = 64;
  std::string text;
  text.reserve(kFrameBytes + bytes_of(results) + bytes_of(changes.items) + changes.cursor.size());
  text.append(R"({"results":)");
  append_list(text, results);
  text.append(R"(,"changes":)");
  append_list(text, changes.items);
  text.append(R"(,"cursor":")").append(changes.cursor);
  text.append(R"(","more":)").append(changes.more ? "true}" : "false}");
  co_return text;
}

Task<Answer> sync(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto body, co_await read_large_body<SyncRequest>(services, request));
  // Before anything is written.
  CO_CHECK_OK(records::check_cursor(body.cursor.value_or("")));
  CO_TRY(auto account, co_await services.accounts.get(caller.account_id));

  std::vector<records::OfflineWrite> writes;
  for (SyncWrite& write : body.writes) {
    const auto dog_id = Uuid::parse(write.dog_id);
    writes.push_back({.dog_id = dog_id ? dog_id->text() : write.dog_id,
                      .record = std::move(write.record),
                      .base_version = write.base_version});
  }
  std::vector<std::string> results =
      co_await write_all(services, circle::Person{.id = caller.account_id, .name = std::move(account.name)},
                         std::move(writes), request.request_id);
  auto composed = compose_answer(services, std::move(caller.account_id), body.cursor.value_or(""), std::move(results));
  CO_TRY(std::string text, co_await run_on(services.runtime.workers(), std::move(composed)));
  co_return http::Response::json(std::move(text));
}

// Each dog's record is written by itself: a dog that refuses it does not keep it from the others.
Task<Answer> write_group(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto body, co_await read_large_body<GroupRecord>(services, request));
  CO_TRY(auto account, co_await services.accounts.get(caller.account_id));
  std::vector<records::OfflineWrite> writes;
  for (const GroupDog& one : body.dogs) {
    boost::json::object record = body.record;
    record["id"] = one.record_id.text();
    writes.push_back({.dog_id = one.dog_id.text(), .record = std::move(record), .base_version = {}});
  }
  circle::Person person{.id = std::move(caller.account_id), .name = std::move(account.name)};
  const std::vector<std::string> results =
      co_await write_all(services, std::move(person), std::move(writes), request.request_id);
  std::string text = R"({"results":)";
  append_list(text, results);
  co_return http::Response::json(text + "}");
}

}  // namespace

std::vector<Endpoint> sync_endpoints() {
  return {{.method = http::Method::kPost,
           .path = "/v1/sync",
           .handle = sync,
           .summary = "Bring what was written offline and take what is new",
           .request = body_of<SyncRequest>(),
           .response = body_of<SyncAnswer>(),
           .body_limit = std::size_t{8} << 20U,
           .load = Load::kSync},
          {.method = http::Method::kPost,
           .path = "/v1/group-records",
           .handle = write_group,
           .summary = "One entry for several dogs, such as a group walk: a record for each, of which nobody learns by "
                      "another",
           .request = body_of<GroupRecord>(),
           .response = body_of<GroupAnswer>(),
           .body_limit = kRecordBody}};
}

}  // namespace doggy::api
