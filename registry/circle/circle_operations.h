// What changes a care circle, each an operation of the dog's log: it reads the circle as it is when its turn comes, so
// that two people who act at once cannot leave a dog without a keeper. Private to this folder.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "registry/circle/circle.h"
#include "registry/circle/circle_storage.h"
#include "registry/circle/member.h"
#include "registry/log/dog_log.h"

namespace doggy::circle {

class CircleOperation : public log::Operation {
 public:
  CircleOperation(store::Store& store, std::string dog_id, Timestamp now)
      : store_(store), dog_id_(std::move(dog_id)), now_(std::move(now)) {}

  [[nodiscard]] std::vector<std::string> touches() const override { return {}; }
  [[nodiscard]] bool alone() const override { return true; }

 protected:
  using Changes = Result<std::vector<log::Change>>;
  using Members = std::vector<StoredMember>;

  /// The circle, and what somebody holds in it.
  struct Situation {
    Members members;
    Grant grant;
    bool has_owner = false;

    /// When one of the grant's places ends; nothing: it does not.
    [[nodiscard]] std::optional<Timestamp> end_of(const Place& place) const;
    /// The grant without the places that end before `until`; nothing: without all that end.
    [[nodiscard]] Grant lasting(const std::optional<Timestamp>& until) const;
  };
  /// A place that gives another one, and when it ends: what it gives ends with it.
  struct Giving {
    const Place* place = nullptr;
    std::optional<Timestamp> end;
  };
  /// As it is now; whoever decides by it writes through decided_by(). Error: kNotFound when they hold nothing.
  Task<Result<Situation>> look(std::string account_id);

  /// Null when there is none in force.
  [[nodiscard]] const StoredMember* find(const Members& members, const std::string& id) const;
  /// The place that may give out that role with those sections; of several the one that lasts longest, and of those the
  /// strongest. Error: kForbidden.
  [[nodiscard]] static Result<Giving> giving_place(const Situation& situation, Role role, const Sections& sections);

  /// The change that puts `member` into the circle, in the place of an expired one if there is one.
  [[nodiscard]] log::Change joining(const Members& members, const Member& member, Author by) const;
  [[nodiscard]] log::Change leaving(const StoredMember& stored, Author by) const;

  store::Store& store_;
  const std::string dog_id_;
  const Timestamp now_;
};

/// Whether that person has a place of their own in force and is the last keeper.
[[nodiscard]] bool keeps_alone(const std::vector<StoredMember>& members, const std::string& account_id,
                               const Timestamp& now);
[[nodiscard]] unsigned count_keepers(const std::vector<StoredMember>& members, Role role);
/// The change, unless `grant` changes before it is committed: an organization's members change without its dogs' logs.
[[nodiscard]] std::vector<log::Change> decided_by(const Grant& grant, log::Change change);
/// An organization's members act by its role's defaults, so that more than these would be given to nobody. Error:
/// kInvalid.
[[nodiscard]] Result<void> check_organization_sections(Role role, const Sections& sections);

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
  /// Whether it is the actor, or an organization that the actor is an admin of.
  Task<Result<bool>> is_own(Member member);

  const Actor actor_;
  const std::string member_id_;
};

class AddOrganization : public CircleOperation {
 public:
  AddOrganization(store::Store& store, std::string dog_id, Actor actor, NewOrganizationPlace request, Timestamp now)
      : CircleOperation(store, std::move(dog_id), std::move(now)),
        actor_(std::move(actor)),
        request_(std::move(request)) {}
  Task<Result<std::vector<log::Change>>> decide(std::uint64_t first_seq) override;
  /// The member after a successful run.
  [[nodiscard]] const Member& added() const { return added_; }

 private:
  const Actor actor_;
  const NewOrganizationPlace request_;
  Member added_;
};

/// Takes as many members out as one transaction takes, those last through whom the actor may do so.
class Dissolve : public CircleOperation {
 public:
  Dissolve(store::Store& store, std::string dog_id, Actor actor, Timestamp now)
      : CircleOperation(store, std::move(dog_id), std::move(now)), actor_(std::move(actor)) {}
  Task<Result<std::vector<log::Change>>> decide(std::uint64_t first_seq) override;
  [[nodiscard]] bool alone() const override { return true; }
  /// Whether nobody is left. After a successful run.
  [[nodiscard]] bool finished() const { return finished_; }

 private:
  const Actor actor_;
  bool finished_ = false;
};

}  // namespace doggy::circle
