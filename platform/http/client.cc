#include "platform/http/client.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "platform/curl/curl.h"
#include "platform/http/transfer.h"

namespace doggy::http {
namespace {

constexpr int kIdleWaitMs = 60'000;  // With nothing under way; curl_multi_wakeup ends it.

ClientError stopped() {
  return {.reason = ClientFailure::kStopped, .detail = "The client was stopped."};
}

ClientOptions checked(ClientOptions options) {
  if (options.guard && !options.proxy.empty()) throw std::logic_error("a guard cannot see behind a proxy");
  return options;
}

}  // namespace

class Client::Engine {
 public:
  explicit Engine(ClientOptions options) : options_(checked(std::move(options))), multi_(make_multi()) {
    curl_multi_setopt(multi_.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS, static_cast<long>(options_.connection_limit));
    curl_multi_setopt(multi_.get(), CURLMOPT_MAX_HOST_CONNECTIONS,
                      static_cast<long>(options_.connections_a_host_limit));
    curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(options_.connection_limit));
    thread_ = std::thread([this] { run(); });
  }
  ~Engine() {
    stop();
    thread_.join();
  }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  void send(ClientRequest request, Resume<ClientAnswer> resume) {
    auto transfer = std::make_unique<Transfer>(std::move(request), options_, std::move(resume));
    if (!take(transfer)) return transfer->fail(stopped());
    curl_multi_wakeup(multi_.get());
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    curl_multi_wakeup(multi_.get());
  }

 private:
  static CURLM* make_multi() {
    ensure_curl();
    CURLM* const multi = curl_multi_init();
    if (multi == nullptr) throw std::bad_alloc();
    return multi;
  }

  // False, and left as it was, after the stop.
  bool take(std::unique_ptr<Transfer>& transfer) {
    const std::lock_guard lock(mutex_);
    if (stopping_) return false;
    waiting_.push_back(std::move(transfer));
    return true;
  }

  void run() {
    while (take_waiting()) {
      int running = 0;
      curl_multi_perform(multi_.get(), &running);
      finish_done();
      curl_multi_poll(multi_.get(), nullptr, 0, kIdleWaitMs, nullptr);
    }
    for (auto& [handle, transfer] : under_way_) {
      curl_multi_remove_handle(multi_.get(), handle);
      transfer->fail(stopped());
    }
    under_way_.clear();
  }

  // False when it is time to end.
  bool take_waiting() {
    std::deque<std::unique_ptr<Transfer>> taken;
    bool ending = false;
    {
      const std::lock_guard lock(mutex_);
      taken.swap(waiting_);
      ending = stopping_;
    }
    for (auto& transfer : taken) {
      if (ending) {
        transfer->fail(stopped());
      } else if (auto prepared = transfer->prepare(); !prepared) {
        transfer->fail(std::move(prepared.error()));
      } else {
        curl_multi_add_handle(multi_.get(), transfer->handle());
        under_way_.emplace(transfer->handle(), std::move(transfer));
      }
    }
    return !ending;
  }

  void finish_done() {
    int left = 0;
    while (const CURLMsg* const message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      const auto found = under_way_.find(message->easy_handle);
      const std::unique_ptr<Transfer> transfer = std::move(found->second);
      under_way_.erase(found);
      curl_multi_remove_handle(multi_.get(), transfer->handle());
      transfer->finish(code);
    }
  }

  const ClientOptions options_;
  const CurlPtr<CURLM> multi_;
  std::map<CURL*, std::unique_ptr<Transfer>> under_way_;  // Of the thread alone. Before the multi handle they end.
  std::mutex mutex_;
  std::deque<std::unique_ptr<Transfer>> waiting_;  // Guarded by mutex_.
  bool stopping_ = false;                          // Guarded by mutex_.
  std::thread thread_;
};

std::optional<std::chrono::seconds> retry_after(const ClientResponse& response, std::chrono::seconds longest) {
  const std::string_view text = response.headers.get("Retry-After");
  if (text.empty()) return {};
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size()) return longest;
  return std::clamp(std::chrono::seconds(seconds), std::chrono::seconds(1), longest);
}

Client::Client(ClientOptions options) : engine_(std::make_unique<Engine>(std::move(options))) {}
Client::~Client() = default;

Task<std::expected<ClientResponse, ClientError>> Client::send(ClientRequest request) {
  co_return co_await suspend<ClientAnswer>([this, request = std::move(request)](Resume<ClientAnswer> resume) mutable {
    engine_->send(std::move(request), std::move(resume));
  });
}

void Client::stop() {
  engine_->stop();
}

}  // namespace doggy::http
