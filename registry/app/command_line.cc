#include "registry/app/command_line.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>
#include <string>
#include <string_view>

#include "platform/json/codec.h"
#include "platform/observe/log.h"
#include "platform/program/flags.h"
#include "platform/program/progress.h"
#include "platform/program/reporting.h"
#include "platform/program/stop_signals.h"
#include "registry/api/endpoint.h"
#include "registry/app/backup_command.h"
#include "registry/app/check_command.h"
#include "registry/app/import_command.h"
#include "registry/app/migrate_command.h"
#include "registry/app/registry.h"
#include "registry/app/settings.h"
#include "registry/app/table_command.h"

namespace doggy::app {
namespace {

constexpr std::string_view kProgram = "doggy-registry";

int serve(const Settings& settings) {
  // A limit for the size of files is a write that fails, as on a full disk, and no reason to end.
  (void)std::signal(SIGXFSZ, SIG_IGN);
  observe::start_log(program::log_level(settings.log_level));
  auto registry = Registry::open(settings);
  if (!registry) return program::report(kProgram, registry.error());
  auto started = (*registry)->start();
  if (!started) return program::report(kProgram, started.error());
  {
    const program::StopSignals signals([&registry] { (*registry)->stop(); });
    observe::log(
        observe::Level::kInfo, "serving",
        {{"url", (*registry)->url()}, {"metricsPort", (*registry)->metrics_port()}, {"version", DOGGY_VERSION}});
    std::cout << "Doggy App is at " << (*registry)->url() << std::endl;
    (*registry)->run();
  }
  observe::log(observe::Level::kInfo, "stopped");
  observe::stop_log();
  return 0;
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app{"Records of dogs in training: the server of Doggy App"};
  app.require_subcommand(1);

  Settings settings;
  CLI::App* serve_command = app.add_subcommand("serve", "Serve the app and its API");
  program::add_settings(*serve_command, settings, "DOGGY_");

  ImportOptions import;
  CLI::App* import_command = app.add_subcommand(
      "import",
      "Import records from a CSV file, BORIS or a dossier into a data folder that no server uses at the moment");
  add_import_options(*import_command, import);

  CheckOptions checked{.data = Settings{}.data, .store = {}, .media_folder = {}, .search_folder = {}};
  CLI::App* check_command = app.add_subcommand(
      "check", "Check that what is in a store that no server uses at the moment is as the dogs' logs say");
  add_check_options(*check_command, checked);

  MigrateOptions migration;
  CLI::App* migrate_command =
      app.add_subcommand("migrate", "Move everything from one store into another, while no server uses either");
  add_migrate_options(*migrate_command, migration);

  BackupOptions backup{.data = Settings{}.data, .media_folder = {}, .to = {}};
  CLI::App* backup_command =
      app.add_subcommand("backup", "Copy a data folder, also while a server has it, and check the copy");
  add_backup_options(*backup_command, backup);

  RestoreOptions restore{.from = {}, .data = Settings{}.data, .media_folder = {}};
  CLI::App* restore_command = app.add_subcommand("restore", "Verify a backup and make a data folder of it");
  add_restore_options(*restore_command, restore);

  TableOptions table;
  CLI::App* table_command = app.add_subcommand("table", "The table of the store dynamodb");
  add_table_options(*table_command, table);

  CLI::App* openapi_command = app.add_subcommand("openapi", "Print the API's description");
  CLI::App* version_command = app.add_subcommand("version", "Print the version");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (serve_command->parsed()) return serve(settings);
  if (import_command->parsed()) {
    auto done = run_import(import, std::cout);
    return done ? *done : program::report(kProgram, done.error());
  }
  if (check_command->parsed()) {
    auto done = run_check(checked, std::cout);
    return done ? *done : program::report(kProgram, done.error());
  }
  if (backup_command->parsed()) {
    auto done = run_backup(backup, program::is_terminal(), std::cout);
    if (!done) return program::report(kProgram, done.error());
  }
  if (restore_command->parsed()) {
    auto done = run_restore(restore, program::is_terminal(), std::cout);
    if (!done) return program::report(kProgram, done.error());
  }
  if (migrate_command->parsed()) {
    auto done = run_migrate(migration, program::is_terminal(), std::cout);
    if (!done) return program::report(kProgram, done.error());
  }
  if (table_command->parsed()) {
    auto done = create_table(table, std::cout);
    if (!done) return program::report(kProgram, done.error());
  }
  if (openapi_command->parsed()) std::cout << codec::to_text(api::openapi(api::all_endpoints())) << '\n';
  if (version_command->parsed()) std::cout << "doggy-registry " << DOGGY_VERSION << '\n';
  return 0;
}

}  // namespace doggy::app
