#include "registry/api/account_export.h"

#include <fmt/format.h>

#include <set>
#include <stdexcept>
#include <utility>

#include "platform/async/breather.h"
#include "platform/try.h"
#include "registry/accounts/activity.h"
#include "registry/accounts/passkeys/passkeys.h"
#include "registry/api/services.h"
#include "registry/dossier/texts.h"
#include "registry/keys.h"
#include "registry/records/record.h"
#include "registry/store/pages.h"
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

// The author's own words: of a plan that several keep together, the newest revision that its author wrote. The first
// one counts in any case; an import may have written it in the author's name.
Task<Result<std::string>> own_words(store::Store& store, std::string dog_id, store::Item record) {
  const auto label = records::parse_label(record.label);
  if (types::find_type(label->type)->editing == circle::Editing::kAuthor) co_return std::move(record.body);
  for (std::uint64_t seq = label->seq;;) {
    CO_TRY(auto entry, co_await store.get({.pk = log::partition_of(dog_id), .sk = log::entry_sort_key(seq)}));
    if (!entry) co_return log::not_visible_yet();
    const auto revision = records::parse_label(entry->label);
    if (!revision) throw std::logic_error("a revision is not in the log");
    CO_TRY(auto parsed, codec::parse(entry->body));
    const boost::json::object& body = parsed.as_object();
    if (revision->previous == 0 || body.at("by").at("id").as_string() == label->author_id)
      co_return codec::to_text(body.at("record"));
    seq = revision->previous;
  }
}

class Files {
 public:
  Files(Services& services, std::string account_id, dossier::Bundle& bundle)
      : services_(services), account_id_(std::move(account_id)), bundle_(bundle) {}

  Task<Result<void>> collect() {
    for (const auto step :
         {&Files::add_account, &Files::add_sign_in, &Files::add_activity, &Files::add_dogs, &Files::add_elsewhere}) {
      CO_CHECK_OK(co_await (this->*step)());
      if (bundle_.size() > kMostBytes)
        co_return fail(Code::kTooLarge, "This is more than fits one file: export your dogs one by one.");
    }
    co_return Result<void>{};
  }

 private:
  Task<Result<void>> add_account() {
    CO_TRY(accounts::Account account, co_await services_.accounts.get(account_id_));
    name_ = account.name;
    co_return co_await bundle_.add_file("account.json", codec::encode_text(account) + "\n");
  }

  Task<Result<void>> add_sign_in() {
    CO_TRY(const auto sessions, co_await services_.sessions.list(account_id_, {}));
    CO_TRY(const auto tokens, co_await services_.sessions.tokens(account_id_));
    CO_TRY(const auto passkeys, co_await services_.passkeys.list(account_id_));
    CO_CHECK_OK(co_await bundle_.add_file("sessions.json", json_list(sessions)));
    CO_CHECK_OK(co_await bundle_.add_file("tokens.json", json_list(tokens)));
    co_return co_await bundle_.add_file("passkeys.json", json_list(passkeys));
  }

  Task<Result<void>> add_activity() {
    std::vector<accounts::ActivityEntry> all;
    std::string cursor;
    do {
      CO_TRY(const auto page, co_await services_.activity.list(account_id_, kPage, cursor));
      all.insert(all.end(), page.items.begin(), page.items.end());
      cursor = page.next;
    } while (!cursor.empty());
    co_return co_await bundle_.add_file("activity.json", json_list(all));
  }

  Task<Result<void>> add_dogs() {
    CO_TRY(const auto dogs, co_await services_.circle.all_dogs_of(account_id_));
    std::vector<dogs::Dog> places;
    for (const auto& [dog_id, membership] : dogs) {
      here_.insert(dog_id);
      CO_TRY(dogs::Dog dog, co_await services_.dogs.get(dog_id, membership.grant));
      places.push_back(std::move(dog));
      circle::Actor actor{.grant = membership.grant, .name = name_};
      const circle::Author by = circle::author_of(actor);
      dossier::DossierText text({.store = services_.store, .dogs = services_.dogs, .records = services_.records},
                                dog_id, actor, services_.clock());
      bundle_.begin("dogs/" + dog_id + "/dossier.json");
      CO_CHECK_OK(co_await bundle_.add_all(text));
      CO_CHECK_OK(co_await services_.access_trail.exported(dog_id, by));
      if (bundle_.size() > kMostBytes) break;
    }
    co_return co_await bundle_.add_file("dogs.json", json_list(places));
  }

  // What they wrote is theirs, also of dogs that they see no more; what others made of it since is not.
  Task<Result<void>> add_elsewhere() {
    bundle_.begin("records-elsewhere.json");
    CO_CHECK_OK(co_await bundle_.add("["));
    store::Pages places(services_.store,
                        {.pk = keys::kAccount.of(account_id_), .from = "WAS#", .to = "WAS$", .limit = kPage});
    while (places.more()) {
      CO_TRY(const auto items, co_await places.next());
      for (const store::Item& item : items) {
        std::string dog_id = item.key.sk.substr(std::string_view("WAS#").size());
        if (here_.contains(dog_id)) continue;  // Its own file has all that they may see.
        CO_CHECK_OK(co_await add_own(std::move(dog_id)));
      }
    }
    co_return co_await bundle_.add("]\n");
  }

  Task<Result<void>> add_own(std::string dog_id) {
    store::Pages pages(services_.store,
                       {.pk = log::partition_of(dog_id), .from = "REC#", .to = "REC$", .limit = kPage});
    Breather breather;
    while (pages.more() && bundle_.size() <= kMostBytes) {
      CO_TRY(const auto items, co_await pages.next());
      for (const store::Item& item : items) {
        const auto label = records::parse_label(item.label);
        if (!label || label->deleted || label->author_id != account_id_) continue;
        co_await breather.pause_if_due();
        CO_TRY(std::string words, co_await own_words(services_.store, dog_id, item));
        CO_CHECK_OK(co_await bundle_.add((std::exchange(any_elsewhere_, true) ? ",\n" : "") + std::move(words)));
      }
    }
    co_return Result<void>{};
  }

  Services& services_;
  const std::string account_id_;
  std::string name_;
  std::set<std::string> here_;  // Dogs that they have a place with.
  dossier::Bundle& bundle_;
  bool any_elsewhere_ = false;
};

}  // namespace

Task<Result<void>> add_account_files(Services& services, std::string account_id, dossier::Bundle& bundle) {
  Files files(services, std::move(account_id), bundle);
  co_return co_await files.collect();
}

}  // namespace doggy::api
