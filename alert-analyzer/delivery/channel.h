// A way to the people on call. The port of delivery.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "platform/error.h"

namespace doggy::analyzer {

/// One message, the same at each try: a channel that can tell two copies of it apart by the id sends one.
struct Outgoing {
  std::string id;
  std::string incident_id;   // The thread.
  std::uint64_t number = 0;  // In the thread, from 1.
  std::string subject;
  std::string text;
};

/// Thread-safe. Blocks.
class Channel {
 public:
  virtual ~Channel() = default;

  /// "mail", "sns": a word that is kept on record.
  [[nodiscard]] virtual const std::string& name() const = 0;

  /// How long subject and text may be, in bytes, and whether a subject is ASCII only. Longer ones are cut before.
  struct Limits {
    std::size_t subject = 200;
    std::size_t text = 200'000;
    bool ascii_subject = false;
    bool restores = false;  // May show again what the settings allow (`--mail-shows`).
  };
  [[nodiscard]] virtual Limits limits() const = 0;

  /// Errors: kInvalid for what will never be taken, kUnavailable for what may be taken later.
  [[nodiscard]] virtual Result<void> send(const Outgoing& message) = 0;
};

}  // namespace doggy::analyzer
