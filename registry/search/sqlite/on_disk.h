// Work with indexes off the event loops, and its failures as values.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <type_traits>
#include <utility>

#include "platform/async/runtime.h"
#include "platform/error.h"
#include "platform/observe/log.h"
#include "platform/sqlite/database.h"

namespace doggy::search::sqlite {

/// Runs `job` on the blocking threads. Error: kUnavailable for a sql::Failure, which is logged.
template <class Job>
auto on_disk(boost::asio::thread_pool& workers, Job job) -> Task<Result<std::invoke_result_t<Job>>> {
  using Outcome = Result<std::invoke_result_t<Job>>;
  co_return co_await offload(workers, [job = std::move(job)]() mutable -> Outcome {
    try {
      return job();
    } catch (const sql::Failure& failure) {
      observe::log(observe::Level::kError, "search-index-failed",
                   {{"what", std::string(failure.what())}, {"code", failure.code()}});
      Error error = sql::unavailable(failure);
      error.detail = "The search cannot answer now.";
      return std::unexpected(std::move(error));
    }
  });
}

}  // namespace doggy::search::sqlite
