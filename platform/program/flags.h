// Flags and environment variables from a described struct of settings: `--smtp-url` and PREFIX_SMTP_URL for smtp_url,
// with the documentation and the default that the struct has.
#pragma once

#include <CLI/App.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <string>

#include "platform/json/schema.h"

namespace doggy::program {

/// "smtp_url" → "smtp-url".
[[nodiscard]] inline std::string flag_name(std::string member) {
  for (char& c : member)
    if (c == '_') c = '-';
  return member;
}

/// "DOGGY_", "smtp_url" → "DOGGY_SMTP_URL".
[[nodiscard]] inline std::string variable_name(const std::string& prefix, const std::string& member) {
  std::string upper = prefix;
  for (char c : member) upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return upper;
}

/// A flag and a variable for each member of `settings`, which outlives the parsing.
template <class Settings>
void add_settings(CLI::App& command, Settings& settings, const std::string& prefix) {
  using Members = boost::describe::describe_members<Settings, boost::describe::mod_public>;
  boost::mp11::mp_for_each<Members>([&](auto member) {
    const std::string name = member.name;
    std::string doc;
    for (const auto& field : codec::Schema<Settings>::kFields)
      if (field.member == name) doc = field.doc;
    command.add_option("--" + flag_name(name), settings.*member.pointer, doc)
        ->envname(variable_name(prefix, name))
        ->capture_default_str();
  });
}

}  // namespace doggy::program
