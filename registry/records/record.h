// What every record has in common, whatever its type, and the label by which it is found and authorized unopened.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/error.h"
#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/circle/author.h"
#include "registry/circle/policy.h"
#include "registry/types/record_type.h"

namespace doggy::records {

/// The common fields. A record's JSON is these and then its type's own.
struct Common {
  Uuid id;
  Uuid dog_id;
  std::string type;
  Timestamp occurred_at;
  Timestamp recorded_at;
  circle::Author author;
  std::optional<circle::Audience> audience;
  std::uint64_t version = 0;
  std::uint64_t seq = 0;
  bool deleted = false;
};
BOOST_DESCRIBE_STRUCT(Common, (), (id, dog_id, type, occurred_at, recorded_at, author, audience, version, seq, deleted))

/// A record as a client wants it: checked, with defaults, not yet written.
struct Draft {
  const types::RecordType* type = nullptr;
  Timestamp occurred_at;
  circle::Audience audience;
  circle::Section section = {};  // Of its type, until the record that it follows says otherwise.
  boost::json::object fields;    // The type's own, in canonical order.
  /// The author's place that permits it, once the record is settled; nothing when none does.
  std::optional<circle::Place> place = std::nullopt;
  std::optional<circle::Section> also = {};  // The second one, of what is attached to a record of another section.
  bool from_upload = false;                  // Whether the server makes it.
};

/// Reads `body` ({type, occurredAt, audience?, own fields}) and reports every wrong field at once. `id` and `dogId` may
/// be given and must then be these. Error: kInvalid.
[[nodiscard]] Result<Draft> read_draft(boost::json::object body, const std::string& dog_id,
                                       const std::string& record_id, const Timestamp& now);

/// Where a record came from, when that is known for sure: it then keeps its author and its time.
struct Origin {
  circle::Author author;
  Timestamp recorded_at;
};

/// The JSON text of a record.
[[nodiscard]] std::string record_text(const Common& common, const boost::json::object& fields);

/// The reverse: the common fields out of a stored body, and the own fields left over.
struct Opened {
  Common common;
  boost::json::object fields;
  circle::Section section = {};              // Of a new record; that of a stored one is in its label.
  std::optional<circle::Section> also = {};  // Likewise.
  bool sealed = false;  // Of one to be written: for its author alone for now, whatever its audience.
};
[[nodiscard]] Result<Opened> open_record(std::string_view body);

/// What decides about a record without opening it, for the record's item and for its entries in the log.
struct Label {
  circle::Section section;
  circle::Audience audience;
  bool deleted;
  std::uint64_t seq;       // Of this revision.
  std::uint64_t previous;  // Of the revision before; 0: none.
  std::string_view author_id;
  std::string_view type;
  std::string_view record_id;
  std::optional<circle::Section> also = {};

  [[nodiscard]] circle::RecordFacts facts() const { return {section, author_id, audience, also}; }
};
[[nodiscard]] std::string label_text(const Label& label);
/// Views into `text`. Nothing for a label of something that is no record.
[[nodiscard]] std::optional<Label> parse_label(std::string_view text);

[[nodiscard]] std::string record_sort_key(std::string_view record_id);  // "REC#id"
/// "ATTACH#id#attachment": the item that says so, with the attachment's id as its label.
[[nodiscard]] std::string attachment_sort_key(std::string_view record_id, std::string_view attachment_id);
[[nodiscard]] std::string time_key(const Timestamp& occurred_at, std::string_view record_id);  // "…Z#id"

}  // namespace doggy::records

template <>
struct doggy::codec::Schema<doggy::records::Common> {
  static constexpr std::string_view kName = "Record";
  static constexpr std::string_view kDoc = "What every record has in common.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "Made by the client, a UUIDv7 by preference.", .access = Access::kReadOnly},
      Field{.member = "dog_id", .doc = "The dog.", .access = Access::kReadOnly},
      Field{.member = "type", .doc = "The record type.", .max_length = 50},
      Field{.member = "occurred_at",
            .doc = "When it happened, with the place's UTC offset: not before 1990 and, for what has happened, not "
                   "more than a day ahead."},
      Field{.member = "recorded_at", .doc = "When the server first had it.", .access = Access::kReadOnly},
      Field{.member = "author", .doc = "Who wrote it.", .access = Access::kReadOnly},
      Field{.member = "audience",
            .doc = "The roles it is for; the author always sees it, and an empty list means the author alone. Absent: "
                   "the type's default.",
            .max_items = 4},
      Field{.member = "version", .doc = "1, 2, … with every change.", .access = Access::kReadOnly},
      Field{.member = "seq", .doc = "Its place in the dog's log.", .access = Access::kReadOnly},
      Field{.member = "deleted", .doc = "Whether this is a tombstone.", .access = Access::kReadOnly},
  };
};
