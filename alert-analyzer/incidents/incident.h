// What is on record: incidents with their alerts, and what was or is to be sent about them.
//
// An incident is what one thread of mails is about: the alerts of one group of the sender, from the first that fires to
// the last that is resolved. While very many groups fire at once, the rest of them share one incident, the storm.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>

#include "alert-analyzer/alerts/alert.h"
#include "platform/json/schema.h"

namespace doggy::analyzer {

enum class AnalysisState : std::uint8_t {
  kNone,      // Not asked for (yet).
  kDone,      // The LLM answered.
  kCached,    // An answer to the same incident of a short time ago was used again.
  kFallback,  // There is none, and analysis_note says why; the facts were sent without.
};
BOOST_DESCRIBE_ENUM(AnalysisState, kNone, kDone, kCached, kFallback)

/// Times are milliseconds since 1970, 0 for never.
struct Incident {
  std::string id;
  std::string group;
  std::string title;
  bool storm = false;
  bool critical = false;
  std::int64_t opened_ms = 0;
  std::int64_t closed_ms = 0;
  std::int64_t notice_due_ms = 0;
  std::int64_t noticed_ms = 0;
  std::int64_t report_due_ms = 0;
  std::int64_t reported_ms = 0;
  std::uint64_t mails = 0;  // Planned so far; numbers the messages of the thread.
  AnalysisState analysis_state = AnalysisState::kNone;
  std::string analysis_note;
  std::string analysis;  // JSON, with secrets hidden.
  std::string context_note;
  std::uint64_t tokens = 0;  // Of the LLM.
};
BOOST_DESCRIBE_STRUCT(Incident, (),
                      (id, group, title, storm, critical, opened_ms, closed_ms, notice_due_ms, noticed_ms,
                       report_due_ms, reported_ms, mails, analysis_state, analysis_note, analysis, context_note,
                       tokens))

struct KnownAlert {
  std::string incident_id;  // Empty: a resolution of something that never fired here.
  Alert alert;
  bool critical = false;
  bool noticed = false;   // A raw notice about it is planned.
  bool reported = false;  // A report or the closing mail has it.
  std::int64_t received_ms = 0;
  std::int64_t resolved_ms = 0;
  std::uint64_t repeats = 0;  // How often the sender said the same again.
};
BOOST_DESCRIBE_STRUCT(KnownAlert, (),
                      (incident_id, alert, critical, noticed, reported, received_ms, resolved_ms, repeats))

enum class DeliveryKind : std::uint8_t { kNotice, kReport, kResolved, kHeartbeat };
BOOST_DESCRIBE_ENUM(DeliveryKind, kNotice, kReport, kResolved, kHeartbeat)

enum class DeliveryState : std::uint8_t { kWaiting, kSent, kDead };
BOOST_DESCRIBE_ENUM(DeliveryState, kWaiting, kSent, kDead)

/// One message to one channel, complete before it is sent first, so that each try sends the same bytes under the same
/// id.
struct Delivery {
  std::string id;
  std::string incident_id;
  DeliveryKind kind = DeliveryKind::kNotice;
  std::string channel;
  std::string subject;
  std::string text;
  std::uint64_t number = 0;  // In the thread, from 1.
  DeliveryState state = DeliveryState::kWaiting;
  std::uint64_t attempts = 0;
  std::int64_t created_ms = 0;
  std::int64_t due_ms = 0;
  std::int64_t sent_ms = 0;
  std::string error;  // Of the last try.
};
BOOST_DESCRIBE_STRUCT(Delivery, (),
                      (id, incident_id, kind, channel, subject, text, number, state, attempts, created_ms, due_ms,
                       sent_ms, error))

/// Of an alert that always fires, so that its absence says that alerting is broken.
struct Heartbeat {
  std::string name;
  std::int64_t last_ms = 0;
  bool missed = false;  // Its absence was reported.
};
BOOST_DESCRIBE_STRUCT(Heartbeat, (), (name, last_ms, missed))

/// What the LLM cost on one day in UTC.
struct Spend {
  std::uint64_t calls = 0;
  std::uint64_t input_tokens = 0;
  std::uint64_t output_tokens = 0;
};
BOOST_DESCRIBE_STRUCT(Spend, (), (calls, input_tokens, output_tokens))

}  // namespace doggy::analyzer

