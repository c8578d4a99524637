#include "registry/dossier/zip_file.h"

#include <gtest/gtest.h>
#include <zip.h>

#include <utility>
#include <vector>

#include "platform/id/uuid.h"

namespace doggy::dossier {
namespace {

TEST(ZipFile, HoldsItsEntries) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("doggy-zip-" + Uuid::v7().text());
  auto contents = ScratchFile::make(folder);
  ASSERT_TRUE(contents);
  const std::vector<std::pair<std::string, std::string>> files{{"a.txt", "first"},
                                                               {"csv/b.csv", std::string(100'000, 'x')},
                                                               {"empty", ""},
                                                               {"media/c.jpg", std::string(5'000, 'y')}};
  std::vector<ZipEntry> entries;
  for (const auto& [name, content] : files) {
    entries.push_back({.name = name, .offset = contents->size(), .size = content.size()});
    ASSERT_TRUE(contents->append(content));
  }
  entries.back().compressed = true;

  const auto made = make_zip(*contents, entries, folder);
  ASSERT_TRUE(made) << made.error().detail;
  EXPECT_TRUE(std::filesystem::is_empty(folder)) << "its name is gone";
  EXPECT_LT(made->size(), 7'000u);
  EXPECT_GT(made->size(), 5'000u);
  int code = 0;
  zip_t* archive = zip_open(made->path().c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code);
  ASSERT_NE(archive, nullptr);
  for (const auto& [name, content] : files) {
    zip_file_t* file = zip_fopen(archive, name.c_str(), 0);
    ASSERT_NE(file, nullptr) << name;
    std::string found(content.size() + 1, '\0');
    found.resize(static_cast<std::size_t>(zip_fread(file, found.data(), found.size())));
    EXPECT_EQ(found, content);
    zip_fclose(file);
  }
  zip_discard(archive);
  std::filesystem::remove_all(folder);
}

TEST(ZipFile, SaysWhenItCannotBeMade) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("doggy-zip-" + Uuid::v7().text());
  auto contents = ScratchFile::make(folder);
  ASSERT_TRUE(contents);
  ASSERT_TRUE(contents->append("x"));
  std::filesystem::remove_all(folder);
  const std::vector<ZipEntry> entries{{.name = "a.txt", .size = 1}};
  const auto made = make_zip(*contents, entries, folder);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, Code::kUnavailable);
}

}  // namespace
}  // namespace doggy::dossier
