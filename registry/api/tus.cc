#include "registry/api/tus.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <charconv>
#include <utility>

#include "platform/http/text.h"
#include "platform/id/secret.h"
#include "platform/json/codec.h"

namespace doggy::api {
namespace {

// RFC 4648 section 4, with or without padding.
std::optional<std::string> from_base64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string url_safe(text);
  if (url_safe.find_first_of("-_") != std::string::npos) return std::nullopt;
  std::ranges::replace(url_safe, '+', '-');
  std::ranges::replace(url_safe, '/', '_');
  return from_base64url(url_safe);
}

std::optional<std::uint64_t> number_of(std::string_view digits) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

// The pieces of `text` between commas, without the spaces around them.
template <class Take>
void split(std::string_view text, Take take) {
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    take(http::trim(text.substr(0, comma)));
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
}

void take_pair(boost::json::object& fields, std::string_view name, const std::string& value) {
  if (name == "filetype") name = "mediaType";
  if (name == "audience") {
    boost::json::array roles;
    split(value, [&](std::string_view role) { roles.emplace_back(role); });
    fields["audience"] = std::move(roles);
  } else if (name == "mediaType" || name == "recordId" || name == "caption" || name == "occurredAt") {
    fields[name] = value;
  }
}

}  // namespace

Result<media::NewUpload> read_creation(const http::Headers& headers) {
  const auto length = number_of(headers.get("Upload-Length"));
  if (!length) return fail_field("Upload-Length", "format", "Upload-Length is the number of the file's bytes.");
  boost::json::object fields{{"length", *length}};
  bool readable = true;
  split(headers.get("Upload-Metadata"), [&](std::string_view pair) {
    const std::size_t space = pair.find(' ');
    auto value = from_base64(space == std::string_view::npos ? std::string_view() : http::trim(pair.substr(space)));
    readable = readable && value && !pair.empty();
    if (value) take_pair(fields, pair.substr(0, space), *value);
  });
  if (!readable) return fail_field("Upload-Metadata", "format", "Upload-Metadata is names and values in Base64.");
  auto request = codec::decode<media::NewUpload>(fields, codec::Source::kClient);
  if (!request) return std::unexpected(codec::invalid(std::move(request.error())));
  return std::move(*request);
}

Result<std::uint64_t> read_offset(const http::Headers& headers) {
  const auto offset = number_of(headers.get("Upload-Offset"));
  if (!offset) return fail_field("Upload-Offset", "format", "Upload-Offset is where the piece begins, in bytes.");
  return *offset;
}

Result<bool> matches_checksum(const http::Headers& headers, std::string_view body) {
  if (!headers.has("Upload-Checksum")) return true;
  const std::string_view field = headers.get("Upload-Checksum");
  const std::size_t space = field.find(' ');
  if (field.substr(0, space) != kTusChecksums)
    return fail_field("Upload-Checksum", "enum", "Upload-Checksum is of sha256.");
  const auto wanted = from_base64(space == std::string_view::npos ? std::string_view() : field.substr(space + 1));
  if (!wanted) return fail_field("Upload-Checksum", "format", "Upload-Checksum is a hash in Base64.");
  const Sha256 hash = sha256(body);
  return std::ranges::equal(*wanted, hash, {}, [](char c) { return static_cast<std::uint8_t>(c); });
}

}  // namespace doggy::api
