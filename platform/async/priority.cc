#include "platform/async/priority.h"

#include <sys/resource.h>
#include <unistd.h>

namespace doggy {

void lower_thread_priority() {
  constexpr int kNice = 10;
  // On Linux a thread has a nice value of its own. Lowering one's priority is always allowed.
  static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice));
}

}  // namespace doggy
