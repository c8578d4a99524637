#include "registry/app/migrate_command.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <ostream>
#include <utility>

#include "platform/async/run_task.h"
#include "platform/program/progress.h"
#include "platform/try.h"
#include "registry/app/backup_files.h"
#include "registry/app/store_uri.h"
#include "registry/store/copy.h"
#include "registry/store/format.h"

namespace doggy::app {
namespace {

using program::Progress;

store::Everything everything_of(const OpenStore& open) {
  return {.store = *open.store, .scan = *open.scan};
}

// One that is opened is made, and a source that was misspelled should not be.
Result<void> check_there(const StoreUri& source) {
  if (source.kind != StoreUri::Kind::kSqlite ||
      std::filesystem::exists(std::filesystem::path(source.place) / kDatabaseFile))
    return {};
  return fail(Code::kNotFound, "There is no database in " + source.place + ".");
}

std::string hex_of(const store::Tally& tally) {
  return fmt::format("{:016x}{:016x}{:016x}{:016x}", tally.sum[0], tally.sum[1], tally.sum[2], tally.sum[3]);
}

Result<void> move_all(store::Everything from, store::Everything to, const MigrateOptions& options, bool terminal,
                      std::ostream& out) {
  const auto began = std::chrono::steady_clock::now();
  std::uint64_t items = 0;
  {
    // How many there are, nobody knows without reading them all.
    Progress progress(out, terminal, "items copied", 0);
    TRY(auto copied,
        run_task(store::copy_everything(
            from, to, {.source = options.from, .per_second = options.rate, .progress = [&](std::uint64_t n) {
                         progress.show(n);
                       }})));
    items = copied;
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began;
  out << fmt::format("{} items are there, after {:.1f} s", items, seconds.count()) << std::endl;
  Progress progress(out, terminal, "verifying", 2 * items);
  TRY(auto verified, run_task(store::verify_copy(from, to, [&](std::uint64_t n) { progress.show(n); })));
  out << fmt::format("{}both have the same {} items, sha256 sum {}", terminal ? "\n" : "", verified.items,
                     hex_of(verified))
      << std::endl;
  return {};
}

}  // namespace

void add_migrate_options(CLI::App& command, MigrateOptions& options) {
  command.add_option("--from", options.from, "Store to read: sqlite:DIR or dynamodb:TABLE[@ENDPOINT]")->required();
  command.add_option("--to", options.to, "Store to fill, empty or begun by this: likewise")->required();
  command.add_option("--rate", options.rate, "Items a second; 0: as many as go")->capture_default_str();
}

Result<void> run_migrate(const MigrateOptions& options, bool terminal, std::ostream& out) {
  TRY(auto source, parse_store_uri(options.from, "from"));
  TRY(auto target, parse_store_uri(options.to, "to"));
  if (source == target) return fail_field("to", "format", "--to is another store than --from.");
  if (auto there = check_there(source); !there) return there;
  TRY(auto from, open_store(source));
  if (auto known = run_task(store::check_format(*from.store)); !known) return known;
  TRY(auto to, open_store(target));
  return move_all(everything_of(from), everything_of(to), options, terminal, out);
}

}  // namespace doggy::app
