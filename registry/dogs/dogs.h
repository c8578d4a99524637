// Dogs: making, finding, changing and removing them.
//
// In the store: DOG#id/DOG is the profile (its label is the name, version its version).
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/circle/circle.h"
#include "registry/dogs/dog.h"
#include "registry/log/dog_log.h"
#include "registry/store/store.h"

namespace doggy::dogs {

using Clock = std::function<Timestamp()>;

/// Thread-safe.
class Dogs {
 public:
  /// All outlive this.
  Dogs(store::Store& store, log::DogLog& log, circle::Circle& circle, Clock clock);

  /// `body`: the profile's fields, the creator's `role`, and the `organizationId` that it is added for. Errors:
  /// kInvalid; kNotFound for an organization that they do not belong to; kForbidden.
  Task<Result<Dog>> create(circle::Person creator, boost::json::object body);

  /// With the caller's place. Error: kNotFound.
  Task<Result<Dog>> get(std::string dog_id, circle::Grant grant);

  struct Page {
    std::vector<Dog> items;
    std::string next;  // Empty at the end.
  };
  /// The account's dogs, in the order they were made. `after` is a `next` of before.
  Task<Result<Page>> list(std::string account_id, std::string after, std::size_t limit);
  /// An organization's dogs, likewise, as somebody who is `role` there sees them by that alone.
  Task<Result<Page>> list_of_organization(circle::OrganizationName organization, std::string account_id,
                                          circle::OrganizationRole role, std::string after, std::size_t limit);

  /// Merge patch of the profile. `version`: the one the caller has seen, if they say. Errors: kForbidden, kInvalid,
  /// kPreconditionFailed.
  Task<Result<Dog>> change(std::string dog_id, circle::Actor actor, boost::json::object patch,
                           std::optional<std::uint64_t> version);

  /// Takes the dog out of everybody's sight; its log stays. Only an owner, or while there is none a trainer, may.
  Task<Result<void>> remove(std::string dog_id, circle::Actor actor);

 private:
  Task<Result<Page>> page_of(circle::Memberships memberships);

  store::Store& store_;
  log::DogLog& log_;
  circle::Circle& circle_;
  Clock clock_;
};

}  // namespace doggy::dogs
