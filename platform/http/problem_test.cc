#include "platform/http/problem.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace doggy::http {
namespace {

boost::json::value parse(const Response& response) {
  return boost::json::parse(response.body);
}

TEST(Problem, HasAStatusForEveryCode) {
  const std::pair<Code, unsigned> table[] = {{Code::kInvalid, 422},
                                             {Code::kMalformed, 400},
                                             {Code::kUnauthenticated, 401},
                                             {Code::kForbidden, 403},
                                             {Code::kNotFound, 404},
                                             {Code::kConflict, 409},
                                             {Code::kPreconditionFailed, 412},
                                             {Code::kGone, 410},
                                             {Code::kTooLarge, 413},
                                             {Code::kUnsupportedMediaType, 415},
                                             {Code::kThrottled, 429},
                                             {Code::kUnavailable, 503}};
  for (const auto& [code, status] : table) {
    const Response response = problem({.code = code, .detail = "d"}, "id");
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(parse(response).at("status"), status);
    EXPECT_EQ(response.content_type, "application/problem+json");
  }
}

TEST(Problem, NamesFieldAndRule) {
  const Response response =
      problem({.code = Code::kInvalid,
               .detail = "Two fields are \"wrong\".",
               .fields = {{"blocks[0].step", "minimum", "At least 0."}, {"text", "required", "ä\n"}}},
              "req-12345");
  EXPECT_EQ(parse(response), boost::json::parse(R"({"type":"about:blank","title":"Unprocessable Content","status":422,
      "detail":"Two fields are \"wrong\".","errors":[{"field":"blocks[0].step","rule":"minimum","message":"At least 0."},
      {"field":"text","rule":"required","message":"ä\n"}],"requestId":"req-12345"})"));
}

TEST(Problem, HoldsTheCurrentStateOfAStaleVersion) {
  const Response response =
      problem({.code = Code::kPreconditionFailed, .detail = "d", .current = R"({"version":4})"}, "id");
  EXPECT_EQ(parse(response).at("current").at("version"), 4);
}

TEST(Problem, TellsHowToGoOn) {
  EXPECT_EQ(problem({.code = Code::kUnauthenticated, .detail = "d"}, "id").headers.get("WWW-Authenticate"), "Bearer");
  const Response busy =
      problem({.code = Code::kThrottled, .detail = "d", .retry_after = std::chrono::seconds(30)}, "id");
  EXPECT_EQ(busy.headers.get("Retry-After"), "30");
}

TEST(Problem, IsValidJsonWhateverTheDetailHolds) {
  EXPECT_EQ(parse(problem(400, "a\xff\"b", "id")).at("detail"), "a?\"b");
}

}  // namespace
}  // namespace doggy::http
