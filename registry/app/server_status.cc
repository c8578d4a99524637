#include "registry/app/server_status.h"

#include <filesystem>
#include <set>
#include <sstream>
#include <utility>

#include "registry/accounts/lower.h"
#include "registry/store/sqlite/sqlite_store.h"

namespace doggy::app {

std::function<bool(const std::string& email)> admins_of(const Settings& settings) {
  std::set<std::string> admins;
  std::istringstream list(settings.admins);
  for (std::string email; std::getline(list, email, ',');) {
    std::erase(email, ' ');
    if (!email.empty()) admins.insert(accounts::lower(std::move(email)));
  }
  return [admins = std::move(admins)](const std::string& email) { return admins.contains(accounts::lower(email)); };
}

api::ServerStatus status_of(const Settings& settings, const Timestamp& started_at, const std::string& public_url) {
  const std::filesystem::path data = settings.data;
  api::ServerStatus status{.started_at = started_at,
                           .store = settings.store,
                           .media_store = settings.media_store,
                           .mail = settings.smtp_url.empty() ? "outbox" : "smtp",
                           .public_url = public_url,
                           .store_bytes = {}};
  std::error_code error;
  if (settings.store == "sqlite") {
    const auto size = std::filesystem::file_size(data / store::kDatabaseFile, error);
    if (!error) status.store_bytes = size;
  }
  if (const auto space = std::filesystem::space(data, error); !error) status.free_bytes = space.available;
  return status;
}

}  // namespace doggy::app
