#include "registry/search/sqlite/dog_index.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "platform/id/uuid.h"
#include "registry/records/record.h"
#include "registry/search/sqlite/indexes.h"

namespace doggy::search::sqlite {
namespace {

using circle::Role;
using circle::Section;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const std::string kDog = "0192f0c0-0000-7000-8000-00000000000d";
const std::string kMe = "0192f0c0-0000-7000-8000-00000000000a";
const std::string kOther = "0192f0c0-0000-7000-8000-00000000000b";

std::string id(int n) {
  return fmt::format("0192f0c0-0000-7000-8000-{:012}", n);
}
int number_of(const Match& match) {
  return std::stoi(match.place.record_id.substr(24));
}

struct Written {
  int n = 1;
  std::uint64_t seq = 1;
  Texts texts;
  circle::Audience audience = {Role::kTrainer};
  std::string author = kMe;
  std::string type = "note";
  std::string at = "2026-11-23T10:00:00.000Z";
  bool deleted = false;
};

Entry entry(const Written& written) {
  const std::string record_id = id(written.n);
  const records::Label label{.section = Section::kNotes,
                             .audience = written.audience,
                             .deleted = written.deleted,
                             .seq = written.seq,
                             .previous = 0,
                             .author_id = written.author,
                             .type = written.type,
                             .record_id = record_id};
  return {
      .record_id = record_id, .label = records::label_text(label), .occurred_at = written.at, .texts = written.texts};
}

class DogIndexTest : public ::testing::Test {
 protected:
  void write(const std::vector<Written>& all) {
    std::vector<Entry> entries;
    std::uint64_t seq = index_.standing().seq;
    for (const Written& one : all) {
      entries.push_back(entry(one));
      seq = std::max(seq, one.seq);
    }
    index_.apply(entries, index_.standing(), seq);
  }

  std::vector<Match> find(std::string_view text, Question question = {}) {
    question.query = parse_query(text).value();
    return index_.find(question, grant_);
  }
  std::vector<int> ids(std::string_view text, Question question = {}) {
    std::vector<int> found;
    for (const Match& match : find(text, std::move(question))) found.push_back(number_of(match));
    return found;
  }

