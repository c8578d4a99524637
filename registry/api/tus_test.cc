#include "registry/api/tus.h"

#include <gtest/gtest.h>

namespace doggy::api {
namespace {

http::Headers with(std::vector<std::pair<std::string, std::string>> fields) {
  http::Headers headers;
  for (auto& [name, value] : fields) headers.add(name, value);
  return headers;
}

std::string rule_of(const Error& error) {
  return error.fields.empty() ? "" : error.fields.front().field + " " + error.fields.front().rule;
}

TEST(Tus, ReadsWhatIsToBeUploaded) {
  // "the sofa", "video/mp4", "owner, trainer", "../../etc/passwd".
  const auto request = read_creation(with({{"Upload-Length", "1000"},
                                           {"Upload-Metadata",
                                            "caption dGhlIHNvZmE=,filetype dmlkZW8vbXA0, audience b3duZXIsIHRyYWluZXI,"
                                            "filename Li4vLi4vZXRjL3Bhc3N3ZA==,is_confidential"}}));
  ASSERT_TRUE(request) << request.error().detail;
  EXPECT_EQ(request->length, 1000U);
  EXPECT_EQ(request->caption, "the sofa");
  EXPECT_EQ(request->media_type, "video/mp4");
  EXPECT_EQ(request->audience, (circle::Audience{circle::Role::kOwner, circle::Role::kTrainer}));
}

TEST(Tus, SaysWhatIsWrongWithIt) {
  for (const char* length : {"", "-1", "1.5", "0x10", "99999999999999999999"})
    EXPECT_EQ(rule_of(read_creation(with({{"Upload-Length", length}})).error()), "Upload-Length format") << length;
  EXPECT_EQ(rule_of(read_creation(with({{"Upload-Length", "0"}})).error()), "length minimum");
  for (const char* metadata : {"caption !", "caption a-b_", "caption dGhl, , x eA=="})
    EXPECT_EQ(rule_of(read_creation(with({{"Upload-Length", "1"}, {"Upload-Metadata", metadata}})).error()),
              "Upload-Metadata format")
        << metadata;
  // A role that is none, an id that is none, and a caption that is no text.
  for (const char* metadata : {"audience Y2F0", "recordId Y2F0", "caption /w=="})
    EXPECT_FALSE(read_creation(with({{"Upload-Length", "1"}, {"Upload-Metadata", metadata}}))) << metadata;
}

TEST(Tus, ReadsOffsets) {
  EXPECT_EQ(read_offset(with({{"Upload-Offset", "4194304"}})), 4194304U);
  for (const char* offset : {"", "-1", "1 ", "18446744073709551616"})
    EXPECT_EQ(rule_of(read_offset(with({{"Upload-Offset", offset}})).error()), "Upload-Offset format") << offset;
}

TEST(Tus, ComparesTheBodyWithItsChecksum) {
  const auto check = [](const std::string& field) {
    return matches_checksum(with({{"Upload-Checksum", field}}), "abc");
  };
  EXPECT_EQ(matches_checksum({}, "abc"), true);
  EXPECT_EQ(check("sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="), true);
  EXPECT_EQ(check("sha256 vngWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="), false);
  EXPECT_EQ(check("sha256 AAAA"), false);
  EXPECT_EQ(rule_of(check("sha1 AAAA").error()), "Upload-Checksum enum");
  EXPECT_EQ(rule_of(check("sha256 ?").error()), "Upload-Checksum format");
}

}  // namespace
}  // namespace doggy::api
