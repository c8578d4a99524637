#include "registry/store/format.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "platform/try.h"
#include "registry/keys.h"
#include "registry/store/copy.h"

namespace doggy::store {

Key format_key() {
  return {.pk = std::string(keys::kStore.prefix), .sk = "FORMAT"};
}

Task<Result<void>> check_format(Store& store) {
  std::vector<Key> keys{format_key(), copy_key()};
  CO_TRY(auto found, co_await store.get_many(std::move(keys)));
  if (found.at(1)) co_return fail(Code::kConflict, "A copy into this store was not finished: run migrate again.");
  if (const auto& format = found.at(0)) {
    if (format->version <= kFormat) co_return Result<void>{};
    co_return fail(
        Code::kConflict,
        fmt::format("The data has format {}, and this version of Doggy App knows {} at most: use the version "
                    "that wrote it, or a newer one.",
                    format->version, kFormat));
  }
  std::vector<Write> writes;
  writes.emplace_back(Put{.item = {.key = format_key(), .version = kFormat}, .condition = Absent{}});
  auto done = co_await store.commit(std::move(writes));
  // Of two that begin at once one is first.
  if (!done && done.error().code == Code::kConflict) co_return co_await check_format(store);
  co_return done;
}

}  // namespace doggy::store
