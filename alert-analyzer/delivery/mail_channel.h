// Delivery by mail: over SMTP, or into a folder.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "alert-analyzer/delivery/channel.h"
#include "platform/mail/mail.h"

namespace doggy::analyzer {

/// To each of `recipients`, under the domain of `from`. A message keeps its Message-ID over all tries and names the
/// first of its thread, so that mail programs show an incident as one conversation and a message that came twice once.
[[nodiscard]] std::unique_ptr<Channel> mail_channel(std::unique_ptr<mail::Mailer> mailer,
                                                    std::vector<std::string> recipients, const std::string& from);

}  // namespace doggy::analyzer