  circle::Grant grant_ =
      circle::make_grant(kMe, {{.role = Role::kTrainer, .sections = circle::default_sections(Role::kTrainer)}});
  DogIndex index_{":memory:", kDog};
};

TEST_F(DogIndexTest, FindsWordsWithoutRegardToCaseAccentsAndEndings) {
  write(
      {{.n = 1, .texts = {"", "Rückruf im Gärtchen"}}, {.n = 2, .seq = 2, .texts = {"recall", "over the LONG line"}}});
  EXPECT_THAT(ids("rückruf"), ElementsAre(1));
  EXPECT_THAT(ids("RUCKRUF"), ElementsAre(1));
  EXPECT_THAT(ids("gart"), ElementsAre(1));
  EXPECT_THAT(ids("gärt"), ElementsAre(1));
  EXPECT_THAT(ids("gartchen im"), ElementsAre(1));
  EXPECT_THAT(ids("rec long"), ElementsAre(2));
  EXPECT_THAT(ids("rec garden"), IsEmpty());
  EXPECT_THAT(ids("l"), IsEmpty());
  EXPECT_THAT(ids(R"("long line")"), ElementsAre(2));
  EXPECT_THAT(ids(R"("line long")"), IsEmpty());
  EXPECT_THAT(ids(R"("lon")"), IsEmpty());
}

TEST_F(DogIndexTest, LeavesOutWhatIsNotWanted) {
  write({{.n = 1, .texts = {"", "walk in rain"}}, {.n = 2, .seq = 2, .texts = {"", "walk in snow"}}});
  EXPECT_THAT(ids("walk -rain"), ElementsAre(2));
  EXPECT_THAT(ids("walk -rai -snow"), IsEmpty());
  EXPECT_THAT(ids("walk -🐕"), UnorderedElementsAre(1, 2));
}

// FTS5 reads "NOT y" as y when there is nothing before.
TEST_F(DogIndexTest, SignsWithoutAWordFindNothing) {
  write({{.n = 1, .texts = {"", "walk in rain 🐕"}}});
  EXPECT_THAT(ids("🐕"), IsEmpty());
  EXPECT_THAT(ids("🐕 -rain"), IsEmpty());
  EXPECT_THAT(ids("🐕 walk"), ElementsAre(1));
}

TEST_F(DogIndexTest, TakesNoSyntax) {
  write({{.n = 1, .texts = {"names", "near and or not"}}});
  for (const char* text : {"NEAR(near and)", "names:near", "near*", "^near", "near AND", "(near", "near OR nothing\"",
                           "{names prose}:near", "near + and", "near' -- and", "near;DROP", "a\\b near"})
    static_cast<void>(ids(text));
  EXPECT_THAT(ids("near NOT or"), ElementsAre(1));  // Four words, all of them there.
}

TEST_F(DogIndexTest, PutsTheBestFirstThenTheNewest) {
  const std::string filler = " and much else that was seen on that day along the way through the wood and back again";
  write({{.n = 1, .texts = {"", "recall" + filler}},
         {.n = 2, .seq = 2, .texts = {"recall", "x"}},
         {.n = 3, .seq = 3, .texts = {"", "recall, then recall"}},
         {.n = 4, .seq = 4, .texts = {"", "recall" + filler}, .at = "2026-11-24T10:00:00.000Z"}});
  EXPECT_THAT(ids("recall"), ElementsAre(2, 3, 4, 1));
  EXPECT_THAT(ids("recall", {.newest_first = true}), ElementsAre(4, 3, 2, 1));
}

// Of two worlds that differ in what is hidden, everything that is shown is the same, scores too.
TEST_F(DogIndexTest, WhatIsHiddenChangesNothing) {
  const std::vector<Written> open{{.n = 1, .seq = 1, .texts = {"", "recall and long line"}},
                                  {.n = 2, .seq = 2, .texts = {"line", "recall"}},
                                  {.n = 3, .seq = 3, .texts = {"", "line line line recall"}}};
  write(open);
  const auto shown = find("recall line");
  ASSERT_EQ(shown.size(), 3U);
  std::vector<Written> hidden;
  for (int n = 100; n < 200; ++n)
    hidden.push_back({.n = n,
                      .seq = static_cast<std::uint64_t>(n),
                      .texts = {"line", "recall recall line"},
                      .audience = {Role::kOwner},
                      .author = kOther});
  write(hidden);
  const auto now = find("recall line");
  ASSERT_EQ(now.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(now[i].place, shown[i].place);
    EXPECT_EQ(now[i].snippet, shown[i].snippet);
  }
  EXPECT_EQ(ids("recall line", {.limit = 2}).size(), 2U);
}

TEST_F(DogIndexTest, ShowsAllPageByPage) {
  std::vector<Written> all;
  for (int n = 1; n <= 25; ++n)
    all.push_back({.n = n,
                   .seq = static_cast<std::uint64_t>(n),
                   .texts = {n % 3 == 0 ? "walk" : "", "a walk"},
                   .at = fmt::format("2026-11-{:02}T10:00:00.000Z", 1 + n % 5)});
  write(all);
  for (const bool newest : {false, true}) {
    const auto whole = ids("walk", {.newest_first = newest, .limit = 50});
    std::vector<int> paged;
    Question question{.newest_first = newest, .limit = 4};
    for (;;) {
      const auto page = find("walk", question);
      for (const Match& match : page) paged.push_back(number_of(match));
      if (page.size() < question.limit) break;
      question.after = page.back().place;
    }
    EXPECT_EQ(paged, whole);
    EXPECT_EQ(paged.size(), 25U);
  }
}

TEST_F(DogIndexTest, Filters) {
  write({{.n = 1, .texts = {"", "walk"}, .at = "2026-11-01T10:00:00.000Z"},
         {.n = 2, .seq = 2, .texts = {"", "walk"}, .author = kOther, .type = "visit"},
         {.n = 3, .seq = 3, .texts = {"", "walk"}, .author = kOther, .type = "comment"}});
  EXPECT_THAT(ids("walk", {.filter = {.types = {"visit", "note"}}}), ElementsAre(2, 1));
  EXPECT_THAT(ids("walk", {.filter = {.author_id = kMe}}), ElementsAre(1));
  EXPECT_THAT(ids("walk", {.filter = {.from = "2026-11-01T10:00:00.001Z"}}), ElementsAre(3, 2));
  EXPECT_THAT(ids("walk", {.filter = {.from = "2026-11-01T10:00:00.000Z", .to = "2026-11-23T10:00:00.000Z"}}),
              ElementsAre(1));
}

TEST_F(DogIndexTest, FollowsRevisionsAndNeverLeadsBack) {
  write({{.n = 1, .seq = 5, .texts = {"", "second"}}});
  write({{.n = 1, .seq = 4, .texts = {"", "first"}}});
  EXPECT_THAT(ids("first"), IsEmpty());
  EXPECT_THAT(ids("second"), ElementsAre(1));
  write({{.n = 1, .seq = 6, .texts = {}, .deleted = true}});
  EXPECT_THAT(ids("second"), IsEmpty());
  write({{.n = 1, .seq = 7, .texts = {"", "second"}}});
  EXPECT_EQ(find("second").at(0).seq, 7U);
  // From a place where it no longer is.
  index_.apply({entry({.n = 2, .seq = 9, .texts = {"", "late"}})}, {.epoch = 0, .seq = 3}, 9);
  EXPECT_THAT(ids("late"), IsEmpty());
  EXPECT_EQ(index_.standing().seq, 7U);
}

TEST_F(DogIndexTest, ShowsWhereTheWordsStand) {
  write({{.n = 1, .texts = {"", "She said <b>Rückruf</b> & came"}}});
  std::string text;
  std::vector<std::string> matches;
  const auto found = find("ruck cam");
  for (const Piece& piece : found.at(0).snippet) {
    text += piece.text;
    if (piece.match) matches.push_back(piece.text);
  }
  EXPECT_EQ(text, "She said <b>Rückruf</b> & came");
  EXPECT_THAT(matches, ElementsAre("Rückruf", "came"));

  std::string longer;
  for (int i = 0; i < 500; ++i) longer += fmt::format("word{} ", i);
  write({{.n = 2, .seq = 2, .texts = {"", longer + "needle " + longer}}});
  std::size_t size = 0;
  const auto needles = find("needle");
  for (const Piece& piece : needles.at(0).snippet) size += piece.text.size();
  EXPECT_LT(size, 400U);
}

class IndexesTest : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove_all(folder_); }
  [[nodiscard]] std::string bytes() const {
    std::string all;
    for (const auto& file : std::filesystem::directory_iterator(folder_)) {
      std::ifstream stream(file.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(stream), {});
    }
    return all;
  }
  static void fill(DogIndex& index) {
    index.apply({entry({.n = 1, .texts = {"", "zweisilbig"}})}, index.standing(), 1);
  }

  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("doggy-indexes-" + Uuid::v7().text());
  Indexes indexes_{folder_, 2};
};

