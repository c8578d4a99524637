// What the server does with clients that are malformed, slow, too many or gone, and when it is told to end.
#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <condition_variable>
#include <future>
#include <mutex>

#include "platform/http/server.h"
#include "platform/http/test_client.h"

namespace doggy::http {
namespace {

using testing::HasSubstr;
using testing::Not;

Task<Response> hello(Request) {
  co_return Response{.content_type = "text/plain", .body = "hello"};
}

Task<Response> echo_body(Request request) {
  co_return Response::json(std::move(request.body));
}

// More than the sockets of both sides hold.
Task<Response> flood(Request) {
  co_return Response{.content_type = "image/png", .body = std::string(32U << 20U, 'x')};
}

// A handler that answers when the test lets it.
class Gate {
 public:
  Handler handler() {
    return [this](Request) { return wait(this); };
  }
  void await_entered() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return resume_ != nullptr; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    resume_(0);
  }

 private:
  static Task<Response> wait(Gate* self) {
    co_await suspend<int>([self](Resume<int> resume) {
      const std::lock_guard lock(self->mutex_);
      self->resume_ = std::move(resume);
      self->changed_.notify_all();
    });
    co_return Response{.content_type = "text/plain", .body = "waited"};
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  Resume<int> resume_;
};

class ServerLimitsTest : public testing::Test {
 protected:
  ServerLimitsTest() {
    router_.add({.method = Method::kGet, .path = "/hello", .handler = hello});
    router_.add({.method = Method::kGet, .path = "/invitations/{token}", .handler = hello});
    router_.add({.method = Method::kPost, .path = "/echo", .handler = echo_body, .accepts_body = true});
    router_.add({.method = Method::kGet, .path = "/flood", .handler = flood});
    router_.add({.method = Method::kGet, .path = "/wait", .handler = gate_.handler()});
  }

