#include "registry/media/blob_store_contract.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace doggy::media {
namespace {

// Larger than a part of S3's, and different everywhere.
std::string film_bytes() {
  std::string bytes(12'000'000, '\0');
  unsigned state = 1;
  for (char& c : bytes) c = static_cast<char>((state = state * 1103515245 + 12345) >> 24U);
  return bytes;
}

std::vector<std::string> names_of(const std::vector<BlobStore::Entry>& entries) {
  std::vector<std::string> names;
  for (const BlobStore::Entry& entry : entries) names.push_back(entry.name);
  return names;
}

}  // namespace

std::string BlobStoreContract::content(const std::string& key) {
  auto blob = blobs_->open(key);
  if (!blob) return blob.error().code == Code::kNotFound ? "none" : blob.error().detail;
  return (*blob)->read(0, 1000).value();
}

std::string BlobStoreContract::part_content(const std::string& id) {
  const auto path = blobs_->part_file(id);
  if (!path) return path.error().code == Code::kNotFound ? "none" : path.error().detail;
  std::ifstream file(*path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TEST_P(BlobStoreContract, KeepsWhatIsPut) {
  ASSERT_TRUE(blobs_->put("dog/one", "first"));
  ASSERT_TRUE(blobs_->put("dog/one", "second"));
  EXPECT_EQ(content("dog/one"), "second");
  auto blob = *blobs_->open("dog/one");
  EXPECT_EQ(blob->size(), 6U);
  EXPECT_EQ(*blob->read(2, 3), "con");
  EXPECT_EQ(*blob->read(5, 3), "d");
  EXPECT_EQ(*blob->read(0, 2), "se");
  EXPECT_EQ(*blob->read(6, 3), "");
  EXPECT_EQ(*blob->read(60, 3), "");
  EXPECT_EQ(content("dog/two"), "none");
}

TEST_P(BlobStoreContract, KeepsBytesAsTheyAre) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  ASSERT_TRUE(blobs_->put("dog/all", bytes));
  EXPECT_EQ(content("dog/all"), bytes);
  ASSERT_TRUE(blobs_->put("dog/none", ""));
  EXPECT_EQ(content("dog/none"), "");
}

TEST_P(BlobStoreContract, TellsWhatIsThere) {
  EXPECT_TRUE(blobs_->groups()->empty());
  EXPECT_TRUE(blobs_->list("a")->empty());
  ASSERT_TRUE(blobs_->put("a/2", "22"));
  ASSERT_TRUE(blobs_->put("a/1", "1"));
  ASSERT_TRUE(blobs_->put("ab/3", "333"));
  EXPECT_EQ(*blobs_->groups(), (std::vector<std::string>{"a", "ab"}));
  const auto entries = *blobs_->list("a");
  EXPECT_EQ(names_of(entries), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(entries[1].size, 2U);
  constexpr std::int64_t kYear2026 = 1'767'225'600;
  EXPECT_GT(entries[1].changed_at, kYear2026);
}

TEST_P(BlobStoreContract, Removes) {
  ASSERT_TRUE(blobs_->put("a/1", "bytes"));
  auto open = *blobs_->open("a/1");
  ASSERT_TRUE(blobs_->remove("a/1"));
  ASSERT_TRUE(blobs_->remove("a/1"));
  EXPECT_EQ(content("a/1"), "none");
  const auto still = open->read(0, 10);
  EXPECT_TRUE(!still || *still == "bytes");
  EXPECT_TRUE(blobs_->groups()->empty());
}

TEST_P(BlobStoreContract, ReadsTheBlobThatWasOpenedOrNone) {
  ASSERT_TRUE(blobs_->put("a/1", "old bytes"));
  auto open = *blobs_->open("a/1");
  ASSERT_TRUE(blobs_->put("a/1", "new bytes"));
  const auto still = open->read(0, 100);
  EXPECT_TRUE(!still || *still == "old bytes") << *still;
}

TEST_P(BlobStoreContract, AddsToPartsAndKeepsThem) {
  ASSERT_TRUE(blobs_->begin_part("p"));
  ASSERT_TRUE(blobs_->write_part("p", 0, "abcdef"));
  ASSERT_TRUE(blobs_->write_part("p", 3, "xyz"));
  EXPECT_EQ(blobs_->write_part("p", 7, "!").error().code, Code::kNotFound);
  EXPECT_EQ(blobs_->write_part("q", 0, "!").error().code, Code::kNotFound);
  EXPECT_EQ(part_content("p"), "abcxyz");
  EXPECT_EQ(part_content("q"), "none");
  ASSERT_TRUE(blobs_->keep_part("p", "dog/film"));
  ASSERT_TRUE(blobs_->keep_part("p", "dog/film"));
  EXPECT_EQ(blobs_->keep_part("q", "dog/other").error().code, Code::kNotFound);
  ASSERT_TRUE(blobs_->remove_part("p"));
  ASSERT_TRUE(blobs_->remove_part("p"));
  EXPECT_EQ(content("dog/film"), "abcxyz");
  EXPECT_EQ(part_content("p"), "none");
  EXPECT_TRUE(blobs_->parts()->empty());
}

TEST_P(BlobStoreContract, APieceReplacesAllThatStoodBehindIt) {
  ASSERT_TRUE(blobs_->begin_part("p"));
  for (std::uint64_t at = 0; at < 12; at += 3) ASSERT_TRUE(blobs_->write_part("p", at, "abc"));
  ASSERT_TRUE(blobs_->write_part("p", 4, "X"));
  EXPECT_EQ(part_content("p"), "abcaX");
  ASSERT_TRUE(blobs_->write_part("p", 5, "YZ"));
  ASSERT_TRUE(blobs_->write_part("p", 5, "Y"));
  EXPECT_EQ(part_content("p"), "abcaXY");
  ASSERT_TRUE(blobs_->begin_part("p"));
  EXPECT_EQ(part_content("p"), "");
}

TEST_P(BlobStoreContract, TellsWhichPartsThereAre) {
  ASSERT_TRUE(blobs_->begin_part("dog.2"));
  ASSERT_TRUE(blobs_->begin_part("dog.1"));
  ASSERT_TRUE(blobs_->write_part("dog.1", 0, "abc"));
  ASSERT_TRUE(blobs_->write_part("dog.1", 3, "de"));
  const auto parts = *blobs_->parts();
  EXPECT_EQ(names_of(parts), (std::vector<std::string>{"dog.1", "dog.2"}));
  EXPECT_EQ(parts[0].size, 5U);
  EXPECT_EQ(parts[1].size, 0U);
}

TEST_P(BlobStoreContract, KeepsAFileAsItWasChangedInPlace) {
  ASSERT_TRUE(blobs_->begin_part("p"));
  ASSERT_TRUE(blobs_->write_part("p", 0, "with place"));
  {
    std::fstream file(*blobs_->part_file("p"), std::ios::in | std::ios::out);
    file << "none";
  }
  ASSERT_TRUE(blobs_->keep_part("p", "dog/clean"));
  EXPECT_EQ(content("dog/clean"), "none place");
}

TEST_P(BlobStoreContract, KeepsALargeFilm) {
  const std::string film = film_bytes();
  constexpr std::size_t kPieceBytes = 4'000'000;
  ASSERT_TRUE(blobs_->begin_part("p"));
  for (std::size_t at = 0; at < film.size(); at += kPieceBytes)
    ASSERT_TRUE(blobs_->write_part("p", at, std::string_view(film).substr(at, kPieceBytes)));
  ASSERT_TRUE(blobs_->keep_part("p", "dog/film"));
  auto blob = *blobs_->open("dog/film");
  ASSERT_EQ(blob->size(), film.size());
  std::string read;
  constexpr std::size_t kAtOnce = 700'000;
  while (read.size() < film.size()) {
    auto bytes = blob->read(read.size(), kAtOnce);
    ASSERT_TRUE(bytes.has_value() && !bytes->empty());
    read += *bytes;
  }
  EXPECT_TRUE(read == film);
  EXPECT_EQ(*blob->read(5'000'000, 10), film.substr(5'000'000, 10));
}

TEST_P(BlobStoreContract, TakesNoNameThatTheServerWouldNotMake) {
  for (const char* name :
       {"", ".", "..", "../x", "a/../../x", "/etc/passwd", "a/.x", "a/b/c", "a\\b", "A/x", "a", "a/"})
    EXPECT_THROW(static_cast<void>(blobs_->open(name)), std::logic_error) << name;
  EXPECT_THROW(static_cast<void>(blobs_->begin_part("../x")), std::logic_error);
  EXPECT_THROW(static_cast<void>(blobs_->link("../x", {})), std::logic_error);
}

}  // namespace doggy::media
