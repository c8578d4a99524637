// A disk that remembers what SQLite did to it, so that a test can say what would be on it had the power gone at any
// moment: what was synced, and of the rest whatever the test chooses.
//
// What is modelled: the bytes of a write that were not synced may each 512 by themselves be on the disk or not; a file
// may be longer than what was written of it, with zeros; a file that was made or removed is so for sure when its folder
// was synced. Sectors of 512 bytes are written whole or not at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace doggy::store {

/// The content of files, by name.
using Files = std::map<std::string, std::string>;

/// While it is there, SQLite's files in `folder` are recorded, those of connections that are opened meanwhile. One at a
/// time. It outlives the connections.
class RecordedDisk {
 public:
  explicit RecordedDisk(const std::filesystem::path& folder);
  ~RecordedDisk();
  RecordedDisk(const RecordedDisk&) = delete;
  RecordedDisk& operator=(const RecordedDisk&) = delete;

  /// How many operations there were so far: a moment. Thread-safe.
  [[nodiscard]] std::size_t moment() const;

  /// How honest syncs are taken to be.
  enum class Syncs { kWork, kLie };

  /// What could be in the folder after the power went before operation number `at`.
  [[nodiscard]] Files after_power_cut(std::size_t at, std::mt19937& random, Syncs syncs = Syncs::kWork) const;

  /// Syncs of the file wait until `resume_syncs`. Thread-safe.
  void pause_syncs(std::string file);
  void resume_syncs();
  /// Waits until one does.
  void wait_for_paused_sync();

  struct Recorder;

 private:
  std::unique_ptr<Recorder> recorder_;
};

}  // namespace doggy::store
