#include "platform/mail/mail.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <vector>

#include "platform/id/uuid.h"

namespace doggy::mail {
namespace {

using testing::HasSubstr;

const Timestamp kNow = *Timestamp::parse("2026-11-24T09:05:07+01:00");

std::string text_of(const Message& message) {
  return format(message, "doggy@example.org", kNow).value();
}

TEST(MailFormat, HasTheHeadersOfAMessage) {
  const std::string text = text_of({.to = "olga@example.org", .subject = "Hello", .text = "Line one\nline two"});
  EXPECT_THAT(text, HasSubstr("From: Doggy App <doggy@example.org>\r\nTo: <olga@example.org>\r\nSubject: Hello\r\n"));
  EXPECT_THAT(text, HasSubstr("Date: Tue, 24 Nov 2026 08:05:07 +0000\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\n\r\nLine one\r\nline two\r\n"));
}

TEST(MailFormat, NobodyAddsHeadersOrRecipients) {
  for (const char* to : {"a@b.c\r\nBcc: x@y.z", "a@b.c, x@y.z", "<a@b.c>", "a@b.c>\nRCPT TO:<x@y.z", "nobody", ""})
    EXPECT_EQ(format({.to = to, .subject = "x", .text = "x"}, "d@example.org", kNow).error().fields.at(0).field, "to");
  for (const char* subject : {"x\r\nBcc: a@b.c", "x\ny", "x\ry"})
    EXPECT_EQ(format({.to = "a@b.c", .subject = subject, .text = ""}, "d@example.org", kNow).error().fields.at(0).field,
              "subject");
}

TEST(MailFormat, TakesMoreHeadersAndAnIdOfOnesOwn) {
  const std::string text = text_of({.to = "a@b.c",
                                    .subject = "x",
                                    .text = "x",
                                    .headers = {"List-Unsubscribe: <https://example.org/u>"},
                                    .id = "job-1"});
  EXPECT_THAT(text, HasSubstr("\r\nMessage-ID: <job-1@example.org>\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\nList-Unsubscribe: <https://example.org/u>\r\n"));
  for (const char* header : {"X: y\r\nBcc: a@b.c", "no colon", "X: \xC3\xBC"}) {
    const Message message{.to = "a@b.c", .subject = "x", .text = "x", .headers = {header}};
    EXPECT_EQ(format(message, "d@example.org", kNow).error().fields.at(0).field, "headers") << header;
  }
}

TEST(MailFormat, EncodesWhatIsNotAscii) {
  const std::string text =
      text_of({.to = "a@b.c", .subject = "Zoë lädt dich in Balus Kreis ein, ganz herzlich 🐕", .text = "Grüße=\n.\n"});
  EXPECT_THAT(text, HasSubstr("Subject: =?UTF-8?Q?=5A=6F=C3=AB"));
  EXPECT_THAT(text, HasSubstr("Gr=C3=BC=C3=9Fe=3D\r\n=2E\r\n"));
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = text.find("\r\n", begin);
    EXPECT_LE(end - begin, 78U) << text.substr(begin, end - begin);
    begin = end + 2;
  }
}

TEST(MailFormat, LongLinesAreBrokenSoftly) {
  const std::string text = text_of({.to = "a@b.c", .subject = "x", .text = std::string(200, 'x')});
  EXPECT_THAT(text, HasSubstr(std::string(75, 'x') + "=\r\n"));
}

TEST(Outbox, KeepsEachMessageInAFileForItsUserAlone) {
  const auto folder = std::filesystem::temp_directory_path() / ("outbox-" + Uuid::v7().text());
  const auto mailer = outbox(folder, "doggy@example.org");
  ASSERT_TRUE(mailer->send({.to = "a@b.c", .subject = "one", .text = "1"}));
  ASSERT_TRUE(mailer->send({.to = "a@b.c", .subject = "two", .text = "2"}));
  EXPECT_FALSE(mailer->send({.to = "a@b.c\n", .subject = "three", .text = "3"}));
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(folder)) files.push_back(file.path());
  std::ranges::sort(files);
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(std::filesystem::status(files[0]).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::ifstream first(files[0]);
  EXPECT_THAT(std::string(std::istreambuf_iterator<char>(first), {}), HasSubstr("Subject: one"));
  std::filesystem::remove_all(folder);
}

TEST(Smtp, ANameThatNobodyHasIsUnavailable) {
  const auto mailer = smtp({.url = "smtp://127.0.0.1:1", .require_tls = false}, "doggy@example.org");
  const auto done = mailer->send({.to = "a@b.c", .subject = "x", .text = "x"});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::kUnavailable);
}

}  // namespace
}  // namespace doggy::mail
