#include "platform/program/secret_file.h"

#include <fmt/format.h>

#include <fstream>

namespace doggy::program {

Result<std::string> read_secret(const std::string& file, const std::string& setting) {
  std::string line;
  if (file.empty()) return line;
  std::ifstream stream(file);
  std::getline(stream, line);
  if (line.ends_with('\r')) line.pop_back();
  if (line.empty())
    return fail_field(setting, "readable", fmt::format("{} is a file with a secret in its first line.", setting));
  return line;
}

}  // namespace doggy::program
