#include "registry/search/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "platform/try.h"
#include "registry/log/dog_log.h"
#include "registry/records/record.h"
#include "registry/search/catch_up.h"
#include "registry/search/sqlite/indexes.h"
#include "registry/search/sqlite/on_disk.h"

namespace doggy::search {
namespace {

constexpr std::size_t kAtOnce = 500;

struct Contents {
  sqlite::Standing standing;
  std::map<std::string, std::string> labels;  // By record.
};

Result<Contents> contents_of(const std::filesystem::path& folder, const std::string& dog_id) {
  Contents contents;
  std::error_code error;
  if (!std::filesystem::exists(folder / (dog_id + ".sqlite"), error)) return contents;
  try {
    const auto index = sqlite::Indexes(folder).open(dog_id);
    contents.standing = index->standing();
    for (auto& [record_id, label] : index->known()) contents.labels.emplace(record_id, std::move(label));
    return contents;
  } catch (const sql::Failure& failure) {
    return std::unexpected(sql::unavailable(failure));
  }
}

}  // namespace

Task<Result<std::vector<std::string>>> check_index(store::Store& store, std::filesystem::path folder,
                                                   std::string dog_id) {
  CO_TRY(auto contents, contents_of(folder, dog_id));
  std::vector<std::string> problems;
  store::Query query{.pk = log::partition_of(dog_id), .from = "REC#", .to = "REC$", .limit = kAtOnce};
  for (bool more = contents.standing.seq > 0; more;) {
    CO_TRY(auto items, co_await store.query(query));
    more = items.size() == kAtOnce;
    if (more) query.after = items.back().key.sk;
    for (const store::Item& item : items) {
      const auto label = records::parse_label(item.label);
      if (!label) continue;
      const auto known = contents.labels.extract(std::string(label->record_id));
      if (label->seq > contents.standing.seq) continue;  // Still to come.
      const bool same = label->deleted ? known.empty() : !known.empty() && known.mapped() == item.label;
      if (!same) problems.push_back(fmt::format("record {} is not in the search index as it is", label->record_id));
    }
  }
  for (const auto& [record_id, label] : contents.labels)
    problems.push_back(fmt::format("record {} is in the search index and nowhere else", record_id));
  co_return problems;
}

Task<Result<void>> rebuild_index(store::Store& store, boost::asio::thread_pool& workers, std::filesystem::path folder,
                                 std::string dog_id) {
  CO_TRY(auto head, co_await store.get(log::head_key(dog_id)));
  auto removed = remove_index(folder, dog_id);
  if (!removed || !head) co_return removed;
  sqlite::Indexes indexes(std::move(folder));
  CO_TRY(auto index, co_await sqlite::on_disk(workers, [&indexes, dog_id] { return indexes.open(dog_id); }));
  const std::uint64_t seq = head->version;
  co_return co_await catch_up(store, workers, std::move(index), std::move(dog_id), seq);
}

std::vector<std::string> indexed_dogs(const std::filesystem::path& folder) {
  std::vector<std::string> dogs;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    if (entry->path().extension() == ".sqlite") dogs.push_back(entry->path().stem().string());
  std::ranges::sort(dogs);
  return dogs;
}

Result<void> remove_index(const std::filesystem::path& folder, const std::string& dog_id) {
  try {
    sqlite::Indexes(folder).remove(dog_id);
    return {};
  } catch (const sql::Failure& failure) {
    return std::unexpected(sql::unavailable(failure));
  }
}

}  // namespace doggy::search
