#include "registry/store/dynamodb/range.h"

#include "registry/store/dynamodb/attributes.h"

namespace doggy::store::dynamodb {
namespace {

// DynamoDB takes no longer key to compare with. A longer bound, which a client made up, is left to has().
constexpr std::size_t kLongestBound = 1024;

}  // namespace

Range::Range(const Query& query) : low_(query.from), high_(query.to) {
  if (query.after.empty()) return;
  if (query.backward) {
    if (high_.empty() || query.after < high_) high_ = query.after;
  } else if (query.after >= low_) {
    low_ = query.after;
    after_low_ = true;
  }
}

bool Range::empty() const {
  return !high_.empty() && low_ >= high_;
}

bool Range::has(std::string_view key) const {
  return (after_low_ ? key > low_ : key >= low_) && (high_.empty() || key < high_);
}

void Range::add_to(boost::json::object& request, const Query& query) const {
  std::string condition = "pk = :p";
  boost::json::object values{{":p", string_value(query.pk)}};
  const std::string key = sort_attribute(query.index);
  const bool low = !low_.empty() && low_.size() <= kLongestBound;
  const bool high = !high_.empty() && high_.size() <= kLongestBound;
  if (low && high)
    condition += " AND " + key + " BETWEEN :a AND :b";
  else if (low)
    condition += " AND " + key + (after_low_ ? " > :a" : " >= :a");
  else if (high)
    condition += " AND " + key + " < :b";
  if (low) values[":a"] = string_value(low_);
  if (high) values[":b"] = string_value(high_);
  request["KeyConditionExpression"] = condition;
  request["ExpressionAttributeValues"] = std::move(values);
}

}  // namespace doggy::store::dynamodb
