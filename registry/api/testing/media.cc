#include "registry/api/testing/media.h"

#include <stdexcept>
#include <utility>

namespace doggy::testing {

std::string uploads_path(const std::string& dog_id) {
  return dog_path(dog_id) + "/uploads";
}

std::string media_path(const std::string& dog_id, const std::string& attachment_id, const std::string& size) {
  return dog_path(dog_id) + "/media/" + attachment_id + "?size=" + size;
}

Reply send_piece(const Client& who, const std::string& upload, std::uint64_t offset, std::string_view bytes,
                 HeaderList more) {
  HeaderList headers = std::move(more);
  headers.emplace_back("Tus-Resumable", "1.0.0");
  headers.emplace_back("Upload-Offset", std::to_string(offset));
  headers.emplace_back("Content-Type", "application/offset+octet-stream");
  return who.send("PATCH", upload, headers, bytes);
}

std::string attach(const Person& author, const std::string& dog_id, std::string_view bytes, boost::json::object more) {
  more["length"] = bytes.size();
  const Reply begun = author.post(uploads_path(dog_id), more);
  if (begun.status != 201) throw std::runtime_error("an upload was not begun: " + begun.body);
  const Reply done = send_piece(author, std::string(begun.headers.get("Location")), 0, bytes);
  if (done.status != 204) throw std::runtime_error("an upload was refused: " + done.body);
  return begun.text("/id");
}

}  // namespace doggy::testing
