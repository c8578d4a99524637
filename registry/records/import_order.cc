#include "registry/records/import_order.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

namespace doggy::records {

std::vector<ImportUnit> order_of_import(const std::vector<std::vector<std::size_t>>& references) {
  boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS> graph(references.size());
  for (std::size_t from = 0; from < references.size(); ++from)
    for (const std::size_t to : references[from]) boost::add_edge(from, to, graph);
  // Tarjan's algorithm: components are numbered as they are completed, which is after all that they lead to.
  std::vector<std::size_t> component(references.size());
  const auto index = boost::get(boost::vertex_index, graph);
  const std::size_t count =
      boost::strong_components(graph, boost::make_iterator_property_map(component.begin(), index));
  std::vector<ImportUnit> units(count);
  for (std::size_t i = 0; i < component.size(); ++i) units[component[i]].push_back(i);
  return units;
}

}  // namespace doggy::records
