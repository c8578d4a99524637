// Requests that break a rule, one row each: JSON, envelope, people and dogs, queries, and fields that are not the
// client's to set.
#include "registry/api/testing/bad_input.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

namespace doggy::testing {
namespace {

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
}

std::vector<BadInput> wrong_json() {
  return {
      {"Empty", "PUT", kNewRecord, "", 400},
      {"Truncated", "PUT", kNewRecord, R"({"type":"note")", 400},
      {"TrailingComma", "PUT", kNewRecord, R"({"type":"note",})", 400},
      {"SingleQuotes", "PUT", kNewRecord, "{'type':'note'}", 400},
      {"Comment", "PUT", kNewRecord, R"({"type":"note"} // note)", 400},
      {"TwoDocuments", "PUT", kNewRecord, "{}{}", 400},
      {"NotANumber", "PUT", kNewRecord, abc_with(R"("intensity":NaN)"), 400},
      {"InvalidUtf8", "PUT", kNewRecord, note_with("\"tags\":[\"\xff\xfe\"]"), 400},
      {"OverlongUtf8", "PUT", kNewRecord, note_with("\"tags\":[\"\xc0\xaf\"]"), 400},
      {"Utf8OfASurrogate", "PUT", kNewRecord, note_with("\"tags\":[\"\xed\xa0\x80\"]"), 400},
      {"LoneSurrogate", "PUT", kNewRecord, note_with(R"("tags":["\ud800"])"), 400},
      {"DuplicateName", "PUT", kNewRecord, note_with(R"("text":"y")"), 400},
      {"DuplicateNameEscaped", "PUT", kNewRecord, note_with(R"("te\u0078t":"y")"), 400},
      {"DuplicateNameWithin", "PUT", kNewRecord, abc_with(R"("x":{"a":1,"a":2})"), 400},
      {"DeeplyNested", "PUT", kNewRecord, note_with("\"tags\":" + nested(100)), 400},
      {"VeryDeeplyNested", "POST", "/v1/sync", nested(100'000), 400},
      {"Array", "PUT", kNewRecord, "[]", 422, {{"", "type"}}},
      {"Text", "POST", "/v1/dogs", "\"Balu\"", 422, {{"", "type"}}},
      {"Null", "POST", "/v1/accounts", "null", 422, {{"", "type"}}},
  };
}

std::vector<BadInput> wrong_envelope() {
  return {
      {"NoContentType", "PUT", kNewRecord, note_of("x"), 415, {}, {}},
      {"FormContentType", "PUT", kNewRecord, "a=b", 415, {}, {{"Content-Type", "application/x-www-form-urlencoded"}}},
      {"TextContentType", "PUT", kNewRecord, note_of("x"), 415, {}, {{"Content-Type", "text/plain"}}},
      {"OtherCharset",
       "PUT",
       kNewRecord,
       note_of("x"),
       415,
       {},
       {{"Content-Type", "application/json; charset=latin1"}}},
      {"Compressed",
       "PUT",
       kNewRecord,
       note_of("x"),
       415,
       {},
       {{"Content-Type", "application/json"}, {"Content-Encoding", "gzip"}}},
      {"MergePatchAsPut", "PUT", kNewRecord, note_of("x"), 415, {}, {{"Content-Type", "application/merge-patch+json"}}},
      {"TooLarge", "PUT", kNewRecord, note_of(std::string(std::size_t{1} << 20U, 'x')), 413},
      {"TooLargeToKeep", "PUT", kNewRecord,
       R"({"type":"session","occurredAt":"2026-11-23T10:00:00Z","blocks":[)" +
           [] {
             std::string trials = R"({"outcome":"correct","latencySeconds":1.25})";
             for (int i = 1; i < 500; ++i) trials += R"(,{"outcome":"correct","latencySeconds":1.25})";
             std::string blocks;
             for (int i = 0; i < 20; ++i)
               blocks.append(i > 0 ? "," : "").append(R"({"targetId":"{record}","step":0,"trials":[)" + trials + "]}");
             return blocks;
           }() +
           "]}",
       413},
      {"BodyOfADeletion", "DELETE", kRecord, "{}", 400},
      {"IfMatchNoVersion",
       "PUT",
       kRecord,
       note_of("x"),
       422,
       {{"If-Match", "format"}},
       {{"Content-Type", "application/json"}, {"If-Match", "W/\"x\""}}},
      {"EncodedSlash", "GET", "/v1/dogs/{dog}%2Frecords", "", 400, {}, {}},
      {"DotSegments", "GET", "/v1/dogs/{dog}/../{dog}", "", 400, {}, {}},
      {"InvalidUtf8InPath", "GET", "/v1/dogs/%ff", "", 400, {}, {}},
  };
}

std::vector<BadInput> mass_assignment() {
  const std::string members = "/v1/dogs/{dog}/circle/";
  return {
      {"Author",
       "PUT",
       kNewRecord,
       note_with(R"("author":{"id":"{new}","name":"Olaf","role":"owner"})"),
       422,
       {{"author", "readOnly"}}},
      {"ServerFields",
       "PUT",
       kNewRecord,
       note_with(R"("version":7,"seq":9,"deleted":false,"recordedAt":"2020-01-01T00:00:00Z")"),
       422,
       {{"version", "readOnly"}, {"seq", "readOnly"}, {"deleted", "readOnly"}, {"recordedAt", "readOnly"}}},
      {"PatchedServerFields",
       "PATCH",
       kRecord,
       R"({"author":{"id":"x"},"version":7,"seq":9,"recordedAt":"now"})",
       422,
       {{"author", "readOnly"}, {"version", "readOnly"}, {"seq", "readOnly"}, {"recordedAt", "readOnly"}}},
      {"PatchedDog", "PATCH", kRecord, R"({"dogId":"{new}"})", 422, {{"dogId", "match"}}},
      {"DogFields",
       "POST",
       "/v1/dogs",
       R"({"name":"n","role":"owner","id":"{new}","version":9,"you":{"role":"owner"}})",
       422,
       {{"id", "readOnly"}, {"version", "readOnly"}, {"you", "readOnly"}}},
      {"PatchedDogFields",
       "PATCH",
       "/v1/dogs/{dog}",
       R"({"id":"{new}","version":9,"createdAt":"2020-01-01T00:00:00Z"})",
       422,
       {{"id", "readOnly"}, {"version", "readOnly"}, {"createdAt", "readOnly"}}},
      {"RoleInAPatchOfTheDog", "PATCH", "/v1/dogs/{dog}", R"({"role":"owner"})", 422, {{"role", "unknown"}}},
      {"AccountFields",
       "POST",
       "/v1/accounts",
       R"({"email":"a@example.org","password":"long enough","name":"n","id":"{new}","passwordHash":"x","admin":true})",
       422,
       {{"id", "unknown"}, {"passwordHash", "unknown"}, {"admin", "unknown"}}},
      {"InvitationFields",
       "POST",
       "/v1/dogs/{dog}/invitations",
       R"({"role":"walker","token":"known","state":"accepted","acceptedBy":"x","id":"{new}"})",
       422,
       {{"token", "unknown"}, {"state", "unknown"}, {"acceptedBy", "unknown"}, {"id", "unknown"}}},
      {"MemberFields",
       "PATCH",
       members + "{new}",
       R"({"accountId":"x","name":"y","since":"z"})",
       422,
       {{"accountId", "unknown"}, {"name", "unknown"}, {"since", "unknown"}}},
      {"EditedInvitation", "PATCH", "/v1/dogs/{dog}/invitations/{new}", R"({"role":"owner"})", 405},
      {"AcceptedAsAnotherRole",
       "POST",
       "/v1/invitations/nonsense/accept",
       R"({"role":"owner"})",
       422,
       {{"role", "unknown"}}},
      {"OrganizationServerFields",
       "POST",
       "/v1/organizations",
       R"({"name":"x","id":"{new}","role":"admin"})",
       422,
       {{"id", "unknown"}, {"role", "unknown"}}},
      {"SyncedServerFields", "POST", "/v1/sync", R"({"writes":[],"account":"x"})", 422, {{"account", "unknown"}}},
  };
}

std::vector<BadInput> wrong_people_and_dogs() {
  const std::string accounts = "/v1/accounts";
  const std::string invitations = "/v1/dogs/{dog}/invitations";
  return {
      {"NothingToSignUp",
       "POST",
       accounts,
       "{}",
       422,
       {{"email", "required"}, {"password", "required"}, {"name", "required"}}},
      {"NoEmail",
       "POST",
       accounts,
       R"({"email":"tina","password":"long enough","name":"T"})",
       422,
       {{"email", "format"}}},
      {"EmailWithLineBreak",
       "POST",
       accounts,
       R"({"email":"a@b.org\r\nBcc: c@d.org","password":"long enough","name":"T"})",
       422,
       {{"email", "format"}}},
      {"ShortPassword",
       "POST",
       accounts,
       R"({"email":"a@example.org","password":"1234567","name":"T"})",
       422,
       {{"password", "minLength"}}},
      {"LongPassword",
       "POST",
       accounts,
       R"({"email":"a@example.org","password":")" + std::string(257, 'x') + R"(","name":"T"})",
       422,
       {{"password", "maxLength"}}},
      {"EmptyName",
       "POST",
       accounts,
       R"({"email":"a@example.org","password":"long enough","name":""})",
       422,
       {{"name", "minLength"}}},
      {"DuplicateEmail",
       "POST",
       accounts,
       R"({"email":"{owner}","password":"long enough","name":"T"})",
       409,
       {{"email", "unique"}}},
      {"NoPassword", "POST", "/v1/sessions", R"({"email":"{owner}"})", 422, {{"password", "required"}}},
      {"EmailAsLongAsCharactersAllow",
       "POST",
       "/v1/sessions",
       [] {
         std::string email;
         for (int i = 0; i < 254; ++i) email += "🐕";
         return R"({"email":")" + email + R"(","password":"x"})";
       }(),
       422,
       {{"email", "format"}}},
      {"EmptyEmail", "POST", "/v1/sessions", R"({"email":"","password":"x"})", 422, {{"email", "format"}}},
      {"NamelessDog", "POST", "/v1/dogs", R"({"role":"owner"})", 422, {{"name", "required"}}},
      {"DogWithoutRole", "POST", "/v1/dogs", R"({"name":"Balu"})", 422, {{"role", "required"}}},
      {"DogOfAVet", "POST", "/v1/dogs", R"({"name":"Balu","role":"vet"})", 422, {{"role", "enum"}}},
      {"WrongDog",
       "POST",
       "/v1/dogs",
       R"({"name":"","role":1,"sex":"unknown","birthDate":"16.07.2018","neutered":"no","color":"brown"})",
       422,
       {{"name", "minLength"},
        {"role", "type"},
        {"sex", "enum"},
        {"birthDate", "format"},
        {"neutered", "type"},
        {"color", "unknown"}}},
      {"UnbornDog",
       "POST",
       "/v1/dogs",
       R"({"name":"Balu","role":"owner","birthDate":"2027-01-01"})",
       422,
       {{"birthDate", "maximum"}}},
      {"AncientDog",
       "POST",
       "/v1/dogs",
       R"({"name":"Balu","role":"owner","birthDate":"1979-12-31"})",
       422,
       {{"birthDate", "minimum"}}},
      {"DogPatchedNameless", "PATCH", "/v1/dogs/{dog}", R"({"name":null})", 422, {{"name", "required"}}},
      {"InvitationWithoutRole", "POST", invitations, "{}", 422, {{"role", "required"}}},
      {"WrongInvitation",
       "POST",
       invitations,
       R"({"role":"admin","email":"x","expiresAt":"tomorrow","sections":{"notes":"all","money":"read"}})",
       422,
       {{"role", "enum"},
        {"email", "format"},
        {"expiresAt", "format"},
        {"sections.notes", "enum"},
        {"sections.money", "unknown"}}},
      {"InvitationIntoThePast",
       "POST",
       invitations,
       R"({"role":"walker","expiresAt":"2026-11-23T09:00:00Z"})",
       422,
       {{"expiresAt", "range"}}},
      {"InvitationForEver",
       "POST",
       invitations,
       R"({"role":"walker","expiresAt":"2027-11-23T09:00:00Z"})",
       422,
       {{"expiresAt", "range"}}},
      {"UnknownMember", "PATCH", "/v1/dogs/{dog}/circle/{new}", R"({"role":"walker"})", 404},
      {"UnknownInvitation", "DELETE", "/v1/dogs/{dog}/invitations/{new}", "", 404, {}, {}},
      {"UnknownToken", "GET", "/v1/invitations/nonsense", "", 404, {}, {}},
  };
}

std::vector<BadInput> wrong_queries() {
  const auto get = [](std::string name, const std::string& query, std::vector<Wrong> wrong) {
    return BadInput{std::move(name), "GET", "/v1/dogs/{dog}/" + query, "", 422, std::move(wrong), {}};
  };
  return {
      get("UnknownParameter", "records?typ=note&page=2", {{"typ", "unknown"}, {"page", "unknown"}}),
      get("InvalidUtf8Parameter", "records?%ff=1", {{"?", "unknown"}}),
      get("NoLimit", "records?limit=", {{"limit", "range"}}),
      get("ZeroLimit", "records?limit=0", {{"limit", "range"}}),
      get("NegativeLimit", "records?limit=-1", {{"limit", "range"}}),
      get("HighLimit", "records?limit=201", {{"limit", "range"}}),
      get("HugeLimit", "records?limit=99999999999999999999", {{"limit", "range"}}),
      get("WordLimit", "records?limit=10x", {{"limit", "range"}}),
      get("BadCursor", "records?cursor=!!!", {{"cursor", "format"}}),
      get("UnknownTypes", "records?type=poem&type=note&type=", {{"type", "enum"}, {"type", "enum"}}),
      get("BadTimes", "records?from=yesterday&to=2026-02-30", {{"from", "format"}, {"to", "format"}}),
      get("TimeWithoutOffset", "records?from=2026-11-23T10:00:00", {{"from", "format"}}),
      get("AuthorByName", "records?author=Tina", {{"author", "format"}}),
      get("RevisionsBadCursor", "records/{record}/revisions?cursor=x", {{"cursor", "format"}}),
      get("RevisionsAheadCursor", "records/{record}/revisions?cursor=99", {{"cursor", "format"}}),
      get("RevisionsOfSomethingElse", "records/{record}/revisions?cursor=1", {{"cursor", "format"}}),
      get("RevisionsBadLimit", "records/{record}/revisions?limit=x", {{"limit", "range"}}),
      get("NoTargetId", "progress/success-rate", {{"targetId", "required"}}),
      get("BadTargetId", "progress/success-rate?targetId=recall", {{"targetId", "reference"}}),
      get("UnknownTargetId", "progress/success-rate?targetId={new}", {{"targetId", "reference"}}),
      get("ProgressParameter", "progress/abc-per-week?week=1", {{"week", "unknown"}}),
      get("ProgressTimes", "progress/abc-per-week?from=x", {{"from", "format"}}),
      {"DogsLimit", "GET", "/v1/dogs?limit=101", "", 422, {{"limit", "range"}}, {}},
      {"DogsCursor", "GET", "/v1/dogs?cursor=%F0%9F%90%95", "", 422, {{"cursor", "format"}}, {}},
      {"DogsParameter", "GET", "/v1/dogs?name=Balu", "", 422, {{"name", "unknown"}}, {}},
      {"SyncWrongTypes",
       "POST",
       "/v1/sync",
       R"({"cursor":1,"writes":{}})",
       422,
       {{"cursor", "type"}, {"writes", "type"}}},
      {"SyncWriteWithoutRecord",
       "POST",
       "/v1/sync",
       R"({"writes":[{"dogId":"{dog}"}]})",
       422,
       {{"writes[0].record", "required"}}},
      {"SyncTooManyWrites",
       "POST",
       "/v1/sync",
       [] {
         std::string writes = R"({"dogId":"{dog}","record":{}})";
         for (int i = 0; i < 200; ++i) writes += R"(,{"dogId":"{dog}","record":{}})";
         return R"({"writes":[)" + writes + "]}";
       }(),
       422,
       {{"writes", "maxItems"}}},
  };
}

INSTANTIATE_TEST_SUITE_P(Json, Refused, ::testing::ValuesIn(wrong_json()), name_of);
INSTANTIATE_TEST_SUITE_P(Envelope, Refused, ::testing::ValuesIn(wrong_envelope()), name_of);
INSTANTIATE_TEST_SUITE_P(MassAssignment, Refused, ::testing::ValuesIn(mass_assignment()), name_of);
INSTANTIATE_TEST_SUITE_P(PeopleAndDogs, Refused, ::testing::ValuesIn(wrong_people_and_dogs()), name_of);
INSTANTIATE_TEST_SUITE_P(Queries, Refused, ::testing::ValuesIn(wrong_queries()), name_of);

using AcceptedAccount = ApiTest;

TEST_F(AcceptedAccount, AnEmailThatWasRefusedBeforeIsFree) {
  const std::string email = new_id() + "@example.org";
  expect_problem(anybody().post("/v1/accounts", {{"email", email}, {"password", "short"}, {"name", "N"}}), 422,
                 {{"password", "minLength"}});
  expect_problem(anybody().post("/v1/sessions", {{"email", email}, {"password", "short"}}), 401);
  EXPECT_EQ(anybody().post("/v1/accounts", {{"email", email}, {"password", kPassword}, {"name", "N"}}).status, 201u);
}

}  // namespace
}  // namespace doggy::testing
