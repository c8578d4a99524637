// doggy-alert-analyzer: serve, dead-letters, eval, version.
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

#include "alert-analyzer/app/analyzer.h"
#include "alert-analyzer/app/dead_letters.h"
#include "alert-analyzer/app/eval_command.h"
#include "alert-analyzer/app/settings.h"
#include "platform/observe/log.h"
#include "platform/program/flags.h"
#include "platform/program/reporting.h"
#include "platform/program/stop_signals.h"

namespace doggy::analyzer {
namespace {

constexpr std::string_view kProgram = "doggy-alert-analyzer";

int serve(const Settings& settings) {
  observe::start_log(program::log_level(settings.log_level));
  auto analyzer = Analyzer::open(settings);
  if (!analyzer) return program::report(kProgram, analyzer.error());
  auto started = (*analyzer)->start();
  if (!started) return program::report(kProgram, started.error());
  {
    const program::StopSignals signals([&analyzer] { (*analyzer)->stop(); });
    observe::log(
        observe::Level::kInfo, "serving",
        {{"url", (*analyzer)->url()}, {"metricsPort", (*analyzer)->metrics_port()}, {"version", DOGGY_VERSION}});
    std::cout << "The alert analyzer is at " << (*analyzer)->url() << std::endl;
    (*analyzer)->run();
  }
  analyzer->reset();
  observe::log(observe::Level::kInfo, "stopped");
  observe::stop_log();
  return 0;
}

int run(int argc, char** argv) {
  CLI::App app{"From alerts to explained mails: the alert analyzer of Doggy App"};
  app.require_subcommand(1);

  Settings settings;
  CLI::App* serve_command = app.add_subcommand("serve", "Take alerts, explain and deliver them");
  program::add_settings(*serve_command, settings, "DOGGY_ANALYZER_");

  std::string data = Settings{}.data;
  std::string id;
  CLI::App* dead_command = app.add_subcommand("dead-letters", "What could not be handled or delivered");
  dead_command->require_subcommand(1);
  dead_command->add_option("--data", data, "Folder of queue and incidents")
      ->envname("DOGGY_ANALYZER_DATA")
      ->capture_default_str();
  CLI::App* list_command = dead_command->add_subcommand("list", "Print it, one JSON object a line");
  CLI::App* replay_command = dead_command->add_subcommand("replay", "Try it again");
  replay_command->add_option("--id", id, "Only this one; without it all");
  for (CLI::App* command : {list_command, replay_command}) command->fallthrough();

  Settings asked;
  std::string set = "alert-analyzer/eval/incidents.json";
  double least = 0;
  CLI::App* eval_command = app.add_subcommand("eval", "Score the analyses of the model that the settings name");
  program::add_settings(*eval_command, asked, "DOGGY_ANALYZER_");
  eval_command->add_option("--set", set, "File with the incidents")->capture_default_str();
  eval_command->add_option("--least", least, "Fail when the score is less");

  CLI::App* version_command = app.add_subcommand("version", "Print the version");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (serve_command->parsed()) return serve(settings);
  if (version_command->parsed()) std::cout << kProgram << ' ' << DOGGY_VERSION << '\n';
  if (eval_command->parsed()) {
    auto done = run_eval(asked, set, least, std::cout);
    return done ? *done : program::report(kProgram, done.error());
  }
  if (dead_command->parsed()) {
    auto done = list_command->parsed() ? list_dead_letters(data, std::cout) : replay_dead_letters(data, id, std::cout);
    return done ? *done : program::report(kProgram, done.error());
  }
  return 0;
}

}  // namespace
}  // namespace doggy::analyzer

int main(int argc, char** argv) {
  try {
    return doggy::analyzer::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << doggy::analyzer::kProgram << ": " << error.what() << '\n';
    return 1;
  }
}
