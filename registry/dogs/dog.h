// A dog's profile.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/circle/policy.h"

namespace doggy::dogs {

enum class Sex : std::uint8_t { kMale, kFemale };
BOOST_DESCRIBE_ENUM(Sex, kMale, kFemale)

/// The caller's places with the dog, summed up.
struct You {
  std::optional<std::string> member_id;
  circle::Role role = circle::Role::kWalker;
  circle::Sections sections;
  std::vector<circle::OrganizationName> organizations;
};
BOOST_DESCRIBE_STRUCT(You, (), (member_id, role, sections, organizations))

struct Dog {
  Uuid id;
  std::string name;
  std::optional<std::string> breed;
  std::optional<Sex> sex;
  std::optional<bool> neutered;
  std::optional<Date> birth_date;
  std::optional<std::string> microchip;
  std::optional<std::string> time_zone;
  std::optional<Uuid> profile_photo_id;
  Timestamp created_at;
  std::uint64_t version = 0;
  std::optional<You> you;  // In answers only.
};
BOOST_DESCRIBE_STRUCT(Dog, (),
                      (id, name, breed, sex, neutered, birth_date, microchip, time_zone, profile_photo_id, created_at,
                       version, you))

/// What its creator is to the dog; sent with the profile when a dog is made, and not part of it.
struct Creator {
  circle::Role role = circle::Role::kOwner;
  std::optional<Uuid> organization_id;
};
BOOST_DESCRIBE_STRUCT(Creator, (), (role, organization_id))

}  // namespace doggy::dogs

namespace doggy::codec {

template <>
struct Schema<dogs::You> {
  static constexpr std::string_view kName = "You";
  static constexpr std::string_view kDoc = "The caller's places with the dog.";
  static constexpr std::array kFields{
      Field{.member = "member_id",
            .doc = "The caller's member id in the circle; absent when they are there by an organization alone.",
            .access = Access::kReadOnly},
      Field{.member = "role", .doc = "The strongest role that the caller has.", .access = Access::kReadOnly},
      Field{.member = "sections",
            .doc = "What the caller may read and write, in one place or another.",
            .access = Access::kReadOnly},
      Field{.member = "organizations",
            .doc = "The organizations in whose place the caller is with the dog.",
            .access = Access::kReadOnly},
  };
};

template <>
struct Schema<dogs::Dog> {
  static constexpr std::string_view kName = "Dog";
  static constexpr std::string_view kDoc = "A dog.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "The dog's id.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "What it is called.", .min_length = 1, .max_length = 100},
      Field{.member = "breed", .doc = "Breed or mix, in the keeper's words.", .max_length = 100},
      Field{.member = "sex", .doc = "The dog's sex."},
      Field{.member = "neutered", .doc = "Whether it is neutered or spayed."},
      Field{.member = "birth_date", .doc = "Day of birth; neither ahead nor before 1980."},
      Field{.member = "microchip", .doc = "Number of the transponder (ISO 11784).", .max_length = 30},
      Field{.member = "time_zone",
            .doc = "IANA time zone of where the dog lives, such as Europe/Berlin: by whose clock charts count.",
            .max_length = 64},
      Field{.member = "profile_photo_id",
            .doc = "A photo of the dog, whose thumbnail all see who read the profile (GET /v1/dogs/{dogId}/photo)."},
      Field{.member = "created_at", .doc = "When the dog was added.", .access = Access::kReadOnly},
      Field{.member = "version", .doc = "1, 2, … with every change of the profile.", .access = Access::kReadOnly},
      Field{.member = "you", .doc = "The caller's place with the dog.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<dogs::Creator> {
  static constexpr std::string_view kName = "Creator";
  static constexpr std::string_view kDoc = "What the creator is to the dog.";
  static constexpr std::array kFields{
      Field{.member = "role", .doc = "What the creator, or their organization, is to the dog."},
      Field{.member = "organization_id",
            .doc = "The organization that the dog is added for, by one of its admins or trainers; absent: for oneself.",
            .references = "organization"},
  };
};

}  // namespace doggy::codec
