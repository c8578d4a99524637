// What an expected failure is, in every layer: a code that callers branch on, a sentence for a person, and the fields
// that were wrong. platform/http turns it into RFC 9457 problem details; nothing below http knows of status numbers.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace doggy {

enum class Code {
  kInvalid,             // The input breaks a rule; `fields` says which.
  kMalformed,           // The input could not be read at all (not JSON, not UTF-8).
  kUnauthenticated,     // Nobody is signed in, or the session has ended.
  kForbidden,           // Signed in, and the thing is visible, but this may not be done to it.
  kNotFound,            // It is not there, or must not be known to be there: the two answer alike.
  kConflict,            // It exists already, or a rule of the whole forbids it now.
  kPreconditionFailed,  // The version the caller named is not the current one; `current` holds that.
  kGone,                // It was there, and has expired or been used up.
  kTooLarge,
  kUnsupportedMediaType,
  kThrottled,    // `retry_after` is set.
  kUnavailable,  // The store cannot answer now; `retry_after` is set.
};

/// One wrong field. `field` is its path from the root of the input, e.g. "blocks[0].trials[2].outcome"; empty for the
/// whole input. `rule` is the machine-readable rule ("required", "maxLength", …), `message` tells a person.
struct FieldError {
  std::string field;
  std::string rule;
  std::string message;

  bool operator==(const FieldError&) const = default;
};

struct Error {
  Code code;
  std::string detail;
  std::vector<FieldError> fields = {};
  std::optional<std::chrono::seconds> retry_after = {};
  std::string current = {};  // JSON text of the current state, for kPreconditionFailed.
  std::string report = {};   // JSON text with every detail, where there are more than fields can say.

  bool operator==(const Error&) const = default;
};

template <class T>
using Result = std::expected<T, Error>;

/// An error to return: `return fail(Code::kNotFound, "There is no such dog.");`
[[nodiscard]] inline std::unexpected<Error> fail(Code code, std::string detail, std::vector<FieldError> fields = {}) {
  return std::unexpected(Error{.code = code, .detail = std::move(detail), .fields = std::move(fields)});
}

/// One wrong field, as an error to return.
[[nodiscard]] inline std::unexpected<Error> fail_field(std::string field, std::string rule, std::string message) {
  std::string detail = message;
  return fail(Code::kInvalid, std::move(detail), {{std::move(field), std::move(rule), std::move(message)}});
}

}  // namespace doggy
