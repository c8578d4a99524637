// Delivery by a topic of SNS, which sends on to mail addresses, phones, queues.
#pragma once

#include <memory>
#include <string>

#include "alert-analyzer/delivery/channel.h"
#include "platform/aws/service.h"

namespace doggy::analyzer {

/// Subjects are at most 99 characters of printable ASCII, messages at most 200 KB: SNS' limit is 256 KiB with its own
/// fields. A FIFO topic (its name ends in .fifo) drops a message that came twice by its id. `sns` outlives this.
[[nodiscard]] std::unique_ptr<Channel> sns_channel(aws::Service& sns, std::string topic_arn);

}  // namespace doggy::analyzer
