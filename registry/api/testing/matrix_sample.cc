#include "registry/api/testing/matrix_sample.h"

#include <algorithm>
#include <map>
#include <utility>

namespace doggy::testing {
namespace {

struct Cell {
  std::size_t row;
  Principal who;
};

}  // namespace

std::vector<std::set<Principal>> matrix_sample(const std::vector<MatrixRow>& rows, std::size_t step) {
  std::vector<std::set<Principal>> chosen(rows.size());
  std::map<std::pair<std::string, char>, std::vector<Cell>> answers;
  for (std::size_t row = 0; row < rows.size(); ++row)
    for (std::size_t i = 0; i < kPrincipals; ++i) {
      const auto who = static_cast<Principal>(i);
      answers[{rows[row].route, rows[row].letters.at(i)}].push_back({.row = row, .who = who});
      if ((row + i) % step == 0) chosen[row].insert(who);
    }
  std::size_t turn = 0;
  for (const auto& [answer, cells] : answers) {
    if (std::ranges::any_of(cells, [&](const Cell& cell) { return chosen[cell.row].contains(cell.who); })) continue;
    const Cell& cell = cells[turn++ % cells.size()];
    chosen[cell.row].insert(cell.who);
  }
  return chosen;
}

}  // namespace doggy::testing
