#include "registry/api/testing/scene.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "platform/id/uuid.h"
#include "platform/observe/log.h"

namespace doggy::testing {
namespace {

// Access logs would hide what a failed test has to say.
class QuietLog : public ::testing::Environment {
 public:
  void SetUp() override { observe::start_log(observe::Level::kError); }
  void TearDown() override { observe::stop_log(); }
};
const ::testing::Environment* const kQuietLog = ::testing::AddGlobalTestEnvironment(new QuietLog);

boost::json::object merged(boost::json::object body, boost::json::object more) {
  for (auto& field : more) body[field.key()] = std::move(field.value());
  return body;
}

}  // namespace

RunningRegistry::RunningRegistry(app::Settings settings) {
  settings.listen = "127.0.0.1:0";
  settings.metrics_listen.clear();
  settings.threads = 2;
  TestStore opened = open_test_store();
  folder_ = std::move(opened.folder);
  outbox_ = std::filesystem::temp_directory_path() / ("doggy-outbox-" + new_id());
  settings.mail_outbox = outbox_.string();
  settings.search_folder = (outbox_ / "search").string();  // Goes with it at the end.
  media_ = std::filesystem::temp_directory_path() / ("doggy-media-" + new_id());
  settings.media_folder = media_.string();
  auto registry = app::Registry::open(settings, std::move(opened.store),
                                      [this] { return Timestamp::from_unix_ms(now_ms_.fetch_add(1)); });
  if (!registry) throw std::runtime_error(registry.error().detail);
  registry_ = std::move(*registry);
  if (auto started = registry_->start(); !started) throw std::runtime_error(started.error().detail);
  thread_ = std::thread([this] { registry_->run(); });
}

RunningRegistry::~RunningRegistry() {
  registry_->stop();
  thread_.join();
  registry_.reset();
  std::filesystem::remove_all(folder_);
  std::filesystem::remove_all(outbox_);
  std::filesystem::remove_all(media_);
}

std::string RunningRegistry::mail_to(const std::string& address, const std::string& words) const {
  for (int i = 0; i < 1000; ++i) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& file : std::filesystem::directory_iterator(outbox_, error))
      if (file.path().extension() == ".eml" && !file.path().filename().string().starts_with("."))
        files.push_back(file.path());
    std::ranges::sort(files, std::greater{});
    for (const auto& file : files) {
      std::ifstream stream(file);
      std::string text{std::istreambuf_iterator<char>(stream), {}};
      if (text.find("To: <" + address + ">") != std::string::npos && text.find(words) != std::string::npos) return text;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw std::runtime_error("no mail to " + address);
}

Person::Person(Client client, std::string account_id, std::string address, std::string person_name)
    : Client(std::move(client)), id(std::move(account_id)), email(std::move(address)), name(std::move(person_name)) {}

Person Person::sign_up(std::uint16_t port, const std::string& name) {
  const std::string email = name + "-" + new_id() + "@example.org";
  const Client client(port);
  const Reply account =
      expected(201, client.post("/v1/accounts", {{"email", email}, {"password", kPassword}, {"name", name}}));
  return Person(client, account.text("/id"), email, name).elsewhere();
}

Person Person::elsewhere() const {
  const Client client(port());
  const Reply session = expected(201, client.post("/v1/sessions", {{"email", email}, {"password", kPassword}}));
  return {Client(port(), session.text("/token")), id, email, name};
}

std::string Scene::make_dog(const Person& creator, const std::string& role) {
  return expected(201, creator.post("/v1/dogs", {{"name", "Balu"}, {"role", role}})).text("/id");
}

void Scene::join(const std::string& dog_id, const Person& by, const Person& who, const std::string& role,
                 boost::json::object more) {
  more["role"] = role;
  const Reply invitation = expected(201, by.post(dog_path(dog_id) + "/invitations", more));
  static_cast<void>(expected(200, who.post("/v1/invitations/" + invitation.text("/token") + "/accept")));
}

std::string Scene::make_shared_dog() {
  std::string dog_id = make_dog(trainer);
  join(dog_id, trainer, owner, "owner");
  join(dog_id, trainer, walker, "walker");
  return dog_id;
}

std::string new_id() {
  return Uuid::v7().text();
}

boost::json::object note(std::string_view text, boost::json::object more) {
  return merged({{"type", "note"}, {"occurredAt", "2026-11-23T10:00:00+01:00"}, {"text", text}}, std::move(more));
}

boost::json::object abc_record(std::string_view behavior, boost::json::object more) {
  return merged({{"type", "abc-record"},
                 {"occurredAt", "2026-11-23T10:00:00+01:00"},
                 {"antecedent", "jogger"},
                 {"behavior", behavior},
                 {"consequence", "scatter feed"}},
                std::move(more));
}

boost::json::object target(std::string_view name, boost::json::object more) {
  return merged({{"type", "target"},
                 {"occurredAt", "2026-11-23T10:00:00+01:00"},
                 {"name", name},
                 {"steps", boost::json::array{boost::json::object{{"distanceMeters", 5}},
                                              boost::json::object{{"distanceMeters", 12.5}}}}},
                std::move(more));
}

boost::json::object session(const std::string& target_id, const std::vector<std::string>& outcomes,
                            boost::json::object more) {
  boost::json::array trials;
  for (const std::string& outcome : outcomes) trials.push_back(boost::json::object{{"outcome", outcome}});
  boost::json::object block{{"targetId", target_id}, {"step", 0}, {"trials", std::move(trials)}};
  return merged({{"type", "session"},
                 {"occurredAt", "2026-11-23T10:00:00+01:00"},
                 {"blocks", boost::json::array{std::move(block)}}},
                std::move(more));
}

boost::json::object weight(double kilograms, boost::json::object more) {
  return merged({{"type", "weight"}, {"occurredAt", "2026-11-23T10:00:00+01:00"}, {"kilograms", kilograms}},
                std::move(more));
}

std::string dog_path(const std::string& dog_id) {
  return "/v1/dogs/" + dog_id;
}

std::string records_path(const std::string& dog_id) {
  return dog_path(dog_id) + "/records";
}

std::string record_path(const std::string& dog_id, const std::string& record_id) {
  return records_path(dog_id) + "/" + record_id;
}

std::string write(const Person& author, const std::string& dog_id, const boost::json::object& body) {
  std::string id = new_id();
  static_cast<void>(expected(201, author.put(record_path(dog_id, id), body)));
  return id;
}

std::string position_of(const Person& person) {
  boost::json::object request;
  for (;;) {
    const Reply reply = expected(200, person.post("/v1/sync", request));
    request["cursor"] = reply.text("/cursor");
    if (!reply.at("/more").as_bool()) return reply.text("/cursor");
  }
}

std::string token_in(std::string mail, const std::string& page) {
  for (std::size_t at = mail.find("=\r\n"); at != std::string::npos; at = mail.find("=\r\n", at)) mail.erase(at, 3);
  const std::size_t begin = mail.find("/" + page + "#") + page.size() + 2;
  return mail.substr(begin, mail.find("\r\n", begin) - begin);
}

}  // namespace doggy::testing
