#include "registry/app/command_line.h"

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/mp11/algorithm.hpp>
#include <csignal>
#include <iostream>
#include <string>
#include <thread>

#include "platform/json/codec.h"
#include "platform/observe/log.h"
#include "registry/api/endpoint.h"
#include "registry/app/check_command.h"
#include "registry/app/import_command.h"
#include "registry/app/registry.h"
#include "registry/app/settings.h"

namespace doggy::app {
namespace {

std::string kebab(std::string name) {
  for (char& c : name)
    if (c == '_') c = '-';
  return name;
}

std::string variable(const std::string& name) {
  std::string upper = "DOGGY_";
  for (char c : name) upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return upper;
}

// A flag and a DOGGY_* variable for each setting.
void add_settings(CLI::App& command, Settings& settings) {
  using Members = boost::describe::describe_members<Settings, boost::describe::mod_public>;
  boost::mp11::mp_for_each<Members>([&](auto member) {
    const std::string name = member.name;
    std::string doc;
    for (const auto& field : codec::Schema<Settings>::kFields)
      if (field.member == name) doc = field.doc;
    command.add_option("--" + kebab(name), settings.*member.pointer, doc)
        ->envname(variable(name))
        ->capture_default_str();
  });
}

int report(const Error& error) {
  std::cerr << "doggy-registry: " << error.detail << '\n';
  for (const FieldError& field : error.fields)
    std::cerr << "  " << field.field << " (" << field.rule << "): " << field.message << '\n';
  return error.code == Code::kInvalid ? 2 : 1;
}

observe::Level level_of(const std::string& name) {
  if (name == "debug") return observe::Level::kDebug;
  if (name == "warn") return observe::Level::kWarn;
  if (name == "error") return observe::Level::kError;
  return observe::Level::kInfo;
}

// Ends the registry on SIGTERM or SIGINT, from a thread of its own.
class Signals {
 public:
  explicit Signals(Registry& registry) : signals_(context_, SIGTERM, SIGINT) {
    signals_.async_wait([&registry](const boost::system::error_code& error, int) {
      if (!error) registry.stop();
    });
    thread_ = std::thread([this] { context_.run(); });
  }
  ~Signals() {
    context_.stop();
    thread_.join();
  }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

 private:
  boost::asio::io_context context_;
  boost::asio::signal_set signals_;
  std::thread thread_;
};

int serve(const Settings& settings) {
  observe::start_log(level_of(settings.log_level));
  auto registry = Registry::open(settings);
  if (!registry) return report(registry.error());
  auto started = (*registry)->start();
  if (!started) return report(started.error());
  {
    const Signals signals(**registry);
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
  CLI::App program{"Records of dogs in training: the server of Doggy App"};
  program.require_subcommand(1);

  Settings settings;
  CLI::App* serve_command = program.add_subcommand("serve", "Serve the app and its API");
  add_settings(*serve_command, settings);

  ImportOptions import;
  CLI::App* import_command = program.add_subcommand(
      "import",
      "Import records from a CSV file, BORIS or a dossier into a data folder that no server uses at the moment");
  add_import_options(*import_command, import);

  std::string checked = Settings{}.data;
  CLI::App* check_command = program.add_subcommand(
      "check", "Check that the records in a data folder that no server uses at the moment are as the dogs' logs say");
  check_command->add_option("--data", checked, "Folder of the database")->envname("DOGGY_DATA")->capture_default_str();

  CLI::App* openapi_command = program.add_subcommand("openapi", "Print the API's description");
  CLI::App* version_command = program.add_subcommand("version", "Print the version");

  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? 0 : 2;
  }
  if (serve_command->parsed()) return serve(settings);
  if (import_command->parsed()) {
    auto done = run_import(import, std::cout);
    return done ? *done : report(done.error());
  }
  if (check_command->parsed()) {
    auto done = run_check(checked, std::cout);
    return done ? *done : report(done.error());
  }
  if (openapi_command->parsed()) std::cout << codec::to_text(api::openapi(api::all_endpoints())) << '\n';
  if (version_command->parsed()) std::cout << "doggy-registry " << DOGGY_VERSION << '\n';
  return 0;
}

}  // namespace doggy::app
