// What the API says of itself, and what it answers to methods and paths that it does not have.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "registry/api/testing/scene.h"

namespace doggy::testing {
namespace {

class OpenApi : public ApiTest {
 protected:
  static boost::json::object document() { return anybody().get("/openapi.json").json().as_object(); }
};

TEST_F(OpenApi, DocumentsEveryEndpointOfTheRouter) {
  // With an unknown method, the router says which ones a path has: the document must say the same.
  const boost::json::object described = document();
  EXPECT_EQ(described.at("openapi").as_string(), "3.1.0");
  std::size_t operations = 0;
  for (const auto& path : described.at("paths").as_object()) {
    std::string target = path.key();
    for (std::size_t open = target.find('{'); open != std::string::npos; open = target.find('{'))
      target.replace(open, target.find('}') - open + 1, new_id());
    std::set<std::string> allowed;
    std::string allow(anybody().send("OPTIONS", target).headers.get("Allow"));
    for (std::size_t end = 0; end != std::string::npos; allow.erase(0, end + 2)) {
      end = allow.find(", ");
      allowed.insert(allow.substr(0, end));
      if (end == std::string::npos) break;
    }
    std::set<std::string> documented{"OPTIONS"};
    for (const auto& operation : path.value().as_object()) {
      std::string method = operation.key();
      for (char& c : method) c = static_cast<char>(std::toupper(c));
      if (method == "GET") documented.insert("HEAD");
      documented.insert(method);
      ++operations;
      const auto& described_operation = operation.value().as_object();
      EXPECT_FALSE(described_operation.at("summary").as_string().empty());
      EXPECT_TRUE(described_operation.at("responses").as_object().contains("default"));
    }
    EXPECT_EQ(documented, allowed) << path.key();
  }
  EXPECT_GE(operations, 26u);
}

TEST_F(OpenApi, EveryReferenceLeadsSomewhere) {
  const boost::json::object described = document();
  const std::string text = anybody().get("/openapi.json").body;
  const auto& schemas = described.at("components").at("schemas").as_object();
  const std::string prefix = "#/components/schemas/";
  std::size_t found = 0;
  for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at + 1), ++found) {
    const std::size_t begin = at + prefix.size();
    const std::string name = text.substr(begin, text.find('"', begin) - begin);
    EXPECT_TRUE(schemas.contains(name)) << name;
  }
  EXPECT_GT(found, 50u);
}

TEST_F(OpenApi, HasTheSchemaOfEachRecordType) {
  const boost::json::object described = document();
  const auto& schemas = described.at("components").at("schemas").as_object();
  const std::vector<std::pair<std::string, std::string>> types{{"Note", "text"},
                                                               {"AbcRecord", "antecedent"},
                                                               {"Target", "steps"},
                                                               {"Session", "blocks"},
                                                               {"Weight", "kilograms"}};
  for (const auto& [component, field] : types) {
    const auto& properties = schemas.at(component).at("properties").as_object();
    for (const std::string& name : {std::string("occurredAt"), std::string("author"), field})
      EXPECT_TRUE(properties.contains(name)) << component << " " << name;
  }
  const auto& kilograms = schemas.at("Weight").at("properties").at("kilograms").as_object();
  EXPECT_EQ(kilograms.at("maximum").to_number<double>(), 150);
}

TEST_F(OpenApi, SigningInAnswersASessionAndNoTrainingSession) {
  const boost::json::value described = document();
  const auto reference =
      described.at_pointer("/paths/~1v1~1sessions/post/responses/201/content/application~1json/schema/$ref");
  const std::string pointer = std::string(reference.as_string()).substr(1);  // Without "#".
  EXPECT_TRUE(described.at_pointer(pointer + "/properties").as_object().contains("token"));
}

TEST_F(OpenApi, IsNotSentAgainWhenItIsTheSame) {
  const Reply first = anybody().get("/openapi.json");
  EXPECT_EQ(first.headers.get("Content-Type"), "application/json");
  const std::string tag(first.headers.get("ETag"));
  EXPECT_EQ(anybody().get("/openapi.json", {{"If-None-Match", tag}}).status, 304u);
}

class Methods : public ApiTest {};

TEST_F(Methods, HeadAnswersAsGetWithoutABody) {
  const std::string dog_id = scene().make_dog(trainer());
  for (const std::string& path : {dog_path(dog_id), records_path(dog_id), std::string("/v1/me"),
                                  std::string("/healthz"), std::string("/openapi.json")}) {
    const Reply get = trainer().get(path);
    const Reply head = trainer().send("HEAD", path);
    EXPECT_EQ(head.status, 200u) << path;
    EXPECT_EQ(head.body, "");
    EXPECT_EQ(head.headers.get("Content-Type"), get.headers.get("Content-Type"));
    EXPECT_EQ(head.headers.get("ETag"), get.headers.get("ETag"));
  }
  EXPECT_EQ(anybody().send("HEAD", "/v1/me").status, 401u);
  EXPECT_EQ(stranger().send("HEAD", dog_path(dog_id)).status, 404u);
}

TEST_F(Methods, OptionsAndOthersTellWhatIsAllowed) {
  const Reply options = anybody().send("OPTIONS", "/v1/dogs");
  EXPECT_EQ(options.status, 204u);
  EXPECT_EQ(options.headers.get("Allow"), "GET, HEAD, POST, OPTIONS");
  for (const char* method : {"PUT", "PATCH", "DELETE"}) {
    const Reply reply = trainer().send(method, "/v1/dogs");
    expect_problem(reply, 405);
    EXPECT_EQ(reply.headers.get("Allow"), "GET, HEAD, POST, OPTIONS");
  }
  expect_problem(trainer().send("PROPFIND", "/v1/dogs"), 405);
}

TEST_F(Methods, WhatIsNotThereIsAProblem) {
  for (const char* path : {"/v1", "/v1/", "/v1/nonsense", "/v1/dogs/", "/v1/dogs/x/y/z", "/v2/dogs", "/v1/accounts/1"})
    expect_problem(trainer().get(path), 404);
}

TEST_F(Methods, HealthAndReadinessNeedNoSignIn) {
  EXPECT_EQ(anybody().get("/healthz").status, 200u);
  EXPECT_EQ(anybody().get("/readyz").status, 200u);
}

}  // namespace
}  // namespace doggy::testing
