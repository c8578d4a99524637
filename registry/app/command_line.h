// What doggy-registry can be told to do: serve, import, check, backup, restore, migrate, openapi, version.
#pragma once

namespace doggy::app {

/// The program's exit status: 0 done, 1 failed, 2 wrong usage.
int run_command_line(int argc, char** argv);

}  // namespace doggy::app
