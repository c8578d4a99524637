// The built frontend, held in memory with the gzip and brotli twins that its build made.
#pragma once

#include <filesystem>
#include <string>

#include "platform/error.h"
#include "platform/http/router.h"

namespace doggy::http {

/// A fallback handler for Router: serves the files under `folder`, read once, and `index.html` for a path without an
/// extension that is no file (a deep link of the page). Files under /assets/ carry a hash in their name and are cached
/// for a year; others are revalidated by ETag. `x.gz` and `x.br` beside `x` are used when the client accepts them and
/// never served by name; hidden files are not served. Pages may show pictures and videos of `media_origin`
/// ("https://media.example.org"; empty: none) beside our own. Error: kUnavailable when the folder has no index.html.
/// Throws std::filesystem::filesystem_error when it cannot be read.
[[nodiscard]] Result<Handler> static_files(const std::filesystem::path& folder, const std::string& media_origin = {});

}  // namespace doggy::http
