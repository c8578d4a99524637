#include "registry/store/dynamodb/testing/local_dynamodb.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

#include "platform/async/run_task.h"
#include "platform/id/uuid.h"
#include "registry/store/dynamodb/table.h"

namespace doggy::store {
namespace {

// tests/dynamodb/server.py, which ends when its standard input does.
class ServerProcess {
 public:
  ServerProcess() {
    std::array<int, 2> input{};
    std::array<int, 2> output{};
    if (::pipe2(input.data(), O_CLOEXEC) != 0 || ::pipe2(output.data(), O_CLOEXEC) != 0)
      throw std::runtime_error("no pipes");
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    std::string python = DOGGY_TEST_PYTHON;
    std::string script = DOGGY_TEST_DYNAMODB;
    const std::array<char*, 3> arguments{python.data(), script.data(), nullptr};
    const int failed = ::posix_spawn(&process_, python.c_str(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(input[0]);
    ::close(output[1]);
    stdin_ = input[1];
    const std::string said = failed == 0 ? read_line(output[0]) : std::string();
    ::close(output[0]);
    if (!said.starts_with("ready ")) throw std::runtime_error("DynamoDB does not start: run scripts/setup.sh test");
    url_ = "http://127.0.0.1:" + said.substr(6);
  }
  ~ServerProcess() {
    ::close(stdin_);
    ::waitpid(process_, nullptr, 0);
  }
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  static std::string read_line(int file) {
    std::string line;
    for (char c = 0; ::read(file, &c, 1) == 1 && c != '\n';) line += c;
    return line;
  }

  pid_t process_ = 0;
  int stdin_ = -1;
  std::string url_;
};

}  // namespace

std::string local_dynamodb_endpoint() {
  const char* const other = std::getenv("TEST_DYNAMODB_ENDPOINT");  // NOLINT(concurrency-mt-unsafe): nothing sets any.
  if (other != nullptr) return other;
  static const ServerProcess server;
  return server.url();
}

DynamodbOptions local_dynamodb_options(std::string table, std::string endpoint) {
  return {.table = std::move(table), .endpoint = std::move(endpoint), .calls = {}, .environment = [](const char* name) {
            return "test" + std::string(name);
          }};
}

std::string make_local_table() {
  std::string table = "test-" + Uuid::v7().text();
  const DynamodbOptions options = local_dynamodb_options(table, local_dynamodb_endpoint());
  aws::Connection connection("dynamodb", connection_options(options));
  const auto made = run_task(dynamodb::create_table(connection.service(), table));
  if (!made) throw std::runtime_error(made.error().detail);
  return table;
}

std::unique_ptr<DynamodbStore> open_local_store(const DynamodbOptions& options) {
  auto opened = DynamodbStore::open(options);
  if (!opened) throw std::runtime_error(opened.error().detail);
  return std::move(*opened);
}

std::unique_ptr<DynamodbStore> open_local_store() {
  return open_local_store(local_dynamodb_options(make_local_table(), local_dynamodb_endpoint()));
}

}  // namespace doggy::store
