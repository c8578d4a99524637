// Files on their way into a ZIP file, one after the other in a scratch file: in memory is only what was added last.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "platform/async/task.h"
#include "platform/async/worker_pool.h"
#include "platform/error.h"
#include "platform/files/scratch_file.h"
#include "platform/try.h"
#include "registry/dossier/texts.h"
#include "registry/dossier/zip_file.h"

namespace doggy::dossier {

/// For one coroutine. Errors of all: kUnavailable when the disk fails or is full, or nobody waits for the file any
/// more.
class Bundle {
 public:
  /// Scratch files are made in `folder`; `workers` write them and outlive this.
  Bundle(boost::asio::thread_pool& workers, std::filesystem::path folder, Abandoned abandoned);

  /// What is added from here on belongs to a file of that name.
  void begin(std::string name, bool compressed = false);
  Task<Result<void>> add(std::string bytes);
  /// All pieces of a DossierText or TableText.
  template <class Text>
  Task<Result<void>> add_all(Text& text);
  /// A whole file.
  Task<Result<void>> add_file(std::string name, std::string content);

  /// The bytes of all files so far.
  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// All that was added, one after the other.
  Task<Result<std::shared_ptr<const ScratchFile>>> contents();
  /// All files in one ZIP file, which `heavy` makes.
  Task<Result<std::shared_ptr<const ScratchFile>>> zip(WorkerPool& heavy);

 private:
  Task<Result<void>> flush();

  boost::asio::thread_pool& workers_;
  const std::filesystem::path folder_;
  const Abandoned abandoned_;
  std::shared_ptr<ScratchFile> file_;
  std::string unwritten_;
  std::vector<ZipEntry> entries_;
  std::uint64_t size_ = 0;
};

template <class Text>
Task<Result<void>> Bundle::add_all(Text& text) {
  for (;;) {
    CO_TRY(auto piece, co_await text.next());
    if (piece.empty()) co_return Result<void>{};
    auto added = co_await add(std::move(piece));
    if (!added) co_return added;
  }
}

/// A dog's files: README.txt, dossier.json and a table of each type that it has records of.
Task<Result<void>> add_dog(Bundle& bundle, Sources sources, std::string dog_id, circle::Actor actor, Timestamp now);

}  // namespace doggy::dossier
