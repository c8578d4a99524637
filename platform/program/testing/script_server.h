// For tests: a server in Python that lasts as long as this.
#pragma once

#include <sys/types.h>

#include <string>

namespace doggy::program {

/// The script prints "ready PORT" once it listens on the loopback, and ends when its standard input does.
class ScriptServer {
 public:
  /// Runs the script with the tests' Python and waits until it is ready. Throws std::runtime_error when it is not.
  explicit ScriptServer(std::string script);
  ~ScriptServer();
  ScriptServer(const ScriptServer&) = delete;
  ScriptServer& operator=(const ScriptServer&) = delete;

  /// "http://127.0.0.1:8000"
  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  pid_t process_ = 0;
  int stdin_ = -1;
  std::string url_;
};

}  // namespace doggy::program
