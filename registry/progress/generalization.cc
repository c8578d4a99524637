#include "registry/progress/generalization.h"

#include <map>
#include <tuple>

#include "registry/progress/normalized_text.h"

namespace doggy::progress {

Generalization generalization(const Uuid& target_id, const types::Target& target,
                              std::span<const HeldSession> sessions) {
  std::map<std::tuple<std::string, std::optional<std::string>, std::optional<int>>, GeneralizationCell> cells;
  for (const HeldSession& held : sessions) {
    std::map<GeneralizationCell*, bool> of_session;
    for (const types::TrialBlock& block : held.session.blocks) {
      if (block.target_id != target_id) continue;
      const auto step = static_cast<std::size_t>(block.step);
      const std::optional<int> distraction = step < target.steps.size() ? target.steps[step].distraction : std::nullopt;
      const auto& place = held.session.place;
      GeneralizationCell& cell =
          cells
              .try_emplace({held.person, place.transform(normalized), distraction},
                           GeneralizationCell{.person = held.person, .place = place, .distraction = distraction})
              .first->second;
      of_session[&cell] = true;
      for (const types::Trial& trial : block.trials) {
        if (trial.outcome != types::Outcome::kVoid) ++cell.trials;
        if (trial.outcome == types::Outcome::kCorrect) ++cell.correct;
      }
    }
    for (auto& [cell, here] : of_session) ++cell->sessions;
  }
  Generalization result;
  for (auto& [key, cell] : cells) {
    if (cell.trials > 0) cell.percent = static_cast<double>(cell.correct) * 100 / static_cast<double>(cell.trials);
    result.cells.push_back(std::move(cell));
  }
  return result;
}

}  // namespace doggy::progress
