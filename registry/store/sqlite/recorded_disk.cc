#include "registry/store/sqlite/recorded_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <fstream>
#include <iterator>
#include <mutex>
#include <new>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace doggy::store {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSector = 512;
constexpr const char* kVfsName = "recorded";

enum class Kind { kMake, kRemove, kWrite, kTruncate, kSync, kSyncFolder };

struct Operation {
  Kind kind;
  std::size_t file = 0;    // Its number: a file created again under an old name is another one.
  std::string name = {};   // kMake, kRemove.
  std::size_t offset = 0;  // kWrite; the size for kTruncate.
  std::string bytes = {};
};

// A file's content as it is on the disk for sure, and what came after.
struct Content {
  std::string synced;
  std::vector<const Operation*> pending;
};

void apply_bytes(std::string& content, std::size_t offset, std::string_view bytes) {
  if (content.size() < offset + bytes.size()) content.resize(offset + bytes.size(), '\0');
  std::ranges::copy(bytes, content.begin() + static_cast<std::ptrdiff_t>(offset));
}

void apply_whole(std::string& content, const Operation& operation) {
  if (operation.kind == Kind::kTruncate)
    content.resize(operation.offset, '\0');
  else
    apply_bytes(content, operation.offset, operation.bytes);
}

bool toss(std::mt19937& random) {
  return (random() & 1U) != 0;
}

// Some of the sectors that a write touched. The size may have grown all the same.
void apply_torn(std::string& content, const Operation& operation, std::mt19937& random) {
  const std::string_view bytes = operation.bytes;
  if (toss(random)) apply_bytes(content, std::max(content.size(), operation.offset + bytes.size()), "");
  for (std::size_t done = 0; done < bytes.size();) {
    const std::size_t offset = operation.offset + done;
    const std::size_t length = std::min(kSector - offset % kSector, bytes.size() - done);
    if (toss(random)) apply_bytes(content, offset, bytes.substr(done, length));
    done += length;
  }
}

// How the disk orders what was not synced is not known: all, none, a part from the start, or any part of it.
std::string cut(Content content, std::mt19937& random) {
  const auto fate = random() % 4;
  const std::size_t first = content.pending.empty() ? 0 : random() % (content.pending.size() + 1);
  for (std::size_t i = 0; i < content.pending.size(); ++i) {
    const Operation& operation = *content.pending[i];
    if (fate == 0 || (fate == 1 && i < first)) {
      apply_whole(content.synced, operation);
    } else if (fate == 2 || (fate == 1 && i == first)) {
      if (operation.kind == Kind::kWrite)
        apply_torn(content.synced, operation, random);
      else if (toss(random))
        apply_whole(content.synced, operation);
    }
  }
  return std::move(content.synced);
}

}  // namespace

struct RecordedDisk::Recorder {
  explicit Recorder(const fs::path& where)
      : folder(fs::canonical(where).string()), real(sqlite3_vfs_find(nullptr)), vfs(*real) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string name = entry.path().filename().string();
      numbers[name] = files;
      before[name] = {files++, std::string(std::istreambuf_iterator<char>(file), {})};
    }
  }

  // The number of a file of the folder; one that is new is noted.
  std::optional<std::size_t> open(const char* path, int flags) {
    constexpr int kRecorded = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
    if (path == nullptr || (flags & kRecorded) == 0 || fs::path(path).parent_path() != folder) return std::nullopt;
    const std::string name = fs::path(path).filename().string();
    const std::lock_guard lock(mutex);
    const auto [place, is_new] = numbers.try_emplace(name, files);
    if (is_new) operations.push_back({.kind = Kind::kMake, .file = files++, .name = name});
    return place->second;
  }
  void removed(const char* path, bool sync) {
    if (fs::path(path).parent_path() != folder) return;
    const std::string name = fs::path(path).filename().string();
    const std::lock_guard lock(mutex);
    if (const auto known = numbers.find(name); known != numbers.end()) {
      operations.push_back({.kind = Kind::kRemove, .file = known->second, .name = name});
      numbers.erase(known);
    }
    if (sync) operations.push_back({.kind = Kind::kSyncFolder});
  }
  void note(Operation operation) {
    const std::lock_guard lock(mutex);
    operations.push_back(std::move(operation));
  }

  // Keeps the caller while syncs of the file are paused.
  void pass_sync_of(std::size_t file) {
    std::unique_lock lock(mutex);
    const auto is_paused = [&] { return paused && numbers.contains(*paused) && numbers.at(*paused) == file; };
    if (!is_paused()) return;
    ++waiting_syncs;
    changed.notify_all();
    changed.wait(lock, [&] { return !is_paused(); });
    --waiting_syncs;
  }

  const std::string folder;
  sqlite3_vfs* const real;
  sqlite3_vfs vfs;
  mutable std::mutex mutex;
  struct Before {
    std::size_t file = 0;
    std::string content;
  };
  std::map<std::string, Before> before;        // What was in the folder at first.
  std::map<std::string, std::size_t> numbers;  // What is in it now.
  std::size_t files = 0;
  std::vector<Operation> operations;
  std::optional<std::string> paused;  // The file whose syncs wait.
  int waiting_syncs = 0;
  std::condition_variable changed;
};

