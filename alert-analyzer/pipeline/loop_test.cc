#include "alert-analyzer/pipeline/loop.h"

#include <gtest/gtest.h>

#include <latch>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

namespace doggy::analyzer {
namespace {

using namespace std::chrono_literals;

TEST(Loop, ReportsWhatAStepThrowsAndGoesOn) {
  std::mutex mutex;
  std::vector<std::string> told;
  std::latch fourth(4);
  {
    int steps = 0;
    const Loop loop(
        "intake",
        [&]() -> Result<bool> {
          if (steps < 4) fourth.count_down();
          switch (++steps) {
            case 1:
              throw std::runtime_error("no queue");
            case 2:
              throw 42;  // NOLINT(hicpp-exception-baseclass): what some library might do.
            case 3:
              return fail(Code::kUnavailable, "The disk is full.");
            default:
              return false;
          }
        },
        1ms,
        [&](std::string_view name, std::string_view what) {
          const std::lock_guard lock(mutex);
          told.push_back(std::string(name) + ": " + std::string(what));
        });
    fourth.wait();
  }
  EXPECT_EQ(told, (std::vector<std::string>{"intake: no queue", "intake: something that is no std::exception"}));
}

TEST(Loop, StepsAtOnceWhileThereIsMoreAndWhenItIsWoken) {
  std::latch steps(3);
  std::latch woken(1);
  int count = 0;
  Loop loop("sender",
            [&]() -> Result<bool> {
              ++count;
              if (count <= 3) steps.count_down();
              if (count == 4) woken.count_down();
              return count < 3;
            },
            24h, {});
  steps.wait();
  loop.wake();
  woken.wait();
}

}  // namespace
}  // namespace doggy::analyzer
