// Lets computing that takes long give way to the event loops.
#pragma once

namespace doggy {

/// Lowers the priority of the calling thread, and of threads that it starts, for good: it still gets a share of a busy
/// machine, about a tenth of an event loop's.
void lower_thread_priority();

}  // namespace doggy
