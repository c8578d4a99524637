// libical, set up as this program uses it: errors are values, and handles free themselves. Included by the sources of
// this folder only.
#pragma once

#include <libical/ical.h>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace doggy::calendar::ical {

/// Call before anything else of libical: its defaults are not ours; wrong input would abort the program.
inline void prepare() {
  static std::once_flag once;
  std::call_once(once, [] { icalerror_set_errors_are_fatal(0); });
}

using Iterator = std::unique_ptr<icalrecur_iterator, decltype(&icalrecur_iterator_free)>;
using Component = std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)>;

/// The zone of that name, owned by libical, or null.
inline icaltimezone* zone(std::string_view name) {
  prepare();
  // Names outside the database would be tried as paths.
  if (name.empty() || name.size() > 64 || name.find("..") != std::string_view::npos || name.front() == '/')
    return nullptr;
  return icaltimezone_get_builtin_timezone(std::string(name).c_str());
}

}  // namespace doggy::calendar::ical
