#include "alert-analyzer/redaction/rules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace doggy::analyzer {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

std::size_t digits_in(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, is_digit));
}

// Words that stand where a secret could: hiding them would hide what went wrong.
bool is_plain_word(std::string_view value) {
  static constexpr std::array<std::string_view, 37> kWords{
      "null",     "nil",      "none",    "true",   "false",     "undefined", "empty",  "missing", "expired",  "invalid",
      "required", "unset",    "unknown", "wrong",  "incorrect", "not",       "is",     "was",     "has",      "for",
      "from",     "and",      "or",      "the",    "type",      "error",     "failed", "failure", "rejected", "denied",
      "revoked",  "mismatch", "could",   "cannot", "unable",    "no",        "must"};
  std::string lower;
  for (char c : value) lower += is_upper(c) ? static_cast<char>(c + 32) : c;
  while (!lower.empty() && (lower.back() == '.' || lower.back() == ',' || lower.back() == ':')) lower.pop_back();
  if (lower.ends_with("exception") || lower.ends_with("error")) return true;  // "secret: ResourceNotFoundException"
  return std::ranges::find(kWords, lower) != kWords.end();
}

// What this redactor wrote itself, and what others wrote in its place.
bool is_hidden_already(std::string_view value) {
  return value.starts_with('[') || value.starts_with('<') || value.starts_with("***") || value.starts_with("${") ||
         value.starts_with("$(");
}

bool is_password(std::string_view value) {
  return !value.empty() && !is_hidden_already(value) && !is_plain_word(value);
}

bool is_token(std::string_view value) {
  if (!is_password(value) || value.size() < 6) return false;
  return !std::ranges::all_of(value, [](char c) { return is_digit(c) || c == '.' || c == ','; });
}

// After "Bearer" or "Basic": not the next word of a sentence.
bool is_credential(std::string_view value) {
  if (value.size() >= 20) return true;
  const bool plain = std::ranges::all_of(value, [](char c) { return is_lower(c); });
  return !plain && is_password(value);
}

bool is_header_value(std::string_view value) {
  return is_password(value) && value.size() >= 4;
}

bool is_userinfo_password(std::string_view value) {
  // "://host:8080/path?to=someone@example.org" has a port there.
  const std::size_t end = value.find_first_not_of("0123456789");
  return is_password(value) && !(end != std::string_view::npos && end > 0 && end <= 5 && value[end] == '/');
}

bool is_phone(std::string_view value) {
  const std::size_t digits = digits_in(value);
  return digits >= 9 && digits <= 15;
}

bool is_card(std::string_view value) {
  const std::size_t digits = digits_in(value);
  if (digits < 13 || digits > 19) return false;
  const bool issued = (value[0] >= '3' && value[0] <= '6') || value.starts_with("2");
  return issued && passes_luhn(value);
}

