# One target per folder: a library links only what it may use, so a forbidden include fails to link or is caught by
# `make lint`.

set(DOGGY_SANITIZE OFF CACHE STRING "ON: address and undefined-behavior sanitizers; thread: the thread sanitizer; OFF: none")
option(DOGGY_COVERAGE "Let fuzzers see which code their inputs reach; with DOGGY_SANITIZE" OFF)

# The presets may compile several sources as one (CMAKE_UNITY_BUILD): they share what all of them instantiate, and a
# build from nothing takes half the time. Names in anonymous namespaces must therefore differ within a library.

# Lines for stack traces; who steps through the code with a debugger wants -g.
set(CMAKE_CXX_FLAGS_DEBUG "-g1")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")

add_library(doggy_options INTERFACE)
target_include_directories(doggy_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_definitions(doggy_options INTERFACE
  BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_COROUTINE
  DOGGY_VERSION="${PROJECT_VERSION}")
target_compile_options(doggy_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror=switch -Werror=return-type
  -Wno-missing-designated-field-initializers -fno-omit-frame-pointer)
target_link_libraries(doggy_options INTERFACE Threads::Threads)
if(DOGGY_SANITIZE STREQUAL "thread")
  target_compile_options(doggy_options INTERFACE -fsanitize=thread)
  target_link_options(doggy_options INTERFACE -fsanitize=thread)
elseif(DOGGY_SANITIZE)
  target_compile_options(doggy_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all)
  target_link_options(doggy_options INTERFACE -fsanitize=address,undefined)
  if(DOGGY_COVERAGE)
    target_compile_options(doggy_options INTERFACE -fsanitize=fuzzer-no-link)
  endif()
else()
  target_compile_options(doggy_options INTERFACE -D_FORTIFY_SOURCE=2 -fstack-protector-strong)
  target_link_options(doggy_options INTERFACE -Wl,-z,relro,-z,now)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime "${CCACHE}")
  set(CMAKE_PCH_INSTANTIATE_TEMPLATES OFF)
  target_compile_options(doggy_options INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
endif()

# Two precompiled headers, shared by all: libraries, and tests.
file(WRITE "${CMAKE_BINARY_DIR}/pch/empty.cc" "")
add_library(doggy_pch OBJECT "${CMAKE_BINARY_DIR}/pch/empty.cc")
target_link_libraries(doggy_pch PUBLIC doggy_options Boost::json Boost::url fmt::fmt)
target_precompile_headers(doggy_pch PRIVATE
  <algorithm> <array> <chrono> <cstdint> <expected> <functional> <map> <memory> <optional> <string> <string_view>
  <utility> <variant> <vector>
  <boost/asio/awaitable.hpp> <boost/asio/use_awaitable.hpp> <boost/asio/post.hpp> <boost/json.hpp> <boost/describe.hpp>
  <boost/mp11/algorithm.hpp> <fmt/format.h>)

add_library(doggy_test_pch OBJECT "${CMAKE_BINARY_DIR}/pch/empty.cc")
target_link_libraries(doggy_test_pch PUBLIC doggy_options Boost::json Boost::url fmt::fmt GTest::gtest GTest::gmock)
target_precompile_headers(doggy_test_pch PRIVATE
  <algorithm> <expected> <functional> <map> <memory> <optional> <string> <string_view> <variant> <vector>
  <boost/asio/awaitable.hpp> <boost/asio/use_awaitable.hpp> <boost/json.hpp> <boost/describe.hpp>
  <boost/mp11/algorithm.hpp> <fmt/format.h> <gtest/gtest.h> <gmock/gmock.h>)

# doggy_library(name SOURCES a.cc … LINK target …)
function(doggy_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC doggy_options Boost::json Boost::url fmt::fmt ${arg_LINK})
  target_precompile_headers(${name} REUSE_FROM doggy_pch)
endfunction()

# doggy_test(name SOURCES a_test.cc … LINK target …): one test program a folder, its cases listed in ctest.
function(doggy_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE doggy_options Boost::json Boost::url fmt::fmt GTest::gtest GTest::gmock
    GTest::gtest_main ${arg_LINK})
  target_precompile_headers(${name} REUSE_FROM doggy_test_pch)
  set_property(GLOBAL APPEND PROPERTY DOGGY_TEST_PROGRAMS ${name})
  add_test(NAME ${name} COMMAND ${name})
endfunction()

# doggy_fuzzer(name SOURCES a_fuzz.cc … LINK target …): a libFuzzer program; its seeds are in tests/fuzz/seeds/<name>.
function(doggy_fuzzer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
  if(NOT DOGGY_SANITIZE OR DOGGY_SANITIZE STREQUAL "thread")
    return()
  endif()
  add_executable(${name}_fuzzer ${arg_SOURCES})
  target_link_libraries(${name}_fuzzer PRIVATE doggy_options ${arg_LINK})
  target_link_options(${name}_fuzzer PRIVATE -fsanitize=fuzzer)
  set_property(GLOBAL APPEND PROPERTY DOGGY_FUZZERS ${name}_fuzzer)
endfunction()

# A program as it is shipped allocates with jemalloc; the sanitizers bring their own allocators.
function(doggy_program_memory name)
  if(NOT DOGGY_SANITIZE)
    target_sources(${name} PRIVATE ${CMAKE_SOURCE_DIR}/platform/program/allocator.cc)
    target_link_libraries(${name} PRIVATE PkgConfig::jemalloc)
  endif()
endfunction()
