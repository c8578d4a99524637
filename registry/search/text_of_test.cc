#include "registry/search/text_of.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "registry/types/catalog.h"

namespace doggy::search {
namespace {

Texts texts(std::string_view type, std::string_view fields) {
  return texts_of(*types::find_type(type), boost::json::parse(fields).as_object());
}

TEST(TextOf, TakesTheTextsOfARecord) {
  const Texts note = texts("note", R"({"text":"Came at once.","tags":["recall","rain"],"pinned":true})");
  EXPECT_EQ(note.prose, "Came at once.");
  EXPECT_EQ(note.names, "recall · rain");

  const Texts abc = texts("abc-record", R"({"antecedent":"jogger","behavior":"barks","consequence":"leaves",
      "hypothesizedFunction":"escape","notes":"again"})");
  EXPECT_EQ(abc.prose, "jogger\nbarks\nleaves\nagain");
  EXPECT_EQ(abc.names, "");

  EXPECT_EQ(texts("visit", R"({"kind":"walk","route":"lake","report":"Swam."})").prose, "lake\nSwam.");
  EXPECT_EQ(texts("comment", R"({"about":"0192f0c0-0000-7000-8000-000000000001","text":"Well done"})").prose,
            "Well done");
}

TEST(TextOf, FindsTextsInListsOfObjects) {
  const Texts target = texts("target", R"({"name":"Recall","cue":"come","goal":"off leash",
      "steps":[{"description":"in the hall"},{"prompt":"lure"},{"description":"at the lake"}]})");
  EXPECT_EQ(target.names, "Recall · come");
  EXPECT_EQ(target.prose, "off leash\nin the hall\nat the lake");
}

TEST(TextOf, LeavesOutWhatNobodyWroteInWords) {
  const Texts photo = texts("attachment", R"({"caption":"in the sun","mediaType":"image/jpeg","sha256":"abcdef"})");
  EXPECT_EQ(photo.prose + photo.names, "in the sun");
  const Texts lesson = texts("appointment", R"({"title":"Class","kind":"class","timeZone":"Europe/Vienna",
      "recurrence":"FREQ=WEEKLY","endsAt":"2026-11-23T10:00:00Z"})");
  EXPECT_EQ(lesson.prose + lesson.names, "Class");
}

TEST(TextOf, ShowsWhoIsMentionedByTheirName) {
  EXPECT_EQ(texts("note", R"({"text":"Ask @[Olaf](0192f0c0-0000-7000-8000-00000000000b), @[no](id) @["})").prose,
            "Ask @Olaf, @[no](id) @[");
}

}  // namespace
}  // namespace doggy::search
