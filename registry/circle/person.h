// People and organizations as others see them: by id and name.
#pragma once

#include <boost/describe/class.hpp>
#include <string>

#include "platform/json/schema.h"

namespace doggy::circle {

struct Person {
  std::string id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Person, (), (id, name))

struct OrganizationName {
  std::string id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(OrganizationName, (), (id, name))

}  // namespace doggy::circle

namespace doggy::codec {

template <>
struct Schema<circle::Person> {
  static constexpr std::string_view kName = "Person";
  static constexpr std::string_view kDoc = "A person as others see them.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The account's id.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "The name.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<circle::OrganizationName> {
  static constexpr std::string_view kName = "OrganizationName";
  static constexpr std::string_view kDoc = "An organization as others see it.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The organization's id.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "The name.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
