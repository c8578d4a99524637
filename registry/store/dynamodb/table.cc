#include "registry/store/dynamodb/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/array.hpp>
#include <chrono>
#include <set>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/store/dynamodb/attributes.h"

namespace doggy::store::dynamodb {
namespace {

using boost::json::array;
using boost::json::object;

// AWS makes a table within some ten seconds.
constexpr int kLooks = 120;
constexpr std::chrono::seconds kBetweenLooks(1);

struct IndexShape {
  Index index;
  Index other;
};
constexpr std::array kIndexes{IndexShape{Index::kTime, Index::kKind}, IndexShape{Index::kKind, Index::kTime}};

array key_schema(const char* sort) {
  return {{{"AttributeName", "pk"}, {"KeyType", "HASH"}}, {{"AttributeName", sort}, {"KeyType", "RANGE"}}};
}

// What an index has beside its keys: everything but the bodies that are kept apart.
array projected(const IndexShape& shape) {
  return {kVersion, kBody, kApart, kLabel, kExpires, sort_attribute(shape.other)};
}

object create_request(const std::string& table) {
  array attributes;
  for (const char* name : {"pk", "sk", sort_attribute(Index::kTime), sort_attribute(Index::kKind)})
    attributes.emplace_back(object{{"AttributeName", name}, {"AttributeType", "S"}});
  array indexes;
  for (const IndexShape& shape : kIndexes)
    indexes.emplace_back(
        object{{"IndexName", index_name(shape.index)},
               {"KeySchema", key_schema(sort_attribute(shape.index))},
               {"Projection", {{"ProjectionType", "INCLUDE"}, {"NonKeyAttributes", projected(shape)}}}});
  return {{"TableName", table},
          {"AttributeDefinitions", std::move(attributes)},
          {"KeySchema", key_schema("sk")},
          {"LocalSecondaryIndexes", std::move(indexes)},
          {"BillingMode", "PAY_PER_REQUEST"}};
}

std::unexpected<Error> wrong_table(const std::string& table, const std::string& why) {
  return fail_field("dynamodb-table", "table", fmt::format("dynamodb-table: {} {}.", table, why));
}

std::unexpected<Error> cannot_ask(const std::string& table, const Error& error) {
  if (error.code == Code::kNotFound) return wrong_table(table, "is not there; `doggy-registry table create` makes it");
  if (error.code == Code::kForbidden)
    return wrong_table(table, "may not be described by these credentials (" + error.detail + ")");
  return std::unexpected(error);
}

std::string text_in(const object& holder, std::string_view name) {
  const auto* value = holder.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string().c_str()) : std::string();
}

// Sorted, for comparison.
std::set<std::string> texts_in(const object& holder, std::string_view name) {
  std::set<std::string> texts;
  const auto* value = holder.if_contains(name);
  if (value != nullptr && value->is_array())
    for (const auto& one : value->get_array())
      if (one.is_string()) texts.emplace(one.get_string().c_str());
  return texts;
}

bool has_keys(const object& holder, const char* sort) {
  const auto* schema = holder.if_contains("KeySchema");
  return schema != nullptr && *schema == key_schema(sort);
}

// Why the index is not as it must be; empty when it is.
std::string wrong_index(const object& description, const IndexShape& shape) {
  const std::string name = index_name(shape.index);
  const auto* indexes = description.if_contains("LocalSecondaryIndexes");
  const array none;
  for (const auto& one : indexes != nullptr && indexes->is_array() ? indexes->get_array() : none) {
    const object& index = one.as_object();
    if (text_in(index, "IndexName") != name) continue;
    if (!has_keys(index, sort_attribute(shape.index))) return "has an index " + name + " with other keys";
    const auto* projection = index.if_contains("Projection");
    if (projection == nullptr || text_in(projection->as_object(), "ProjectionType") != "INCLUDE")
      return "has an index " + name + " with another projection";
    const auto there = texts_in(projection->as_object(), "NonKeyAttributes");
    const auto wanted = texts_in({{"is", projected(shape)}}, "is");
    if (!std::ranges::includes(there, wanted) || there.contains(kBodyApart))
      return "has an index " + name + " with another projection";
    return {};
  }
  return "has no local secondary index " + name;
}

Task<Result<object>> describe(aws::Service& service, std::string table) {
  auto answer = co_await service.call_json("DynamoDB_20120810.DescribeTable", "1.0", {{"TableName", table}});
  if (!answer) co_return cannot_ask(table, answer.error());
  const auto* description = answer->if_contains("Table");
  if (description == nullptr || !description->is_object())
    co_return fail(Code::kUnavailable, "dynamodb gave a description of no table");
  co_return description->get_object();
}

Task<Result<void>> wait_until_active(aws::Service& service, std::string table) {
  for (int looks = 0; looks < kLooks; ++looks) {
    auto described = co_await describe(service, table);
    // One that was asked for a moment ago may not be known everywhere yet.
    const bool unknown = !described && described.error().code == Code::kInvalid && looks < 10;
    if (!described && !unknown) co_return std::unexpected(std::move(described.error()));
    if (described && text_in(*described, "TableStatus") == "ACTIVE") co_return Result<void>();
    const auto executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer(executor, kBetweenLooks);
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
  co_return fail(Code::kUnavailable, "The table " + table + " does not become active.");
}

Task<Result<void>> let_expire(aws::Service& service, std::string table) {
  CO_TRY(auto now, co_await service.call_json("DynamoDB_20120810.DescribeTimeToLive", "1.0", {{"TableName", table}}));
  const auto* described = now.if_contains("TimeToLiveDescription");
  const std::string status =
      described != nullptr && described->is_object() ? text_in(described->get_object(), "TimeToLiveStatus") : "";
  if (status == "ENABLED" || status == "ENABLING") co_return Result<void>();
  CO_CHECK_OK(co_await service.call_json(
      "DynamoDB_20120810.UpdateTimeToLive", "1.0",
      {{"TableName", table}, {"TimeToLiveSpecification", {{"Enabled", true}, {"AttributeName", kExpires}}}}));
  co_return Result<void>();
}

}  // namespace

Task<Result<void>> request_table(aws::Service& service, std::string table) {
  auto made = co_await service.call_json_once("DynamoDB_20120810.CreateTable", "1.0", create_request(table));
  if (!made && made.error().code != "ResourceInUseException") co_return std::unexpected(std::move(made.error().error));
  co_return Result<void>();
}

Task<Result<void>> create_table(aws::Service& service, std::string table) {
  auto requested = co_await request_table(service, table);
  if (!requested) co_return requested;
  auto active = co_await wait_until_active(service, table);
  if (!active) co_return active;
  auto verified = co_await verify_table(service, table);
  if (!verified) co_return verified;
  co_return co_await let_expire(service, table);
}

Task<Result<void>> verify_table(aws::Service& service, std::string table) {
  if (table.empty()) co_return fail_field("dynamodb-table", "required", "dynamodb-table is needed for store dynamodb.");
  CO_TRY(auto description, co_await describe(service, table));
  const std::string status = text_in(description, "TableStatus");
  if (status != "ACTIVE" && status != "UPDATING") co_return wrong_table(table, "cannot be used yet: it is " + status);
  if (!has_keys(description, "sk")) co_return wrong_table(table, "has other keys than pk and sk");
  for (const IndexShape& shape : kIndexes)
    if (const std::string why = wrong_index(description, shape); !why.empty()) co_return wrong_table(table, why);
  co_return Result<void>();
}

}  // namespace doggy::store::dynamodb
