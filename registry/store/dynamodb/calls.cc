#include "registry/store/dynamodb/calls.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/array.hpp>
#include <stdexcept>
#include <string_view>

#include "platform/observe/log.h"

namespace doggy::store::dynamodb {
namespace {

using boost::json::object;

enum class Verdict {
  kConflict,   // A condition did not hold.
  kFull,       // The partition may not grow.
  kBusy,       // Refused for now, and nothing was done.
  kThrottled,  // Likewise, because there are too many calls.
  kDown,       // Nobody answered, or only to say that it failed.
  kWrong,      // The table, the rights or the credentials are not right: nothing that another try would change.
  kBug,
};

bool is_one_of(std::string_view code, std::initializer_list<std::string_view> codes) {
  return std::ranges::find(codes, code) != codes.end();
}

Verdict judge_canceled(const std::vector<std::string>& reasons) {
  const auto has = [&](std::string_view code) { return std::ranges::find(reasons, code) != reasons.end(); };
  if (has("ConditionalCheckFailed")) return Verdict::kConflict;
  if (has("ItemCollectionSizeLimitExceeded")) return Verdict::kFull;
  if (has("ValidationError")) return Verdict::kBug;
  if (has("ThrottlingError") || has("ProvisionedThroughputExceeded")) return Verdict::kThrottled;
  return Verdict::kBusy;  // TransactionConflict: another transaction has one of the items at the moment.
}

Verdict judge(const aws::Failure& failure) {
  const std::string& code = failure.code;
  if (code == "TransactionCanceledException") return judge_canceled(failure.reasons);
  if (code == "ConditionalCheckFailedException") return Verdict::kConflict;
  if (code == "ItemCollectionSizeLimitExceededException") return Verdict::kFull;
  if (is_one_of(code, {"TransactionConflictException", "TransactionInProgressException"})) return Verdict::kBusy;
  if (failure.error.code == Code::kThrottled) return Verdict::kThrottled;
  if (is_one_of(code, {"ValidationException", "SerializationException", "IdempotentParameterMismatchException"}))
    return Verdict::kBug;
  return failure.error.code == Code::kUnavailable ? Verdict::kDown : Verdict::kWrong;
}

std::unexpected<Error> unavailable(std::string detail, std::chrono::milliseconds when) {
  return std::unexpected(
      Error{.code = Code::kUnavailable,
            .detail = std::move(detail),
            .retry_after = std::max(std::chrono::seconds(1), std::chrono::ceil<std::chrono::seconds>(when))});
}

bool reads(std::string_view operation) {
  return is_one_of(operation, {"GetItem", "BatchGetItem", "Query", "Scan"});
}

Task<void> pause_for(std::chrono::milliseconds time) {
  const auto executor = co_await boost::asio::this_coro::executor;
  boost::asio::steady_timer timer(executor, time);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

}  // namespace

Calls::Calls(aws::Service& service, CallOptions options, observe::Metrics& metrics)
    : service_(service),
      options_(std::move(options)),
      budget_(options_.retry),
      breaker_(options_.breaker),
      figures_(metrics) {}

Task<Result<object>> Calls::call(std::string operation, object request) {
  request["ReturnConsumedCapacity"] = "TOTAL";
  const auto begun = std::chrono::steady_clock::now();
  const bool repeatable = reads(operation) || operation == "TransactWriteItems";
  for (unsigned attempts = 1;; ++attempts) {
    if (const auto pause = breaker_.refuses())
      co_return unavailable("The database has not answered for a while and is left alone.", *pause);
    figures_.called(operation);
    auto answer = co_await service_.call_json_once("DynamoDB_20120810." + operation, "1.0", request);
    if (answer) {
      breaker_.succeeded();
      figures_.breaker(false);
      budget_.succeeded();
      count(operation, *answer);
      co_return std::move(*answer);
    }

    const aws::Failure& failure = answer.error();
    const Verdict verdict = judge(failure);
    // Only silence counts: one dog that is written to too much must not shut out the others.
    if (verdict == Verdict::kDown || verdict == Verdict::kWrong)
      breaker_.failed();
    else
      breaker_.succeeded();
    figures_.breaker(breaker_.is_open());
    if (verdict == Verdict::kThrottled) figures_.throttled();

    switch (verdict) {
      case Verdict::kConflict:
        co_return fail(Code::kConflict, "Somebody else was quicker.");
      case Verdict::kFull:
        co_return fail(Code::kTooLarge, "Nothing more fits in there: DynamoDB keeps 10 GB under one partition.");
      case Verdict::kBug:
        throw std::logic_error("dynamodb: " + operation + ": " + failure.error.detail);
      case Verdict::kBusy:
      case Verdict::kThrottled:
      case Verdict::kDown:
      case Verdict::kWrong:
        break;
    }
    const bool may_help = verdict != Verdict::kWrong && (repeatable || !failure.sent);
    const bool in_time = std::chrono::steady_clock::now() - begun < options_.patience;
    if (!may_help || !in_time || !budget_.take(attempts)) {
      observe::log(observe::Level::kWarn, "dynamodb call failed",
                   {{"operation", operation}, {"attempts", attempts}, {"reason", failure.error.detail}});
      co_return unavailable("The database cannot answer now.", std::chrono::seconds(1));
    }
    figures_.retried();
    co_await pause_for(budget_.pause(attempts));
  }
}

Task<bool> Calls::wait_for_rest(unsigned tries) {
  if (!budget_.take(tries)) co_return false;
  figures_.retried();
  co_await pause_for(budget_.pause(tries));
  co_return true;
}

void Calls::count(const std::string& operation, const object& answer) {
  const auto* consumed = answer.if_contains("ConsumedCapacity");
  if (consumed == nullptr) return;
  double units = 0;
  bool written = !reads(operation);
  const auto add = [&](const boost::json::value& one) {
    const auto* table = one.if_object();
    const auto* number = table == nullptr ? nullptr : table->if_contains("CapacityUnits");
    if (number == nullptr || !number->is_number()) return;
    units += number->to_number<double>();
    // A transaction that was done already, as its token says, is only read.
    if (table->contains("ReadCapacityUnits") && !table->contains("WriteCapacityUnits")) written = false;
  };
  if (const auto* list = consumed->if_array())
    std::ranges::for_each(*list, add);
  else
    add(*consumed);
  if (written)
    figures_.written(operation, units);
  else
    figures_.read(operation, units);
}

}  // namespace doggy::store::dynamodb
