#include "registry/api/file_body.h"

#include <utility>

#include "platform/async/runtime.h"

namespace doggy::api {
namespace {

class FileBody : public http::BodySource {
 public:
  FileBody(boost::asio::thread_pool& workers, std::shared_ptr<const ScratchFile> file)
      : workers_(workers), file_(std::move(file)) {}

  [[nodiscard]] std::uint64_t size() const override { return file_->size(); }

  Task<Result<std::string>> read(std::size_t most) override {
    auto bytes = co_await offload(workers_, [file = file_, at = at_, most] { return file->read(at, most); });
    if (bytes) at_ += bytes->size();
    co_return bytes;
  }

 private:
  boost::asio::thread_pool& workers_;
  const std::shared_ptr<const ScratchFile> file_;
  std::uint64_t at_ = 0;
};

}  // namespace

std::shared_ptr<http::BodySource> file_body(boost::asio::thread_pool& workers,
                                            std::shared_ptr<const ScratchFile> file) {
  return std::make_shared<FileBody>(workers, std::move(file));
}

}  // namespace doggy::api
