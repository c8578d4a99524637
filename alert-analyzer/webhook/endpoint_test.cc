#include "alert-analyzer/webhook/endpoint.h"

#include <gmock/gmock.h>

#include <atomic>

#include "platform/http/test_client.h"

namespace doggy::analyzer {
namespace {

// Keeps what it is given, or fails.
class FakeQueue final : public Queue {
 public:
  Result<void> enqueue(const std::vector<Message>& messages) override {
    if (full) return fail(Code::kUnavailable, "The disk is full: nothing was saved.");
    kept.insert(kept.end(), messages.begin(), messages.end());
    return {};
  }
  Result<std::vector<Leased>> lease(std::size_t, std::chrono::milliseconds) override { return {}; }
  Result<void> done(const std::vector<Leased>&) override { return {}; }
  Result<void> retry(const Leased&, std::chrono::milliseconds) override { return {}; }
  Result<void> bury(const Leased&, const std::string&) override { return {}; }
  Result<std::vector<DeadMessage>> dead(std::size_t) override { return {}; }
  Result<std::uint64_t> replay(const std::string&) override { return 0; }
  Result<QueueFigures> figures() override { return {}; }

  std::atomic<bool> full = false;
  std::vector<Message> kept;
};

TEST(WebhookEndpoint, Answers202OnlyForWhatIsKept) {
  FakeQueue queue;
  const Gate gate("token");
  std::atomic<std::size_t> accepted = 0;
  std::atomic<std::size_t> refused = 0;
  std::atomic<std::uint64_t> truncated = 0;
  const WebhookEvents events{.accepted = [&](std::size_t n) { accepted += n; },
                             .refused = [&](std::size_t n) { refused += n; },
                             .truncated = [&](std::uint64_t n) { truncated += n; }};
  const std::function<Timestamp()> clock = Timestamp::now;
  boost::asio::thread_pool workers(1);
  http::Router router;
  add_webhook_routes(router, gate, queue, workers, events, clock);
  {
    const http::TestServer server(router);
    http::TestClient client(server.port());
    const std::string body =
        R"({"truncatedAlerts":3,"alerts":[{"fingerprint":"a","startsAt":"2026-11-25T03:25:11Z"}]})";
    const auto call = [&](const char* path, const char* token, const std::string& text) {
      return client.request("POST", path, {{"Authorization", token}, {"Content-Type", "application/json"}}, text);
    };
    EXPECT_EQ(call("/webhooks/alertmanager", "Bearer wrong", body).status, 401U);
    EXPECT_TRUE(queue.kept.empty());
    const auto answer = call("/webhooks/grafana", "Bearer token", body);
    EXPECT_EQ(answer.status, 202U);
    EXPECT_EQ(answer.body, R"({"accepted":1})");
    ASSERT_EQ(queue.kept.size(), 1U);
    EXPECT_TRUE(queue.kept[0].id.starts_with("a@"));
    EXPECT_EQ(call("/webhooks/alertmanager", "Bearer token", "{").status, 400U);
    queue.full = true;
    const auto full = call("/webhooks/alertmanager", "Bearer token", body);
    EXPECT_EQ(full.status, 503U);
    queue.full = false;
    EXPECT_EQ(call("/webhooks/alertmanager", "Bearer token", body).status, 202U);
    // A stranger's large body is not read.
    http::TestClient stranger(server.port());
    stranger.send(
        "POST /webhooks/grafana HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
        "Content-Length: 5000000\r\n\r\n");
    EXPECT_EQ(stranger.read().status, 401U);
  }
  workers.join();
  EXPECT_EQ(accepted, 2U);
  EXPECT_EQ(refused, 1U);
  EXPECT_EQ(truncated, 6U);
}

}  // namespace
}  // namespace doggy::analyzer
