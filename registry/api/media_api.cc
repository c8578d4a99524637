#include "registry/api/media_api.h"

#include <utility>

#include "platform/http/problem.h"
#include "platform/time/internet_date.h"
#include "platform/try.h"
#include "registry/api/input.h"
#include "registry/api/media_answer.h"
#include "registry/api/record_schemas.h"
#include "registry/api/services.h"
#include "registry/api/tus.h"

namespace doggy::api {

/// What the caller keeps, and what may be uploaded.
struct MediaState {
  media::Usage usage;
  media::MediaLimits limits;
};
BOOST_DESCRIBE_STRUCT(MediaState, (), (usage, limits))

}  // namespace doggy::api

template <>
struct doggy::codec::Schema<doggy::api::MediaState> {
  static constexpr std::string_view kName = "MediaState";
  static constexpr std::string_view kDoc = "How much the caller has sent, and what may be uploaded.";
  static constexpr std::array kFields{
      Field{
          .member = "usage", .doc = "What is kept of what the caller sent, of all dogs.", .access = Access::kReadOnly},
      Field{.member = "limits", .doc = "What may be uploaded.", .access = Access::kReadOnly},
  };
};

namespace doggy::api {
namespace {

constexpr std::size_t kChunk = media::MediaLimits{}.chunk_bytes;

// A member of the circle, by a session or token that can end.
class MemberAccess : public MediaAccess {
 public:
  MemberAccess(Services& services, Caller caller, std::string dog_id, std::string attachment_id)
      : services_(services),
        caller_(std::move(caller)),
        dog_id_(std::move(dog_id)),
        attachment_id_(std::move(attachment_id)) {}

  Task<bool> still_given() override {
    auto identity = co_await services_.sessions.authenticate(caller_.token);
    if (!identity) co_return false;
    auto grant = co_await services_.circle.grant_of(dog_id_, caller_.account_id);
    if (!grant) co_return false;
    auto record = co_await services_.records.get_with_followed(dog_id_, attachment_id_, std::move(*grant));
    co_return record.has_value();
  }

 private:
  Services& services_;
  const Caller caller_;
  const std::string dog_id_;
  const std::string attachment_id_;
};

std::string not_an_id(const std::string& text) {
  const auto id = Uuid::parse(text);
  return id ? id->text() : std::string("none");
}

void add_tus(http::Response& response, const media::Upload& upload) {
  response.headers.add("Tus-Resumable", std::string(kTusVersion));
  response.headers.add("Upload-Offset", std::to_string(upload.offset));
  response.headers.add("Upload-Length", std::to_string(upload.length));
  response.headers.add("Upload-Expires", internet_date(upload.expires_at.unix_ms() / 1000) + " GMT");
}

// Another version of the protocol is refused; who does not speak it at all needs no version.
std::optional<http::Response> refuse_version(const http::Request& request) {
  const std::string_view version = request.headers.get("Tus-Resumable");
  if (version.empty() || version == kTusVersion) return std::nullopt;
  http::Response response = http::problem(412, "Tus-Resumable is 1.0.0 here.", request.request_id);
  response.headers.add("Tus-Version", std::string(kTusVersion));
  return response;
}

Task<Answer> tus_options(Services& services, http::Request) {
  http::Response response = http::Response::empty();
  const media::MediaLimits& limits = services.media.limits();
  response.headers.add("Tus-Resumable", std::string(kTusVersion));
  response.headers.add("Tus-Version", std::string(kTusVersion));
  response.headers.add("Tus-Extension", std::string(kTusExtensions));
  response.headers.add("Tus-Checksum-Algorithm", std::string(kTusChecksums));
  response.headers.add("Tus-Max-Size", std::to_string(std::max(limits.picture_bytes, limits.video_bytes)));
  response.headers.add("Allow", "OPTIONS, POST");
  co_return response;
}

Task<Answer> begin_upload(Services& services, http::Request request, Caller, circle::Grant grant) {
  if (auto refused = refuse_version(request)) co_return std::move(*refused);
  const bool by_headers = request.headers.has("Upload-Length");
  CO_TRY(auto wanted, by_headers ? read_creation(request.headers) : read_body<media::NewUpload>(request));
  CO_TRY(auto actor, co_await actor_of(services, std::move(grant)));
  const std::string& dog_id = request.param("dogId");
  CO_TRY(auto upload, co_await services.media.begin(dog_id, std::move(actor), std::move(wanted)));
  http::Response response = http::Response::json(codec::encode_text(upload));
  response.headers.add("Location", "/v1/dogs/" + dog_id + "/uploads/" + upload.id.text());
  add_tus(response, upload);
  co_return response;
}

Task<Answer> get_upload(Services& services, http::Request request, Caller caller, circle::Grant) {
  if (auto refused = refuse_version(request)) co_return std::move(*refused);
  CO_TRY(auto upload, co_await services.media.find(request.param("dogId"), std::move(caller.account_id),
                                                   not_an_id(request.param("uploadId"))));
  http::Response response = http::Response::json(codec::encode_text(upload));
  add_tus(response, upload);
  co_return response;
}

Task<Answer> append_upload(Services& services, http::Request request, Caller, circle::Grant grant) {
  if (auto refused = refuse_version(request)) co_return std::move(*refused);
  CO_TRY(auto offset, read_offset(request.headers));
  CO_TRY(auto intact, matches_checksum(request.headers, request.body));
  // 460 is the protocol's own.
  if (!intact)
    co_return http::problem(460, "The piece is not as its checksum says: send it again.", request.request_id);
  CO_TRY(auto actor, co_await actor_of(services, std::move(grant)));
  CO_TRY(auto upload,
         co_await services.media.append(request.param("dogId"), std::move(actor), not_an_id(request.param("uploadId")),
                                        offset, std::move(request.body)));
  http::Response response = http::Response::empty();
  add_tus(response, upload);
  co_return response;
}

Task<Answer> abandon_upload(Services& services, http::Request request, Caller caller, circle::Grant) {
  if (auto refused = refuse_version(request)) co_return std::move(*refused);
  CO_CHECK_OK(co_await services.media.abandon(request.param("dogId"), std::move(caller.account_id),
                                              not_an_id(request.param("uploadId"))));
  http::Response response = http::Response::empty();
  response.headers.add("Tus-Resumable", std::string(kTusVersion));
  co_return response;
}

// For those who upload. What is kept of the dog is not told: the number would tell of photos that the caller may not
// see.
Task<Answer> media_state(Services& services, http::Request, Caller caller, circle::Grant grant) {
  if (!circle::may_create(grant, circle::Section::kMedia))
    co_return fail(Code::kForbidden, "Your place in the circle does not let you add photos or videos.");
  CO_TRY(auto usage, co_await services.media.usage(std::move(caller.account_id)));
  co_return http::Response::json(codec::encode_text(MediaState{.usage = usage, .limits = services.media.limits()}));
}

Task<Answer> list_media(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_CHECK_OK(check_query(request, {"limit", "cursor"}));
  CO_TRY(auto limit, read_limit(request, 50, 100));
  CO_TRY(auto page, co_await services.records.gallery(request.param("dogId"), std::move(grant), limit,
                                                      request.query_param("cursor").value_or("")));
  co_return page_response(page.items, page.next);
}

Task<Answer> list_attachments(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto id, read_record_id(request));
  CO_TRY(auto items, co_await services.records.attachments(request.param("dogId"), std::move(id), std::move(grant)));
  co_return page_response(items, "");
}

Task<Answer> get_media(Services& services, http::Request request, Caller caller, circle::Grant grant) {
  CO_TRY(auto id, read_record_id(request));
  CO_TRY(auto size, read_size(request));
  const std::string& dog_id = request.param("dogId");
  CO_TRY(auto content, co_await services.media.open(dog_id, id, std::move(grant), size));
  auto access = std::make_unique<MemberAccess>(services, std::move(caller), dog_id, std::move(id));
  co_return media_answer(services, request, std::move(content), std::move(access));
}

}  // namespace

