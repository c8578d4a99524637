#include "registry/sharing/share_links.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/time/lifetime.h"
#include "platform/try.h"
#include "registry/circle/granted_operation.h"
#include "registry/keys.h"
#include "registry/records/readable.h"
#include "registry/records/record.h"
#include "registry/store/query_all.h"

namespace doggy::sharing {
namespace {

constexpr Lifetime kLifetime{.usual = 7, .longest = 90};

using Changes = Result<std::vector<log::Change>>;

store::Key link_key(const std::string& dog_id, const std::string& link_id) {
  return {.pk = log::partition_of(dog_id), .sk = "SHARE#" + link_id};
}
store::Key token_key(const std::string& token) {
  return {.pk = keys::kShareKey.of(sha256_hex(token)), .sk = "SHARE"};
}

std::unexpected<Error> no_link() {
  return fail(Code::kNotFound, "There is no such link, or it has ended.");
}

Result<void> check_manager(const circle::Grant& grant) {
  if (circle::may_manage_circle(grant)) return {};
  return fail(Code::kForbidden, "Only owners and trainers share records by a link.");
}

// What a link is of: one record, or one report of a period that there is.
Result<void> check_what(const NewShareLink& request, const Timestamp& now) {
  if (request.record_id.has_value() == request.report.has_value())
    return fail_field(request.report ? "report" : "recordId", request.report ? "exclusive" : "required",
                      "A link is either to a record or to a report.");
  if (!request.report) return {};
  auto period = report::period_of(*request.report, Date::parse(now.local_date()).value());
  if (period) return {};
  Error error = std::move(period.error());
  for (FieldError& one : error.fields) one.field = "report." + one.field;
  return std::unexpected(std::move(error));
}

// Writes or removes a link. The log keeps that it was done, and not which record it shows: others may not know of it.
class ChangeLink : public circle::GrantedOperation {
 public:
  ChangeLink(store::Store& store, std::string dog_id, Timestamp now, circle::Actor actor, std::string action,
             const ShareLink& link, std::vector<store::Write> writes)
      : GrantedOperation(store, std::move(dog_id), std::move(now)),
        actor_(std::move(actor)),
        action_(std::move(action)),
        link_id_(link.id.text()),
        record_id_(link.record_id),
        writes_(std::move(writes)) {}

  [[nodiscard]] std::vector<std::string> touches() const override { return {"SHARE#" + link_id_}; }

 protected:
  circle::Grant& grant() override { return actor_.grant; }

  Task<Changes> change(std::uint64_t) override {
    CO_CHECK_OK(check_manager(actor_.grant));
    if (record_id_) {
      CO_TRY(const auto record, co_await store_.get({.pk = log::partition_of(dog_id_),
                                                     .sk = records::record_sort_key(record_id_->text())}));
      const auto label = record ? records::parse_label(record->label) : std::nullopt;
      if (!label || !circle::may_read(actor_.grant, label->facts())) co_return records::no_such_record();
    }
    log::Change change{.action = action_,
                       .by = circle::author_of(actor_),
                       .at = now_,
                       .label = {},
                       .detail_name = "share",
                       .detail = fmt::format(R"({{"id":"{}"}})", link_id_),
                       .writes = writes_};
    std::vector<log::Change> changes;
    changes.push_back(std::move(change));
    co_return changes;
  }

