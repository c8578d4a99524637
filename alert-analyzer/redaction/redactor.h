// Hides secrets and people's addresses in text that leaves the process. Every text that goes to the LLM, into a mail,
// to SNS, to the page or into a log line has gone through here.
//
// On RE2: the time is linear in the text, whatever it is. What it finds is in rules.cc; what it cannot know (a secret
// that looks like a word) it does not find, so logs should not have had it in the first place.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "alert-analyzer/redaction/vault.h"

namespace doggy::analyzer {

/// Thread-safe.
class Redactor {
 public:
  Redactor();
  ~Redactor();
  Redactor(const Redactor&) = delete;
  Redactor& operator=(const Redactor&) = delete;

  /// `text` with each secret replaced by its placeholder of `vault`. As many lines as before: a secret over several
  /// lines becomes its placeholder on each. Bytes that are no UTF-8 become U+FFFD. Doing it twice changes nothing more.
  [[nodiscard]] std::string redact(std::string_view text, Vault& vault) const;

  /// The same where nobody will want the placeholders to mean anything.
  [[nodiscard]] std::string redact(std::string_view text) const;

 private:
  struct Rules;
  std::unique_ptr<Rules> rules_;
};

}  // namespace doggy::analyzer
