#include "registry/audit/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "platform/id/secret.h"
#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/keys.h"
#include "registry/log/dog_log.h"
#include "registry/log/entry.h"
#include "registry/log/reader.h"
#include "registry/records/record.h"

namespace doggy::audit {
namespace {

constexpr std::size_t kAtOnce = 500;

class Check {
 public:
  Check(store::Store& store, std::string dog_id)
      : store_(store), dog_id_(std::move(dog_id)), pk_(log::partition_of(dog_id_)) {}

  Task<Result<Verdict>> run() {
    CO_CHECK_OK(co_await walk_log());
    for (auto [from, to, look] :
         {Part{"REC#", "REC$", &Check::look_at_record}, Part{"MEMBER#", "MEMBER$", &Check::note_member}}) {
      CO_CHECK_OK(co_await walk(from, to, look));
    }
    CO_CHECK_OK(co_await look_at_head());
    CO_CHECK_OK(co_await look_at_twins());
    for (const auto& [record, entry] : last_entries_)
      if (!entry.met) report(fmt::format("record {} is in the log and not in the store", record));
    if (found_ > Verdict::kMostProblems)
      verdict_.problems.push_back(fmt::format("and {} more", found_ - Verdict::kMostProblems));
    co_return std::move(verdict_);
  }

 private:
  using Look = void (Check::*)(const store::Item&);
  struct Part {
    const char* from;
    const char* to;
    Look look;
  };
  // Of a record's last entry.
  struct Last {
    std::uint64_t seq = 0;
    std::string hash;
    bool met = false;
  };

  void report(std::string problem) {
    if (++found_ <= Verdict::kMostProblems) verdict_.problems.push_back(std::move(problem));
  }

  Task<Result<void>> walk(std::string from, std::string to, Look look) {
    store::Query query{.pk = pk_, .from = std::move(from), .to = std::move(to)};
    query.limit = kAtOnce;
    for (;;) {
      CO_TRY(auto items, co_await store_.query(query));
      for (const store::Item& item : items) (this->*look)(item);
      if (items.size() < kAtOnce) co_return Result<void>{};
      query.after = items.back().key.sk;
    }
  }

  Task<Result<void>> walk_log() {
    log::Reader reader(store_, dog_id_, {.page = kAtOnce});
    while (!reader.ended()) {
      CO_TRY(const std::vector<log::StoredEntry> entries, co_await reader.next());
      for (const log::StoredEntry& entry : entries) look_at_entry(entry);
      if (!reader.behind_gap()) continue;
      CO_CHECK_OK(co_await look_again(reader.seq() + 1, *reader.behind_gap()));
      reader.skip_gap();
    }
    co_return Result<void>{};
  }

  // An entry that is still missing when it is looked for by itself is lost, and not on its way.
  Task<Result<void>> look_again(std::uint64_t from, std::uint64_t to) {
    for (std::uint64_t seq = from; seq < std::min(to, from + log::kUnsettled); ++seq) {
      CO_TRY(std::optional<store::Item> item, co_await store_.get({.pk = pk_, .sk = log::entry_sort_key(seq)}));
      if (item) look_at_entry({.seq = seq, .label = std::move(item->label), .body = std::move(item->body)});
    }
    co_return Result<void>{};
  }

  void look_at_entry(const log::StoredEntry& item) {
    const std::uint64_t seq = ++verdict_.entries;
    if (item.seq != seq) report(fmt::format("entry {} is missing", seq));
    verdict_.entries = item.seq;
    const auto parsed = codec::parse(item.body);
    const auto* entry = parsed ? parsed->if_object() : nullptr;
    const auto* prev = entry == nullptr ? nullptr : entry->if_contains("prev");
    if (prev == nullptr || !prev->is_string() || std::string_view(prev->get_string()) != hash_)
      report(fmt::format("entry {} does not follow the one before it", verdict_.entries));
    hash_ = log::entry_hash(item.body);
    if (log::hash_before_erasure(item.body)) ++verdict_.erased;
    const auto label = records::parse_label(item.label);
    const auto* record = entry == nullptr ? nullptr : entry->if_contains("record");
    if (label && record != nullptr)
      last_entries_[std::string(label->record_id)] = {.seq = label->seq, .hash = sha256_hex(codec::to_text(*record))};
  }

  void look_at_record(const store::Item& item) {
    ++verdict_.records;
    const std::string id = item.key.sk.substr(std::string_view("REC#").size());
    const auto last = last_entries_.find(id);
    if (last == last_entries_.end()) return report(fmt::format("record {} is not in the log", id));
    last->second.met = true;
    const auto body = codec::parse(item.body);
    if (!body || sha256_hex(codec::to_text(*body)) != last->second.hash)
      report(fmt::format("record {} is not as entry {} says", id, last->second.seq));
    look_at_places(item, id);
  }

  // By what a record is listed and authorized unopened.
  void look_at_places(const store::Item& item, const std::string& id) {
    const auto opened = records::open_record(item.body);
    if (!opened) return report(fmt::format("record {} cannot be read", id));
    const records::Common& common = opened->common;
    const std::string time = common.deleted ? "" : records::time_key(common.occurred_at, id);
    if (item.time != time) report(fmt::format("record {} is not in the timeline at its time", id));
    if (item.kind != (common.deleted ? "" : fmt::format("{}#{}", common.type, time)))
      report(fmt::format("record {} is not listed under its type and time", id));
    const auto label = records::parse_label(item.label);
    if (!label || label->record_id != id || label->type != common.type || label->author_id != common.author.id ||
        label->seq != common.seq || label->deleted != common.deleted || item.version != common.version)
      report(fmt::format("the label of record {} is another one's", id));
  }

  void note_member(const store::Item& item) {
    const std::string id = item.key.sk.substr(std::string_view("MEMBER#").size());
    const auto body = codec::parse(item.body);
    const bool is_organization = body && body->is_object() && body->get_object().contains("organizationId");
    members_[(is_organization ? keys::kOrganization : keys::kAccount).of(id)] = item.label;
  }

  Task<Result<void>> look_at_head() {
    CO_TRY(auto head, co_await store_.get(log::head_key(dog_id_)));
    if (!head)
      report("the log has no head");
    else if (head->version != verdict_.entries || head->body.find(hash_) == std::string::npos)
      report(fmt::format("the log's head is not entry {}", verdict_.entries));
    co_return Result<void>{};
  }

  Task<Result<void>> look_at_twins() {
    for (const auto& [partition, label] : members_) {
      CO_TRY(auto twin, co_await store_.get({.pk = partition, .sk = keys::kDog.of(dog_id_)}));
      if (!twin || twin->label != label)
        report(fmt::format("the membership of {} has another twin", partition.substr(partition.find('#') + 1)));
    }
    co_return Result<void>{};
  }

  store::Store& store_;
  const std::string dog_id_;
  const std::string pk_;
  Verdict verdict_;
  std::size_t found_ = 0;  // Problems.
  std::string hash_;       // Of the entry before.
  std::map<std::string, Last> last_entries_;
  std::map<std::string, std::string> members_;  // Labels by the partition of the twin.
};

}  // namespace

Task<Result<Verdict>> verify_dog(store::Store& store, std::string dog_id) {
  Check check(store, std::move(dog_id));
  co_return co_await check.run();
}

}  // namespace doggy::audit
