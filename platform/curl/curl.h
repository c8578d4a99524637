// libcurl, made ready before its first use, and its handles as values.
#pragma once

#define CURL_STRICTER  // Handles of different kinds are different types.
#include <curl/curl.h>

#include <memory>
#include <mutex>

namespace doggy {

/// Thread-safe.
inline void ensure_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

struct EndCurl {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
  void operator()(CURLU* handle) const { curl_url_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(char* text) const { curl_free(text); }
};

template <class T>
using CurlPtr = std::unique_ptr<T, EndCurl>;

}  // namespace doggy
