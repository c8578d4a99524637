// The command line of doggy-registry.
#include <exception>
#include <iostream>

#include "registry/app/command_line.h"

int main(int argc, char** argv) {
  try {
    return doggy::app::run_command_line(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "doggy-registry: " << error.what() << '\n';
    return 1;
  }
}
