// Any bytes as an HTTP request: header, cookies, query and body.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "platform/http/message.h"
#include "platform/http/request_parser.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using doggy::http::RequestParser;
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  RequestParser parser(4096);
  doggy::http::Request request;
  parser.start(request);
  const RequestParser::Step header = parser.parse_header(bytes);
  if (header.status != RequestParser::Status::kDone) return 0;
  if (parser.head().has_body) parser.parse_body(bytes.substr(header.consumed), 8192);
  // Every value is a part of what came.
  if (request.cookie("doggy_session").size() > size || request.body.size() > size) __builtin_trap();
  for (const auto& [name, value] : request.query_params())
    if (name.size() + value.size() > size) __builtin_trap();
  return 0;
}
