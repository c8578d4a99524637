// What a backup consists of: files, and a manifest that says what each of them must be.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "platform/error.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/store/sqlite/sqlite_store.h"

namespace doggy::app {

/// A file of a backup; `path` is relative to the backup's folder.
struct BackupFile {
  std::string path;
  std::uint64_t bytes = 0;
  std::string sha256;
};
BOOST_DESCRIBE_STRUCT(BackupFile, (), (path, bytes, sha256))

struct BackupManifest {
  std::uint64_t format = 0;  // Of the backup; kBackupFormat.
  std::string program;       // The version that made it.
  Timestamp made_at;
  std::int64_t schema = 0;  // Of the database.
  std::uint64_t items = 0;
  std::uint64_t dogs = 0;
  std::uint64_t entries = 0;
  std::uint64_t records = 0;
  std::vector<BackupFile> files;
};
BOOST_DESCRIBE_STRUCT(BackupManifest, (), (format, program, made_at, schema, items, dogs, entries, records, files))

inline constexpr std::uint64_t kBackupFormat = 1;
inline constexpr const char* kManifestFile = "manifest.json";
using store::kDatabaseFile;
inline constexpr const char* kPushKeyFile = "push-key.pem";
inline constexpr const char* kMediaFolder = "media";
inline constexpr const char* kLockFile = "lock";  // Of whoever has a data folder; in no backup.

/// Called with the bytes that were read since the last call.
using BytesRead = std::function<void(std::uint64_t)>;

/// The file as a manifest lists it. Errors: kNotFound; kUnavailable.
[[nodiscard]] Result<BackupFile> describe_file(const std::filesystem::path& root, const std::string& path,
                                               const BytesRead& read);

/// Copies a file into a new one, with its folders, readable by its owner alone and on the disk when it returns; says
/// what was copied. Errors: as describe_file().
[[nodiscard]] Result<BackupFile> copy_file(const std::filesystem::path& from_root, const std::filesystem::path& to_root,
                                           const std::string& path, const BytesRead& read);

/// Writes the manifest, on the disk when it returns. Error: kUnavailable.
[[nodiscard]] Result<void> write_manifest(const std::filesystem::path& folder, const BackupManifest& manifest);

/// Errors: kNotFound when there is none, so that the backup is not complete; kUnavailable, with its name, when it is
/// damaged, or of a newer program.
[[nodiscard]] Result<BackupManifest> read_manifest(const std::filesystem::path& folder);

/// Regular files below `root`/`folder`, as paths relative to `root`, in their order. None where there is no folder.
/// Error: kUnavailable.
[[nodiscard]] Result<std::vector<std::string>> files_below(const std::filesystem::path& root,
                                                           const std::filesystem::path& folder);

/// Whether a path stays below the folder that it is relative to.
[[nodiscard]] bool is_below(const std::filesystem::path& path);

/// Whether nothing is in the folder but, maybe, the lock of whoever has it.
[[nodiscard]] bool is_empty_folder(const std::filesystem::path& folder);

}  // namespace doggy::app

namespace doggy::codec {

template <>
struct Schema<app::BackupFile> {
  static constexpr std::string_view kName = "BackupFile";
  static constexpr std::string_view kDoc = "A file of a backup.";
  static constexpr std::array kFields{
      Field{.member = "path", .doc = "Below the backup's folder."},
      Field{.member = "bytes", .doc = "Its size.", .unit = "bytes"},
      Field{.member = "sha256", .doc = "Of its bytes, in hex."},
  };
};

template <>
struct Schema<app::BackupManifest> {
  static constexpr std::string_view kName = "BackupManifest";
  static constexpr std::string_view kDoc = "What a backup consists of.";
  static constexpr std::array kFields{
      Field{.member = "format", .doc = "Of the backup."},
      Field{.member = "program", .doc = "The version of the program that made it."},
      Field{.member = "made_at", .doc = "When."},
      Field{.member = "schema", .doc = "The version of the database's tables."},
      Field{.member = "items", .doc = "In the database."},
      Field{.member = "dogs", .doc = "In the database."},
      Field{.member = "entries", .doc = "Of the dogs' logs."},
      Field{.member = "records", .doc = "Of the dogs."},
      Field{.member = "files", .doc = "All files."},
  };
};

}  // namespace doggy::codec