 private:
  circle::Actor actor_;
  const std::string action_;
  const std::string link_id_;
  const std::optional<Uuid> record_id_;
  const std::vector<store::Write> writes_;
};

}  // namespace

ShareLinks::ShareLinks(store::Store& store, log::DogLog& log, circle::Circle& circle, records::Records& records,
                       Clock clock)
    : store_(store), log_(log), circle_(circle), records_(records), clock_(std::move(clock)) {}

Task<Result<ShareLink>> ShareLinks::make(std::string dog_id, circle::Actor actor, NewShareLink request) {
  CO_CHECK_OK(check_manager(actor.grant));
  const Timestamp now = clock_();
  CO_TRY(auto end, choose_end(request.expires_at, now, kLifetime, "A link"));
  CO_CHECK_OK(check_what(request, now));
  if (request.record_id) {
    CO_CHECK_OK(co_await records_.get(dog_id, request.record_id->text(), actor.grant));
  }
  CO_TRY(auto others, co_await list(dog_id, actor.grant));
  if (others.size() >= kMostLinks) co_return fail(Code::kConflict, "There are 200 links already: revoke one first.");

  ShareLink link{
      .id = Uuid::v7(), .record_id = request.record_id, .report = std::move(request.report), .created_at = now};
  link.created_by = {.id = actor.grant.account_id, .name = actor.name};
  link.expires_at = std::move(end);
  std::string token = random_token();
  const std::int64_t expires = link.expires_at.unix_ms() / 1000;
  std::vector<store::Write> writes;
  writes.emplace_back(store::Put{{.key = link_key(dog_id, link.id.text()),
                                  .version = 1,
                                  .body = codec::encode_text(link, codec::Source::kStored),
                                  .expires_at = expires},
                                 store::Absent{}});
  writes.emplace_back(store::Put{
      {.key = token_key(token), .version = 1, .body = link.id.text(), .label = dog_id, .expires_at = expires},
      store::Absent{}});
  auto operation =
      std::make_shared<ChangeLink>(store_, dog_id, now, std::move(actor), "share-created", link, std::move(writes));
  CO_CHECK_OK(co_await log_.run(std::move(dog_id), operation));
  link.token = std::move(token);
  co_return link;
}

Task<Result<std::vector<ShareLink>>> ShareLinks::list(std::string dog_id, circle::Grant reader) {
  CO_CHECK_OK(check_manager(reader));
  store::Query query{.pk = log::partition_of(dog_id), .from = "SHARE#", .to = "SHARE$"};
  CO_TRY(auto items, co_await store::query_all(store_, std::move(query)));
  const std::int64_t now = clock_().unix_ms() / 1000;
  std::vector<ShareLink> links;
  for (const store::Item& item : items) {
    if (item.expires_at <= now) continue;
    CO_TRY(auto link, codec::decode_text<ShareLink>(item.body, codec::Source::kStored));
    if (link.report && link.created_by.id != reader.account_id) link.report->notes.clear();
    if (link.record_id) {
      auto record = co_await records_.get(dog_id, link.record_id->text(), reader);
      if (!record) continue;
    }
    links.push_back(std::move(link));
  }
  co_return links;
}

Task<Result<void>> ShareLinks::revoke(std::string dog_id, circle::Actor actor, std::string link_id) {
  if (auto allowed = check_manager(actor.grant); !allowed) co_return allowed;
  const store::Key key = link_key(dog_id, link_id);
  CO_TRY(auto item, co_await store_.get(key));
  if (!item) co_return no_link();
  CO_TRY(auto link, codec::decode_text<ShareLink>(item->body, codec::Source::kStored));
  // A link to a record that one may not see is not there.
  if (link.record_id) {
    auto record = co_await records_.get(dog_id, link.record_id->text(), actor.grant);
    if (!record) co_return no_link();
  }
  std::vector<store::Write> writes;
  writes.emplace_back(store::Delete{key, store::Any{}});
  auto operation = std::make_shared<ChangeLink>(store_, dog_id, clock_(), std::move(actor), "share-revoked",
                                                std::move(link), std::move(writes));
  co_return co_await log_.run(std::move(dog_id), operation);
}

Task<Result<Shared>> ShareLinks::open(std::string token) {
  CO_TRY(auto pointer, co_await store_.get(token_key(token)));
  if (!pointer) co_return no_link();
  const std::string dog_id = pointer->label;
  CO_TRY(auto item, co_await store_.get(link_key(dog_id, pointer->body)));
  if (!item || item->expires_at <= clock_().unix_ms() / 1000) co_return no_link();
  CO_TRY(auto link, codec::decode_text<ShareLink>(item->body, codec::Source::kStored));

  auto grant = co_await circle_.grant_of(dog_id, link.created_by.id);
  if (!grant || !circle::may_manage_circle(*grant)) co_return no_link();
  std::string record;
  if (link.record_id) {
    auto found = co_await records_.get_with_followed(dog_id, link.record_id->text(), *grant);
    if (!found) co_return no_link();
    record = std::move(found->body);
  }
  CO_TRY(auto dog, co_await store_.get({.pk = log::partition_of(dog_id), .sk = "DOG"}));
  if (!dog) co_return no_link();
  if (link.report) grant = circle::seen_as(std::move(*grant), link.report->as);
  co_return Shared{.dog_id = dog_id,
                   .dog_name = dog->label,
                   .link_id = link.id.text(),
                   .grant = std::move(*grant),
                   .shared_by = link.created_by.name,
                   .expires_at = link.expires_at,
                   .record = std::move(record),
                   .record_id = link.record_id ? link.record_id->text() : std::string(),
                   .report = std::move(link.report)};
}

}  // namespace doggy::sharing
