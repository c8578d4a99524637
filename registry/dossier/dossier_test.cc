#include "registry/dossier/dossier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <filesystem>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/dossier/bundle.h"
#include "registry/dossier/chain.h"
#include "registry/dossier/texts.h"
#include "registry/records/import.h"
#include "registry/testing/torn_world.h"
#include "registry/types/catalog.h"

namespace doggy::dossier {
namespace {

using boost::json::array;
using boost::json::object;
using testing::kOwner;
using testing::kTrainer;
using testing::kWalker;

std::string id(int n) {
  return fmt::format("0192f0c0-0000-7000-8000-{:012}", n);
}

// All pieces together.
template <class Text>
std::string all_of(Text& text) {
  std::string all;
  for (;;) {
    const auto piece = run_task(text.next());
    EXPECT_TRUE(piece) << piece.error().detail;
    if (!piece || piece->empty()) return all;
    all += *piece;
  }
}

DossierDocument read(const std::string& text) {
  return *codec::decode_text<DossierDocument>(text, codec::Source::kClient);
}

class DossierTest : public testing::World {
 protected:
  void SetUp() override {
    dog_ = make_dog(kTrainer);
    join(dog_, kTrainer, kOwner, circle::Role::kOwner);
    join(dog_, kOwner, kWalker, circle::Role::kWalker);
    put(1, {{"type", "target"}, {"name", "Recall"}, {"steps", {object{{"distanceMeters", 5}}}}});
    const object trial{{"outcome", "correct"}, {"latencySeconds", 1.25}};
    put(2, {{"type", "session"}, {"blocks", {object{{"targetId", id(1)}, {"step", 0}, {"trials", {trial}}}}}});
    put(3, {{"type", "note"}, {"text", "Only mine"}, {"audience", array{}}});
    put(4, {{"type", "note"}, {"text", "For all"}, {"audience", array{"owner", "walker"}}, {"tags", {"walk"}}});
    put(5, {{"type", "comment"}, {"about", id(4)}, {"text", "Seen"}});
    put(6, {{"type", "comment"}, {"about", id(5)}, {"text", "Thanks"}, {"audience", array{"walker"}}});
  }

  void put(int n, object body) {
    body["occurredAt"] = fmt::format("2026-11-{:02}T10:00:00+01:00", n);
    const auto written = run_task(records_.put(dog_, id(n), actor(dog_, kTrainer), std::move(body), {}));
    ASSERT_TRUE(written) << written.error().detail;
  }
  [[nodiscard]] Sources sources() { return {.store = store, .dogs = dogs, .records = records_}; }
  std::string json_of(const std::string& who) {
    DossierText text(sources(), dog_, actor(dog_, who), clock());
    return all_of(text);
  }
  std::string table_of(std::string_view type) {
    TableText text(sources(), dog_, *grant(dog_, kTrainer), *types::find_type(type));
    return all_of(text);
  }
  DossierDocument document(const std::string& who) { return read(json_of(who)); }

