#include "registry/api/load.h"

#include <gtest/gtest.h>

#include <optional>

#include "platform/async/run_task.h"
#include "platform/http/body_source.h"

namespace doggy::api {
namespace {

class Letters : public http::BodySource {
 public:
  [[nodiscard]] std::uint64_t size() const override { return 3; }
  Task<Result<std::string>> read(std::size_t most) override { co_return std::string("abc").substr(0, most); }
};

class HoldTest : public ::testing::Test {
 protected:
  // A response that holds the only permit.
  http::Response held(http::Response response) {
    auto permit = run_task(limit_.acquire("account"));
    EXPECT_TRUE(permit);
    hold_until_sent(response, std::move(*permit));
    return response;
  }
  bool is_free() { return run_task(limit_.acquire("account")).has_value(); }

  KeyedLimit limit_{{.name = "exports", .at_once = 1}};
};

TEST_F(HoldTest, CountsATextUntilItIsGone) {
  std::optional<http::Response> response = held(http::Response::json("{}"));
  ASSERT_TRUE(response->shared_body);
  EXPECT_EQ(*response->shared_body, "{}");
  EXPECT_FALSE(is_free());
  response.reset();
  EXPECT_TRUE(is_free());
}

TEST_F(HoldTest, CountsAStreamUntilItIsGone) {
  std::optional<http::Response> response = held({.stream = std::make_shared<Letters>()});
  EXPECT_EQ(response->stream->size(), 3u);
  EXPECT_EQ(run_task(response->stream->read(2)), "ab");
  EXPECT_FALSE(is_free());
  response.reset();
  EXPECT_TRUE(is_free());
}

}  // namespace
}  // namespace doggy::api
