// Reading everything that is in a store, page by page: for programs that move it or look at all of it. No request of a
// person does that.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/store/store.h"

namespace doggy::store {

struct ScanPage {
  std::vector<Item> items;  // In no order that callers may rely on.
  std::string next;         // A position to go on from; empty: that was all.
};

/// Implemented by adapters beside Store. Thread-safe.
class Scan {
 public:
  virtual ~Scan() = default;

  /// At most `limit` items (1 to 1,000) from `position` on, which is empty at first and then what the page before
  /// returned, also one of another process. A page may have fewer, or none, and still not be the last. An item that is
  /// there from the first page to the last is returned exactly once; one that is written or removed meanwhile may be.
  /// What has expired may be returned. Errors: kInvalid for a position that is none; kUnavailable.
  virtual Task<Result<ScanPage>> scan(std::string position, std::size_t limit) = 0;
};

/// A position that says: after this key. For adapters that have no other way to say it.
[[nodiscard]] std::string scan_position(const Key& key);
/// The key again. Error: kInvalid.
[[nodiscard]] Result<Key> parse_scan_position(std::string_view position);

}  // namespace doggy::store
