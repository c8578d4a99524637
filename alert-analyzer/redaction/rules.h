// What a secret looks like. Private to the redactor.
#pragma once

#include <span>
#include <string_view>

#include "alert-analyzer/redaction/vault.h"

namespace doggy::analyzer {

/// One pattern of bytes in RE2's syntax; its first group, which begins and ends at ASCII or between code points, is
/// what is hidden, the rest says where.
struct RedactionRule {
  SecretKind kind;
  std::string_view pattern;
  /// Whether what the group matched is one after all; null: always.
  bool (*accepts)(std::string_view secret) = nullptr;
  /// Whether it may be (part of) a UUID, which says too much about an incident to be hidden as a number.
  bool even_in_uuid = true;
};

/// In order of precedence: where two overlap, the first names what is hidden.
[[nodiscard]] std::span<const RedactionRule> redaction_rules();

/// ISO/IEC 7812-1, annex B; other characters than digits are skipped.
[[nodiscard]] bool passes_luhn(std::string_view number);

}  // namespace doggy::analyzer
