// A person's account, and what signing up and signing in take.
#pragma once

#include <boost/describe/class.hpp>
#include <string>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"

namespace doggy::accounts {

struct Account {
  Uuid id;
  std::string email;  // As typed; unique without case.
  std::string name;
  Timestamp created_at;
  std::string password_hash;
};
BOOST_DESCRIBE_STRUCT(Account, (), (id, email, name, created_at, password_hash))

struct SignUp {
  std::string email;
  std::string password;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(SignUp, (), (email, password, name))

struct SignIn {
  std::string email;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (email, password))

}  // namespace doggy::accounts

template <>
struct doggy::codec::Schema<doggy::accounts::Account> {
  static constexpr std::string_view kName = "Account";
  static constexpr std::string_view kDoc = "A person.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The account's id.", .access = Access::kReadOnly},
      Field{.member = "email",
            .doc = "Where the person is reached, and signs in with.",
            .max_length = 254,
            .format = "email"},
      Field{.member = "name", .doc = "Shown to others in the care circle.", .min_length = 1, .max_length = 100},
      Field{.member = "created_at", .doc = "When the account was made.", .access = Access::kReadOnly},
      Field{.member = "password_hash", .doc = "argon2id.", .access = Access::kInternal},
  };
};

template <>
struct doggy::codec::Schema<doggy::accounts::SignUp> {
  static constexpr std::string_view kName = "SignUp";
  static constexpr std::string_view kDoc = "A new account.";
  static constexpr std::array kFields{
      Field{.member = "email", .doc = "Unique without case.", .min_length = 3, .max_length = 254, .format = "email"},
      Field{.member = "password", .doc = "Any characters; long beats complicated.", .min_length = 8, .max_length = 256},
      Field{.member = "name", .doc = "Shown to others in the care circle.", .min_length = 1, .max_length = 100},
  };
};

template <>
struct doggy::codec::Schema<doggy::accounts::SignIn> {
  static constexpr std::string_view kName = "SignIn";
  static constexpr std::string_view kDoc = "Who is signing in.";
  static constexpr std::array kFields{
      Field{.member = "email", .doc = "The account's email.", .max_length = 254, .format = "email"},
      Field{.member = "password", .doc = "The account's password.", .max_length = 256},
  };
};
