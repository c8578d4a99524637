#include "platform/push/vapid.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "platform/id/secret.h"

namespace doggy::push {
namespace {

constexpr std::int64_t kGoodForSeconds = std::int64_t{12} * 60 * 60;  // The RFC allows 24 hours.

// "https://push.example.org:8443" of "https://push.example.org:8443/send/abc?d".
std::string_view origin_of(std::string_view url) {
  const std::size_t slashes = url.find("//");
  if (slashes == std::string_view::npos) return url;
  return url.substr(0, url.find_first_of("/?", slashes + 2));
}

std::unexpected<Error> unusable(const std::filesystem::path& file, const std::string& why) {
  return fail(Code::kUnavailable, "The key for web push in " + file.string() + " cannot be used: " + why + ".");
}

}  // namespace

std::string vapid_authorization(const KeyPair& key, std::string_view endpoint, std::string_view contact,
                                const Timestamp& now) {
  const boost::json::object claims{
      {"aud", origin_of(endpoint)}, {"exp", now.unix_ms() / 1000 + kGoodForSeconds}, {"sub", contact}};
  const std::string token =
      base64url(R"({"typ":"JWT","alg":"ES256"})") + "." + base64url(boost::json::serialize(claims));
  return "vapid t=" + token + "." + base64url(key.sign(token)) + ",k=" + base64url(key.point());
}

Result<KeyPair> key_in_file(const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::exists(file, error)) {
    std::ifstream stream(file, std::ios::binary);
    const std::string pem{std::istreambuf_iterator<char>(stream), {}};
    if (stream.bad() || pem.empty()) return unusable(file, "it cannot be read");
    return KeyPair::from_pem(pem);
  }
  KeyPair made = KeyPair::generate();
  const std::string pem = made.pem();
  // Written under another name first: what stands under its own name is whole.
  const std::filesystem::path part = file.string() + ".new";
  std::filesystem::remove(part, error);
  const int descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return unusable(file, std::generic_category().message(errno));
  const bool written =
      ::write(descriptor, pem.data(), pem.size()) == static_cast<ssize_t>(pem.size()) && ::fsync(descriptor) == 0;
  ::close(descriptor);
  if (!written) return unusable(file, "the disk is full");
  std::filesystem::rename(part, file, error);
  if (error) return unusable(file, error.message());
  return made;
}

}  // namespace doggy::push
