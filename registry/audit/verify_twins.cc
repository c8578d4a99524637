#include <fmt/format.h>

#include <string>
#include <utility>

#include "platform/try.h"
#include "registry/audit/verify.h"
#include "registry/keys.h"
#include "registry/log/dog_log.h"
#include "registry/organizations/membership.h"
#include "registry/store/query_all.h"

namespace doggy::audit {
namespace {

constexpr std::size_t kTwinsAtOnce = 500;

std::string id_in(const std::string& key) {
  return key.substr(key.find('#') + 1);
}

// The label that a member's item in the organization's partition has.
std::string label_of(circle::OrganizationRole role) {
  return organizations::memberships_label({{.organization_id = {}, .role = role}});
}

// Walks a part of one partition and reports what has no right twin.
class TwinCheck {
 public:
  TwinCheck(store::Store& store, std::string pk) : store_(store), pk_(std::move(pk)) {}

  /// Of a person or an organization: each of its dogs has it as a member.
  Task<Result<void>> look_at_dogs() {
    store::Query query{.pk = pk_, .from = "DOG#", .to = "DOG$"};
    query.limit = kTwinsAtOnce;
    for (;;) {
      CO_TRY(auto twins, co_await store_.query(query));
      for (const store::Item& twin : twins) {
        const std::string dog_id = id_in(twin.key.sk);
        CO_TRY(auto member, co_await store_.get({.pk = log::partition_of(dog_id), .sk = "MEMBER#" + id_in(pk_)}));
        if (!member || member->label != twin.label)
          report(fmt::format("the place with dog {} has another twin", dog_id));
      }
      if (twins.size() < kTwinsAtOnce) co_return Result<void>{};
      query.after = twins.back().key.sk;
    }
  }

  /// Of an organization: it is there when it has members, one of them an admin, and each knows that it belongs to it.
  Task<Result<void>> look_at_members() {
    store::Query query{.pk = pk_, .from = "MEMBER#", .to = "MEMBER$"};
    query.limit = kTwinsAtOnce;
    CO_TRY(auto members, co_await store::query_all(store_, std::move(query)));
    CO_TRY(auto organization, co_await store_.get(organizations::organization_key(id_in(pk_))));
    if (organization.has_value() == members.empty()) report("an organization has members, and members have one");
    bool has_admin = members.empty();
    for (const store::Item& member : members) {
      has_admin = has_admin || member.label == "a";
      const std::string account_id = id_in(member.key.sk);
      CO_TRY(auto known, co_await organizations::memberships_of(store_, account_id));
      const auto role = organizations::role_in(known, id_in(pk_));
      if (!role || label_of(*role) != member.label)
        report(fmt::format("the membership of {} has another twin", account_id));
    }
    if (!has_admin) report("no member is an admin");
    co_return Result<void>{};
  }

  /// Of a person: each of their organizations has them as a member.
  Task<Result<void>> look_at_memberships() {
    const std::string account_id = id_in(pk_);
    CO_TRY(auto memberships, co_await organizations::memberships_of(store_, account_id));
    for (const organizations::Membership& one : memberships) {
      CO_TRY(auto member, co_await store_.get(
                              {.pk = organizations::partition_of(one.organization_id), .sk = "MEMBER#" + account_id}));
      if (!member || member->label != label_of(one.role))
        report(fmt::format("the membership in {} has another twin", one.organization_id));
    }
    co_return Result<void>{};
  }

  [[nodiscard]] std::vector<std::string> take_problems() { return std::move(problems_); }

 private:
  void report(std::string problem) {
    if (problems_.size() < Verdict::kMostProblems) problems_.push_back(std::move(problem));
  }

  store::Store& store_;
  const std::string pk_;
  std::vector<std::string> problems_;
};

}  // namespace

Task<Result<std::vector<std::string>>> verify_organization(store::Store& store, std::string organization_id) {
  TwinCheck check(store, organizations::partition_of(organization_id));
  CO_CHECK_OK(co_await check.look_at_members());
  CO_CHECK_OK(co_await check.look_at_dogs());
  co_return check.take_problems();
}

Task<Result<std::vector<std::string>>> verify_account(store::Store& store, std::string account_id) {
  TwinCheck check(store, keys::kAccount.of(account_id));
  CO_CHECK_OK(co_await check.look_at_memberships());
  CO_CHECK_OK(co_await check.look_at_dogs());
  co_return check.take_problems();
}

}  // namespace doggy::audit
