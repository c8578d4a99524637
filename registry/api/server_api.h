// About the server itself: its version for everybody, and how it is doing for whoever runs it.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/api/endpoint.h"

namespace doggy::api {

/// How a server is doing. Sizes in bytes.
struct ServerStatus {
  Timestamp started_at;
  std::string store;
  std::string media_store;
  std::string mail;
  std::string public_url;
  std::optional<std::uint64_t> store_bytes;  // Of the file; nothing where another service keeps the records.
  std::uint64_t free_bytes = 0;              // On the disk of the data folder.
};
BOOST_DESCRIBE_STRUCT(ServerStatus, (), (started_at, store, media_store, mail, public_url, store_bytes, free_bytes))

struct ServerInfo {
  std::string version;
  bool admin = false;
  std::optional<ServerStatus> status;
};
BOOST_DESCRIBE_STRUCT(ServerInfo, (), (version, admin, status))

[[nodiscard]] std::vector<Endpoint> server_endpoints();

}  // namespace doggy::api

namespace doggy::codec {

template <>
struct Schema<api::ServerStatus> {
  static constexpr std::string_view kName = "ServerStatus";
  static constexpr std::string_view kDoc = "How the server is doing.";
  static constexpr std::array kFields{
      Field{.member = "started_at", .doc = "Since when it runs.", .access = Access::kReadOnly},
      Field{.member = "store", .doc = "Where records are kept: sqlite or dynamodb.", .access = Access::kReadOnly},
      Field{.member = "media_store",
            .doc = "Where photos and videos are kept: folder or s3.",
            .access = Access::kReadOnly},
      Field{.member = "mail",
            .doc = "How mails leave: smtp, or outbox for files in a folder.",
            .access = Access::kReadOnly},
      Field{.member = "public_url", .doc = "How people reach it.", .access = Access::kReadOnly},
      Field{.member = "store_bytes",
            .doc = "Size of the database; absent where another service keeps it.",
            .access = Access::kReadOnly},
      Field{.member = "free_bytes", .doc = "What is free on the disk of the data folder.", .access = Access::kReadOnly},
  };
};

template <>
struct Schema<api::ServerInfo> {
  static constexpr std::string_view kName = "ServerInfo";
  static constexpr std::string_view kDoc = "The server.";
  static constexpr std::array kFields{
      Field{.member = "version", .doc = "Of the program.", .access = Access::kReadOnly},
      Field{.member = "admin", .doc = "Whether the caller runs the server.", .access = Access::kReadOnly},
      Field{.member = "status", .doc = "For whoever runs it.", .access = Access::kReadOnly},
  };
};

}  // namespace doggy::codec
