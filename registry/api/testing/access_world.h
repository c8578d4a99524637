// For the access matrix: everybody who may stand in a relation to a dog, a dog that all of them have something to do
// with, and secrets that tell who was shown what.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "registry/api/testing/scene.h"

namespace doggy::testing {

/// What somebody is to the dog. `kEnded` is its trainer by a session that has ended; `kRemoved`, `kExpired` were
/// walkers; `kNarrowed` is a walker whose every section is "none". The last five have no place of their own: `kLeft`
/// was a trainer of an organization that trains the dog, `kGrantEnded` is the admin of one whose grant has expired, and
/// the staff belong to the organization that trains it.
enum class Principal : std::uint8_t {
  kNobody,
  kEnded,
  kStranger,
  kRemoved,
  kExpired,
  kNarrowed,
  kCarer,
  kWalker,
  kTrainer,
  kOwner,
  kLeft,
  kGrantEnded,
  kStaffWalker,
  kStaffTrainer,
  kStaffAdmin
};
inline constexpr std::size_t kPrincipals = 15;
inline constexpr std::array<std::string_view, kPrincipals> kPrincipalNames{
    "nobody",  "ended session", "stranger", "removed",         "expired",      "narrowed",      "carer",      "walker",
    "trainer", "owner",         "left",     "its grant ended", "staff walker", "staff trainer", "staff admin"};

[[nodiscard]] inline bool in_circle(Principal who) {
  return who >= Principal::kNarrowed && who != Principal::kLeft && who != Principal::kGrantEnded;
}

/// Text that only these may be shown.
struct Secret {
  std::string text;
  std::set<Principal> readers;
};

/// The people, each with an account, and their dogs.
class AccessCast {
 public:
  AccessCast();

  /// Calls as that principal.
  [[nodiscard]] const Client& client(Principal who) const;
  /// Throws for nobody.
  [[nodiscard]] const Person& person(Principal who) const;

  /// A BORIS project as a JSON string, and the dossier of another dog.
  [[nodiscard]] const std::string& boris() const { return boris_; }
  [[nodiscard]] const std::string& dossier() const { return dossier_; }

  Scene scene;

 private:
  Person carer_ = Person::sign_up(scene.registry.port(), "Carla");
  Person narrowed_ = Person::sign_up(scene.registry.port(), "Nora");
  Person expired_ = Person::sign_up(scene.registry.port(), "Egon");
  Person removed_ = Person::sign_up(scene.registry.port(), "Rita");
  Person left_ = Person::sign_up(scene.registry.port(), "Lea");
  Person grant_ended_ = Person::sign_up(scene.registry.port(), "Greta");
  Person staff_walker_ = Person::sign_up(scene.registry.port(), "Walt");
  Person staff_trainer_ = Person::sign_up(scene.registry.port(), "Toni");
  Person staff_admin_ = Person::sign_up(scene.registry.port(), "Ada");
  Person ended_;
  std::string boris_;
  std::string dossier_;
};

/// A dog with that circle, organizations in it, and records for all and for few; gone at the end.
class AccessWorld {
 public:
  explicit AccessWorld(AccessCast& cast);
  ~AccessWorld();
  AccessWorld(const AccessWorld&) = delete;
  AccessWorld& operator=(const AccessWorld&) = delete;

  /// `text` with every {name} replaced; {new}, {email} and {feed}, the walker's calendar, are
  /// new each time.
  [[nodiscard]] std::string fill(std::string text) const;
  /// What {name} stands for.
  [[nodiscard]] const std::string& id(const std::string& name) const { return names_.at(name); }
  [[nodiscard]] const std::vector<Secret>& secrets() const { return secrets_; }

 private:
  std::string secret(const std::string& word, std::set<Principal> readers);
  [[nodiscard]] std::string renew_feed() const;
  void form_circle();
  void form_organizations();
  void write_records();
  void share_report();

  AccessCast& cast_;
  std::map<std::string, std::string> names_;
  std::vector<Secret> secrets_;
};

}  // namespace doggy::testing
