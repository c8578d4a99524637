#include "registry/media/s3_blob_store.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <ranges>
#include <system_error>
#include <tuple>
#include <utility>

#include "platform/async/run_task.h"
#include "platform/id/uuid.h"
#include "platform/observe/log.h"
#include "platform/try.h"
#include "registry/media/blob_names.h"
#include "registry/media/file.h"

namespace doggy::media {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBlobs = "blobs/";
constexpr std::string_view kParts = "parts/";
// The object that says that a part was begun; sorts before every offset.
constexpr std::string_view kBegun = "!";
constexpr std::chrono::hours kAbandoned(48);
constexpr std::size_t kPieceAtOnce = std::size_t{4} << 20U;

std::unexpected<Error> no_such_blob() {
  return fail(Code::kNotFound, "There is no such file.");
}

// Whatever S3 does not like, but for what is not there, is our trouble and may pass; why is for the log.
Error trouble(Error error) {
  if (error.code == Code::kNotFound) return error;
  observe::log(observe::Level::kWarn, "s3-failed", {{"why", error.detail}});
  return {.code = Code::kUnavailable,
          .detail = "Photos and videos cannot be reached now.",
          .retry_after = error.retry_after.value_or(std::chrono::seconds(10))};
}

template <class T>
Result<T> wait_for(Task<Result<T>> task) {
  auto result = run_task(std::move(task));
  if (!result) return std::unexpected(trouble(std::move(result.error())));
  return result;
}

std::unexpected<Error> scratch_failed(int error) {
  return std::unexpected(Error{
      .code = Code::kUnavailable,
      .detail = fmt::format("A file on this machine cannot be written: {}.", std::generic_category().message(error)),
      .retry_after = std::chrono::seconds(10)});
}

// Reads ahead, because whoever reads piece by piece goes on.
class S3Blob : public Blob {
 public:
  S3Blob(aws::Bucket& bucket, aws::Object object, std::size_t ahead)
      : bucket_(bucket), object_(std::move(object)), ahead_(ahead) {}

  [[nodiscard]] std::uint64_t size() const override { return object_.size; }

  [[nodiscard]] Result<std::string> read(std::uint64_t at, std::size_t most) override {
    const std::lock_guard lock(mutex_);
    if (at >= object_.size || most == 0) return std::string();
    const std::uint64_t wanted = std::min<std::uint64_t>(most, object_.size - at);
    const bool has_all = at >= from_ && at + wanted <= from_ + kept_.size();
    if (!has_all) {
      auto bytes = wait_for(bucket_.get(object_.key, at, std::max<std::uint64_t>(wanted, ahead_), object_.etag));
      if (!bytes) return bytes;
      kept_ = std::move(*bytes);
      from_ = at;
    }
    return kept_.substr(static_cast<std::size_t>(at - from_), static_cast<std::size_t>(wanted));
  }

 private:
  aws::Bucket& bucket_;
  const aws::Object object_;
  const std::size_t ahead_;
  std::mutex mutex_;
  std::uint64_t from_ = 0;  // Where kept_ begins; guarded by mutex_, as is the next.
  std::string kept_;
};

// One piece of a part.
struct Piece {
  std::string key;
  std::uint64_t at = 0;
  std::uint64_t size = 0;
  std::int64_t changed_at = 0;
};

class S3BlobStore : public BlobStore {
 public:
  explicit S3BlobStore(S3Options options) : options_(std::move(options)), bucket_(options_.bucket) {}
  ~S3BlobStore() override {
    std::error_code error;
    fs::remove_all(scratch_, error);
  }
  S3BlobStore(const S3BlobStore&) = delete;
  S3BlobStore& operator=(const S3BlobStore&) = delete;

  Result<void> begin_part(const std::string& id) override {
    check_blob_name(id);
    if (auto removed = remove_objects(part_prefix(id)); !removed) return removed;
    return wait_for(bucket_.put(part_prefix(id) + std::string(kBegun), ""));
  }

  Result<void> write_part(const std::string& id, std::uint64_t at, std::string_view bytes) override {
    check_blob_name(id);
    TRY(auto pieces, pieces_of(id));
    if (pieces.empty() || at > pieces.back().at + pieces.back().size) return no_such_blob();
    // What stands at or behind `at` goes before the new piece comes: else what is left of an attempt that failed here
    // would be behind it.
    for (auto piece = pieces.rbegin(); piece != pieces.rend() && piece->at + piece->size > at; ++piece) {
      if (piece->at < at) {
        TRY(auto kept, wait_for(bucket_.get(piece->key, 0, at - piece->at)));
        if (auto put = wait_for(bucket_.put(piece->key, std::move(kept))); !put) return put;
      } else if (piece->at > at) {
        if (auto removed = wait_for(bucket_.remove(piece->key)); !removed) return removed;
      }
    }
    return wait_for(bucket_.put(piece_key(id, at), std::string(bytes)));
  }