  Gate gate_;
  Router router_;
};

TEST_F(ServerLimitsTest, RefusesHeadersOverTheLimit) {
  TestServer server(router_, {.header_limit = 2000});
  const std::string many = [] {
    std::string fields;
    for (int i = 0; i < 200; ++i) fields += "X-Field: value\r\n";
    return fields;
  }();
  for (const std::string& header : {"GET /" + std::string(3000, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n",
                                    "GET /hello HTTP/1.1\r\nHost: h\r\nX: " + std::string(3000, 'a') + "\r\n\r\n",
                                    "GET /hello HTTP/1.1\r\nHost: h\r\n" + many + "\r\n",
                                    "GET /hello HTTP/1.1\r\nHost: h\r\nX: " + std::string(3000, 'a')}) {
    TestClient client(server.port());
    client.send(header);
    EXPECT_EQ(client.read().status, 431U) << header.substr(0, 50);
    EXPECT_TRUE(client.closed());
  }
  TestClient client(server.port());
  EXPECT_EQ(client.get("/hello", {{"X", std::string(1900, 'a')}}).status, 200U);
}

TEST_F(ServerLimitsTest, CountsAHeaderThatComesInPieces) {
  TestServer server(router_, {.header_limit = 1000});
  TestClient client(server.port());
  client.send("GET /hello HTTP/1.1\r\n");
  client.send("Host: h\r\n");
  for (int i = 0; i < 10; ++i) client.send("X-Field: " + std::string(100, 'a') + "\r\n");
  client.send("\r\n");
  EXPECT_EQ(client.read().status, 431U);
}

TEST_F(ServerLimitsTest, RefusesWhatIsNoHttpAndWhatTwoReadersCouldReadDifferently) {
  TestServer server(router_);
  const std::string post = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n";
  for (const std::string& request : {std::string("\x16\x03\x01\x02\x05 TLS hello\r\n\r\n"),
                                     std::string("nonsense\r\n\r\n"),
                                     std::string("GET /hello HTTP/2.0\r\nHost: h\r\n\r\n"),
                                     std::string("GET /hello\r\n\r\n"),
                                     std::string("GET  /hello HTTP/1.1\r\nHost: h\r\n\r\n"),
                                     std::string("GET /hello HTTP/1.1\r\n\r\n"),
                                     std::string("GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
                                     std::string("GET /hello HTTP/1.1\r\nHost: h\r\nX : y\r\n\r\n"),
                                     std::string("GET /hello HTTP/1.1\r\nHost: h\r\nX: a\x01b\r\n\r\n"),
                                     std::string("GET /hello HTTP/1.1\nHost: h\n\r\n\r\n"),
                                     std::string("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                                     post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                                     post + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
                                     post + "Transfer-Encoding: gzip\r\n\r\n{}",
                                     post + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
                                     post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                                     post + "Content-Length: -1\r\n\r\n",
                                     post + "Content-Length: 2x\r\n\r\n{}",
                                     post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n",
                                     post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}X\r\n0\r\n\r\n"}) {
    TestClient client(server.port());
    client.send(request);
    const TestResponse response = client.read();
    EXPECT_EQ(response.status, 400U) << request;
    EXPECT_EQ(response.headers.get("Content-Type"), "application/problem+json");
    EXPECT_TRUE(client.closed()) << request;
  }
}

TEST_F(ServerLimitsTest, EndsAHeaderThatDoesNotArrive) {
  TestServer server(router_, {.header_timeout = std::chrono::milliseconds(50)});
  TestClient client(server.port());
  client.send("GET /hello HTTP/1.1\r\nHost:");
  EXPECT_EQ(client.read().status, 408U);
  EXPECT_TRUE(client.closed());
}

TEST_F(ServerLimitsTest, RefusesCodingsThatItDoesNotUndo) {
  TestServer server(router_);
  for (const char* coding :
       {"gzip, chunked", "GZIP,chunked", "identity, chunked", "gzip\r\nTransfer-Encoding: chunked"}) {
    TestClient client(server.port());
    client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: " +
                std::string(coding) + "\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
    EXPECT_EQ(client.read().status, 501U) << coding;
    EXPECT_TRUE(client.closed()) << coding;
  }
  TestClient client(server.port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: CHUNKED\r\n\r\n"
      "2\r\n{}\r\n0\r\n\r\n");
  EXPECT_EQ(client.read().body, "{}");
}

constexpr std::string_view kFiveBytes =
    "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n";

TEST_F(ServerLimitsTest, EndsABodyThatStandsStill) {
  TestServer server(router_, {.body_pause = std::chrono::milliseconds(50)});
  TestClient client(server.port());
  client.send(std::string(kFiveBytes) + "{");
  EXPECT_EQ(client.read().status, 408U);
  EXPECT_TRUE(client.closed());
}

TEST_F(ServerLimitsTest, EndsABodyThatTakesTooLongAsAWhole) {
  TestServer server(router_, {.body_timeout = std::chrono::milliseconds(50)});
  TestClient client(server.port());
  client.send(std::string(kFiveBytes) + "{");
  EXPECT_EQ(client.read().status, 408U);
}

TEST_F(ServerLimitsTest, EndsABodyThatComesTooSlowly) {
  TestServer server(router_, {.least_rate = 1U << 30U, .body_pause = std::chrono::milliseconds(50)});
  TestClient client(server.port());
  client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
  // It never stands still, but for the moments in which the server thinks.
  while (!client.readable()) client.send("1;extension=abc\r\nx\r\n");
  const unsigned status = client.read().status;
  EXPECT_TRUE(status == 408U || status == 413U) << status;
}

TEST_F(ServerLimitsTest, GivesABodyThatGoesOnMoreTimeThanOneThatStandsStill) {
  constexpr std::chrono::milliseconds kPause{2000};
  TestServer server(router_, {.least_rate = 1, .body_pause = kPause, .idle_timeout = std::chrono::milliseconds(100)});
  TestClient client(server.port());
  const auto start = std::chrono::steady_clock::now();
  std::size_t pieces = 0;
  client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
  while (std::chrono::steady_clock::now() - start < kPause + kPause / 10) {
    client.send("1\r\nx\r\n");
    ++pieces;
    EXPECT_TRUE(TestClient(server.port()).closed());  // A moment passes: the server's idle timeout.
  }
  client.send("0\r\n\r\n");
  EXPECT_EQ(client.read().body, std::string(pieces, 'x'));
}

TEST_F(ServerLimitsTest, ClosesIdleConnectionsWithoutAWord) {
  TestServer server(router_, {.idle_timeout = std::chrono::milliseconds(50)});
  TestClient unused(server.port());
  EXPECT_TRUE(unused.closed());
  TestClient used(server.port());
  EXPECT_EQ(used.get("/hello").status, 200U);
  EXPECT_TRUE(used.closed());
}

TEST_F(ServerLimitsTest, GivesUpAResponseThatIsNotTaken) {
  TestServer server(router_, {.write_timeout = std::chrono::milliseconds(50)});
  TestClient stalled(server.port(), /*receive_buffer=*/4096);
  stalled.send("GET /flood HTTP/1.1\r\nHost: h\r\n\r\n");
  // The client reads nothing until the server has given up and counted the request.
  const std::string counted = R"(doggy_http_requests_total{method="GET",route="/flood",status="2xx"} 1)";
  while (server.metrics().text().find(counted) == std::string::npos) std::this_thread::yield();
  EXPECT_THROW(stalled.read(), std::runtime_error);
}

TEST_F(ServerLimitsTest, GivesHandlersAllTheTimeTheyNeed) {
  TestServer server(router_, {.header_timeout = std::chrono::milliseconds(20),
                              .body_pause = std::chrono::milliseconds(20),
                              .idle_timeout = std::chrono::milliseconds(20),
                              .write_timeout = std::chrono::milliseconds(20)});
  TestClient client(server.port());
  client.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
  gate_.await_entered();
  // Another client's timeouts pass meanwhile.
  TestClient idle(server.port());
  EXPECT_TRUE(idle.closed());
  gate_.open();
  EXPECT_EQ(client.read().body, "waited");
}

TEST_F(ServerLimitsTest, RefusesConnectionsOverTheLimit) {
  TestServer server(router_, {.connection_limit = 1});
  auto first = std::make_unique<TestClient>(server.port());
  EXPECT_EQ(first->get("/hello").status, 200U);
  {
    TestClient second(server.port());
    const TestResponse refused = second.read();
    EXPECT_EQ(refused.status, 503U);
    EXPECT_EQ(refused.headers.get("Retry-After"), "1");
    EXPECT_TRUE(second.closed());
  }
  EXPECT_EQ(first->get("/hello").status, 200U);
  first.reset();
  // The server learns of the end a moment later.
  unsigned status = 0;
  while (status != 200) status = TestClient(server.port()).get("/hello").status;
}

TEST_F(ServerLimitsTest, RefusesConnectionsOfAPeerThatHasManyAlready) {
  TestServer server(router_, {.peer_connection_limit = 2, .limit_loopback = true});
  TestClient first(server.port());
  EXPECT_EQ(first.get("/hello").status, 200U);
  auto second = std::make_unique<TestClient>(server.port());
  EXPECT_EQ(second->get("/hello").status, 200U);
  {
    TestClient third(server.port());
    const TestResponse refused = third.read();
    EXPECT_EQ(refused.status, 503U);
    EXPECT_EQ(refused.headers.get("Retry-After"), "1");
    EXPECT_TRUE(third.closed());
  }
  EXPECT_EQ(first.get("/hello").status, 200U);
  second.reset();
  // The server learns of the end a moment later.
  unsigned status = 0;
  while (status != 200) status = TestClient(server.port()).get("/hello").status;
}

TEST_F(ServerLimitsTest, DoesNotTakeThisMachineOrAProxyForOneClient) {
  for (const bool proxy : {false, true}) {
    TestServer server(router_, {.peer_connection_limit = 1, .limit_loopback = proxy, .trust_forwarded = proxy});
    std::vector<std::unique_ptr<TestClient>> clients;
    for (int i = 0; i < 20; ++i) {
      clients.push_back(std::make_unique<TestClient>(server.port()));
      EXPECT_EQ(clients.back()->get("/hello").status, 200U);
    }
  }
}

TEST_F(ServerLimitsTest, TellsAHandlerWhenItsClientHasLeft) {
  for (const char* unread : {"", "GET /hello HTTP/1.1\r\n"}) {
    std::promise<std::shared_ptr<const std::atomic<bool>>> started;
    Gate gate;
    Router router;
    router.add({.method = Method::kGet, .path = "/watched", .handler = [&](Request request) {
                  started.set_value(request.client_left);
                  return gate.handler()(std::move(request));
                }});
    TestServer server(router, {.idle_timeout = std::chrono::milliseconds(50)});
    auto client = std::make_unique<TestClient>(server.port());
    client->send("GET /watched HTTP/1.1\r\nHost: h\r\n\r\n" + std::string(unread));
    const auto left = started.get_future().get();
    gate.await_entered();
    EXPECT_TRUE(TestClient(server.port()).closed());  // The server has looked at its connections meanwhile.
    EXPECT_FALSE(*left);
    client.reset();
    while (!*left) std::this_thread::yield();
    gate.open();
  }
}

TEST_F(ServerLimitsTest, OutlivesClientsThatLeaveInTheMiddle) {
  TestServer server(router_);
  for (int i = 0; i < 20; ++i) {
    TestClient(server.port()).send("GET /flood HTTP/1.1\r\nHost: h\r\n\r\n");
    TestClient(server.port()).send("GET /hel");
    TestClient(server.port())
        .send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{");
  }
  EXPECT_EQ(TestClient(server.port()).get("/hello").body, "hello");
}

TEST_F(ServerLimitsTest, DrainsOnShutdown) {
  std::promise<void> drained;
  TestServer server(router_, {.linger_timeout = std::chrono::milliseconds(50)});
  TestClient idle(server.port());
  EXPECT_EQ(idle.get("/hello").status, 200U);
  TestClient busy(server.port());
  busy.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\nGET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
  gate_.await_entered();

  std::future<void> end = drained.get_future();
  server.server().shutdown([&drained] { drained.set_value(); });
  server.server().shutdown([] { FAIL() << "a second call does nothing"; });
  EXPECT_TRUE(idle.closed());
  EXPECT_EQ(end.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  gate_.open();
  const TestResponse last = busy.read();
  EXPECT_EQ(last.body, "waited");
  EXPECT_EQ(last.headers.get("Connection"), "close");
  EXPECT_TRUE(busy.closed());
  end.get();
}

TEST_F(ServerLimitsTest, TellsWhenItIsDrainedAndRefusesNewConnections) {
  std::promise<void> drained;
  TestServer server(router_);
  TestClient client(server.port());
  EXPECT_EQ(client.get("/hello").status, 200U);
  server.server().shutdown([&drained] { drained.set_value(); });
  drained.get_future().get();
  EXPECT_TRUE(client.closed());
  EXPECT_THROW(TestClient(server.port()), std::system_error);
}

TEST_F(ServerLimitsTest, AnswersWhoHadConnectedBeforeItStoppedAccepting) {
  std::promise<void> drained;
  TestServer server(router_);
  std::vector<std::unique_ptr<TestClient>> clients;
  clients.reserve(50);
  for (int i = 0; i < 50; ++i) clients.push_back(std::make_unique<TestClient>(server.port()));
  server.server().shutdown([&drained] { drained.set_value(); });
  for (const auto& client : clients) EXPECT_EQ(client->get("/hello").status, 200U);
  for (const auto& client : clients) EXPECT_TRUE(client->closed());
  drained.get_future().get();
}

TEST_F(ServerLimitsTest, EndsConnectionsThatNeverAskWhenItDrains) {
  std::promise<void> drained;
  TestServer server(router_);
  TestClient silent(server.port());
  server.server().shutdown([&drained] { drained.set_value(); });
  EXPECT_TRUE(silent.closed());
  drained.get_future().get();
}

TEST_F(ServerLimitsTest, GoesOnAcceptingForAsLongAsOthersNeedToLearnThatItLeaves) {
  TestServer server(router_, {.leave_timeout = std::chrono::hours(1)});
  TestClient kept(server.port());
  EXPECT_EQ(kept.get("/hello").headers.get("Connection"), "");
  server.server().shutdown([] { FAIL() << "it has not left yet"; });
  const auto close_is_said = [&] {
    TestClient fresh(server.port());
    const TestResponse answer = fresh.get("/hello");
    EXPECT_EQ(answer.status, 200U);
    return answer.headers.get("Connection") == "close" && fresh.closed();
  };
  // Each loop learns of it a moment later.
  for (int in_a_row = 0; in_a_row < 20;) in_a_row = close_is_said() ? in_a_row + 1 : 0;
  EXPECT_EQ(kept.get("/hello").headers.get("Connection"), "close");
  EXPECT_TRUE(kept.closed());
}

TEST_F(ServerLimitsTest, DrainsWhenOthersHaveHadTheTimeToLearn) {
  std::promise<void> drained;
  TestServer server(router_, {.leave_timeout = std::chrono::milliseconds(20)});
  TestClient idle(server.port());
  EXPECT_EQ(idle.get("/hello").status, 200U);
  server.server().shutdown([&drained] { drained.set_value(); });
  drained.get_future().get();
  EXPECT_TRUE(idle.closed());
  EXPECT_THROW(TestClient(server.port()), std::system_error);
}

TEST_F(ServerLimitsTest, EndsWhatIsLeftAfterTheDrainTimeout) {
  std::promise<void> drained;
  TestServer server(router_, {.drain_timeout = std::chrono::milliseconds(50)});
  TestClient client(server.port());
  client.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
  gate_.await_entered();
  server.server().shutdown([&drained] { drained.set_value(); });
  drained.get_future().get();
  EXPECT_TRUE(client.closed());
  gate_.open();
}

TEST_F(ServerLimitsTest, LogsTheRouteAndNeverThePath) {
  testing::internal::CaptureStderr();
  {
    std::promise<void> drained;
    TestServer server(router_);
    TestClient(server.port()).get("/invitations/tell-nobody?secret=1", {{"X-Request-Id", "log-me-once"}});
    server.server().shutdown([&drained] { drained.set_value(); });
    drained.get_future().get();
  }
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_THAT(log, Not(HasSubstr("tell-nobody")));
  EXPECT_THAT(log, Not(HasSubstr("secret")));
  const boost::json::object line = boost::json::parse(log.substr(0, log.find('\n'))).as_object();
  EXPECT_EQ(line.at("event"), "request");
  EXPECT_EQ(line.at("method"), "GET");
  EXPECT_EQ(line.at("route"), "/invitations/{token}");
  EXPECT_EQ(line.at("status"), 200);
  EXPECT_EQ(line.at("bytes"), 5);
  EXPECT_EQ(line.at("requestId"), "log-me-once");
  EXPECT_EQ(line.at("remote"), "127.0.0.1");
}

}  // namespace
}  // namespace doggy::http
