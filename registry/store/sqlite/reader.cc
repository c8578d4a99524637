#include "registry/store/sqlite/reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "registry/store/sqlite/schema.h"

namespace doggy::store::sqlite {
namespace {

Database open_reader(const std::string& path) {
  // Not read-only: a reader of a WAL must be able to write its shared memory.
  Database database = Database::open(path, false);
  configure(database);
  database.execute("PRAGMA query_only=1");
  return database;
}

Statement range_statement(sqlite3* database, std::string_view column, bool backward) {
  return {database,
          fmt::format("SELECT sk, version, body, label, time, kind, expires FROM items WHERE pk=?1 AND {0}>=?2 AND "
                      "{0}<?3 ORDER BY {0} {1} LIMIT ?4",
                      column, backward ? "DESC" : "ASC")};
}

std::array<Statement, 2> range_statements(sqlite3* database, std::string_view column) {
  return {range_statement(database, column, false), range_statement(database, column, true)};
}

// Body, label and one key: a page of a timeline is copied thousands of times a second.
Item brief_item(const Statement& statement, Index index) {
  Item item{.body = std::string(statement.text(2)), .label = std::string(statement.text(3))};
  switch (index) {
    case Index::kPrimary:
      item.key.sk = statement.text(0);
      break;
    case Index::kTime:
      item.time = statement.text(4);
      break;
    case Index::kKind:
      item.kind = statement.text(5);
      break;
  }
  return item;
}

}  // namespace

Reader::Reader(const std::string& path)
    : database_(open_reader(path)),
      get_(database_.handle(), "SELECT version, body, label, time, kind, expires FROM items WHERE pk=?1 AND sk=?2"),
      query_{range_statements(database_.handle(), "sk"), range_statements(database_.handle(), "time"),
             range_statements(database_.handle(), "kind")} {}

std::optional<Item> Reader::get(const Key& key) {
  const ResetAtEnd reset(get_);
  get_.bind(1, key.pk);
  get_.bind(2, key.sk);
  if (!get_.step()) return std::nullopt;
  return Item{.key = key,
              .version = static_cast<std::uint64_t>(get_.number(0)),
              .body = std::string(get_.text(1)),
              .label = std::string(get_.text(2)),
              .time = std::string(get_.text(3)),
              .kind = std::string(get_.text(4)),
              .expires_at = get_.number(5)};
}

std::vector<Item> Reader::scan(const Key& after, std::size_t limit) {
  Statement next(database_.handle(),
                 "SELECT pk, sk, version, body, label, time, kind, expires FROM items WHERE (pk, sk)>(?1, ?2) "
                 "ORDER BY pk, sk LIMIT ?3");
  const ResetAtEnd reset(next);
  next.bind(1, after.pk);
  next.bind(2, after.sk);
  next.bind(3, static_cast<std::int64_t>(limit));
  std::vector<Item> items;
  items.reserve(limit);
  while (next.step())
    items.push_back({.key = {.pk = std::string(next.text(0)), .sk = std::string(next.text(1))},
                     .version = static_cast<std::uint64_t>(next.number(2)),
                     .body = std::string(next.text(3)),
                     .label = std::string(next.text(4)),
                     .time = std::string(next.text(5)),
                     .kind = std::string(next.text(6)),
                     .expires_at = next.number(7)});
  return items;
}

std::vector<Item> Reader::query(const Query& query) {
  // No UTF-8 text sorts at or above this.
  constexpr std::string_view kAboveAll = "\xff";
  std::string from = query.from;
  std::string to = query.to.empty() ? std::string(kAboveAll) : query.to;
  if (!query.after.empty()) {
    // The least text above `after` is `after` and a zero byte.
    if (query.backward)
      to = std::min(to, query.after);
    else
      from = std::max(from, query.after + '\0');
  }
  Statement& statement = query_[static_cast<std::size_t>(query.index)][query.backward ? 1 : 0];
  const ResetAtEnd reset(statement);
  statement.bind(1, query.pk);
  statement.bind(2, from);
  statement.bind(3, to);
  statement.bind(4, static_cast<std::int64_t>(query.limit));
  std::vector<Item> items;
  items.reserve(query.limit);
  while (query.brief && statement.step()) items.push_back(brief_item(statement, query.index));
  while (!query.brief && statement.step())
    items.push_back({.key = {.pk = query.pk, .sk = std::string(statement.text(0))},
                     .version = static_cast<std::uint64_t>(statement.number(1)),
                     .body = std::string(statement.text(2)),
                     .label = std::string(statement.text(3)),
                     .time = std::string(statement.text(4)),
                     .kind = std::string(statement.text(5)),
                     .expires_at = statement.number(6)});
  return items;
}

}  // namespace doggy::store::sqlite
