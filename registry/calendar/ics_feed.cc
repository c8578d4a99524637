#include "registry/calendar/ics_feed.h"

#include <algorithm>
#include <array>
#include <set>

#include "registry/calendar/ical.h"
#include "registry/calendar/time_zone.h"

namespace doggy::calendar {
namespace {

icaltimetype utc_time(const Timestamp& at) {
  return icaltime_from_timet_with_zone(at.unix_ms() / 1000, 0, icaltimezone_get_utc_timezone());
}

// In the event's zone, so that it recurs at the same local time there.
icaltimetype local(const Timestamp& at, icaltimezone* zone) {
  return zone == nullptr ? utc_time(at) : icaltime_convert_to_zone(utc_time(at), zone);
}

void add_time(icalcomponent* event, icalproperty* property, icaltimezone* zone) {
  if (zone != nullptr) icalproperty_add_parameter(property, icalparameter_new_tzid(icaltimezone_get_location(zone)));
  icalcomponent_add_property(event, property);
}

void add_text(icalcomponent* event, const std::string& text, icalproperty* (*make)(const char*)) {
  if (!text.empty()) icalcomponent_add_property(event, make(text.c_str()));
}

icaltimetype on_day(icaltimetype time, const Date& day) {
  const std::string text = day.text();
  time.year = std::stoi(text.substr(0, 4));
  time.month = std::stoi(text.substr(5, 2));
  time.day = std::stoi(text.substr(8, 2));
  return time;
}

// Under its plain name, which is what other programs know it by. Owned by the calendar that it is added to.
icalcomponent* describe(icaltimezone* zone) {
  icalcomponent* description = icalcomponent_new_clone(icaltimezone_get_component(zone));
  icalproperty* id = icalcomponent_get_first_property(description, ICAL_TZID_PROPERTY);
  if (id != nullptr) icalproperty_set_tzid(id, icaltimezone_get_location(zone));
  return description;
}

// Owned by the calendar that it is added to.
icalcomponent* make_event(const FeedEvent& source, icaltimezone* zone) {
  icalcomponent* event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
  icalcomponent_add_property(event, icalproperty_new_uid(source.uid.c_str()));
  icalcomponent_add_property(event, icalproperty_new_dtstamp(utc_time(source.changed_at)));
  icalcomponent_add_property(event, icalproperty_new_sequence(static_cast<int>(source.version - 1)));
  const icaltimetype start = local(source.series.start, zone);
  add_time(event, icalproperty_new_dtstart(start), zone);
  if (source.end) add_time(event, icalproperty_new_dtend(local(*source.end, zone)), zone);
  if (!source.series.rule.empty()) {
    icalcomponent_add_property(event,
                               icalproperty_new_rrule(icalrecurrencetype_from_string(source.series.rule.c_str())));
    for (const Date& day : source.series.except) add_time(event, icalproperty_new_exdate(on_day(start, day)), zone);
  }
  add_text(event, source.summary, icalproperty_new_summary);
  add_text(event, source.description, icalproperty_new_description);
  add_text(event, source.location, icalproperty_new_location);
  icalcomponent_add_property(event,
                             icalproperty_new_status(source.canceled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
  return event;
}

}  // namespace

std::string ics_feed(const std::string& name, std::span<const FeedEvent> events) {
  ical::prepare();
  const ical::Component calendar(icalcomponent_new(ICAL_VCALENDAR_COMPONENT), &icalcomponent_free);
  icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//Doggy App//registry//EN"));
  icalproperty* title = icalproperty_new_x(name.c_str());
  icalproperty_set_x_name(title, "X-WR-CALNAME");
  icalcomponent_add_property(calendar.get(), title);
  std::set<std::string> described;
  for (const FeedEvent& event : events) {
    icaltimezone* zone = event.series.time_zone ? ical::zone(*event.series.time_zone) : nullptr;
    if (zone != nullptr && described.insert(*event.series.time_zone).second)
      icalcomponent_add_component(calendar.get(), describe(zone));
    icalcomponent_add_component(calendar.get(), make_event(event, zone));
  }
  const std::unique_ptr<char, decltype(&free)> text(icalcomponent_as_ical_string_r(calendar.get()), &free);
  return text.get();
}

}  // namespace doggy::calendar