  std::string dog_;
  records::Records records_{store, log, circle, clock};
};

// A record but for the dog's id on this server and its place in the dog's log.
std::map<std::string, std::string> essence(const DossierDocument& dossier) {
  std::map<std::string, std::string> found;
  for (object record : dossier.records) {
    for (const char* of_server : {"dogId", "version", "seq"}) record.erase(of_server);
    found[std::string(record.at("id").as_string())] = codec::to_text(record);
  }
  return found;
}

TEST_F(DossierTest, ComesBackIdenticalOnAnEmptyServer) {
  const DossierDocument before = document(kTrainer);
  ASSERT_EQ(before.records.size(), 6u);

  // Another server: a store of its own.
  store::MemoryStore empty;
  log::DogLog other_log{empty};
  circle::Circle other_circle{empty, other_log, clock};
  dogs::Dogs other_dogs{empty, other_log, other_circle, clock};
  records::Records other_records{empty, other_log, other_circle, clock};
  const auto dog =
      run_task(other_dogs.create({.id = kTrainer, .name = "creator"}, {{"name", "Balu"}, {"role", "trainer"}}));
  const std::string dog_id = dog->id.text();
  const auto by = run_task(other_circle.grant_of(dog_id, kTrainer));
  const circle::Actor importer{.grant = *by, .name = "name of a"};
  auto plan = plan_import({.dossier = before}, dog_id, clock(), circle::author_of(importer));
  ASSERT_TRUE(plan) << plan.error().fields.at(0).message;
  now_ms += kDayMs;
  const auto report = run_task(records::apply_import(other_records, dog_id, importer, *plan));
  ASSERT_TRUE(report) << report.error().fields.at(0).message;
  EXPECT_EQ(report->created, 6u);

  DossierText again({.store = empty, .dogs = other_dogs, .records = other_records}, dog_id, importer, clock());
  EXPECT_EQ(essence(read(all_of(again))), essence(before));
}

// Who is not the server's keeper cannot write in another's name.
TEST_F(DossierTest, IsTheImportersOverTheApi) {
  const auto plan = plan_import({.dossier = document(kTrainer)}, dog_, clock());
  for (const csv::PlannedRecord& one : plan->records) EXPECT_FALSE(one.origin);
}

TEST_F(DossierTest, HoldsWhatItsReaderMaySee) {
  EXPECT_EQ(document(kOwner).records.size(), 4u);
  EXPECT_EQ(document(kWalker).records.size(), 4u);
  EXPECT_TRUE(document(kWalker).log.empty());
  const std::string of_owner = json_of(kOwner);
  EXPECT_THAT(of_owner, ::testing::Not(::testing::HasSubstr("Only mine")));
  EXPECT_THAT(of_owner, ::testing::Not(::testing::HasSubstr("Thanks")));
}

// What was for the owner once and no longer is: its old revisions go with it.
TEST_F(DossierTest, HoldsNoOldRevisionOfWhatIsHiddenNow) {
  put(7, {{"type", "note"}, {"text", "Second thoughts"}, {"audience", array{"owner"}}});
  EXPECT_THAT(json_of(kOwner), ::testing::HasSubstr("Second thoughts"));
  const auto narrowed =
      run_task(records_.patch(dog_, id(7), actor(dog_, kTrainer), {{"audience", array{"trainer"}}}, {}));
  ASSERT_TRUE(narrowed) << narrowed.error().detail;
  const DossierDocument of_owner = document(kOwner);
  EXPECT_THAT(json_of(kOwner), ::testing::Not(::testing::HasSubstr("Second thoughts")));
  EXPECT_FALSE(broken_chain(of_owner.log));
  EXPECT_FALSE(changed_record(of_owner));
  EXPECT_THAT(json_of(kTrainer), ::testing::HasSubstr("Second thoughts"));
}

TEST_F(DossierTest, ProvesThatNothingWasChanged) {
  DossierDocument dossier = document(kOwner);
  EXPECT_FALSE(dossier.log.empty());
  EXPECT_FALSE(broken_chain(dossier.log));
  EXPECT_FALSE(changed_record(dossier));
  for (object& record : dossier.records)
    if (record.contains("tags")) record["text"] = "Something else";
  EXPECT_TRUE(changed_record(dossier));
  const auto refused = plan_import({.dossier = dossier}, dog_, clock());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fields.at(0).rule, "chain");
}

TEST_F(DossierTest, ReportsWhatIsWrongRecordByRecord) {
  DossierDocument dossier = document(kTrainer);
  dossier.log.clear();
  dossier.records[0]["id"] = "x";
  dossier.records[1]["text"] = 7;
  const auto plan = plan_import({.dossier = dossier}, dog_, clock());
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->report.errors.size(), 2u);
  EXPECT_EQ(plan->report.errors[0].line, 1u);
  EXPECT_EQ(plan->report.errors[1].field.value(), "text");
  dossier.format = "other";
  EXPECT_EQ(plan_import({.dossier = dossier}, dog_, clock()).error().fields.at(0).field, "dossier.format");
}

TEST_F(DossierTest, HasATableForEachType) {
  const std::string notes = table_of("note");
  EXPECT_THAT(notes, ::testing::HasSubstr("For all"));
  EXPECT_EQ(std::ranges::count(notes, '\n'), 3);
  EXPECT_LT(notes.find("Only mine"), notes.find("For all")) << "oldest first";
  EXPECT_EQ(std::ranges::count(table_of("weight"), '\n'), 1) << "the header";
}