double entropy(std::string_view text) {
  std::array<unsigned, 256> counts{};
  for (char c : text) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (unsigned count : counts) {
    if (count == 0) continue;
    const double share = count / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

// Random bytes in base64: all kinds of letters, no order. A path or a sentence has less of it.
bool looks_random(std::string_view value) {
  constexpr double kBits = 4.0;
  return std::ranges::any_of(value, is_digit) && std::ranges::any_of(value, is_upper) &&
         std::ranges::any_of(value, is_lower) && std::ranges::count(value, '/') <= 6 && entropy(value) > kBits;
}

// A value: quoted, with the quotes perhaps escaped because it stands in JSON in a log line, or up to a delimiter.
#define DOGGY_VALUE R"re((?:\\*["'])?([^\s"'\\,;&(){}\[\]<>][^\s"'\\,;&(){}<>]*))re"
#define DOGGY_QUOTED R"re(\\*"((?:[^"\\]|\\[^"])+)\\*")re"
// Between a name and its value: an equals sign or colon, and what closes the name's quotes.
#define DOGGY_IS R"re((?:\\*["'])?[ \t]*(?:=>|:=|[:=])[ \t]*)re"
#define DOGGY_PASSWORD_NAME \
  R"re((?i)(?:passw(?:or)?d|passwort|passphrase|pwd|secret|credentials?|(?:private|signing|encryption|account|access|shared|master|session)[_.-]?key|accesskey(?:secret)?|auth[_-]?key)[a-z0-9_.-]*)re"
#define DOGGY_TOKEN_NAME \
  R"re((?i)(?:token|api[_-]?key|x-amz-signature|x-amz-credential|signature|[?&;]sig|jwt|otp|nonce|csrf|xsrf)[a-z0-9_.-]*)re"

constexpr std::array kRules{
    RedactionRule{
        SecretKind::kPrivateKey,
        R"re((-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?s:.*?)(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\z)))re"},
    // A line of a key whose first line is not here.
    RedactionRule{SecretKind::kPrivateKey, R"re((?m)^\s*([A-Za-z0-9+/]{60,80}={0,2})\s*$)re", looks_random},
    RedactionRule{SecretKind::kCookie,
                  R"re((?i)\b(?:set-)?cookie(?:\\*["'])?[ \t]*[:=][ \t]*(?:\\*["'])?([^"'\\\r\n]+))re",
                  is_header_value},
    RedactionRule{SecretKind::kCookie,
                  R"re((?i)\b(?:php|j|asp|asp\.net_)?(?:sess(?:ion)?_?id|connect\.sid|sid)=([^;,\s"'&]+))re",
                  is_password},
    RedactionRule{
        SecretKind::kAuthorization,
        R"re((?i)authorization(?:\\*["'])?[ \t]*[:=][ \t]*(?:\\*["'])?(?:[a-z0-9-]{2,20}\s+)?([^"'\\\r\n]+))re",
        is_header_value},
    RedactionRule{SecretKind::kAuthorization, R"re((?i)\b(?:bearer|basic|negotiate|apikey)\s+([a-z0-9._~+/=:-]{6,}))re",
                  is_credential},
    // user:password@ of a URL or connection string; and a token alone in its place.
    RedactionRule{SecretKind::kPassword, R"re((?i)\b[a-z][a-z0-9+.-]{1,30}://[^\s/:@"'<>]*:([^\s"'<>]+)@)re",
                  is_userinfo_password},
    RedactionRule{SecretKind::kToken, R"re((?i)\b[a-z][a-z0-9+.-]{1,30}://([^\s/:@"'<>?#]{8,})@)re", is_password},
    RedactionRule{SecretKind::kPassword, DOGGY_PASSWORD_NAME DOGGY_IS DOGGY_QUOTED, is_password},
    RedactionRule{SecretKind::kPassword, DOGGY_PASSWORD_NAME DOGGY_IS DOGGY_VALUE, is_password},
    RedactionRule{SecretKind::kPassword,
                  R"re((?i)--(?:password|passwd|secret|token|api-key|access-key|secret-key)[ =]+["']?([^\s"']+))re",
                  is_password},
    RedactionRule{SecretKind::kPassword,
                  R"re((?i)\bpass(?:word|phrase)(?:\s+(?:for|of)\s+\S+)?\s+(?:is|was)\s+["']?([^\s"']+))re",
                  is_password},
    RedactionRule{SecretKind::kAwsKey,
                  R"re(\b((?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ANVA|ABIA|ACCA|AIPA)[A-Z0-9]{16})\b)re"},
    RedactionRule{SecretKind::kToken, R"re(\b(eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*){0,3}))re"},
    RedactionRule{
        SecretKind::kToken,
        R"re(\b((?:gh[pousr]_|github_pat_|glpat-|glrt-|xox[abeoprs]-|xapp-|npm_|pypi-|hf_|dop_v1_|shp(?:at|ss|ca|pa)_|sk-|rk-|(?:sk|rk|pk)_(?:live|test)_|whsec_|SG\.|AIza|ya29\.|EAACEdEose0cBA|hvs\.|s\.|AGE-SECRET-KEY-|lin_api_|sq0[a-z]{3}-|key-)[A-Za-z0-9_.=-]{16,}))re"},
    RedactionRule{SecretKind::kToken, DOGGY_TOKEN_NAME DOGGY_IS DOGGY_QUOTED, is_token},
    RedactionRule{SecretKind::kToken, DOGGY_TOKEN_NAME DOGGY_IS DOGGY_VALUE, is_token},
    RedactionRule{
        SecretKind::kEmail,
        R"re(([A-Za-z0-9\x80-\xff._%+'-]+(?:@|%40)[A-Za-z0-9\x80-\xff-]+(?:\.[A-Za-z0-9\x80-\xff-]+)*\.[A-Za-z\x80-\xff]{2,24}))re"},
    RedactionRule{SecretKind::kToken,
                  R"re((?:^|[^A-Za-z0-9/+=_.-])([A-Za-z0-9/+_-]{40,}={0,2})(?:$|[^A-Za-z0-9/+=_-]))re", looks_random,
                  false},
    RedactionRule{SecretKind::kCard, R"re((?:^|[^0-9A-Za-z.])(\d(?:[ -]?\d){12,18})(?:$|[^0-9A-Za-z]))re", is_card,
                  false},
    RedactionRule{
        SecretKind::kPhone,
        R"re((?i)\b(?:phone|tel|telephone|telefon|mobile|msisdn|fax|sms|caller|whatsapp)[a-z_]{0,10}(?:\\*["'])?[ \t]*[:=]?[ \t]*(?:\\*["'])?(\+?\(?\d[\d ()./-]{5,20}\d))re"},
    RedactionRule{SecretKind::kPhone, R"re((?:^|[^0-9A-Za-z+.-])(\+[1-9][\d ().-]{7,20}\d)(?:$|[^0-9A-Za-z]))re",
                  is_phone, false},
    RedactionRule{SecretKind::kPhone,
                  R"re((?:^|[^0-9A-Za-z.:+-])(\(?[2-9]\d{2}\)?[-. ]{1,2}[2-9]\d{2}[-. ]\d{4})(?:$|[^0-9A-Za-z-]))re",
                  is_phone, false},
    RedactionRule{
        SecretKind::kPhone,
        R"re((?:^|[^0-9A-Za-z.:+-])(0[1-9]\d{1,4}[ /-]\d{3,4}[ -]?\d{2,4}(?:[ -]?\d{1,4})?)(?:$|[^0-9A-Za-z-]))re",
        is_phone, false},
};

#undef DOGGY_VALUE
#undef DOGGY_QUOTED
#undef DOGGY_IS
#undef DOGGY_PASSWORD_NAME
#undef DOGGY_TOKEN_NAME

}  // namespace

std::span<const RedactionRule> redaction_rules() {
  return kRules;
}

bool passes_luhn(std::string_view number) {
  unsigned sum = 0;
  bool twice = false;
  for (std::size_t i = number.size(); i-- > 0;) {
    if (!is_digit(number[i])) continue;
    unsigned digit = static_cast<unsigned>(number[i] - '0');
    if (twice) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
    twice = !twice;
  }
  return sum % 10 == 0;
}

}  // namespace doggy::analyzer
