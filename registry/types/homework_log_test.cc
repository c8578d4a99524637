#include "registry/types/homework_log.h"

#include "registry/types/canonical_for_test.h"

namespace doggy::types {
namespace {

TEST(HomeworkLog, KeepsWhatWasDone) {
  EXPECT_EQ(
      canonical("homework-log", R"({"homeworkId":"019ab0f0-1c2d-7abc-8def-0123456789ab","done":[0,2],"difficulty":2})"),
      R"({"homeworkId":"019ab0f0-1c2d-7abc-8def-0123456789ab","done":[0,2],"difficulty":2})");
}

TEST(HomeworkLog, HasItsBounds) {
  EXPECT_EQ(canonical("homework-log", R"({"homeworkId":"x","done":[-1,30],"difficulty":0})"),
            "homeworkId format; done[0] minimum; done[1] maximum; difficulty minimum");
  EXPECT_EQ(canonical("homework-log", R"({"homeworkId":"019ab0f0-1c2d-7abc-8def-0123456789ab","done":[1,0,1]})"),
            "done[2] unique");
}

}  // namespace
}  // namespace doggy::types