  Result<fs::path> part_file(const std::string& id) override {
    check_blob_name(id);
    TRY(auto pieces, pieces_of(id));
    if (pieces.empty()) return no_such_blob();
    CHECK_OK(make_scratch());
    fs::path path = scratch_ / id;
    const File file(path, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file.is_open()) return scratch_failed(errno);
    for (const Piece& piece : pieces) {
      for (std::uint64_t done = 0; done < piece.size;) {
        TRY(auto bytes,
            wait_for(bucket_.get(piece.key, done, std::min<std::uint64_t>(kPieceAtOnce, piece.size - done))));
        if (bytes.empty()) return fail(Code::kUnavailable, "A file is shorter than it was.");
        if (!file.write(piece.at + done, bytes)) return scratch_failed(errno);
        done += bytes.size();
      }
    }
    return path;
  }

  Result<void> keep_part(const std::string& id, const std::string& key) override {
    check_blob_key(key);
    TRY(auto path, scratch_file(id));
    const File file(path, O_RDONLY);
    struct ::stat status = {};
    if (!file.is_open() || ::fstat(file.descriptor(), &status) != 0) return scratch_failed(errno);
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size > options_.part_bytes) return put_in_parts(blob_object(key), file, size);
    TRY(auto bytes, read_all(file, 0, size));
    return wait_for(bucket_.put(blob_object(key), std::move(bytes)));
  }

  Result<void> remove_part(const std::string& id) override {
    check_blob_name(id);
    std::error_code error;
    fs::remove(scratch_ / id, error);
    return remove_objects(part_prefix(id));
  }

  Result<std::vector<Entry>> parts() override {
    TRY(auto objects, wait_for(bucket_.list(std::string(kParts))));
    std::map<std::string, Entry> parts;
    for (const aws::Object& object : objects) {
      std::string id = object.key.substr(kParts.size());
      id.resize(std::min(id.find('/'), id.size()));
      if (!is_blob_name(id)) continue;
      Entry& entry = parts[id];
      entry.name = id;
      entry.size += object.size;
      entry.changed_at = std::max(entry.changed_at, object.changed_at);
    }
    std::vector<Entry> entries;
    entries.reserve(parts.size());
    for (auto& [id, entry] : parts) entries.push_back(std::move(entry));
    return entries;
  }

  Result<void> put(const std::string& key, std::string_view bytes) override {
    check_blob_key(key);
    return wait_for(bucket_.put(blob_object(key), std::string(bytes)));
  }

  Result<std::unique_ptr<Blob>> open(const std::string& key) override {
    check_blob_key(key);
    auto object = wait_for(bucket_.head(blob_object(key)));
    if (!object && object.error().code == Code::kNotFound) return why_not_there(key);
    if (!object) return std::unexpected(std::move(object.error()));
    return std::make_unique<S3Blob>(bucket_, std::move(*object), options_.ahead_bytes);
  }

  Result<std::optional<std::string>> link(const std::string& key, const BlobLink& link) override {
    check_blob_key(key);
    TRY(auto url, wait_for(bucket_.link(blob_object(key), {.content_type = link.content_type,
                                                           .content_disposition = link.content_disposition,
                                                           .cache_control = link.cache_control,
                                                           .lifetime = link.lifetime})));
    return std::optional(std::move(url));
  }

  Result<void> remove(const std::string& key) override {
    check_blob_key(key);
    return wait_for(bucket_.remove(blob_object(key)));
  }

  Result<std::vector<std::string>> groups() override {
    TRY(std::vector<std::string> names, wait_for(bucket_.folders(std::string(kBlobs))));
    std::erase_if(names, [](const std::string& name) { return !is_blob_name(name); });
    return names;
  }

  Result<std::vector<Entry>> list(const std::string& group) override {
    check_blob_name(group);
    const std::string prefix = blob_object(group) + "/";
    TRY(auto objects, wait_for(bucket_.list(prefix)));
    std::vector<Entry> entries;
    entries.reserve(objects.size());
    for (const aws::Object& object : objects) {
      std::string name = object.key.substr(prefix.size());
      if (is_blob_name(name))
        entries.push_back({.name = std::move(name), .size = object.size, .changed_at = object.changed_at});
    }
    return entries;
  }

