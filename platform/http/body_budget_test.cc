#include "platform/http/body_budget.h"

#include <gtest/gtest.h>

namespace doggy::http {
namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20U;

TEST(BodyBudget, WhatItsPeerHasNoRoomForIsNotCountedForTheSender) {
  BodyBudget budget({.all = 64 * kMiB, .of_peer = 2 * kMiB, .of_sender = 8 * kMiB, .of_loopback = true});
  BodyBudget::Share share(budget);
  share.set_sender("member");
  EXPECT_TRUE(share.grow(kMiB, "192.0.2.1"));
  EXPECT_FALSE(share.grow(7 * kMiB, "192.0.2.1"));

  BodyBudget::Share more(budget);
  more.set_sender("member");
  EXPECT_TRUE(more.grow(2 * kMiB, "192.0.2.2"));
  EXPECT_TRUE(share.grow(kMiB, "192.0.2.1")) << "a smaller piece fits";
}

}  // namespace
}  // namespace doggy::http
