#include "registry/search/sqlite/dog_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "registry/records/record.h"

namespace doggy::search::sqlite {
namespace {

constexpr std::int64_t kApplicationId = 0x444F4753;  // "DOGS"
constexpr std::int64_t kVersion = 1;

// Words that begin with two or three letters are looked for most.
std::string tables() {
  return fmt::format(R"sql(
    CREATE TABLE state(epoch INTEGER NOT NULL, seq INTEGER NOT NULL, fields TEXT NOT NULL);
    INSERT INTO state VALUES(0, 0, '{}');
    CREATE TABLE records(id INTEGER PRIMARY KEY, record TEXT NOT NULL UNIQUE, at TEXT NOT NULL, label TEXT NOT NULL);
    CREATE VIRTUAL TABLE words USING fts5(names, prose, tokenize='{}', prefix='2 3');
  )sql",
                     searchable_fields_hash(), kTokenize);
}

bool is_current(sql::Database& database) {
  if (database.query_number("PRAGMA application_id") != kApplicationId) return false;
  if (database.query_number("PRAGMA user_version") != kVersion) return false;
  sql::Statement statement(database.handle(), "SELECT fields FROM state");
  return statement.step() && statement.text(0) == searchable_fields_hash();
}

sql::Database open_current(const std::string& path) {
  sql::Database database = sql::Database::open(path, false);
  // A crash of the machine may take back what was indexed last, which the log brings again, and breaks nothing.
  database.execute(
      "PRAGMA cache_size=-256; PRAGMA temp_store=MEMORY; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL");
  const bool empty = database.query_number("SELECT count(*) FROM sqlite_master") == 0;
  if (!empty && !is_current(database)) throw sql::Failure(SQLITE_NOTADB, "this is not an index of ours, or an old one");
  if (empty)
    database.execute("BEGIN IMMEDIATE;" + tables() +
                     fmt::format("PRAGMA application_id={};PRAGMA user_version={};COMMIT", kApplicationId, kVersion));
  return database;
}

// In FTS5's grammar: a string in quotes, and a star when it may go on.
std::string phrase(const Term& term) {
  std::string text = "\"";
  for (const char c : term.text) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + (term.prefix ? "\"*" : "\"");
}

bool passes(const records::Filter& filter, const records::Label& label, std::string_view at) {
  if (!filter.types.empty() && std::ranges::find(filter.types, label.type) == filter.types.end()) return false;
  if (!filter.author_id.empty() && label.author_id != filter.author_id) return false;
  return (filter.from.empty() || at >= filter.from) && (filter.to.empty() || at < filter.to);
}

}  // namespace

DogIndex::DogIndex(const std::string& path, std::string dog_id)
    : dog_id_(std::move(dog_id)), database_(open_current(path)), fts5_(database_) {}

template <class Use>
auto DogIndex::alone(Use use) {
  const std::scoped_lock lock(mutex_);
  try {
    return use();
  } catch (const sql::Failure& failure) {
    const int code = failure.code() & 0xff;
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) broken_ = true;
    throw;
  }
}

Standing DogIndex::read_standing() {
  sql::Statement state(database_.handle(), "SELECT epoch, seq FROM state");
  if (!state.step()) return {};
  return {.epoch = state.number(0), .seq = static_cast<std::uint64_t>(state.number(1))};
}

Standing DogIndex::standing() {
  return alone([&] { return read_standing(); });
}

void DogIndex::apply(const std::vector<Entry>& entries, const Standing& from, std::uint64_t seq) {
  alone([&] {
    if (read_standing() != from) return;
    sql::Transaction transaction(database_);
    for (const Entry& entry : entries) put(entry);
    sql::Statement forward(database_.handle(), "UPDATE state SET seq=?1");
    forward.bind(1, static_cast<std::int64_t>(seq));
    forward.run();
    transaction.commit();
  });
}

