#include "alert-analyzer/pipeline/mailroom.h"

#include <fmt/format.h>

#include "alert-analyzer/delivery/text_cut.h"

namespace doggy::analyzer {
namespace {

constexpr std::string_view kCut = "\n… (cut: the message is too long for this channel)\n";

std::string fitted(std::string text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  return std::string(cut_utf8(text, bytes - kCut.size())).append(kCut);
}

}  // namespace

void Mailroom::plan(Books& books, Incident& incident, DeliveryKind kind, const Letter& letter, Vault& vault,
                    std::int64_t now_ms) const {
  ++incident.mails;
  const std::string subject = redactor_.redact(letter.subject, vault);
  const std::string text = redactor_.redact(letter.text, vault);
  for (const auto& channel : channels_) {
    const Channel::Limits limits = channel->limits();
    std::string shown = limits.restores ? vault.restore(text, policy_.mail_shows) : text;
    books.put(Delivery{
        .id = fmt::format("{}.{}.{}", incident.id, incident.mails, channel->name()),
        .incident_id = incident.id,
        .kind = kind,
        .channel = channel->name(),
        .subject = limits.ascii_subject ? ascii_subject(subject, limits.subject) : one_line(subject, limits.subject),
        .text = fitted(std::move(shown), limits.text),
        .number = incident.mails,
        .created_ms = now_ms,
        .due_ms = now_ms});
  }
}

}  // namespace doggy::analyzer
