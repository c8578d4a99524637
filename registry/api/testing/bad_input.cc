#include "registry/api/testing/bad_input.h"

#include <boost/json/serialize.hpp>
#include <utility>

namespace doggy::testing {
namespace {

std::string with_value(std::string text, const std::string& name, const std::string& value) {
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
    text.replace(at, name.size(), value);
  return text;
}

}  // namespace

TEST_P(Refused, WithFieldAndRuleAndNothingIsLeftBehind) {
  const BadInput& row = GetParam();
  const std::string record_id = write(trainer(), dog_id_, target("Recall"));
  const auto fill = [&](std::string text) {
    text = with_value(std::move(text), "{dog}", dog_id_);
    text = with_value(std::move(text), "{record}", record_id);
    text = with_value(std::move(text), "{owner}", owner().email);
    return with_value(std::move(text), "{new}", new_id());
  };
  const std::string before = position_of(trainer());
  const std::string record = trainer().get(record_path(dog_id_, record_id)).body;
  const std::string circle = trainer().get(dog_path(dog_id_) + "/circle").body;

  expect_problem(trainer().send(row.method, fill(row.path), row.headers, fill(row.body)), row.status, row.wrong);

  EXPECT_EQ(position_of(trainer()), before);
  EXPECT_EQ(trainer().get(record_path(dog_id_, record_id)).body, record);
  EXPECT_EQ(trainer().get(dog_path(dog_id_) + "/circle").body, circle);
}

std::string note_with(const std::string& more) {
  return R"({"type":"note","occurredAt":"2026-11-23T10:00:00+01:00","text":"x",)" + more + "}";
}

std::string note_at(const std::string& time) {
  return R"({"type":"note","occurredAt":")" + time + R"(","text":"x"})";
}

std::string note_of(const std::string& text) {
  return boost::json::serialize(note(text));
}

std::string abc_with(const std::string& more) {
  return R"({"type":"abc-record","occurredAt":"2026-11-23T10:00:00Z","antecedent":"a","behavior":"b","consequence":"c",)" +
         more + "}";
}

std::string session_with(const std::string& block) {
  return R"({"type":"session","occurredAt":"2026-11-23T10:00:00Z","blocks":[)" + block + "]}";
}

}  // namespace doggy::testing
