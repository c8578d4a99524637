// Stores by name, for programs that work on one or two of them.
#pragma once

#include <memory>
#include <string>

#include "platform/error.h"
#include "registry/store/scan.h"
#include "registry/store/store.h"

namespace doggy::app {

/// "sqlite:DIR": the database in a folder. "dynamodb:TABLE", "dynamodb:TABLE@ENDPOINT": a table in the cloud, or at an
/// endpoint such as http://127.0.0.1:8000.
struct StoreUri {
  enum class Kind { kSqlite, kDynamodb };
  Kind kind = Kind::kSqlite;
  std::string place;  // The folder or the table.
  std::string endpoint = {};
  bool operator==(const StoreUri&) const = default;
};

/// Error: kInvalid that names `setting`.
[[nodiscard]] Result<StoreUri> parse_store_uri(const std::string& text, const std::string& setting);

/// A store by both its faces.
struct OpenStore {
  std::unique_ptr<store::Store> store;
  store::Scan* scan = nullptr;  // The same object.
};

/// Opens it and checks nothing of what is in it. Error: kUnavailable with the reason.
[[nodiscard]] Result<OpenStore> open_store(const StoreUri& uri);

}  // namespace doggy::app
