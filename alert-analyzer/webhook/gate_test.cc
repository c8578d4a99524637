#include "alert-analyzer/webhook/gate.h"

#include <gtest/gtest.h>

namespace doggy::analyzer {
namespace {

http::Request with(std::string name, std::string value) {
  http::Request request;
  request.headers.add(std::move(name), std::move(value));
  return request;
}

TEST(Gate, AdmitsTheToken) {
  const Gate gate("open sesame");
  EXPECT_TRUE(gate.admits(with("Authorization", "Bearer open sesame")));
  EXPECT_TRUE(gate.admits(with("Authorization", "bearer open sesame")));
  EXPECT_TRUE(gate.admits(with("Authorization", "Basic b25jYWxsOm9wZW4gc2VzYW1l")));  // oncall:open sesame
  for (const char* field : {"Bearer open sesam", "Bearer", "Bearer ", "open sesame",
                            "Basic b3BlbiBzZXNhbWU=", "Basic !!", "Digest open sesame", ""})
    EXPECT_FALSE(gate.admits(with("Authorization", field))) << field;
  EXPECT_FALSE(gate.admits(with("Host", "127.0.0.1")));
}

TEST(Gate, WithoutATokenAdmitsThisMachineByItsAddress) {
  const Gate gate("");
  for (const char* host : {"127.0.0.1", "127.0.0.1:9466", "localhost:1", "[::1]:9466"})
    EXPECT_TRUE(gate.admits(with("Host", host))) << host;
  // A page of somewhere else whose name leads here.
  for (const char* host : {"evil.example.org", "127.0.0.1.evil.example.org", "", "[::2]:80"})
    EXPECT_FALSE(gate.admits(with("Host", host))) << host;
}

TEST(Gate, AsksForTheToken) {
  const http::Response refusal = Gate::refusal({}, "Basic");
  EXPECT_EQ(refusal.status, 401U);
  EXPECT_TRUE(refusal.headers.get("WWW-Authenticate").starts_with("Basic realm="));
}

}  // namespace
}  // namespace doggy::analyzer
