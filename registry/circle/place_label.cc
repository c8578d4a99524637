#include "registry/circle/place_label.h"

#include <array>
#include <charconv>

namespace doggy::circle {
namespace {

constexpr std::string_view kRoleLetters = "otwc";  // In the order of Role.

constexpr std::array kLevels{&Sections::profile, &Sections::notes,    &Sections::training, &Sections::behavior,
                             &Sections::health,  &Sections::calendar, &Sections::media};

}  // namespace

std::string place_label(Role role, const Sections& sections, const std::optional<Timestamp>& expires_at) {
  std::string label(1, kRoleLetters[static_cast<std::size_t>(role)]);
  for (auto level : kLevels) label += static_cast<char>('0' + static_cast<int>(sections.*level));
  label += std::to_string(expires_at ? expires_at->unix_ms() : 0);
  return label;
}

std::optional<Place> place_from_label(std::string_view label, const Timestamp& now) {
  constexpr std::size_t kExpiry = 1 + kLevels.size();
  if (label.size() <= kExpiry) return std::nullopt;
  std::int64_t expires_ms = 0;
  std::from_chars(label.data() + kExpiry, label.data() + label.size(), expires_ms);
  if (expires_ms != 0 && expires_ms <= now.unix_ms()) return std::nullopt;
  Place place{.role = static_cast<Role>(kRoleLetters.find(label[0])), .sections = {}, .organization = {}};
  for (std::size_t i = 0; i < kLevels.size(); ++i) place.sections.*kLevels[i] = static_cast<Level>(label[i + 1] - '0');
  return place;
}

}  // namespace doggy::circle
