// The read-only page and API of incidents: what came, what was sent, and why not. Secrets are hidden here too.
//
//   GET /                            the last incidents, for a browser
//   GET /incidents/{incidentId}      one of them
//   GET /v1/incidents?before=&limit= the same as JSON, newest first
//   GET /v1/incidents/{incidentId}
//   GET /v1/status                   depth, age and dead letters of queue and deliveries, heartbeats, today's spend
#pragma once

#include <boost/asio/thread_pool.hpp>

#include "alert-analyzer/incidents/ledger.h"
#include "alert-analyzer/queue/queue.h"
#include "alert-analyzer/redaction/redactor.h"
#include "alert-analyzer/webhook/gate.h"
#include "platform/http/router.h"

namespace doggy::analyzer {

struct PageSources {
  const Gate& gate;
  Ledger& ledger;
  Queue& queue;
  const Redactor& redactor;
  boost::asio::thread_pool& workers;
};

/// The sources outlive the router.
void add_pages(http::Router& router, PageSources sources);

}  // namespace doggy::analyzer
