// Reading and writing the records of a dog. Every way in is an operation of record_operations.h; every way out asks
// circle::may_read.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/circle/circle.h"
#include "registry/log/dog_log.h"
#include "registry/records/record_operations.h"
#include "registry/store/store.h"

namespace doggy::records {

using Clock = std::function<Timestamp()>;

/// Which records of a timeline. Empty members do not filter.
struct Filter {
  std::vector<std::string> types = {};
  std::string from = {};  // UTC text of the first instant, inclusive.
  std::string to = {};    // Likewise of the end, exclusive.
  std::string tag = {};
  std::string author_id = {};
  bool oldest_first = false;
};

/// JSON texts of records, to be spliced into an answer as they are. One of large records has fewer than were asked for
/// although more follow: about 1 MiB, but at least one.
struct Page {
  std::vector<std::string> items;
  std::string next;  // A cursor; empty at the end.
};

/// One write of many, as a device that was offline sends it.
struct OfflineWrite {
  std::string dog_id;
  boost::json::object record;  // With its id; {"id", "deleted": true} deletes.
  std::optional<std::uint64_t> base_version;
};

struct OfflineResult {
  std::string id;
  std::optional<Written> written;
  std::optional<Error> error;
};

/// Thread-safe. `actor` is the caller with the grant they hold for the dog now.
class Records {
 public:
  /// All outlive this.
  Records(store::Store& store, log::DogLog& log, circle::Circle& circle, Clock clock);

  /// Errors: kInvalid, kForbidden, kPreconditionFailed (with the current record), kNotFound, kTooLarge.
  Task<Result<Written>> put(std::string dog_id, std::string record_id, circle::Actor actor, boost::json::object body,
                            std::optional<std::uint64_t> version);
  Task<Result<Written>> patch(std::string dog_id, std::string record_id, circle::Actor actor, boost::json::object patch,
                              std::optional<std::uint64_t> version);
  Task<Result<Written>> remove(std::string dog_id, std::string record_id, circle::Actor actor,
                               std::optional<std::uint64_t> version);

  /// Makes the record of an upload; `said` are the fields that only the server says. Errors: as of put().
  Task<Result<Written>> put_uploaded(std::string dog_id, std::string record_id, circle::Actor actor,
                                     boost::json::object body, boost::json::object said);

  /// The same fields of a record whose file the server has written anew. Nothing to do for one that is deleted.
  Task<Result<void>> correct_uploaded(std::string dog_id, std::string record_id, boost::json::object said);

  /// All drafts as new records; none when there are problems with any. They may refer to each other in any order. Those
  /// whose id is there already are left as they are and counted as duplicates. A dry run writes nothing.
  ///
  /// It is one transaction where the store takes that much, else a group of records after the other, each after what it
  /// refers to, with others' writes between them. What fails then says how many are in, and the same import repeated
  /// does the rest. Errors: kConflict when what they refer to, kForbidden or kNotFound when the actor's place, was
  /// changed between two groups; kTooLarge for records with an origin that are more than one transaction takes.
  struct ImportProblem {
    std::size_t index = 0;  // Of the record.
    FieldError error;       // Its field is a path in the record.
  };
  struct Imported {
    std::size_t created = 0;
    std::size_t duplicates = 0;
    std::vector<ImportProblem> problems;
  };
  struct NewRecord {
    std::string id;
    Draft draft;
    std::optional<Origin> origin = {};  // Nothing: the actor writes it now.
  };
  Task<Result<Imported>> import_all(std::string dog_id, circle::Actor actor, std::vector<NewRecord> records,
                                    bool dry_run = false);

  /// A deleted or hidden record is kNotFound, like one that never was.
  Task<Result<Written>> get(std::string dog_id, std::string record_id, circle::Grant grant);

  /// The same for a record that follows others, decided by what those are now: what one may no longer read, or what was
  /// deleted, takes with it what was attached to it.
  Task<Result<Written>> get_with_followed(std::string dog_id, std::string record_id, circle::Grant grant);

  /// JSON texts of what is attached to a record, oldest first, as far as the caller may see it. Error: kNotFound, as of
  /// get_with_followed().
  Task<Result<std::vector<std::string>>> attachments(std::string dog_id, std::string record_id, circle::Grant grant);

  /// The dog's attachments, newest first, without those of records that the caller may not see now: a page may have
  /// fewer than `limit`, 1 to 200, although more follow. Error: kInvalid for a cursor that is none of ours.
  Task<Result<Page>> gallery(std::string dog_id, circle::Grant grant, std::size_t limit, std::string cursor);

  /// Newest first unless the filter says otherwise. `limit` 1 to 200. Error: kInvalid for a cursor that is none of
  /// ours.
  Task<Result<Page>> timeline(std::string dog_id, circle::Grant grant, Filter filter, std::size_t limit,
                              std::string cursor);

  /// The revisions the caller may see, newest first: {"seq","version","action","at","by","record"}.
  Task<Result<Page>> revisions(std::string dog_id, std::string record_id, circle::Grant grant, std::size_t limit,
                               std::string cursor);

  /// Writes in their order; each has its own result. `person` is the caller.
  Task<std::vector<OfflineResult>> write_offline(circle::Person person, std::vector<OfflineWrite> writes);

 private:
  store::Store& store_;
  log::DogLog& log_;
  circle::Circle& circle_;
  Clock clock_;
};

}  // namespace doggy::records
