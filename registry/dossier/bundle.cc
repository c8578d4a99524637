#include "registry/dossier/bundle.h"

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <utility>

#include "platform/async/runtime.h"
#include "platform/try.h"
#include "registry/types/catalog.h"

namespace doggy::dossier {
namespace {

constexpr std::size_t kWrittenAtOnce = std::size_t{256} * 1024;

constexpr std::string_view kReadme =
    "A dossier of Doggy App.\r\n\r\n"
    "dossier.json  everything, to be imported again; \"log\" proves that nothing was changed: the hash of each entry "
    "is\r\n"
    "              the SHA-256 of its text, and each entry names the hash of the one before as \"prev\".\r\n"
    "csv/          the records of each type as a table, in UTF-8.\r\n"
    "media/        photos and videos, each by the id of its record.\r\n";

}  // namespace

Bundle::Bundle(boost::asio::thread_pool& workers, std::filesystem::path folder, Abandoned abandoned)
    : workers_(workers), folder_(std::move(folder)), abandoned_(std::move(abandoned)) {}

void Bundle::begin(std::string name, bool compressed) {
  entries_.push_back({.name = std::move(name), .offset = size_, .size = 0, .compressed = compressed});
}

Task<Result<void>> Bundle::add(std::string bytes) {
  if (abandoned_ && abandoned_->load(std::memory_order_relaxed)) {
    Error error{.code = Code::kUnavailable, .detail = "The client closed the connection."};
    error.retry_after = std::chrono::seconds(1);
    co_return std::unexpected(std::move(error));
  }
  size_ += bytes.size();
  if (!entries_.empty()) entries_.back().size += bytes.size();
  unwritten_ += bytes;
  if (unwritten_.size() < kWrittenAtOnce) co_return Result<void>{};
  co_return co_await flush();
}

Task<Result<void>> Bundle::add_file(std::string name, std::string content) {
  begin(std::move(name));
  co_return co_await add(std::move(content));
}

Task<Result<void>> Bundle::flush() {
  std::function<Result<std::shared_ptr<ScratchFile>>()> write =
      [file = file_, bytes = std::exchange(unwritten_, {}),
       folder = folder_]() mutable -> Result<std::shared_ptr<ScratchFile>> {
    if (!file) {
      TRY(ScratchFile made, ScratchFile::make(folder));
      file = std::make_shared<ScratchFile>(std::move(made));
    }
    CHECK_OK(file->append(bytes));
    return file;
  };
  CO_TRY(file_, co_await offload(workers_, std::move(write)));
  co_return Result<void>{};
}

Task<Result<std::shared_ptr<const ScratchFile>>> Bundle::contents() {
  CO_CHECK_OK(co_await flush());
  co_return file_;
}

Task<Result<std::shared_ptr<const ScratchFile>>> Bundle::zip(WorkerPool& heavy) {
  CO_CHECK_OK(co_await flush());
  std::function<Result<std::shared_ptr<const ScratchFile>>()> make =
      [file = file_, entries = entries_, folder = folder_]() -> Result<std::shared_ptr<const ScratchFile>> {
    TRY(ScratchFile made, make_zip(*file, entries, folder));
    return std::make_shared<const ScratchFile>(std::move(made));
  };
  CO_TRY(auto made, co_await offload(heavy, WorkerPool::Priority::kNormal, abandoned_, std::move(make)));
  co_return std::move(made);
}

Task<Result<void>> add_dog(Bundle& bundle, Sources sources, std::string dog_id, circle::Actor actor, Timestamp now) {
  CO_CHECK_OK(co_await bundle.add_file("README.txt", std::string(kReadme)));
  const circle::Grant grant = actor.grant;
  DossierText dossier(sources, dog_id, actor, std::move(now));
  bundle.begin("dossier.json");
  CO_CHECK_OK(co_await bundle.add_all(dossier));
  for (const types::RecordType& type : types::catalog()) {
    TableText table(sources, dog_id, grant, type);
    CO_TRY(std::string first, co_await table.next());
    if (!table.has_rows()) continue;
    bundle.begin(fmt::format("csv/{}.csv", type.name));
    CO_CHECK_OK(co_await bundle.add(std::move(first)));
    CO_CHECK_OK(co_await bundle.add_all(table));
  }
  co_return Result<void>{};
}

}  // namespace doggy::dossier
