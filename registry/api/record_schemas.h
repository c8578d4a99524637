// JSON Schemas of records, put together from the common fields and those of each type.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "registry/types/record_type.h"

namespace doggy::api {

/// "abc-record" → "AbcRecord".
[[nodiscard]] std::string component_name(const types::RecordType& type);

/// One type's record with the common fields, as it is read.
[[nodiscard]] boost::json::object typed_record_schema(const types::RecordType& type);

/// Any record: one of the types' components.
[[nodiscard]] boost::json::object record_schema();
/// Any record as a client writes it.
[[nodiscard]] boost::json::object record_input_schema();
[[nodiscard]] boost::json::object record_patch_schema();
/// What is left of a record that was deleted: the common fields.
[[nodiscard]] boost::json::object deleted_record_schema();
[[nodiscard]] boost::json::object revision_schema();

}  // namespace doggy::api
