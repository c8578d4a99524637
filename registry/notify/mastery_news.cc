#include "registry/notify/mastery_news.h"

#include <set>
#include <utility>
#include <vector>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/progress/mastery.h"
#include "registry/types/session.h"
#include "registry/types/target.h"

namespace doggy::notify {
namespace {

constexpr std::size_t kSessionsAtOnce = 200;

Result<progress::HeldSession> held_from(const records::Opened& record) {
  auto session = codec::decode<types::Session>(record.fields, codec::Source::kStored);
  if (!session) return std::unexpected(codec::invalid(std::move(session.error())));
  return progress::HeldSession{.id = record.common.id,
                               .at = record.common.occurred_at,
                               .session = std::move(*session),
                               .person = record.common.author.name};
}

// As somebody sees them.
Task<Result<std::vector<progress::HeldSession>>> sessions_of(EventServices services, std::string dog_id,
                                                             circle::Grant grant) {
  std::vector<progress::HeldSession> sessions;
  std::string cursor;
  const records::Filter filter{.types = {"session"}};
  do {
    CO_TRY(auto page, co_await services.records.timeline(dog_id, grant, filter, kSessionsAtOnce, std::move(cursor)));
    for (const std::string& item : page.items) {
      CO_TRY(auto opened, records::open_record(item));
      CO_TRY(auto held, held_from(opened));
      sessions.push_back(std::move(held));
    }
    cursor = std::move(page.next);
  } while (!cursor.empty());
  co_return sessions;
}

Task<Result<void>> tell_target(EventServices services, Entry entry, progress::HeldSession session, Uuid target_id) {
  CO_TRY(auto item, co_await services.store.get(record_key(entry.dog_id, target_id.text())));
  if (!item) co_return Result<void>{};
  auto opened = records::open_record(item->body);
  if (!opened || opened->common.deleted) co_return Result<void>{};
  auto target = codec::decode<types::Target>(opened->fields, codec::Source::kStored);
  if (!target) co_return Result<void>{};
  // A session that does not meet the criterion by itself completes no row; most do not, and cost no more than this.
  const std::vector<progress::HeldSession> alone{session};
  if (progress::mastery(target_id, *target, alone).sessions_in_row == 0) co_return Result<void>{};

  CO_TRY(auto everybody, co_await everybody_with(services, entry.dog_id));
  for (const circle::Grant& grant : everybody) {
    if (grant.account_id == entry.by.id) continue;
    CO_TRY(auto sessions, co_await sessions_of(services, entry.dog_id, grant));
    const progress::Mastery mastery = progress::mastery(target_id, *target, sessions);
    if (!mastery.mastered_at || *mastery.mastered_at != session.at) continue;
    CO_CHECK_OK(co_await tell_of_record(services, entry, grant.account_id, NoticeKind::kMastery, target_id.text(), {}));
  }
  co_return Result<void>{};
}

}  // namespace

Task<Result<void>> tell_mastery(EventServices services, Entry entry) {
  CO_TRY(auto session, held_from(*entry.record));
  std::set<Uuid> targets;
  for (const types::TrialBlock& block : session.session.blocks) targets.insert(block.target_id);
  for (const Uuid& target : targets) {
    auto told = co_await tell_target(services, entry, session, target);
    if (!told) co_return told;
  }
  co_return Result<void>{};
}

}  // namespace doggy::notify
