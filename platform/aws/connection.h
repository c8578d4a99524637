// A service with all that it needs, for who speaks to one alone and much: HTTP connections of its own, and credentials.
#pragma once

#include <cstddef>
#include <string>

#include "platform/aws/credentials.h"
#include "platform/aws/service.h"
#include "platform/http/client.h"

namespace doggy::aws {

struct ConnectionOptions {
  ServiceOptions service;
  Environment environment = process_environment;  // Where the credentials' chain looks.
  std::size_t connections = 128;                  // At once; further calls wait, and their timeout runs.
};

/// Thread-safe. The executors of whoever still waits must be alive when it ends.
class Connection {
 public:
  /// `name` as of Service.
  Connection(std::string name, const ConnectionOptions& options)
      : client_({.connection_limit = options.connections, .connections_a_host_limit = options.connections}),
        credentials_(
            {.environment = options.environment, .region = options.service.region, .clock = options.service.clock},
            client_),
        service_(std::move(name), options.service, credentials_, client_) {}

  [[nodiscard]] Service& service() { return service_; }

 private:
  http::Client client_;
  CredentialsProvider credentials_;
  Service service_;
};

}  // namespace doggy::aws
