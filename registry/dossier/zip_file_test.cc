#include "registry/dossier/zip_file.h"

#include <gtest/gtest.h>
#include <zip.h>

#include <vector>

namespace doggy::dossier {
namespace {

TEST(ZipFile, HoldsItsEntries) {
  const std::vector<ZipEntry> entries{{"a.txt", "first"}, {"csv/b.csv", std::string(100'000, 'x')}, {"empty", ""}};
  const std::string bytes = make_zip(entries);
  EXPECT_LT(bytes.size(), 2'000u);
  zip_error_t error;
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  ASSERT_NE(archive, nullptr);
  for (const ZipEntry& entry : entries) {
    zip_file_t* file = zip_fopen(archive, entry.name.c_str(), 0);
    ASSERT_NE(file, nullptr) << entry.name;
    std::string content(entry.content.size() + 1, '\0');
    content.resize(static_cast<std::size_t>(zip_fread(file, content.data(), content.size())));
    EXPECT_EQ(content, entry.content);
    zip_fclose(file);
  }
  zip_discard(archive);
}

}  // namespace
}  // namespace doggy::dossier
