// How alerts become incidents and messages: what of it can be set.
#pragma once

#include <chrono>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "alert-analyzer/redaction/vault.h"

namespace doggy::analyzer {

struct Policy {
  std::string severity_label = "severity";
  std::set<std::string> critical_severities = {"critical", "page"};
  std::set<std::string> watchdogs = {"Watchdog"};
  bool watchdog_expected = false;  // Its absence is reported even when it never came.
  std::chrono::milliseconds watchdog_silence = std::chrono::minutes(15);
  std::chrono::milliseconds gather = std::chrono::seconds(20);          // From an incident's first alert to its report.
  std::chrono::milliseconds between_notices = std::chrono::seconds(5);  // Of one incident.
  std::chrono::milliseconds between_reports = std::chrono::minutes(10);
  std::size_t storm_after = 5;  // Incidents opened within storm_window; what comes then shares one.
  std::chrono::milliseconds storm_window = std::chrono::minutes(2);
  std::chrono::milliseconds keep = std::chrono::hours(24 * 30);
  std::vector<std::string> deployment_annotations = {"deployment", "deployed_at", "version"};
  std::set<SecretKind> mail_shows = {};  // Secrets that a mail shows as they are.
  std::string page_url;                  // Of the read-only page; empty: no links to it.
};

}  // namespace doggy::analyzer
