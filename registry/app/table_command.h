// `doggy-registry table create`: the DynamoDB table that the store needs.
#pragma once

#include <CLI/App.hpp>
#include <iosfwd>
#include <string>

#include "platform/error.h"

namespace doggy::app {

struct TableOptions {
  std::string table;
  std::string endpoint;
  std::string region;
  bool wait = false;
};

/// Adds the subcommand `create` to `command`.
void add_table_options(CLI::App& command, TableOptions& options);

/// Errors: kInvalid without a name, or for a table that is there and made otherwise; kUnavailable.
Result<void> create_table(const TableOptions& options, std::ostream& out);

}  // namespace doggy::app
