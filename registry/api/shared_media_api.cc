#include "registry/api/shared_media_api.h"

#include <utility>

#include "platform/try.h"
#include "registry/api/input.h"
#include "registry/api/media_answer.h"
#include "registry/api/services.h"

namespace doggy::api {
namespace {

// Whoever holds a link, for as long as it shows that file.
class LinkAccess : public MediaAccess {
 public:
  LinkAccess(Services& services, std::string token, std::string attachment_id)
      : services_(services), token_(std::move(token)), attachment_id_(std::move(attachment_id)) {}

  Task<bool> still_given() override {
    auto shared = co_await find();
    co_return shared.has_value();
  }

  Task<Result<sharing::Shared>> find() {
    CO_TRY(auto shared, co_await services_.share_links.open(token_));
    CO_TRY(auto media, co_await shared_media_of(services_, shared));
    for (const boost::json::object& one : media)
      if (one.at("id").as_string() == attachment_id_) co_return std::move(shared);
    co_return fail(Code::kNotFound, "The link shows no such file.");
  }

 private:
  Services& services_;
  const std::string token_;
  const std::string attachment_id_;
};

Task<Answer> get_shared_media(Services& services, http::Request request) {
  CO_TRY(auto id, read_record_id(request));
  CO_TRY(auto size, read_size(request));
  auto access = std::make_unique<LinkAccess>(services, request.param("token"), id);
  CO_TRY(auto shared, co_await access->find());
  CO_TRY(auto content, co_await services.media.open(shared.dog_id, std::move(id), shared.grant, size));
  // Only what is noted is shown.
  circle::Author maker = circle::author_of({.grant = shared.grant, .name = shared.shared_by});
  CO_CHECK_OK(co_await services.access_trail.opened(std::move(shared.dog_id), std::move(maker), shared.link_id));
  co_return media_answer(services, request, std::move(content), std::move(access));
}

}  // namespace

Task<Result<std::vector<boost::json::object>>> shared_media_of(Services& services, sharing::Shared shared) {
  std::vector<boost::json::object> media;
  if (shared.record_id.empty()) co_return media;
  CO_TRY(auto texts, co_await services.records.attachments(shared.dog_id, shared.record_id, shared.grant));
  texts.push_back(std::move(shared.record));
  for (const std::string& text : texts) {
    CO_TRY(auto parsed, codec::parse(text));
    const boost::json::object& record = parsed.as_object();
    if (record.at("type").as_string() != "attachment") continue;
    boost::json::object one;
    for (const char* field : {"id", "caption", "mediaType", "width", "height", "durationSeconds"})
      if (const auto* value = record.if_contains(field)) one[field] = *value;
    media.push_back(std::move(one));
  }
  co_return media;
}

std::vector<Endpoint> shared_media_endpoints() {
  return {
      {.method = http::Method::kGet,
       .path = "/v1/shared/{token}/media/{recordId}",
       .handle = get_shared_media,
       .summary = "The bytes of a photo or video that a link shows, whole or a range",
       .query = {{"size", "thumb, medium (by default) or full; of a video full.",
                  R"({"type":"string","enum":["thumb","medium","full"]})"}}},
  };
}

}  // namespace doggy::api
