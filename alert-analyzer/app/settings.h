// Everything that can be set, in one described struct: flags, DOGGY_ANALYZER_* variables and `--help` derive from it.
// Secrets are in files that it names.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>

#include "platform/json/schema.h"

namespace doggy::analyzer {

struct Settings {
  std::string data = "data";
  std::string listen = "127.0.0.1:9466";
  std::string metrics_listen = "127.0.0.1:9467";
  std::string token_file;
  std::string public_url;
  unsigned threads = 1;
  std::string log_level = "info";

  std::string severity_label = "severity";
  std::string critical_severities = "critical,page";
  std::string watchdogs = "Watchdog";
  bool watchdog_expected = false;
  std::uint64_t watchdog_seconds = 900;
  std::uint64_t gather_seconds = 20;
  std::uint64_t report_seconds = 600;
  std::uint64_t storm_after = 5;
  std::uint64_t keep_days = 30;
  std::uint64_t give_up_hours = 24;
  std::string deployment_annotations = "deployment,deployed_at,version";

  std::string mail_to;
  std::string mail_from = "doggy@localhost";
  std::string mail_outbox;
  std::string mail_shows;
  std::string smtp_url;
  std::string smtp_user;
  std::string smtp_password_file;
  bool smtp_require_tls = true;

  std::string sns_topic;
  std::string sqs_queue;
  std::string aws_region = "us-east-1";
  std::string aws_endpoint;

  std::string loki_url;
  std::string loki_token_file;
  std::string loki_tenant;
  std::string loki_labels = "namespace,pod,container,job,app";
  std::uint64_t log_seconds_before = 900;
  std::uint64_t log_seconds_after = 300;
  std::uint64_t log_lines = 200;
  std::uint64_t log_bytes = 49'152;
  std::string prometheus_url;
  std::string prometheus_token_file;

  std::string llm_url;
  std::string llm_model;
  std::string llm_key_file;
  std::string llm_key_secret;
  std::string llm_api = "auto";
  std::uint64_t llm_seconds = 60;
  std::uint64_t llm_tokens_a_day = 500'000;
  std::uint64_t llm_tokens_an_incident = 60'000;
  std::uint64_t llm_output_tokens = 2'000;
  double llm_input_price = 0;
  double llm_output_price = 0;
  std::uint64_t llm_cache_seconds = 3600;
};
BOOST_DESCRIBE_STRUCT(Settings, (),
                      (data, listen, metrics_listen, token_file, public_url, threads, log_level, severity_label,
                       critical_severities, watchdogs, watchdog_expected, watchdog_seconds, gather_seconds,
                       report_seconds, storm_after, keep_days, give_up_hours, deployment_annotations, mail_to,
                       mail_from, mail_outbox, mail_shows, smtp_url, smtp_user, smtp_password_file, smtp_require_tls,
                       sns_topic, sqs_queue, aws_region, aws_endpoint, loki_url, loki_token_file, loki_tenant,
                       loki_labels, log_seconds_before, log_seconds_after, log_lines, log_bytes, prometheus_url,
                       prometheus_token_file, llm_url, llm_model, llm_key_file, llm_key_secret, llm_api, llm_seconds,
                       llm_tokens_a_day, llm_tokens_an_incident, llm_output_tokens, llm_input_price, llm_output_price,
                       llm_cache_seconds))

}  // namespace doggy::analyzer

