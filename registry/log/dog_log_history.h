// What the log promises when many write to one dog through several servers at once, as a suite for every store: no
// update is lost, no sequence number is missing or twice, and whoever is told that something is done sees it
// everywhere.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "registry/store/store.h"

namespace doggy::log {

/// Two servers' views of the same items.
struct Replicas {
  std::shared_ptr<store::Store> one;
  std::shared_ptr<store::Store> other;
};

/// Makes them, without items.
using ReplicasMaker = std::function<Replicas()>;

class DogLogHistory : public ::testing::TestWithParam<ReplicasMaker> {
 protected:
  const Replicas replicas_ = GetParam()();
};

}  // namespace doggy::log
