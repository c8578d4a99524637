#include "registry/dossier/texts.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "platform/async/breather.h"
#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/log/dog_log.h"
#include "registry/log/entry.h"
#include "registry/log/reader.h"
#include "registry/records/csv_export.h"
#include "registry/records/readable.h"
#include "registry/records/record.h"
#include "registry/types/catalog.h"

namespace doggy::dossier {
namespace {

constexpr std::size_t kRecordsOfPiece = 100;
constexpr std::size_t kEntriesOfPiece = 200;
constexpr std::size_t kMost = 200'000;

std::unexpected<Error> too_many() {
  return fail(Code::kTooLarge, "This dog has more than 200,000 records; export them by the program on the server.");
}

// Adds an item of a JSON list that goes on over several pieces.
void add_item(std::string& piece, std::string_view item, std::size_t& count) {
  if (count++ > 0) piece += ",\n";
  piece += item;
}

}  // namespace

DossierText::DossierText(Sources sources, std::string dog_id, const circle::Actor& actor, Timestamp now)
    : sources_(sources),
      dog_id_(std::move(dog_id)),
      grant_(actor.grant),
      by_(circle::author_of(actor)),
      now_(std::move(now)) {}

Task<Result<std::string>> DossierText::next() {
  switch (part_) {
    case Part::kHead:
      co_return co_await head();
    case Part::kRecords:
      co_return co_await records();
    case Part::kLog:
      co_return co_await log();
    case Part::kEnd:
      part_ = Part::kNothing;
      co_return std::string("]}");
    case Part::kNothing:
      break;
  }
  co_return std::string();
}

Task<Result<std::string>> DossierText::head() {
  CO_TRY(dogs::Dog dog, co_await sources_.dogs.get(dog_id_, grant_));
  dog.you.reset();
  part_ = Part::kRecords;
  co_return fmt::format(R"({{"format":"{}","version":1,"exportedAt":"{}","exportedBy":{},"dog":{},"records":[)",
                        kFormat, now_.text(), codec::encode_text(by_), codec::encode_text(dog));
}

Task<Result<std::string>> DossierText::records() {
  co_await breathe();
  CO_TRY(records::Page page,
         co_await sources_.records.timeline(dog_id_, grant_, {}, kRecordsOfPiece, std::move(cursor_)));
  cursor_ = std::move(page.next);
  std::string piece;
  for (const std::string& item : page.items) add_item(piece, item, record_count_);
  if (record_count_ > kMost) co_return too_many();
  if (cursor_.empty()) {
    part_ = circle::may_manage_circle(grant_) ? Part::kLog : Part::kEnd;
    piece += R"(],"log":[)";
  }
  co_return piece;
}

Task<Result<std::string>> DossierText::log() {
  if (!entries_) {
    CO_TRY(const auto head, co_await sources_.store.get(log::head_key(dog_id_)));
    entries_.emplace(sources_.store, dog_id_,
                     log::Reader::Options{.until = head ? head->version : 0, .page = kEntriesOfPiece});
  }
  CO_TRY(std::vector<log::StoredEntry> entries, co_await entries_->next());
  std::vector<std::string> labels;
  labels.reserve(entries.size());
  for (const log::StoredEntry& entry : entries) labels.push_back(entry.label);
  CO_TRY(const auto readable, co_await records::readable_labels(sources_.store, dog_id_, grant_, std::move(labels)));
  std::string piece;
  for (log::StoredEntry& entry : entries) {
    LogLine line{.seq = entry.seq, .hash = log::entry_hash(entry.body), .entry = {}};
    // What was erased from no longer has the words that its hash proves.
    const bool whole = !log::hash_before_erasure(entry.body);
    // Entries that are of no record tell of the dog itself.
    const bool visible = records::parse_label(entry.label) ? readable.contains(entry.label)
                                                           : circle::may_look_into(grant_, circle::Section::kProfile);
    if (visible && whole) line.entry = std::move(entry.body);
    add_item(piece, codec::encode_text(line), entry_count_);
  }
  if (entry_count_ > kMost) co_return too_many();
  if (entries_->ended()) {
    CO_CHECK_OK(co_await entries_->check_complete());
    part_ = Part::kNothing;
    piece += "]}";
  }
  co_return piece;
}

TableText::TableText(Sources sources, std::string dog_id, circle::Grant grant, const types::RecordType& type)
    : sources_(sources), dog_id_(std::move(dog_id)), grant_(std::move(grant)), type_(type) {}

Task<Result<std::string>> TableText::next() {
  if (begun_ && cursor_.empty()) co_return std::string();
  co_await breathe();
  CO_TRY(records::Page page,
         co_await sources_.records.timeline(dog_id_, grant_, {.types = {std::string(type_.name)}, .oldest_first = true},
                                            kRecordsOfPiece, std::move(cursor_)));
  cursor_ = std::move(page.next);
  std::vector<records::Opened> rows;
  rows.reserve(page.items.size());
  for (const std::string& item : page.items) rows.push_back(records::open_record(item).value());  // Or it is a bug.
  rows_ += rows.size();
  if (rows_ > kMost) co_return too_many();
  co_return std::exchange(begun_, true) ? csv::csv_rows(type_, rows) : csv::export_csv(type_, rows);
}

}  // namespace doggy::dossier
