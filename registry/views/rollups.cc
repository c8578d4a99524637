#include "registry/views/rollups.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

#include "platform/async/breather.h"
#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/log/reader.h"
#include "registry/records/record.h"
#include "registry/store/pages.h"
#include "registry/types/abc_record.h"

namespace doggy::views {
namespace {

constexpr std::size_t kPage = 200;
constexpr std::size_t kFactsAtOnce = 5'000;
constexpr std::array<std::string_view, 2> kTypes{"abc-record", "session"};

/// Who may see a record.
struct Access {
  circle::Section section;
  circle::Audience audience;
  std::string author_id;
  [[nodiscard]] bool open_to(const circle::Grant& grant) const {
    return circle::may_read(grant, {section, author_id, audience});
  }
};

/// By time, then by id, as progress::success_rate orders.
using Order = std::pair<std::int64_t, Uuid>;

bool before(const Span& span, std::int64_t at) {
  return span.to && at >= *span.to;
}

// The record within a log entry: "record" is what its detail is called.
std::string record_in(std::string_view entry) {
  auto value = codec::parse(entry).value();  // What we wrote parses, or it is a bug.
  return codec::to_text(value.as_object().at("record"));
}

}  // namespace

/// One dog's view. Guarded by its own mutex; nothing waits while it is held.
class Rollups::View {
 public:
  [[nodiscard]] std::uint64_t seq() {
    const std::scoped_lock lock(mutex_);
    return seq_;
  }
  [[nodiscard]] bool is_built() {
    const std::scoped_lock lock(mutex_);
    return built_;
  }
  /// Ends building: entries after `seq` are still to come.
  void begin_at(std::uint64_t seq) {
    const std::scoped_lock lock(mutex_);
    built_ = true;
    seq_ = std::max(seq_, seq);
  }

  /// A record as it is now, in a label and a body. Older revisions than the one known change nothing.
  void apply(std::string_view label_text, std::string_view body) {
    const auto label = records::parse_label(label_text);
    if (!label) return;
    const std::scoped_lock lock(mutex_);
    apply_locked(*label, body);
  }

  /// An entry of the log.
  void apply_entry(std::uint64_t seq, std::string_view label_text, std::string_view entry) {
    const auto label = records::parse_label(label_text);
    const std::scoped_lock lock(mutex_);
    if (seq <= seq_) return;  // Another reader was quicker.
    seq_ = seq;
    if (!label) return;
    const bool is_ours = std::ranges::find(kTypes, label->type) != kTypes.end();
    if (is_ours || known_.contains(label->record_id))
      apply_locked(*label, is_ours && !label->deleted ? record_in(entry) : std::string());
  }

  [[nodiscard]] std::vector<progress::SuccessPoint> points(const circle::Grant& grant, const Uuid& target,
                                                           const Span& span) {
    const std::scoped_lock lock(mutex_);
    std::vector<progress::SuccessPoint> found;
    const auto of_target = points_.find(target);
    if (of_target == points_.end()) return found;
    for (auto it = of_target->second.lower_bound(first(span)); it != of_target->second.end(); ++it) {
      if (before(span, it->first.first)) break;
      if (it->second.access->open_to(grant)) found.push_back(it->second.point);
    }
    return found;
  }

  /// Adds the next facts after `place`, which moves on; nothing in it is the beginning. Returns whether more may
  /// follow.
  [[nodiscard]] bool take_facts(const circle::Grant& grant, const Span& span, std::optional<Order>& place,
                                std::vector<progress::AbcFact>& found) {
    const std::scoped_lock lock(mutex_);
    auto it = place ? facts_.upper_bound(*place) : facts_.lower_bound(first(span));
    for (std::size_t count = 0; it != facts_.end() && !before(span, it->first.first); ++it, ++count) {
      if (count == kFactsAtOnce) return true;
      place = it->first;
      if (it->second.access->open_to(grant)) found.push_back(it->second.fact);
    }
    return false;
  }

 private:
  struct Point {
    std::shared_ptr<const Access> access;
    progress::SuccessPoint point;
  };
  struct Fact {
    std::shared_ptr<const Access> access;
    progress::AbcFact fact;
  };
  /// Where a record stands in the view.
  struct Known {
    std::uint64_t seq = 0;
    Order order;
    std::vector<Uuid> targets;
  };

  [[nodiscard]] static Order first(const Span& span) {
    return {span.from.value_or(std::numeric_limits<std::int64_t>::min()), Uuid()};
  }

