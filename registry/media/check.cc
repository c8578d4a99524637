#include "registry/media/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "registry/log/dog_log.h"
#include "registry/media/processing.h"
#include "registry/records/record.h"

namespace doggy::media {
namespace {

constexpr std::size_t kAtOnce = 500;

// What is wrong with the bytes of a record that is there.
Result<std::string> problem_of(BlobStore& blobs, const std::string& dog_id, const records::Opened& attachment) {
  const std::string id = attachment.common.id.text();
  auto blob = blobs.open(blob_key(dog_id, id, Size::kFull));
  if (!blob && blob.error().code == Code::kNotFound) return fmt::format("attachment {} has no file", id);
  if (!blob) return std::unexpected(std::move(blob.error()));
  auto hash = sha256_of(**blob);
  if (!hash) return std::unexpected(std::move(hash.error()));
  if (*hash != std::string_view(attachment.fields.at("sha256").as_string()))
    return fmt::format("the file of attachment {} is not as its record says", id);
  return std::string();
}

}  // namespace

Task<Result<std::vector<std::string>>> check_media(store::Store& store, BlobStore& blobs, std::string dog_id) {
  std::vector<std::string> problems;
  std::set<std::string> known;
  store::Query query{.pk = log::partition_of(dog_id), .from = "REC#", .to = "REC$", .limit = kAtOnce};
  for (bool more = true; more;) {
    auto items = co_await store.query(query);
    if (!items) co_return std::unexpected(items.error());
    more = items->size() == kAtOnce;
    if (more) query.after = items->back().key.sk;
    for (const store::Item& item : *items) {
      const auto label = records::parse_label(item.label);
      if (!label || label->type != "attachment") continue;
      known.insert(std::string(label->record_id));
      if (label->deleted) continue;
      auto opened = records::open_record(item.body);
      if (!opened) co_return std::unexpected(opened.error());
      auto problem = problem_of(blobs, dog_id, *opened);
      if (!problem) co_return std::unexpected(problem.error());
      if (!problem->empty()) problems.push_back(std::move(*problem));
    }
  }
  auto entries = blobs.list(dog_id);
  if (!entries) co_return std::unexpected(entries.error());
  for (const BlobStore::Entry& entry : *entries)
    if (!known.contains(entry.name.substr(0, entry.name.find('.'))))
      problems.push_back(fmt::format("no record tells of the file {}", entry.name));
  co_return problems;
}

}  // namespace doggy::media
