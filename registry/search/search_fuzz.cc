// Any bytes as a query: it is refused by its field, or an index answers it. Whatever is found, the snippet is UTF-8.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "platform/json/utf8.h"
#include "registry/records/record.h"
#include "registry/search/sqlite/dog_index.h"

namespace {

using doggy::circle::Role;
using doggy::circle::Section;
using doggy::search::Texts;
using doggy::search::sqlite::DogIndex;
using doggy::search::sqlite::Entry;

constexpr std::string_view kAuthor = "0192f0c0-0000-7000-8000-00000000000a";

Entry entry(std::uint64_t seq, std::string_view id, Texts texts) {
  const doggy::records::Label label{.section = Section::kNotes,
                                    .audience = {Role::kTrainer},
                                    .deleted = false,
                                    .seq = seq,
                                    .previous = 0,
                                    .author_id = kAuthor,
                                    .type = "note",
                                    .record_id = id};
  return {.record_id = std::string(id),
          .label = doggy::records::label_text(label),
          .occurred_at = "2026-11-23T10:00:00.000Z",
          .texts = std::move(texts)};
}

DogIndex& index() {
  static DogIndex one(":memory:", "0192f0c0-0000-7000-8000-00000000000d");
  static const bool filled = [] {
    one.apply({entry(1, "0192f0c0-0000-7000-8000-000000000001", {"recall · rain", "Came at once, over the long line."}),
               entry(2, "0192f0c0-0000-7000-8000-000000000002", {"", "Rückruf im Garten: 10 × 犬 🐕 <b>gut</b>"})},
              one.standing(), 2);
    return true;
  }();
  static_cast<void>(filled);
  return one;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto query = doggy::search::parse_query({reinterpret_cast<const char*>(data), size});
  if (!query) {
    if (query.error().fields.size() != 1 || query.error().fields[0].field != "q") __builtin_trap();
    return 0;
  }
  static const auto grant = doggy::circle::make_grant(
      std::string(kAuthor), {{.role = Role::kTrainer, .sections = doggy::circle::default_sections(Role::kTrainer)}});
  // A sql::Failure is a finding.
  for (const auto& match : index().find({.query = *query}, grant))
    for (const auto& piece : match.snippet)
      if (!doggy::is_valid_utf8(piece.text)) __builtin_trap();
  return 0;
}
