#include "registry/app/check_command.h"

#include <ctime>
#include <filesystem>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "platform/async/run_task.h"
#include "platform/async/runtime.h"
#include "platform/try.h"
#include "registry/app/media_settings.h"
#include "registry/app/search_settings.h"
#include "registry/app/store_uri.h"
#include "registry/audit/verify.h"
#include "registry/keys.h"
#include "registry/media/check.h"
#include "registry/search/check.h"
#include "registry/store/format.h"
#include "registry/store/sqlite/snapshot.h"
#include "registry/store/sqlite/sqlite_store.h"

namespace doggy::app {
namespace {

constexpr std::size_t kProgressEvery = 1000;
constexpr std::size_t kScanAtOnce = 1000;

using Problems = std::vector<std::string>;

class StoreCheck {
 public:
  StoreCheck(OpenStore& open, media::BlobStore& blobs, std::filesystem::path searches, bool repair,
             std::size_t findings, std::ostream& out)
      : store_(*open.store),
        scan_(*open.scan),
        blobs_(blobs),
        searches_(std::move(searches)),
        repair_(repair),
        out_(out),
        findings_(findings) {}

  Task<Result<int>> run() {
    CO_CHECK_OK(co_await store::check_format(store_));
    CO_CHECK_OK(co_await look_at_keys());
    CO_CHECK_OK(co_await look_at_dogs());
    CO_CHECK_OK(co_await look_at_twins());
    CO_CHECK_OK(look_at_files());
    summarize();
    co_return findings_ == repaired_ ? 0 : 1;
  }

 private:
  // Whether there were any.
  bool report(const std::string& of, const Problems& problems) {
    for (const std::string& problem : problems) out_ << of << ": " << problem << '\n';
    findings_ += problems.size();
    return !problems.empty();
  }

  // All partitions there are, and what is found from outside.
  Task<Result<void>> look_at_keys() {
    const std::int64_t now = std::time(nullptr);
    for (std::string position;;) {
      CO_TRY(auto page, co_await scan_.scan(std::move(position), kScanAtOnce));
      for (store::Item& item : page.items) {
        const keys::Family* family = keys::family_of(item.key.pk);
        if (family != nullptr && family->end == keys::End::kWithOwner) partitions_.insert(item.key.pk);
        if (family != nullptr && family->end != keys::End::kWithItem) continue;
        CO_TRY(auto problem, co_await audit::verify_key(store_, std::move(item), now));
        if (!problem.empty()) report("key", {problem});
      }
      position = std::move(page.next);
      if (position.empty()) co_return Result<void>{};
    }
  }

  [[nodiscard]] std::vector<std::string> ids_under(const keys::Family& family) const {
    std::vector<std::string> ids;
    for (auto one = partitions_.lower_bound(std::string(family.prefix)); one != partitions_.end() && family.has(*one);
         ++one)
      ids.push_back(family.id_in(*one));
    return ids;
  }

  Task<Result<void>> look_at_dogs() {
    const std::vector<std::string> dogs = ids_under(keys::kDog);
    for (const std::string& dog_id : dogs) {
      auto done = co_await look_at_dog(dog_id);
      if (!done) co_return done;
      if (++dogs_ % kProgressEvery == 0) out_ << dogs_ << " of " << dogs.size() << " dogs …" << std::endl;
    }
    co_return Result<void>{};
  }

  Task<Result<void>> look_at_dog(std::string dog_id) {
    const std::string name = "dog " + dog_id;
    CO_TRY(auto verdict, co_await audit::verify_dog(store_, dog_id));
    CO_TRY(auto files, co_await media::check_media(store_, blobs_, dog_id, Timestamp::now()));
    CO_TRY(auto words, co_await search::check_index(store_, searches_, dog_id));
    entries_ += verdict.entries;
    records_ += verdict.records;
    erased_ += verdict.erased;
    bool wrong = report(name, verdict.problems);
    wrong = report(name, files.problems) || wrong;
    for (const std::string& leftover : files.leftovers) out_ << name << ": " << leftover << '\n';
    leftovers_ += files.leftovers.size();
    wrong = report(name, words) || wrong;
    wrong_dogs_ += wrong ? 1 : 0;
    if (!words.empty()) co_return co_await repair_index(dog_id, words.size());
    co_return Result<void>{};
  }

  Task<Result<void>> repair_index(std::string dog_id, std::size_t problems) {
    if (!repair_) {
      out_ << "dog " << dog_id << ": check --repair makes its search index anew\n";
      co_return Result<void>{};
    }
    auto rebuilt = co_await search::rebuild_index(store_, runtime_.workers(), searches_, dog_id);
    if (!rebuilt) co_return rebuilt;
    CO_TRY(auto left, co_await search::check_index(store_, searches_, dog_id));
    if (!left.empty()) co_return Result<void>{};
    repaired_ += problems;
    out_ << "dog " << dog_id << ": its search index was made anew\n";
    co_return Result<void>{};
  }