namespace {

using Recorder = RecordedDisk::Recorder;

// One of ours, with SQLite's own behind it in memory.
struct RecordedFile {
  sqlite3_file base;
  Recorder* recorder;
  std::size_t number;
  bool is_recorded;
  bool syncs_folder;  // With its first sync, as SQLite's own does for journals.

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
static_assert(sizeof(RecordedFile) % alignof(std::max_align_t) == 0);

RecordedFile& ours(sqlite3_file* file) {
  return *reinterpret_cast<RecordedFile*>(file);
}

template <auto member, class... Arguments>
int pass_on(sqlite3_file* file, Arguments... arguments) {
  sqlite3_file* real = ours(file).real();
  return (real->pMethods->*member)(real, arguments...);
}

int write_recorded(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  const int code = pass_on<&sqlite3_io_methods::xWrite>(file, bytes, count, offset);
  RecordedFile& own = ours(file);
  if (code == SQLITE_OK && own.is_recorded)
    own.recorder->note({.kind = Kind::kWrite,
                        .file = own.number,
                        .offset = static_cast<std::size_t>(offset),
                        .bytes = std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(count))});
  return code;
}

int truncate_recorded(sqlite3_file* file, sqlite3_int64 size) {
  const int code = pass_on<&sqlite3_io_methods::xTruncate>(file, size);
  RecordedFile& own = ours(file);
  if (code == SQLITE_OK && own.is_recorded)
    own.recorder->note({.kind = Kind::kTruncate, .file = own.number, .offset = static_cast<std::size_t>(size)});
  return code;
}

int sync_recorded(sqlite3_file* file, int flags) {
  RecordedFile& own = ours(file);
  if (own.is_recorded) own.recorder->pass_sync_of(own.number);
  const int code = pass_on<&sqlite3_io_methods::xSync>(file, flags);
  if (code == SQLITE_OK && own.is_recorded) {
    own.recorder->note({.kind = Kind::kSync, .file = own.number});
    if (std::exchange(own.syncs_folder, false)) own.recorder->note({.kind = Kind::kSyncFolder});
  }
  return code;
}

const sqlite3_io_methods kMethods = {
    .iVersion = 2,  // Without mapped files.
    .xClose = pass_on<&sqlite3_io_methods::xClose>,
    .xRead = pass_on<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>,
    .xWrite = write_recorded,
    .xTruncate = truncate_recorded,
    .xSync = sync_recorded,
    .xFileSize = pass_on<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    .xLock = pass_on<&sqlite3_io_methods::xLock, int>,
    .xUnlock = pass_on<&sqlite3_io_methods::xUnlock, int>,
    .xCheckReservedLock = pass_on<&sqlite3_io_methods::xCheckReservedLock, int*>,
    .xFileControl = pass_on<&sqlite3_io_methods::xFileControl, int, void*>,
    .xSectorSize = pass_on<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = pass_on<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = pass_on<&sqlite3_io_methods::xShmMap, int, int, int, void volatile**>,
    .xShmLock = pass_on<&sqlite3_io_methods::xShmLock, int, int, int>,
    .xShmBarrier = [](sqlite3_file* file) { ours(file).real()->pMethods->xShmBarrier(ours(file).real()); },
    .xShmUnmap = pass_on<&sqlite3_io_methods::xShmUnmap, int>,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

Recorder& recorder_of(sqlite3_vfs* vfs) {
  return *static_cast<Recorder*>(vfs->pAppData);
}

int open_recorded(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* flags_out) {
  Recorder& recorder = recorder_of(vfs);
  auto* own = new (file) RecordedFile{
      .base = {.pMethods = nullptr}, .recorder = &recorder, .number = 0, .is_recorded = false, .syncs_folder = false};
  const int code = recorder.real->xOpen(recorder.real, path, own->real(), flags, flags_out);
  if (own->real()->pMethods != nullptr) own->base.pMethods = &kMethods;
  if (code != SQLITE_OK) return code;
  if (const auto number = recorder.open(path, flags)) {
    own->number = *number;
    own->is_recorded = true;
    own->syncs_folder = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & SQLITE_OPEN_MAIN_DB) == 0;
  }
  return code;
}

int delete_recorded(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  Recorder& recorder = recorder_of(vfs);
  const int code = recorder.real->xDelete(recorder.real, path, sync_folder);
  if (code == SQLITE_OK) recorder.removed(path, sync_folder != 0);
  return code;
}

}  // namespace

