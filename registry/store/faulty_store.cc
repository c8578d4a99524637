#include "registry/store/faulty_store.h"

#include <utility>

namespace doggy::store {
namespace {

Error unavailable() {
  return {.code = Code::kUnavailable, .detail = "The store cannot answer now.", .retry_after = std::chrono::seconds(1)};
}

}  // namespace

void FaultyStore::plan_reads(std::vector<Fault> faults) {
  const std::lock_guard lock(mutex_);
  reads_.assign(faults.begin(), faults.end());
}

void FaultyStore::plan_commits(std::vector<Fault> faults) {
  const std::lock_guard lock(mutex_);
  commits_.assign(faults.begin(), faults.end());
}

void FaultyStore::release() {
  std::vector<Resume<bool>> released;
  {
    const std::lock_guard lock(mutex_);
    released.swap(held_);
  }
  for (auto& resume : released) resume(true);
}

std::size_t FaultyStore::held() const {
  const std::lock_guard lock(mutex_);
  return held_.size();
}

Fault FaultyStore::take(Plan& plan) {
  const std::lock_guard lock(mutex_);
  if (plan.empty()) return Fault::kNone;
  const Fault fault = plan.front();
  plan.pop_front();
  return fault;
}

Task<bool> FaultyStore::hold() {
  co_return co_await suspend<bool>([this](Resume<bool> resume) {
    const std::lock_guard lock(mutex_);
    held_.push_back(std::move(resume));
  });
}

// A coroutine begins when it is awaited: until then `operation` has done nothing.
template <class T>
Task<Result<T>> FaultyStore::with_fault(Plan& plan, Task<Result<T>> operation) {
  const Fault fault = take(plan);
  if (fault == Fault::kFailBefore) co_return std::unexpected(unavailable());
  if (fault == Fault::kHold) (void)co_await hold();
  Result<T> result = co_await std::move(operation);
  if (fault == Fault::kFailAfter) co_return std::unexpected(unavailable());
  co_return result;
}

Task<Result<std::optional<Item>>> FaultyStore::get(Key key) {
  return with_fault(reads_, inner_.get(std::move(key)));
}

Task<Result<std::vector<std::optional<Item>>>> FaultyStore::get_many(std::vector<Key> keys) {
  return with_fault(reads_, inner_.get_many(std::move(keys)));
}

Task<Result<std::vector<Item>>> FaultyStore::query(Query query) {
  return with_fault(reads_, inner_.query(std::move(query)));
}

Task<Result<void>> FaultyStore::commit(std::vector<Write> writes) {
  return with_fault(commits_, inner_.commit(std::move(writes)));
}

Task<Result<void>> FaultyStore::ping() {
  return with_fault(reads_, inner_.ping());
}

}  // namespace doggy::store
