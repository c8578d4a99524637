// AWS Signature Version 4, in the Authorization header and in the query of a URL ("presigned").
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/time/timestamp.h"

namespace doggy::aws {

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;                 // Empty: none.
  std::optional<Timestamp> expires_at = {};  // Nothing: never.
};

/// Where a signature is good for.
struct Scope {
  std::string region;
  std::string service;  // "sns", "sqs", "s3", …
};

struct SignableRequest {
  std::string method;
  std::string host;
  std::string path = "/";                                         // As it is sent.
  std::string query = {};                                         // Likewise, without "?".
  std::vector<std::pair<std::string, std::string>> headers = {};  // Those to sign beside Host and X-Amz-*.
  std::string body = {};
};

struct SignOptions {
  /// S3 signs the path as it is; every other service encodes it once more and removes dot segments.
  bool raw_path = false;
  /// Sends the hash of the body as X-Amz-Content-Sha256, which S3 wants.
  bool hash_header = false;
};

/// The header fields to add: X-Amz-Date, X-Amz-Security-Token, Authorization, …. `at` is the time of the request.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> sign(const SignableRequest& request,
                                                                    const Credentials& credentials, const Scope& scope,
                                                                    const Timestamp& at, SignOptions options = {});

/// The query, with the signature in it, that lets whoever has it send this request until `lifetime` is over (at most
/// seven days). The body is not signed.
[[nodiscard]] std::string presigned_query(const SignableRequest& request, const Credentials& credentials,
                                          const Scope& scope, const Timestamp& at, std::chrono::seconds lifetime,
                                          SignOptions options = {});

/// RFC 3986: everything but letters, digits and -._~ as %XX; `/` too unless it is kept.
[[nodiscard]] std::string uri_encoded(std::string_view text, bool keep_slash = false);

// The steps, for tests.
[[nodiscard]] std::string canonical_request(const SignableRequest& request, std::string_view body_hash,
                                            SignOptions options);
[[nodiscard]] std::string string_to_sign(std::string_view canonical_request, const Scope& scope, const Timestamp& at);
[[nodiscard]] std::string signature(std::string_view string_to_sign, const Credentials& credentials, const Scope& scope,
                                    const Timestamp& at);

}  // namespace doggy::aws
