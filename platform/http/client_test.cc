#include "platform/http/client.h"

#include <gmock/gmock.h>

#include <atomic>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>
#include <future>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "platform/async/run_task.h"
#include "platform/http/test_client.h"

namespace doggy::http {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

using Answer = std::expected<ClientResponse, ClientError>;

Task<Response> tell(Request request) {
  Response response = Response::json(std::string(to_string(request.method)) + " " + request.path + "?" + request.query +
                                     " " + std::string(request.headers.get("X-Dog")) + " " +
                                     std::string(request.headers.get("User-Agent")) + " " + request.body);
  response.headers.add("X-Answer", "wag");
  co_return response;
}

Task<Response> redirect(Request) {
  Response response = Response::empty(302);
  response.headers.add("Location", "/told");
  co_return response;
}

Task<Response> redirect_away(Request) {
  Response response = Response::empty(302);
  response.headers.add("Location", "http://dogs.example.org/");
  co_return response;
}

Task<Response> be_long(Request) {
  co_return Response{.content_type = "text/plain", .body = std::string(100'000, 'x')};
}

TEST(RetryAfter, IsSecondsWithinALimit) {
  const auto asked = [](const char* value) {
    ClientResponse response;
    if (*value != '\0') response.headers.add("Retry-After", value);
    return retry_after(response, 1h);
  };
  EXPECT_EQ(asked(""), std::nullopt);
  EXPECT_EQ(asked("120"), 120s);
  EXPECT_EQ(asked("0"), 1s);
  EXPECT_EQ(asked("86400"), 1h);
  EXPECT_EQ(asked("99999999999999999999"), 1h);
  EXPECT_EQ(asked("Wed, 25 Nov 2026 10:00:00 GMT"), 1h);
}

class ClientTest : public testing::Test {
 protected:
  ClientTest() {
    for (const Method method : {Method::kGet, Method::kPost, Method::kPut, Method::kPatch, Method::kDelete})
      router_.add({.method = method,
                   .path = "/told",
                   .handler = tell,
                   .accepts_body = method != Method::kGet,
                   .body_type = "text/plain"});
    router_.add({.method = Method::kGet, .path = "/moved", .handler = redirect});
    router_.add({.method = Method::kGet, .path = "/moved-away", .handler = redirect_away});
    router_.add({.method = Method::kGet, .path = "/long", .handler = be_long});
    router_.add({.method = Method::kGet, .path = "/never", .handler = [this](const Request&) { return wait(); }});
    router_.add({.method = Method::kGet, .path = "/peer", .handler = [this](const Request&) {
                   ++asked_;
                   return tell({});
                 }});
    server_.emplace(router_);
  }

  // A request that still waits belongs to the server's loop and must go before it.
  ~ClientTest() override {
    server_->stop();
    never_ = nullptr;
  }

  Task<Response> wait() {
    co_await suspend<int>([this](Resume<int> resume) {
      never_ = std::move(resume);
      waiting_.set_value();
    });
    co_return Response::empty();
  }

  [[nodiscard]] std::string url(std::string_view target, std::string_view host = "127.0.0.1") const {
    return "http://" + std::string(host) + ":" + std::to_string(server_->port()) + std::string(target);
  }

  static Answer send(Client& client, ClientRequest request) { return run_task(client.send(std::move(request))); }
  static ClientFailure failure(Client& client, ClientRequest request) {
    const Answer answer = send(client, std::move(request));
    if (answer) throw std::logic_error("answered " + std::to_string(answer->status));
    return answer.error().reason;
  }

  std::atomic<int> asked_ = 0;
  std::promise<void> waiting_;
  Resume<int> never_;
  Router router_;
  std::optional<TestServer> server_;
};

TEST_F(ClientTest, SendsMethodHeadersAndBody) {
  Client client;
  for (const Method method : {Method::kPost, Method::kPut, Method::kPatch, Method::kDelete}) {
    ClientRequest request{.method = method, .url = url("/told?a=b"), .body = "woof"};
    request.headers.add("X-Dog", "Balu");
    request.headers.add("Content-Type", "text/plain");
    const Answer answer = send(client, std::move(request));
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->status, 200U);
    EXPECT_EQ(answer->headers.get("x-answer"), "wag");
    EXPECT_EQ(answer->body, std::string(to_string(method)) + " /told?a=b Balu doggy/" DOGGY_VERSION " woof");
  }
  EXPECT_THAT(send(client, {.url = url("/told")})->body, HasSubstr("GET /told?"));
  EXPECT_EQ(send(client, {.method = Method::kHead, .url = url("/told")})->body, "");
  EXPECT_EQ(send(client, {.method = Method::kPost, .url = url("/told")})->status, 200U);
  EXPECT_EQ(send(client, {.url = url("/v1/nothing")})->status, 404U);
}

TEST_F(ClientTest, KeepsTheConnection) {
  Client client;
  const auto connections = [this] {
    const std::string text = server_->metrics().text();
    return text.find("doggy_http_connections 1") != std::string::npos;
  };
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(send(client, {.url = url("/told")}));
    EXPECT_TRUE(connections());
  }
}

// Answers the first request, reads the second one and hangs up, and then answers whatever else comes.
class HangsUpOnce {
 public:
  HangsUpOnce() : thread_([this] { serve(); }) {}
  ~HangsUpOnce() {
    boost::system::error_code ignored;
    boost::asio::ip::tcp::socket waker(loop_);
    ending_ = true;
    waker.connect(acceptor_.local_endpoint(), ignored);
    waker.close(ignored);  // Else it would be read from.
    thread_.join();
  }
  HangsUpOnce(const HangsUpOnce&) = delete;
  HangsUpOnce& operator=(const HangsUpOnce&) = delete;

  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/";
  }
  [[nodiscard]] int read() const { return read_; }

