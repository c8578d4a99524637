#include "alert-analyzer/app/eval_command.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "alert-analyzer/app/wiring.h"
#include "alert-analyzer/eval/evaluation.h"
#include "platform/try.h"

namespace doggy::analyzer {

Result<int> run_eval(const Settings& settings, const std::string& file, double least, std::ostream& out) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail_field("set", "readable", "Cannot read " + file + ".");
  TRY(auto set, read_eval_set(std::string(std::istreambuf_iterator<char>(stream), {})));
  const Neighbors neighbors = connected(settings);
  TRY(auto llm, llm_of(settings, neighbors));
  if (llm == nullptr) return fail_field("llm-url", "required", "Say where the model is: llm-url.");
  return evaluate(set, *llm, out) < least ? 1 : 0;
}

}  // namespace doggy::analyzer
