#include "registry/circle/member.h"

#include <charconv>

namespace doggy::circle {
namespace {

constexpr std::string_view kRoleLetters = "otwc";  // In the order of Role.

constexpr std::array kLevels{&Sections::profile, &Sections::notes,    &Sections::training, &Sections::behavior,
                             &Sections::health,  &Sections::calendar, &Sections::media};

}  // namespace

Sections SectionChanges::applied_to(Sections base) const {
  base.profile = profile.value_or(base.profile);
  base.notes = notes.value_or(base.notes);
  base.training = training.value_or(base.training);
  base.behavior = behavior.value_or(base.behavior);
  base.health = health.value_or(base.health);
  base.calendar = calendar.value_or(base.calendar);
  base.media = media.value_or(base.media);
  return base;
}

std::string member_label(const Member& member) {
  std::string label(1, kRoleLetters[static_cast<std::size_t>(member.role)]);
  for (auto level : kLevels) label += static_cast<char>('0' + static_cast<int>(member.sections.*level));
  label += std::to_string(member.expires_at ? member.expires_at->unix_ms() : 0);
  return label;
}

std::optional<Grant> grant_from_label(std::string_view label, std::string account_id, const Timestamp& now) {
  constexpr std::size_t kExpiry = 1 + kLevels.size();
  if (label.size() <= kExpiry) return std::nullopt;
  std::int64_t expires_ms = 0;
  std::from_chars(label.data() + kExpiry, label.data() + label.size(), expires_ms);
  if (expires_ms != 0 && expires_ms <= now.unix_ms()) return std::nullopt;
  Grant grant{
      .account_id = std::move(account_id), .role = static_cast<Role>(kRoleLetters.find(label[0])), .sections = {}};
  for (std::size_t i = 0; i < kLevels.size(); ++i) grant.sections.*kLevels[i] = static_cast<Level>(label[i + 1] - '0');
  return grant;
}

}  // namespace doggy::circle
