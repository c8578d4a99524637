#include "platform/http/static_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "platform/http/encoding.h"
#include "platform/http/problem.h"
#include "platform/http/response_head.h"

namespace doggy::http {
namespace {

namespace fs = std::filesystem;
using Bytes = std::shared_ptr<const std::string>;

struct File {
  std::string content_type;
  std::string cache_control;
  std::string etag_base;  // The hash of the plain content, unquoted.
  Bytes plain;
  Bytes gzip;    // Null without a twin.
  Bytes brotli;  // Null without a twin.
};

using Files = std::map<std::string, File, std::less<>>;  // By URL path.

std::string_view content_type(std::string_view extension) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kTypes = {{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".txt", "text/plain; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".xml", "application/xml"},
      {".wasm", "application/wasm"},
      {".pdf", "application/pdf"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {".webp", "image/webp"},
      {".avif", "image/avif"},
      {".gif", "image/gif"},
      {".woff2", "font/woff2"},
      {".woff", "font/woff"},
      {".mp3", "audio/mpeg"},
  }};
  const auto found = std::ranges::find(kTypes, extension, &std::pair<std::string_view, std::string_view>::first);
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

// FNV-1a: tells one build's file from another's; defends against nobody.
std::uint64_t hash(std::string_view bytes) {
  std::uint64_t value = 0xcbf29ce484222325U;
  for (const char byte : bytes) value = (value ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
  return value;
}

Bytes read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::make_shared<const std::string>(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

Bytes read_twin(fs::path path, std::string_view suffix) {
  path += suffix;
  return fs::is_regular_file(path) ? read(path) : nullptr;
}

bool is_twin(const fs::path& path) {
  if (path.extension() != ".gz" && path.extension() != ".br") return false;
  fs::path plain = path;
  plain.replace_extension();
  return fs::is_regular_file(plain);
}

// What editors, version control and build tools leave behind is not for the world.
bool is_hidden(const fs::path& relative) {
  return std::ranges::any_of(
      relative, [](const fs::path& part) { return part.string().starts_with('.') && part != ".well-known"; });
}

constexpr std::string_view kAssets = "/assets/";

Files load(const fs::path& folder) {
  Files files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    const fs::path relative = fs::relative(entry.path(), folder);
    if (!entry.is_regular_file() || is_twin(entry.path()) || is_hidden(relative)) continue;
    const std::string url = "/" + relative.generic_string();
    File file{.content_type = std::string(content_type(entry.path().extension().string())),
              .cache_control = url.starts_with(kAssets) ? "public, max-age=31536000, immutable" : "no-cache",
              .plain = read(entry.path()),
              .gzip = read_twin(entry.path(), ".gz"),
              .brotli = read_twin(entry.path(), ".br")};
    file.etag_base = fmt::format("{:016x}", hash(*file.plain));
    files.emplace(url, std::move(file));
  }
  return files;
}

const File* find(const Files& files, std::string_view path) {
  if (const auto file = files.find(path); file != files.end()) return &file->second;
  const std::string_view last = path.substr(path.rfind('/') + 1);
  const bool deep_link = last.find('.') == std::string_view::npos && !path.starts_with(kAssets);
  return deep_link ? &files.find("/index.html")->second : nullptr;
}

Response respond(const File& file, std::string_view accept_encoding) {
  Response response{.content_type = file.content_type};
  response.headers.add("Cache-Control", file.cache_control);
  if (file.gzip || file.brotli) response.headers.add("Vary", "Accept-Encoding");
  const Coding coding = choose_coding(accept_encoding, file.gzip != nullptr, file.brotli != nullptr);
  switch (coding) {
    case Coding::kIdentity:
      response.shared_body = file.plain;
      response.etag = fmt::format("\"{}\"", file.etag_base);
      return response;
    case Coding::kGzip:
      response.shared_body = file.gzip;
      break;
    case Coding::kBrotli:
      response.shared_body = file.brotli;
      break;
  }
  response.headers.add("Content-Encoding", std::string(to_string(coding)));
  response.etag = fmt::format("\"{}-{}\"", file.etag_base, to_string(coding));
  return response;
}

Task<Response> serve(std::shared_ptr<const Files> files, std::shared_ptr<const std::string> policy, Request request) {
  const File* file = find(*files, request.path);
  if (file == nullptr) {
    co_return problem({.code = Code::kNotFound, .detail = "There is no such file."}, request.request_id);
  }
  Response response = respond(*file, request.headers.get("Accept-Encoding"));
  if (policy && response.content_type.starts_with("text/")) response.headers.add("Content-Security-Policy", *policy);
  co_return response;
}

}  // namespace

Result<Handler> static_files(const std::filesystem::path& folder, const std::string& media_origin) {
  if (!fs::is_regular_file(folder / "index.html")) {
    return fail(Code::kUnavailable, fmt::format("There is no index.html in {}.", folder.string()));
  }
  auto files = std::make_shared<const Files>(load(folder));
  const auto policy = media_origin.empty() ? nullptr : std::make_shared<const std::string>(page_policy(media_origin));
  return [files = std::move(files), policy](Request request) { return serve(files, policy, std::move(request)); };
}

}  // namespace doggy::http
