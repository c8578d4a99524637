// A server that is told to end while many use it: it keeps what it has acknowledged, ends, and touches nothing that is
// gone, which is for the sanitizers to see.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "platform/http/test_client.h"
#include "registry/api/testing/client.h"
#include "registry/app/registry.h"
#include "registry/media/testing/samples.h"

namespace doggy::app {
namespace {

using testing::Client;
using testing::Reply;

constexpr std::string_view kPassword = "correct horse battery staple";
constexpr int kRounds = 4;
constexpr int kAnswers = 80;  // So many, and the server is told to end.

boost::json::object note(const std::string& text) {
  return {{"type", "note"}, {"occurredAt", "2026-11-23T10:00:00+01:00"}, {"text", text}};
}

// A registry that serves on its own thread until it is destroyed.
class Serving {
 public:
  explicit Serving(const std::filesystem::path& folder) {
    Settings settings{.data = folder.string(), .listen = "127.0.0.1:0", .metrics_listen = "127.0.0.1:0"};
    settings.threads = 2;
    settings.look_again_ms = 50;
    auto opened = Registry::open(settings);
    if (!opened) throw std::runtime_error(opened.error().detail);
    registry_ = *std::move(opened);
    if (auto started = registry_->start(); !started) throw std::runtime_error(started.error().detail);
    thread_ = std::thread([this] { registry_->run(); });
  }
  ~Serving() {
    registry_->stop();
    thread_.join();
  }
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  [[nodiscard]] std::uint16_t port() const { return registry_->port(); }

 private:
  std::unique_ptr<Registry> registry_;
  std::thread thread_;
};

// Threads that each do their step again and again until nobody listens any more.
class Load {
 public:
  void add(std::function<void()> step) {
    threads_.emplace_back([this, step = std::move(step)] {
      try {
        for (;;) {
          step();
          ++done_;
          done_.notify_all();
        }
      } catch (const std::exception& error) {
        // Refused, or cut off in the middle.
        if (!ending_) ADD_FAILURE() << error.what();
        done_ = kAnswers;
        done_.notify_all();
      }
    });
  }
  void wait() {
    for (int done = done_; done < kAnswers; done = done_) done_.wait(done);
  }
  void ending() { ending_ = true; }

 private:
  std::atomic<int> done_ = 0;
  std::atomic<bool> ending_ = false;
  std::vector<std::jthread> threads_;
};

class ShutdownTest : public ::testing::Test {
 protected:
  ShutdownTest() {
    std::string name = (std::filesystem::temp_directory_path() / "shutdown_test_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = name;
  }
  ~ShutdownTest() override { std::filesystem::remove_all(folder_); }

  // An account with a dog and some notes.
  void prepare(std::uint16_t port) {
    const Client nobody(port);
    const boost::json::object person{{"email", "tina@example.org"}, {"password", kPassword}, {"name", "Tina"}};
    ASSERT_EQ(nobody.post("/v1/accounts", person).status, 201U);
    token_ = nobody.post("/v1/sessions", {{"email", "tina@example.org"}, {"password", kPassword}}).text("/token");
    const Client tina(port, token_);
    dog_ = "/v1/dogs/" + tina.post("/v1/dogs", {{"name", "Balu"}, {"role", "owner"}}).text("/id");
    for (int i = 0; i < 20; ++i) write_note(tina);
  }

  void write_note(const Client& who) {
    const Reply reply = who.post(dog_ + "/records", note("Balu met joggers in the park"));
    if (reply.status != 201) return;
    const std::lock_guard lock(mutex_);
    acknowledged_.insert(reply.text("/id"));
  }

  void upload(const Client& who) const {
    const std::string picture = testing::png(40, 30);
    const Reply begun = who.post(dog_ + "/uploads", {{"length", picture.size()}});
    if (begun.status != 201) return;
    static_cast<void>(who.send(
        "PATCH", begun.headers.get("Location"),
        {{"Tus-Resumable", "1.0.0"}, {"Upload-Offset", "0"}, {"Content-Type", "application/offset+octet-stream"}},
        picture));
  }

  // Until it is ended.
  void listen(std::uint16_t port) const {
    http::TestClient client(port);
    if (client.open_web_socket("/v1/live", {{"Authorization", "Bearer " + token_}}).status != 101) return;
    while (client.frame().opcode == 1) continue;
  }

  // What a crowd does; the strangers among them make background work.
  void start(Load& load, std::uint16_t port) {
    const Client tina(port, token_);
    const Client stranger(port);
    const auto get = [&](const std::string& path) { load.add([tina, path] { static_cast<void>(tina.get(path)); }); };
    get("/v1/search?q=joggers");
    get("/v1/search?q=park&limit=50");
    get(dog_ + "/export?format=zip");
    get("/v1/account/export");
    get(dog_ + "/records?limit=50");
    for (int i = 0; i < 2; ++i) load.add([this, tina] { write_note(tina); });
    load.add([this, tina] { upload(tina); });
    load.add([this, port] { listen(port); });
    load.add([stranger] {
      static_cast<void>(stranger.post("/v1/password-resets", {{"email", "tina@example.org"}}));
      static_cast<void>(stranger.post("/v1/sessions", {{"email", "tina@example.org"}, {"password", "a guess"}}));
    });
  }

  [[nodiscard]] std::set<std::string> stored(std::uint16_t port) const {
    const Client tina(port, token_);
    std::set<std::string> found;
    std::string cursor;
    do {
      const Reply page = tina.get(dog_ + "/records?limit=100" + (cursor.empty() ? "" : "&cursor=" + cursor));
      for (std::string& id : page.ids()) found.insert(std::move(id));
      cursor = page.has("/next") ? page.text("/next") : "";
    } while (!cursor.empty());
    return found;
  }

  std::filesystem::path folder_;
  std::string token_;
  std::string dog_;
  std::mutex mutex_;
  std::set<std::string> acknowledged_;
};

TEST_F(ShutdownTest, UnderLoadLosesNothingAndLeavesNothingBehind) {
  prepare(Serving(folder_).port());
  for (int round = 0; round < kRounds; ++round) {
    Load load;
    {
      const Serving serving(folder_);
      start(load, serving.port());
      load.wait();
      load.ending();
    }
  }
  const std::set<std::string> found = stored(Serving(folder_).port());
  for (const std::string& id : acknowledged_) EXPECT_TRUE(found.contains(id)) << id;
}

}  // namespace
}  // namespace doggy::app
