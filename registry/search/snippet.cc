#include "registry/search/snippet.h"

#include <algorithm>

namespace doggy::search {

std::vector<Piece> pieces_of(std::string_view marked) {
  std::vector<Piece> pieces;
  bool match = false;
  while (!marked.empty()) {
    const std::size_t end = std::min(marked.find((match ? kClose : kOpen).front()), marked.size());
    if (end > 0) pieces.push_back({.text = std::string(marked.substr(0, end)), .match = match});
    marked.remove_prefix(std::min(end + 1, marked.size()));
    match = !match;
  }
  return pieces;
}

}  // namespace doggy::search
