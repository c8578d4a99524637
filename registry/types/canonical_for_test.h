// What a type makes of a client's fields, as text, for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "registry/types/catalog.h"

namespace doggy::types {

/// The canonical fields, or "field rule; field rule".
inline std::string canonical(std::string_view type, std::string_view fields,
                             std::optional<std::string_view> occurred_at = "2026-11-23T10:00:00+01:00") {
  const RecordType* found = find_type(type);
  const auto value = codec::parse(fields);
  if (found == nullptr || !value) {
    ADD_FAILURE() << type << " " << fields;
    return {};
  }
  Context context;
  if (occurred_at) context.occurred_at = Timestamp::parse(*occurred_at);
  const auto result = found->canonical(value->as_object(), context);
  if (result) return codec::to_text(*result);
  std::string wrong;
  for (const FieldError& error : result.error()) {
    if (!wrong.empty()) wrong += "; ";
    wrong += error.field + " " + error.rule;
  }
  return wrong;
}

}  // namespace doggy::types
