#include "registry/media/scan.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "platform/observe/log.h"

namespace doggy::media {
namespace {

std::unexpected<Error> not_scanned(std::string_view why) {
  observe::log(observe::Level::kError, "scan-failed", {{"why", why}});
  return std::unexpected(Error{.code = Code::kUnavailable,
                               .detail = "The file could not be checked for viruses. It is kept: try again later.",
                               .retry_after = std::chrono::seconds(30)});
}

// What the scanner says of the file goes nowhere: it would be the sender's text in our log.
pid_t start(const std::string& program, const std::string& file) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  // posix_spawn takes its arguments as mutable and does not change them.
  std::string name = program;
  std::string path = file;
  std::string search = "PATH=/usr/local/bin:/usr/bin:/bin";
  const std::array<char*, 3> arguments{name.data(), path.data(), nullptr};
  const std::array<char*, 2> environment{search.data(), nullptr};
  pid_t child = -1;
  const int error = posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  return error == 0 ? child : -1;
}

// Whether the child ends in time. It is asked of the kernel, so that nothing has to look again and again.
bool ends_within(pid_t child, std::chrono::seconds timeout) {
  const int descriptor = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));  // NOLINT(*-vararg)
  if (descriptor < 0) return false;
  pollfd waiting{.fd = descriptor, .events = POLLIN, .revents = 0};
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  int ready = -1;
  do {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    ready = ::poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
  } while (ready < 0 && errno == EINTR);
  ::close(descriptor);
  return ready > 0;
}

}  // namespace

Result<void> scan(const Scanner& scanner, const std::filesystem::path& file) {
  if (scanner.program.empty()) return {};
  const pid_t child = start(scanner.program, std::filesystem::absolute(file).string());
  if (child < 0) return not_scanned("the program cannot be started");
  const bool ended = ends_within(child, scanner.timeout);
  if (!ended) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!ended) return not_scanned("the program did not end in time");
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
    return fail_field("file", "virus", "The virus scanner does not let this file through.");
  return not_scanned("the program ended with an error");
}

}  // namespace doggy::media
