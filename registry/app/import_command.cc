#include "registry/app/import_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

#include "platform/async/run_task.h"
#include "platform/async/worker_pool.h"
#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/accounts/accounts.h"
#include "registry/boris/boris_import.h"
#include "registry/circle/circle.h"
#include "registry/dossier/dossier.h"
#include "registry/log/dog_log.h"
#include "registry/records/import.h"
#include "registry/records/records.h"
#include "registry/store/format.h"
#include "registry/store/sqlite/sqlite_store.h"

namespace doggy::app {
namespace {

// "column=field" pairs as a JSON object.
Result<boost::json::object> pairs(const std::vector<std::string>& texts, const std::string& option) {
  boost::json::object object;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      return fail_field(option, "format", fmt::format("--{} takes left=right, and got {}.", option, text));
    const std::string right = text.substr(equals + 1);
    if (right.empty())
      object[text.substr(0, equals)] = nullptr;
    else
      object[text.substr(0, equals)] = right;
  }
  return object;
}

constexpr std::string_view kBoris = "boris";
constexpr std::string_view kDossier = "dossier";

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail_field("file", "exists", "Cannot read " + path + ".");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

Result<csv::ImportRequest> request_of(const ImportOptions& options) {
  TRY(auto text, read_file(options.file));
  TRY(auto mapping, pairs(options.map, "map"));
  TRY(auto defaults, pairs(options.defaults, "default"));
  // The same words as in the API, read by the same codec.
  boost::json::object fields{{"type", options.type},          {"csv", ""},
                             {"mapping", std::move(mapping)}, {"defaults", std::move(defaults)},
                             {"timeZone", options.time_zone}, {"dryRun", options.dry_run}};
  if (!options.date_order.empty()) fields["dateOrder"] = options.date_order;
  auto request = codec::decode<csv::ImportRequest>(fields, codec::Source::kClient);
  if (!request) return std::unexpected(codec::invalid(std::move(request.error())));
  request->csv = std::move(text);
  return std::move(*request);
}

void print_report(const csv::ImportReport& report, std::ostream& out) {
  for (const csv::RepeatedRow& one : report.repeated)
    out << "line " << one.line << ": exactly like line " << one.first_line << '\n';
  for (const csv::ImportError& one : report.errors)
    out << "line " << one.line << ", column " << (one.column.empty() ? "(row)" : one.column) << ": " << one.message
        << " (" << one.rule << ")\n";
  out << report.rows << " rows, " << report.valid << " valid, " << report.errors.size() << " errors\n";
}

// The plan of a CSV file, a file of BORIS, or a dossier.
Result<csv::ImportPlan> make_plan(const ImportOptions& options, const std::string& dog_id, const circle::Actor& actor,
                                  const Timestamp& now) {
  if (options.type != kBoris && options.type != kDossier) {
    TRY(auto request, request_of(options));
    return csv::plan_import(request, dog_id, now);
  }
  TRY(auto text, read_file(options.file));
  if (options.type == kBoris) {
    const std::optional<std::string> subject = options.subject.empty() ? std::nullopt : std::optional(options.subject);
    return boris::plan_import(
        {.file = std::move(text), .subject = subject, .time_zone = options.time_zone, .dry_run = options.dry_run},
        dog_id, now);
  }
  TRY(auto document, codec::decode_text<dossier::DossierDocument>(text, codec::Source::kClient));
  // Whoever runs this program could write anything into the database: authors are taken as the dossier has them.
  return dossier::plan_import({.dossier = std::move(document), .dry_run = options.dry_run}, dog_id, now,
                              circle::author_of(actor));
}

// The services that an import needs, on the store of a folder.
struct Services {
  explicit Services(store::Store& store)
      : hashing({.name = "password checks", .threads = 1, .queue_limit = 1}),
        sessions(store, clock),
        accounts(store, sessions, hashing, clock),
        log(store),
        circle(store, log, clock),
        records(store, log, circle, clock) {}

  std::function<Timestamp()> clock = [] { return Timestamp::now(); };
  WorkerPool hashing;
  accounts::Sessions sessions;
  accounts::Accounts accounts;
  log::DogLog log;
  circle::Circle circle;
  records::Records records;
};

Task<Result<int>> import_file(Services& services, ImportOptions options, std::ostream& out) {
  const auto dog = Uuid::parse(options.dog);
  if (!dog) co_return fail_field("dog", "format", "--dog is the dog's id.");
  CO_TRY(auto account, co_await services.accounts.find_by_email(options.as));
  CO_TRY(auto grant, co_await services.circle.grant_of(dog->text(), account.id.text()));

  circle::Actor actor{.grant = std::move(grant), .name = std::move(account.name)};
  out << "reading " << options.file << " …" << std::endl;
  CO_TRY(auto plan, make_plan(options, dog->text(), actor, services.clock()));
  print_report(plan.report, out);
  if (options.dry_run) co_return plan.report.errors.empty() ? 0 : 1;
  if (!plan.report.errors.empty()) {
    out << "nothing was imported\n";
    co_return 1;
  }
  out << "writing " << plan.records.size() << " records …" << std::endl;
  CO_TRY(auto report, co_await records::apply_import(services.records, dog->text(), std::move(actor), std::move(plan)));
  out << report.created << " imported, " << report.duplicates << " there already\n";
  co_return 0;
}

}  // namespace

void add_import_options(CLI::App& command, ImportOptions& options) {
  command.add_option("--data", options.data, "Folder of the database")->envname("DOGGY_DATA")->capture_default_str();
  command.add_option("--dog", options.dog, "The dog's id")->required();
  command.add_option("--as", options.as, "Email of the account that writes the records")->required();
  command
      .add_option(
          "--type", options.type,
          "The records' type of a CSV file, such as abc-record; boris; or dossier, whose records keep their authors")
      ->required();
  command.add_option("--subject", options.subject, "Whose events of a BORIS file are the dog's");
  command.add_option("--file", options.file, "The file")->required();
  command.add_option("--map", options.map, "column=field; column= leaves one out; may be repeated");
  command.add_option("--default", options.defaults, "field=value for empty cells; may be repeated");
  command.add_option("--time-zone", options.time_zone, "UTC offset of times without one")->capture_default_str();
  command.add_option("--date-order", options.date_order, "dmy, mdy or ymd, when the file does not show it");
  command.add_flag("--dry-run", options.dry_run, "Only list what would happen");
}

Result<int> run_import(const ImportOptions& options, std::ostream& out) {
  auto store = store::SqliteStore::open(options.data);
  if (!store) return std::unexpected(std::move(store.error()));
  CHECK_OK(run_task(store::check_format(**store)));
  Services services(**store);
  return run_task(import_file(services, options, out));
}

}  // namespace doggy::app
