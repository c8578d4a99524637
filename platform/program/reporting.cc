#include "platform/program/reporting.h"

#include <iostream>

namespace doggy::program {

observe::Level log_level(std::string_view name) {
  if (name == "debug") return observe::Level::kDebug;
  if (name == "warn") return observe::Level::kWarn;
  if (name == "error") return observe::Level::kError;
  return observe::Level::kInfo;
}

int report(std::string_view program, const Error& error) {
  std::cerr << program << ": " << error.detail << '\n';
  for (const FieldError& field : error.fields)
    std::cerr << "  " << field.field << " (" << field.rule << "): " << field.message << '\n';
  return error.code == Code::kInvalid ? 2 : 1;
}

}  // namespace doggy::program
