#include "registry/api/account_export.h"

#include <fmt/format.h>

#include <set>
#include <stdexcept>
#include <utility>

#include "registry/accounts/activity.h"
#include "registry/accounts/passkeys/passkeys.h"
#include "registry/api/services.h"
#include "registry/dossier/collect.h"
#include "registry/log/reader.h"
#include "registry/records/record.h"
#include "registry/types/catalog.h"

namespace doggy::api {
namespace {

constexpr std::size_t kPage = 200;
constexpr std::size_t kMostBytes = std::size_t{256} << 20U;

template <class T>
std::string json_list(const std::vector<T>& items) {
  std::string text = "[";
  for (const T& item : items) {
    if (text.size() > 1) text += ",\n";
    text += codec::encode_text(item);
  }
  return text + "]\n";
}

std::string json_list(const std::vector<std::string>& items) {
  return fmt::format("[{}]\n", fmt::join(items, ",\n"));
}

// The author's own words: of a plan that several keep together, the newest revision that its author wrote. The first
// one counts in any case; an import may have written it in the author's name.
Task<Result<std::string>> own_words(store::Store& store, std::string dog_id, store::Item record) {
  const auto label = records::parse_label(record.label);
  if (types::find_type(label->type)->editing == circle::Editing::kAuthor) co_return std::move(record.body);
  for (std::uint64_t seq = label->seq;;) {
    auto entry = co_await store.get({.pk = log::partition_of(dog_id), .sk = log::entry_sort_key(seq)});
    if (!entry) co_return std::unexpected(entry.error());
    if (!*entry) co_return log::not_visible_yet();
    const auto revision = records::parse_label((*entry)->label);
    if (!revision) throw std::logic_error("a revision is not in the log");
    auto parsed = codec::parse((*entry)->body);
    if (!parsed) co_return std::unexpected(parsed.error());
    const boost::json::object& body = parsed->as_object();
    if (revision->previous == 0 || body.at("by").at("id").as_string() == label->author_id)
      co_return codec::to_text(body.at("record"));
    seq = revision->previous;
  }
}

class Files {
 public:
  Files(Services& services, std::string account_id) : services_(services), account_id_(std::move(account_id)) {}

  Task<Result<std::vector<dossier::ZipEntry>>> collect() {
    for (const auto step :
         {&Files::add_account, &Files::add_sign_in, &Files::add_activity, &Files::add_dogs, &Files::add_elsewhere}) {
      auto done = co_await (this->*step)();
      if (!done) co_return std::unexpected(done.error());
      if (bytes_ > kMostBytes)
        co_return fail(Code::kTooLarge, "This is more than fits one file: export your dogs one by one.");
    }
    co_return std::move(entries_);
  }

 private:
  void add(std::string name, std::string content) {
    bytes_ += content.size();
    entries_.push_back({.name = std::move(name), .content = std::move(content)});
  }

  Task<Result<void>> add_account() {
    auto account = co_await services_.accounts.get(account_id_);
    if (!account) co_return std::unexpected(account.error());
    name_ = account->name;
    add("account.json", codec::encode_text(*account) + "\n");
    co_return Result<void>{};
  }

  Task<Result<void>> add_sign_in() {
    auto sessions = co_await services_.sessions.list(account_id_, {});
    if (!sessions) co_return std::unexpected(sessions.error());
    auto tokens = co_await services_.sessions.tokens(account_id_);
    if (!tokens) co_return std::unexpected(tokens.error());
    auto passkeys = co_await services_.passkeys.list(account_id_);
    if (!passkeys) co_return std::unexpected(passkeys.error());
    add("sessions.json", json_list(*sessions));
    add("tokens.json", json_list(*tokens));
    add("passkeys.json", json_list(*passkeys));
    co_return Result<void>{};
  }

  Task<Result<void>> add_activity() {
    std::vector<accounts::ActivityEntry> all;
    std::string cursor;
    do {
      auto page = co_await services_.activity.list(account_id_, kPage, cursor);
      if (!page) co_return std::unexpected(page.error());
      all.insert(all.end(), page->items.begin(), page->items.end());
      cursor = page->next;
    } while (!cursor.empty());
    add("activity.json", json_list(all));
    co_return Result<void>{};
  }

  Task<Result<void>> add_dogs() {
    auto dogs = co_await services_.circle.all_dogs_of(account_id_);
    if (!dogs) co_return std::unexpected(dogs.error());
    std::vector<dogs::Dog> places;
    for (const auto& [dog_id, membership] : *dogs) {
      here_.insert(dog_id);
      auto dog = co_await services_.dogs.get(dog_id, membership.grant);
      if (!dog) co_return std::unexpected(dog.error());
      places.push_back(std::move(*dog));
      circle::Actor actor{.grant = membership.grant, .name = name_};
      const circle::Author by = circle::author_of(actor);
      auto contents = co_await dossier::collect(services_.store, services_.dogs, services_.records, dog_id,
                                                std::move(actor), services_.clock());
      if (!contents) co_return std::unexpected(contents.error());
      auto noted = co_await services_.access_trail.exported(dog_id, by);
      if (!noted) co_return noted;
      add("dogs/" + dog_id + "/dossier.json", dossier::json_file(*contents));
      if (bytes_ > kMostBytes) break;
    }
    add("dogs.json", json_list(places));
    co_return Result<void>{};
  }

  // What they wrote is theirs, also of dogs that they see no more; what others made of it since is not.
  Task<Result<void>> add_elsewhere() {
    std::vector<std::string> records;
    store::Query places{.pk = "ACCOUNT#" + account_id_, .from = "WAS#", .to = "WAS$", .limit = kPage};
    for (;;) {
      auto items = co_await services_.store.query(places);
      if (!items) co_return std::unexpected(items.error());
      for (const store::Item& item : *items) {
        std::string dog_id = item.key.sk.substr(std::string_view("WAS#").size());
        if (here_.contains(dog_id)) continue;  // Its own file has all that they may see.
        auto done = co_await add_own(std::move(dog_id), records);
        if (!done) co_return done;
      }
      if (items->size() < kPage) break;
      places.after = items->back().key.sk;
    }
    add("records-elsewhere.json", json_list(records));
    co_return Result<void>{};
  }

  Task<Result<void>> add_own(std::string dog_id, std::vector<std::string>& records) {
    store::Query query{.pk = log::partition_of(dog_id), .from = "REC#", .to = "REC$", .limit = kPage};
    std::size_t size = 0;
    for (;;) {
      auto items = co_await services_.store.query(query);
      if (!items) co_return std::unexpected(items.error());
      for (const store::Item& item : *items) {
        const auto label = records::parse_label(item.label);
        if (!label || label->deleted || label->author_id != account_id_) continue;
        auto words = co_await own_words(services_.store, dog_id, item);
        if (!words) co_return std::unexpected(words.error());
        size += words->size();
        records.push_back(std::move(*words));
      }
      if (items->size() < kPage || bytes_ + size > kMostBytes) co_return Result<void>{};
      query.after = items->back().key.sk;
    }
  }

  Services& services_;
  const std::string account_id_;
  std::string name_;
  std::set<std::string> here_;  // Dogs that they have a place with.
  std::vector<dossier::ZipEntry> entries_;
  std::size_t bytes_ = 0;
};

}  // namespace

Task<Result<std::vector<dossier::ZipEntry>>> account_files(Services& services, std::string account_id) {
  Files files(services, std::move(account_id));
  co_return co_await files.collect();
}

}  // namespace doggy::api
