// The registry on DynamoDB: chosen by settings, several on one table, ready again by itself.
#include <gmock/gmock.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "platform/http/test_client.h"
#include "platform/id/uuid.h"
#include "registry/app/command_line.h"
#include "registry/app/registry.h"
#include "registry/store/dynamodb/testing/fault_proxy.h"
#include "registry/store/dynamodb/testing/local_dynamodb.h"

namespace doggy::app {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

class RegistryOnDynamodb : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    // Before any thread runs.
    for (const char* name : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"})
      ::setenv(name, "test", 1);  // NOLINT(concurrency-mt-unsafe)
  }
  ~RegistryOnDynamodb() override { fs::remove_all(folder_); }

  [[nodiscard]] Settings settings(const std::string& endpoint) const {
    return {.data = (folder_ / Uuid::v7().text()).string(),
            .listen = "127.0.0.1:0",
            .metrics_listen = "127.0.0.1:0",
            .store = "dynamodb",
            .dynamodb_table = table_,
            .dynamodb_endpoint = endpoint,
            .threads = 2};
  }

  static int run(std::vector<std::string> arguments) {
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    return run_command_line(static_cast<int>(pointers.size()), pointers.data());
  }
  void make_table() const {
    ASSERT_EQ(run({"doggy-registry", "table", "create", "--wait", "--dynamodb-table", table_, "--dynamodb-endpoint",
                   store::local_dynamodb_endpoint()}),
              0);
  }

  const fs::path folder_ = fs::temp_directory_path() / ("registry-dynamodb-test-" + Uuid::v7().text());
  const std::string table_ = "test-" + Uuid::v7().text();
};

// Serves until it is destroyed.
class Serving {
 public:
  explicit Serving(const Settings& settings) {
    auto opened = Registry::open(settings);
    if (!opened) throw std::runtime_error(opened.error().detail);
    registry_ = std::move(*opened);
    if (auto started = registry_->start(); !started) throw std::runtime_error(started.error().detail);
    thread_ = std::thread([this] { registry_->run(); });
  }
  ~Serving() {
    registry_->stop();
    thread_.join();
  }
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  http::TestResponse post(const std::string& path, const std::string& body) {
    return http::TestClient(registry_->port()).request("POST", path, {{"Content-Type", "application/json"}}, body);
  }
  http::TestResponse get(const std::string& path) { return http::TestClient(registry_->port()).get(path); }
  std::string metrics() { return http::TestClient(registry_->metrics_port()).get("/metrics").body; }

 private:
  std::unique_ptr<Registry> registry_;
  std::thread thread_;
};

TEST_F(RegistryOnDynamodb, NamesTheSettingThatIsWrong) {
  const auto why = [](const Settings& wrong) {
    const auto opened = Registry::open(wrong);
    EXPECT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().fields.at(0).field, "dynamodb-table");
    return opened.error().detail;
  };
  Settings wrong = settings(store::local_dynamodb_endpoint());
  EXPECT_THAT(why(wrong), HasSubstr("is not there"));
  wrong.dynamodb_table.clear();
  EXPECT_THAT(why(wrong), HasSubstr("is needed"));
  EXPECT_FALSE(fs::exists(wrong.data));
}

TEST_F(RegistryOnDynamodb, SeveralServeOneTable) {
  make_table();
  make_table();
  Serving one(settings(store::local_dynamodb_endpoint()));
  Serving other(settings(store::local_dynamodb_endpoint()));
  EXPECT_EQ(one.get("/readyz").status, 200U);
  const std::string account = R"({"email":"t@example.org","password":"long enough","name":"T"})";
  EXPECT_EQ(one.post("/v1/accounts", account).status, 201U);
  EXPECT_EQ(other.post("/v1/accounts", account).status, 409U);
  EXPECT_EQ(other.post("/v1/sessions", R"({"email":"t@example.org","password":"long enough"})").status, 201U);
  EXPECT_THAT(one.metrics(), HasSubstr(R"(doggy_dynamodb_consumed_write_units_total{operation="TransactWriteItems"})"));
}

TEST_F(RegistryOnDynamodb, IsReadyAgainByItself) {
  make_table();
  store::FaultProxy proxy(store::local_dynamodb_endpoint());
  Serving registry(settings(proxy.url()));
  EXPECT_EQ(registry.get("/readyz").status, 200U);
  proxy.set_rule([](const store::ProxiedCall&) { return store::refused("ResourceNotFoundException"); });
  const auto refused = registry.get("/readyz");
  EXPECT_EQ(refused.status, 503U);
  EXPECT_FALSE(refused.headers.get("Retry-After").empty());
  proxy.set_rule({});
  // What runs beside the requests may have opened the breaker, which lets a call through after a second or two.
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  unsigned status = 0;
  while (status != 200 && std::chrono::steady_clock::now() < patience) status = registry.get("/readyz").status;
  EXPECT_EQ(status, 200U);
}

}  // namespace
}  // namespace doggy::app
