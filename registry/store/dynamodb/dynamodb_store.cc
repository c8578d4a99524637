#include "registry/store/dynamodb/dynamodb_store.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <stdexcept>
#include <utility>

#include "platform/async/run_task.h"
#include "platform/id/uuid.h"
#include "platform/try.h"
#include "registry/store/checks.h"
#include "registry/store/dynamodb/attributes.h"
#include "registry/store/dynamodb/range.h"
#include "registry/store/dynamodb/table.h"

namespace doggy::store {
namespace {

using boost::json::array;
using boost::json::object;
using dynamodb::add_condition;
using dynamodb::attributes_of;
using dynamodb::index_name;
using dynamodb::item_of;
using dynamodb::key_attributes;
using dynamodb::lacks_body;
using dynamodb::Range;
using dynamodb::size_of;
using dynamodb::sort_attribute;
using dynamodb::verify_table;

// What an answer may hold: BatchGetItem's 16 MB, as base64 and with names.
constexpr std::size_t kLongestAnswer = std::size_t{40} << 20U;

const array* list_in(const object& holder, std::string_view name) {
  const auto* value = holder.if_contains(name);
  return value == nullptr ? nullptr : value->if_array();
}

const object* object_in(const object& holder, std::string_view name) {
  const auto* value = holder.if_contains(name);
  return value == nullptr ? nullptr : value->if_object();
}

object transact_item(const std::string& table, const Write& write) {
  object one{{"TableName", table}};
  add_condition(condition_of(write), one);
  if (const auto* put = std::get_if<Put>(&write)) {
    one["Item"] = attributes_of(put->item);
    return {{"Put", std::move(one)}};
  }
  one["Key"] = key_attributes(key_of(write));
  return {{std::holds_alternative<Delete>(write) ? "Delete" : "ConditionCheck", std::move(one)}};
}

// Of a check without a condition, which says nothing.
bool is_empty(const Write& write) {
  return std::holds_alternative<Check>(write) && std::holds_alternative<Any>(condition_of(write));
}

std::size_t bytes_of(const std::vector<Write>& writes) {
  std::size_t bytes = 0;
  for (const Write& write : writes)
    if (const auto* put = std::get_if<Put>(&write)) bytes += size_of(put->item);
  return bytes;
}

object query_request(const std::string& table, const Query& query, const Range& range) {
  object request{{"TableName", table}, {"ConsistentRead", true}, {"ScanIndexForward", !query.backward}};
  range.add_to(request, query);
  const bool primary = query.index == Index::kPrimary;
  if (!primary) request["IndexName"] = index_name(query.index);
  if (query.brief)
    request["ProjectionExpression"] =
        primary ? std::string("sk, b, c, o, l") : std::string("sk, b, o, l, ") + sort_attribute(query.index);
  else if (!primary)
    request["Select"] = "ALL_PROJECTED_ATTRIBUTES";
  return request;
}

void make_brief(Item& item, Index index) {
  item = Item{.key = {.pk = {}, .sk = index == Index::kPrimary ? std::move(item.key.sk) : std::string()},
              .body = std::move(item.body),
              .label = std::move(item.label),
              .time = index == Index::kTime ? std::move(item.time) : std::string(),
              .kind = index == Index::kKind ? std::move(item.kind) : std::string()};
}

}  // namespace

aws::ConnectionOptions connection_options(const DynamodbOptions& options) {
  return {.service = {.region = options.region,
                      .endpoint = options.endpoint,
                      .timeout = options.timeout,
                      .response_limit = kLongestAnswer,
                      .clock = options.clock},
          .environment = options.environment};
}

DynamodbStore::DynamodbStore(const DynamodbOptions& options, std::shared_ptr<observe::Metrics> metrics)
    : metrics_(std::move(metrics)),
      table_(options.table),
      connection_("dynamodb", connection_options(options)),
      calls_(connection_.service(), options.calls, *metrics_) {}

DynamodbStore::~DynamodbStore() = default;

Result<std::unique_ptr<DynamodbStore>> DynamodbStore::open(const DynamodbOptions& options,
                                                           std::shared_ptr<observe::Metrics> metrics) {
  std::unique_ptr<DynamodbStore> store(new DynamodbStore(options, std::move(metrics)));
  CHECK_OK(run_task(verify_table(store->connection_.service(), options.table)));
  return store;
}

Task<Result<std::optional<Item>>> DynamodbStore::get(Key key) {
  check_key(key);
  CO_TRY(auto answer, co_await calls_.call(
                          "GetItem", {{"TableName", table_}, {"Key", key_attributes(key)}, {"ConsistentRead", true}}));
  const object* found = object_in(answer, "Item");
  if (found == nullptr) co_return std::nullopt;
  co_return item_of(*found);
}

Task<Result<std::vector<std::optional<Item>>>> DynamodbStore::get_many(std::vector<Key> keys) {
  check_keys(keys);
  std::vector<Key> distinct = keys;
  std::ranges::sort(distinct);
  const auto repeated = std::ranges::unique(distinct);
  distinct.erase(repeated.begin(), repeated.end());
  CO_TRY(auto found, co_await fetch(std::move(distinct)));
  std::vector<std::optional<Item>> items;
  items.reserve(keys.size());
  for (const Key& key : keys) {
    const auto one = found.find(key);
    items.push_back(one == found.end() ? std::nullopt : std::optional(one->second));
  }
  co_return items;
}

// Distinct keys. What DynamoDB leaves out of an answer, for its size or because it is busy, is asked for again.
Task<Result<std::map<Key, Item>>> DynamodbStore::fetch(std::vector<Key> keys) {
  std::map<Key, Item> items;
  array wanted;
  for (const Key& key : keys) wanted.emplace_back(key_attributes(key));
  unsigned tries = 0;
  while (!wanted.empty()) {
    const std::size_t asked = wanted.size();
    object request{{"RequestItems", {{table_, {{"Keys", std::exchange(wanted, {})}, {"ConsistentRead", true}}}}}};
    CO_TRY(auto answer, co_await calls_.call("BatchGetItem", std::move(request)));
    const object* responses = object_in(answer, "Responses");
    const array* found = responses == nullptr ? nullptr : list_in(*responses, table_);
    if (found != nullptr)
      for (const auto& one : *found) {
        Item item = item_of(one.as_object());
        Key key = item.key;
        items.insert_or_assign(std::move(key), std::move(item));
      }
    const object* rest = object_in(answer, "UnprocessedKeys");
    const object* of_table = rest == nullptr ? nullptr : object_in(*rest, table_);
    const array* left = of_table == nullptr ? nullptr : list_in(*of_table, "Keys");
    if (left == nullptr || left->empty()) break;
    wanted = *left;
    tries = wanted.size() < asked ? 1 : tries + 1;
    const bool goes_on = co_await calls_.wait_for_rest(tries);
    if (!goes_on)
      co_return std::unexpected(Error{.code = Code::kUnavailable,
                                      .detail = "The database answered only in part.",
                                      .retry_after = std::chrono::seconds(1)});
  }
  co_return items;
}

Task<Result<std::vector<Item>>> DynamodbStore::query(Query query) {
  check_query(query);
  const Range range(query);
  std::vector<Item> items;
  if (range.empty()) co_return items;
  object request = query_request(table_, query, range);
  while (items.size() < query.limit) {
    request["Limit"] = query.limit - items.size() + range.edges();
    CO_TRY(auto answer, co_await calls_.call("Query", request));

    std::vector<Item> page;
    std::vector<Key> apart;  // Those whose bodies the index leaves out.
    if (const array* listed = list_in(answer, "Items"))
      for (const auto& one : *listed) {
        Item item = item_of(one.as_object());
        if (!range.has(index_key(item, query.index))) continue;
        item.key.pk = query.pk;
        if (lacks_body(one.as_object())) apart.push_back(item.key);
        page.push_back(std::move(item));
      }
    std::map<Key, Item> whole;
    for (std::size_t i = 0; i < apart.size(); i += kMostKeys) {
      const auto end = apart.begin() + static_cast<std::ptrdiff_t>(std::min(apart.size(), i + kMostKeys));
      CO_TRY(auto fetched, co_await fetch({apart.begin() + static_cast<std::ptrdiff_t>(i), end}));
      whole.merge(fetched);
    }
    for (Item& item : page) {
      if (items.size() == query.limit) break;  // More were asked for than wanted.
      if (std::ranges::find(apart, item.key) != apart.end()) {
        // It may have been changed meanwhile: what is no longer at this place of the index is not listed here.
        const auto found = whole.find(item.key);
        if (found == whole.end() || index_key(found->second, query.index) != index_key(item, query.index)) continue;
        item = std::move(found->second);
      }
      if (query.brief) make_brief(item, query.index);
      items.push_back(std::move(item));
    }

    const object* last = object_in(answer, "LastEvaluatedKey");
    if (last == nullptr) break;
    request["ExclusiveStartKey"] = *last;
  }
  co_return items;
}

Task<Result<void>> DynamodbStore::commit(std::vector<Write> writes) {
  check_writes(writes, transaction_limit());
  std::erase_if(writes, is_empty);
  if (writes.empty()) co_return Result<void>();
  if (bytes_of(writes) > transaction_bytes())
    co_return fail(Code::kTooLarge, "This is more than DynamoDB writes at once (4 MB).");
  if (writes.size() == 1 && std::holds_alternative<Any>(condition_of(writes[0])))
    co_return co_await write_alone(std::move(writes[0]));

  array items;
  for (const Write& write : writes) items.emplace_back(transact_item(table_, write));
  // The token stays the same over all tries: what was done already is not done again, and is a success.
  CO_CHECK_OK(co_await calls_.call("TransactWriteItems",
                                   {{"TransactItems", std::move(items)}, {"ClientRequestToken", Uuid::v7().text()}}));
  co_return Result<void>();
}

// Half the price of a transaction. It has no token, so it is not tried again once it may have been done: others may
// have built on it by then.
Task<Result<void>> DynamodbStore::write_alone(Write write) {
  object request{{"TableName", table_}};
  const auto* put = std::get_if<Put>(&write);
  if (put != nullptr)
    request["Item"] = attributes_of(put->item);
  else
    request["Key"] = key_attributes(key_of(write));
  CO_CHECK_OK(co_await calls_.call(put != nullptr ? "PutItem" : "DeleteItem", std::move(request)));
  co_return Result<void>();
}

Task<Result<void>> DynamodbStore::ping() {
  CO_CHECK_OK(co_await get({.pk = "PING", .sk = "PING"}));
  co_return Result<void>();
}

Task<Result<ScanPage>> DynamodbStore::scan(std::string position, std::size_t limit) {
  check_scan(limit);
  object request{{"TableName", table_}, {"ConsistentRead", true}, {"Limit", limit}};
  if (!position.empty()) {
    CO_TRY(auto after, parse_scan_position(position));
    request["ExclusiveStartKey"] = key_attributes(after);
  }
  CO_TRY(auto answer, co_await calls_.call("Scan", std::move(request)));
  ScanPage page;
  if (const array* items = list_in(answer, "Items"))
    for (const auto& one : *items) page.items.push_back(item_of(one.as_object()));
  if (const object* last = object_in(answer, "LastEvaluatedKey")) page.next = scan_position(item_of(*last).key);
  co_return page;
}

}  // namespace doggy::store
