#include "registry/circle/policy.h"

#include <gtest/gtest.h>

#include "platform/json/codec.h"
#include "registry/circle/testing/every.h"

namespace doggy::circle {
namespace {

Level& level(Sections& sections, Section section) {
  switch (section) {
    case Section::kProfile:
      return sections.profile;
    case Section::kNotes:
      return sections.notes;
    case Section::kTraining:
      return sections.training;
    case Section::kBehavior:
      return sections.behavior;
    case Section::kHealth:
      return sections.health;
    case Section::kCalendar:
      return sections.calendar;
    case Section::kMedia:
      return sections.media;
  }
  throw std::logic_error("no such section");
}

/// Everything at `others` but `section` at `one`: a rule that looks at the wrong section shows.
Sections only(Section section, Level one, Level others) {
  Sections sections{others, others, others, others, others, others, others};
  level(sections, section) = one;
  return sections;
}

/// Somebody with no place but their own.
Grant own_place(Role role, const Sections& sections) {
  return make_grant("me", {{.role = role, .sections = sections, .organization = {}}});
}

TEST(Policy, SectionsAreReadByName) {
  for (Section section : kSections) {
    for (Section other : kSections) {
      EXPECT_EQ(only(section, Level::kWrite, Level::kNone).of(other), section == other ? Level::kWrite : Level::kNone);
    }
  }
}

TEST(Policy, RoleDefaults) {
  const auto text = [](Role role) { return codec::encode_text(default_sections(role)); };
  const std::string all_write = R"({"profile":"write","notes":"write","training":"write","behavior":"write",)"
                                R"("health":"write","calendar":"write","media":"write"})";
  EXPECT_EQ(text(Role::kOwner), all_write);
  EXPECT_EQ(text(Role::kTrainer), all_write);
  EXPECT_EQ(text(Role::kWalker), R"({"profile":"read","notes":"write","training":"read","behavior":"write",)"
                                 R"("health":"read","calendar":"read","media":"write"})");
  EXPECT_EQ(text(Role::kCarer), R"({"profile":"read","notes":"write","training":"read","behavior":"write",)"
                                R"("health":"write","calendar":"read","media":"write"})");
}

// Every role × section × level × level elsewhere × audience × author or not × editing rule.
TEST(Policy, WhoReadsAndEditsARecord) {
  const auto all_audiences = audiences();
  for (Role role : kRoles) {
    for (Section section : kSections) {
      for (Level here : kLevels) {
        for (Level elsewhere : kLevels) {
          const Grant grant = own_place(role, only(section, here, elsewhere));
          EXPECT_EQ(may_create(grant, section), here == Level::kWrite);
          for (const Audience& audience : all_audiences) {
            const bool addressed = std::ranges::find(audience, role) != audience.end();
            for (bool author : {false, true}) {
              const RecordFacts record{.section = section, .author_id = author ? "me" : "other", .audience = audience};
              const bool reads = here != Level::kNone && (author || addressed);
              ASSERT_EQ(may_read(grant, record), reads);
              ASSERT_EQ(may_edit(grant, record, Editing::kAuthor), here == Level::kWrite && author);
              ASSERT_EQ(may_edit(grant, record, Editing::kShared), here == Level::kWrite && reads);
            }
          }
        }
      }
    }
  }
}

// Every pair of sections × level of each × addressed, author or neither.
TEST(Policy, WhatBelongsToARecordOfAnotherSectionNeedsBoth) {
  const Audience walkers{Role::kWalker};
  const Audience nobody;
  for (Section section : kSections) {
    for (Section also : kSections) {
      for (Level here : kLevels) {
        for (Level there : kLevels) {
          Sections sections = only(also, there, Level::kWrite);
          level(sections, section) = here;
          const Grant grant = own_place(Role::kWalker, sections);
          const Level other = section == also ? here : there;
          for (std::string_view author : {"me", "other"}) {
            for (const Audience* audience : {&walkers, &nobody}) {
              const RecordFacts record{.section = section, .author_id = author, .audience = *audience, .also = also};
              const bool opens = here != Level::kNone && other != Level::kNone;
              const bool reads = opens && (author == "me" || audience == &walkers);
              ASSERT_EQ(may_read(grant, record), reads);
              ASSERT_EQ(may_edit(grant, record, Editing::kAuthor), opens && here == Level::kWrite && author == "me");
              ASSERT_EQ(may_edit(grant, record, Editing::kShared), reads && here == Level::kWrite);
            }
          }
        }
      }
    }
  }
}

TEST(Policy, TwoPlacesDoNotTogetherReadWhatNeedsBothSections) {
  const Audience walkers{Role::kWalker};
  const Place media{.role = Role::kWalker, .sections = {.media = Level::kWrite}};
  const Place health{.role = Role::kWalker, .sections = {.health = Level::kRead}};
  const Place both{.role = Role::kWalker, .sections = {.health = Level::kRead, .media = Level::kWrite}};
  const RecordFacts photo{
      .section = Section::kMedia, .author_id = "other", .audience = walkers, .also = Section::kHealth};
  const RecordFacts weight{.section = Section::kHealth, .author_id = "other", .audience = walkers};
  const Grant apart = make_grant("me", {media, health});
  EXPECT_FALSE(may_read(apart, photo));
  EXPECT_EQ(place_to_attach(apart, weight, Section::kMedia), nullptr);
  const Grant together = make_grant("me", {both});
  EXPECT_TRUE(may_read(together, photo));
  EXPECT_NE(place_to_attach(together, weight, Section::kMedia), nullptr);
}

TEST(Policy, EditingImpliesReadingAndWritingImpliesCreating) {
  for (Role role : kRoles) {
    const Grant grant = own_place(role, default_sections(role));
    for (Section section : kSections) {
      for (const Audience& audience : audiences()) {
        for (std::string_view author : {"me", "other"}) {
          for (Editing editing : {Editing::kAuthor, Editing::kShared}) {
            const RecordFacts record{.section = section, .author_id = author, .audience = audience};
            if (!may_edit(grant, record, editing)) continue;
            EXPECT_TRUE(may_read(grant, record));
            EXPECT_TRUE(may_create(grant, section));
          }
        }
      }
    }
  }
}

TEST(Policy, OwnersAndTrainersManageTheCircle) {
  const auto manages = [](Role role) { return may_manage_circle(own_place(role, {})); };
  EXPECT_TRUE(manages(Role::kOwner));
  EXPECT_TRUE(manages(Role::kTrainer));
  EXPECT_FALSE(manages(Role::kWalker));
  EXPECT_FALSE(manages(Role::kCarer));
}

TEST(Policy, WhoInvitesWhom) {
  for (Role giver : kRoles) {
    const Grant grant = own_place(giver, default_sections(giver));
    for (Role given : kRoles) {
      const bool keeper = giver == Role::kOwner || giver == Role::kTrainer;
      EXPECT_EQ(may_invite(grant, given, /*dog_has_owner=*/false), keeper);
      EXPECT_EQ(may_invite(grant, given, /*dog_has_owner=*/true),
                giver == Role::kOwner || (giver == Role::kTrainer && given != Role::kOwner));
    }
  }
}

TEST(Policy, NobodyGivesMoreThanTheyHold) {
  for (Section section : kSections) {
    for (Level wanted : kLevels) {
      for (Level held : kLevels) {
        const Sections given = at_most(only(section, wanted, Level::kRead), only(section, held, Level::kWrite));
        EXPECT_EQ(given, only(section, std::min(wanted, held), Level::kRead));
      }
    }
  }
}

TEST(Policy, TheLastKeeperIsTheLastOwnerOrWithoutOneTheLastTrainer) {
  EXPECT_TRUE(is_last_keeper(Role::kOwner, 1, 0));
  EXPECT_TRUE(is_last_keeper(Role::kOwner, 1, 5));
  EXPECT_FALSE(is_last_keeper(Role::kOwner, 2, 0));
  EXPECT_TRUE(is_last_keeper(Role::kTrainer, 0, 1));
  EXPECT_FALSE(is_last_keeper(Role::kTrainer, 0, 2));
  EXPECT_FALSE(is_last_keeper(Role::kTrainer, 1, 1));
  EXPECT_FALSE(is_last_keeper(Role::kWalker, 0, 0));
  EXPECT_FALSE(is_last_keeper(Role::kCarer, 0, 0));
}

TEST(SeenAs, IsWhatBothAreShownAndNothingOfOne) {
  const auto everybody = {Role::kOwner, Role::kTrainer, Role::kWalker, Role::kCarer};
  const std::string mine = "me";
  const std::string other = "other";
  for (Role holder : everybody)
    for (Role eyes : everybody)
      for (Section section : {Section::kProfile, Section::kNotes, Section::kTraining, Section::kBehavior,
                              Section::kHealth, Section::kCalendar, Section::kMedia})
        for (unsigned roles = 0; roles < 16; ++roles)
          for (const std::string& author : {mine, other}) {
            Audience audience;
            for (Role role : everybody)
              if ((roles & (1U << static_cast<unsigned>(role))) != 0) audience.push_back(role);
            const Grant grant =
                make_grant(mine, {{.role = holder, .sections = default_sections(holder), .organization = {}}});
            const Grant stranger =
                make_grant("nobody", {{.role = eyes, .sections = default_sections(eyes), .organization = {}}});
            const RecordFacts record{section, author, audience};
            const Grant narrowed = seen_as(grant, eyes);
            EXPECT_EQ(may_read(narrowed, record), may_read(grant, record) && may_read(stranger, record));
            EXPECT_FALSE(may_create(narrowed, section));
            EXPECT_FALSE(may_edit(narrowed, record, Editing::kShared));
          }
}

}  // namespace
}  // namespace doggy::circle
