// What changes a care circle, each an operation of the dog's log: it reads the circle as it is when its turn comes, so
// that two people who act at once cannot leave a dog without a keeper. Private to circle.cc.
#pragma once

#include <string>
#include <vector>

#include "registry/circle/circle.h"
#include "registry/circle/member.h"
#include "registry/log/dog_log.h"

namespace doggy::circle {

struct StoredMember {
  Member member;
  std::uint64_t version = 0;
};

Task<Result<std::vector<StoredMember>>> stored_members(store::Store& store, std::string dog_id);
store::Key member_key(const std::string& dog_id, const std::string& account_id);
store::Key invitation_key(const std::string& dog_id, const std::string& invitation_id);
store::Key token_key(const std::string& token);
std::vector<store::Write> member_removal(const std::string& dog_id, const std::string& account_id,
                                         std::uint64_t version);

class CircleOperation : public log::Operation {
 public:
  CircleOperation(store::Store& store, std::string dog_id, Timestamp now)
      : store_(store), dog_id_(std::move(dog_id)), now_(std::move(now)) {}

  [[nodiscard]] std::vector<std::string> touches() const override { return {}; }
  [[nodiscard]] bool alone() const override { return true; }

 protected:
  store::Store& store_;
  const std::string dog_id_;
  const Timestamp now_;
};

class Invite : public CircleOperation {
 public:
  Invite(store::Store& store, std::string dog_id, Actor actor, Invitation invitation, std::string token, Timestamp now)
      : CircleOperation(store, std::move(dog_id), std::move(now)),
        actor_(std::move(actor)),
        invitation_(std::move(invitation)),
        token_(std::move(token)) {}
  Task<Result<std::vector<log::Change>>> decide(std::uint64_t first_seq) override;

 private:
  const Actor actor_;
  const Invitation invitation_;
  const std::string token_;
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
  AcceptInvitation(store::Store& store, std::string dog_id, std::string invitation_id, Person person, Timestamp now)
      : CircleOperation(store, std::move(dog_id), std::move(now)),
        invitation_id_(std::move(invitation_id)),
        person_(std::move(person)) {}
  Task<Result<std::vector<log::Change>>> decide(std::uint64_t first_seq) override;

 private:
  const std::string invitation_id_;
  const Person person_;
};

class ChangeMember : public CircleOperation {
 public:
  ChangeMember(store::Store& store, std::string dog_id, Actor actor, std::string member_id, MemberChange change,
               Timestamp now)
      : CircleOperation(store, std::move(dog_id), std::move(now)),
        actor_(std::move(actor)),
        member_id_(std::move(member_id)),
        change_(std::move(change)) {}
  Task<Result<std::vector<log::Change>>> decide(std::uint64_t first_seq) override;
  /// The member after a successful run.
  [[nodiscard]] const Member& changed() const { return changed_; }

 private:
  const Actor actor_;
  const std::string member_id_;
  const MemberChange change_;
  Member changed_;
};

class RemoveMember : public CircleOperation {
 public:
  RemoveMember(store::Store& store, std::string dog_id, Actor actor, std::string member_id, Timestamp now)
      : CircleOperation(store, std::move(dog_id), std::move(now)),
        actor_(std::move(actor)),
        member_id_(std::move(member_id)) {}
  Task<Result<std::vector<log::Change>>> decide(std::uint64_t first_seq) override;

 private:
  const Actor actor_;
  const std::string member_id_;
};

class Dissolve : public CircleOperation {
 public:
  Dissolve(store::Store& store, std::string dog_id, Actor actor, Timestamp now)
      : CircleOperation(store, std::move(dog_id), std::move(now)), actor_(std::move(actor)) {}
  Task<Result<std::vector<log::Change>>> decide(std::uint64_t first_seq) override;

 private:
  const Actor actor_;
};

}  // namespace doggy::circle
