#include "registry/erasure/erase_dog.h"

#include <utility>

#include "platform/try.h"
#include "registry/keys.h"
#include "registry/log/dog_log.h"
#include "registry/store/query_all.h"

namespace doggy::erasure {
namespace {

constexpr std::size_t kDeletionsAtOnce = 24;  // Within the 25 that every store takes.

Task<Result<void>> delete_places(store::Store& store, std::string dog_id) {
  const std::string prefix = "MEMBER#";
  CO_TRY(auto members,
         co_await store::query_all(store, {.pk = log::partition_of(dog_id), .from = prefix, .to = "MEMBER$"}));
  for (const store::Item& member : members) {
    std::vector<store::Write> writes;
    // Of a person or an organization.
    const std::string member_id = member.key.sk.substr(prefix.size());
    for (const keys::Family& kind : {keys::kAccount, keys::kOrganization})
      writes.emplace_back(store::Delete{{.pk = kind.of(member_id), .sk = keys::kDog.of(dog_id)}, store::Any{}});
    writes.emplace_back(store::Delete{member.key, store::Any{}});
    auto done = co_await store.commit(std::move(writes));
    if (!done) co_return done;
  }
  co_return Result<void>{};
}

}  // namespace

Task<Result<void>> delete_partition(store::Store& store, std::string pk, std::string kept) {
  store::Query query{.pk = std::move(pk), .limit = kDeletionsAtOnce};
  for (;;) {
    CO_TRY(auto items, co_await store.query(query));
    std::vector<store::Write> writes;
    for (const store::Item& item : items)
      if (item.key.sk != kept) writes.emplace_back(store::Delete{item.key, store::Any{}});
    if (!writes.empty()) {
      auto done = co_await store.commit(std::move(writes));
      if (!done) co_return done;
    }
    if (items.size() < kDeletionsAtOnce) co_return Result<void>{};
    query.after = items.back().key.sk;
  }
}

Task<Result<void>> erase_dog(store::Store& store, std::string dog_id) {
  auto done = co_await delete_places(store, dog_id);
  if (!done) co_return done;
  co_return co_await delete_partition(store, log::partition_of(dog_id));
}

}  // namespace doggy::erasure
