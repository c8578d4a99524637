#include "registry/records/csv_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/types/catalog.h"

namespace doggy::csv {
namespace {

std::string read(std::string_view text, CellKind kind) {
  const auto value = read_cell(text, kind, {});
  return value ? codec::to_text(*value) : value.error().rule;
}

TEST(CsvFields, AreTheTypesOwnAndAudience) {
  const auto fields = fields_of(*types::find_type("note"));
  std::vector<std::string> names;
  for (const Field& field : fields) names.push_back(field.name + (field.required ? "!" : ""));
  EXPECT_THAT(names, testing::ElementsAre("text!", "tags", "pinned", "amends", "audience"));
  const auto of_target = fields_of(*types::find_type("target"));
  EXPECT_EQ(std::ranges::find(of_target, "steps", &Field::name)->kind, CellKind::kJson);
}

TEST(CsvFields, NumbersHaveADecimalPointOrComma) {
  EXPECT_EQ(read("12", CellKind::kNumber), "12");
  EXPECT_EQ(read("-3", CellKind::kNumber), "-3");
  EXPECT_EQ(read("+3", CellKind::kNumber), "3");
  EXPECT_EQ(read("31,3", CellKind::kNumber), "31.3");
  EXPECT_EQ(read("31.3", CellKind::kNumber), "31.3");
  EXPECT_EQ(read("0,5", CellKind::kNumber), "0.5");
  EXPECT_EQ(read("3,0", CellKind::kNumber), "3");
  for (std::string_view text :
       {"1.234,5", "1,234.5", "31 kg", "3-4", "1e5", "inf", "nan", "0x10", "--3", "+-3", ",", "many"}) {
    EXPECT_EQ(read(text, CellKind::kNumber), "type") << text;
  }
}

TEST(CsvFields, BooleansAreWords) {
  for (std::string_view text : {"yes", "YES", "ja", "true", "1", "x"})
    EXPECT_EQ(read(text, CellKind::kBoolean), "true");
  for (std::string_view text : {"no", "Nein", "FALSE", "0"}) EXPECT_EQ(read(text, CellKind::kBoolean), "false");
  EXPECT_EQ(read("maybe", CellKind::kBoolean), "type");
}

TEST(CsvFields, ListsAreSeparatedBySemicolonOrComma) {
  EXPECT_EQ(read("walk; park ,, jogger;", CellKind::kTexts), R"(["walk","park","jogger"])");
  EXPECT_EQ(read("Trainer;OWNER", CellKind::kChoices), R"(["trainer","owner"])");
}

TEST(CsvFields, ChoicesAreNormalized) {
  EXPECT_EQ(read("No Response", CellKind::kChoice), R"("no-response")");
  EXPECT_EQ(read("no_response", CellKind::kChoice), R"("no-response")");
}

TEST(CsvFields, NamesMatchInAnyStyle) {
  EXPECT_TRUE(same_name("Setting event", "settingEvent"));
  EXPECT_TRUE(same_name("duration_seconds", "durationSeconds"));
  EXPECT_FALSE(same_name("duration", "durationSeconds"));
}

TEST(CsvFields, TrimmingKeepsWholeCharacters) {
  EXPECT_EQ(trimmed("\xc2\xa0 voil\xc3\xa0 \xc2\xa0\n"), "voil\xc3\xa0");
  EXPECT_EQ(trimmed(" \t\r\n\xc2\xa0"), "");
}

}  // namespace
}  // namespace doggy::csv
