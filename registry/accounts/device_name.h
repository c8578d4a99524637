// What a client calls itself, as it is kept: the printable characters among the first 200 of its User-Agent.
#pragma once

#include <string>

namespace doggy::accounts {

[[nodiscard]] inline std::string device_name(const std::string& user_agent) {
  std::string kept;
  for (const char c : user_agent.substr(0, 200))
    if (static_cast<unsigned char>(c) >= 32 && static_cast<unsigned char>(c) < 127) kept += c;
  return kept;
}

}  // namespace doggy::accounts
