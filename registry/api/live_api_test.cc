// The WebSocket: who is told what, and that it stops when access does.
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

#include "platform/http/test_client.h"
#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

/// Somebody's open connection.
class Watching {
 public:
  explicit Watching(const Person& who) : client_(who.port()) {
    EXPECT_EQ(client_.open_web_socket("/v1/live", {{"Authorization", "Bearer " + who.token()}}).status, 101U);
  }

  /// The next message as JSON text, or "closed 4401".
  std::string next() {
    for (;;) {
      const auto frame = client_.frame();
      if (frame.opcode == 9) continue;
      if (frame.opcode != 8) return frame.opcode == 1 ? frame.payload : "ended";
      const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(frame.payload.at(at)); };
      return "closed " + std::to_string(byte(0) * 256 + byte(1));
    }
  }

 private:
  http::TestClient client_;
};

std::string news(const std::string& dog_id, std::uint64_t seq) {
  return R"({"dogId":")" + dog_id + R"(","seq":)" + std::to_string(seq) + "}";
}
std::string removed(const std::string& dog_id) {
  return R"({"dogId":")" + dog_id + R"(","removed":true})";
}

class LiveApi : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    app::Settings settings;
    settings.look_again_ms = 50;
    own = std::make_unique<Scene>(settings);
  }
  static void TearDownTestSuite() { own.reset(); }

  // A write whose message tells that nothing came before it.
  [[nodiscard]] std::uint64_t write_for_all() const {
    const std::string id = write(own->trainer, dog_id_, note("for all", {{"audience", {"walker", "owner"}}}));
    return own->trainer.get(record_path(dog_id_, id)).number("/seq");
  }

  static inline std::unique_ptr<Scene> own;
  std::string dog_id_ = own->make_shared_dog();
};

TEST_F(LiveApi, TellsWhoSeesTheRecordAndNobodyElse) {
  Watching owner(own->owner);
  Watching walker(own->walker);
  Watching stranger(own->stranger);
  const std::string id = write(own->trainer, dog_id_, note("for owners", {{"audience", {"owner"}}}));
  const std::uint64_t seq = own->trainer.get(record_path(dog_id_, id)).number("/seq");
  EXPECT_EQ(owner.next(), news(dog_id_, seq));
  const std::uint64_t second = write_for_all();
  EXPECT_EQ(owner.next(), news(dog_id_, second));
  EXPECT_EQ(walker.next(), news(dog_id_, second));  // The first there is.
  const std::string theirs = own->make_dog(own->stranger);
  EXPECT_EQ(stranger.next(), news(theirs, 1));
}

TEST_F(LiveApi, WhatWasShownAndIsHiddenNowIsNewsToo) {
  const std::string id = write(own->trainer, dog_id_, note("x", {{"audience", {"walker"}}}));
  Watching walker(own->walker);
  static_cast<void>(own->trainer.patch(record_path(dog_id_, id), {{"audience", boost::json::array{"owner"}}}));
  EXPECT_EQ(walker.next(), news(dog_id_, own->trainer.get(record_path(dog_id_, id)).number("/seq")));
}

TEST_F(LiveApi, ADogIsRemovedWhenItsGrantIsRevoked) {
  Watching walker(own->walker);
  static_cast<void>(write_for_all());
  static_cast<void>(walker.next());
  ASSERT_EQ(own->owner.remove(dog_path(dog_id_) + "/circle/" + own->walker.id).status, 204U);
  EXPECT_EQ(walker.next(), removed(dog_id_));
  // And comes back.
  own->join(dog_id_, own->owner, own->walker, "walker");
  const std::string back = news(dog_id_, 0);
  EXPECT_EQ(walker.next().substr(0, back.size() - 2), back.substr(0, back.size() - 2));
}

TEST_F(LiveApi, AGrantThatExpiresIsNoticedThoughNothingHappens) {
  const std::string soon = Timestamp::from_unix_ms(own->registry.now().unix_ms() + 3'600'000).text();
  ASSERT_EQ(own->owner.patch(dog_path(dog_id_) + "/circle/" + own->walker.id, {{"expiresAt", soon}}).status, 200U);
  Watching walker(own->walker);
  const std::uint64_t seq = write_for_all();
  EXPECT_EQ(walker.next(), news(dog_id_, seq));
  own->registry.advance(std::chrono::hours(2));
  EXPECT_EQ(walker.next(), removed(dog_id_));
}

TEST_F(LiveApi, EndsWithTheSession) {
  const Person elsewhere = own->walker.elsewhere();
  Watching there(elsewhere);
  Watching here(own->walker);
  ASSERT_EQ(elsewhere.remove("/v1/sessions/current").status, 204U);
  EXPECT_EQ(there.next(), "closed 4401");
  const std::uint64_t seq = write_for_all();
  EXPECT_EQ(here.next(), news(dog_id_, seq));
}

TEST_F(LiveApi, AnotherSiteCannotListenWithTheCookie) {
  const HeaderList handshake{{"Connection", "Upgrade"},
                             {"Upgrade", "websocket"},
                             {"Sec-WebSocket-Version", "13"},
                             {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                             {"Cookie", "doggy_session=" + own->walker.token()}};
  const auto from = [&](const std::string& origin) {
    HeaderList headers = handshake;
    headers.emplace_back("Origin", origin);
    return http::TestClient(own->registry.port()).get("/v1/live", headers).status;
  };
  EXPECT_EQ(from("https://evil.example"), 403U);
  EXPECT_EQ(from("http://localhost"), 101U);
  EXPECT_EQ(own->anybody.send("GET", "/v1/live", handshake).status, 403U);
}

TEST_F(LiveApi, ManyConnectionsOfOneAccountAreRefused) {
  const Person eager = Person::sign_up(own->registry.port(), "Eva");
  std::vector<std::unique_ptr<Watching>> all;
  for (int i = 0; i < 20; ++i) all.push_back(std::make_unique<Watching>(eager));
  http::TestClient one_more(eager.port());
  const auto refused = one_more.open_web_socket("/v1/live", {{"Authorization", "Bearer " + eager.token()}});
  EXPECT_EQ(refused.status, 429U);
  EXPECT_FALSE(refused.headers.get("Retry-After").empty());
}

}  // namespace
}  // namespace doggy::testing
