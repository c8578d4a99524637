#include "registry/api/file_body.h"

#include <gtest/gtest.h>

#include "platform/async/run_task.h"
#include "platform/id/uuid.h"

namespace doggy::api {
namespace {

// However large the file, what is in memory of it is what was asked for.
TEST(FileBody, ReadsPieceByPiece) {
  const auto folder = std::filesystem::temp_directory_path() / ("doggy-body-" + Uuid::v7().text());
  auto file = ScratchFile::make(folder);
  ASSERT_TRUE(file);
  std::string content;
  for (int i = 0; content.size() < 1'000'000; ++i) content += std::to_string(i);
  ASSERT_TRUE(file->append(content));

  boost::asio::thread_pool workers(1);
  const auto body = file_body(workers, std::make_shared<const ScratchFile>(std::move(*file)));
  ASSERT_EQ(body->size(), content.size());
  constexpr std::size_t kPiece = 128'000;
  std::string read;
  while (read.size() < body->size()) {
    const auto piece = run_task(body->read(kPiece));
    ASSERT_TRUE(piece);
    ASSERT_FALSE(piece->empty());
    EXPECT_LE(piece->size(), kPiece);
    read += *piece;
  }
  EXPECT_EQ(read, content);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace doggy::api
