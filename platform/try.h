// Passes a failure on to the caller, in one line:
//
//   TRY(const Head head, parse_head(text));                     in a function
//   CO_TRY(auto item, co_await store.get(key));                 in a coroutine
//   CO_CHECK_OK(co_await store.commit(std::move(writes)));         when there is no value, or it is not needed
//
// Each evaluates its expression, which is a Result, once. On an error the enclosing function returns it; otherwise the
// declared variable has the value.
#pragma once

#include <expected>
#include <utility>

// NOLINTBEGIN(cppcoreguidelines-macro-usage,bugprone-macro-parentheses): only a macro can return from its caller.
#define DOGGY_TRY_NAME_2(line) doggy_try_##line
#define DOGGY_TRY_NAME_1(line) DOGGY_TRY_NAME_2(line)
#define DOGGY_TRY_NAME DOGGY_TRY_NAME_1(__LINE__)

#define DOGGY_TRY_DECLARE(name, leave, declaration, ...) \
  auto name = (__VA_ARGS__);                             \
  if (!name) [[unlikely]]                                \
    leave std::unexpected(std::move(name).error());      \
  declaration = *std::move(name)

#define TRY(declaration, ...) DOGGY_TRY_DECLARE(DOGGY_TRY_NAME, return, declaration, __VA_ARGS__)
#define CO_TRY(declaration, ...) DOGGY_TRY_DECLARE(DOGGY_TRY_NAME, co_return, declaration, __VA_ARGS__)

#define CHECK_OK(...)                                                    \
  do {                                                                   \
    if (auto doggy_checked = (__VA_ARGS__); !doggy_checked) [[unlikely]] \
      return std::unexpected(std::move(doggy_checked).error());          \
  } while (false)
#define CO_CHECK_OK(...)                                                 \
  do {                                                                   \
    if (auto doggy_checked = (__VA_ARGS__); !doggy_checked) [[unlikely]] \
      co_return std::unexpected(std::move(doggy_checked).error());       \
  } while (false)
// NOLINTEND(cppcoreguidelines-macro-usage,bugprone-macro-parentheses)
