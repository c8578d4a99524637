// A person's account, and what signing up and signing in take.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"

namespace doggy::accounts {

enum class Units : std::uint8_t { kMetric, kImperial };
BOOST_DESCRIBE_ENUM(Units, kMetric, kImperial)

struct Account {
  Uuid id;
  std::string email;  // As typed; unique without case.
  std::string name;
  Timestamp created_at;
  bool email_verified = false;
  bool second_factor = false;
  std::optional<std::string> locale;
  Units units = Units::kMetric;
  std::string password_hash;
  std::string totp_secret;                  // Base32; with second_factor false one that is not confirmed yet.
  std::uint64_t totp_counter = 0;           // Of the last code used: each works once.
  std::vector<std::string> recovery_codes;  // SHA-256 of those not used yet.
  std::uint64_t credentials = 0;            // Raised by each change of how the person signs in.
};
BOOST_DESCRIBE_STRUCT(Account, (),
                      (id, email, name, created_at, email_verified, second_factor, locale, units, password_hash,
                       totp_secret, totp_counter, recovery_codes, credentials))

struct SignUp {
  std::string email;
  std::string password;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(SignUp, (), (email, password, name))

struct SignIn {
  std::string email;
  std::string password;
  std::optional<std::string> code;
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (email, password, code))

/// What somebody changes of their own account.
struct AccountChange {
  std::optional<std::string> name;
  std::optional<std::string> locale;
  std::optional<Units> units;
  std::optional<std::string> email;
  std::optional<std::string> password;
};
BOOST_DESCRIBE_STRUCT(AccountChange, (), (name, locale, units, email, password))

struct PasswordChange {
  std::string current;
  std::string password;
  bool end_feeds = false;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (current, password, end_feeds))

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
      Field{.member = "email_verified",
            .doc = "Whether somebody has followed the link that was mailed there.",
            .access = Access::kReadOnly,
            .defaulted = true},
      Field{.member = "second_factor",
            .doc = "Whether signing in takes a code as well.",
            .access = Access::kReadOnly,
            .defaulted = true},
      Field{.member = "locale", .doc = "Language tag (BCP 47), such as de-AT.", .max_length = 35},
      Field{.member = "units", .doc = "How weights and distances are shown.", .defaulted = true},
      Field{.member = "password_hash", .doc = "argon2id.", .access = Access::kInternal},
      Field{.member = "totp_secret", .doc = "Of RFC 6238.", .access = Access::kInternal, .defaulted = true},
      Field{.member = "totp_counter", .doc = "Of the last code.", .access = Access::kInternal, .defaulted = true},
      Field{.member = "recovery_codes", .doc = "Hashes.", .access = Access::kInternal, .defaulted = true},
      Field{.member = "credentials", .doc = "Their version.", .access = Access::kInternal, .defaulted = true},
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
      Field{
          .member = "code", .doc = "With a second factor: the code of the app, or a recovery code.", .max_length = 40},
  };
};

template <>
struct doggy::codec::Schema<doggy::accounts::AccountChange> {
  static constexpr std::string_view kName = "AccountChange";
  static constexpr std::string_view kDoc = "What to change of one's own account.";
  static constexpr std::array kFields{
      Field{.member = "name", .doc = "Shown to others in the care circle.", .min_length = 1, .max_length = 100},
      Field{.member = "locale", .doc = "Language tag (BCP 47), such as de-AT.", .max_length = 35},
      Field{.member = "units", .doc = "How weights and distances are shown."},
      Field{.member = "email", .doc = "Takes the password too.", .min_length = 3, .max_length = 254, .format = "email"},
      Field{.member = "password", .doc = "The account's password, to change its email.", .max_length = 256},
  };
};

template <>
struct doggy::codec::Schema<doggy::accounts::PasswordChange> {
  static constexpr std::string_view kName = "PasswordChange";
  static constexpr std::string_view kDoc = "One password in place of another.";
  static constexpr std::array kFields{
      Field{.member = "current", .doc = "The password until now.", .max_length = 256},
      Field{.member = "password", .doc = "Any characters; long beats complicated.", .min_length = 8, .max_length = 256},
      Field{.member = "end_feeds", .doc = "Whether feeds such as the calendar's end as well.", .defaulted = true},
  };
};
