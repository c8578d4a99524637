#include "alert-analyzer/app/wiring.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "alert-analyzer/analysis/openai.h"
#include "alert-analyzer/analysis/prompt.h"
#include "alert-analyzer/delivery/mail_channel.h"
#include "alert-analyzer/delivery/sns_channel.h"
#include "platform/async/run_task.h"
#include "platform/aws/messaging.h"
#include "platform/json/codec.h"
#include "platform/json/email.h"
#include "platform/mail/mail.h"
#include "platform/program/secret_file.h"
#include "platform/try.h"

namespace doggy::analyzer {
namespace {

std::set<std::string> set_of(const std::string& text) {
  const auto all = listed(text);
  return {all.begin(), all.end()};
}

Result<std::set<SecretKind>> kinds_of(const std::string& text) {
  std::set<SecretKind> kinds;
  for (const std::string& name : listed(text)) {
    // People, not keys: a mail is read and forwarded by many.
    if (name == "email")
      kinds.insert(SecretKind::kEmail);
    else if (name == "phone")
      kinds.insert(SecretKind::kPhone);
    else
      return fail_field("mail-shows", "enum", "mail-shows takes email and phone; nothing else is ever shown.");
  }
  return kinds;
}

Result<std::shared_ptr<mail::Mailer>> mailer_of(const Settings& settings) {
  auto password = program::read_secret(settings.smtp_password_file, "smtp-password-file");
  if (!password) return std::unexpected(std::move(password.error()));
  std::shared_ptr<mail::Mailer> mailer;
  if (!settings.smtp_url.empty()) {
    mailer = mail::smtp({.url = settings.smtp_url,
                         .user = settings.smtp_user,
                         .password = *std::move(password),
                         .require_tls = settings.smtp_require_tls},
                        settings.mail_from);
  } else {
    std::filesystem::path folder = settings.mail_outbox;
    if (folder.empty()) folder = std::filesystem::path(settings.data) / "outbox";
    mailer = mail::outbox(std::move(folder), settings.mail_from);
  }
  return mailer;
}

std::string without_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

aws::ServiceOptions service_options(const Settings& settings) {
  return {.region = settings.aws_region, .endpoint = without_slash(settings.aws_endpoint)};
}

Result<LlmApi> api_of(const std::string& name) {
  if (name == "auto") return LlmApi::kAuto;
  if (name == "responses") return LlmApi::kResponses;
  if (name == "chat") return LlmApi::kChat;
  return fail_field("llm-api", "enum", "llm-api is auto, responses or chat.");
}

// run_task needs a value that can be made from nothing.
struct Secret {
  Result<std::string> value;
};

Task<Secret> fetch(aws::Service& secrets, std::string id) {
  auto value = co_await aws::secret_value(secrets, std::move(id));
  co_return Secret{std::move(value)};
}

Result<std::string> llm_key(const Settings& settings, const Neighbors& all) {
  if (settings.llm_key_secret.empty()) return program::read_secret(settings.llm_key_file, "llm-key-file");
  aws::Service secrets("secretsmanager", service_options(settings), *all.credentials, *all.client);
  return run_task(fetch(secrets, settings.llm_key_secret)).value;
}

}  // namespace

std::vector<std::string> listed(const std::string& text) {
  std::vector<std::string> parts;
  std::string part;
  for (char c : text + ",") {
    if (c != ',') {
      if (c != ' ' || !part.empty()) part += c;
      continue;
    }
    while (part.ends_with(' ')) part.pop_back();
    if (!part.empty()) parts.push_back(std::exchange(part, {}));
  }
  return parts;
}

Result<Policy> policy_of(const Settings& settings) {
  auto shows = kinds_of(settings.mail_shows);
  if (!shows) return std::unexpected(std::move(shows.error()));
  Policy policy{.severity_label = settings.severity_label,
                .critical_severities = set_of(settings.critical_severities),
                .watchdogs = set_of(settings.watchdogs),
                .watchdog_expected = settings.watchdog_expected};
  policy.watchdog_silence = std::chrono::seconds(settings.watchdog_seconds);
  policy.gather = std::chrono::seconds(settings.gather_seconds);
  policy.between_reports = std::chrono::seconds(settings.report_seconds);
  policy.storm_after = std::max<std::uint64_t>(settings.storm_after, 1);
  policy.keep = std::chrono::hours(24) * std::max<std::uint64_t>(settings.keep_days, 1);
  policy.deployment_annotations = listed(settings.deployment_annotations);
  policy.mail_shows = *std::move(shows);
  policy.page_url = settings.public_url;
  while (policy.page_url.ends_with('/')) policy.page_url.pop_back();
  return policy;
}

Result<ContextOptions> context_of(const Settings& settings) {
  auto mapping = read_mapping(listed(settings.loki_labels), "loki-labels");
  if (!mapping) return std::unexpected(std::move(mapping.error()));
  auto loki_token = program::read_secret(settings.loki_token_file, "loki-token-file");
  if (!loki_token) return std::unexpected(std::move(loki_token.error()));
  auto prometheus_token = program::read_secret(settings.prometheus_token_file, "prometheus-token-file");
  if (!prometheus_token) return std::unexpected(std::move(prometheus_token.error()));
  ContextOptions options;
  options.loki = {
      .url = without_slash(settings.loki_url), .token = *std::move(loki_token), .tenant = settings.loki_tenant};
  options.prometheus = {.url = without_slash(settings.prometheus_url), .token = *std::move(prometheus_token)};
  options.mapping = *std::move(mapping);
  options.before = std::chrono::seconds(settings.log_seconds_before);
  options.after = std::chrono::seconds(settings.log_seconds_after);
  options.limits.lines = std::clamp<std::uint64_t>(settings.log_lines, 1, 5000);  // Loki's own limit.
  options.limits.bytes = std::clamp<std::uint64_t>(settings.log_bytes, 1024, 1'000'000);
  return options;
}

Budget budget_of(const Settings& settings) {
  return {.tokens_a_day = settings.llm_tokens_a_day,
          .tokens_an_incident = settings.llm_tokens_an_incident,
          .output_tokens = settings.llm_output_tokens,
          .input_price = settings.llm_input_price,
          .output_price = settings.llm_output_price,
          .cache = std::chrono::seconds(settings.llm_cache_seconds)};
}

Result<std::unique_ptr<Llm>> llm_of(const Settings& settings, const Neighbors& all) {
  if (settings.llm_url.empty()) return nullptr;
  if (settings.llm_model.empty()) return fail_field("llm-model", "required", "Say which model to ask: llm-model.");
  TRY(auto api, api_of(settings.llm_api));
  auto key = llm_key(settings, all);
  if (!key) return std::unexpected(std::move(key.error()));
  return std::make_unique<OpenAi>(OpenAiOptions{.url = without_slash(settings.llm_url),
                                                .model = settings.llm_model,
                                                .key = *std::move(key),
                                                .api = api,
                                                .timeout = std::chrono::seconds(settings.llm_seconds)},
                                  "incident_analysis", strict_schema(), *all.client);
}

Neighbors connected(const Settings& settings) {
  Neighbors all;
  all.client = std::make_unique<http::Client>();
  all.credentials =
      std::make_unique<aws::CredentialsProvider>(aws::CredentialsOptions{.region = settings.aws_region}, *all.client);
  return all;
}

Result<Neighbors> neighbors_of(const Settings& settings) {
  Neighbors all = connected(settings);
  if (!settings.mail_to.empty()) {
    TRY(auto mailer, mailer_of(settings));
    for (const std::string& recipient : listed(settings.mail_to)) {
      if (!is_plain_email(recipient)) return fail_field("mail-to", "format", recipient + " is no mail address.");
      all.channels.push_back(mail_channel(mailer, recipient, settings.mail_from));
    }
  }
  if (!settings.sns_topic.empty()) {
    all.sns = std::make_unique<aws::Service>("sns", service_options(settings), *all.credentials, *all.client);
    all.channels.push_back(sns_channel(*all.sns, settings.sns_topic));
  }
  if (!settings.sqs_queue.empty())
    all.sqs = std::make_unique<aws::Service>("sqs", service_options(settings), *all.credentials, *all.client);
  if (all.channels.empty())
    return fail_field("mail-to", "required", "Say who gets the messages: mail-to, or sns-topic.");
  auto llm = llm_of(settings, all);
  if (!llm) return std::unexpected(std::move(llm.error()));
  all.llm = *std::move(llm);
  return all;
}

}  // namespace doggy::analyzer
