#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <system_error>
#include <utility>

#include "platform/id/uuid.h"
#include "platform/mail/mail.h"
#include "platform/try.h"

namespace doggy::mail {
namespace {

class Outbox final : public Mailer {
 public:
  Outbox(std::filesystem::path folder, std::string from) : folder_(std::move(folder)), from_(std::move(from)) {}

  Result<void> send(const Message& message) override {
    TRY(auto text, format(message, from_, Timestamp::now()));
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    if (error) return failed(error.message());
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, error);
    // Named in order; written under another name first, so that no reader meets half a message.
    const std::string name =
        fmt::format("{:013}-{:06}-{}.eml", Timestamp::now().unix_ms(), sent_.fetch_add(1), Uuid::v7().text());
    const auto part = folder_ / ("." + name);
    const int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return failed(std::generic_category().message(errno));
    const ssize_t written = ::write(file, text.data(), text.size());
    ::close(file);
    if (written != static_cast<ssize_t>(text.size())) return failed("the disk is full");
    std::filesystem::rename(part, folder_ / name, error);
    if (error) return failed(error.message());
    return {};
  }

 private:
  static std::unexpected<Error> failed(const std::string& why) {
    return fail(Code::kUnavailable, "The mail could not be put into the outbox: " + why + ".");
  }

  const std::filesystem::path folder_;
  const std::string from_;
  std::atomic<unsigned> sent_ = 0;
};

}  // namespace

std::unique_ptr<Mailer> outbox(std::filesystem::path folder, std::string from) {
  return std::make_unique<Outbox>(std::move(folder), std::move(from));
}

}  // namespace doggy::mail
