// Who may call what: every route of /openapi.json times everybody who may stand in a relation to a dog. A route without
// a row here fails the test, so that none is forgotten; so does a row without a route.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "registry/api/testing/access_world.h"
#include "registry/api/testing/matrix_sample.h"

namespace doggy::testing {
namespace {

/// One line of the policy. `expect` has a letter for each principal with a place of their own or none, in their order;
/// `staff` for those by an organization, who are treated like the removed, the expired, the walker and (twice) the
/// trainer unless it says otherwise:
///   u  401
///   f  403: they see that it is there, and may not
///   c  409
///   -  hidden: the answer is that to a thing that is not there, byte for byte
///   =  2xx, and the same answer as for a thing that is not there
///   r  2xx, and the write is rejected in it
///   i  422: what was sent is wrong
///   n  404: there is no such thing of theirs, whoever they are
///   +  2xx (and, where writes have results, applied)
///   g  410
///   w  426: a WebSocket handshake is needed, and nothing else is missing
struct Row {
  std::string route;
  std::string expect;
  /// The thing it is about: {recordId} in the path is this one, but for PUT, which makes a new one. For those in the
  /// circle, hidden means like a thing with a new id in this one's place; for others, like a dog with a new id.
  std::string subject = {};
  std::string query = {};
  std::string body = {};
  /// Whose view the answer is, when it is not the caller's.
  std::optional<Principal> view = std::nullopt;
  std::string staff = {};

  [[nodiscard]] Row with_staff(std::string letters) const {
    Row row = *this;
    row.staff = std::move(letters);
    return row;
  }
  [[nodiscard]] bool is_complete() const {
    return expect.size() == kAlone && (staff.empty() || kAlone + staff.size() == kPrincipals);
  }
  [[nodiscard]] char letter(Principal who) const {
    const auto place = static_cast<std::size_t>(who);
    if (place < kAlone) return expect.at(place);
    if (!staff.empty()) return staff.at(place - kAlone);
    constexpr std::array kLike{Principal::kRemoved, Principal::kExpired, Principal::kWalker, Principal::kTrainer,
                               Principal::kTrainer};
    return letter(kLike.at(place - kAlone));
  }

