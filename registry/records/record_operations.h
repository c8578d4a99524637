// The one way a record is written, as operations of the dog's log: read what is there, may you, is it valid, is it the
// version you saw, then say what is written. Private to this folder.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "registry/circle/granted_operation.h"
#include "registry/log/dog_log.h"
#include "registry/records/record.h"
#include "registry/store/store.h"

namespace doggy::records {

/// What a write did.
struct Written {
  enum class Kind : std::uint8_t { kCreated, kChanged, kUnchanged };
  Kind kind = Kind::kUnchanged;
  std::string body;  // The record now.
  std::uint64_t version = 0;
};

/// Which record, of which dog, by whom.
struct Target {
  std::string dog_id;
  std::string record_id;
  circle::Actor actor;
  Timestamp now;
};

/// What the caller says of the version they saw.
struct Precondition {
  std::optional<std::uint64_t> version;
  /// Whether a change without a version is refused: a device that was offline must not overwrite what it never saw.
  bool required = false;
};

/// A record as it is stored.
struct Current {
  std::string body;
  std::string label_bytes;
  std::uint64_t version = 0;
  [[nodiscard]] Label label() const { return *parse_label(label_bytes); }
};

/// `target`'s first revision, without version and sequence number.
[[nodiscard]] Opened new_record(const Target& target, const Draft& draft);

/// The log's change by which `by` stores `opened` as the revision `opened.common` says, after `current` if there is
/// one. Error: kTooLarge.
[[nodiscard]] Result<log::Change> compose(const Target& target, circle::Author by,
                                          const std::optional<Current>& current, const Opened& opened,
                                          std::string action);

class RecordOperation : public circle::GrantedOperation {
 public:
  RecordOperation(store::Store& store, Target target)
      : GrantedOperation(store, target.dog_id, target.now), target_(std::move(target)) {}

  [[nodiscard]] std::vector<std::string> touches() const override { return {record_sort_key(target_.record_id)}; }

  /// After a successful run.
  [[nodiscard]] const Written& written() const { return written_; }

 protected:
  using Changes = Result<std::vector<log::Change>>;

  circle::Grant& grant() override { return target_.actor.grant; }

  /// The record as it is; nothing when there is none. Error: kNotFound when the actor may not see it.
  Task<Result<std::optional<Current>>> load();

  /// The change that puts `draft` in the place of `old`, what `current` holds.
  Task<Changes> replace_content(Current current, Opened old, Draft draft, std::uint64_t seq);

  /// The one change that makes `opened` the record's next revision.
  Changes write(const std::optional<Current>& current, Opened opened, std::string action, std::uint64_t seq);

  /// The same for a type that comes in pairs: seals the record while the pair is blind and not complete, and unseals
  /// both halves in one when it is. Error: kInvalid when the first half has another second one.
  Task<Changes> write_half(std::optional<Current> current, Opened opened, std::string action, std::uint64_t seq);

  /// Nothing to do: the answer is what is there.
  Changes unchanged(const Current& current);

  [[nodiscard]] Error stale(const Current& current) const;
  [[nodiscard]] std::optional<Error> may_edit(const Current& current) const;
  /// The actor in the place that lets them edit; null when none does.
  [[nodiscard]] const circle::Place* editing_place(const Current& current) const;
  /// Whether what `fields` refer to is there. What `before`, the fields until now, referred to may have gone since.
  Task<Result<void>> check_references(boost::json::object fields, boost::json::object before,
                                      const types::RecordType& type);

  /// The other half of a pair, if it is there; whether or not the actor may see it.
  Task<Result<std::optional<Current>>> other_half(types::Pairing pairing);

  Target target_;  // Its grant may be renewed.
  Written written_;
};

/// Creates the record or replaces its content.
class PutRecord : public RecordOperation {
 public:
  PutRecord(store::Store& store, Target target, Draft draft, Precondition precondition);
  [[nodiscard]] std::vector<std::string> touches() const override;
  /// One half of a pair may write the other.
  [[nodiscard]] bool alone() const override { return draft_.type->pairing != nullptr; }

 protected:
  Task<Changes> change(std::uint64_t first_seq) override;

 private:
  Task<Changes> create(std::uint64_t seq);
  Task<Changes> replace(Current current, std::uint64_t seq);

  const Draft draft_;
  const Precondition precondition_;
};

/// Merge patch (RFC 7396) of a record; {"deleted": false} brings a deleted one back.
class PatchRecord : public RecordOperation {
 public:
  PatchRecord(store::Store& store, Target target, boost::json::object patch, Precondition precondition)
      : RecordOperation(store, std::move(target)), patch_(std::move(patch)), precondition_(precondition) {}
  /// What completes one half of a pair, or brings it back, may write the other.
  [[nodiscard]] bool alone() const override {
    return patch_.contains("complete") || patch_.contains("blind") || patch_.contains("deleted");
  }

 protected:
  Task<Changes> change(std::uint64_t first_seq) override;

 private:
  Task<Result<Opened>> content_of(Current current);

  const boost::json::object patch_;
  const Precondition precondition_;
};

/// Leaves a tombstone: the common fields, without the content.
class DeleteRecord : public RecordOperation {
 public:
  DeleteRecord(store::Store& store, Target target, Precondition precondition)
      : RecordOperation(store, std::move(target)), precondition_(precondition) {}

 protected:
  Task<Changes> change(std::uint64_t first_seq) override;

 private:
  const Precondition precondition_;
};

}  // namespace doggy::records
