// The tables, and bringing a file of an earlier version up to date.
#pragma once

#include <filesystem>

#include "platform/error.h"
#include "platform/sqlite/database.h"

namespace doggy::store::sqlite {

using sql::Database;
using sql::Failure;
using sql::ResetAtEnd;
using sql::Statement;

/// Sets what a connection needs before anything else: cache sizes, durability.
void configure(Database& database);

/// Before the database in `folder` is opened. Error: kUnavailable when its write-ahead log was lost.
[[nodiscard]] Result<void> check_log(const std::filesystem::path& folder);

/// Whether the database has tables; they are then ours, of a version that is known here. Throws Failure otherwise.
bool check_owner(Database& database);

/// Creates or migrates. Throws Failure when the file belongs to another program or to a newer version.
void migrate(Database& database);

}  // namespace doggy::store::sqlite