  static constexpr std::size_t kAlone = static_cast<std::size_t>(Principal::kLeft);
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.route << " " << row.subject;
}

//                        nobody, ended, stranger, removed, expired, narrowed, carer, walker, trainer, owner
const std::string kPublic = "++++++++++";
const std::string kSignedIn = "uu++++++++";
const std::string kWalkerAlone = "uunnnnn+nn";
const std::string kForMembers = "uu---+++++";
const std::string kForReaders = "uu----++++";
const std::string kTrainerAlone = "uu------+-";
const std::string kLikeAbsent = "uu---=++++";
const std::string kLikeAbsentButTrainer = "uu---===+=";

const std::string kDogPath = "/v1/dogs/{dogId}";
const std::string kRecordPath = kDogPath + "/records/{recordId}";
const std::string kNoteBody = R"({"type":"note","occurredAt":"2026-11-23T10:00:00Z","text":"x"})";

std::vector<Row> account_rows() {
  const std::string sign_up = R"({"email":"{email}","password":"correct horse battery staple","name":"x"})";
  return {
      {"POST /v1/accounts", kPublic, "", "", sign_up},
      {"POST /v1/sessions", "uuuuuuuuuu", "", "", R"({"email":"{email}","password":"wrong wrong wrong"})"},
      {"DELETE /v1/sessions", kSignedIn},
      {"DELETE /v1/sessions/current", kSignedIn},
      {"GET /v1/me", kSignedIn},
      {"PATCH /v1/me", kSignedIn, "", "", R"({"units":"imperial"})"},
      {"PUT /v1/me/password", "uuiiiiiiii", "", "", R"({"current":"not this one","password":"walks in the rain"})"},
      {"GET /v1/sessions", kSignedIn},
      {"DELETE /v1/sessions/{sessionId}", "uunnnnnnnn"},
      {"GET /v1/me/tokens", kSignedIn},
      {"POST /v1/me/tokens", kSignedIn, "", "", R"({"name":"x"})"},
      {"DELETE /v1/me/tokens/{tokenId}", "uunnnnnnnn"},
      {"POST /v1/me/second-factor", "uuiiiiiiii", "", "", R"({"password":"not this one"})"},
      {"POST /v1/me/second-factor/confirm", "uucccccccc", "", "", R"({"code":"123456"})"},
      {"POST /v1/me/second-factor/remove", "uuiiiiiiii", "", "", R"({"password":"not this one"})"},
      {"GET /v1/me/activity", kSignedIn},
      {"GET /v1/account/export", kSignedIn},
      {"GET /v1/account/erasure", kSignedIn},
      {"DELETE /v1/account", "uuiiiiiiii", "", "", R"({"password":"not this one","deleteDogs":true})"},
      {"POST /v1/me/passkeys/begin", "uuiiiiiiii", "", "", R"({"password":"not this one"})"},
      {"POST /v1/me/passkeys", "uuiiiiiiii", "", "",
       R"({"name":"x","clientDataJson":"e30","attestationObject":"oA","transports":[]})"},
      {"GET /v1/me/passkeys", kSignedIn},
      {"PATCH /v1/me/passkeys/{passkeyId}", "uunnnnnnnn", "", "", R"({"name":"x"})"},
      {"POST /v1/me/passkeys/{passkeyId}/remove", "uuiiiiiiii", "", "", R"({"password":"not this one"})"},
      {"POST /v1/me/passkeys/proof", "uucccccccc"},
      {"POST /v1/sessions/passkey/begin", kPublic},
      {"POST /v1/sessions/passkey", "uuuuuuuuuu", "", "",
       R"({"credentialId":"AA","clientDataJson":"e30","authenticatorData":"AA","signature":"AA"})"},
      {"POST /v1/password-resets", kPublic, "", "", R"({"email":"{email}"})"},
      {"POST /v1/password-resets/redeem", "gggggggggg", "", "", R"({"token":"{new}","password":"walks in the rain"})"},
      {"POST /v1/email-verifications", kSignedIn},
      {"POST /v1/email-verifications/redeem", "gggggggggg", "", "", R"({"token":"{new}"})"},
      {"GET /v1/server", kSignedIn},
      {"GET /v1/live", "uuwwwwwwww"},
      {"GET /v1/push/key", kPublic},
      {"GET /v1/me/push-subscriptions", kSignedIn},
      {"POST /v1/me/push-subscriptions", kSignedIn, "", "", "{push}"},
      Row{"POST /v1/me/push-subscriptions/{subscriptionId}/test", kWalkerAlone, "subscription"}.with_staff("nnnnn"),
      Row{"DELETE /v1/me/push-subscriptions/{subscriptionId}", kWalkerAlone, "subscription"}.with_staff("nnnnn"),
      {"GET /v1/me/webhooks", kSignedIn},
      {"POST /v1/me/webhooks", kSignedIn, "", "", R"({"url":"https://hooks.invalid/x","kinds":["comment"]})"},
      Row{"GET /v1/me/webhooks/{webhookId}", kWalkerAlone, "webhook"}.with_staff("nnnnn"),
      Row{"PATCH /v1/me/webhooks/{webhookId}", kWalkerAlone, "webhook", "", R"({"enabled":false})"}.with_staff("nnnnn"),
      Row{"DELETE /v1/me/webhooks/{webhookId}", kWalkerAlone, "webhook"}.with_staff("nnnnn"),
      Row{"POST /v1/me/webhooks/{webhookId}/secret", kWalkerAlone, "webhook"}.with_staff("nnnnn"),
      Row{"POST /v1/me/webhooks/{webhookId}/test", kWalkerAlone, "webhook"}.with_staff("nnnnn"),
      Row{"GET /v1/me/webhooks/{webhookId}/deliveries", kWalkerAlone, "webhook"}.with_staff("nnnnn"),
      {"POST /v1/me/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver", "uunnnnnnnn", "webhook"},
      {"GET /v1/me/calendar-feed", kSignedIn},
      {"POST /v1/me/calendar-feed", kSignedIn},
      {"DELETE /v1/me/calendar-feed", kSignedIn},
      {"GET /v1/me/feeds", kSignedIn},
      {"GET /v1/calendar/{token}/doggy.ics", kPublic, "feed", "", "", Principal::kWalker},
      {"GET /v1/notifications", kSignedIn},
      {"GET /v1/notifications/unread", kSignedIn},
      {"PATCH /v1/notifications", kSignedIn, "", "", "{}"},
      {"DELETE /v1/notifications/{notificationId}", "uunnnnnnnn"},
      {"GET /v1/me/notification-preferences", kSignedIn},
      {"PUT /v1/me/notification-preferences", kSignedIn, "", "", R"({"timeZone":"Europe/Vienna"})"},
      {"POST /v1/unsubscribe/{mailToken}", "gggggggggg"},
  };
}

std::vector<Row> organization_rows() {
  const std::string none = "uu--------";
  const std::string one = "/v1/organizations/{organizationId}";
  const std::string member = one + "/members/{memberId}";
  // left, its grant ended, staff walker, staff trainer, staff admin
  return {
      Row{"POST /v1/organizations", kSignedIn, "", "", R"({"name":"x"})"},
      Row{"GET /v1/organizations", kSignedIn},
      Row{"GET " + one, none}.with_staff("--+++"),
      Row{"PATCH " + one, none, "", "", R"({"name":"x"})"}.with_staff("--ff+"),
      Row{"DELETE " + one, none}.with_staff("--ffc"),
      Row{"GET " + one + "/dogs", none}.with_staff("--+++"),
      Row{"GET " + one + "/members", none}.with_staff("--+++"),
      Row{"PATCH " + member, none, "staff walker", "", R"({"role":"trainer"})"}.with_staff("--ff+"),
      Row{"PATCH " + member, none, "staff trainer", "", R"({"role":"admin"})"}.with_staff("--ff+"),
      Row{"PATCH " + member, none, "staff admin", "", R"({"role":"walker"})"}.with_staff("--ffc"),
      Row{"PATCH " + member, none, "walker", "", R"({"role":"walker"})"}.with_staff("--ffn"),
      Row{"DELETE " + member, none, "staff walker"}.with_staff("--+f+"),
      Row{"DELETE " + member, none, "staff admin"}.with_staff("--ffc"),
      Row{"DELETE " + member, none, "walker"}.with_staff("--ffn"),
      Row{"POST " + one + "/invitations", none, "", "", R"({"role":"admin"})"}.with_staff("--ff+"),
      Row{"GET " + one + "/invitations", none}.with_staff("--ff+"),
      Row{"DELETE " + one + "/invitations/{invitationId}", none, "organization invitation"}.with_staff("--ff+"),
      Row{"GET /v1/organization-invitations/{token}", kPublic, "organization token"},
      Row{"POST /v1/organization-invitations/{token}/accept", kSignedIn, "organization token"}.with_staff("++ccc"),
      // A dog for an organization, an organization for a dog: by whoever stands for both.
      Row{"POST /v1/dogs", "uunnnnnnnn", "", "", R"({"name":"Own","role":"owner","organizationId":"{organization}"})"}
          .with_staff("nnf++"),
      Row{"POST " + kDogPath + "/circle", none, "organization", "",
          R"({"role":"owner","organizationId":"{organization}"})"}
          .with_staff("--ffc"),
      Row{"POST " + kDogPath + "/circle", "uu------+-", "spare", "", R"({"role":"walker","organizationId":"{spare}"})"}
          .with_staff("-----"),
      Row{"POST " + kDogPath + "/circle", "uu------f-", "spare", "", R"({"role":"owner","organizationId":"{spare}"})"}
          .with_staff("-----"),
      Row{"POST /v1/invitations/{token}/accept", "uunnnnnn+n", "offer token", "", R"({"organizationId":"{spare}"})"}
          .with_staff("nnnnn"),
      Row{"POST /v1/invitations/{token}/accept", "uuiiiiiiii", "offer token"},
      Row{"POST /v1/invitations/{token}/accept", "uuiiiiiiii", "token", "", R"({"organizationId":"{organization}"})"},
      Row{"PATCH " + kDogPath + "/circle/{memberId}", "uu---fff++", "organization", "",
          R"({"sections":{"health":"none"}})"},
      Row{"PATCH " + kDogPath + "/circle/{memberId}", "uu---ffff+", "organization", "", R"({"role":"owner"})"},
      Row{"DELETE " + kDogPath + "/circle/{memberId}", "uu---fff++", "organization"},
  };
}

std::vector<Row> dog_rows() {
  return {
      {"POST /v1/dogs", kSignedIn, "", "", R"({"name":"Own","role":"owner"})"},
      {"GET /v1/dogs", kSignedIn},
      {"GET " + kDogPath, kForMembers},
      {"PATCH " + kDogPath, "uu---fff++", "", "", R"({"breed":"x"})"},
      {"PATCH " + kDogPath, "uu---fff++", "", "", R"({"profilePhotoId":"{portrait}"})"},
      {"PATCH " + kDogPath, "uu---fffii", "", "", R"({"profilePhotoId":"{hidden photo}"})"},
      {"DELETE " + kDogPath, "uu---ffff+"},
      {"GET " + kDogPath + "/circle", kForMembers},
      {"POST " + kDogPath + "/invitations", "uu---fff++", "", "", R"({"role":"walker"})"},
      {"POST " + kDogPath + "/invitations", "uu---ffff+", "", "", R"({"role":"owner"})"},
      {"POST " + kDogPath + "/invitations", "uu---ffff+", "", "", R"({"role":"owner","transfer":true})"},
      {"DELETE " + kDogPath + "/invitations/{invitationId}", "uu------++", "invitation"},
      {"GET " + kDogPath + "/audit", "uu---fff++"},
      {"POST " + kDogPath + "/share-links", "uu---fff++", "note", "", R"({"recordId":"{note}"})"},
      {"POST " + kDogPath + "/share-links", "uu---fff+-", "hidden note", "", R"({"recordId":"{hidden note}"})"},
      {"GET " + kDogPath + "/share-links", "uu---fff++"},
      {"DELETE " + kDogPath + "/share-links/{linkId}", "uu---fff++", "link"},
      {"DELETE " + kDogPath + "/share-links/{linkId}", "uu---fff+-", "hidden link"},
      {"GET " + kDogPath + "/report", kForMembers},
      {"GET " + kDogPath + "/report", kForMembers, "", "?as=trainer&notes={note},{hidden note}"},
      {"POST " + kDogPath + "/share-links", "uu---fff++", "", "", R"({"report":{"notes":["{note}","{hidden note}"]}})"},
      {"DELETE " + kDogPath + "/share-links/{linkId}", "uu---fff++", "report link"},
      // Whoever holds a link sees what its maker shows, and of a report no more than whom it is for.
      {"GET /v1/shared/{token}", kPublic, "report token", "", "", Principal::kOwner},
      {"GET /v1/shared/{token}", kPublic, "link token", "", "", Principal::kTrainer},
      {"GET /v1/shared/{token}/media/{recordId}", kPublic, "link token", "", "", Principal::kTrainer},
      {"GET " + kDogPath + "/audit/access", "uu---fff++"},
      {"GET /v1/invitations/{token}", kPublic, "token"},
      Row{"POST /v1/invitations/{token}/accept", "uu+++ccccc", "token"}.with_staff("+++++"),
      {"PATCH " + kDogPath + "/circle/{memberId}", "uu---fff++", "walker", "", R"({"sections":{"health":"none"}})"},
      {"PATCH " + kDogPath + "/circle/{memberId}", "uu---fff++", "walker", "", R"({"role":"trainer"})"},
      {"PATCH " + kDogPath + "/circle/{memberId}", "uu---ffff+", "walker", "", R"({"role":"owner"})"},
      {"PATCH " + kDogPath + "/circle/{memberId}", "uu---ffffc", "owner", "", R"({"role":"walker"})"},
      Row{"DELETE " + kDogPath + "/circle/{memberId}", "uu---ff+++", "walker"}.with_staff("--f++"),
      {"DELETE " + kDogPath + "/circle/{memberId}", "uu---ffffc", "owner"},
  };
}

std::vector<Row> record_rows() {
  std::vector<Row> rows{
      {"GET " + kDogPath + "/records", kForMembers},
      {"GET " + kDogPath + "/records", kForMembers, "", "?type=note&author={trainer}"},
      {"GET " + kDogPath + "/occurrences", kForMembers, "", "?from=2026-11-01&to=2026-12-20"},
      {"POST " + kDogPath + "/import", "uu---f++++", "", "", R"({"type":"note","csv":"date,text\n2026-11-02,x\n"})"},
      {"POST " + kDogPath + "/import", "uu---f+f++", "", "",
       R"({"type":"weight","csv":"date,kilograms\n2026-11-02,9\n"})"},
      {"POST " + kDogPath + "/import/boris", "uu---f++++", "", "", R"({"file":{boris},"subject":"Balu"})"},
      {"POST " + kDogPath + "/import/dossier", "uu---i++++", "", "", R"({"dossier":{dossier}})"},
      {"GET " + kDogPath + "/export", kForMembers},
      {"GET " + kDogPath + "/export", kForMembers, "", "?format=csv&type=note"},
      // A new record: where a section is not writable, and where it refers to a hidden one.
      {"PUT " + kRecordPath, "uu---f++++", "new", "", kNoteBody},
      {"PUT " + kRecordPath, "uu---fff++", "new", "",
       R"({"type":"target","occurredAt":"2026-11-23T10:00:00Z","name":"x","steps":[{}]})"},
      {"PUT " + kRecordPath, kForReaders, "note", "",
       R"({"type":"comment","occurredAt":"2026-11-23T10:00:00Z","about":"{note}","text":"x"})"},
      {"PUT " + kRecordPath, kTrainerAlone, "hidden note", "",
       R"({"type":"comment","occurredAt":"2026-11-23T10:00:00Z","about":"{hidden note}","text":"x"})"},
  };
  // A record that is there: changed by its author; and one that all who write in its section keep together.
  struct Kept {
    std::string name;
    std::string patch;
    std::string read;
    std::string change;
    std::string staff_change = {};
  };
  for (const Kept& kept : {Kept{"note", R"({"text":"x"})", kForReaders, "uu----ff+f", "--fff"},
                           Kept{"hidden note", R"({"text":"x"})", kTrainerAlone, kTrainerAlone, "---ff"},
                           Kept{"health", R"({"product":"x"})", kForReaders, "uu----ff+f", "--fff"},
                           Kept{"hidden health", R"({"product":"x"})", kTrainerAlone, kTrainerAlone, "---ff"},
                           Kept{"target", R"({"name":"x"})", kForReaders, "uu----ff++"},
                           Kept{"hidden target", R"({"name":"x"})", kTrainerAlone, kTrainerAlone},
                           Kept{"photo", R"({"caption":"x"})", kForReaders, "uu----ff+f", "--fff"},
                           Kept{"hidden photo", R"({"caption":"x"})", kTrainerAlone, kTrainerAlone, "---ff"},
                           Kept{"appointment", R"({"title":"x"})", kForReaders, "uu----ff++"}}) {
    rows.push_back({"GET " + kRecordPath, kept.read, kept.name});
    rows.push_back({"GET " + kRecordPath + "/revisions", kept.read, kept.name});
    rows.push_back(Row{"PATCH " + kRecordPath, kept.change, kept.name, "", kept.patch}.with_staff(kept.staff_change));
    rows.push_back(Row{"DELETE " + kRecordPath, kept.change, kept.name}.with_staff(kept.staff_change));
  }
  return rows;
}

// Ids in the body's positions.
std::vector<Row> sync_rows() {
  const auto writes = [](const std::string& record, const std::string& base = "") {
    return R"({"writes":[{"dogId":"{dog}",)" + base + R"("record":)" + record + "}]}";
  };
  const std::string first = R"("baseVersion":1,)";
  const std::string create = R"({"id":"{new}","type":"note","occurredAt":"2026-11-23T10:00:00Z","text":"x"})";
  const auto group = [](const std::string& record) {
    return R"({"dogs":[{"dogId":"{dog}","recordId":"{new}"}],"record":)" + record + "}";
  };
  const std::string new_target = R"({"type":"target","occurredAt":"2026-11-23T10:00:00Z","name":"x","steps":[{}]})";
  return {
      {"POST /v1/sync", kSignedIn, "", "", "{}"},
      {"POST /v1/sync", "uu===r++++", "new", "", writes(create)},
      Row{"POST /v1/sync", "uu====rr+r", "note", "", writes(R"({"id":"{note}","deleted":true})", first)}.with_staff(
          "==rrr"),
      Row{"POST /v1/sync", "uu======+=", "hidden note", "", writes(R"({"id":"{hidden note}","deleted":true})", first)}
          .with_staff("===rr"),
      {"POST /v1/group-records", "uu===r++++", "new", "", group(kNoteBody)},
      {"POST /v1/group-records", "uu===rrr++", "new", "", group(new_target)},
  };
}

std::vector<Row> chart_rows() {
  const std::string progress = "GET " + kDogPath + "/progress/";
  std::vector<Row> rows;
  for (const char* chart : {"success-rate", "target-state", "generalization", "cumulative-trials",
                            "target-phase-effects", "plan-fidelity"}) {
    rows.push_back({progress + chart, kForReaders, "target", "?targetId={target}"});
    rows.push_back({progress + chart, kTrainerAlone, "hidden target", "?targetId={hidden target}"});
  }
  for (const char* chart : {"event-series", "interval-series", "celeration", "cumulative-events",
                            "behavior-phase-effects", "abc-per-week", "abc-analysis"}) {
    rows.push_back({progress + chart, kLikeAbsent, "behavior", "?behavior={behavior}"});
    rows.push_back({progress + chart, kLikeAbsentButTrainer, "hidden behavior", "?behavior={hidden behavior}"});
  }
  rows.push_back({progress + "abc-per-week", kForMembers});
  rows.push_back({progress + "plan-fidelity", kForMembers});
  rows.push_back({progress + "time-budget", kForMembers});
  rows.push_back({progress + "time-budget", kForReaders, "observation", "?observationId={observation}"});
  rows.push_back(
      {progress + "time-budget", kTrainerAlone, "hidden observation", "?observationId={hidden observation}"});
  rows.push_back(
      {progress + "agreement", kForReaders, "observation", "?observationId={observation}&intervalSeconds=10"});
  rows.push_back({progress + "agreement", kTrainerAlone, "hidden observation",
                  "?observationId={hidden observation}&intervalSeconds=10"});
  rows.push_back({progress + "trigger-threshold", kLikeAbsent, "trigger", "?trigger={trigger}"});
  rows.push_back(
      {progress + "trigger-threshold", kLikeAbsentButTrainer, "hidden trigger", "?trigger={hidden trigger}"});
  rows.push_back({progress + "heat-map", kLikeAbsent, "behavior", "?type=abc-record&behavior={behavior}"});
  rows.push_back(
      {progress + "heat-map", kLikeAbsentButTrainer, "hidden behavior", "?type=abc-record&behavior={hidden behavior}"});
  rows.push_back({progress + "vaccinations", kForMembers});
  return rows;
}

// By a word that the open and the hidden ones begin with, over all dogs; and by all of a text.
std::vector<Row> search_rows() {
  std::vector<Row> rows;
  for (const std::string word :
       {"note", "caption", "product", "target", "homework", "behavior", "trigger", "lesson", "dog", "breed"})
    for (const std::string sort : {"relevance", "newest"})
      rows.push_back({"GET /v1/search", kSignedIn, "", "?limit=50&sort=" + sort + "&q=" + word});
  rows.push_back({"GET /v1/search", "uu====++++", "behavior", "?dog={dog}&q={behavior}"});
  rows.push_back({"GET /v1/search", "uu======+=", "hidden behavior", "?dog={dog}&q={hidden behavior}"});
  return rows;
}

// Bytes too are asked for by everybody; an upload is its sender's alone.
std::vector<Row> media_rows() {
  const std::string uploads = kDogPath + "/uploads";
  return {
      {"OPTIONS " + uploads, kPublic},
      {"POST " + uploads, "uu---f++++", "", "", R"({"length":10})"},
      {"POST " + uploads, "uu---f--+-", "hidden note", "", R"({"length":10,"recordId":"{hidden note}"})"},
      Row{"GET " + uploads + "/{uploadId}", kTrainerAlone, "upload"}.with_staff("-----"),
      Row{"PATCH " + uploads + "/{uploadId}", kTrainerAlone, "upload"}.with_staff("-----"),
      Row{"DELETE " + uploads + "/{uploadId}", kTrainerAlone, "upload"}.with_staff("-----"),
      {"GET " + kDogPath + "/photo", "uu---n++++"},
      {"GET " + kDogPath + "/media-usage", "uu---f++++"},
      {"GET " + kDogPath + "/media", kForMembers},
      {"GET " + kRecordPath + "/attachments", kForReaders, "note"},
      {"GET " + kRecordPath + "/attachments", kTrainerAlone, "hidden note"},
      {"GET " + kDogPath + "/media/{recordId}", kForReaders, "photo", "?size=full"},
      {"GET " + kDogPath + "/media/{recordId}", kTrainerAlone, "hidden photo", "?size=full"},
      {"GET " + kDogPath + "/media/{recordId}", kForReaders, "photo", "?size=thumb"},
      {"GET " + kDogPath + "/media/{recordId}", kTrainerAlone, "hidden photo", "?size=thumb"},
  };
}

std::vector<Row> policy() {
  std::vector<Row> all;
  for (auto rows :
       {account_rows, organization_rows, dog_rows, record_rows, sync_rows, chart_rows, search_rows, media_rows})
    for (Row& row : rows()) all.push_back(std::move(row));
  return all;
}

std::vector<std::set<Principal>> sample(const std::vector<Row>& rows, std::size_t step) {
  std::vector<MatrixRow> matrix;
  for (const Row& row : rows) {
    std::string letters;
    for (std::size_t i = 0; i < kPrincipals; ++i) letters += row.letter(static_cast<Principal>(i));
    matrix.push_back({.route = row.route, .letters = std::move(letters)});
  }
  return matrix_sample(matrix, step);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

struct Call {
  std::string method;
  std::string target;
  std::string body;

  [[nodiscard]] Call with(const std::string& from, const std::string& to) const {
    return {.method = method, .target = replaced(target, from, to), .body = replaced(body, from, to)};
  }
};

class AccessMatrix : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { cast = std::make_unique<AccessCast>(); }
  static void TearDownTestSuite() { cast.reset(); }

  // The call of a row in a world, with ids in place of names.
  static Call call_of(const Row& row, const AccessWorld& world) {
    const std::size_t space = row.route.find(' ');
    std::string path = replaced(row.route.substr(space + 1), "{dogId}", "{dog}");
    path = replaced(path, "{organizationId}", "{organization}");
    if (row.route.starts_with("PUT ")) path = replaced(path, "{recordId}", "{new}");
    if (path.starts_with("/v1/shared/")) path = replaced(path, "{recordId}", "{photo}");
    for (const char* parameter : {"{recordId}", "{invitationId}", "{linkId}", "{memberId}", "{token}",
                                  "{subscriptionId}", "{webhookId}", "{uploadId}"})
      path = replaced(path, parameter, "{" + row.subject + "}");
    // One fresh id for the row's every {new}, so that the path and what is to be like it agree.
    const std::string fresh = new_id();
    const auto fill = [&](const std::string& text) { return world.fill(replaced(text, "{new}", fresh)); };
    return {.method = row.route.substr(0, space), .target = fill(path + row.query), .body = fill(row.body)};
  }

  static Reply send(const Client& as, const Call& call) {
    HeaderList headers;
    if (!call.body.empty()) headers.emplace_back("Content-Type", "application/json");
    if (call.target.find("/uploads/") != std::string::npos) headers.emplace_back("Upload-Offset", "0");
    return as.send(call.method, call.target, headers, call.body);
  }

  // What can be compared of an answer: without the request's id, and of sync without the cursor, which tells the
  // caller's own position.
  static std::string comparable(const Reply& reply) {
    std::string text = std::to_string(reply.status) + " ";
    if (reply.body.empty() || reply.headers.get("Content-Type").find("json") == std::string_view::npos)
      return text + reply.body;
    boost::json::object body = reply.json().as_object();
    for (const char* field : {"requestId", "cursor", "changes", "more"}) body.erase(field);
    if (boost::json::value* results = body.if_contains("results"))
      for (boost::json::value& result : results->as_array())
        if (boost::json::value* problem = result.as_object().if_contains("problem"))
          problem->as_object().erase("requestId");
    return text + boost::json::serialize(body);
  }

  // The same answer as for a thing that is not there.
  void expect_like_absent(const Row& row, Principal who, const AccessWorld& world, const Call& call,
                          const Reply& reply) const {
    const bool member = in_circle(who);
    const bool created = row.subject == "new";
    const bool of_organization = row.route.find("{organizationId}") != std::string::npos;
    ASSERT_FALSE(member && !of_organization && (row.subject.empty() || created)) << "there is no thing to compare with";
    const std::string& subject = world.id(of_organization ? "organization" : member ? row.subject : "dog");
    const std::string absent = new_id();
    const Reply other = send(cast->client(who), call.with(subject, absent));
    EXPECT_EQ(comparable(reply), replaced(comparable(other), absent, subject));
  }

  void expect_secrets_kept(const Row& row, Principal who, const AccessWorld& world, const Call& call,
                           const Reply& reply) {
    const Principal reader = row.view.value_or(who);
    // Whoever holds a link is told what it is for.
    const std::string previewed = row.route == "GET /v1/invitations/{token}"                ? "dog-"
                                  : row.route == "GET /v1/organization-invitations/{token}" ? "organization-"
                                                                                            : "";
    for (const Secret& secret : world.secrets()) {
      const bool asked = call.target.find(secret.text) != std::string::npos;
      if (secret.readers.contains(reader) || asked || (!previewed.empty() && secret.text.starts_with(previewed)))
        continue;
      ++secrets_checked_;
      if (reply.body.find(secret.text) == std::string::npos) continue;
      ++leaks_;
      ADD_FAILURE() << "is shown " << secret.text << ": " << reply.body;
    }
  }

  // A refused role names the field, other refusals do not.
  static void expect_forbidden(const Reply& reply) {
    EXPECT_EQ(reply.status, 403U) << reply.body;
    EXPECT_EQ(reply.headers.get("Content-Type"), "application/problem+json");
  }

  void check(const Row& row, Principal who, const AccessWorld& world) {
    const char letter = row.letter(who);
    SCOPED_TRACE(std::string(kPrincipalNames.at(static_cast<std::size_t>(who))) + " '" + letter + "'");
    const Call call = call_of(row, world);
    const Reply reply = send(cast->client(who), call);
    ++checked_;
    expect_secrets_kept(row, who, world, call, reply);
    const bool results = row.route.starts_with("POST /v1/sync") || row.route.starts_with("POST /v1/group-records");
    const bool writes = results && row.body != "{}";
    switch (letter) {
      case 'u':
        return expect_problem(reply, 401);
      case 'f':
        return expect_forbidden(reply);
      case 'c':
        return expect_problem(reply, 409);
      case 'g':
        return expect_problem(reply, 410);
      case 'w':
        return expect_problem(reply, 426);
      case 'i':
        EXPECT_EQ(reply.status, 422U) << reply.body;
        return;
      case 'n':
        return expect_problem(reply, 404);
      case '-':
        EXPECT_TRUE(reply.status == 404 || reply.status == 422) << reply.status << reply.body;
        return expect_like_absent(row, who, world, call, reply);
      case '=':
        EXPECT_EQ(reply.status, 200U) << reply.body;
        return expect_like_absent(row, who, world, call, reply);
      case 'r':
        EXPECT_EQ(reply.status, 200U);
        EXPECT_EQ(reply.text("/results/0/status"), "rejected") << reply.body;
        return;
      case '+':
        EXPECT_EQ(reply.status / 100, 2U) << reply.status << reply.body;
        if (writes) EXPECT_EQ(reply.text("/results/0/status"), "applied") << reply.body;
        return;
      default:
        FAIL() << "the policy has no such letter";
    }
  }

  // What a write to the dog or its organization would change.
  static std::string standing_of(const AccessWorld& world) {
    std::string text = position_of(cast->scene.owner);
    const std::string path = "/v1/organizations/" + world.id("organization");
    for (const char* part : {"", "/members", "/invitations"})
      text += cast->client(Principal::kStaffAdmin).get(path + part).body;
    return text;
  }

  // A call that may change something gets a world of its own, and an account of its own when it ends sessions.
  void check_alone(const Row& row, Principal who) {
    if (row.route.starts_with("DELETE /v1/sessions")) {
      ++checked_;
      const Person leaving = Person::sign_up(cast->scene.registry.port(), "Leo");
      EXPECT_EQ(leaving.remove(row.route.substr(row.route.find('/'))).status, 204U);
      EXPECT_EQ(leaving.get("/v1/me").status, 401U);
      return;
    }
    const AccessWorld own(*cast);
    check(row, who, own);
  }

  static inline std::unique_ptr<AccessCast> cast;
  std::size_t checked_ = 0;
  std::size_t secrets_checked_ = 0;
  std::size_t leaks_ = 0;
};

TEST_F(AccessMatrix, HasARowForEveryRouteAndARouteForEveryRow) {
  std::set<std::string> routes;
  const boost::json::value document = cast->scene.anybody.get("/openapi.json").json();
  for (const auto& path : document.at("paths").as_object())
    for (const auto& operation : path.value().as_object()) {
      std::string method = operation.key();
      std::ranges::transform(method, method.begin(), [](char c) { return static_cast<char>(std::toupper(c)); });
      routes.insert(method + " " + std::string(path.key()));
    }
  std::set<std::string> rows;
  for (const Row& row : policy()) {
    rows.insert(row.route);
    EXPECT_TRUE(row.is_complete()) << row;
    // A record's route says what it answers of a record for all and of a hidden one.
    EXPECT_TRUE(row.route.find("{recordId}") == std::string::npos || !row.subject.empty()) << row;
  }
  EXPECT_EQ(rows, routes);
}

TEST(AccessMatrixSample, TriesEachAnswerOfEachRouteAndEachPrincipalInTurn) {
  const std::vector<Row> rows = policy();
  std::set<std::pair<std::string, char>> answers;
  for (const Row& row : rows)
    for (std::size_t i = 0; i < kPrincipals; ++i) answers.emplace(row.route, row.letter(static_cast<Principal>(i)));
  for (const std::size_t step : {std::size_t{7}, kPrincipals}) {
    SCOPED_TRACE(step);
    const std::vector<std::set<Principal>> principals = sample(rows, step);
    ASSERT_EQ(principals.size(), rows.size());
    std::set<std::pair<std::string, char>> tried;
    std::map<Principal, std::size_t> times;
    for (std::size_t at = 0; at < rows.size(); ++at) {
      EXPECT_FALSE(principals[at].empty()) << rows[at];
      for (const Principal who : principals[at]) {
        tried.emplace(rows[at].route, rows[at].letter(who));
        ++times[who];
      }
    }
    EXPECT_EQ(tried, answers);
    ASSERT_EQ(times.size(), kPrincipals);
    for (const auto& [who, count] : times) EXPECT_GE(count, rows.size() / step - 1) << static_cast<int>(who);
  }
  for (const std::set<Principal>& all : sample(rows, 1)) EXPECT_EQ(all.size(), kPrincipals);
}

TEST_F(AccessMatrix, ShowsEverybodyWhatConcernsThemAndNothingElse) {
  // Each world takes some minutes of the scene's clock, and an unfinished upload ends after a day.
  constexpr std::int64_t kHalfADayMs = std::int64_t{12} * 3'600'000;
  auto shared_world = std::make_unique<const AccessWorld>(*cast);
  std::int64_t made_ms = cast->scene.registry.now().unix_ms();
  const MatrixExtent extent = access_matrix_extent();
  const std::vector<Row> rows = policy();
  const std::vector<std::set<Principal>> principals = sample(rows, extent.step);
  std::set<std::string> routes;
  for (std::size_t at = 0; at < rows.size(); ++at) {
    if (const std::int64_t now_ms = cast->scene.registry.now().unix_ms(); now_ms > made_ms + kHalfADayMs) {
      shared_world = std::make_unique<const AccessWorld>(*cast);
      made_ms = now_ms;
    }
    const AccessWorld& shared = *shared_world;
    const Row& row = rows[at];
    ::testing::ScopedTrace trace(__FILE__, __LINE__, ::testing::PrintToString(row));
    routes.insert(row.route);
    const bool reads = row.route.starts_with("GET ") || row.body == "{}";
    const std::string before = reads ? "" : standing_of(shared);
    std::vector<Principal> allowed;
    for (const Principal who : principals[at])
      if (row.letter(who) == '+' && !reads)
        allowed.push_back(who);
      else
        check(row, who, shared);
    // Nobody whom it was refused to has changed anything.
    if (!reads) EXPECT_EQ(standing_of(shared), before);
    for (const Principal who : allowed) check_alone(row, who);
  }
  std::cout << "access matrix: " << extent.store << (extent.step == 1 ? " in full, " : " by sample, ") << routes.size()
            << " routes x " << kPrincipals << " principals, " << rows.size() << " policy rows: " << checked_ << " of "
            << rows.size() * kPrincipals << " expectations and " << secrets_checked_ << " kept secrets checked, "
            << leaks_ << " leaks\n";
  if (extent.step == 1) EXPECT_EQ(checked_, rows.size() * kPrincipals);
  EXPECT_EQ(leaks_, 0U);
}

}  // namespace
}  // namespace doggy::testing
