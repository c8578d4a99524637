// Delivery by mail: over SMTP, or into a folder.
#pragma once

#include <memory>
#include <string>

#include "alert-analyzer/delivery/channel.h"
#include "platform/mail/mail.h"

namespace doggy::analyzer {

/// To one recipient: who cannot be reached keeps nobody else from their mails. Message-IDs are of the domain of `from`.
/// A message keeps its id over all tries and names the first of its thread, so that mail programs show an incident as
/// one conversation and a message that came twice once. The channel's name does not give away the address.
[[nodiscard]] std::unique_ptr<Channel> mail_channel(std::shared_ptr<mail::Mailer> mailer, std::string recipient,
                                                    const std::string& from);

}  // namespace doggy::analyzer