void DogIndex::clear() {
  alone([&] {
    {
      sql::Transaction transaction(database_);
      database_.execute("DELETE FROM words; DELETE FROM records; UPDATE state SET epoch=epoch+1, seq=0");
      transaction.commit();
    }
    // What is deleted stays in the file until it is written anew.
    database_.execute("INSERT INTO words(words) VALUES('optimize'); VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
  });
}

void DogIndex::put(const Entry& entry) {
  const auto label = records::parse_label(entry.label);
  if (!label) return;
  std::optional<std::int64_t> known;
  {
    sql::Statement find(database_.handle(), "SELECT id, label FROM records WHERE record=?1");
    find.bind(1, entry.record_id);
    if (find.step()) {
      const auto before = records::parse_label(find.text(1));
      if (before && before->seq >= label->seq) return;
      known = find.number(0);
    }
  }
  if (known) forget(*known);
  if (label->deleted) return;
  sql::Statement add(database_.handle(), "INSERT INTO records(record, at, label) VALUES(?1, ?2, ?3)");
  add.bind(1, entry.record_id);
  add.bind(2, entry.occurred_at);
  add.bind(3, entry.label);
  add.run();
  sql::Statement words(database_.handle(),
                       "INSERT INTO words(rowid, names, prose) VALUES(last_insert_rowid(), ?1, ?2)");
  words.bind(1, entry.texts.names);
  words.bind(2, entry.texts.prose);
  words.run();
}

void DogIndex::forget(std::int64_t id) {
  for (const char* from : {"DELETE FROM words WHERE rowid=?1", "DELETE FROM records WHERE id=?1"}) {
    sql::Statement remove(database_.handle(), from);
    remove.bind(1, id);
    remove.run();
  }
}

// Empty when there is nothing to look for. Terms without a word are left out here, for FTS5 would read what is left of
// "x NOT y" without x as y.
std::string DogIndex::expression(const Query& query) const {
  std::string words;
  for (const Term& term : query.wanted)
    if (fts5_.has_word(term.text)) words += (words.empty() ? "" : " AND ") + phrase(term);
  if (words.empty()) return words;
  for (const Term& term : query.unwanted)
    if (fts5_.has_word(term.text)) words.insert(0, "(").append(") NOT ").append(phrase(term));
  return words;
}

std::vector<DogIndex::Row> DogIndex::best(const Question& question, const std::string& words,
                                          const circle::Grant& grant) {
  sql::Statement all(database_.handle(), fmt::format("SELECT records.id, records.label, records.at, {} FROM words JOIN "
                                                     "records ON records.id=words.rowid WHERE words MATCH ?1",
                                                     question.newest_first ? "0" : "relevance(words)"));
  all.bind(1, words);
  const auto sooner = [](const Row& a, const Row& b) { return a.match.place < b.match.place; };
  std::vector<Row> rows;  // A heap whose first is the last in order.
  while (all.step()) {
    const auto label = records::parse_label(all.text(1));
    if (!label || !circle::may_read(grant, label->facts()) || !passes(question.filter, *label, all.text(2))) continue;
    constexpr double kMillion = 1e6;
    Row row{.id = all.number(0),
            .match = {.place = {.score = std::llround(all.real(3) * kMillion),
                                .occurred_at = std::string(all.text(2)),
                                .record_id = std::string(label->record_id),
                                .dog_id = dog_id_},
                      .seq = label->seq,
                      .snippet = {}}};
    if (question.after && row.match.place <= *question.after) continue;
    if (rows.size() == question.limit) {
      if (!sooner(row, rows.front())) continue;
      std::ranges::pop_heap(rows, sooner);
      rows.pop_back();
    }
    rows.push_back(std::move(row));
    std::ranges::push_heap(rows, sooner);
  }
  std::ranges::sort_heap(rows, sooner);
  return rows;
}

std::vector<Match> DogIndex::find(const Question& question, const circle::Grant& grant) {
  return alone([&] {
    const std::string words = expression(question.query);
    std::vector<Match> matches;
    if (words.empty()) return matches;
    // So many words that a line or two are shown.
    sql::Statement snippet(database_.handle(),
                           "SELECT snippet(words, -1, ?3, ?4, '…', 24) FROM words WHERE words MATCH ?1 AND rowid=?2");
    for (Row& row : best(question, words, grant)) {
      const sql::ResetAtEnd reset(snippet);
      snippet.bind(1, words);
      snippet.bind(2, row.id);
      snippet.bind(3, kOpen);
      snippet.bind(4, kClose);
      if (snippet.step()) row.match.snippet = pieces_of(snippet.text(0));
      matches.push_back(std::move(row.match));
    }
    return matches;
  });
}

std::vector<DogIndex::Known> DogIndex::known() {
  return alone([&] {
    sql::Statement all(database_.handle(), "SELECT record, label FROM records ORDER BY record");
    std::vector<Known> found;
    while (all.step()) found.push_back({.record_id = std::string(all.text(0)), .label = std::string(all.text(1))});
    return found;
  });
}

}  // namespace doggy::search::sqlite