RecordedDisk::RecordedDisk(const fs::path& folder) : recorder_(std::make_unique<Recorder>(folder)) {
  sqlite3_vfs& vfs = recorder_->vfs;
  vfs.pNext = nullptr;
  vfs.zName = kVfsName;
  vfs.pAppData = recorder_.get();
  vfs.szOsFile = static_cast<int>(sizeof(RecordedFile)) + recorder_->real->szOsFile;
  vfs.xOpen = open_recorded;
  vfs.xDelete = delete_recorded;
  sqlite3_vfs_register(&vfs, 1);
}

RecordedDisk::~RecordedDisk() {
  sqlite3_vfs_unregister(&recorder_->vfs);
  sqlite3_vfs_register(recorder_->real, 1);
}

std::size_t RecordedDisk::moment() const {
  const std::lock_guard lock(recorder_->mutex);
  return recorder_->operations.size();
}

void RecordedDisk::pause_syncs(std::string file) {
  const std::lock_guard lock(recorder_->mutex);
  recorder_->paused = std::move(file);
}

void RecordedDisk::resume_syncs() {
  const std::lock_guard lock(recorder_->mutex);
  recorder_->paused.reset();
  recorder_->changed.notify_all();
}

void RecordedDisk::wait_for_paused_sync() {
  std::unique_lock lock(recorder_->mutex);
  recorder_->changed.wait(lock, [this] { return recorder_->waiting_syncs > 0; });
}

Files RecordedDisk::after_power_cut(std::size_t at, std::mt19937& random, Syncs syncs) const {
  const std::lock_guard lock(recorder_->mutex);
  std::map<std::size_t, Content> contents;
  std::map<std::string, std::size_t> folder;  // As it is on the disk for sure.
  std::vector<const Operation*> pending;      // Files that were made and removed since.
  for (const auto& [name, file] : recorder_->before) {
    contents[file.file].synced = file.content;
    folder[name] = file.file;
  }
  const auto apply_to_folder = [&folder](const Operation& operation) {
    if (operation.kind == Kind::kMake)
      folder[operation.name] = operation.file;
    else
      folder.erase(operation.name);
  };
  for (const Operation& operation : std::span(recorder_->operations).first(at)) {
    Content& content = contents[operation.file];
    switch (operation.kind) {
      case Kind::kMake:
      case Kind::kRemove:
        pending.push_back(&operation);
        break;
      case Kind::kWrite:
      case Kind::kTruncate:
        content.pending.push_back(&operation);
        break;
      case Kind::kSync:
        if (syncs == Syncs::kLie) break;
        for (const Operation* one : std::exchange(content.pending, {})) apply_whole(content.synced, *one);
        break;
      case Kind::kSyncFolder:
        for (const Operation* one : std::exchange(pending, {})) apply_to_folder(*one);
        break;
    }
  }
  // File systems keep the order of what is done to one folder.
  pending.resize(pending.empty() ? 0 : random() % (pending.size() + 1));
  for (const Operation* one : pending) apply_to_folder(*one);
  Files files;
  for (const auto& [name, number] : folder) files[name] = cut(contents[number], random);
  return files;
}

}  // namespace doggy::store
