// What readers that stand still can make the server hold.
#include <gmock/gmock.h>

#include "platform/http/body_source.h"
#include "platform/http/server.h"
#include "platform/http/test_client.h"

namespace doggy::http {
namespace {

constexpr std::size_t kLarge = std::size_t{32} << 20U;  // More than the sockets of both sides hold.

Response bytes(std::string body) {
  return {.content_type = "image/png", .body = std::move(body)};
}

Task<Response> large(Request) {
  co_return bytes(std::string(kLarge, 'x'));
}

Task<Response> small(Request) {
  co_return bytes(std::string(60'000, 'x'));
}

class Zeros : public BodySource {
 public:
  [[nodiscard]] std::uint64_t size() const override { return 1'000'000; }
  Task<Result<std::string>> read(std::size_t most) override { co_return std::string(most, '\0'); }
};

Task<Response> stream(Request) {
  co_return Response{.content_type = "image/png", .stream = std::make_shared<Zeros>()};
}

class ServerMemoryTest : public testing::Test {
 protected:
  ServerMemoryTest() {
    router_.add({.method = Method::kGet, .path = "/large", .handler = large});
    router_.add({.method = Method::kGet, .path = "/small", .handler = small});
    router_.add({.method = Method::kGet, .path = "/stream", .handler = stream});
    router_.add(
        {.method = Method::kGet, .path = "/shared", .handler = [this](const Request&) { return shared(shared_); }});
  }

  static Task<Response> shared(std::shared_ptr<const std::string> body) {
    co_return Response{.content_type = "image/png", .shared_body = std::move(body)};
  }

  static TestResponse get(const TestServer& server, std::string_view target, const std::string& from) {
    return TestClient(server.port()).get(target, {{"X-Forwarded-For", from}});
  }
  // A client that has asked for the large body and reads nothing of it, and the answer to another that asks for it
  // meanwhile. Which of the two comes first is not to be seen from outside, so they are repeated until it is the slow
  // one.
  struct Both {
    std::unique_ptr<TestClient> slow;
    TestResponse other;
  };
  static Both stall(const TestServer& server, const std::string& from, const std::string& other) {
    Both both;
    while (both.other.status != 503) {
      both.slow = std::make_unique<TestClient>(server.port(), /*receive_buffer=*/4096);
      both.slow->send("GET /large HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: " + from + "\r\n\r\n");
      both.other = get(server, "/large", other);
    }
    return both;
  }
  // The server learns a moment later that a client has left.
  static TestResponse get_at_last(const TestServer& server, const std::string& from) {
    TestResponse response;
    while (response.status != 200) response = get(server, "/large", from);
    return response;
  }

  const std::shared_ptr<const std::string> shared_ = std::make_shared<const std::string>(kLarge, 'x');
  Router router_;
};

TEST_F(ServerMemoryTest, HoldsOnlySoMuchForReadersThatStandStill) {
  TestServer server(router_, {.body_memory = kLarge * 2, .trust_forwarded = true});
  Both both = stall(server, "203.0.113.1", "203.0.113.2");
  EXPECT_EQ(both.other.headers.get("Retry-After"), "1");
  EXPECT_EQ(get(server, "/small", "203.0.113.2").status, 200U) << "there is room for a small one";
  EXPECT_EQ(get(server, "/shared", "203.0.113.2").body.size(), kLarge) << "it is there anyway";
  EXPECT_EQ(get(server, "/stream", "203.0.113.2").body.size(), 1'000'000U) << "it is never there as a whole";
  both.slow.reset();
  EXPECT_EQ(get_at_last(server, "203.0.113.2").body.size(), kLarge) << "what ended is given back";
}

TEST_F(ServerMemoryTest, GivesOnePeerAShareOnly) {
  TestServer server(router_,
                    {.body_memory = kLarge * 100, .peer_body_memory = kLarge + kLarge / 2, .trust_forwarded = true});
  Both both = stall(server, "203.0.113.1", "203.0.113.1");
  EXPECT_EQ(get(server, "/large", "203.0.113.2").body.size(), kLarge);
  EXPECT_EQ(get(server, "/small", "203.0.113.1").status, 200U);
  both.slow.reset();
  EXPECT_EQ(get_at_last(server, "203.0.113.1").body.size(), kLarge);
}

TEST_F(ServerMemoryTest, CountsSmallBodiesOnceTheyWait) {
  std::string many;
  constexpr int kCount = 200;
  for (int i = 0; i < kCount; ++i) many += "GET /small HTTP/1.1\r\nHost: h\r\n\r\n";
  const auto answers = [&](std::size_t memory, bool ends) {
    TestServer server(router_, {.body_memory = memory});
    TestClient client(server.port(), /*receive_buffer=*/4096);
    client.send(many);
    static_cast<void>(client.read());
    // From now on the client must not read as fast as the server writes.
    while (ends && server.metrics().text().find("doggy_http_connections 0") == std::string::npos)
      std::this_thread::yield();
    int count = 1;
    try {
      for (; count < kCount; ++count) static_cast<void>(client.read());
    } catch (const std::runtime_error&) {
      // The connection has ended.
    }
    return count;
  };
  EXPECT_EQ(answers(std::size_t{1} << 20U, false), kCount);
  EXPECT_LT(answers(1000, true), kCount);
}

TEST_F(ServerMemoryTest, StreamsInSmallPiecesWhenThereIsNoRoom) {
  TestServer server(router_, {.body_memory = 0});
  TestClient client(server.port(), /*receive_buffer=*/4096);
  EXPECT_EQ(client.get("/stream").body.size(), 1'000'000U);
}

}  // namespace
}  // namespace doggy::http
