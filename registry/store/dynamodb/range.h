// The part of a partition that a query is about, as one condition on the sort key: the only kind that Query takes.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "registry/store/store.h"

namespace doggy::store::dynamodb {

class Range {
 public:
  explicit Range(const Query& query);

  /// Whether no key can be in it.
  [[nodiscard]] bool empty() const;

  /// Whether this key is.
  [[nodiscard]] bool has(std::string_view key) const;

  /// How many more items than wanted have to be asked for: the condition lets so many keys in that are not.
  [[nodiscard]] std::size_t edges() const { return low_.empty() || high_.empty() ? 0 : 2; }

  /// Adds KeyConditionExpression and its values.
  void add_to(boost::json::object& request, const Query& query) const;

 private:
  std::string low_;         // Empty: none.
  bool after_low_ = false;  // Whether it is itself not in the range.
  std::string high_;        // Never in the range; empty: none.
};

}  // namespace doggy::store::dynamodb
