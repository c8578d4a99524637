#include "platform/http/web_socket.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>

#include "platform/http/test_client.h"

namespace doggy::http {
namespace {

using testing::HasSubstr;

class WebSocketTest : public testing::Test {
 protected:
  // Says three numbers and goodbye.
  Task<Response> answer_count(Request request) {
    co_return open_web_socket(request,
                              {.speech = [](WebSocket& socket) { return count(socket); }, .gone = [this] { ++gone_; }});
  }
  // Says nothing until the client has gone.
  Task<Response> answer_wait(Request request) {
    auto executor = co_await boost::asio::this_coro::executor;
    auto timer = std::make_shared<boost::asio::steady_timer>(executor, std::chrono::hours(1));
    auto gone = [this, timer] {
      ++gone_;
      timer->cancel();
    };
    co_return open_web_socket(request,
                              {.speech = [timer](WebSocket&) { return wait(timer); }, .gone = std::move(gone)});
  }

  WebSocketTest() {
    router_.add({.method = Method::kGet, .path = "/count", .handler = [this](Request request) {
                   return answer_count(std::move(request));
                 }});
    router_.add({.method = Method::kGet, .path = "/wait", .handler = [this](Request request) {
                   return answer_wait(std::move(request));
                 }});
    server_.emplace(router_);
  }

  static Task<void> count(WebSocket& socket) {
    for (int i = 1; i <= 3; ++i) static_cast<void>(co_await socket.send(std::to_string(i)));
    co_await socket.close(4401, "enough");
  }

  static Task<void> wait(std::shared_ptr<boost::asio::steady_timer> timer) {
    try {
      co_await timer->async_wait(boost::asio::use_awaitable);
    } catch (const boost::system::system_error&) {
      co_return;
    }
  }

  void wait_until_gone() const {
    for (int i = 0; gone_ == 0 && i < 1000; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(gone_, 1);
  }

  std::atomic<int> gone_ = 0;
  Router router_;
  std::optional<TestServer> server_;
};

TEST_F(WebSocketTest, SpeaksAndSaysGoodbye) {
  TestClient client(server_->port());
  const TestResponse answer = client.open_web_socket("/count");
  ASSERT_EQ(answer.status, 101U);
  EXPECT_EQ(answer.headers.get("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");  // RFC 6455, 1.3.
  for (const char* expected : {"1", "2", "3"}) {
    const auto frame = client.frame();
    EXPECT_EQ(frame.opcode, 1);
    EXPECT_EQ(frame.payload, expected);
  }
  const auto goodbye = client.frame();
  EXPECT_EQ(goodbye.opcode, 8);
  EXPECT_EQ(goodbye.payload,
            "\x11\x31"
            "enough");  // 4401.
  client.finish();
  wait_until_gone();
}

TEST_F(WebSocketTest, CountsAsASuccessThatSwitchedProtocols) {
  TestClient client(server_->port());
  ASSERT_EQ(client.open_web_socket("/count").status, 101U);
  client.finish();
  wait_until_gone();
  server_->stop();
  const std::string text = server_->metrics().text();
  EXPECT_THAT(text, HasSubstr(R"x(doggy_http_requests_total{method="GET",route="/count",status="1xx"} 1)x"));
  EXPECT_THAT(text, HasSubstr(R"x(doggy_http_requests_total{method="GET",route="/count",status="5xx"} 0)x"));
}

TEST_F(WebSocketTest, LearnsThatTheClientHasGone) {
  {
    TestClient client(server_->port());
    ASSERT_EQ(client.open_web_socket("/wait").status, 101U);
    EXPECT_TRUE(client.send_text_frame("is dropped"));
  }
  wait_until_gone();
}

TEST_F(WebSocketTest, AClientThatBreaksTheProtocolIsGone) {
  {
    TestClient client(server_->port());
    ASSERT_EQ(client.open_web_socket("/wait").status, 101U);
    EXPECT_TRUE(client.send(std::string(100, '\xff')));
    const auto goodbye = client.frame();
    EXPECT_EQ(goodbye.opcode, 8);
    EXPECT_EQ(goodbye.payload.substr(0, 2), "\x03\xea");  // 1002: protocol error.
  }
  wait_until_gone();
}

TEST_F(WebSocketTest, EndsWhenTheServerShutsDown) {
  TestClient client(server_->port());
  ASSERT_EQ(client.open_web_socket("/wait").status, 101U);
  std::atomic<bool> drained = false;
  server_->server().shutdown([&] { drained = true; });
  const auto goodbye = client.frame();
  EXPECT_EQ(goodbye.opcode, 8);
  EXPECT_EQ(goodbye.payload, "\x03\xe9");  // 1001: the server leaves.
  client.finish();
  wait_until_gone();
  for (int i = 0; !drained && i < 1000; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_TRUE(drained);
}

TEST_F(WebSocketTest, AClientThatDoesNotAnswerDoesNotHoldUpTheEnd) {
  TestClient client(server_->port());
  ASSERT_EQ(client.open_web_socket("/wait").status, 101U);
  std::atomic<bool> drained = false;
  server_->server().shutdown([&] { drained = true; });
  // Beast alone would wait for ten seconds.
  for (int i = 0; !drained && i < 500; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_TRUE(drained);
}

TEST_F(WebSocketTest, AnythingElseIsNoHandshake) {
  TestClient client(server_->port());
  const TestResponse plain = client.get("/count");
  EXPECT_EQ(plain.status, 426U);
  EXPECT_EQ(plain.headers.get("Upgrade"), "websocket");
  const TestResponse old = client.get("/count", {{"Connection", "keep-alive, Upgrade"},
                                                 {"Upgrade", "WebSocket"},
                                                 {"Sec-WebSocket-Version", "8"},
                                                 {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}});
  EXPECT_EQ(old.status, 400U);
  EXPECT_EQ(old.headers.get("Sec-WebSocket-Version"), "13");
  EXPECT_EQ(client.get("/count", {{"Connection", "Upgrade"}, {"Upgrade", "websocket"}}).status, 400U);
}

}  // namespace
}  // namespace doggy::http
