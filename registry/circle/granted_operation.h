// An operation of the dog's log by somebody whose grant was read before its turn came.
//
// What they hold may be taken away between that and the commit. So the transaction checks that the grant is as it was
// read; when it is not, nothing is written, and the operation decides anew by what they hold then.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "registry/circle/grants.h"
#include "registry/log/dog_log.h"

namespace doggy::circle {

/// Makes the first of `changes`, if there is one, fail when `grant` has changed since it was read.
void check_unchanged(const Grant& grant, std::vector<log::Change>& changes);

class GrantedOperation : public log::Operation {
 public:
  GrantedOperation(store::Store& store, std::string dog_id, Timestamp now)
      : store_(store), dog_id_(std::move(dog_id)), now_(std::move(now)) {}

  Task<Result<std::vector<log::Change>>> decide(std::uint64_t first_seq) final;

 protected:
  /// The grant that change() decides by.
  [[nodiscard]] virtual Grant& grant() = 0;
  /// As decide(), by that grant.
  virtual Task<Result<std::vector<log::Change>>> change(std::uint64_t first_seq) = 0;

  store::Store& store_;
  const std::string dog_id_;
  const Timestamp now_;

 private:
  bool decided_ = false;
};

}  // namespace doggy::circle
