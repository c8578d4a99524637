#include "registry/api/testing/access_world.h"

#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "registry/api/testing/media.h"
#include "registry/media/testing/samples.h"

namespace doggy::testing {
namespace {

using boost::json::array;
using boost::json::object;

using enum Principal;
const std::set<Principal> kMembers{kNarrowed, kCarer,       kWalker,       kTrainer,
                                   kOwner,    kStaffWalker, kStaffTrainer, kStaffAdmin};
const std::set<Principal> kReaders{kCarer, kWalker, kTrainer, kOwner, kStaffWalker, kStaffTrainer, kStaffAdmin};
const std::set<Principal> kTrainers{kTrainer, kStaffTrainer, kStaffAdmin};
const array kEverybody{"trainer", "owner", "walker", "carer"};
const array kTrainersOnly{"trainer"};

object with(object body, object more) {
  for (auto& one : more) body[one.key()] = std::move(one.value());
  return body;
}

object observation(const std::string& behavior) {
  return {{"type", "observation"},
          {"occurredAt", "2026-11-20T10:00:00Z"},
          {"method", "continuous"},
          {"observedSeconds", 60},
          {"behaviors", array{object{{"name", behavior}, {"kind", "point"}}}},
          {"events", array{object{{"behavior", behavior}, {"onsetSeconds", 3}}}}};
}

object exposure(const std::string& trigger) {
  return {{"type", "trigger-exposure"},
          {"occurredAt", "2026-11-20T10:00:00Z"},
          {"trigger", trigger},
          {"distanceMeters", 4},
          {"reaction", 2}};
}

const std::string& photo() {
  static const std::string bytes = png(16, 16);
  return bytes;
}

object lesson(const std::string& title) {
  return {{"type", "appointment"},
          {"occurredAt", "2026-12-01T18:00:00Z"},
          {"title", title},
          {"kind", "class"},
          {"endsAt", "2026-12-01T19:00:00Z"}};
}

object homework(const std::string& text, const std::string& target_id) {
  return {{"type", "homework"},
          {"occurredAt", "2026-11-20T10:00:00Z"},
          {"title", text},
          {"targetId", target_id},
          {"steps", array{object{{"description", "once a day"}}}}};
}

// A browser's, each with an endpoint of its own.
object push_subscription(const std::string& name) {
  return {{"endpoint", "https://push.example.org/" + name},
          {"keys",
           {{"p256dh", "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"},
            {"auth", "BTBZMqHH6r4Tts7J_aSIgg"}}}};
}

object rabies(const std::string& product) {
  return {{"type", "vaccination"},
          {"occurredAt", "2026-01-10T10:00:00Z"},
          {"vaccine", "rabies"},
          {"product", product},
          {"dueOn", "2026-12-20"}};
}

}  // namespace

AccessCast::AccessCast() : ended_(scene.trainer.elsewhere()) {
  static_cast<void>(expected(204, ended_.remove("/v1/sessions/current")));
  std::ifstream project(std::string(DOGGY_TEST_DATA) + "/boris/balu.boris");
  const std::string text{std::istreambuf_iterator<char>(project), {}};
  boris_ = boost::json::serialize(boost::json::value(text));
  const std::string other = scene.make_dog(scene.stranger);
  static_cast<void>(write(scene.stranger, other, note("elsewhere")));
  dossier_ = expected(200, scene.stranger.get(dog_path(other) + "/export")).body;
}

const Client& AccessCast::client(Principal who) const {
  return who == Principal::kNobody ? scene.anybody : person(who);
}

const Person& AccessCast::person(Principal who) const {
  switch (who) {
    case Principal::kNobody:
      break;
    case Principal::kEnded:
      return ended_;
    case Principal::kStranger:
      return scene.stranger;
    case Principal::kRemoved:
      return removed_;
    case Principal::kExpired:
      return expired_;
    case Principal::kNarrowed:
      return narrowed_;
    case Principal::kCarer:
      return carer_;
    case Principal::kWalker:
      return scene.walker;
    case Principal::kTrainer:
      return scene.trainer;
    case Principal::kOwner:
      return scene.owner;
    case Principal::kLeft:
      return left_;
    case Principal::kGrantEnded:
      return grant_ended_;
    case Principal::kStaffWalker:
      return staff_walker_;
    case Principal::kStaffTrainer:
      return staff_trainer_;
    case Principal::kStaffAdmin:
      return staff_admin_;
  }
  throw std::logic_error("nobody has no account");
}

AccessWorld::AccessWorld(AccessCast& cast) : cast_(cast) {
  const object dog{{"name", secret("dog", kMembers)}, {"breed", secret("breed", kReaders)}, {"role", "trainer"}};
  names_["dog"] = expected(201, cast_.scene.trainer.post("/v1/dogs", dog)).text("/id");
  form_circle();
  write_records();
  share_report();
}

AccessWorld::~AccessWorld() {
  // So many may be under way for an account, and there are many worlds.
  static_cast<void>(cast_.scene.trainer.remove(uploads_path(id("dog")) + "/" + id("upload")));
  static_cast<void>(cast_.scene.owner.remove(dog_path(id("dog"))));
  for (const auto& [organization, admin] :
       {std::pair("organization", kStaffAdmin), std::pair("former", kGrantEnded), std::pair("spare", kTrainer)})
    static_cast<void>(cast_.person(admin).remove("/v1/organizations/" + id(organization)));
  static_cast<void>(cast_.scene.walker.remove("/v1/me/webhooks/" + id("webhook")));
  static_cast<void>(cast_.scene.walker.remove("/v1/me/push-subscriptions/" + id("subscription")));
}

std::string AccessWorld::secret(const std::string& word, std::set<Principal> readers) {
  std::string text = word + "-" + new_id();
  secrets_.push_back({.text = text, .readers = std::move(readers)});
  return text;
}

void AccessWorld::form_circle() {
  const std::string& dog = id("dog");
  const Person& trainer = cast_.scene.trainer;
  const auto join = [&](Principal who, const std::string& role, object more = {}) {
    cast_.scene.join(dog, trainer, cast_.person(who), role, std::move(more));
  };
  join(Principal::kOwner, "owner");
  join(Principal::kWalker, "walker");
  join(Principal::kCarer, "carer");
  object nothing;
  for (const char* section : {"profile", "notes", "training", "behavior", "health", "calendar", "media"})
    nothing[section] = "none";
  join(Principal::kNarrowed, "walker", {{"sections", nothing}});
  join(Principal::kRemoved, "walker");
  join(Principal::kExpired, "walker");
  const std::string places = dog_path(dog) + "/circle/";
  static_cast<void>(expected(204, trainer.remove(places + cast_.person(Principal::kRemoved).id)));
  const std::string soon = Timestamp::from_unix_ms(cast_.scene.registry.now().unix_ms() + 30'000).text();
  static_cast<void>(expected(200, trainer.patch(places + cast_.person(Principal::kExpired).id, {{"expiresAt", soon}})));
  form_organizations();
  // Long enough that the invitations of many worlds are not too many for an hour.
  cast_.scene.registry.advance(std::chrono::minutes(5));

  for (Principal who : kMembers)
    names_[std::string(kPrincipalNames[static_cast<std::size_t>(who)])] = cast_.person(who).id;
  for (std::size_t i = 2; i < kPrincipals; ++i) {
    const auto who = static_cast<Principal>(i);
    std::set<Principal> self{who};
    if (who == Principal::kTrainer) self.insert(Principal::kEnded);
    secrets_.push_back({.text = cast_.person(who).email, .readers = self});
  }
  // Of the walker's own account.
  const Person& walker = cast_.scene.walker;
  names_["subscription"] =
      expected(201, walker.post("/v1/me/push-subscriptions", push_subscription("walker-" + dog))).text("/id");
  const Reply webhook = expected(
      201, walker.post("/v1/me/webhooks", {{"url", "https://" + secret("hook", {Principal::kWalker}) + ".invalid/"},
                                           {"kinds", array{"comment"}}}));
  names_["webhook"] = webhook.text("/webhook/id");
  const std::string guest = secret("guest", {kTrainer, kOwner, kStaffTrainer, kStaffAdmin}) + "@example.org";
  const Reply invitation =
      expected(201, trainer.post(dog_path(dog) + "/invitations", {{"role", "walker"}, {"email", guest}}));
  names_["invitation"] = invitation.text("/id");
  names_["token"] = invitation.text("/token");
}

// One trains the dog and has staff; the grant of another ends; and the trainer has a third, which is not with the dog.
void AccessWorld::form_organizations() {
  const Person& trainer = cast_.scene.trainer;
  const auto found = [&](const std::string& name, Principal admin, std::set<Principal> readers) {
    const object body{{"name", secret(name, std::move(readers))}};
    names_[name] = expected(201, cast_.person(admin).post("/v1/organizations", body)).text("/id");
    return "/v1/organizations/" + names_[name];
  };
  const auto grant = [&](const std::string& name, Principal admin, const std::string& role) {
    const object asked{{"role", role}, {"forOrganization", true}};
    const Reply invitation = expected(201, trainer.post(dog_path(id("dog")) + "/invitations", asked));
    const std::string path = "/v1/invitations/" + invitation.text("/token") + "/accept";
    static_cast<void>(expected(200, cast_.person(admin).post(path, {{"organizationId", names_[name]}})));
  };
  const std::string path = found("organization", kStaffAdmin, kMembers);
  const Person& admin = cast_.person(kStaffAdmin);
  for (const auto& [who, role] :
       {std::pair(kStaffTrainer, "trainer"), std::pair(kStaffWalker, "walker"), std::pair(kLeft, "trainer")}) {
    const Reply invitation = expected(201, admin.post(path + "/invitations", {{"role", role}}));
    const std::string link = "/v1/organization-invitations/" + invitation.text("/token") + "/accept";
    static_cast<void>(expected(200, cast_.person(who).post(link)));
  }
  grant("organization", kStaffAdmin, "trainer");
  static_cast<void>(expected(204, cast_.person(kLeft).remove(path + "/members/" + cast_.person(kLeft).id)));
  // Whoever manages the circle reads in its log who was in it.
  found("former", kGrantEnded, {kGrantEnded, kTrainer, kOwner, kStaffTrainer, kStaffAdmin});
  grant("former", kGrantEnded, "trainer");
  const std::string soon = Timestamp::from_unix_ms(cast_.scene.registry.now().unix_ms() + 30'000).text();
  const std::string place = dog_path(id("dog")) + "/circle/" + id("former");
  static_cast<void>(expected(200, trainer.patch(place, {{"expiresAt", soon}})));
  found("spare", kTrainer, {kTrainer});

  const std::string mail = secret("applicant", {kStaffAdmin}) + "@example.org";
  const Reply invitation = expected(201, admin.post(path + "/invitations", {{"role", "walker"}, {"email", mail}}));
  names_["organization invitation"] = invitation.text("/id");
  names_["organization token"] = invitation.text("/token");
  const Reply offer = expected(
      201, trainer.post(dog_path(id("dog")) + "/invitations", {{"role", "walker"}, {"forOrganization", true}}));
  names_["offer token"] = offer.text("/token");
}

void AccessWorld::write_records() {
  const Person& trainer = cast_.scene.trainer;
  // Each for everybody and for trainers alone: {note} and {hidden note}, {behavior} and {hidden behavior}, …
  for (const std::string& prefix : {std::string(), std::string("hidden ")}) {
    const auto& readers = prefix.empty() ? kReaders : kTrainers;
    const object audience{{"audience", prefix.empty() ? kEverybody : kTrainersOnly}};
    const auto put = [&](const std::string& name, const object& body) {
      names_[prefix + name] = write(trainer, id("dog"), with(body, audience));
    };
    const auto word = [&](const std::string& name) {
      const std::string text = secret(name, readers);
      names_[prefix + name] = text;
      return text;
    };
    put("note", note(secret("note", readers)));
    names_[prefix + "photo"] = attach(trainer, id("dog"), photo(),
                                      {{"recordId", id(prefix + "note")}, {"caption", secret("caption", readers)}});
    put("health", rabies(secret("product", readers)));
    put("target", target(secret("target", readers)));
    put("session", session(id(prefix + "target"), {"correct", "incorrect"}));
    put("homework", homework(secret("homework", readers), id(prefix + "target")));
    put("observation", observation(word("behavior")));
    put("pair", with(observation(id(prefix + "behavior")), {{"pairedWith", id(prefix + "observation")}}));
    put("abc", abc_record(id(prefix + "behavior")));
    put("exposure", exposure(word("trigger")));
    put("appointment", lesson(secret("lesson", readers)));
    const Reply link =
        expected(201, trainer.post(dog_path(id("dog")) + "/share-links", {{"recordId", id(prefix + "note")}}));
    names_[prefix + "link"] = link.text("/id");
    names_[prefix + "link token"] = link.text("/token");
  }
  names_["portrait"] = attach(trainer, id("dog"), photo());
  static_cast<void>(expected(200, trainer.patch(dog_path(id("dog")), {{"profilePhotoId", id("portrait")}})));
  const Reply upload = expected(201, trainer.post(uploads_path(id("dog")), {{"length", 10}}));
  names_["upload"] = upload.text("/id");
}

void AccessWorld::share_report() {
  const object request{{"as", "owner"}, {"notes", array{id("note"), id("hidden note")}}};
  const Reply link =
      expected(201, cast_.scene.trainer.post(dog_path(id("dog")) + "/share-links", {{"report", request}}));
  names_["report link"] = link.text("/id");
  names_["report token"] = link.text("/token");
}

std::string AccessWorld::renew_feed() const {
  const std::string url = expected(200, cast_.scene.walker.post("/v1/me/calendar-feed")).text("/url");
  const std::string folder = "/v1/calendar/";
  const std::size_t begin = url.find(folder) + folder.size();
  return url.substr(begin, url.rfind('/') - begin);
}

std::string AccessWorld::fill(std::string text) const {
  for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos) break;
    const std::string name = text.substr(open + 1, close - open - 1);
    if (name == "new") {
      text.replace(open, close - open + 1, new_id());
    } else if (name == "email") {
      text.replace(open, close - open + 1, new_id() + "@example.org");
    } else if (name == "boris" || name == "dossier") {
      text.replace(open, close - open + 1, name == "boris" ? cast_.boris() : cast_.dossier());
    } else if (name == "push") {
      text.replace(open, close - open + 1, boost::json::serialize(push_subscription(new_id())));
    } else if (name == "feed") {
      text.replace(open, close - open + 1, renew_feed());
    } else if (const auto known = names_.find(name); known != names_.end()) {
      text.replace(open, close - open + 1, known->second);
    }
  }
  return text;
}

}  // namespace doggy::testing
