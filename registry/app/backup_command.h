// `doggy-registry backup` and `doggy-registry restore`: a data folder copied while a server has it, and put back.
//
// A backup is a folder, or that folder packed into one file: the database as of one instant, the push key, photos and
// videos, and a manifest that is written last. What can be made anew is left out: the search's indexes, and the outbox
// of a server that sends no mails. docs/backup.md says how to use it.
#pragma once

#include <CLI/App.hpp>
#include <iosfwd>
#include <string>

#include "platform/error.h"

namespace doggy::app {

struct BackupOptions {
  std::string data;
  std::string media_folder;  // Empty: media in data.
  std::string to;
};

struct RestoreOptions {
  std::string from;
  std::string data;
  std::string media_folder;
};

void add_backup_options(CLI::App& command, BackupOptions& options);
void add_restore_options(CLI::App& command, RestoreOptions& options);

/// Shows how far it is, then what the backup has. Errors: kConflict for a target that has something in it; kNotFound
/// without a database; kUnavailable with the reason. What it had written is removed.
Result<void> run_backup(const BackupOptions& options, bool terminal, std::ostream& out);

/// Verifies all of the backup before it writes anything. Errors: kConflict for a data folder that has something in it;
/// kNotFound for what is no complete backup; kUnavailable for a damaged one, with the file's name, and for a folder
/// that another process has.
Result<void> run_restore(const RestoreOptions& options, bool terminal, std::ostream& out);

}  // namespace doggy::app
