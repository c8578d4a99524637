#include "registry/api/sharing_api.h"

#include <utility>

#include "platform/try.h"
#include "registry/api/input.h"
#include "registry/api/report_data.h"
#include "registry/api/services.h"
#include "registry/api/shared_media_api.h"
#include "registry/sharing/share_links.h"

namespace doggy::api {

/// What a link shows.
struct SharedView {
  std::string dog_name;
  std::string shared_by;
  Timestamp expires_at;
  std::optional<boost::json::object> record;
  std::optional<boost::json::object> report;
  std::vector<boost::json::object> media;
};
BOOST_DESCRIBE_STRUCT(SharedView, (), (dog_name, shared_by, expires_at, record, report, media))

}  // namespace doggy::api

template <>
struct doggy::codec::Schema<doggy::api::SharedView> {
  static constexpr std::string_view kName = "SharedRecord";
  static constexpr std::string_view kDoc = "A record or a report, as a link shows it.";
  static constexpr std::array kFields{
      Field{.member = "dog_name", .doc = "The dog's name.", .access = Access::kReadOnly},
      Field{.member = "shared_by", .doc = "The name of who shares it.", .access = Access::kReadOnly},
      Field{.member = "expires_at", .doc = "When the link ends.", .access = Access::kReadOnly},
      Field{.member = "record",
            .doc = "The record's type, time, author's name and own fields.",
            .access = Access::kReadOnly},
      Field{.member = "report", .doc = "The report (see Report), without ids.", .access = Access::kReadOnly},
      Field{.member = "media",
            .doc = "Its photos and videos: id, caption, mediaType, width, height, durationSeconds. Their bytes are at "
                   "/v1/shared/{token}/media/{id}.",
            .access = Access::kReadOnly},
  };
};

namespace doggy::api {
namespace {

Task<Answer> make_link(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto body, read_body<sharing::NewShareLink>(request));
  CO_TRY(auto actor, co_await actor_of(services, std::move(grant)));
  CO_TRY(auto link, co_await services.share_links.make(request.param("dogId"), std::move(actor), body));
  link.url = services.public_url + "/shared#" + *link.token;
  co_return http::Response::json(codec::encode_text(link));
}

Task<Answer> list_links(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto links, co_await services.share_links.list(request.param("dogId"), std::move(grant)));
  co_return list_response(links);
}

Task<Answer> revoke_link(Services& services, http::Request request, Caller, circle::Grant grant) {
  const auto id = Uuid::parse(request.param("linkId"));
  CO_TRY(auto actor, co_await actor_of(services, std::move(grant)));
  CO_CHECK_OK(
      co_await services.share_links.revoke(request.param("dogId"), std::move(actor), id ? id->text() : std::string()));
  co_return http::Response::empty();
}

// Ids lead nowhere without an account, and who else may see the record is nobody's business.
Result<boost::json::object> shown_record(const std::string& text) {
  TRY(auto parsed, codec::parse(text));
  boost::json::object record = std::move(parsed.as_object());
  for (const char* field : {"id", "dogId", "audience", "version", "seq", "deleted", "recordedAt"}) record.erase(field);
  if (auto* author = record.if_contains("author")) author->as_object().erase("id");
  return record;
}

void erase_ids(boost::json::value& value) {
  if (auto* list = value.if_array())
    for (boost::json::value& one : *list) erase_ids(one);
  auto* object = value.if_object();
  if (object == nullptr) return;
  for (const char* field : {"sessionId", "observationId"}) object->erase(field);
  for (auto& one : *object) erase_ids(one.value());
}

Task<Answer> open_link(Services& services, http::Request request) {
  CO_TRY(auto shared, co_await services.share_links.open(request.param("token")));
  circle::Author maker = circle::author_of({.grant = shared.grant, .name = shared.shared_by});
  SharedView view{.dog_name = std::move(shared.dog_name),
                  .shared_by = shared.shared_by,
                  .expires_at = shared.expires_at,
                  .record = {},
                  .report = {},
                  .media = {}};
  if (shared.report) {
    report::Maker made_by{.name = std::move(shared.shared_by), .role = maker.role};
    CO_TRY(auto report, co_await make_report(services, shared.dog_id, std::move(shared.grant),
                                             std::move(*shared.report), std::move(made_by)));
    boost::json::value json = codec::encode(report);
    erase_ids(json);
    view.report = std::move(json.as_object());
  } else {
    CO_TRY(auto media, co_await shared_media_of(services, shared));
    view.media = std::move(media);
    CO_TRY(auto record, shown_record(shared.record));
    view.record = std::move(record);
  }
  // Only what is noted is shown.
  CO_CHECK_OK(co_await services.access_trail.opened(std::move(shared.dog_id), std::move(maker), shared.link_id));
  co_return http::Response::json(codec::encode_text(view));
}

}  // namespace

std::vector<Endpoint> sharing_endpoints() {
  using enum http::Method;
  return {
      {.method = kPost,
       .path = "/v1/dogs/{dogId}/share-links",
       .handle = make_link,
       .summary = "Make a link that shows a record or a report to whoever holds it; token and link are shown once",
       .request = body_of<sharing::NewShareLink>(),
       .response = body_of<sharing::ShareLink>(),
       .status = 201,
       .session_only = true},
      {.method = kGet,
       .path = "/v1/dogs/{dogId}/share-links",
       .handle = list_links,
       .summary = "The links in force to reports and to records that the caller may see",
       .response = body_of<sharing::ShareLink>(),
       .list = true},
      {.method = kDelete,
       .path = "/v1/dogs/{dogId}/share-links/{linkId}",
       .handle = revoke_link,
       .summary = "End a link",
       .status = 204},
      {.method = kGet,
       .path = "/v1/shared/{token}",
       .handle = open_link,
       .summary = "What a link shows",
       .response = body_of<SharedView>(),
       .load = Load::kChart},
  };
}

}  // namespace doggy::api
