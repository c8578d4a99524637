#include "registry/records/readable.h"

#include <utility>

#include "platform/try.h"
#include "registry/log/dog_log.h"
#include "registry/records/record.h"

namespace doggy::records {
namespace {}  // namespace

Task<Result<std::set<std::string>>> readable_labels(store::Store& store, std::string dog_id, circle::Grant reader,
                                                    std::vector<std::string> labels) {
  std::erase_if(labels, [&](const std::string& text) {
    const auto label = parse_label(text);
    return !label || !circle::may_read(reader, label->facts());
  });
  std::set<std::string> wanted;
  for (const std::string& text : labels) wanted.emplace(parse_label(text)->record_id);

  std::set<std::string> visible;
  auto next = wanted.begin();
  while (next != wanted.end()) {
    std::vector<store::Key> keys;
    for (; next != wanted.end() && keys.size() < store::kMostKeys; ++next)
      keys.push_back({.pk = log::partition_of(dog_id), .sk = record_sort_key(*next)});
    CO_TRY(auto records, co_await store.get_many(std::move(keys)));
    for (const auto& record : records) {
      const auto label = record ? parse_label(record->label) : std::nullopt;
      if (label && circle::may_read(reader, label->facts())) visible.emplace(label->record_id);
    }
  }

  std::set<std::string> readable;
  for (std::string& text : labels)
    if (visible.contains(std::string(parse_label(text)->record_id))) readable.insert(std::move(text));
  co_return readable;
}

}  // namespace doggy::records
