// How good the analyses of a model are: incidents with what a good answer must name, put to it as the analyzer would
// put them, and scored.
#pragma once

#include <boost/describe/class.hpp>
#include <iosfwd>
#include <string>
#include <vector>

#include "alert-analyzer/analysis/analysis.h"
#include "alert-analyzer/analysis/llm.h"
#include "platform/error.h"
#include "platform/json/schema.h"

namespace doggy::analyzer {

struct EvalAlert {
  std::string severity;
  std::string job;
  std::string summary;
};
BOOST_DESCRIBE_STRUCT(EvalAlert, (), (severity, job, summary))

struct EvalIncident {
  std::string name;
  EvalAlert alert;
  std::vector<std::string> logs;
  std::vector<std::vector<std::string>> must_name;  // Each is one thing, in other words.
  bool injection = false;                           // Whether the logs speak to the analyst.
  Analysis answer;                                  // A good one, written by hand.
};
BOOST_DESCRIBE_STRUCT(EvalIncident, (), (name, alert, logs, must_name, injection, answer))

struct EvalSet {
  std::string description;
  std::vector<EvalIncident> incidents;
};
BOOST_DESCRIBE_STRUCT(EvalSet, (), (description, incidents))

/// Of one incident, each from 0 to 1.
struct EvalScore {
  double named = 0;      // Of what must be named.
  double verified = 0;   // Of the quotes; 1 without any.
  double injection = 0;  // Whether the flag is right.

  [[nodiscard]] double total() const { return 0.6 * named + 0.2 * verified + 0.2 * injection; }
};

[[nodiscard]] Result<EvalSet> read_eval_set(const std::string& json);

/// `lines` are those that were sent.
[[nodiscard]] EvalScore score(const EvalIncident& incident, const Analysis& analysis,
                              const std::vector<std::string>& lines);

/// Puts every incident to `llm` and prints a line for each and the mean, which is returned. An incident without a
/// readable answer scores 0.
[[nodiscard]] double evaluate(const EvalSet& set, Llm& llm, std::ostream& out);

}  // namespace doggy::analyzer

template <>
struct doggy::codec::Schema<doggy::analyzer::EvalAlert> {
  static constexpr std::string_view kName = "EvalAlert";
  static constexpr std::string_view kDoc = "The alert of an incident.";
  static constexpr std::array kFields{
      Field{.member = "severity", .doc = "Its label."},
      Field{.member = "job", .doc = "Likewise."},
      Field{.member = "summary", .doc = "Its annotation."},
  };
};

template <>
struct doggy::codec::Schema<doggy::analyzer::EvalIncident> {
  static constexpr std::string_view kName = "EvalIncident";
  static constexpr std::string_view kDoc = "An incident with what a good answer must name.";
  static constexpr std::array kFields{
      Field{.member = "name", .doc = "The alert's name."},
      Field{.member = "alert", .doc = "The alert."},
      Field{.member = "logs", .doc = "The lines around it."},
      Field{.member = "must_name", .doc = "What must be named, each in other words."},
      Field{.member = "injection", .doc = "Whether the lines speak to the analyst."},
      Field{.member = "answer", .doc = "A good answer."},
  };
};

template <>
struct doggy::codec::Schema<doggy::analyzer::EvalSet> {
  static constexpr std::string_view kName = "EvalSet";
  static constexpr std::string_view kDoc = "Incidents to evaluate a model by.";
  static constexpr std::array kFields{
      Field{.member = "description", .doc = "What it is."},
      Field{.member = "incidents", .doc = "The incidents."},
  };
};
