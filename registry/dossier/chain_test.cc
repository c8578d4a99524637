#include "registry/dossier/chain.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "platform/id/secret.h"

namespace doggy::dossier {
namespace {

std::vector<LogLine> three_entries() {
  std::vector<LogLine> log;
  std::string previous;
  for (int seq = 1; seq <= 3; ++seq) {
    std::string entry = fmt::format(R"({{"seq":{},"action":"x","prev":"{}"}})", seq, previous);
    previous = sha256_hex(entry);
    log.push_back({.seq = static_cast<std::uint64_t>(seq), .hash = previous, .entry = std::move(entry)});
  }
  return log;
}

TEST(Chain, HoldsAsItWasWritten) {
  EXPECT_FALSE(broken_chain(three_entries()));
  EXPECT_FALSE(broken_chain({}));
}

TEST(Chain, NoticesAnyChange) {
  auto changed = three_entries();
  changed[1].entry->replace(changed[1].entry->find('x'), 1, "y");
  EXPECT_EQ(broken_chain(changed).value(), "Entry 2 was changed.");
  // With a hash made to fit, the next entry tells.
  changed[1].hash = sha256_hex(*changed[1].entry);
  EXPECT_EQ(broken_chain(changed).value(), "Entry 3 does not follow the one before it.");
  auto missing = three_entries();
  missing.erase(missing.begin() + 1);
  EXPECT_EQ(broken_chain(missing).value(), "Entry 2 is missing.");
}

TEST(Chain, HoldsOverWhatIsHidden) {
  auto hidden = three_entries();
  hidden[1].entry.reset();
  EXPECT_FALSE(broken_chain(hidden));
  hidden[1].hash = std::string(64, '0');
  EXPECT_EQ(broken_chain(hidden).value(), "Entry 3 does not follow the one before it.");
}

}  // namespace
}  // namespace doggy::dossier
