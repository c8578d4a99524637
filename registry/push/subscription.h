// A push subscription: one browser of somebody's that shows notifications while the app is closed.
#pragma once

#include <boost/describe/class.hpp>
#include <string>

#include "platform/json/schema.h"
#include "platform/time/timestamp.h"

namespace doggy::push {

struct PushKeys {
  std::string p256dh;
  std::string auth;
};
BOOST_DESCRIBE_STRUCT(PushKeys, (), (p256dh, auth))

struct NewSubscription {
  std::string endpoint;
  PushKeys keys;
  std::string name;
  bool show_names = false;
};
BOOST_DESCRIBE_STRUCT(NewSubscription, (), (endpoint, keys, name, show_names))

struct Subscription {
  std::string id;
  std::string name;
  bool show_names = false;
  std::string service;
  Timestamp created_at;
  std::string endpoint;
  PushKeys keys;
  std::string session;  // The hash of the session that made it: it ends with that.
};
BOOST_DESCRIBE_STRUCT(Subscription, (), (id, name, show_names, service, created_at, endpoint, keys, session))

}  // namespace doggy::push

namespace doggy::codec {

template <>
struct Schema<push::PushKeys> {
  static constexpr std::string_view kName = "PushKeys";
  static constexpr std::string_view kDoc = "What the browser's PushSubscription.toJSON() has as keys.";
  static constexpr std::array kFields{
      Field{.member = "p256dh", .doc = "A point on P-256, uncompressed, in base64url.", .max_length = 100},
      Field{.member = "auth", .doc = "16 bytes in base64url.", .max_length = 50},
  };
};

template <>
struct Schema<push::NewSubscription> {
  static constexpr std::string_view kName = "NewPushSubscription";
  static constexpr std::string_view kDoc = "A browser to be told.";
  static constexpr std::array kFields{
      Field{.member = "endpoint", .doc = "Where its push service takes messages.", .min_length = 1, .max_length = 2000},
      Field{.member = "keys", .doc = "What messages are encrypted to."},
      Field{.member = "name", .doc = "To know the device again.", .max_length = 100, .defaulted = true},
      Field{.member = "show_names",
            .doc = "Whether a notification names the dog; it may be seen on a locked screen.",
            .defaulted = true},
  };
};

template <>
struct Schema<push::Subscription> {
  static constexpr std::string_view kName = "PushSubscription";
  static constexpr std::string_view kDoc = "A browser that is told. It ends with the session that it was made in.";
  static constexpr std::array kFields{
      Field{.member = "id",
            .doc = "To remove it: the first 32 hexadecimal digits of the SHA-256 of its endpoint.",
            .access = Access::kReadOnly},
      Field{.member = "name", .doc = "To know the device again.", .access = Access::kReadOnly},
      Field{.member = "show_names", .doc = "Whether a notification names the dog.", .access = Access::kReadOnly},
      Field{.member = "service", .doc = "The host of its push service.", .access = Access::kReadOnly},
      Field{.member = "created_at", .doc = "Since when.", .access = Access::kReadOnly},
      Field{.member = "endpoint", .doc = "A secret of the browser's.", .access = Access::kInternal},
      Field{.member = "keys", .doc = "What messages are encrypted to.", .access = Access::kInternal},
      Field{.member = "session", .doc = "The session's hash.", .access = Access::kInternal},
  };
};

}  // namespace doggy::codec
