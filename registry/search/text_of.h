// What of a record can be found: every text that people wrote in it, by the schema of its type. A field is searchable
// when it is a string without a format, an enumeration, or the server as its writer; nobody keeps a list.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "registry/types/record_type.h"

namespace doggy::search {

/// The texts of a record.
struct Texts {
  std::string names;  // The short ones: titles, tags, places. A word weighs more here.
  std::string prose;  // The long ones.
};

/// `fields` are the type's own. A mention "@[Name](account-id)" is the name alone.
[[nodiscard]] Texts texts_of(const types::RecordType& type, const boost::json::object& fields);

/// Changes whenever another field becomes searchable or ceases to be: an index of another one is to be made anew.
[[nodiscard]] const std::string& searchable_fields_hash();

}  // namespace doggy::search