std::vector<Endpoint> media_endpoints() {
  using enum http::Method;
  const Body record{.name = "Record", .schema = record_schema};
  const QueryParameter version{"Tus-Resumable", "1.0.0", R"({"type":"string","enum":["1.0.0"]})"};
  return {
      {.method = kOptions,
       .path = "/v1/dogs/{dogId}/uploads",
       .handle = tus_options,
       .summary = "What is spoken here of the tus protocol",
       .status = 204},
      {.method = kPost,
       .path = "/v1/dogs/{dogId}/uploads",
       .handle = begin_upload,
       .summary = "Begin an upload (tus 1.0, by Upload-Length and Upload-Metadata instead of a body if one likes); it "
                  "goes on at Location",
       .request = body_of<media::NewUpload>(),
       .response = body_of<media::Upload>(),
       .status = 201},
      {.method = kGet,
       .path = "/v1/dogs/{dogId}/uploads/{uploadId}",
       .handle = get_upload,
       .summary = "How far an upload is; also by HEAD, in Upload-Offset",
       .response = body_of<media::Upload>(),
       .headers = {version}},
      {.method = kPatch,
       .path = "/v1/dogs/{dogId}/uploads/{uploadId}",
       .handle = append_upload,
       .summary = "The next piece of a file, of at most 4 MiB. With the last one it becomes an attachment of the same "
                  "id, or is refused",
       .status = 204,
       .body_limit = kChunk,
       .body_type = "application/offset+octet-stream",
       .headers = {version,
                   {"Upload-Offset", "Where the piece begins, in bytes.", R"({"type":"integer","minimum":0})"},
                   {"Upload-Checksum", "sha256 and the piece's hash in Base64."}}},
      {.method = kDelete,
       .path = "/v1/dogs/{dogId}/uploads/{uploadId}",
       .handle = abandon_upload,
       .summary = "End an upload and forget what has arrived",
       .status = 204,
       .headers = {version}},
      {.method = kGet,
       .path = "/v1/dogs/{dogId}/media-usage",
       .handle = media_state,
       .summary = "How much the caller has sent, and what may be uploaded; for those who may add photos",
       .response = body_of<MediaState>()},
      {.method = kGet,
       .path = "/v1/dogs/{dogId}/media",
       .handle = list_media,
       .summary = "The dog's photos and videos, newest first: what the caller may see of them now",
       .response = record,
       .query = {{"limit", "At most so many, 1 to 100; 50 by default.",
                  R"({"type":"integer","minimum":1,"maximum":100})"},
                 {"cursor", "The `next` of the page before."}},
       .list = true},
      {.method = kGet,
       .path = "/v1/dogs/{dogId}/records/{recordId}/attachments",
       .handle = list_attachments,
       .summary = "What is attached to a record, as far as the caller may see it",
       .response = record,
       .list = true},
      {.method = kGet,
       .path = "/v1/dogs/{dogId}/media/{recordId}",
       .handle = get_media,
       .summary = "The bytes of a photo or video, whole or a range",
       .query = {{"size", "thumb, medium (by default) or full; of a video full.",
                  R"({"type":"string","enum":["thumb","medium","full"]})"}}},
  };
}

}  // namespace doggy::api