  // What organizations and people are told to have, and by what they are found.
  Task<Result<void>> look_at_twins() {
    const std::int64_t now = std::time(nullptr);
    for (const std::string& id : ids_under(keys::kOrganization)) {
      CO_TRY(auto problems, co_await audit::verify_organization(store_, id));
      report("organization " + id, problems);
    }
    for (const std::string& id : ids_under(keys::kAccount)) {
      CO_TRY(auto problems, co_await audit::verify_account(store_, id));
      report("account " + id, problems);
      CO_TRY(auto found, co_await audit::verify_found(store_, id, now));
      report("account " + id, found);
    }
    co_return Result<void>{};
  }

  // Of dogs that are no more.
  Result<void> look_at_files() {
    TRY(auto groups, blobs_.groups());
    for (const std::string& dog_id : groups)
      if (!partitions_.contains(keys::kDog.of(dog_id))) report("files of " + dog_id, {"there is no such dog"});
    for (const std::string& dog_id : search::indexed_dogs(searches_)) {
      if (partitions_.contains(keys::kDog.of(dog_id))) continue;
      report("search index of " + dog_id, {"there is no such dog"});
      if (!repair_) continue;
      if (auto removed = search::remove_index(searches_, dog_id); !removed) return removed;
      ++repaired_;
    }
    return {};
  }

  void summarize() const {
    out_ << dogs_ << " dogs, " << entries_ << " log entries, " << records_ << " records checked; " << wrong_dogs_
         << " dogs are not as their logs say";
    if (erased_ > 0) out_ << "; names were erased from " << erased_ << " entries, which keep their hashes";
    if (leftovers_ > 0) out_ << '\n' << leftovers_ << " files of interrupted work, which the server sees to by itself";
    out_ << '\n' << findings_ << " findings";
    if (repaired_ > 0) out_ << ", " << repaired_ << " of them repaired";
    out_ << std::endl;
  }

  store::Store& store_;
  store::Scan& scan_;
  media::BlobStore& blobs_;
  const std::filesystem::path searches_;
  const bool repair_;
  std::ostream& out_;
  Runtime runtime_{1, 1};
  std::set<std::string> partitions_;
  std::uint64_t dogs_ = 0;
  std::uint64_t entries_ = 0;
  std::uint64_t records_ = 0;
  std::uint64_t erased_ = 0;
  std::size_t wrong_dogs_ = 0;
  std::size_t findings_;  // Those of the database file at first.
  std::size_t repaired_ = 0;
  std::size_t leftovers_ = 0;
};

// Whether the file is whole, before anything in it is believed.
Result<Problems> look_at_file(const StoreUri& uri, bool accept_missing_wal, std::ostream& out) {
  if (uri.kind != StoreUri::Kind::kSqlite) return Problems{};
  if (accept_missing_wal) CHECK_OK(store::SqliteStore::accept_missing_log(uri.place));
  out << "reading the database …" << std::endl;
  return store::check_pages(uri.place);
}

}  // namespace

void add_check_options(CLI::App& command, CheckOptions& options) {
  command.add_option("--data", options.data, "Folder of the database")->envname("DOGGY_DATA")->capture_default_str();
  command.add_option("--from", options.store,
                     "Store to check: sqlite:DIR or dynamodb:TABLE[@ENDPOINT]; empty: the database in data");
  command.add_option("--media-store", options.media_store, "Where photos and videos are: folder or s3")
      ->envname("DOGGY_MEDIA_STORE")
      ->capture_default_str();
  command.add_option("--s3-bucket", options.s3_bucket, "The bucket of photos and videos")->envname("DOGGY_S3_BUCKET");
  command.add_option("--s3-endpoint", options.s3_endpoint, "URL of another S3 than AWS' own")
      ->envname("DOGGY_S3_ENDPOINT");
  command.add_option("--media-folder", options.media_folder, "Folder of photos and videos; empty: media in data")
      ->envname("DOGGY_MEDIA_FOLDER");
  command.add_option("--search-folder", options.search_folder, "Folder of the search's indexes; empty: search in data")
      ->envname("DOGGY_SEARCH_FOLDER");
  command.add_flag("--repair", options.repair, "Make anew what can be made from the records: the search's indexes");
  command.add_flag("--accept-missing-wal", options.accept_missing_wal,
                   "Go on without a write-ahead log that was lost: what was saved last is gone for good");
}

Result<int> run_check(const CheckOptions& options, std::ostream& out) {
  StoreUri uri{.kind = StoreUri::Kind::kSqlite, .place = options.data};
  if (!options.store.empty()) {
    TRY(auto parsed, parse_store_uri(options.store, "from"));
    uri = std::move(parsed);
  }
  TRY(const Problems pages, look_at_file(uri, options.accept_missing_wal, out));
  for (const std::string& problem : pages) out << "database: " << problem << std::endl;
  TRY(auto open, open_store(uri));
  const Settings settings{.data = options.data,
                          .media_store = options.media_store,
                          .media_folder = options.media_folder,
                          .s3_bucket = options.s3_bucket,
                          .s3_endpoint = options.s3_endpoint,
                          .search_folder = options.search_folder};
  TRY(auto blobs, open_media_store(settings));
  StoreCheck check(open, *blobs, search_folder(settings), options.repair, pages.size(), out);
  return run_task(check.run());
}

}  // namespace doggy::app
