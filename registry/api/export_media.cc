#include "registry/api/export_media.h"

#include <algorithm>
#include <utility>

#include "platform/async/breather.h"
#include "platform/try.h"
#include "registry/api/services.h"
#include "registry/records/record.h"

namespace doggy::api {
namespace {

constexpr std::size_t kAttachmentsAtOnce = 100;
constexpr std::size_t kCopiedAtOnce = std::size_t{1} << 20U;

// What the file is called in the ZIP; the extension is that of the name it is downloaded by.
std::string entry_name(const std::string& id, const std::string& file_name) {
  return "media/" + id + file_name.substr(file_name.rfind('.'));
}

Task<Result<void>> add_blob(Services& services, std::shared_ptr<media::Blob> blob, dossier::Bundle& bundle) {
  const std::uint64_t size = blob->size();
  for (std::uint64_t at = 0; at < size;) {
    const std::size_t most = static_cast<std::size_t>(std::min<std::uint64_t>(kCopiedAtOnce, size - at));
    CO_TRY(std::string bytes, co_await services.media.read(blob, at, most));
    if (bytes.empty()) co_return fail(Code::kUnavailable, "A photo or video is shorter than it should be.");
    at += bytes.size();
    CO_CHECK_OK(co_await bundle.add(std::move(bytes)));
  }
  co_return Result<void>{};
}

}  // namespace

Task<Result<void>> add_media(Services& services, std::string dog_id, circle::Grant grant, dossier::Bundle& bundle) {
  std::string left_out;
  std::uint64_t total = 0;
  std::string cursor;
  do {
    co_await breathe();
    CO_TRY(records::Page page, co_await services.records.timeline(dog_id, grant, {.types = {"attachment"}},
                                                                  kAttachmentsAtOnce, std::move(cursor)));
    cursor = std::move(page.next);
    for (const std::string& text : page.items) {
      CO_TRY(const records::Opened opened, records::open_record(text));
      const std::string id = opened.common.id.text();
      auto content = co_await services.media.open(dog_id, id, grant, media::Size::kFull);
      if (!content && content.error().code == Code::kUnavailable) co_return std::unexpected(content.error());
      if (!content) continue;
      const std::uint64_t size = content->blob->size();
      if (total + size > kMostExportedBytes) {
        left_out += id + "\r\n";
        continue;
      }
      total += size;
      bundle.begin(entry_name(id, content->file_name), true);
      CO_CHECK_OK(co_await add_blob(services, std::move(content->blob), bundle));
    }
  } while (!cursor.empty());
  if (left_out.empty()) co_return Result<void>{};
  co_return co_await bundle.add_file(
      "media/LEFT-OUT.txt", "These photos and videos did not fit; download them one by one.\r\n\r\n" + left_out);
}

}  // namespace doggy::api
