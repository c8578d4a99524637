#include "alert-analyzer/delivery/mail_channel.h"

#include <fmt/format.h>

#include <utility>

#include "platform/id/secret.h"

namespace doggy::analyzer {
namespace {

class MailChannel final : public Channel {
 public:
  MailChannel(std::shared_ptr<mail::Mailer> mailer, std::string recipient, std::string domain)
      : mailer_(std::move(mailer)),
        recipient_(std::move(recipient)),
        domain_(std::move(domain)),
        name_("mail-" + sha256_hex(recipient_).substr(0, 8)) {}

  const std::string& name() const override { return name_; }
  Limits limits() const override { return {.restores = true}; }

  Result<void> send(const Outgoing& message) override {
    mail::Message mail{.to = recipient_, .subject = message.subject, .text = message.text};
    mail.id = id_of(message.incident_id, message.number);
    if (message.number > 1) {
      const std::string first = fmt::format("<{}@{}>", id_of(message.incident_id, 1), domain_);
      mail.headers = {"In-Reply-To: " + first, "References: " + first};
    }
    return mailer_->send(mail);
  }

 private:
  std::string id_of(const std::string& incident_id, std::uint64_t number) const {
    return fmt::format("{}.{}.{}", incident_id, number, name_);
  }

  const std::shared_ptr<mail::Mailer> mailer_;
  const std::string recipient_;
  const std::string domain_;
  const std::string name_;
};

}  // namespace

std::unique_ptr<Channel> mail_channel(std::shared_ptr<mail::Mailer> mailer, std::string recipient,
                                      const std::string& from) {
  return std::make_unique<MailChannel>(std::move(mailer), std::move(recipient), from.substr(from.find('@') + 1));
}

}  // namespace doggy::analyzer
