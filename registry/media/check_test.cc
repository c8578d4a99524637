#include "registry/media/check.h"

#include <gtest/gtest.h>

#include "platform/json/codec.h"
#include "registry/log/dog_log.h"
#include "registry/media/processing.h"
#include "registry/media/testing/blob_stores.h"
#include "registry/media/upload_store.h"
#include "registry/testing/world.h"

namespace doggy::media {
namespace {

class CheckMediaTest : public testing::World {
 protected:
  CheckMediaTest() : dog_(make_dog(testing::kTrainer)) { now_ms = Timestamp::now().unix_ms(); }

  // The full size of an upload that has no record.
  Upload put_blob() {
    Upload upload{.id = Uuid::v7(), .length = 1, .expires_at = clock(), .account_id = testing::kTrainer};
    EXPECT_TRUE(in_folder_.blobs->put(blob_key(dog_, upload.id.text(), Size::kFull), "x"));
    return upload;
  }
  void put(const Upload& upload) {
    std::vector<store::Write> writes;
    writes.push_back(upload_write(dog_, upload, 0));
    ASSERT_TRUE(run_task(store.commit(std::move(writes))));
  }
  MediaFindings check() { return *run_task(check_media(store, *in_folder_.blobs, dog_, clock())); }

  const BlobsInFolder in_folder_;
  const std::string dog_;
};

TEST_F(CheckMediaTest, WhatAnUnfinishedUploadLeftIsNoDamage) {
  put(put_blob());
  now_ms += 3 * kDayMs;
  EXPECT_TRUE(check().problems.empty());
  EXPECT_EQ(check().leftovers.size(), 1U);
}

TEST_F(CheckMediaTest, WhatAnUploadLeftThatCameToNothingIsNoDamageForTwoDays) {
  put_blob();
  EXPECT_TRUE(check().problems.empty());
  EXPECT_EQ(check().leftovers.size(), 1U);
  now_ms += 3 * kDayMs;
  EXPECT_EQ(check().problems.size(), 1U);
}

TEST_F(CheckMediaTest, AFinishedUploadHasARecord) {
  Upload upload = put_blob();
  upload.finished = true;
  put(upload);
  EXPECT_EQ(check().problems.size(), 1U);
}

}  // namespace
}  // namespace doggy::media
