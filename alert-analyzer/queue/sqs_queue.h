// The queue as a standard queue of SQS, for clusters whose nodes come and go.
#pragma once

#include <memory>
#include <string>

#include "alert-analyzer/queue/queue.h"
#include "platform/aws/service.h"

namespace doggy::analyzer {

/// SQS keeps what waits. Dead letters are kept in `local`, where they are listed and replayed from; what is replayed is
/// handed out from there. A message that waits already is not recognized: whoever handles it does that. `sqs` outlives
/// this.
[[nodiscard]] std::unique_ptr<Queue> sqs_queue(aws::Service& sqs, std::string url, std::unique_ptr<Queue> local);

}  // namespace doggy::analyzer