TEST_F(IndexesTest, KeepsWhatIsThereAndLetsNobodyElseReadIt) {
  fill(*indexes_.open(kDog));
  EXPECT_EQ(Indexes(folder_).open(kDog)->standing().seq, 1U);
  EXPECT_EQ(std::filesystem::status(folder_).permissions(), std::filesystem::perms::owner_all);
}

TEST_F(IndexesTest, MakesAnewWhatIsBroken) {
  {
    fill(*Indexes(folder_).open(kDog));
  }
  std::ofstream(folder_ / (kDog + ".sqlite")) << "this is no database at all, whatever its name may say of it";
  EXPECT_EQ(indexes_.open(kDog)->standing().seq, 0U);
}

TEST_F(IndexesTest, NeverOpensADogTwice) {
  const auto first = indexes_.open(kDog);
  for (int n = 1; n < 5; ++n) static_cast<void>(indexes_.open(id(n)));
  EXPECT_EQ(indexes_.open(kDog), first);
}

TEST_F(IndexesTest, RemovesTheWordsFromTheDisk) {
  auto index = indexes_.open(kDog);
  fill(*index);
  EXPECT_NE(bytes().find("zweisilbig"), std::string::npos);
  indexes_.remove(kDog);  // Somebody has it open.
  EXPECT_EQ(bytes().find("zweisilbig"), std::string::npos);
  EXPECT_EQ(index->standing(), (Standing{.epoch = 1, .seq = 0}));
  index.reset();
  indexes_.remove(kDog);
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
  indexes_.remove(kDog);
}

}  // namespace
}  // namespace doggy::search::sqlite