  // Of processes that were killed: nobody looks at a file for so long.
  Result<void> remove_leftovers() override {
    std::error_code error;
    for (fs::directory_iterator entry(options_.scratch, error), end; !error && entry != end; entry.increment(error)) {
      std::error_code gone;
      if (fs::last_write_time(*entry, gone) < fs::file_time_type::clock::now() - kAbandoned && !gone)
        fs::remove_all(*entry, gone);
    }
    if (error && error != std::errc::no_such_file_or_directory) return scratch_failed(error.value());
    return {};
  }

 private:
  static std::string blob_object(const std::string& key) { return std::string(kBlobs) + key; }
  static std::string part_prefix(const std::string& id) { return std::string(kParts) + id + "/"; }
  static std::string piece_key(const std::string& id, std::uint64_t at) {
    return fmt::format("{}{:020}", part_prefix(id), at);
  }

  // To a HEAD, a bucket that is not there answers as an object that is not there does.
  std::unexpected<Error> why_not_there(const std::string& key) {
    CHECK_OK(wait_for(bucket_.list(blob_object(key))));
    return no_such_blob();
  }

  // In their order; none for a part that was not begun. The object that says so is one without bytes.
  Result<std::vector<Piece>> pieces_of(const std::string& id) {
    const std::string prefix = part_prefix(id);
    TRY(auto objects, wait_for(bucket_.list(prefix)));
    std::vector<Piece> pieces;
    pieces.reserve(objects.size());
    for (aws::Object& object : objects)
      pieces.push_back({.key = object.key,
                        .at = std::strtoull(object.key.c_str() + prefix.size(), nullptr, 10),
                        .size = object.size,
                        .changed_at = object.changed_at});
    return pieces;
  }

  Result<void> remove_objects(const std::string& prefix) {
    TRY(auto objects, wait_for(bucket_.list(prefix)));
    // From the end: what says that the part was begun goes last.
    for (const aws::Object& object : std::views::reverse(objects))
      if (auto removed = wait_for(bucket_.remove(object.key)); !removed) return removed;
    return {};
  }

  Result<void> make_scratch() {
    CHECK_OK(remove_leftovers());
    std::error_code error;
    if (fs::create_directories(scratch_, error)) fs::permissions(scratch_, fs::perms::owner_all, error);
    if (error) return scratch_failed(error.value());
    return {};
  }

  // The file as whoever looked at it has left it; brought here when nobody did.
  Result<fs::path> scratch_file(const std::string& id) {
    check_blob_name(id);
    fs::path path = scratch_ / id;
    std::error_code error;
    if (fs::exists(path, error)) return path;
    return part_file(id);
  }

  static Result<std::string> read_all(const File& file, std::uint64_t at, std::uint64_t size) {
    std::string bytes(static_cast<std::size_t>(size), '\0');
    if (file.read(at, bytes) != static_cast<ssize_t>(bytes.size())) return scratch_failed(EIO);
    return bytes;
  }

  Result<void> put_in_parts(const std::string& key, const File& file, std::uint64_t size) {
    TRY(auto upload, wait_for(bucket_.begin_parts(key)));
    auto done = send_parts(key, upload, file, size);
    // When that fails too, a rule of the bucket removes it.
    if (!done) std::ignore = wait_for(bucket_.abort_parts(key, upload));
    return done;
  }

  Result<void> send_parts(const std::string& key, const std::string& upload, const File& file, std::uint64_t size) {
    std::vector<std::string> etags;
    for (std::uint64_t at = 0; at < size; at += options_.part_bytes) {
      TRY(auto bytes, read_all(file, at, std::min<std::uint64_t>(options_.part_bytes, size - at)));
      TRY(auto etag,
          wait_for(bucket_.put_part(key, upload, static_cast<unsigned>(etags.size() + 1), std::move(bytes))));
      etags.push_back(std::move(etag));
    }
    return wait_for(bucket_.finish_parts(key, upload, std::move(etags)));
  }

  const S3Options options_;
  const fs::path scratch_ = options_.scratch / Uuid::v7().text();  // Made when it is first needed.
  aws::Bucket bucket_;
};

}  // namespace

std::unique_ptr<BlobStore> s3_blob_store(S3Options options) {
  return std::make_unique<S3BlobStore>(std::move(options));
}

}  // namespace doggy::media
