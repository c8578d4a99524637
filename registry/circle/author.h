// Who did something to a dog's records, as it is kept with what they did.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

#include "platform/json/schema.h"
#include "registry/circle/person.h"
#include "registry/circle/policy.h"

namespace doggy::circle {

struct Author {
  std::string id;    // The account's.
  std::string name;  // As it was then.
  Role role = Role::kWalker;
  std::optional<OrganizationName> organization;  // For which they did it, when it was not by a place of their own.
};
BOOST_DESCRIBE_STRUCT(Author, (), (id, name, role, organization))

/// Who acts: their grant, and their name for the log.
struct Actor {
  Grant grant;
  std::string name;
};

/// As the log and their records keep them, acting in `place`; without one in their strongest.
[[nodiscard]] inline Author author_of(const Actor& actor, const Place* place = nullptr) {
  const Place& acting = place != nullptr ? *place : actor.grant.places.front();
  return {.id = actor.grant.account_id, .name = actor.name, .role = acting.role, .organization = acting.organization};
}

}  // namespace doggy::circle

template <>
struct doggy::codec::Schema<doggy::circle::Author> {
  static constexpr std::string_view kName = "Author";
  static constexpr std::string_view kDoc = "Who wrote it, in which role, as it was at that time.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The account's id.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "The name at that time.", .access = Access::kReadOnly},
      Field{.member = "role", .doc = "The role at that time.", .access = Access::kReadOnly},
      Field{.member = "organization",
            .doc = "For which organization; absent for a place of their own.",
            .access = Access::kReadOnly},
  };
};
