#include "alert-analyzer/delivery/mail_channel.h"

#include <fmt/format.h>

#include <utility>

#include "platform/id/secret.h"

namespace doggy::analyzer {
namespace {

class MailChannel final : public Channel {
 public:
  MailChannel(std::unique_ptr<mail::Mailer> mailer, std::vector<std::string> recipients, std::string domain)
      : mailer_(std::move(mailer)), recipients_(std::move(recipients)), domain_(std::move(domain)) {}

  const std::string& name() const override { return name_; }
  Limits limits() const override { return {.restores = true}; }

  Result<void> send(const Outgoing& message) override {
    // One after the other: when a later one fails, the earlier ones get the message again, under the same id.
    for (const std::string& recipient : recipients_) {
      mail::Message mail{.to = recipient, .subject = message.subject, .text = message.text};
      mail.id = id_of(message.incident_id, message.number, recipient);
      if (message.number > 1) {
        const std::string first = fmt::format("<{}@{}>", id_of(message.incident_id, 1, recipient), domain_);
        mail.headers = {"In-Reply-To: " + first, "References: " + first};
      }
      auto sent = mailer_->send(mail);
      if (!sent) return sent;
    }
    return {};
  }

 private:
  // Each recipient has a thread of their own: an id names one message.
  static std::string id_of(const std::string& incident_id, std::uint64_t number, const std::string& recipient) {
    return fmt::format("{}.{}.{}", incident_id, number, sha256_hex(recipient).substr(0, 8));
  }

  const std::string name_ = "mail";
  const std::unique_ptr<mail::Mailer> mailer_;
  const std::vector<std::string> recipients_;
  const std::string domain_;
};

}  // namespace

std::unique_ptr<Channel> mail_channel(std::unique_ptr<mail::Mailer> mailer, std::vector<std::string> recipients,
                                      const std::string& from) {
  return std::make_unique<MailChannel>(std::move(mailer), std::move(recipients), from.substr(from.find('@') + 1));
}

}  // namespace doggy::analyzer
