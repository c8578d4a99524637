// What S3 does that the emulator of registry/media's tests does not.
#include "platform/aws/bucket.h"

#include <gtest/gtest.h>

#include <string>

#include "platform/async/run_task.h"
#include "platform/http/test_client.h"

namespace doggy::aws {
namespace {

// So S3 answers for a bucket of another region; a redirection of any kind means that nothing was done.
TEST(Bucket, ARedirectionIsNoSuccess) {
  http::Router router;
  for (const http::Method method : {http::Method::kPut, http::Method::kGet, http::Method::kDelete})
    router.add({.method = method,
                .path = "/films/one",
                .handler =
                    [](const http::Request&) {
                      return []() -> Task<http::Response> {
                        http::Response response{.status = 301,
                                                .content_type = "application/xml",
                                                .body = "<Error><Code>PermanentRedirect</Code></Error>"};
                        response.headers.add("x-amz-bucket-region", "eu-central-1");
                        co_return response;
                      }();
                    },
                .accepts_body = true,
                .body_type = ""});
  const http::TestServer server(router);
  Bucket bucket({.name = "films",
                 .endpoint = "http://127.0.0.1:" + std::to_string(server.port()),
                 .environment = [](const char* name) { return "test" + std::string(name); }});
  const auto put = run_task(bucket.put("one", "bytes"));
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().code, Code::kUnavailable);
  EXPECT_EQ(put.error().detail, "S3 answered 301 PermanentRedirect.");
  EXPECT_FALSE(run_task(bucket.head("one")));
  EXPECT_FALSE(run_task(bucket.get("one", 0, 10)));
  EXPECT_FALSE(run_task(bucket.remove("one")));
}

}  // namespace
}  // namespace doggy::aws