  void apply_locked(const records::Label& label, std::string_view body) {
    const std::string id(label.record_id);
    if (const auto known = known_.find(id); known != known_.end()) {
      if (known->second.seq >= label.seq) return;
      forget(known->second);
    }
    // What is gone stays known, so that a slower reader does not bring it back.
    known_[id] = {.seq = label.seq, .order = {}, .targets = {}};
    if (label.deleted || body.empty()) return;
    const auto access = std::make_shared<const Access>(
        Access{.section = label.section, .audience = label.audience, .author_id = std::string(label.author_id)});
    const auto record = records::open_record(body).value();
    Known known{.seq = label.seq, .order = {record.common.occurred_at.unix_ms(), record.common.id}, .targets = {}};
    if (label.type == "session") {
      add_session(record, access, known);
    } else {
      auto abc = codec::decode<types::AbcRecord>(record.fields, codec::Source::kStored).value();
      facts_[known.order] = {.access = access,
                             .fact = {.at = record.common.occurred_at,
                                      .antecedent = std::move(abc.antecedent),
                                      .behavior = std::move(abc.behavior),
                                      .consequence = std::move(abc.consequence)}};
    }
    known_[id] = std::move(known);
  }

  void add_session(const records::Opened& record, const std::shared_ptr<const Access>& access, Known& known) {
    const progress::HeldSession held{
        .id = record.common.id,
        .at = record.common.occurred_at,
        .session = codec::decode<types::Session>(record.fields, codec::Source::kStored).value()};
    for (const types::TrialBlock& block : held.session.blocks) {
      auto& place = points_[block.target_id];
      if (place.contains(known.order)) continue;
      if (auto point = progress::success_point(held, block.target_id))
        place[known.order] = {.access = access, .point = *std::move(point)};
      known.targets.push_back(block.target_id);
    }
  }

  void forget(const Known& known) {
    if (known.order == Order{}) return;
    facts_.erase(known.order);
    for (const Uuid& target : known.targets) points_[target].erase(known.order);
  }

  std::mutex mutex_;
  bool built_ = false;
  std::uint64_t seq_ = 0;
  std::map<std::string, Known, std::less<>> known_;  // By record id.
  std::map<Uuid, std::map<Order, Point>> points_;
  std::map<Order, Fact> facts_;
};

Rollups::Rollups(store::Store& store, log::DogLog& log, std::size_t most_dogs)
    : store_(store), log_(log), most_dogs_(most_dogs) {}

Rollups::~Rollups() = default;

std::shared_ptr<Rollups::View> Rollups::find_or_make(const std::string& dog_id) {
  const std::scoped_lock lock(mutex_);
  const auto found = views_.find(dog_id);
  if (found != views_.end()) {
    recent_.splice(recent_.begin(), recent_, found->second.place);
    return found->second.view;
  }
  recent_.push_front(dog_id);
  auto view = std::make_shared<View>();
  views_[dog_id] = {.view = view, .place = recent_.begin()};
  if (views_.size() > most_dogs_) {
    views_.erase(recent_.back());
    recent_.pop_back();
  }
  return view;
}

Task<Result<void>> Rollups::build(std::string dog_id, std::shared_ptr<View> view) {
  // What is written from here on comes by the log, whether or not it is met below as well.
  CO_TRY(auto seq, co_await log_.last_seq(dog_id));
  for (const std::string_view type : kTypes) {
    auto apply = [&view](const std::vector<store::Item>& items) {
      for (const store::Item& item : items) view->apply(item.label, item.body);
    };
    auto done = co_await store::for_each_page(store_,
                                              {.pk = log::partition_of(dog_id),
                                               .index = store::Index::kKind,
                                               .from = fmt::format("{}#", type),
                                               .to = fmt::format("{}$", type),
                                               .limit = kPage,
                                               .brief = true},
                                              apply);
    if (!done) co_return done;
  }
  // What was written last may have been met only in part: the log has it whole.
  view->begin_at(seq - std::min(seq, log::kUnsettled));
  co_return Result<void>{};
}

Task<Result<void>> Rollups::catch_up(std::string dog_id, std::shared_ptr<View> view) {
  log::Reader reader(store_, std::move(dog_id), {.after = view->seq(), .page = kPage});
  while (!reader.ended()) {
    CO_TRY(auto entries, co_await reader.next());
    for (const log::StoredEntry& entry : entries) view->apply_entry(entry.seq, entry.label, entry.body);
  }
  co_return Result<void>{};
}

Task<Result<std::shared_ptr<Rollups::View>>> Rollups::caught_up(std::string dog_id) {
  auto view = find_or_make(dog_id);
  if (!view->is_built()) {
    CO_CHECK_OK(co_await build(dog_id, view));
  }
  CO_CHECK_OK(co_await catch_up(std::move(dog_id), view));
  co_return view;
}

Task<Result<std::vector<progress::SuccessPoint>>> Rollups::success_points(std::string dog_id, circle::Grant grant,
                                                                          Uuid target_id, Span span) {
  CO_TRY(auto view, co_await caught_up(std::move(dog_id)));
  co_return view->points(grant, target_id, span);
}

Task<Result<std::vector<progress::AbcFact>>> Rollups::abc_facts(std::string dog_id, circle::Grant grant, Span span) {
  CO_TRY(auto view, co_await caught_up(std::move(dog_id)));
  std::vector<progress::AbcFact> facts;
  std::optional<Order> place;
  while (view->take_facts(grant, span, place, facts)) co_await breathe();
  co_return facts;
}

}  // namespace doggy::views