// However much there is of a dog, what is in memory of it is a page.
TEST_F(DossierTest, ComesInPiecesOfBoundedSize) {
  constexpr std::size_t kMostOfPiece = 2'500'000;
  constexpr int kNotes = 150;
  for (int i = 0; i < kNotes; ++i) {
    object body{{"type", "note"}, {"text", std::string(18'000, 'x')}, {"audience", array{"owner"}}};
    body["occurredAt"] = "2026-11-20T10:00:00Z";
    ASSERT_TRUE(run_task(records_.put(dog_, id(1000 + i), actor(dog_, kTrainer), std::move(body), {})));
  }
  DossierText text(sources(), dog_, actor(dog_, kOwner), clock());
  std::string all;
  std::size_t pieces = 0;
  for (bool more = true; more; ++pieces) {
    const auto piece = run_task(text.next());
    ASSERT_TRUE(piece) << piece.error().detail;
    EXPECT_LT(piece->size(), kMostOfPiece);
    more = !piece->empty();
    all += *piece;
  }
  EXPECT_GT(pieces, 5U);
  const DossierDocument whole = read(all);
  EXPECT_EQ(whole.records.size(), 4U + kNotes);
  EXPECT_FALSE(broken_chain(whole.log));

  TableText table(sources(), dog_, *grant(dog_, kOwner), *types::find_type("note"));
  std::size_t rows = 0;
  for (bool more = true; more;) {
    const auto piece = run_task(table.next());
    ASSERT_TRUE(piece);
    EXPECT_LT(piece->size(), kMostOfPiece);
    more = !piece->empty();
    rows += static_cast<std::size_t>(std::ranges::count(*piece, '\n'));
  }
  EXPECT_EQ(rows, 1U + 1U + kNotes);
}

class BundleTest : public DossierTest {
 protected:
  ~BundleTest() override { std::filesystem::remove_all(folder_); }

  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("doggy-bundle-" + Uuid::v7().text());
  boost::asio::thread_pool workers_{1};
  WorkerPool heavy_{{.name = "exports", .threads = 1, .queue_limit = 4}};
};

TEST_F(BundleTest, MakesAZipFileOfADog) {
  Bundle bundle(workers_, folder_, {});
  ASSERT_TRUE(run_task(add_dog(bundle, sources(), dog_, actor(dog_, kTrainer), clock())));
  const auto zip = run_task(bundle.zip(heavy_));
  ASSERT_TRUE(zip) << zip.error().detail;
  EXPECT_TRUE((*zip)->read(0, 2)->starts_with("PK"));
  const std::string all = *(*zip)->read(0, (*zip)->size());
  for (const char* name : {"README.txt", "dossier.json", "csv/note.csv", "csv/session.csv"})
    EXPECT_THAT(all, ::testing::HasSubstr(name));
  EXPECT_THAT(all, ::testing::Not(::testing::HasSubstr("csv/weight.csv"))) << "there are no weights";
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(BundleTest, StopsWhenNobodyWaitsForIt) {
  const auto left = std::make_shared<std::atomic<bool>>(true);
  Bundle bundle(workers_, folder_, left);
  const auto added = run_task(add_dog(bundle, sources(), dog_, actor(dog_, kTrainer), clock()));
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, Code::kUnavailable);
}

class TornDossierTest : public testing::TornWorld {
 protected:
  Result<DossierDocument> document(const std::string& dog) {
    DossierText text({.store = torn, .dogs = dogs, .records = torn_records}, dog, actor(dog, kTrainer), clock());
    std::string whole;
    for (;;) {
      TRY(const std::string piece, run_task(text.next()));
      if (piece.empty()) return read(whole);
      whole += piece;
    }
  }
};

// It would be refused when it is imported.
TEST_F(TornDossierTest, IsNotMadeOfHalfALog) {
  const std::string dog = make_dog(kTrainer);
  put_note(dog, id(1), "one");
  tear("LOG#");
  const auto half = document(dog);
  ASSERT_FALSE(half.has_value());
  EXPECT_EQ(half.error().code, Code::kUnavailable);
  mend();
  const auto whole = document(dog);
  ASSERT_TRUE(whole.has_value());
  EXPECT_EQ(whole->log.size(), 2U);
}

}  // namespace
}  // namespace doggy::dossier
