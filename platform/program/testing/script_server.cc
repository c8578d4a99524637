#include "platform/program/testing/script_server.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace doggy::program {
namespace {

std::string read_line(int file) {
  std::string line;
  for (char c = 0; ::read(file, &c, 1) == 1 && c != '\n';) line += c;
  return line;
}

}  // namespace

ScriptServer::ScriptServer(std::string script) {
  std::array<int, 2> input{};
  std::array<int, 2> output{};
  if (::pipe2(input.data(), O_CLOEXEC) != 0 || ::pipe2(output.data(), O_CLOEXEC) != 0)
    throw std::runtime_error("no pipes");
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  std::string python = DOGGY_TEST_PYTHON;
  const std::array<char*, 3> arguments{python.data(), script.data(), nullptr};
  const int failed = ::posix_spawn(&process_, python.c_str(), &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(input[0]);
  ::close(output[1]);
  stdin_ = input[1];
  const std::string said = failed == 0 ? read_line(output[0]) : std::string();
  ::close(output[0]);
  if (!said.starts_with("ready ")) throw std::runtime_error(script + " does not start: run scripts/setup.sh test");
  url_ = "http://127.0.0.1:" + said.substr(6);
}

ScriptServer::~ScriptServer() {
  ::close(stdin_);
  ::waitpid(process_, nullptr, 0);
}

}  // namespace doggy::program
