// Brings the index of a dog to where the dog's log is.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/search/sqlite/dog_index.h"
#include "registry/store/store.h"

namespace doggy::search {

/// Until the index knows the entry `seq` of the log, or as far as the log is visible. What it takes in are the records
/// as they are now, not as the entries have them: a name that was erased since is in none. An entry that says that a
/// name was erased empties the index first. Files are written on `workers`. Error: kUnavailable.
Task<Result<void>> catch_up(store::Store& store, boost::asio::thread_pool& workers,
                            std::shared_ptr<sqlite::DogIndex> index, std::string dog_id, std::uint64_t seq);

}  // namespace doggy::search
