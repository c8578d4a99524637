// For API tests: bad input as a table. Each row is a case of its own.
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "registry/api/testing/scene.h"

namespace doggy::testing {

struct BadInput {
  std::string name;
  std::string method;
  /// Path and body may name a dog of the caller's, its target, an unused id and somebody else's email: {dog}, {record},
  /// {new}, {owner}.
  std::string path;
  std::string body;
  unsigned status;
  std::vector<Wrong> wrong = {};
  HeaderList headers = {{"Content-Type", "application/json"}};
};

inline std::ostream& operator<<(std::ostream& out, const BadInput& row) {
  return out << row.method << " " << row.path << " " << row.body.substr(0, 200);
}

inline std::string name_of(const ::testing::TestParamInfo<BadInput>& tested) {
  return tested.param.name;
}

/// Its case sends the row and expects its problem, and that nothing is left behind.
class Refused : public ApiTest, public ::testing::WithParamInterface<BadInput> {
 protected:
  // Dogs that stay would make each case slower than the one before.
  void TearDown() override { EXPECT_EQ(trainer().remove(dog_path(dog_id_)).status, 204u); }

  const std::string dog_id_ = scene().make_dog(trainer());
};

inline const std::string kNewRecord = "/v1/dogs/{dog}/records/{new}";
inline const std::string kRecord = "/v1/dogs/{dog}/records/{record}";

/// Bodies as text, so that they can be wrong in any way.
[[nodiscard]] std::string note_with(const std::string& more);
[[nodiscard]] std::string note_at(const std::string& time);
[[nodiscard]] std::string note_of(const std::string& text);
[[nodiscard]] std::string abc_with(const std::string& more);
[[nodiscard]] std::string session_with(const std::string& block);

}  // namespace doggy::testing
