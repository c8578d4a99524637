#include "registry/api/circle_api.h"

#include <utility>

#include "platform/try.h"
#include "registry/api/input.h"
#include "registry/api/services.h"
#include "registry/notify/events.h"
#include "registry/notify/letters.h"

namespace doggy::api {

/// A circle as its members see it.
struct CircleView {
  std::vector<circle::Member> items;
  std::vector<circle::Invitation> invitations;
};
BOOST_DESCRIBE_STRUCT(CircleView, (), (items, invitations))

}  // namespace doggy::api

template <>
struct doggy::codec::Schema<doggy::api::CircleView> {
  static constexpr std::string_view kName = "Circle";
  static constexpr std::string_view kDoc = "Who has a place with a dog.";
  static constexpr std::array kFields{
      Field{.member = "items", .doc = "The members, in the order they joined.", .access = Access::kReadOnly},
      Field{.member = "invitations",
            .doc = "Those that can still be accepted; only owners and trainers see them.",
            .access = Access::kReadOnly},
  };
};

namespace doggy::api {
namespace {

// Who acts in the place of each organization: whoever manages a circle sees everybody who sees the dog.
Task<Result<void>> add_people(Services& services, std::vector<circle::Member>& members) {
  for (circle::Member& member : members) {
    if (!member.organization_id) continue;
    CO_TRY(auto people, co_await services.organizations.people(member.id));
    member.people.emplace();
    for (organizations::Member& one : people)
      member.people->push_back({.id = std::move(one.account_id),
                                .name = std::move(one.name),
                                .role = circle::acting_role(member.role, one.role)});
  }
  co_return Result<void>{};
}

Task<Answer> get_circle(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto members, co_await services.circle.members(request.param("dogId")));
  CircleView view{.items = std::move(members), .invitations = {}};
  if (circle::may_manage_circle(grant)) {
    CO_CHECK_OK(co_await add_people(services, view.items));
    CO_TRY(auto invitations, co_await services.circle.open_invitations(request.param("dogId")));
    view.invitations = std::move(invitations);
  }
  co_return http::Response::json(codec::encode_text(view));
}

Task<Answer> invite(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto body, read_body<circle::NewInvitation>(request));
  if (body.email) {
    CO_CHECK_OK(co_await count_invitation_mail(services, grant.account_id));
  }
  // Before the invitation is made: what fails after it would hide its token.
  CO_TRY(const auto inviter, co_await services.accounts.get(grant.account_id));
  CO_TRY(auto actor, co_await actor_of(services, std::move(grant)));
  CO_TRY(auto invitation, co_await services.circle.invite(request.param("dogId"), std::move(actor), std::move(body)));
  invitation.url = services.public_url + "/invitations/" + *invitation.token;
  if (invitation.email) {
    co_await services.post.send(notify::invitation_letter(*invitation.email, inviter, *invitation.url));
    // The invitation stands, also when nobody can be told of it now.
    static_cast<void>(co_await services.jobs.enqueue(notify::invited(invitation, services.clock())));
  }
  co_return http::Response::json(codec::encode_text(invitation));
}

Task<Answer> revoke_invitation(Services& services, http::Request request, Caller, circle::Grant grant) {
  const auto id = Uuid::parse(request.param("invitationId"));
  if (!id || !circle::may_manage_circle(grant)) co_return fail(Code::kNotFound, "There is no such invitation.");
  CO_TRY(auto actor, co_await actor_of(services, std::move(grant)));
  CO_CHECK_OK(co_await services.circle.revoke_invitation(request.param("dogId"), std::move(actor), id->text()));
  co_return http::Response::empty();
}

Task<Answer> preview_invitation(Services& services, http::Request request) {
  CO_TRY(auto preview, co_await services.circle.preview(request.param("token")));
  co_return http::Response::json(codec::encode_text(preview));
}

Task<Answer> accept_invitation(Services& services, http::Request request, Caller caller) {
  circle::Acceptance acceptance;
  if (!request.body.empty()) {
    CO_TRY(auto body, read_body<circle::Acceptance>(request));
    acceptance = body;
  }
  CO_TRY(auto account, co_await services.accounts.get(caller.account_id));
  circle::Person person{.id = std::move(caller.account_id), .name = std::move(account.name)};
  CO_TRY(auto accepted, co_await services.circle.accept(request.param("token"), std::move(person), acceptance));
  co_return http::Response::json(codec::encode_text(accepted));
}

Task<Answer> add_organization(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto body, read_body<circle::NewOrganizationPlace>(request));
  CO_TRY(auto actor, co_await actor_of(services, std::move(grant)));
  CO_TRY(auto member,
         co_await services.circle.add_organization(request.param("dogId"), std::move(actor), std::move(body)));
  co_return http::Response::json(codec::encode_text(member));
}

Task<Answer> change_member(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto body, read_body<circle::MemberChange>(request));
  CO_TRY(auto actor, co_await actor_of(services, std::move(grant)));
  CO_TRY(auto member, co_await services.circle.change_member(request.param("dogId"), std::move(actor),
                                                             request.param("memberId"), std::move(body)));
  co_return http::Response::json(codec::encode_text(member));
}

Task<Answer> remove_member(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto actor, co_await actor_of(services, std::move(grant)));
  CO_CHECK_OK(
      co_await services.circle.remove_member(request.param("dogId"), std::move(actor), request.param("memberId")));
  co_return http::Response::empty();
}

}  // namespace

std::vector<Endpoint> circle_endpoints() {
  using enum http::Method;
  return {
      {.method = kGet,
       .path = "/v1/dogs/{dogId}/circle",
       .handle = get_circle,
       .summary = "Who has a place with the dog",
       .response = body_of<CircleView>()},
      {.method = kPost,
       .path = "/v1/dogs/{dogId}/invitations",
       .handle = invite,
       .summary = "Invite somebody; the answer's token and link are shown once",
       .request = body_of<circle::NewInvitation>(),
       .response = body_of<circle::Invitation>(),
       .status = 201,
       .session_only = true},
      {.method = kDelete,
       .path = "/v1/dogs/{dogId}/invitations/{invitationId}",
       .handle = revoke_invitation,
       .summary = "Withdraw an invitation",
       .status = 204},
      {.method = kGet,
       .path = "/v1/invitations/{token}",
       .handle = preview_invitation,
       .summary = "What an invitation offers",
       .response = body_of<circle::InvitationPreview>()},
      {.method = kPost,
       .path = "/v1/invitations/{token}/accept",
       .handle = accept_invitation,
       .summary = "Accept an invitation, for oneself or for an organization",
       .request = body_of<circle::Acceptance>(),
       .body_optional = true,
       .response = body_of<circle::Accepted>(),
       .session_only = true},
      {.method = kPost,
       .path = "/v1/dogs/{dogId}/circle",
       .handle = add_organization,
       .summary = "Put an organization into the circle, as one of its admins who may invite here",
       .request = body_of<circle::NewOrganizationPlace>(),
       .response = body_of<circle::Member>(),
       .status = 201,
       .session_only = true},
      {.method = kPatch,
       .path = "/v1/dogs/{dogId}/circle/{memberId}",
       .handle = change_member,
       .summary = "Change a member's role, sections or expiry",
       .request = body_of<circle::MemberChange>(),
       .response = body_of<circle::Member>(),
       .session_only = true},
      {.method = kDelete,
       .path = "/v1/dogs/{dogId}/circle/{memberId}",
       .handle = remove_member,
       .summary = "Take away a member's place, or leave",
       .status = 204},
  };
}

}  // namespace doggy::api
