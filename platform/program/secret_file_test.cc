#include "platform/program/secret_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace doggy::program {
namespace {

TEST(SecretFile, HoldsTheSecretInItsFirstLine) {
  const auto file = std::filesystem::temp_directory_path() / "doggy-secret-file-test";
  std::ofstream(file) << "open sesame\r\nsomething else\n";
  EXPECT_EQ(read_secret(file, "token-file"), "open sesame");
  std::ofstream(file, std::ios::trunc) << "\n";
  EXPECT_EQ(read_secret(file, "token-file").error().fields.at(0).field, "token-file");
  std::filesystem::remove(file);
  EXPECT_FALSE(read_secret(file, "token-file"));
  EXPECT_EQ(read_secret("", "token-file"), "");
}

}  // namespace
}  // namespace doggy::program
