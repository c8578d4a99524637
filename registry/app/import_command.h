// `doggy-registry import`: a CSV file, a file of BORIS or a dossier into a data folder that no server uses at the
// moment.
#pragma once

#include <CLI/App.hpp>
#include <iosfwd>
#include <string>
#include <vector>

#include "platform/error.h"

namespace doggy::app {

struct ImportOptions {
  std::string data = "data";
  std::string dog;
  std::string as;
  std::string type;
  std::string file;
  std::string subject;
  std::vector<std::string> map;
  std::vector<std::string> defaults;
  std::string time_zone = "+00:00";
  std::string date_order;
  bool dry_run = false;
};

void add_import_options(CLI::App& command, ImportOptions& options);

/// Prints a progress report; the exit status: 0 imported (or a dry run without errors), 1 when rows are wrong and
/// nothing was imported. Errors: what cannot be opened or found, or may not be written.
Result<int> run_import(const ImportOptions& options, std::ostream& out);

}  // namespace doggy::app
