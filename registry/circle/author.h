// Who did something to a dog's records, as it is kept with what they did.
#pragma once

#include <boost/describe/class.hpp>
#include <string>

#include "platform/json/schema.h"
#include "registry/circle/policy.h"

namespace doggy::circle {

struct Author {
  std::string id;    // The account's.
  std::string name;  // As it was then.
  Role role = Role::kWalker;
};
BOOST_DESCRIBE_STRUCT(Author, (), (id, name, role))

}  // namespace doggy::circle

template <>
struct doggy::codec::Schema<doggy::circle::Author> {
  static constexpr std::string_view kName = "Author";
  static constexpr std::string_view kDoc = "Who wrote it, in which role, as it was at that time.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The account's id.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "The name at that time.", .access = Access::kReadOnly},
      Field{.member = "role", .doc = "The role at that time.", .access = Access::kReadOnly},
  };
};
