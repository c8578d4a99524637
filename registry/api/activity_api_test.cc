#include "registry/api/activity_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class ActivityApi : public ApiTest {
 protected:
  [[nodiscard]] std::vector<std::string> kinds() const {
    std::vector<std::string> found;
    const boost::json::value items = someone_.get("/v1/me/activity").at("/items");
    for (const boost::json::value& entry : items.as_array()) found.emplace_back(entry.at("kind").as_string());
    return found;
  }

  Person someone_ = Person::sign_up(anybody().port(), "Rosa");
};

TEST_F(ActivityApi, TellsWhatWasDoneToTheAccount) {
  EXPECT_THAT(kinds(), ElementsAre("signed-in"));
  ASSERT_EQ(someone_.post("/v1/me/tokens", {{"name", "script"}}).status, 201U);
  ASSERT_EQ(someone_.put("/v1/me/password", {{"current", kPassword}, {"password", "walks in the rain"}}).status, 204U);
  ASSERT_EQ(someone_.patch("/v1/me", {{"email", "new-" + someone_.email}, {"password", "walks in the rain"}}).status,
            200U);
  EXPECT_THAT(kinds(), ElementsAre("email-changed", "password-changed", "token-made", "signed-in"));
  const Reply page = someone_.get("/v1/me/activity?limit=1");
  EXPECT_EQ(page.text("/items/0/address"), "127.0.0.1");
  EXPECT_EQ(someone_.get("/v1/me/activity?limit=1&cursor=" + page.text("/next")).text("/items/0/kind"),
            "password-changed");
  EXPECT_THAT(stranger().get("/v1/me/activity").body, Not(HasSubstr("password-changed")));
}

TEST_F(ActivityApi, TellsOfRefusedSignIns) {
  const boost::json::object wrong{{"email", someone_.email}, {"password", "not this one"}};
  expect_problem(anybody().post("/v1/sessions", wrong, {{"User-Agent", "Guesser 1"}}), 401);
  // It is noted after the answer.
  while (kinds().size() < 2) std::this_thread::yield();
  const Reply list = someone_.get("/v1/me/activity");
  EXPECT_EQ(list.text("/items/0/kind"), "sign-in-refused");
  EXPECT_EQ(list.text("/items/0/device"), "Guesser 1");
}

}  // namespace
}  // namespace doggy::testing
