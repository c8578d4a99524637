// What decides about a record that is to be written, the same for one that comes alone and for those of an import:
// where it stands and by which place it is written, whether what it refers to is there, and whether it is sealed.
// Private to this folder.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/json/codec.h"
#include "registry/circle/policy.h"
#include "registry/records/record.h"
#include "registry/store/store.h"
#include "registry/types/record_type.h"

namespace doggy::records {

/// What is known of a record that others may refer to.
struct Referred {
  std::string type;
  circle::Section section = {};
  circle::Audience audience;
  std::string author_id;
  std::optional<circle::Section> also = {};
  bool deleted = false;
  bool readable = true;  // By who writes.
  [[nodiscard]] circle::RecordFacts facts() const { return {section, author_id, audience, also}; }
};

/// Those of `ids` that are in the store, by their ids.
using AllReferred = std::map<std::string, Referred, std::less<>>;
Task<Result<AllReferred>> load_referred(store::Store& store, std::string dog_id, circle::Grant grant,
                                        std::vector<std::string> ids);

/// Finds what is known of a record; null when nothing is.
using FindReferred = std::function<const Referred*(const std::string& id)>;

/// `draft` as a new record: one that follows another is put into that one's section and cut to its audience; and the
/// place that it is written in, if there is one. Error: kInvalid when there is no such other.
[[nodiscard]] Result<Draft> settle(const circle::Grant& grant, Draft draft, const FindReferred& find);

/// What `fields` refer to and is not there. What `before`, the fields until now, referred to may have gone since.
[[nodiscard]] codec::Errors missing_references(const types::RecordType& type, const boost::json::object& fields,
                                               const boost::json::object& before, const FindReferred& find);

/// Whether two halves of a pair are for their authors alone for now. Without another half: one that is not complete.
[[nodiscard]] bool seals(const types::Pairing& half, const types::Pairing& other);
inline const types::Pairing kNoOtherHalf{.blind = false, .complete = false, .paired_with = {}};

/// The item by which the first half of a pair finds the second, whose id is its label.
[[nodiscard]] store::Key pair_key(const std::string& dog_id, const std::string& first_id);
[[nodiscard]] store::Write pair_link(const std::string& dog_id, const std::string& first_id,
                                     const std::string& second_id);
/// For a first half that has another second one.
[[nodiscard]] FieldError paired_already();

}  // namespace doggy::records
