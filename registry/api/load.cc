#include "registry/api/load.h"

#include <memory>
#include <utility>

#include "platform/http/body_source.h"
#include "registry/api/services.h"

namespace doggy::api {
namespace {

class HeldStream : public http::BodySource {
 public:
  HeldStream(std::shared_ptr<http::BodySource> stream, KeyedLimit::Permit permit)
      : stream_(std::move(stream)), permit_(std::move(permit)) {}

  [[nodiscard]] std::uint64_t size() const override { return stream_->size(); }
  Task<Result<std::string>> read(std::size_t most) override { return stream_->read(most); }

 private:
  const std::shared_ptr<http::BodySource> stream_;
  const KeyedLimit::Permit permit_;
};

struct HeldText {
  std::string text;
  KeyedLimit::Permit permit;
};

}  // namespace

Task<Result<KeyedLimit::Permit>> admit(Services& services, Load load, std::string key, Abandoned client_left) {
  switch (load) {
    case Load::kLight:
      break;
    case Load::kChart:
      co_return co_await services.charts.acquire(std::move(key), std::move(client_left));
    case Load::kSync:
      co_return co_await services.syncs.acquire(std::move(key), std::move(client_left));
    case Load::kTransfer:
      co_return co_await services.transfers.acquire(std::move(key), std::move(client_left));
  }
  co_return KeyedLimit::Permit();
}

void hold_until_sent(http::Response& response, KeyedLimit::Permit permit) {
  if (response.stream) {
    response.stream = std::make_shared<HeldStream>(std::move(response.stream), std::move(permit));
  } else if (!response.shared_body) {
    auto held = std::make_shared<HeldText>(std::move(response.body), std::move(permit));
    response.shared_body = std::shared_ptr<const std::string>(held, &held->text);
    response.body.clear();
  }
}

}  // namespace doggy::api
