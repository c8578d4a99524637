#include "registry/api/media_answer.h"

#include <utility>

#include "platform/http/problem.h"
#include "platform/http/range.h"
#include "platform/json/codec.h"
#include "registry/api/services.h"

namespace doggy::api {
namespace {

using std::chrono::steady_clock;

class MediaBody : public http::BodySource {
 public:
  MediaBody(Services& services, std::shared_ptr<media::Blob> blob, http::ByteRange range,
            std::unique_ptr<MediaAccess> access)
      : services_(services), blob_(std::move(blob)), range_(range), at_(range.first), access_(std::move(access)) {}

  [[nodiscard]] std::uint64_t size() const override { return range_.size(); }

  Task<Result<std::string>> read(std::size_t most) override {
    if (steady_clock::now() - looked_ >= services_.look_again) {
      const bool given = co_await access_->still_given();
      if (!given) co_return fail(Code::kNotFound, "The access has ended.");
      looked_ = steady_clock::now();
    }
    auto bytes = co_await services_.media.read(blob_, at_, most);
    if (bytes) at_ += bytes->size();
    co_return bytes;
  }

 private:
  Services& services_;
  const std::shared_ptr<media::Blob> blob_;
  const http::ByteRange range_;
  std::uint64_t at_;
  const std::unique_ptr<MediaAccess> access_;
  steady_clock::time_point looked_ = steady_clock::now();
};

}  // namespace

Result<media::Size> read_size(const http::Request& request) {
  const std::string name = request.query_param("size").value_or("medium");
  for (media::Size size : {media::Size::kThumb, media::Size::kMedium, media::Size::kFull})
    if (codec::enum_name(size) == name) return size;
  return fail_field("size", "enum", "size is thumb, medium or full.");
}

http::Response media_answer(Services& services, const http::Request& request, media::Content content,
                            std::unique_ptr<MediaAccess> access) {
  if (!content.link.empty()) {
    http::Response elsewhere{.status = 307};
    elsewhere.headers.add("Location", std::move(content.link));
    elsewhere.headers.add("Cache-Control", "no-store");
    return elsewhere;
  }
  const std::uint64_t size = content.blob->size();
  const http::RangeChoice choice = http::choose_range(request, size, content.etag);
  http::Response response{.content_type = std::move(content.media_type), .etag = std::move(content.etag)};
  if (choice.kind == http::RangeChoice::Kind::kUnsatisfiable) {
    response = http::problem(416, "The file has no such range.", request.request_id);
    response.headers.add("Content-Range", http::content_range(choice, size));
    return response;
  }
  http::ByteRange range{.first = 0, .last = size - 1};
  if (choice.kind == http::RangeChoice::Kind::kPart) {
    range = choice.part;
    response.status = 206;
    response.headers.add("Content-Range", http::content_range(choice, size));
  }
  response.headers.add("Accept-Ranges", "bytes");
  // Kept by the browser alone, and asked for again each time: who may see it can change.
  response.headers.add("Cache-Control", "private, no-cache");
  response.headers.add("Content-Disposition", media::disposition_of(content));
  response.headers.add("Content-Security-Policy", "sandbox");
  response.stream = std::make_shared<MediaBody>(services, std::move(content.blob), range, std::move(access));
  return response;
}

}  // namespace doggy::api
