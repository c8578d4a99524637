// `doggy-registry migrate`: everything in one store into another, empty one, while no server uses either. Run again
// after an interruption, it goes on. docs/backup.md says how to use it.
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <iosfwd>
#include <string>

#include "platform/error.h"

namespace doggy::app {

struct MigrateOptions {
  std::string from;  // As parse_store_uri() reads them.
  std::string to;
  std::uint64_t rate = 0;  // Items a second; 0: as many as go.
};

void add_migrate_options(CLI::App& command, MigrateOptions& options);

/// Shows how far it is, then what is there. Errors: kInvalid for a name that is none; kNotFound without a source;
/// kConflict for a target that has something else, a source that this version cannot read, and when both differ in the
/// end; kUnavailable, after which it may be run again.
Result<void> run_migrate(const MigrateOptions& options, bool terminal, std::ostream& out);

}  // namespace doggy::app
