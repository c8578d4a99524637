// Bodies that are read while they are sent.
#include <gtest/gtest.h>

#include <future>
#include <optional>

#include "platform/http/body_source.h"
#include "platform/http/server.h"
#include "platform/http/test_client.h"

namespace doggy::http {
namespace {

using namespace std::chrono_literals;

char byte_at(std::uint64_t at) {
  return static_cast<char>('a' + at % 23);
}

// What became of a source.
struct Story {
  std::promise<std::uint64_t> ended;  // How many bytes had been asked of it.
};

// `size` bytes, of which reading fails from `fails_at` on.
class Letters : public BodySource {
 public:
  Letters(std::uint64_t size, std::uint64_t fails_at, Story* story) : size_(size), fails_at_(fails_at), story_(story) {}
  ~Letters() override {
    if (story_ != nullptr) story_->ended.set_value(given_);
  }
  Letters(const Letters&) = delete;
  Letters& operator=(const Letters&) = delete;

  [[nodiscard]] std::uint64_t size() const override { return size_; }

  Task<Result<std::string>> read(std::size_t most) override {
    if (given_ >= fails_at_) co_return fail(Code::kUnavailable, "The disk is gone.");
    std::string bytes(std::min<std::uint64_t>(most, size_ - given_), '\0');
    for (char& byte : bytes) byte = byte_at(given_++);
    co_return bytes;
  }

 private:
  const std::uint64_t size_;
  const std::uint64_t fails_at_;
  Story* const story_;
  std::uint64_t given_ = 0;
};

class ServerStreamTest : public testing::Test {
 protected:
  ServerStreamTest() {
    router_.add({.method = Method::kGet, .path = "/letters", .handler = [this](Request request) {
                   return answer(std::stoull(*request.query_param("size")),
                                 std::stoull(request.query_param("fails").value_or("18446744073709551615")),
                                 std::exchange(story_, nullptr));
                 }});
  }

  static Task<Response> answer(std::uint64_t size, std::uint64_t fails_at, Story* story) {
    // A type that would be compressed if it had a body in memory.
    co_return Response{.content_type = "text/plain",
                       .stream = std::make_shared<Letters>(size, fails_at, story),
                       .etag = R"("letters")"};
  }

  void start(std::chrono::milliseconds write_timeout = 60s) {
    ServerOptions options;
    options.write_timeout = write_timeout;
    options.access_log = false;
    server_ = std::make_unique<TestServer>(router_, options);
  }

  // The number of bytes that were read for a client that went or stood still.
  static std::uint64_t end_of(Story& story) {
    auto ended = story.ended.get_future();
    if (ended.wait_for(10s) != std::future_status::ready) throw std::runtime_error("the source was not let go");
    return ended.get();
  }

  Router router_;
  Story* story_ = nullptr;  // Of the next response's source.
  std::unique_ptr<TestServer> server_;
};

TEST_F(ServerStreamTest, SendsEveryByteAndKeepsTheConnection) {
  start();
  TestClient client(server_->port());
  for (const std::uint64_t size : {0ULL, 1ULL, 131'072ULL, 131'073ULL, 5'000'000ULL}) {
    const TestResponse response = client.get("/letters?size=" + std::to_string(size), {{"Accept-Encoding", "gzip"}});
    EXPECT_EQ(response.status, 200U);
    EXPECT_EQ(response.headers.get("Content-Length"), std::to_string(size));
    EXPECT_FALSE(response.headers.has("Content-Encoding"));
    ASSERT_EQ(response.body.size(), size);
    for (std::uint64_t at = 0; at < size; ++at) ASSERT_EQ(response.body[at], byte_at(at)) << at;
  }
}

TEST_F(ServerStreamTest, ReadsNothingForHeadAndForWhatTheClientHas) {
  start();
  TestClient client(server_->port());
  Story head;
  story_ = &head;
  EXPECT_EQ(client.request("HEAD", "/letters?size=1000").headers.get("Content-Length"), "1000");
  EXPECT_EQ(end_of(head), 0U);
  Story known;
  story_ = &known;
  EXPECT_EQ(client.get("/letters?size=1000", {{"If-None-Match", R"("letters")"}}).status, 304U);
  EXPECT_EQ(end_of(known), 0U);
  EXPECT_EQ(client.get("/letters?size=3").body, "abc");
}

TEST_F(ServerStreamTest, EndsTheConnectionWhenReadingFailsOnTheWay) {
  start();
  TestClient client(server_->port());
  EXPECT_THROW(static_cast<void>(client.get("/letters?size=1000000&fails=300000")), std::runtime_error);
  EXPECT_EQ(TestClient(server_->port()).get("/letters?size=3").body, "abc");
}

TEST_F(ServerStreamTest, ReadsNoFurtherThanThePeerTakes) {
  start(300ms);
  constexpr std::uint64_t kSize = 1'000'000'000;
  Story story;
  story_ = &story;
  TestClient client(server_->port(), 4096);
  client.send("GET /letters?size=" + std::to_string(kSize) + " HTTP/1.1\r\nHost: h\r\n\r\n");
  // What the kernel buffers for a peer that takes nothing is a few megabytes.
  EXPECT_LT(end_of(story), kSize / 10);
}

TEST_F(ServerStreamTest, StopsWhenThePeerGoes) {
  start();
  constexpr std::uint64_t kSize = 1'000'000'000;
  Story story;
  story_ = &story;
  {
    TestClient client(server_->port(), 4096);
    client.send("GET /letters?size=" + std::to_string(kSize) + " HTTP/1.1\r\nHost: h\r\n\r\n");
  }
  EXPECT_LT(end_of(story), kSize);
}

}  // namespace
}  // namespace doggy::http
