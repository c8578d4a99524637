// Erasing accounts, and dogs after they were deleted. What has to be done is a job (registry/jobs) from the transaction
// on that decides it, and is done in steps, each of which may be done twice: a crash delays it and loses nothing.
//
// In the store: ACCOUNT#id/WAS#dog are the dogs that somebody was with before, ACCOUNT#id/DOOMED#dog those that go with
// the account.
#pragma once

#include <boost/describe/class.hpp>
#include <functional>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/error.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/accounts/accounts.h"
#include "registry/accounts/passkeys/proofs.h"
#include "registry/circle/circle.h"
#include "registry/erasure/former_member.h"
#include "registry/jobs/runner.h"
#include "registry/log/dog_log.h"
#include "registry/organizations/organizations.h"
#include "registry/store/store.h"

namespace doggy::erasure {

/// A dog without another keeper, or an organization without another admin.
struct KeptAlone {
  std::string id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(KeptAlone, (), (id, name))

/// What erasing an account would do.
struct Outlook {
  std::vector<KeptAlone> dogs_kept_alone;
  std::vector<KeptAlone> organizations_run_alone;
  std::uint64_t dogs_left = 0;
};
BOOST_DESCRIBE_STRUCT(Outlook, (), (dogs_kept_alone, organizations_run_alone, dogs_left))

/// A proof of who it is, and what else is to go.
struct AccountErasure {
  std::optional<std::string> password;
  std::optional<std::string> code;
  std::optional<accounts::PasskeyAssertion> passkey;
  bool delete_dogs = false;
};
BOOST_DESCRIBE_STRUCT(AccountErasure, (), (password, code, passkey, delete_dogs))

/// Thread-safe.
class Erasure {
 public:
  /// Called before a dog's data goes, for what is kept of it elsewhere; it may be called twice for a dog.
  using DogGone = std::function<Task<Result<void>>(std::string dog_id)>;
  /// All outlive this.
  Erasure(store::Store& store, log::DogLog& log, circle::Circle& circle, organizations::Organizations& organizations,
          accounts::Accounts& accounts, accounts::Sessions& sessions, accounts::Clock clock, DogGone dog_gone = {});

  Task<Result<Outlook>> outlook(std::string account_id);

  /// Takes the account out of its organizations and ends it: nobody signs in to it any more, and its email is free. The
  /// rest is a job that is due now; the caller wakes the runner. `proven` is the account as its person has proven it;
  /// kConflict when it has other credentials by now. Error: kConflict naming each organization that has no
  /// other admin (rule lastAdmin) and, unless they are to be deleted, each dog that has no other keeper (rule
  /// lastKeeper).
  Task<Result<void>> begin(accounts::Account proven, bool delete_dogs);

  /// Lets the runner do both kinds of jobs. They are never given up, and done one at a time: it is long work that
  /// nobody waits for.
  void do_jobs(jobs::Runner& runner);

  /// The jobs: the rest of an account, and a dog that was deleted 30 days ago (circle::kEraseDog). Errors are to be
  /// tried again.
  Task<Result<void>> finish_account(jobs::Job job);
  Task<Result<void>> finish_dog(jobs::Job job);
  static constexpr std::string_view kEraseAccount = "erase-account";

 private:
  Task<Result<void>> check_ready(std::string account_id, bool delete_dogs);
  Task<Result<void>> leave_organizations(std::string account_id);
  Task<Result<void>> close(std::string account_id);
  Task<Result<void>> leave(std::string account_id, std::string dog_id, bool delete_dogs);
  Task<Result<void>> erase_doomed(std::string account_id);
  Task<Result<void>> forget(Erased who);
  Task<Result<void>> forget_in_organizations(Erased who);
  Task<Result<void>> erase(std::string dog_id);

  store::Store& store_;
  log::DogLog& log_;
  circle::Circle& circle_;
  organizations::Organizations& organizations_;
  accounts::Accounts& accounts_;
  accounts::Sessions& sessions_;
  accounts::Clock clock_;
  DogGone dog_gone_;
};

}  // namespace doggy::erasure

namespace doggy::codec {

template <>
struct Schema<erasure::KeptAlone> {
  static constexpr std::string_view kName = "KeptAlone";
  static constexpr std::string_view kDoc =
      "A dog that has no other keeper, or an organization that has no other admin.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "Its id.", .access = Access::kReadOnly},
      Field{.member = "name", .doc = "Its name.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<erasure::Outlook> {
  static constexpr std::string_view kName = "ErasureOutlook";
  static constexpr std::string_view kDoc = "What erasing one's account would do.";
  static constexpr std::array kFields{
      Field{.member = "dogs_kept_alone",
            .doc = "Dogs that must be handed over first, or are deleted with everything in them.",
            .access = Access::kReadOnly},
      Field{.member = "organizations_run_alone",
            .doc = "Organizations that need another admin first, or have to be ended.",
            .access = Access::kReadOnly},
      Field{.member = "dogs_left",
            .doc = "Other dogs, which stay with what was written of them, by \"Former member\".",
            .access = Access::kReadOnly},
  };
};

template <>
struct Schema<erasure::AccountErasure> {
  static constexpr std::string_view kName = "AccountErasure";
  static constexpr std::string_view kDoc = "To erase one's account.";
  static constexpr std::array kFields{
      Field{.member = "password", .doc = "The account's password.", .max_length = 256},
      Field{.member = "code", .doc = "With a second factor: the app's code, or a recovery code.", .max_length = 40},
      Field{.member = "passkey", .doc = "What a passkey has signed, instead of both."},
      Field{.member = "delete_dogs",
            .doc = "Whether dogs that have no other keeper are to be deleted at once, with everything in them.",
            .defaulted = true},
  };
};

}  // namespace doggy::codec
