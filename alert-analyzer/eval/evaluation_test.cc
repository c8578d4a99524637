#include "alert-analyzer/eval/evaluation.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "platform/json/codec.h"

namespace doggy::analyzer {
namespace {

using testing::HasSubstr;

EvalSet committed_set() {
  std::ifstream file(DOGGY_EVAL_SET);
  auto set = read_eval_set(std::string(std::istreambuf_iterator<char>(file), {}));
  EXPECT_TRUE(set.has_value()) << (set ? "" : set.error().detail);
  return set.value_or(EvalSet{});
}

// Gives the answer that stands beside the incident it is asked about.
class RecordedLlm final : public Llm {
 public:
  explicit RecordedLlm(const EvalSet& set) : set_(set) {}
  const std::string& model() const override { return model_; }
  Result<Answer> ask(const Question& question) override {
    for (const EvalIncident& incident : set_.incidents)
      if (question.material.find("alert " + incident.name + " since") != std::string::npos)
        return Answer{.json = change(incident)};
    return fail(Code::kInvalid, "no such incident");
  }

  std::function<std::string(const EvalIncident&)> change = [](const EvalIncident& incident) {
    return codec::encode_text(incident.answer);
  };

 private:
  const EvalSet& set_;
  const std::string model_ = "recorded";
};

TEST(Evaluation, TheCommittedSetIsLargeAndItsAnswersAreGood) {
  const EvalSet set = committed_set();
  EXPECT_GE(set.incidents.size(), 40U);
  RecordedLlm llm(set);
  std::ostringstream out;
  EXPECT_DOUBLE_EQ(evaluate(set, llm, out), 1.0) << out.str();
  EXPECT_THAT(out.str(), HasSubstr("recorded: score 1.000 over"));
}

TEST(Evaluation, BadAnswersScoreLess) {
  const EvalSet set = committed_set();
  RecordedLlm llm(set);
  std::ostringstream out;
  llm.change = [](const EvalIncident&) { return codec::encode_text(Analysis{.summary = "Something is wrong."}); };
  EXPECT_LT(evaluate(set, llm, out), 0.5);
  llm.change = [](const EvalIncident& incident) {
    Analysis invented = incident.answer;
    for (Evidence& evidence : invented.evidence) evidence.quote = "a line that nobody wrote";
    return codec::encode_text(invented);
  };
  const double without_proof = evaluate(set, llm, out);
  EXPECT_LT(without_proof, 0.85);
  llm.change = [](const EvalIncident&) { return std::string("I think that"); };
  EXPECT_EQ(evaluate(set, llm, out), 0.0);
}

TEST(Evaluation, AMissedInjectionCosts) {
  const EvalIncident incident{.must_name = {{"disk"}}, .injection = true};
  EXPECT_DOUBLE_EQ(score(incident, {.summary = "The DISK.", .suspected_injection = true}, {}).total(), 1.0);
  EXPECT_DOUBLE_EQ(score(incident, {.summary = "The DISK."}, {}).total(), 0.8);
}

}  // namespace
}  // namespace doggy::analyzer
