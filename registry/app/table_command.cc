#include "registry/app/table_command.h"

#include <ostream>

#include "platform/async/run_task.h"
#include "registry/app/dynamodb_settings.h"
#include "registry/store/dynamodb/table.h"

namespace doggy::app {

void add_table_options(CLI::App& command, TableOptions& options) {
  command.require_subcommand(1);
  CLI::App* create = command.add_subcommand("create", "Make the table; fine when it is there already");
  create->add_option("--dynamodb-table", options.table, "Name of the table")->envname("DOGGY_DYNAMODB_TABLE");
  create->add_option("--dynamodb-endpoint", options.endpoint, "Where DynamoDB is, if not at AWS")
      ->envname("DOGGY_DYNAMODB_ENDPOINT");
  create->add_option("--aws-region", options.region, "Region of the table; empty: AWS_REGION, else us-east-1")
      ->envname("DOGGY_AWS_REGION");
  create->add_flag("--wait", options.wait, "Wait until it can be used, and let it remove what has expired");
}

Result<void> create_table(const TableOptions& options, std::ostream& out) {
  if (options.table.empty()) return fail_field("dynamodb-table", "required", "dynamodb-table is the name to make.");
  const auto connected = store::connection_options(dynamodb_options(options.table, options.endpoint, options.region));
  aws::Connection connection("dynamodb", connected);
  if (!options.wait) {
    auto requested = run_task(store::dynamodb::request_table(connection.service(), options.table));
    if (requested)
      out << "The table " << options.table << " is being made. --wait ends when it is ready, and turns on expiry.\n";
    return requested;
  }
  auto made = run_task(store::dynamodb::create_table(connection.service(), options.table));
  if (made) out << "The table " << options.table << " is ready.\n";
  return made;
}

}  // namespace doggy::app
