// Which uploads something is being done to: one piece at a time.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <utility>

namespace doggy::media {

/// Thread-safe.
class BusyUploads {
 public:
  /// Takes an upload for as long as it lives, if nobody has.
  class Claim {
   public:
    Claim(BusyUploads& all, std::string upload_id) : all_(all), id_(std::move(upload_id)) {
      const std::scoped_lock lock(all_.mutex_);
      taken_ = all_.ids_.insert(id_).second;
    }
    ~Claim() {
      if (!taken_) return;
      const std::scoped_lock lock(all_.mutex_);
      all_.ids_.erase(id_);
    }
    Claim(const Claim&) = delete;
    Claim& operator=(const Claim&) = delete;

    [[nodiscard]] bool taken() const { return taken_; }

   private:
    BusyUploads& all_;
    const std::string id_;
    bool taken_ = false;
  };

 private:
  std::mutex mutex_;
  std::set<std::string> ids_;
};

}  // namespace doggy::media
