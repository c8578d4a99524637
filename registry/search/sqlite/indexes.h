// The indexes of all dogs: files DOG.sqlite in one folder, of which those used last are open.
#pragma once

#include <cstddef>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "registry/search/sqlite/dog_index.h"

namespace doggy::search::sqlite {

/// Blocks. Thread-safe. All throw sql::Failure.
class Indexes {
 public:
  /// The folder is made with the first index. At most about `most_open` are open at once.
  explicit Indexes(std::filesystem::path folder, std::size_t most_open = 64);

  /// The dog's, made when there is none. One that is broken, or of another version, is made anew.
  [[nodiscard]] std::shared_ptr<DogIndex> open(const std::string& dog_id);

  /// Empties the dog's if there is one, and removes its file unless it is in use.
  void remove(const std::string& dog_id);

 private:
  [[nodiscard]] std::filesystem::path file_of(const std::string& dog_id) const;
  void remove_files(const std::string& dog_id) const;
  [[nodiscard]] std::shared_ptr<DogIndex> open_or_renew(const std::string& dog_id) const;

  const std::filesystem::path folder_;
  const std::size_t most_open_;
  std::mutex mutex_;
  std::list<std::string> recent_;  // The dog used last is first.
  struct Kept {
    std::shared_ptr<DogIndex> index;
    std::list<std::string>::iterator place;
  };
  std::map<std::string, Kept> open_;
};

}  // namespace doggy::search::sqlite
