// For tests: a store in memory with the services on it, a clock that stands still, and short ways to set a scene.
#pragma once

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <string>

#include "platform/async/run_task.h"
#include "platform/time/units.h"
#include "registry/circle/circle.h"
#include "registry/dogs/dogs.h"
#include "registry/log/dog_log.h"
#include "registry/store/memory/memory_store.h"

namespace doggy::testing {

inline const std::string kTrainer = "0192f0c0-0000-7000-8000-00000000000a";
inline const std::string kOwner = "0192f0c0-0000-7000-8000-00000000000b";
inline const std::string kWalker = "0192f0c0-0000-7000-8000-00000000000c";
inline const std::string kStranger = "0192f0c0-0000-7000-8000-00000000000d";

class World : public ::testing::Test {
 protected:
  explicit World(store::MemoryStore::Limits limits = {}) : store(limits) {}

  [[nodiscard]] std::string make_dog(const std::string& creator, const std::string& role = "trainer") {
    auto dog = run_task(dogs.create({.id = creator, .name = "creator"}, {{"name", "Balu"}, {"role", role}}));
    EXPECT_TRUE(dog.has_value());
    return dog->id.text();
  }

  [[nodiscard]] Result<circle::Grant> grant(const std::string& dog_id, const std::string& account_id) {
    return run_task(circle.grant_of(dog_id, account_id));
  }
  [[nodiscard]] circle::Actor actor(const std::string& dog_id, const std::string& account_id) {
    return {.grant = *grant(dog_id, account_id), .name = "name of " + account_id.substr(account_id.size() - 1)};
  }

  [[nodiscard]] Result<circle::Invitation> invite(const std::string& dog_id, const std::string& by,
                                                  circle::NewInvitation request) {
    return run_task(circle.invite(dog_id, actor(dog_id, by), std::move(request)));
  }
  [[nodiscard]] Result<circle::Accepted> accept(const std::string& token, const std::string& account_id) {
    return run_task(circle.accept(token, {.id = account_id, .name = "invited"}));
  }
  void join(const std::string& dog_id, const std::string& by, const std::string& account_id, circle::Role role) {
    auto invitation = invite(dog_id, by, {.role = role});
    ASSERT_TRUE(invitation.has_value());
    ASSERT_TRUE(accept(*invitation->token, account_id).has_value());
  }

  std::int64_t now_ms = 1'795'428'000'000;  // 2026-11-23T10:00:00Z
  std::function<Timestamp()> clock = [this] { return Timestamp::from_unix_ms(now_ms); };
  store::MemoryStore store;
  log::DogLog log{store};
  circle::Circle circle{store, log, clock};
  dogs::Dogs dogs{store, log, circle, clock};
};

}  // namespace doggy::testing
