// What every adapter of BlobStore must do, as one suite of tests. An adapter's test program says how to make an empty
// one:
//   INSTANTIATE_TEST_SUITE_P(Folder, BlobStoreContract, ::testing::Values(BlobStoreMaker([] { return …; })));
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "registry/media/blob_store.h"

namespace doggy::media {

/// Makes a blob store without blobs; what else it needs lives as long as it.
using BlobStoreMaker = std::function<std::shared_ptr<BlobStore>()>;

class BlobStoreContract : public ::testing::TestWithParam<BlobStoreMaker> {
 protected:
  /// "none" for one that is not there.
  std::string content(const std::string& key);
  /// Of the file that a part is brought together in.
  std::string part_content(const std::string& id);

  const std::shared_ptr<BlobStore> blobs_ = GetParam()();
};

}  // namespace doggy::media