template <>
struct doggy::codec::Schema<doggy::analyzer::Incident> {
  static constexpr std::string_view kName = "Incident";
  static constexpr std::string_view kDoc = "What one thread of mails is about.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "Of the incident."},
      Field{.member = "group", .doc = "The sender's group of alerts."},
      Field{.member = "title", .doc = "What it is about."},
      Field{.member = "storm", .doc = "Many groups at once share it.", .defaulted = true},
      Field{.member = "critical", .doc = "Whether one of its alerts is.", .defaulted = true},
      Field{.member = "opened_ms", .doc = "When its first alert came.", .unit = "ms"},
      Field{.member = "closed_ms", .doc = "When its last alert was resolved.", .unit = "ms", .defaulted = true},
      Field{.member = "notice_due_ms", .doc = "When a raw notice is due.", .unit = "ms", .defaulted = true},
      Field{.member = "noticed_ms", .doc = "When the last was planned.", .unit = "ms", .defaulted = true},
      Field{.member = "report_due_ms", .doc = "When a report is due.", .unit = "ms", .defaulted = true},
      Field{.member = "reported_ms", .doc = "When the last was planned.", .unit = "ms", .defaulted = true},
      Field{.member = "mails", .doc = "Messages of its thread.", .defaulted = true},
      Field{.member = "analysis_state", .doc = "Where its analysis comes from.", .defaulted = true},
      Field{.member = "analysis_note", .doc = "Why there is none.", .defaulted = true},
      Field{.member = "analysis", .doc = "The LLM's, as JSON.", .defaulted = true},
      Field{.member = "context_note", .doc = "What is known of its logs.", .defaulted = true},
      Field{.member = "tokens", .doc = "What its analyses took.", .defaulted = true},
  };
};

template <>
struct doggy::codec::Schema<doggy::analyzer::KnownAlert> {
  static constexpr std::string_view kName = "KnownAlert";
  static constexpr std::string_view kDoc = "An alert and what became of it.";
  static constexpr std::array kFields{
      Field{.member = "incident_id", .doc = "Where it belongs.", .defaulted = true},
      Field{.member = "alert", .doc = "As it came."},
      Field{.member = "critical", .doc = "Whether it is told at once.", .defaulted = true},
      Field{.member = "noticed", .doc = "Whether it was.", .defaulted = true},
      Field{.member = "reported", .doc = "Whether a report has it.", .defaulted = true},
      Field{.member = "received_ms", .doc = "When it came.", .unit = "ms"},
      Field{.member = "resolved_ms", .doc = "When its resolution came.", .unit = "ms", .defaulted = true},
      Field{.member = "repeats", .doc = "How often it came again.", .defaulted = true},
  };
};

template <>
struct doggy::codec::Schema<doggy::analyzer::Delivery> {
  static constexpr std::string_view kName = "Delivery";
  static constexpr std::string_view kDoc = "One message to one channel.";
  static constexpr std::array kFields{
      Field{.member = "id", .doc = "Of the message; the same at each try."},
      Field{.member = "incident_id", .doc = "What it is about.", .defaulted = true},
      Field{.member = "kind", .doc = "What it says."},
      Field{.member = "channel", .doc = "Which way it goes."},
      Field{.member = "subject", .doc = "Its subject."},
      Field{.member = "text", .doc = "Its text."},
      Field{.member = "number", .doc = "Its place in the thread.", .defaulted = true},
      Field{.member = "state", .doc = "Whether it went."},
      Field{.member = "attempts", .doc = "How often it was tried.", .defaulted = true},
      Field{.member = "created_ms", .doc = "When it was planned.", .unit = "ms"},
      Field{.member = "due_ms", .doc = "When it is tried next.", .unit = "ms", .defaulted = true},
      Field{.member = "sent_ms", .doc = "When it went.", .unit = "ms", .defaulted = true},
      Field{.member = "error", .doc = "Why the last try failed.", .defaulted = true},
  };
};

template <>
struct doggy::codec::Schema<doggy::analyzer::Heartbeat> {
  static constexpr std::string_view kName = "Heartbeat";
  static constexpr std::string_view kDoc = "An alert that always fires.";
  static constexpr std::array kFields{
      Field{.member = "name", .doc = "Of the alert."},
      Field{.member = "last_ms", .doc = "When it came last.", .unit = "ms"},
      Field{.member = "missed", .doc = "Whether its absence was reported."},
  };
};

template <>
struct doggy::codec::Schema<doggy::analyzer::Spend> {
  static constexpr std::string_view kName = "Spend";
  static constexpr std::string_view kDoc = "What the LLM cost on one day.";
  static constexpr std::array kFields{
      Field{.member = "calls", .doc = "Requests that were answered."},
      Field{.member = "input_tokens", .doc = "Tokens sent."},
      Field{.member = "output_tokens", .doc = "Tokens received."},
  };
};
