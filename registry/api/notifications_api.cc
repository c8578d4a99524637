#include "registry/api/notifications_api.h"

#include <boost/mp11/algorithm.hpp>
#include <utility>

#include "platform/try.h"
#include "registry/api/input.h"
#include "registry/api/services.h"
#include "registry/notify/preferences.h"
#include "registry/notify/unsubscribe.h"

namespace doggy::api {

struct UnreadCount {
  std::uint64_t unread = 0;
};
BOOST_DESCRIBE_STRUCT(UnreadCount, (), (unread))

/// What to mark, and as what.
struct Marking {
  std::vector<Uuid> ids;
  bool read = true;
};
BOOST_DESCRIBE_STRUCT(Marking, (), (ids, read))

struct MarkedNotices {
  std::vector<std::string> ids;
  std::uint64_t unread = 0;
};
BOOST_DESCRIBE_STRUCT(MarkedNotices, (), (ids, unread))

}  // namespace doggy::api

namespace doggy::codec {

template <>
struct Schema<api::UnreadCount> {
  static constexpr std::string_view kName = "UnreadCount";
  static constexpr std::string_view kDoc = "How many notifications the caller has not read.";
  static constexpr std::array kFields{
      Field{.member = "unread", .doc = "At most 100 are counted.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<api::Marking> {
  static constexpr std::string_view kName = "NotificationMarking";
  static constexpr std::string_view kDoc = "Notifications to mark as read, or as unread again.";
  static constexpr std::array kFields{
      Field{.member = "ids", .doc = "Which; absent or empty: up to 1,000 unread ones.", .max_items = 1000},
      Field{.member = "read", .doc = "False: as unread.", .defaulted = true},
  };
};

template <>
struct Schema<api::MarkedNotices> {
  static constexpr std::string_view kName = "MarkedNotifications";
  static constexpr std::string_view kDoc = "What was changed; marking the same the other way undoes it.";
  static constexpr std::array kFields{
      Field{.member = "ids", .doc = "Those that were marked.", .access = Access::kReadOnly},
      Field{.member = "unread", .doc = "How many are unread now; at most 100.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec

namespace doggy::api {
namespace {

constexpr std::string_view kKinds =
    R"({"type":"string","enum":["mention","comment","visit-report","homework-due","vaccine-due","alert","invitation",)"
    R"("mastery","handover"]})";

Result<notify::NoticeFilter> read_filter(const http::Request& request) {
  notify::NoticeFilter filter;
  if (const auto unread = request.query_param("unread")) {
    if (*unread != "true" && *unread != "false") return fail_field("unread", "enum", "unread is true or false.");
    filter.unread = *unread == "true";
  }
  if (const auto kind = request.query_param("kind")) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<notify::NoticeKind>>([&](auto descriptor) {
      if (codec::enum_name(descriptor.value) == *kind) filter.kind = descriptor.value;
    });
    if (!filter.kind) return fail_field("kind", "enum", "There is no such kind of notification.");
  }
  return filter;
}

Task<Answer> list_notices(Services& services, http::Request request, Caller caller) {
  CO_CHECK_OK(check_query(request, {"unread", "kind", "limit", "cursor"}));
  CO_TRY(auto filter, read_filter(request));
  CO_TRY(auto limit, read_limit(request, 30, 100));
  CO_TRY(auto page, co_await services.notices.list(std::move(caller.account_id), filter, limit,
                                                   std::string(request.query_param("cursor").value_or(""))));
  // To accept is for the account itself; a script that may only read gets no secret by which anybody could.
  if (caller.scope != accounts::Scope::kSession)
    for (notify::Notice& notice : page.items) notice.invitation.reset();
  co_return list_response(page.items, page.next);
}

Task<Answer> count_unread(Services& services, http::Request, Caller caller) {
  CO_TRY(auto unread, co_await services.notices.unread(std::move(caller.account_id)));
  co_return http::Response::json(codec::encode_text(UnreadCount{.unread = unread}));
}

Task<Answer> mark_notices(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto body, read_body<Marking>(request));
  std::vector<std::string> ids;
  ids.reserve(body.ids.size());
  for (const Uuid& id : body.ids) ids.push_back(id.text());
  CO_TRY(auto marked, co_await services.notices.mark(caller.account_id, std::move(ids), body.read));
  services.live.notices_changed(caller.account_id);
  CO_TRY(auto unread, co_await services.notices.unread(std::move(caller.account_id)));
  co_return http::Response::json(codec::encode_text(MarkedNotices{.ids = std::move(marked.ids), .unread = unread}));
}

Task<Answer> delete_notice(Services& services, http::Request request, Caller caller) {
  const auto id = Uuid::parse(request.param("notificationId"));
  if (!id) co_return fail(Code::kNotFound, "There is no such notification.");
  CO_CHECK_OK(co_await services.notices.get(caller.account_id, id->text()));
  CO_CHECK_OK(co_await services.notices.remove(caller.account_id, id->text()));
  services.live.notices_changed(caller.account_id);
  co_return http::Response::empty();
}

Task<Answer> get_preferences(Services& services, http::Request, Caller caller) {
  CO_TRY(auto preferences, co_await notify::load_preferences(services.store, std::move(caller.account_id)));
  co_return http::Response::json(codec::encode_text(preferences));
}

Task<Answer> put_preferences(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto body, read_body<notify::Preferences>(request));
  CO_CHECK_OK(notify::check(body));
  CO_CHECK_OK(co_await notify::save_preferences(services.store, std::move(caller.account_id), body));
  co_return http::Response::json(codec::encode_text(body));
}

// Whoever holds the link ends that kind of mail, and does nothing else.
Task<Answer> unsubscribe(Services& services, http::Request request) {
  CO_CHECK_OK(co_await notify::unsubscribe(services.store, request.param("mailToken")));
  co_return http::Response::empty();
}

boost::json::object one_click_schema() {
  return {{"type", "object"},
          {"description", "What mail programs send; it is not read."},
          {"properties", {{"List-Unsubscribe", {{"type", "string"}}}}}};
}

}  // namespace

std::vector<Endpoint> notifications_endpoints() {
  using enum http::Method;
  return {
      {.method = kGet,
       .path = "/v1/notifications",
       .handle = list_notices,
       .summary = "What concerns the caller, newest first; what they may no longer see is left out",
       .response = body_of<notify::Notice>(),
       .query = {{"unread", "Only those that were not read.", R"({"type":"boolean"})"},
                 {"kind", "Only those of this kind.", kKinds},
                 {"limit", "At most so many, 1 to 100; 30 by default.", R"({"type":"integer"})"},
                 {"cursor", "The `next` of the page before."}},
       .list = true},
      {.method = kGet,
       .path = "/v1/notifications/unread",
       .handle = count_unread,
       .summary = "How many of them are unread",
       .response = body_of<UnreadCount>()},
      {.method = kPatch,
       .path = "/v1/notifications",
       .handle = mark_notices,
       .summary = "Mark notifications as read, or as unread again",
       .request = body_of<Marking>(),
       .response = body_of<MarkedNotices>()},
      {.method = kDelete,
       .path = "/v1/notifications/{notificationId}",
       .handle = delete_notice,
       .summary = "Delete a notification",
       .status = 204},
      {.method = kGet,
       .path = "/v1/me/notification-preferences",
       .handle = get_preferences,
       .summary = "What the caller wants to be told, by what, and when not",
       .response = body_of<notify::Preferences>()},
      {.method = kPut,
       .path = "/v1/me/notification-preferences",
       .handle = put_preferences,
       .summary = "Choose what to be told, by what, and when not",
       .request = body_of<notify::Preferences>(),
       .response = body_of<notify::Preferences>()},
      {.method = kPost,
       .path = "/v1/unsubscribe/{mailToken}",
       .handle = unsubscribe,
       .summary = "End one kind of mail, by the link in it (RFC 8058)",
       .request = {.name = "OneClick", .schema = one_click_schema},
       .status = 204,
       .body_type = "application/x-www-form-urlencoded"},
  };
}

}  // namespace doggy::api
