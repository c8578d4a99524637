// Which uploads something is being done to: one piece at a time.
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>

namespace doggy::media {

/// Thread-safe. Claims may outlive it: when a server ends, what waits for an answer is destroyed after the services.
class BusyUploads {
  struct Taken {
    std::mutex mutex;
    std::set<std::string> ids;
  };

 public:
  /// Takes an upload for as long as it lives, if nobody has.
  class Claim {
   public:
    Claim(const BusyUploads& all, std::string upload_id) : all_(all.taken_), id_(std::move(upload_id)) {
      const std::scoped_lock lock(all_->mutex);
      taken_ = all_->ids.insert(id_).second;
    }
    ~Claim() {
      if (!taken_) return;
      const std::scoped_lock lock(all_->mutex);
      all_->ids.erase(id_);
    }
    Claim(const Claim&) = delete;
    Claim& operator=(const Claim&) = delete;

    [[nodiscard]] bool taken() const { return taken_; }

   private:
    const std::shared_ptr<Taken> all_;
    const std::string id_;
    bool taken_ = false;
  };

 private:
  const std::shared_ptr<Taken> taken_ = std::make_shared<Taken>();
};

}  // namespace doggy::media
