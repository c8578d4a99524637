// UUIDs: version 7 (RFC 9562) for what we make, any version from clients.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace doggy {

/// Compares by bytes; a version 7 UUID therefore sorts by the millisecond it was made in.
class Uuid {
 public:
  /// The nil UUID.
  Uuid() = default;
  /// Nothing unless `text` is the 36-character form; upper case is accepted, the nil UUID is not.
  [[nodiscard]] static std::optional<Uuid> parse(std::string_view text);
  /// A new version 7 UUID from the clock and the system's random source. Thread-safe.
  [[nodiscard]] static Uuid v7();
  /// The same at that time, in milliseconds since 1970 and not negative: for what is kept in the order of another
  /// clock.
  [[nodiscard]] static Uuid v7(std::int64_t unix_ms);
  /// Deterministic version 8 UUID: the first 128 bits of SHA-256 of `name`.
  [[nodiscard]] static Uuid from_name(std::string_view name);

  /// Lower case, 36 characters.
  [[nodiscard]] std::string text() const;

  friend auto operator<=>(const Uuid&, const Uuid&) = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

}  // namespace doggy