template <>
struct doggy::codec::Schema<doggy::analyzer::Settings> {
  static constexpr std::string_view kName = "Settings";
  static constexpr std::string_view kDoc = "How the alert analyzer runs.";
  static constexpr std::array kFields{
      Field{.member = "data", .doc = "Folder of queue and incidents; made when it is not there."},
      Field{.member = "listen", .doc = "Address and port of webhooks, page and API; port 0 takes a free one."},
      Field{.member = "metrics_listen", .doc = "Address and port of /metrics; empty: none."},
      Field{.member = "token_file",
            .doc = "File with the token that callers must have, in its first line. Required unless it listens on "
                   "loopback only."},
      Field{.member = "public_url", .doc = "How people reach the page, for links; empty: no links."},
      Field{.member = "threads", .doc = "Event loops."},
      Field{.member = "log_level", .doc = "debug, info, warn or error."},
      Field{.member = "severity_label", .doc = "The label that says how bad an alert is."},
      Field{.member = "critical_severities", .doc = "Its values, by comma, of alerts that are told at once."},
      Field{.member = "watchdogs", .doc = "Names, by comma, of alerts that always fire; their absence is reported."},
      Field{.member = "watchdog_expected", .doc = "Report the absence of the first of them even if it never came."},
      Field{.member = "watchdog_seconds", .doc = "How long it may be silent.", .unit = "s"},
      Field{.member = "gather_seconds",
            .doc = "From an incident's first alert to its report; what fires meanwhile is in it.",
            .unit = "s"},
      Field{.member = "report_seconds", .doc = "At least that long between two reports of one incident.", .unit = "s"},
      Field{.member = "storm_after",
            .doc = "When so many incidents were opened within two minutes, further groups share one."},
      Field{.member = "keep_days", .doc = "How long what is over is kept.", .unit = "d"},
      Field{.member = "give_up_hours", .doc = "How long a message is tried before it is put aside.", .unit = "h"},
      Field{.member = "deployment_annotations",
            .doc = "Names, by comma, of annotations that tell of the last deployment."},
      Field{.member = "mail_to", .doc = "Addresses, by comma, that get mails."},
      Field{.member = "mail_from", .doc = "The address that mails come from."},
      Field{.member = "mail_outbox", .doc = "Folder for mails when there is no SMTP server; empty: outbox in data."},
      Field{.member = "mail_shows",
            .doc = "What mails show as it is although it is hidden from the LLM, by comma: email, phone, …"},
      Field{.member = "smtp_url", .doc = "Server that sends mails: smtps://host or smtp://host:587; empty: none."},
      Field{.member = "smtp_user", .doc = "Who to sign in as there; empty: nobody."},
      Field{.member = "smtp_password_file", .doc = "File with the password for it, in its first line."},
      Field{.member = "smtp_require_tls", .doc = "Send no mail without TLS; false only for a server on this machine."},
      Field{.member = "sns_topic", .doc = "ARN of the SNS topic that gets the messages too; empty: none."},
      Field{.member = "sqs_queue", .doc = "URL of the SQS queue that alerts wait in; empty: a file in data."},
      Field{.member = "aws_region", .doc = "Region of topic, queue and secrets."},
      Field{.member = "aws_endpoint", .doc = "Where AWS' services are, for tests; empty: at AWS."},
      Field{.member = "loki_url", .doc = "Loki, such as http://loki:3100, for the lines around an alert; empty: none."},
      Field{.member = "loki_token_file", .doc = "File with the bearer token for it."},
      Field{.member = "loki_tenant", .doc = "X-Scope-OrgID for it."},
      Field{.member = "loki_labels",
            .doc = "Labels of alerts, by comma, that lead to their logs; job=app where Loki has another name."},
      Field{.member = "log_seconds_before", .doc = "How far back logs and values are read.", .unit = "s"},
      Field{.member = "log_seconds_after", .doc = "How far after the alert's start.", .unit = "s"},
      Field{.member = "log_lines", .doc = "At most so many lines of an incident; those nearest to its start."},
      Field{.member = "log_bytes", .doc = "At most so many bytes of them."},
      Field{.member = "prometheus_url", .doc = "Prometheus, for the values of the alert's rule; empty: none."},
      Field{.member = "prometheus_token_file", .doc = "File with the bearer token for it."},
      Field{.member = "llm_url",
            .doc = "An OpenAI-compatible API, such as https://api.openai.com/v1; empty: no analyses."},
      Field{.member = "llm_model", .doc = "The model to ask."},
      Field{.member = "llm_key_file", .doc = "File with the key for it."},
      Field{.member = "llm_key_secret", .doc = "Id of a secret of Secrets Manager with the key, instead of a file."},
      Field{.member = "llm_api", .doc = "auto, responses or chat."},
      Field{.member = "llm_seconds", .doc = "How long an answer may take.", .unit = "s"},
      Field{.member = "llm_tokens_a_day", .doc = "Tokens that a day (in UTC) may cost."},
      Field{.member = "llm_tokens_an_incident", .doc = "Tokens that one incident may cost."},
      Field{.member = "llm_output_tokens", .doc = "Tokens that one answer may have."},
      Field{.member = "llm_input_price", .doc = "Of a million tokens sent, for the cost metric."},
      Field{.member = "llm_output_price", .doc = "Of a million tokens received."},
      Field{.member = "llm_cache_seconds",
            .doc = "How long an analysis is used again when the incident comes back.",
            .unit = "s"},
  };
};