 private:
  void serve() {
    while (!ending_) {
      boost::asio::ip::tcp::socket peer(loop_);
      acceptor_.accept(peer);
      boost::system::error_code gone;
      std::string text;
      while (!gone) {
        const std::size_t size = boost::asio::read_until(peer, boost::asio::dynamic_buffer(text), "body", gone);
        if (gone) break;
        text.erase(0, size);
        if (++read_ == 2) break;
        boost::asio::write(peer, boost::asio::buffer(std::string("HTTP/1.1 204 X\r\n\r\n")), gone);
      }
    }
  }

  boost::asio::io_context loop_;
  boost::asio::ip::tcp::acceptor acceptor_{loop_, {boost::asio::ip::address_v4::loopback(), 0}};
  std::atomic<int> read_ = 0;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

TEST_F(ClientTest, SendsNoBodyTwice) {
  HangsUpOnce server;
  Client client;
  const auto send = [&] {
    return run_task(client.send({.method = Method::kPost, .url = server.url(), .body = "body"}));
  };
  ASSERT_TRUE(send().has_value());
  const Answer lost = send();
  ASSERT_FALSE(lost.has_value());
  EXPECT_EQ(lost.error().reason, ClientFailure::kBroken);
  EXPECT_EQ(server.read(), 2) << "who asks decides about another try";
  EXPECT_TRUE(send().has_value());
}

TEST_F(ClientTest, FollowsRedirectsOnlyWhenAsked) {
  Client client;
  const Answer kept = send(client, {.url = url("/moved")});
  EXPECT_EQ(kept->status, 302U);
  EXPECT_EQ(kept->headers.get("Location"), "/told");
  EXPECT_EQ(send(client, {.url = url("/moved"), .redirects = 1})->status, 200U);
}

TEST_F(ClientTest, LimitsTheResponse) {
  Client client;
  EXPECT_EQ(send(client, {.url = url("/long")})->body.size(), 100'000U);
  EXPECT_EQ(failure(client, {.url = url("/long"), .response_limit = 99'999}), ClientFailure::kTooLarge);
  const Answer dropped = send(client, {.url = url("/long"), .response_limit = 10, .body_wanted = false});
  ASSERT_TRUE(dropped) << dropped.error().detail;
  EXPECT_EQ(dropped->status, 200U);
  EXPECT_EQ(dropped->body, "");
}

TEST_F(ClientTest, SaysWhyThereIsNoAnswer) {
  Client client;
  EXPECT_EQ(failure(client, {.url = "no url"}), ClientFailure::kBadRequest);
  EXPECT_EQ(failure(client, {.url = "file:///etc/hostname"}), ClientFailure::kBadRequest);
  EXPECT_EQ(failure(client, {.url = "http://" + std::string(64, 'a') + ".invalid/"}), ClientFailure::kUnresolved);
  EXPECT_EQ(failure(client, {.url = "http://127.0.0.1:1/"}), ClientFailure::kUnreachable);
  EXPECT_EQ(failure(client, {.url = "https" + url("/told").substr(4)}), ClientFailure::kTls);
  ClientRequest injecting{.url = url("/told")};
  injecting.headers.add("X-Dog", "Balu\r\nHost: other");
  EXPECT_EQ(failure(client, std::move(injecting)), ClientFailure::kBadRequest);
}

TEST_F(ClientTest, GivesUpAfterItsTime) {
  Client client;
  EXPECT_EQ(failure(client, {.url = url("/never"), .timeout = 50ms}), ClientFailure::kTimedOut);
}

TEST_F(ClientTest, StopsWhatIsUnderWay) {
  Client client;
  auto answer =
      boost::asio::co_spawn(server_->runtime().loop(0), client.send({.url = url("/never")}), boost::asio::use_future);
  waiting_.get_future().wait();
  client.stop();
  EXPECT_EQ(answer.get().error().reason, ClientFailure::kStopped);
  EXPECT_EQ(failure(client, {.url = url("/told")}), ClientFailure::kStopped);
}

TEST_F(ClientTest, DoesNotListenToTheEnvironment) {
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  ::setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
  Client client;
  EXPECT_TRUE(send(client, {.url = url("/told")}));
  ::unsetenv("http_proxy");
  ::unsetenv("ALL_PROXY");
}

TEST_F(ClientTest, GoesThroughTheProxyThatIsSet) {
  Client client({.proxy = url("")});
  const Answer answer = send(client, {.url = "http://dogs.invalid/told"});
  ASSERT_TRUE(answer) << answer.error().detail;  // Our server takes the absolute form for its own path.
  EXPECT_THROW(Client({.guard = Egress{}, .proxy = url("")}), std::logic_error);
}

TEST_F(ClientTest, AGuardRefusesWhatIsNotPublicBeforeConnecting) {
  Client client({.guard = Egress{}});
  for (const std::string& target : {url("/peer"), url("/peer", "localhost"), url("/peer", "[::1]"),
                                    url("/peer", "0x7f.1"), std::string("https://169.254.169.254/latest/"),
                                    std::string("https://10.0.0.1/"), std::string("https://[::ffff:10.0.0.1]/")})
    EXPECT_EQ(failure(client, {.url = target}), ClientFailure::kForbiddenTarget) << target;
  EXPECT_EQ(asked_, 0);
}

// What the URL says of it is fine; where the name leads is known only when it is looked up.
TEST_F(ClientTest, AGuardLooksAtTheAddressOfEachConnection) {
  for (const char* address : {"127.0.0.1", "169.254.169.254", "192.168.1.1", "[::1]", "[::ffff:127.0.0.1]", "[fd00::1]",
                              "[64:ff9b::7f00:1]", "10.0.0.1,127.0.0.1"}) {
    Client client({.guard = Egress{}, .names = {std::string("dogs.example.org:443:") + address}});
    EXPECT_EQ(failure(client, {.url = "https://dogs.example.org/"}), ClientFailure::kForbiddenTarget) << address;
  }
}

TEST_F(ClientTest, AGuardLooksAtWhereARedirectLeads) {
  Client client({.guard = Egress{.loopback = true}, .names = {"dogs.example.org:80:10.0.0.1"}});
  EXPECT_EQ(failure(client, {.url = url("/moved-away"), .redirects = 3}), ClientFailure::kForbiddenTarget);
}

TEST_F(ClientTest, AGuardMayLetThisMachineThrough) {
  Client client({.guard = Egress{.loopback = true}});
  EXPECT_EQ(send(client, {.url = url("/peer")})->status, 200U);
  EXPECT_EQ(send(client, {.url = url("/peer", "localhost")})->status, 200U);
  EXPECT_EQ(failure(client, {.url = "https://192.168.0.1/"}), ClientFailure::kForbiddenTarget);
}

TEST_F(ClientTest, ServesManyAtOnce) {
  Client client;
  std::vector<std::future<Answer>> answers;
  for (int i = 0; i < 100; ++i)
    answers.push_back(boost::asio::co_spawn(server_->runtime().loop(static_cast<std::size_t>(i % 2)),
                                            client.send({.url = url("/told?" + std::to_string(i))}),
                                            boost::asio::use_future));
  for (int i = 0; i < 100; ++i)
    EXPECT_THAT(answers[static_cast<std::size_t>(i)].get()->body, HasSubstr("?" + std::to_string(i) + " "));
}

}  // namespace
}  // namespace doggy::http
