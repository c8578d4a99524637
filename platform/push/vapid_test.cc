#include "platform/push/vapid.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <fstream>

#include "platform/id/secret.h"
#include "platform/id/uuid.h"

namespace doggy::push {
namespace {

using testing::StartsWith;

const Timestamp kNow = *Timestamp::parse("2026-11-25T10:00:00Z");

TEST(Vapid, NamesPushServiceEndAndContact) {
  const KeyPair key = KeyPair::generate();
  const std::string value =
      vapid_authorization(key, "https://push.example.org:8443/send/a?b", "mailto:dogs@example.org", kNow);
  ASSERT_THAT(value, StartsWith("vapid t="));
  const std::size_t comma = value.find(",k=");
  EXPECT_EQ(value.substr(comma + 3), base64url(key.point()));
  const std::string token = value.substr(8, comma - 8);
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  EXPECT_EQ(from_base64url(token.substr(0, first)), R"({"typ":"JWT","alg":"ES256"})");
  EXPECT_EQ(boost::json::parse(from_base64url(token.substr(first + 1, second - first - 1)).value()),
            boost::json::parse(R"({"aud":"https://push.example.org:8443","exp":1795644000,
                                   "sub":"mailto:dogs@example.org"})"));
  EXPECT_EQ(from_base64url(token.substr(second + 1)).value().size(), 64U);  // tests/push checks it by another library.
}

class KeyInFile : public testing::Test {
 protected:
  KeyInFile() { std::filesystem::create_directories(folder_); }
  ~KeyInFile() override { std::filesystem::remove_all(folder_); }

  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("doggy-key-" + Uuid::v7().text());
  const std::filesystem::path file_ = folder_ / "push-key.pem";
};

TEST_F(KeyInFile, IsMadeOnceForItsOwnerAlone) {
  const KeyPair made = key_in_file(file_).value();
  EXPECT_EQ(std::filesystem::status(file_).permissions(), std::filesystem::perms(0600));
  EXPECT_EQ(key_in_file(file_).value().point(), made.point());
}

TEST_F(KeyInFile, IsNotReplacedWhenItIsWrong) {
  std::ofstream(file_) << "no key";
  EXPECT_EQ(key_in_file(file_).error().code, Code::kInvalid);
  EXPECT_EQ(key_in_file(folder_ / "missing" / "key.pem").error().code, Code::kUnavailable);
}

}  // namespace
}  // namespace doggy::push
