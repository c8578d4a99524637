#include "registry/app/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "platform/http/test_client.h"
#include "registry/store/faulty_store.h"
#include "registry/store/memory/memory_store.h"
#include "registry/store/sqlite/test_disk.h"

namespace doggy::app {
namespace {

using ::testing::HasSubstr;

Settings quiet_settings() {
  return {.listen = "127.0.0.1:0", .metrics_listen = ""};
}

TEST(Registry, RefusesWrongSettings) {
  struct Wrong {
    Settings settings;
    std::string field;
  };
  for (const Wrong& wrong : {Wrong{{.listen = "8080"}, "listen"}, Wrong{{.listen = "127.0.0.1:99999"}, "listen"},
                             Wrong{{.metrics_listen = "here"}, "metrics-listen"}, Wrong{{.store = "paper"}, "store"}}) {
    const auto opened = Registry::open(wrong.settings);
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().code, Code::kInvalid);
    EXPECT_EQ(opened.error().fields.at(0).field, wrong.field);
  }
}

TEST(Registry, SaysThatItsPortIsTaken) {
  auto first = Registry::open(quiet_settings(), std::make_unique<store::MemoryStore>(), Timestamp::now);
  ASSERT_TRUE((*first)->start().has_value());
  Settings same = quiet_settings();
  same.listen = "127.0.0.1:" + std::to_string((*first)->port());
  auto second = Registry::open(same, std::make_unique<store::MemoryStore>(), Timestamp::now);
  const auto started = (*second)->start();
  ASSERT_FALSE(started.has_value());
  EXPECT_EQ(started.error().code, Code::kUnavailable);
}

// A store that cannot answer is the server's trouble: say so and when to try again, keep serving.
TEST(Registry, AnswersForAStoreThatFails) {
  store::MemoryStore inner;
  auto faulty = std::make_unique<store::FaultyStore>(inner);
  store::FaultyStore& store = *faulty;
  auto registry = Registry::open(quiet_settings(), std::move(faulty), Timestamp::now);
  ASSERT_TRUE((*registry)->start().has_value());
  std::thread thread([&] { (*registry)->run(); });
  const auto sign_up = [&] {
    http::TestClient client((*registry)->port());
    return client.request("POST", "/v1/accounts", {{"Content-Type", "application/json"}},
                          R"({"email":"t@example.org","password":"long enough","name":"T"})");
  };

  store.plan_commits({store::Fault::kFailBefore});
  const http::TestResponse refused = sign_up();
  EXPECT_EQ(refused.status, 503u);
  EXPECT_EQ(refused.headers.get("Content-Type"), "application/problem+json");
  EXPECT_FALSE(refused.headers.get("Retry-After").empty());
  EXPECT_EQ(sign_up().status, 201u);

  // As many as what runs beside the requests may meet meanwhile.
  store.plan_reads(std::vector(10'000, store::Fault::kFailBefore));
  EXPECT_EQ(http::TestClient((*registry)->port()).get("/readyz").status, 503u);
  store.plan_reads({});
  EXPECT_EQ(http::TestClient((*registry)->port()).get("/readyz").status, 200u);
  EXPECT_EQ(http::TestClient((*registry)->port()).get("/healthz").status, 200u);

  (*registry)->stop();
  thread.join();
}

// Serves on a store that is told to fail, until it is destroyed.
class OnFaultyStore {
 public:
  OnFaultyStore(store::Store& inner, Settings settings) {
    auto faulty = std::make_unique<store::FaultyStore>(inner);
    store = faulty.get();
    registry_ = *Registry::open(settings, std::move(faulty), Timestamp::now);
    if (auto started = registry_->start(); !started) throw std::runtime_error(started.error().detail);
    thread_ = std::thread([this] { registry_->run(); });
  }
  ~OnFaultyStore() {
    registry_->stop();
    thread_.join();
  }
  OnFaultyStore(const OnFaultyStore&) = delete;
  OnFaultyStore& operator=(const OnFaultyStore&) = delete;

  unsigned post(std::string_view path, std::string_view body) const {
    return http::TestClient(registry_->port())
        .request("POST", path, {{"Content-Type", "application/json"}}, body)
        .status;
  }

  store::FaultyStore* store = nullptr;

 private:
  std::unique_ptr<Registry> registry_;
  std::thread thread_;
};

class ForgottenPassword : public ::testing::Test {
 protected:
  ForgottenPassword() {
    std::string name = (std::filesystem::temp_directory_path() / "registry_test_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    outbox_ = name;
    settings_.mail_outbox = name;
    const OnFaultyStore registry(memory_, settings_);
    EXPECT_EQ(registry.post("/v1/accounts", R"({"email":"t@example.org","password":"long enough","name":"T"})"), 201U);
    wait_for_mail("verify-email");
  }
  ~ForgottenPassword() override { std::filesystem::remove_all(outbox_); }

  // Jobs are done when they are due; the next attempt is within seconds.
  void wait_for_mail(std::string_view words) const {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!has_mail(words)) {
      if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("no mail came");
      std::this_thread::yield();
    }
  }

  store::MemoryStore memory_;
  Settings settings_ = quiet_settings();

 private:
  [[nodiscard]] bool has_mail(std::string_view words) const {
    for (const auto& file : std::filesystem::directory_iterator(outbox_)) {
      std::ifstream in(file.path());
      const std::string text(std::istreambuf_iterator<char>(in), {});
      if (text.find(words) != std::string::npos) return true;
    }
    return false;
  }

  std::filesystem::path outbox_;
};

TEST_F(ForgottenPassword, ALinkThatCannotBeMailedNowIsMailedLater) {
  const OnFaultyStore registry(memory_, settings_);
  using enum store::Fault;
  // The request is counted, enqueued as a job and taken; then the store fails.
  registry.store->plan_commits({kNone, kNone, kNone, kFailBefore});
  EXPECT_EQ(registry.post("/v1/password-resets", R"({"email":"t@example.org"})"), 204U);
  wait_for_mail("reset-password");
}

TEST_F(ForgottenPassword, ARequestThatCannotBeEnqueuedFailsAlikeForEveryEmail) {
  const OnFaultyStore registry(memory_, settings_);
  for (const char* body : {R"({"email":"t@example.org"})", R"({"email":"nobody@example.org"})"}) {
    registry.store->plan_commits({store::Fault::kNone, store::Fault::kFailBefore});
    EXPECT_EQ(registry.post("/v1/password-resets", body), 503U);
  }
}

// A full disk lets every read succeed.
TEST(Registry, IsNotReadyWhileItsDiskIsFull) {
  const store::TemporaryFolder folder;
  Settings settings = quiet_settings();
  settings.data = folder.path.string();
  auto registry = Registry::open(settings);
  ASSERT_TRUE(registry.has_value()) << registry.error().detail;
  ASSERT_TRUE((*registry)->start().has_value());
  std::thread thread([&] { (*registry)->run(); });
  const auto get = [&](const char* path) { return http::TestClient((*registry)->port()).get(path); };
  const auto sign_up = [&] {
    return http::TestClient((*registry)->port())
        .request("POST", "/v1/accounts", {{"Content-Type", "application/json"}},
                 R"({"email":"t@example.org","password":"long enough","name":"T"})");
  };

  EXPECT_EQ(get("/readyz").status, 200U);
  {
    const store::FileSizeLimit full(std::filesystem::file_size(folder.path / "doggy.sqlite-wal"));
    EXPECT_EQ(sign_up().status, 503U);
    const http::TestResponse refused = get("/readyz");
    EXPECT_EQ(refused.status, 503U);
    EXPECT_THAT(refused.body, HasSubstr("The disk is full"));
    EXPECT_FALSE(refused.headers.get("Retry-After").empty());
    EXPECT_EQ(get("/healthz").status, 200U);
  }
  EXPECT_EQ(sign_up().status, 201U);
  EXPECT_EQ(get("/readyz").status, 200U);

  (*registry)->stop();
  thread.join();
}

TEST(Registry, SaysWhyItDoesNotStartOnADatabaseThatIsDamaged) {
  const store::TemporaryFolder folder;
  Settings settings = quiet_settings();
  settings.data = folder.path.string();
  ASSERT_TRUE(Registry::open(settings).has_value());
  const std::filesystem::path file = folder.path / "doggy.sqlite";
  {
    // The first page stays: SQLite finds the others damaged as it reads them.
    constexpr std::uintmax_t kPage = 8192;
    const std::string garbage(std::filesystem::file_size(file) - kPage, 'x');
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(kPage);
    stream << garbage;
  }
  const auto opened = Registry::open(settings);
  ASSERT_FALSE(opened.has_value());
  EXPECT_THAT(opened.error().detail, HasSubstr(file.string()));
  EXPECT_THAT(opened.error().detail, HasSubstr("damaged"));
  EXPECT_THAT(opened.error().detail, HasSubstr("backup"));
}

}  // namespace
}  // namespace doggy::app
