#include "registry/search/sqlite/indexes.h"

#include <fmt/format.h>

#include <utility>

namespace doggy::search::sqlite {

Indexes::Indexes(std::filesystem::path folder, std::size_t most_open)
    : folder_(std::move(folder)), most_open_(most_open) {}

std::filesystem::path Indexes::file_of(const std::string& dog_id) const {
  return folder_ / (dog_id + ".sqlite");
}

void Indexes::remove_files(const std::string& dog_id) const {
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::error_code error;
    std::filesystem::remove(file_of(dog_id) += suffix, error);
    if (error) throw sql::Failure(SQLITE_IOERR_DELETE, error.message());
  }
}

std::shared_ptr<DogIndex> Indexes::open_or_renew(const std::string& dog_id) const {
  std::error_code error;
  // Nobody else on the machine is to read what people wrote.
  if (std::filesystem::create_directories(folder_, error))
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, error);
  if (error) throw sql::Failure(SQLITE_CANTOPEN, fmt::format("{}: {}", folder_.string(), error.message()));
  try {
    return std::make_shared<DogIndex>(file_of(dog_id).string(), dog_id);
  } catch (const sql::Failure& failure) {
    const int code = failure.code() & 0xff;
    if (code != SQLITE_NOTADB && code != SQLITE_CORRUPT && code != SQLITE_ERROR) throw;
  }
  remove_files(dog_id);
  return std::make_shared<DogIndex>(file_of(dog_id).string(), dog_id);
}

std::shared_ptr<DogIndex> Indexes::open(const std::string& dog_id) {
  const std::scoped_lock lock(mutex_);
  if (const auto found = open_.find(dog_id); found != open_.end()) {
    const bool renew = found->second.index->is_broken() && found->second.index.use_count() == 1;
    if (!renew) {
      recent_.splice(recent_.begin(), recent_, found->second.place);
      return found->second.index;
    }
    recent_.erase(found->second.place);
    open_.erase(found);
    remove_files(dog_id);
  }
  auto index = open_or_renew(dog_id);
  recent_.push_front(dog_id);
  open_[dog_id] = {.index = index, .place = recent_.begin()};
  // Those in use stay, so that a dog never has two.
  for (auto place = recent_.end(); open_.size() > most_open_ && place != recent_.begin();) {
    --place;
    const auto kept = open_.find(*place);
    if (kept->second.index.use_count() > 1) continue;
    open_.erase(kept);
    place = recent_.erase(place);
  }
  return index;
}

void Indexes::remove(const std::string& dog_id) {
  std::error_code error;
  if (!std::filesystem::exists(file_of(dog_id), error)) return;
  open(dog_id)->clear();
  const std::scoped_lock lock(mutex_);
  const auto found = open_.find(dog_id);
  // A file that somebody has open is not taken from under SQLite: the next one would share its log by name.
  if (found != open_.end() && found->second.index.use_count() > 1) return;
  if (found != open_.end()) {
    recent_.erase(found->second.place);
    open_.erase(found);
  }
  remove_files(dog_id);
}

}  // namespace doggy::search::sqlite
