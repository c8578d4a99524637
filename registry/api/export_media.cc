#include "registry/api/export_media.h"

#include <utility>

#include "registry/api/services.h"
#include "registry/records/record.h"

namespace doggy::api {
namespace {

// What the file is called in the ZIP; the extension is that of the name it is downloaded by.
std::string entry_name(const std::string& id, const std::string& file_name) {
  return "media/" + id + file_name.substr(file_name.rfind('.'));
}

}  // namespace

Task<Result<std::vector<dossier::ZipEntry>>> export_media(Services& services, std::string dog_id, circle::Grant grant,
                                                          std::vector<std::string> records) {
  std::vector<dossier::ZipEntry> entries;
  std::string left_out;
  std::uint64_t total = 0;
  for (const std::string& text : records) {
    // Most records are none, and opening them all would take long.
    if (text.find(R"("type":"attachment")") == std::string::npos) continue;
    auto opened = records::open_record(text);
    if (!opened) co_return std::unexpected(opened.error());
    if (opened->common.type != "attachment") continue;
    const std::string id = opened->common.id.text();
    auto content = co_await services.media.open(dog_id, id, grant, media::Size::kFull);
    if (!content && content.error().code == Code::kUnavailable) co_return std::unexpected(content.error());
    if (!content) continue;
    const std::uint64_t size = content->blob->size();
    if (total + size > kMostExportedBytes) {
      left_out += id + "\r\n";
      continue;
    }
    auto bytes = co_await services.media.read(content->blob, 0, static_cast<std::size_t>(size));
    if (!bytes) co_return std::unexpected(bytes.error());
    total += size;
    entries.push_back({.name = entry_name(id, content->file_name), .content = std::move(*bytes)});
  }
  if (!left_out.empty())
    entries.push_back({.name = "media/LEFT-OUT.txt",
                       .content = "These photos and videos did not fit; download them one by one.\r\n\r\n" + left_out});
  co_return entries;
}

}  // namespace doggy::api
