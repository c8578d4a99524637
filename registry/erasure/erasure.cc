#include "registry/erasure/erasure.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "platform/try.h"
#include "registry/erasure/erase_dog.h"
#include "registry/erasure/forget_in_dog.h"
#include "registry/jobs/queue.h"
#include "registry/keys.h"
#include "registry/store/query_all.h"

namespace doggy::erasure {
namespace {

constexpr std::size_t kAtOnce = 100;
constexpr std::string_view kDoomed = "DOOMED#";  // Dogs to be erased with the account.

std::string partition_of(const std::string& account_id) {
  return keys::kAccount.of(account_id);
}

// Ids in the sort keys of items of an account or an organization.
Task<Result<std::vector<std::string>>> ids_under(store::Store& store, std::string pk, std::string prefix) {
  std::string end = prefix;
  end.back() = '$';  // After '#'.
  store::Query query{.pk = std::move(pk), .from = prefix, .to = std::move(end), .limit = kAtOnce};
  CO_TRY(auto items, co_await store::query_all(store, std::move(query)));
  std::vector<std::string> ids;
  ids.reserve(items.size());
  for (const store::Item& item : items) ids.push_back(item.key.sk.substr(prefix.size()));
  co_return ids;
}

Task<Result<void>> delete_one(store::Store& store, store::Key key) {
  std::vector<store::Write> writes;
  writes.emplace_back(store::Delete{std::move(key), store::Any{}});
  co_return co_await store.commit(std::move(writes));
}

// Before the items that they find: nothing must lead to an account that is half gone.
Task<Result<void>> delete_finders(store::Store& store, std::string account_id) {
  store::Query query{.pk = partition_of(account_id), .limit = kAtOnce};
  for (;;) {
    CO_TRY(auto items, co_await store.query(query));
    for (const store::Item& item : items) {
      auto finder = keys::finder_of(item.key.sk, item.label);
      if (!finder) continue;
      auto done = co_await delete_one(store, {.pk = std::move(finder->pk), .sk = std::move(finder->sk)});
      if (!done) co_return done;
    }
    if (items.size() < kAtOnce) co_return Result<void>{};
    query.after = items.back().key.sk;
  }
}

Task<Result<bool>> runs_alone(organizations::Organizations& all, organizations::Organization one,
                              std::string account_id) {
  if (one.role != circle::OrganizationRole::kAdmin) co_return false;
  CO_TRY(auto members, co_await all.members(one.id.text(), std::move(account_id)));
  co_return std::ranges::count(members, circle::OrganizationRole::kAdmin, &organizations::Member::role) == 1;
}

std::vector<FieldError> in_the_way(const Outlook& ahead, bool delete_dogs) {
  std::vector<FieldError> found;
  found.reserve(ahead.organizations_run_alone.size() + ahead.dogs_kept_alone.size());
  for (const KeptAlone& one : ahead.organizations_run_alone)
    found.push_back({"", "lastAdmin", fmt::format("{} ({}) has no other admin.", one.name, one.id)});
  for (const KeptAlone& one : ahead.dogs_kept_alone)
    if (!delete_dogs)
      found.push_back({"deleteDogs", "lastKeeper", fmt::format("{} ({}) has no other keeper.", one.name, one.id)});
  return found;
}

}  // namespace

Erasure::Erasure(store::Store& store, log::DogLog& log, circle::Circle& circle,
                 organizations::Organizations& organizations, accounts::Accounts& accounts,
                 accounts::Sessions& sessions, accounts::Clock clock, DogGone dog_gone)
    : store_(store),
      log_(log),
      circle_(circle),
      organizations_(organizations),
      accounts_(accounts),
      sessions_(sessions),
      clock_(std::move(clock)),
      dog_gone_(std::move(dog_gone)) {}

void Erasure::do_jobs(jobs::Runner& runner) {
  const jobs::Effort effort{.attempts = 1'000'000, .lease = std::chrono::hours(2), .at_once = 1};
  runner.handle(std::string(kEraseAccount), [this](jobs::Job job) { return finish_account(std::move(job)); }, effort);
  runner.handle(std::string(circle::kEraseDog), [this](jobs::Job job) { return finish_dog(std::move(job)); }, effort);
}

Task<Result<Outlook>> Erasure::outlook(std::string account_id) {
  CO_TRY(auto dogs, co_await circle_.all_dogs_of(account_id));
  Outlook outlook;
  for (const auto& [dog_id, membership] : dogs) {
    CO_TRY(auto alone, co_await circle_.keeps_alone(dog_id, account_id));
    if (!alone) {
      ++outlook.dogs_left;
      continue;
    }
    CO_TRY(auto dog, co_await store_.get({.pk = log::partition_of(dog_id), .sk = "DOG"}));
    outlook.dogs_kept_alone.push_back({.id = dog_id, .name = dog ? dog->label : std::string()});
  }
  CO_TRY(auto run, co_await organizations_.list(account_id));
  for (const organizations::Organization& one : run) {
    CO_TRY(auto alone, co_await runs_alone(organizations_, one, account_id));
    if (alone) outlook.organizations_run_alone.push_back({.id = one.id.text(), .name = one.name});
  }
  co_return outlook;
}

Task<Result<void>> Erasure::check_ready(std::string account_id, bool delete_dogs) {
  CO_TRY(auto ahead, co_await outlook(std::move(account_id)));
  auto wrong = in_the_way(ahead, delete_dogs);
  if (wrong.empty()) co_return Result<void>{};
  co_return fail(Code::kConflict, "Others depend on you: hand over first what only you answer for.", std::move(wrong));
}

Task<Result<void>> Erasure::leave_organizations(std::string account_id) {
  CO_TRY(auto memberships, co_await organizations::memberships_of(store_, account_id));
  for (const organizations::Membership& one : memberships) {
    auto left = co_await organizations_.remove(one.organization_id, account_id, account_id);
    if (!left && left.error().code != Code::kNotFound) co_return left;
  }
  co_return Result<void>{};
}

Task<Result<void>> Erasure::begin(accounts::Account proven, bool delete_dogs) {
  const std::string account_id = proven.id.text();
  CO_CHECK_OK(co_await accounts_.still_proven(proven));
  auto ready = co_await check_ready(account_id, delete_dogs);
  if (!ready) co_return ready;
  // Before anything cannot be undone: of two admins who go at the same time, one is refused here.
  auto left = co_await leave_organizations(account_id);
  if (!left && left.error().code == Code::kConflict) ready = co_await check_ready(account_id, delete_dogs);
  if (!ready) co_return ready;
  if (!left) co_return left;
  CO_TRY(store::Write condition, co_await accounts_.still_proven(proven));
  std::vector<store::Write> writes;
  writes.push_back(std::move(condition));
  writes.push_back(
      jobs::enqueue({.kind = std::string(kEraseAccount),
                     .payload = {{"accountId", account_id}, {"email", proven.email}, {"deleteDogs", delete_dogs}},
                     .due = clock_(),
                     .secret = true}));
  auto written = co_await store_.commit(std::move(writes));
  if (!written) co_return written;
  co_return co_await close(account_id);
}

Task<Result<void>> Erasure::close(std::string account_id) {
  auto done = co_await sessions_.end_all(account_id);
  if (done) done = co_await sessions_.revoke_tokens(account_id);
  if (done) done = co_await delete_finders(store_, account_id);
  if (!done) co_return done;
  co_return co_await accounts_.close(std::move(account_id));
}

Task<Result<void>> Erasure::finish_account(jobs::Job job) {
  const std::string account_id(job.payload.at("accountId").as_string());
  auto done = co_await close(account_id);
  if (!done) co_return done;
  CO_TRY(auto dogs, co_await ids_under(store_, partition_of(account_id), "DOG#"));
  for (const std::string& dog_id : dogs) {
    done = co_await leave(account_id, dog_id, job.payload.at("deleteDogs").as_bool());
    if (!done) co_return done;
  }
  done = co_await erase_doomed(account_id);
  if (!done) co_return done;
  const Erased who{.account_id = account_id, .email = std::string(job.payload.at("email").as_string())};
  done = co_await forget(who);
  if (done) done = co_await forget_in_organizations(who);
  if (!done) co_return done;
  co_return co_await delete_partition(store_, partition_of(account_id));
}

Task<Result<void>> Erasure::leave(std::string account_id, std::string dog_id, bool delete_dogs) {
  auto grant = co_await circle_.grant_of(dog_id, account_id);
  if (!grant && grant.error().code == Code::kNotFound) co_return Result<void>{};  // It had expired.
  if (!grant) co_return std::unexpected(grant.error());
  CO_TRY(auto alone, co_await circle_.keeps_alone(dog_id, account_id));
  circle::Actor actor{.grant = std::move(*grant), .name = std::string(kFormerMember)};
  if (!alone) {
    auto left = co_await circle_.remove_member(dog_id, std::move(actor), account_id);
    // Their own place had expired, and they see the dog through an organization.
    if (!left && left.error().code == Code::kNotFound) co_return Result<void>{};
    co_return left;
  }
  // Without their word, as when the other keeper left meanwhile, there are 30 days in which it is still in the store.
  if (delete_dogs) {
    // Written down first: after the dog is dissolved nothing of the account leads to it.
    std::vector<store::Write> writes;
    writes.emplace_back(store::Put{
        {.key = {.pk = partition_of(account_id), .sk = std::string(kDoomed) + dog_id}, .version = 1}, store::Any{}});
    auto noted = co_await store_.commit(std::move(writes));
    if (!noted) co_return noted;
  }
  co_return co_await circle_.dissolve(std::move(dog_id), std::move(actor));
}

Task<Result<void>> Erasure::erase_doomed(std::string account_id) {
  CO_TRY(auto dogs, co_await ids_under(store_, partition_of(account_id), std::string(kDoomed)));
  for (const std::string& dog_id : dogs) {
    auto done = co_await erase(dog_id);
    if (done) done = co_await delete_one(store_, {.pk = partition_of(account_id), .sk = std::string(kDoomed) + dog_id});
    if (!done) co_return done;
  }
  co_return Result<void>{};
}

Task<Result<void>> Erasure::forget(Erased who) {
  for (const std::string prefix : {"DOG#", "WAS#"}) {
    CO_TRY(auto dogs, co_await ids_under(store_, partition_of(who.account_id), prefix));
    for (const std::string& dog_id : dogs) {
      auto done = co_await forget_in_dog(store_, log_, dog_id, who, clock_());
      if (done) done = co_await delete_one(store_, {.pk = partition_of(who.account_id), .sk = prefix + dog_id});
      if (!done) co_return done;
    }
  }
  co_return Result<void>{};
}

// Whoever wrote for an organization did so of its dogs.
Task<Result<void>> Erasure::forget_in_organizations(Erased who) {
  CO_TRY(auto memberships, co_await organizations::memberships_of(store_, who.account_id));
  for (const organizations::Membership& one : memberships) {
    auto done = co_await organizations_.remove_for_good(one.organization_id, who.account_id);
    if (!done && done.error().code != Code::kNotFound) co_return done;
  }
  CO_TRY(auto left, co_await ids_under(store_, partition_of(who.account_id), std::string(organizations::kFormer)));
  for (const std::string& organization_id : left) {
    const std::string pk = organizations::partition_of(organization_id);
    CO_TRY(auto dogs, co_await ids_under(store_, pk, "DOG#"));
    for (const std::string& dog_id : dogs) {
      auto done = co_await forget_in_dog(store_, log_, dog_id, who, clock_());
      if (!done) co_return done;
    }
    auto done = co_await forget_in_items(store_, {.pk = pk}, who);
    if (!done) co_return done;
  }
  co_return Result<void>{};
}

// A dog with members is none that was deleted.
Task<Result<void>> Erasure::finish_dog(jobs::Job job) {
  const std::string dog_id(job.payload.at("dogId").as_string());
  CO_TRY(auto members, co_await circle_.members(dog_id));
  if (!members.empty()) co_return Result<void>{};
  co_return co_await erase(dog_id);
}

Task<Result<void>> Erasure::erase(std::string dog_id) {
  if (dog_gone_) {
    auto gone = co_await dog_gone_(dog_id);
    if (!gone) co_return gone;
  }
  co_return co_await erase_dog(store_, std::move(dog_id));
}

}  // namespace doggy::erasure
