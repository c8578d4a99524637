#include "platform/http/static_files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "platform/http/test_client.h"

namespace doggy::http {
namespace {

namespace fs = std::filesystem;

class StaticFilesTest : public testing::Test {
 protected:
  StaticFilesTest()
      : folder_(fs::path(testing::TempDir()) / ("static_files_" + std::to_string(getpid()) + "_" +
                                                testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::create_directories(folder_ / "assets");
    write("index.html", "<!doctype html>page");
    write("sw.js", "worker");
    write("assets/app-1f3a.js", "plain script");
    write("assets/app-1f3a.js.gz", "gzip twin");
    write("assets/app-1f3a.js.br", "brotli twin");
    write("logo.svg", "<svg/>");
    write("manifest.webmanifest", "{}");
    write(".secret", "no");
  }
  ~StaticFilesTest() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const { std::ofstream(folder_ / name) << text; }

  void serve() {
    Result<Handler> handler = static_files(folder_);
    ASSERT_TRUE(handler);
    router_.set_fallback(std::move(*handler));
    server_ = std::make_unique<TestServer>(router_);
    client_ = std::make_unique<TestClient>(server_->port());
  }

  fs::path folder_;
  Router router_;
  std::unique_ptr<TestServer> server_;
  std::unique_ptr<TestClient> client_;
};

TEST_F(StaticFilesTest, ServesFilesWithTheirTypes) {
  serve();
  EXPECT_EQ(client_->get("/sw.js").body, "worker");
  EXPECT_EQ(client_->get("/sw.js").headers.get("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(client_->get("/logo.svg").headers.get("Content-Type"), "image/svg+xml");
  EXPECT_EQ(client_->get("/manifest.webmanifest").headers.get("Content-Type"), "application/manifest+json");
}

TEST_F(StaticFilesTest, ServesThePageForDeepLinksAndNothingForMissingFiles) {
  serve();
  for (const char* path : {"/", "/index.html", "/dogs", "/dogs/42/timeline"}) {
    const TestResponse page = client_->get(path);
    EXPECT_EQ(page.body, "<!doctype html>page") << path;
    EXPECT_NE(page.headers.get("Content-Security-Policy").find("script-src 'self'"), std::string_view::npos);
  }
  for (const char* path : {"/missing.js", "/assets/missing", "/assets/app-1f3a.js.br", "/.secret"}) {
    EXPECT_EQ(client_->get(path).status, 404U) << path;
  }
}

TEST_F(StaticFilesTest, KeepsHashedFilesForAYearAndRevalidatesTheRest) {
  serve();
  EXPECT_EQ(client_->get("/assets/app-1f3a.js").headers.get("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(client_->get("/").headers.get("Cache-Control"), "no-cache");
  EXPECT_EQ(client_->get("/sw.js").headers.get("Cache-Control"), "no-cache");

  const std::string etag(client_->get("/").headers.get("ETag"));
  const TestResponse same = client_->get("/", {{"If-None-Match", etag}});
  EXPECT_EQ(same.status, 304U);
  EXPECT_FALSE(same.headers.has("Content-Security-Policy")) << "would replace the policy of the kept page";
  write("index.html", "<!doctype html>next");
  Result<Handler> next = static_files(folder_);
  Router router;
  router.set_fallback(std::move(*next));
  TestServer restarted(router);
  EXPECT_EQ(TestClient(restarted.port()).get("/", {{"If-None-Match", etag}}).status, 200U);
}

TEST_F(StaticFilesTest, ChoosesTheTwinTheClientAccepts) {
  serve();
  const TestResponse brotli = client_->get("/assets/app-1f3a.js", {{"Accept-Encoding", "gzip, deflate, br"}});
  EXPECT_EQ(brotli.body, "brotli twin");
  EXPECT_EQ(brotli.headers.get("Content-Encoding"), "br");
  EXPECT_EQ(brotli.headers.get("Vary"), "Accept-Encoding");
  EXPECT_EQ(brotli.headers.get("Content-Type"), "text/javascript; charset=utf-8");
  const TestResponse gzip = client_->get("/assets/app-1f3a.js", {{"Accept-Encoding", "gzip, br;q=0"}});
  EXPECT_EQ(gzip.body, "gzip twin");
  EXPECT_NE(gzip.headers.get("ETag"), brotli.headers.get("ETag"));
  EXPECT_EQ(client_->get("/assets/app-1f3a.js").body, "plain script");
}

TEST_F(StaticFilesTest, NeedsAnIndex) {
  fs::remove(folder_ / "index.html");
  const Result<Handler> handler = static_files(folder_);
  ASSERT_FALSE(handler);
  EXPECT_EQ(handler.error().code, Code::kUnavailable);
}

}  // namespace
}  // namespace doggy::http
