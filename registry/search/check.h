// Whether the search index of a dog is as its records say.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/store/store.h"

namespace doggy::search {

/// What is wrong, in words: records that the index in `folder` has otherwise than the store, has not, or has too many,
/// of those that it has come to. One that is not there, or is no index, is no problem: it is made anew. Blocks.
Task<Result<std::vector<std::string>>> check_index(store::Store& store, std::filesystem::path folder,
                                                   std::string dog_id);

/// Makes the dog's index in `folder` anew. Files are written on `workers`. Error: kUnavailable.
Task<Result<void>> rebuild_index(store::Store& store, boost::asio::thread_pool& workers, std::filesystem::path folder,
                                 std::string dog_id);

/// The dogs that have an index in `folder`.
[[nodiscard]] std::vector<std::string> indexed_dogs(const std::filesystem::path& folder);

/// Removes the index of a dog that is no more. Blocks. Error: kUnavailable.
[[nodiscard]] Result<void> remove_index(const std::filesystem::path& folder, const std::string& dog_id);

}  // namespace doggy::search
