// A response's body out of a scratch file, which is read as fast as the client takes it.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <memory>

#include "platform/files/scratch_file.h"
#include "platform/http/body_source.h"

namespace doggy::api {

/// `workers` read the file; they outlive the body.
[[nodiscard]] std::shared_ptr<http::BodySource> file_body(boost::asio::thread_pool& workers,
                                                          std::shared_ptr<const ScratchFile> file);

}  // namespace doggy::api
