// The one table of what the store holds: every family of partitions, whom its items belong to, and what ends them.
// Erasure deletes and `doggy-registry check` verifies by walking it; an item of no family is a finding of `check`.
//
//   DOG#id  ACCOUNT#id  ORG#id   everything of one dog, person or organization
//   KEY#…                        finds an item of those by something else: an email address, the hash of a token
//   JOBS#n, BULLETIN, …          what the servers keep for themselves
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace doggy::keys {

enum class Owner : std::uint8_t { kDog, kAccount, kOrganization, kServer };

/// What ends the items of a family.
enum class End : std::uint8_t {
  kWithOwner,  // Erasing the owner deletes the whole partition.
  kWithItem,   // Deleted together with the owner's item that it finds; see kFinders.
  kExpiry,     // Every item has an expiry, or is deleted once it is used.
  kNever,      // Kept for as long as the store.
};

/// A family of partitions. It cannot be written down without an owner and an end.
struct Family {
  consteval Family(std::string_view key_prefix, Owner owned_by, End ended_by)
      : prefix(key_prefix), owner(owned_by), end(ended_by) {}

  std::string_view prefix;
  Owner owner;
  End end;

  [[nodiscard]] std::string of(std::string_view id) const { return std::string(prefix).append(id); }
  [[nodiscard]] constexpr bool has(std::string_view key) const { return key.starts_with(prefix); }
  /// What follows the prefix in a key of this family.
  [[nodiscard]] std::string id_in(std::string_view key) const { return std::string(key.substr(prefix.size())); }
};

inline constexpr Family kDog{"DOG#", Owner::kDog, End::kWithOwner};
inline constexpr Family kAccount{"ACCOUNT#", Owner::kAccount, End::kWithOwner};
inline constexpr Family kOrganization{"ORG#", Owner::kOrganization, End::kWithOwner};

inline constexpr Family kEmailKey{"KEY#EMAIL#", Owner::kAccount, End::kWithItem};
inline constexpr Family kSessionKey{"KEY#SESSION#", Owner::kAccount, End::kWithItem};  // Of API tokens too.
inline constexpr Family kPasskeyKey{"KEY#PASSKEY#", Owner::kAccount, End::kWithItem};
inline constexpr Family kPushKey{"KEY#PUSH#", Owner::kAccount, End::kWithItem};
inline constexpr Family kCalendarKey{"KEY#CALENDAR#", Owner::kAccount, End::kWithItem};
inline constexpr Family kResetKey{"KEY#RESET#", Owner::kAccount, End::kExpiry};
inline constexpr Family kVerifyKey{"KEY#VERIFY#", Owner::kAccount, End::kExpiry};
inline constexpr Family kChallengeKey{"KEY#CHALLENGE#", Owner::kAccount, End::kExpiry};
inline constexpr Family kInvitationKey{"KEY#INVITE#", Owner::kDog, End::kExpiry};
inline constexpr Family kOrganizationInvitationKey{"KEY#ORGINVITE#", Owner::kOrganization, End::kExpiry};
inline constexpr Family kShareKey{"KEY#SHARE#", Owner::kDog, End::kExpiry};

inline constexpr Family kThrottle{"THROTTLE#", Owner::kServer, End::kExpiry};
inline constexpr Family kJobs{"JOBS#", Owner::kServer, End::kExpiry};
inline constexpr Family kBulletin{"BULLETIN", Owner::kServer, End::kExpiry};
inline constexpr Family kStore{"STORE", Owner::kServer, End::kNever};
inline constexpr Family kCopy{"COPY", Owner::kServer, End::kExpiry};

/// Every family of partitions.
inline constexpr std::array kPartitions{kDog,
                                        kAccount,
                                        kOrganization,
                                        kEmailKey,
                                        kSessionKey,
                                        kPasskeyKey,
                                        kPushKey,
                                        kCalendarKey,
                                        kResetKey,
                                        kVerifyKey,
                                        kChallengeKey,
                                        kInvitationKey,
                                        kOrganizationInvitationKey,
                                        kShareKey,
                                        kThrottle,
                                        kJobs,
                                        kBulletin,
                                        kStore,
                                        kCopy};

/// The family of a partition; null for one that nobody has declared.
[[nodiscard]] constexpr const Family* family_of(std::string_view pk) {
  for (const Family& family : kPartitions)
    if (family.has(pk)) return &family;
  return nullptr;
}

/// An item of an account that is also found from outside, by an item of a KEY# family.
struct Finder {
  std::string_view listed;  // What the sort key of the account's item begins with.
  Family family;            // Of the partition that finds it; what follows its prefix follows `listed` too.
  std::string_view item;    // The sort key there.
};
inline constexpr std::array kFinders{Finder{"SESSION#", kSessionKey, "SESSION"},
                                     Finder{"TOKEN#", kSessionKey, "SESSION"},
                                     Finder{"PASSKEY#", kPasskeyKey, "PASSKEY"}, Finder{"PUSH#", kPushKey, "PUSH"}};
/// The calendar feed has one sort key, here and there; what finds it is its label.
inline constexpr std::string_view kCalendarItem = "CALENDAR";

/// Partition and sort key.
struct Place {
  std::string pk;
  std::string sk;
};

/// What finds an account's item with this sort key and label from outside; nothing when nothing does. The account item
/// itself is not covered: it is found by the email address in its body.
[[nodiscard]] inline std::optional<Place> finder_of(std::string_view sk, std::string_view label) {
  if (sk == kCalendarItem) return Place{.pk = kCalendarKey.of(label), .sk = std::string(kCalendarItem)};
  for (const Finder& finder : kFinders)
    if (sk.starts_with(finder.listed))
      return Place{.pk = finder.family.of(sk.substr(finder.listed.size())), .sk = std::string(finder.item)};
  return std::nullopt;
}

}  // namespace doggy::keys
