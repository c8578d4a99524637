#include "registry/api/organizations_api.h"

#include <utility>

#include "platform/id/secret.h"
#include "platform/try.h"
#include "registry/api/input.h"
#include "registry/api/services.h"
#include "registry/notify/letters.h"
#include "registry/store/cursor.h"

namespace doggy::api {

/// What somebody says of an organization.
struct NewOrganization {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(NewOrganization, (), (name))

}  // namespace doggy::api

template <>
struct doggy::codec::Schema<doggy::api::NewOrganization> {
  static constexpr std::string_view kName = "NewOrganization";
  static constexpr std::string_view kDoc = "An organization as one of its admins names it.";
  static constexpr std::array kFields{
      Field{.member = "name", .doc = "What it is called.", .min_length = 1, .max_length = 100},
  };
};

namespace doggy::api {
namespace {

using organizations::Standing;

std::unexpected<Error> no_member() {
  return fail(Code::kNotFound, "There is no such member.");
}

Task<Result<circle::Person>> person_of(Services& services, std::string account_id) {
  CO_TRY(auto account, co_await services.accounts.get(account_id));
  co_return circle::Person{.id = std::move(account_id), .name = std::move(account.name)};
}

Result<std::string> read_member_id(const http::Request& request) {
  const auto id = Uuid::parse(request.param("memberId"));
  if (!id) return no_member();
  return id->text();
}

Task<Answer> create(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto body, read_body<NewOrganization>(request));
  CO_TRY(auto person, co_await person_of(services, std::move(caller.account_id)));
  CO_TRY(auto made, co_await services.organizations.create(std::move(person), std::move(body.name)));
  co_return http::Response::json(codec::encode_text(made));
}

Task<Answer> list(Services& services, http::Request request, Caller caller) {
  CO_CHECK_OK(check_query(request, {}));
  CO_TRY(auto found, co_await services.organizations.list(std::move(caller.account_id)));
  co_return list_response(found);
}

Task<Answer> get(Services& services, http::Request, Caller caller, Standing standing) {
  CO_TRY(auto found, co_await services.organizations.get(std::move(standing.name.id), std::move(caller.account_id)));
  co_return http::Response::json(codec::encode_text(found));
}

Task<Answer> rename(Services& services, http::Request request, Caller caller, Standing standing) {
  CO_TRY(auto body, read_body<NewOrganization>(request));
  CO_TRY(auto renamed, co_await services.organizations.rename(std::move(standing.name.id), std::move(caller.account_id),
                                                              std::move(body.name)));
  co_return http::Response::json(codec::encode_text(renamed));
}

Task<Answer> dissolve(Services& services, http::Request, Caller caller, Standing standing) {
  CO_CHECK_OK(co_await services.organizations.dissolve(std::move(standing.name.id), std::move(caller.account_id)));
  co_return http::Response::empty();
}

Task<Answer> list_members(Services& services, http::Request request, Caller caller, Standing standing) {
  CO_CHECK_OK(check_query(request, {}));
  CO_TRY(auto members,
         co_await services.organizations.members(std::move(standing.name.id), std::move(caller.account_id)));
  co_return list_response(members);
}

Task<Answer> change_staff(Services& services, http::Request request, Caller caller, Standing standing) {
  CO_TRY(auto body, read_body<organizations::MemberChange>(request));
  CO_TRY(auto member_id, read_member_id(request));
  CO_TRY(auto changed, co_await services.organizations.change_role(
                           std::move(standing.name.id), std::move(caller.account_id), std::move(member_id), body.role));
  co_return http::Response::json(codec::encode_text(changed));
}

Task<Answer> remove_staff(Services& services, http::Request request, Caller caller, Standing standing) {
  CO_TRY(auto member_id, read_member_id(request));
  CO_CHECK_OK(co_await services.organizations.remove(std::move(standing.name.id), std::move(caller.account_id),
                                                     std::move(member_id)));
  co_return http::Response::empty();
}

Task<Answer> list_its_dogs(Services& services, http::Request request, Caller caller, Standing standing) {
  CO_CHECK_OK(check_query(request, {"limit", "cursor"}));
  CO_TRY(auto limit, read_limit(request, 50, 100));
  auto after = from_base64url(request.query_param("cursor").value_or(""));
  if (!after) co_return store::bad_cursor();
  CO_TRY(auto page, co_await services.dogs.list_of_organization(std::move(standing.name), std::move(caller.account_id),
                                                                standing.role, std::move(*after), limit));
  co_return list_response(page.items, page.next.empty() ? "" : base64url(page.next));
}

Task<Answer> invite_staff(Services& services, http::Request request, Caller caller, Standing standing) {
  CO_TRY(auto body, read_body<organizations::NewInvitation>(request));
  if (body.email && standing.role == organizations::Role::kAdmin) {
    CO_CHECK_OK(co_await count_invitation_mail(services, caller.account_id));
  }
  // Before the invitation is made: what fails after it would hide its token.
  CO_TRY(const auto inviter, co_await services.accounts.get(caller.account_id));
  CO_TRY(auto person, co_await person_of(services, std::move(caller.account_id)));
  CO_TRY(auto invitation,
         co_await services.organizations.invite(std::move(standing.name.id), std::move(person), std::move(body)));
  invitation.url = services.public_url + "/organization-invitations/" + *invitation.token;
  if (invitation.email) {
    co_await services.post.send(notify::invitation_letter(*invitation.email, inviter, *invitation.url));
  }
  co_return http::Response::json(codec::encode_text(invitation));
}

Task<Answer> list_invitations(Services& services, http::Request request, Caller caller, Standing standing) {
  CO_CHECK_OK(check_query(request, {}));
  CO_TRY(auto open,
         co_await services.organizations.open_invitations(std::move(standing.name.id), std::move(caller.account_id)));
  co_return list_response(open);
}

Task<Answer> revoke_place(Services& services, http::Request request, Caller caller, Standing standing) {
  const auto id = Uuid::parse(request.param("invitationId"));
  if (!id) co_return fail(Code::kNotFound, "There is no such invitation.");
  CO_CHECK_OK(co_await services.organizations.revoke_invitation(std::move(standing.name.id),
                                                                std::move(caller.account_id), id->text()));
  co_return http::Response::empty();
}

Task<Answer> preview_place(Services& services, http::Request request) {
  CO_TRY(auto preview, co_await services.organizations.preview(request.param("token")));
  co_return http::Response::json(codec::encode_text(preview));
}

Task<Answer> accept_place(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto person, co_await person_of(services, std::move(caller.account_id)));
  CO_TRY(auto joined, co_await services.organizations.accept(request.param("token"), std::move(person)));
  co_return http::Response::json(codec::encode_text(joined));
}

std::vector<Endpoint> own_endpoints() {
  using enum http::Method;
  const Body organization = body_of<organizations::Organization>();
  return {
      {.method = kPost,
       .path = "/v1/organizations",
       .handle = create,
       .summary = "Make an organization and be its admin",
       .request = body_of<NewOrganization>(),
       .response = organization,
       .status = 201},
      {.method = kGet,
       .path = "/v1/organizations",
       .handle = list,
       .summary = "The organizations that the caller belongs to",
       .response = organization,
       .list = true},
      {.method = kGet,
       .path = "/v1/organizations/{organizationId}",
       .handle = get,
       .summary = "An organization",
       .response = organization},
      {.method = kPatch,
       .path = "/v1/organizations/{organizationId}",
       .handle = rename,
       .summary = "Rename an organization; for its admins",
       .request = body_of<NewOrganization>(),
       .response = organization},
      {.method = kDelete,
       .path = "/v1/organizations/{organizationId}",
       .handle = dissolve,
       .summary = "End an organization that has no dogs; for its admins",
       .status = 204},
      {.method = kGet,
       .path = "/v1/organizations/{organizationId}/dogs",
       .handle = list_its_dogs,
       .summary = "The dogs that an organization has, as the caller sees them by it alone",
       .response = body_of<dogs::Dog>(),
       .query = {{"limit", "At most so many, 1 to 100; 50 by default.", R"({"type":"integer"})"},
                 {"cursor", "The `next` of the page before."}},
       .list = true},
  };
}

std::vector<Endpoint> people_endpoints() {
  using enum http::Method;
  return {
      {.method = kGet,
       .path = "/v1/organizations/{organizationId}/members",
       .handle = list_members,
       .summary = "Who belongs to an organization, in the order they joined",
       .response = body_of<organizations::Member>(),
       .list = true},
      {.method = kPatch,
       .path = "/v1/organizations/{organizationId}/members/{memberId}",
       .handle = change_staff,
       .summary = "Change what somebody is in an organization; for its admins",
       .request = body_of<organizations::MemberChange>(),
       .response = body_of<organizations::Member>(),
       .session_only = true},
      {.method = kDelete,
       .path = "/v1/organizations/{organizationId}/members/{memberId}",
       .handle = remove_staff,
       .summary = "Take somebody out of an organization, or leave it",
       .status = 204},
      {.method = kPost,
       .path = "/v1/organizations/{organizationId}/invitations",
       .handle = invite_staff,
       .summary = "Invite somebody into an organization; the answer's token and link are shown once",
       .request = body_of<organizations::NewInvitation>(),
       .response = body_of<organizations::Invitation>(),
       .status = 201,
       .session_only = true},
      {.method = kGet,
       .path = "/v1/organizations/{organizationId}/invitations",
       .handle = list_invitations,
       .summary = "The invitations into an organization that can still be accepted; for its admins",
       .response = body_of<organizations::Invitation>(),
       .list = true},
      {.method = kDelete,
       .path = "/v1/organizations/{organizationId}/invitations/{invitationId}",
       .handle = revoke_place,
       .summary = "Withdraw an invitation into an organization",
       .status = 204},
      {.method = kGet,
       .path = "/v1/organization-invitations/{token}",
       .handle = preview_place,
       .summary = "What an invitation into an organization offers",
       .response = body_of<organizations::InvitationPreview>()},
      {.method = kPost,
       .path = "/v1/organization-invitations/{token}/accept",
       .handle = accept_place,
       .summary = "Join an organization",
       .response = body_of<organizations::Joined>(),
       .session_only = true},
  };
}

}  // namespace

std::vector<Endpoint> organizations_endpoints() {
  std::vector<Endpoint> all = own_endpoints();
  for (Endpoint& endpoint : people_endpoints()) all.push_back(std::move(endpoint));
  return all;
}

}  // namespace doggy::api
