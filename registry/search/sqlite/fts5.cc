#include "registry/search/sqlite/fts5.h"

#include <array>
#include <string>
#include <vector>

namespace doggy::search::sqlite {
namespace {

// Of BM25: how soon another occurrence of a term counts for little, how much a long text counts for less, and what an
// ordinary length is. That is no average of what is stored, which would tell of it.
constexpr double kSaturation = 1.2;
constexpr double kLengthWeight = 0.75;
constexpr double kOrdinaryWords = 40;
constexpr std::array kColumnWeights{2.0, 1.0};  // Names, prose.

void relevance(const Fts5ExtensionApi* api, Fts5Context* context, sqlite3_context* result, int, sqlite3_value**) {
  int instances = 0;
  int words = 0;
  int code = api->xInstCount(context, &instances);
  if (code == SQLITE_OK) code = api->xColumnSize(context, -1, &words);
  if (code != SQLITE_OK) return sqlite3_result_error_code(result, code);
  std::vector<double> frequency(static_cast<std::size_t>(api->xPhraseCount(context)));
  for (int i = 0; i < instances; ++i) {
    int phrase = 0;
    int column = 0;
    int offset = 0;
    code = api->xInst(context, i, &phrase, &column, &offset);
    if (code != SQLITE_OK) return sqlite3_result_error_code(result, code);
    frequency.at(static_cast<std::size_t>(phrase)) += kColumnWeights.at(static_cast<std::size_t>(column));
  }
  const double length = kSaturation * (1 - kLengthWeight + kLengthWeight * words / kOrdinaryWords);
  double score = 0;
  for (const double often : frequency) score += often * (kSaturation + 1) / (often + length);
  sqlite3_result_double(result, score);
}

fts5_api& api_of(sql::Database& database) {
  fts5_api* api = nullptr;
  sql::Statement statement(database.handle(), "SELECT fts5(?1)");
  statement.bind_pointer(1, static_cast<void*>(&api), "fts5_api_ptr");
  statement.step();
  if (api == nullptr) throw sql::Failure(SQLITE_ERROR, "this SQLite has no FTS5");
  return *api;
}

int found_word(void* found, int, const char*, int, int, int) {
  *static_cast<bool*>(found) = true;
  return SQLITE_DONE;
}

}  // namespace

struct Fts5::Tokenizer {
  fts5_tokenizer methods{};
  Fts5Tokenizer* instance = nullptr;

  explicit Tokenizer(fts5_api& api) {
    void* user = nullptr;
    int code = api.xFindTokenizer(&api, "unicode61", &user, &methods);
    std::array<const char*, 2> arguments{"remove_diacritics", "2"};
    if (code == SQLITE_OK)
      code = methods.xCreate(user, arguments.data(), static_cast<int>(arguments.size()), &instance);
    if (code != SQLITE_OK) throw sql::Failure(code, "no tokenizer");
  }
  ~Tokenizer() { methods.xDelete(instance); }
  Tokenizer(const Tokenizer&) = delete;
  Tokenizer& operator=(const Tokenizer&) = delete;
};

Fts5::Fts5(sql::Database& database) {
  fts5_api& api = api_of(database);
  const int code = api.xCreateFunction(&api, "relevance", nullptr, relevance, nullptr);
  if (code != SQLITE_OK) throw sql::Failure(code, "relevance() cannot be added");
  tokenizer_ = std::make_unique<Tokenizer>(api);
}

Fts5::~Fts5() = default;
Fts5::Fts5(Fts5&&) noexcept = default;
Fts5& Fts5::operator=(Fts5&&) noexcept = default;

bool Fts5::has_word(std::string_view text) const {
  bool found = false;
  // SQLITE_DONE, by which the callback ends it, comes back as such.
  tokenizer_->methods.xTokenize(tokenizer_->instance, &found, FTS5_TOKENIZE_QUERY, text.data(),
                                static_cast<int>(text.size()), found_word);
  return found;
}

}  // namespace doggy::search::sqlite
