#include "registry/app/check_command.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <ostream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "platform/async/run_task.h"
#include "registry/app/media_settings.h"
#include "registry/app/search_settings.h"
#include "registry/audit/verify.h"
#include "registry/media/check.h"
#include "registry/media/folder_blob_store.h"
#include "registry/search/check.h"
#include "registry/store/sqlite/sqlite_store.h"

namespace doggy::app {
namespace {

constexpr std::size_t kProgressEvery = 1000;

using Verify = Task<Result<std::vector<std::string>>> (*)(store::Store&, std::string);

// The organizations and people whose memberships are not as the other side says.
Task<Result<std::size_t>> check_twins(store::SqliteStore& store, std::ostream& out) {
  std::size_t wrong = 0;
  for (const auto& [prefix, what, verify] :
       {std::tuple<std::string, std::string, Verify>{"ORG#", "organization ", &audit::verify_organization},
        std::tuple<std::string, std::string, Verify>{"ACCOUNT#", "account ", &audit::verify_account}}) {
    auto partitions = store.partitions(prefix);
    if (!partitions) co_return std::unexpected(partitions.error());
    for (const std::string& partition : *partitions) {
      const std::string id = partition.substr(prefix.size());
      auto problems = co_await verify(store, id);
      if (!problems) co_return std::unexpected(problems.error());
      wrong += problems->empty() ? 0 : 1;
      for (const std::string& problem : *problems) out << what << id << ": " << problem << '\n';
    }
  }
  co_return wrong;
}

Task<Result<int>> check_all(store::SqliteStore& store, media::BlobStore& blobs, std::filesystem::path searches,
                            std::ostream& out) {
  const std::string prefix = "DOG#";
  auto dogs = store.partitions(prefix);
  if (!dogs) co_return std::unexpected(dogs.error());
  std::uint64_t entries = 0;
  std::uint64_t records = 0;
  std::uint64_t erased = 0;
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < dogs->size(); ++i) {
    const std::string dog_id = (*dogs)[i].substr(prefix.size());
    auto verdict = co_await audit::verify_dog(store, dog_id);
    if (!verdict) co_return std::unexpected(verdict.error());
    auto files = co_await media::check_media(store, blobs, dog_id);
    if (!files) co_return std::unexpected(files.error());
    std::ranges::move(*files, std::back_inserter(verdict->problems));
    auto words = co_await search::check_index(store, searches, dog_id);
    if (!words) co_return std::unexpected(words.error());
    std::ranges::move(*words, std::back_inserter(verdict->problems));
    entries += verdict->entries;
    records += verdict->records;
    erased += verdict->erased;
    wrong += verdict->problems.empty() ? 0 : 1;
    for (const std::string& problem : verdict->problems) out << "dog " << dog_id << ": " << problem << '\n';
    if ((i + 1) % kProgressEvery == 0) out << i + 1 << " of " << dogs->size() << " dogs …" << std::endl;
  }
  auto others = co_await check_twins(store, out);
  if (!others) co_return std::unexpected(others.error());
  auto groups = blobs.groups();
  if (!groups) co_return std::unexpected(groups.error());
  for (const std::string& dog_id : *groups) {
    if (std::ranges::find(*dogs, prefix + dog_id) != dogs->end()) continue;
    out << "files of " << dog_id << ": there is no such dog\n";
    ++wrong;
  }
  out << dogs->size() << " dogs, " << entries << " log entries, " << records << " records checked; " << wrong
      << " dogs are not as their logs say";
  if (erased > 0) out << "; names were erased from " << erased << " entries, which keep their hashes";
  out << '\n';
  co_return wrong + *others == 0 ? 0 : 1;
}

}  // namespace

Result<int> run_check(const CheckOptions& options, std::ostream& out) {
  auto store = store::SqliteStore::open(options.data);
  if (!store) return std::unexpected(std::move(store.error()));
  const Settings settings{
      .data = options.data, .media_folder = options.media_folder, .search_folder = options.search_folder};
  const auto blobs = media::folder_blob_store(media_folder(settings));
  return run_task(check_all(**store, *blobs, search_folder(settings), out));
}

}  // namespace doggy::app
