// For API tests: a whole registry that serves on a port of its own, a clock that tests move, and four people.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <boost/json/object.hpp>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "platform/time/timestamp.h"
#include "registry/api/testing/client.h"
#include "registry/app/registry.h"
#include "registry/app/settings.h"
#include "registry/store/store.h"

namespace doggy::testing {

/// An empty store, and the folder that is to be removed after it, if it has one.
struct TestStore {
  std::unique_ptr<store::Store> store;
  std::filesystem::path folder = {};
};
/// Each test program has one kind (open_…_store.cc).
[[nodiscard]] TestStore open_test_store();

/// Serves from construction to destruction. Its time begins at 2026-11-23T10:00:00Z and moves on by a millisecond
/// whenever it is asked for.
class RunningRegistry {
 public:
  explicit RunningRegistry(app::Settings settings = {});
  ~RunningRegistry();
  RunningRegistry(const RunningRegistry&) = delete;
  RunningRegistry& operator=(const RunningRegistry&) = delete;

  [[nodiscard]] std::uint16_t port() const { return registry_->port(); }
  [[nodiscard]] std::string url() const { return registry_->url(); }
  [[nodiscard]] Timestamp now() const { return Timestamp::from_unix_ms(now_ms_); }
  /// The newest mail to that address as text, with `words` in it, once it is there: mails may overtake one another.
  /// Throws when none comes within ten seconds.
  [[nodiscard]] std::string mail_to(const std::string& address, const std::string& words = {}) const;
  /// Where the bytes of photos and videos are.
  [[nodiscard]] const std::filesystem::path& media_folder() const { return media_; }
  void advance(std::chrono::seconds time) { now_ms_ += std::chrono::milliseconds(time).count(); }

 private:
  std::atomic<std::int64_t> now_ms_ = 1'795'428'000'000;
  std::filesystem::path folder_;
  std::filesystem::path outbox_;
  std::filesystem::path media_;
  std::unique_ptr<app::Registry> registry_;
  std::thread thread_;
};

/// The token of the link to that page of the app in a mail.
[[nodiscard]] std::string token_in(std::string mail, const std::string& page);

inline constexpr std::string_view kPassword = "correct horse battery staple";

/// Somebody with an account, signed in.
class Person : public Client {
 public:
  [[nodiscard]] static Person sign_up(std::uint16_t port, const std::string& name);
  /// The same person on another device: a session of its own.
  [[nodiscard]] Person elsewhere() const;

  std::string id;
  std::string email;
  std::string name;

 private:
  Person(Client client, std::string account_id, std::string address, std::string person_name);
};

/// A registry and who uses it.
struct Scene {
  explicit Scene(app::Settings settings = {}) : registry(std::move(settings)) {}

  RunningRegistry registry;
  Client anybody{registry.port()};
  Person trainer = Person::sign_up(registry.port(), "Tina");
  Person owner = Person::sign_up(registry.port(), "Olaf");
  Person walker = Person::sign_up(registry.port(), "Wanda");
  Person stranger = Person::sign_up(registry.port(), "Sven");

  /// The id of a new dog.
  [[nodiscard]] std::string make_dog(const Person& creator, const std::string& role = "trainer");
  /// `who` joins at `by`'s invitation, which is {"role"} and what `more` adds.
  void join(const std::string& dog_id, const Person& by, const Person& who, const std::string& role,
            boost::json::object more = {});
  /// A trainer's dog with owner and walker.
  [[nodiscard]] std::string make_shared_dog();
};

/// Cases that share one scene; each makes its own dogs.
class ApiTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { shared = std::make_unique<Scene>(); }
  static void TearDownTestSuite() { shared.reset(); }

  static Scene& scene() { return *shared; }
  static const Person& trainer() { return shared->trainer; }
  static const Person& owner() { return shared->owner; }
  static const Person& walker() { return shared->walker; }
  static const Person& stranger() { return shared->stranger; }
  static const Client& anybody() { return shared->anybody; }

 private:
  static inline std::unique_ptr<Scene> shared;
};

[[nodiscard]] std::string new_id();

/// Bodies of records; `more` adds fields or replaces them.
[[nodiscard]] boost::json::object note(std::string_view text, boost::json::object more = {});
[[nodiscard]] boost::json::object abc_record(std::string_view behavior, boost::json::object more = {});
[[nodiscard]] boost::json::object target(std::string_view name, boost::json::object more = {});
/// One block on that target with these outcomes.
[[nodiscard]] boost::json::object session(const std::string& target_id, const std::vector<std::string>& outcomes,
                                          boost::json::object more = {});
[[nodiscard]] boost::json::object weight(double kilograms, boost::json::object more = {});

[[nodiscard]] std::string dog_path(const std::string& dog_id);
[[nodiscard]] std::string records_path(const std::string& dog_id);
[[nodiscard]] std::string record_path(const std::string& dog_id, const std::string& record_id);

/// The id of a record that `author` writes now.
[[nodiscard]] std::string write(const Person& author, const std::string& dog_id, const boost::json::object& body);

/// Where the person's dogs and all they may see of them stand: any write to one of their dogs changes it.
[[nodiscard]] std::string position_of(const Person& person);

}  // namespace doggy::testing
