// Computing a chart: of a short history at once, of a long one off the event loop, so that others do not wait for it.
#pragma once

#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

#include "platform/async/worker_pool.h"
#include "platform/try.h"
#include "registry/api/chart_data.h"

namespace doggy::api {

/// From how many records on a history is long.
inline constexpr std::size_t kLongHistory = 1'000;

/// What `make` makes of so many records. It owns all that it needs. Error: kUnavailable.
template <class Make>
auto compute(WorkerPool& heavy, Abandoned client_left, std::size_t records, Make make)
    -> Task<Result<std::invoke_result_t<Make&>>> {
  if (records < kLongHistory) co_return make();
  co_return co_await offload(heavy, WorkerPool::Priority::kNormal, std::move(client_left), std::move(make));
}

/// The answer with the chart that `make` makes of so many records.
template <class Make>
Task<Answer> computed_answer(WorkerPool& heavy, Abandoned client_left, std::size_t records, Make make) {
  auto encode = [make = std::move(make)]() mutable { return codec::encode_text(make()); };
  CO_TRY(auto text, co_await compute(heavy, std::move(client_left), records, std::move(encode)));
  co_return http::Response::json(std::move(text));
}

}  // namespace doggy::api
