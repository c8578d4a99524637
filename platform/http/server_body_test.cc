// Bodies: what is accepted, and how responses are compressed.
#include <brotli/decode.h>
#include <gmock/gmock.h>
#include <zlib.h>

#include "platform/http/server.h"
#include "platform/http/test_client.h"

namespace doggy::http {
namespace {

using testing::HasSubstr;

Task<Response> echo(Request request) {
  co_return Response::json(std::move(request.body));
}

Task<Response> size(Request request) {
  co_return Response::json(std::to_string(request.body.size()));
}

// As many bytes as the query says, of the type it says.
Task<Response> text(Request request) {
  std::string body;
  const std::size_t wanted = std::stoul(*request.query_param("bytes"));
  while (body.size() < wanted) body += "line " + std::to_string(body.size() * 7919 % 10007) + "\n";
  body.resize(wanted);
  co_return Response{.content_type = *request.query_param("type"), .body = std::move(body), .etag = R"("1")"};
}

Task<std::expected<std::string, Response>> anybody_may(Request) {
  co_return std::string();
}

class ServerBodyTest : public testing::Test {
 protected:
  ServerBodyTest() {
    router_.add({.method = Method::kGet, .path = "/text", .handler = text});
    router_.add({.method = Method::kPost, .path = "/echo", .handler = echo, .accepts_body = true});
    router_.add({.method = Method::kPatch, .path = "/echo", .handler = echo, .accepts_body = true});
    router_.add({.method = Method::kPost, .path = "/small", .handler = size, .body_limit = 10, .accepts_body = true});
    router_.add({.method = Method::kPost,
                 .path = "/large",
                 .handler = size,
                 .body_limit = 8U << 20U,
                 .accepts_body = true,
                 .authorize = anybody_may});
    router_.add(
        {.method = Method::kPost, .path = "/csv", .handler = echo, .accepts_body = true, .body_type = "text/csv"});
    router_.add({.method = Method::kPost, .path = "/none", .handler = echo});
    server_ = std::make_unique<TestServer>(router_);
    client_ = std::make_unique<TestClient>(server_->port());
  }

  TestResponse post(std::string_view path, std::string_view body, const std::string& type = "application/json") {
    return client_->request("POST", path, {{"Content-Type", type}}, body);
  }
  void send_chunked(std::string_view path, std::string_view chunks) {
    client_->send("POST " + std::string(path) + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n" +
                  "Transfer-Encoding: chunked\r\n\r\n" + std::string(chunks));
  }

