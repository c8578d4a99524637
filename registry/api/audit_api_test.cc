#include "registry/api/audit_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

class AuditApi : public ApiTest {
 protected:
  void SetUp() override { dog_id_ = scene().make_shared_dog(); }

  [[nodiscard]] static std::vector<std::string> actions(const Reply& reply) {
    std::vector<std::string> found;
    for (const auto& item : reply.at("/items").as_array())
      found.push_back(std::string(item.at("by").at("name").as_string()) + " " +
                      std::string(item.at("action").as_string()));
    return found;
  }
  [[nodiscard]] Reply changes(const Person& who, const std::string& query = "") const {
    return who.get(dog_path(dog_id_) + "/audit" + query);
  }
  [[nodiscard]] Reply access(const Person& who) const { return who.get(dog_path(dog_id_) + "/audit/access"); }

  std::string dog_id_;
};

TEST_F(AuditApi, TellsWhoDidWhat) {
  const std::string id = write(walker(), dog_id_, note("x"));
  static_cast<void>(walker().patch(record_path(dog_id_, id), {{"text", "y"}}));
  static_cast<void>(walker().remove(record_path(dog_id_, id)));
  static_cast<void>(owner().remove(dog_path(dog_id_) + "/circle/" + walker().id));
  const Reply all = changes(owner());
  EXPECT_THAT(actions(all), ElementsAre("Olaf member-removed", "Wanda record-deleted", "Wanda record-changed",
                                        "Wanda record-created", "Wanda member-added", "Tina invitation-created",
                                        "Olaf member-added", "Tina invitation-created", "Tina dog-created"));
  EXPECT_EQ(all.text("/items/0/person"), "Wanda");
  EXPECT_EQ(all.text("/items/0/role"), "walker");
  EXPECT_EQ(all.text("/items/3/recordId"), id);
  EXPECT_EQ(all.text("/items/3/recordType"), "note");
}

TEST_F(AuditApi, KeepsHiddenRecordsHidden) {
  const std::string id = write(trainer(), dog_id_, note("x", {{"audience", {"trainer"}}}));
  EXPECT_THAT(changes(trainer()).body, HasSubstr(id));
  EXPECT_THAT(changes(owner()).body, Not(HasSubstr(id)));
}

TEST_F(AuditApi, ComesInPages) {
  for (int i = 0; i < 7; ++i) static_cast<void>(write(trainer(), dog_id_, note("x", {{"audience", {"trainer"}}})));
  static_cast<void>(write(trainer(), dog_id_, note("x", {{"audience", {"owner"}}})));
  Reply page = changes(owner(), "?limit=2");
  std::vector<std::string> found = actions(page);
  while (page.has("/next")) {
    page = changes(owner(), "?limit=2&cursor=" + page.text("/next"));
    for (std::string& one : actions(page)) found.push_back(std::move(one));
  }
  EXPECT_EQ(found, actions(changes(owner())));
  EXPECT_EQ(found.size(), 6U);
  expect_problem(changes(owner(), "?cursor=x"), 422, {{"cursor", "format"}});
  expect_problem(owner().get(dog_path(dog_id_) + "/audit/access?cursor=x"), 422, {{"cursor", "format"}});
}

TEST_F(AuditApi, TellsWhoLookedOnceADay) {
  for (int i = 0; i < 3; ++i) static_cast<void>(walker().get(records_path(dog_id_)));
  static_cast<void>(stranger().get(records_path(dog_id_)));
  EXPECT_THAT(actions(access(owner())), ElementsAre("Wanda viewed"));
  scene().registry.advance(std::chrono::days(1));
  static_cast<void>(walker().get(dog_path(dog_id_)));
  EXPECT_THAT(actions(access(owner())), UnorderedElementsAre("Wanda viewed", "Wanda viewed", "Olaf viewed"));
}

TEST_F(AuditApi, ADeviceThatSyncsHasLooked) {
  static_cast<void>(write(trainer(), dog_id_, note("x", {{"audience", {"walker"}}})));
  static_cast<void>(walker().post("/v1/sync"));
  EXPECT_THAT(actions(access(trainer())), ElementsAre("Wanda viewed"));
}

TEST_F(AuditApi, EachExportIsNoted) {
  static_cast<void>(walker().get(dog_path(dog_id_) + "/export"));
  static_cast<void>(walker().get(dog_path(dog_id_) + "/export?format=csv&type=note"));
  EXPECT_THAT(actions(access(owner())), UnorderedElementsAre("Wanda viewed", "Wanda exported", "Wanda exported"));
}

TEST_F(AuditApi, IsForgottenInTime) {
  static_cast<void>(walker().get(records_path(dog_id_)));
  scene().registry.advance(std::chrono::days(20));
  const Person again = owner().elsewhere();
  EXPECT_THAT(actions(access(again)), ElementsAre("Wanda viewed"));
  scene().registry.advance(std::chrono::days(350));
  const Person later = owner().elsewhere();
  EXPECT_THAT(actions(access(later)), ElementsAre("Olaf viewed"));
}

}  // namespace
}  // namespace doggy::testing
