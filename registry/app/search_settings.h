// From the settings to what registry/search is told.
#pragma once

#include <filesystem>

#include "registry/app/settings.h"

namespace doggy::app {

[[nodiscard]] inline std::filesystem::path search_folder(const Settings& settings) {
  if (!settings.search_folder.empty()) return settings.search_folder;
  return std::filesystem::path(settings.data) / "search";
}

}  // namespace doggy::app
