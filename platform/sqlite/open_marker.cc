#include "platform/sqlite/open_marker.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>

namespace doggy::sql {
namespace {

namespace fs = std::filesystem;

// SQLite adds one to the first salt each time it begins the log anew, and a new log gets a random one.
constexpr std::uint32_t kMostRestarts = 1U << 20U;
constexpr std::string_view kText = "This database is in use. Its -wal file has the salt ";

// Where SQLite has the file and its log: both are beside what a symbolic link leads to.
std::string real_path(const fs::path& file) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(file, error);
  return (error ? file : real).string();
}

std::string read_file(const std::string& path, std::size_t most) {
  std::ifstream file(path, std::ios::binary);
  std::string text(most, '\0');
  file.read(text.data(), static_cast<std::streamsize>(most));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

std::uint32_t number_at(std::string_view bytes, std::size_t offset) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i)
    number = (number << 8U) | static_cast<unsigned char>(bytes[offset + i]);
  return number;
}

// The first salt of a log that has a header.
std::optional<std::uint32_t> salt_of_log(const std::string& database) {
  constexpr std::size_t kHeader = 32;
  constexpr std::size_t kSaltAt = 16;
  constexpr std::uint32_t kMagic = 0x377f0682;  // The last bit is the byte order of its checksums.
  const std::string header = read_file(database + "-wal", kHeader);
  if (header.size() < kHeader || (number_at(header, 0) & ~1U) != kMagic) return std::nullopt;
  return number_at(header, kSaltAt);
}

std::string marker_of(const std::string& database) {
  return database + "-open";
}

std::string marker_text(std::uint32_t salt) {
  return fmt::format("{}{:08x}.\n", kText, salt);
}

// None when the machine went down while it was written. There is a log even then.
std::optional<std::uint32_t> salt_of_marker(const std::string& text) {
  if (!text.starts_with(kText) || text.size() != marker_text(0).size()) return std::nullopt;
  std::uint32_t salt = 0;
  constexpr int kHex = 16;
  std::from_chars(text.data() + kText.size(), text.data() + text.size(), salt, kHex);
  return salt;
}

enum class LogState { kGood, kMissing, kOther };

LogState look_at_log(const std::string& database) {
  const std::string marker = marker_of(database);
  // A server that has it may be just closing it, so what looks lost is looked at again.
  constexpr int kLooks = 3;
  LogState state = LogState::kGood;
  for (int look = 0; look < kLooks; ++look) {
    std::error_code error;
    if (!fs::exists(marker, error)) return LogState::kGood;
    const std::string text = read_file(marker, marker_text(0).size() + 1);
    const auto expected = salt_of_marker(text);
    const auto found = salt_of_log(database);
    if (found && (!expected || *found - *expected < kMostRestarts)) return LogState::kGood;
    state = found ? LogState::kOther : LogState::kMissing;
  }
  return state;
}

// By SQLite's own layer, which syncs the folder with a new journal, gives it the owner and mode of the database, and is
// what the test of power cuts records.
class JournalFile {
 public:
  JournalFile(sqlite3_vfs* vfs, const char* path) : memory_(std::make_unique<std::max_align_t[]>(size_in_units(vfs))) {
    constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MAIN_JOURNAL;
    check(vfs->xOpen(vfs, path, file(), kFlags, nullptr));
  }
  ~JournalFile() {
    if (file()->pMethods != nullptr) file()->pMethods->xClose(file());
  }
  JournalFile(const JournalFile&) = delete;
  JournalFile& operator=(const JournalFile&) = delete;

  void write(const std::string& text) {
    check(file()->pMethods->xWrite(file(), text.data(), static_cast<int>(text.size()), 0));
    check(file()->pMethods->xSync(file(), SQLITE_SYNC_NORMAL));
  }

 private:
  static std::size_t size_in_units(const sqlite3_vfs* vfs) {
    return (static_cast<std::size_t>(vfs->szOsFile) + sizeof(std::max_align_t) - 1) / sizeof(std::max_align_t);
  }
  static void check(int code) {
    if (code != SQLITE_OK) throw Failure(code, sqlite3_errstr(code), errno);
  }
  [[nodiscard]] sqlite3_file* file() const { return reinterpret_cast<sqlite3_file*>(memory_.get()); }

  std::unique_ptr<std::max_align_t[]> memory_;
};

std::string path_of(Database& database) {
  return sqlite3_db_filename(database.handle(), "main");
}

bool has_log(Database& database) {
  Statement mode(database.handle(), "PRAGMA journal_mode");
  return mode.step() && mode.text(0) == "wal";
}

// Whether the folder, too, has it on the disk that the file is gone.
bool remove_durably(const std::string& path) {
  sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
  const int code = vfs->xDelete(vfs, path.c_str(), 1);
  return code == SQLITE_OK || code == SQLITE_IOERR_DELETE_NOENT;
}

}  // namespace

Result<void> check_log(const fs::path& file, const std::string& way_out) {
  const std::string path = real_path(file);
  switch (look_at_log(path)) {
    case LogState::kGood:
      return {};
    case LogState::kMissing:
      return fail(
          Code::kUnavailable,
          fmt::format("{0}-wal is missing or empty. {0} was not closed cleanly, and what was saved last is only "
                      "in that file. Put it back, or restore a backup. If another program or an older version has "
                      "closed it since, "
                      "nothing is lost. {1}",
                      path, way_out));
    case LogState::kOther:
      return fail(Code::kUnavailable,
                  fmt::format("{0}-wal belongs to another database or an earlier run. {0} was not closed cleanly, and "
                              "what was saved last is only in its own log. Put that back, or restore a backup. {1}",
                              path, way_out));
  }
  return {};
}

Result<void> give_up_log(const fs::path& file) {
  const std::string path = real_path(file);
  const LogState state = look_at_log(path);
  if (state == LogState::kGood) return {};
  std::error_code error;
  if (state == LogState::kOther) fs::rename(path + "-wal", path + "-wal-other", error);
  if (error || !remove_durably(marker_of(path)))
    return fail(Code::kUnavailable, "Cannot remove " + marker_of(path) + ".");
  return {};
}

void touch(Database& database) {
  const std::int64_t version = database.query_number("PRAGMA user_version");
  database.execute(fmt::format("PRAGMA user_version={}", version));
}

OpenMarker::OpenMarker(Database& database) : database_(database) {
  if (!has_log(database)) return;
  // With this commit the log is on the disk before the marker that demands it.
  touch(database);
  const std::string path = path_of(database);
  const auto salt = salt_of_log(path);
  if (!salt) throw Failure(SQLITE_IOERR, "its log " + path + "-wal cannot be read");
  const std::string text = marker_text(*salt);
  if (read_file(marker_of(path), text.size() + 1) == text) return;
  JournalFile(sqlite3_vfs_find(nullptr), marker_of(path).c_str()).write(text);
}

OpenMarker::~OpenMarker() {
  int in_log = 0;
  int merged = 0;
  const int code = sqlite3_wal_checkpoint_v2(database_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &merged);
  const bool merged_all = code == SQLITE_OK && in_log == merged;
  // Only then may SQLite remove the log with the last connection.
  const bool unmarked = merged_all && remove_durably(marker_of(path_of(database_)));
  database_.keep_log(!unmarked);
}

}  // namespace doggy::sql
