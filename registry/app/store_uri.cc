#include "registry/app/store_uri.h"

#include <stdexcept>
#include <string_view>
#include <utility>

#include "platform/observe/metrics.h"
#include "registry/app/dynamodb_settings.h"
#include "registry/store/sqlite/sqlite_store.h"

namespace doggy::app {
namespace {

constexpr std::string_view kSqlitePrefix = "sqlite:";
constexpr std::string_view kDynamodbPrefix = "dynamodb:";

template <class Adapter>
Result<OpenStore> both_faces(Result<std::unique_ptr<Adapter>> opened) {
  if (!opened) return std::unexpected(std::move(opened.error()));
  store::Scan* scan = opened->get();
  return OpenStore{.store = std::move(*opened), .scan = scan};
}

}  // namespace

Result<StoreUri> parse_store_uri(const std::string& text, const std::string& setting) {
  StoreUri uri;
  if (text.starts_with(kSqlitePrefix)) {
    uri.place = text.substr(kSqlitePrefix.size());
  } else if (text.starts_with(kDynamodbPrefix)) {
    const std::string rest = text.substr(kDynamodbPrefix.size());
    const std::size_t at = rest.find('@');
    uri = {.kind = StoreUri::Kind::kDynamodb, .place = rest.substr(0, at)};
    if (at != std::string::npos) uri.endpoint = rest.substr(at + 1);
    if (at != std::string::npos && uri.endpoint.empty()) uri.place.clear();
  }
  if (uri.place.empty())
    return fail_field(setting, "format", "--" + setting + " is sqlite:DIR or dynamodb:TABLE[@ENDPOINT].");
  return uri;
}

Result<OpenStore> open_store(const StoreUri& uri) {
  switch (uri.kind) {
    case StoreUri::Kind::kSqlite:
      return both_faces(store::SqliteStore::open(uri.place));
    case StoreUri::Kind::kDynamodb:
      return both_faces(
          store::DynamodbStore::open(dynamodb_options(uri.place, uri.endpoint), std::make_shared<observe::Metrics>()));
  }
  throw std::logic_error("no such store");
}

}  // namespace doggy::app
