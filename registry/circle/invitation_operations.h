// Inviting into a care circle, withdrawing and accepting. Private to this folder.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "registry/circle/circle_operations.h"

namespace doggy::circle {

class Invite : public CircleOperation {
 public:
  Invite(store::Store& store, std::string dog_id, Actor actor, Invitation invitation, std::string token, Timestamp now)
      : CircleOperation(store, std::move(dog_id), std::move(now)),
        actor_(std::move(actor)),
        token_(std::move(token)),
        invitation_(std::move(invitation)) {}
  Task<Result<std::vector<log::Change>>> decide(std::uint64_t first_seq) override;
  /// After a successful run.
  [[nodiscard]] const Invitation& invitation() const { return invitation_; }

 private:
  const Actor actor_;
  const std::string token_;
  Invitation invitation_;
};

class RevokeInvitation : public CircleOperation {
 public:
  RevokeInvitation(store::Store& store, std::string dog_id, Actor actor, std::string invitation_id, Timestamp now)
      : CircleOperation(store, std::move(dog_id), std::move(now)),
        actor_(std::move(actor)),
        invitation_id_(std::move(invitation_id)) {}
  Task<Result<std::vector<log::Change>>> decide(std::uint64_t first_seq) override;

 private:
  const Actor actor_;
  const std::string invitation_id_;
};

class AcceptInvitation : public CircleOperation {
 public:
  AcceptInvitation(store::Store& store, std::string dog_id, std::string invitation_id, Person person,
                   Acceptance acceptance, Timestamp now)
      : CircleOperation(store, std::move(dog_id), std::move(now)),
        invitation_id_(std::move(invitation_id)),
        person_(std::move(person)),
        acceptance_(acceptance) {}
  Task<Result<std::vector<log::Change>>> decide(std::uint64_t first_seq) override;

 private:
  /// Who comes into the circle: the person, or the organization that they are an admin of, and what is written for
  /// that besides.
  struct Newcomer {
    Member member;
    Author author;
    std::vector<store::Write> conditions;
  };
  Task<Result<Newcomer>> newcomer(Invitation invitation);

  /// The member that a handover takes out of the circle. Error: kGone when it no longer is the maker's to hand over.
  [[nodiscard]] Result<const StoredMember*> handed_over(const Situation& maker, const Invitation& invitation) const;

  const std::string invitation_id_;
  const Person person_;
  const Acceptance acceptance_;
};

}  // namespace doggy::circle
