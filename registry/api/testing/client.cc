#include "registry/api/testing/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "platform/http/test_client.h"

namespace doggy::testing {

boost::json::value Reply::json() const {
  return boost::json::parse(body);
}

boost::json::value Reply::at(std::string_view pointer) const {
  return json().at_pointer(pointer);
}

std::string Reply::text(std::string_view pointer) const {
  return std::string(at(pointer).as_string());
}

std::uint64_t Reply::number(std::string_view pointer) const {
  return at(pointer).to_number<std::uint64_t>();
}

std::vector<std::string> Reply::ids(std::string_view pointer) const {
  std::vector<std::string> found;
  for (const auto& item : at(pointer).as_array()) found.emplace_back(item.as_object().at("id").as_string());
  return found;
}

bool Reply::has(std::string_view pointer) const {
  boost::json::error_code error;
  return json().find_pointer(pointer, error) != nullptr;
}

Reply Client::send(std::string_view method, std::string_view target, HeaderList headers, std::string_view body) const {
  if (!token_.empty()) headers.emplace_back("Authorization", "Bearer " + token_);
  http::TestClient connection(port_);
  http::TestResponse response = connection.request(method, target, headers, body);
  return {.status = response.status, .headers = std::move(response.headers), .body = std::move(response.body)};
}

Reply Client::get(std::string_view target, HeaderList headers) const {
  return send("GET", target, std::move(headers));
}

Reply Client::remove(std::string_view target, HeaderList headers) const {
  return send("DELETE", target, std::move(headers));
}

Reply Client::post(std::string_view target, const boost::json::object& body, HeaderList headers) const {
  return send_json("POST", target, body, std::move(headers));
}

Reply Client::put(std::string_view target, const boost::json::object& body, HeaderList headers) const {
  return send_json("PUT", target, body, std::move(headers));
}

Reply Client::patch(std::string_view target, const boost::json::object& body, HeaderList headers) const {
  return send_json("PATCH", target, body, std::move(headers));
}

Reply Client::send_json(std::string_view method, std::string_view target, const boost::json::object& body,
                        HeaderList headers) const {
  headers.emplace_back("Content-Type", "application/json");
  return send(method, target, std::move(headers), boost::json::serialize(body));
}

Reply expected(unsigned status, Reply reply) {
  if (reply.status != status) throw std::runtime_error("could not be prepared: " + reply.body);
  return reply;
}

void expect_problem(const Reply& reply, unsigned status, const std::vector<Wrong>& wrong) {
  SCOPED_TRACE(reply.body);
  EXPECT_EQ(reply.status, status);
  ASSERT_EQ(reply.headers.get("Content-Type"), "application/problem+json");
  const auto problem = reply.json();
  EXPECT_EQ(problem.at("status").to_number<unsigned>(), status);
  EXPECT_EQ(problem.at("requestId").as_string(), reply.headers.get("X-Request-Id"));
  for (const char* name : {"type", "title", "detail", "requestId"}) EXPECT_FALSE(problem.at(name).as_string().empty());
  std::vector<Wrong> found;
  if (const auto* errors = problem.as_object().if_contains("errors")) {
    for (const auto& error : errors->as_array()) {
      found.emplace_back(error.at("field").as_string(), error.at("rule").as_string());
      EXPECT_FALSE(error.at("message").as_string().empty());
    }
  }
  EXPECT_THAT(found, ::testing::UnorderedElementsAreArray(wrong));
}

}  // namespace doggy::testing