  Router router_;
  std::unique_ptr<TestServer> server_;
  std::unique_ptr<TestClient> client_;
};

TEST_F(ServerBodyTest, TakesBodiesOfManyReads) {
  const std::string body(5'000'000, 'x');
  EXPECT_EQ(post("/large", body).body, "5000000");
  EXPECT_EQ(post("/echo", "{}").body, "{}");
}

TEST_F(ServerBodyTest, TakesChunkedBodiesAndIgnoresTrailers) {
  send_chunked("/echo", "3;name=value\r\nabc\r\n");
  client_->send("2\r\nd");
  client_->send("e\r\n0\r\nX-Checksum: 1\r\nHost: other\r\n\r\n");
  EXPECT_EQ(client_->read().body, "abcde");
  EXPECT_EQ(post("/echo", "next").body, "next");
}

TEST_F(ServerBodyTest, TakesABodyUpToTheRoutesLimit) {
  EXPECT_EQ(post("/small", "0123456789").body, "10");
  send_chunked("/small", "5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n");
  EXPECT_EQ(client_->read().body, "10");
}

TEST_F(ServerBodyTest, RefusesALargerBodyBeforeItComes) {
  client_->send("POST /small HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n");
  const TestResponse refused = client_->read();
  EXPECT_EQ(refused.status, 413U);
  EXPECT_EQ(refused.headers.get("Connection"), "close");
  EXPECT_THAT(refused.body, HasSubstr("at most 10 bytes"));
  EXPECT_TRUE(client_->closed());
}

TEST_F(ServerBodyTest, DeliversTheRefusalToAClientThatKeepsSending) {
  const std::string body(3'000'000, 'x');
  EXPECT_EQ(post("/small", body).status, 413U);
}

TEST_F(ServerBodyTest, RefusesALargerChunkedBodyOnTheWay) {
  send_chunked("/small", "5\r\n01234\r\n6\r\n");
  EXPECT_EQ(client_->read().status, 413U);
  EXPECT_TRUE(client_->closed());
}

// Each by itself is within the route's limit.
TEST_F(ServerBodyTest, HoldsOnlySoMuchOfAllBodiesAtOnce) {
  ServerOptions options;
  options.body_memory = 4'000'000;
  TestServer server(router_, options);
  const std::string head =
      "POST /large HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 2500001\r\n\r\n";
  // How far the server has read is not to be seen from outside, so it may be either that finds no room, or both: until
  // it is the second alone.
  TestResponse kept;
  TestResponse refused;
  for (int i = 0; i < 1000 && (refused.status != 503 || kept.status != 200); ++i) {
    TestClient slow(server.port());
    slow.send(head + std::string(2'500'000, 'x'));
    refused = TestClient(server.port())
                  .request("POST", "/large", {{"Content-Type", "application/json"}}, std::string(2'500'000, 'y'));
    EXPECT_EQ(TestClient(server.port()).request("POST", "/echo", {{"Content-Type", "application/json"}}, "{}").body,
              "{}")
        << "there is room for a small one";
    slow.send("x");
    kept = slow.read();
  }
  EXPECT_EQ(refused.status, 503U);
  EXPECT_EQ(refused.headers.get("Retry-After"), "1");
  EXPECT_EQ(kept.body, "2500001");
  EXPECT_EQ(TestClient(server.port())
                .request("POST", "/large", {{"Content-Type", "application/json"}}, std::string(2'500'000, 'y'))
                .status,
            200U)
      << "what ended is given back";
}

TEST_F(ServerBodyTest, RefusesABodyWhereNoneBelongs) {
  const TestResponse refused = post("/none", "{}");
  EXPECT_EQ(refused.status, 400U);
  EXPECT_THAT(refused.body, HasSubstr("takes no body"));
  EXPECT_TRUE(client_->closed());
}

TEST_F(ServerBodyTest, ChecksTheMediaType) {
  for (const char* type :
       {"application/json", "APPLICATION/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""}) {
    EXPECT_EQ(post("/echo", "{}", type).status, 200U) << type;
  }
  EXPECT_EQ(post("/csv", "a,b", "text/csv").status, 200U);
  for (const char* type : {"text/plain", "application/jsonx", "application/json; charset=latin1",
                           "application/merge-patch+json", "multipart/form-data; boundary=x"}) {
    TestClient client(server_->port());
    EXPECT_EQ(client.request("POST", "/echo", {{"Content-Type", type}}, "{}").status, 415U) << type;
  }
  EXPECT_EQ(TestClient(server_->port()).request("POST", "/echo", {}, "{}").status, 415U);
  EXPECT_EQ(TestClient(server_->port())
                .request("POST", "/echo", {{"Content-Type", "application/json"}, {"Content-Encoding", "gzip"}}, "{}")
                .status,
            415U);
}

TEST_F(ServerBodyTest, TakesMergePatchesForPatch) {
  EXPECT_EQ(client_->request("PATCH", "/echo", {{"Content-Type", "application/merge-patch+json"}}, "{}").status, 200U);
}

TEST_F(ServerBodyTest, NeedsNoTypeWithoutABody) {
  EXPECT_EQ(client_->request("POST", "/echo").status, 200U);
}

TEST_F(ServerBodyTest, TellsAClientThatWaitsToContinue) {
  const std::string head =
      " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: ";
  client_->send("POST /echo" + head + "2\r\n\r\n");
  EXPECT_EQ(client_->read().status, 100U);
  client_->send("{}");
  EXPECT_EQ(client_->read().body, "{}");
  client_->send("POST /small" + head + "1000\r\n\r\n");
  EXPECT_EQ(client_->read().status, 413U);
}

std::string gunzip(const std::string& packed) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  std::string plain(4U << 20U, '\0');
  std::string input = packed;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = static_cast<uInt>(plain.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  plain.resize(stream.total_out);
  inflateEnd(&stream);
  return plain;
}

std::string unbrotli(const std::string& packed) {
  std::string plain(4U << 20U, '\0');
  std::size_t size = plain.size();
  EXPECT_EQ(BrotliDecoderDecompress(packed.size(), reinterpret_cast<const std::uint8_t*>(packed.data()), &size,
                                    reinterpret_cast<std::uint8_t*>(plain.data())),
            BROTLI_DECODER_RESULT_SUCCESS);
  plain.resize(size);
  return plain;
}

TEST_F(ServerBodyTest, CompressesForClientsThatAccept) {
  // The larger one is compressed on the worker threads.
  for (const char* target : {"/text?bytes=5000&type=application/json", "/text?bytes=1000000&type=text/plain"}) {
    const std::string plain = client_->get(target).body;
    const TestResponse brotli = client_->get(target, {{"Accept-Encoding", "gzip, br"}});
    EXPECT_EQ(brotli.headers.get("Content-Encoding"), "br");
    EXPECT_EQ(brotli.headers.get("Vary"), "Accept-Encoding");
    EXPECT_LT(brotli.body.size(), plain.size() / 2);
    EXPECT_EQ(unbrotli(brotli.body), plain);
    const TestResponse gzip = client_->get(target, {{"Accept-Encoding", "gzip"}});
    EXPECT_EQ(gzip.headers.get("Content-Encoding"), "gzip");
    EXPECT_EQ(gunzip(gzip.body), plain);
    const TestResponse head = client_->request("HEAD", target, {{"Accept-Encoding", "gzip"}});
    EXPECT_EQ(head.headers.get("Content-Length"), std::to_string(gzip.body.size()));
    EXPECT_EQ(client_->get(target).headers.get("Vary"), "Accept-Encoding");
  }
}

TEST_F(ServerBodyTest, LeavesSmallAndPackedBodiesAsTheyAre) {
  for (const char* target : {"/text?bytes=1023&type=application/json", "/text?bytes=5000&type=image/png"}) {
    const TestResponse response = client_->get(target, {{"Accept-Encoding", "gzip, br"}});
    EXPECT_FALSE(response.headers.has("Content-Encoding")) << target;
    EXPECT_FALSE(response.headers.has("Vary")) << target;
  }
}

}  // namespace
}  // namespace doggy::http
