// Many new records in one transaction, or none; or the next of them that one transaction takes. Private to this folder.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "registry/records/import_order.h"
#include "registry/records/record_operations.h"
#include "registry/records/records.h"

namespace doggy::records {

/// Records may refer to each other in any order. Those whose id is there already are left as they are.
class ImportRecords : public log::Operation {
 public:
  ImportRecords(store::Store& store, Target target, std::vector<Records::NewRecord> records)
      : store_(store), target_(std::move(target)), records_(std::move(records)), ends_{records_.size()} {}

  /// What stands in `units` of `whole`, which has been resolved: as many of them as have room in one transaction. Their
  /// records are looked at once more, as they may refer to what is gone by now.
  ImportRecords(const ImportRecords& whole, Target target, std::span<const ImportUnit> units);

  [[nodiscard]] std::vector<std::string> touches() const override { return {}; }
  [[nodiscard]] bool alone() const override { return true; }
  Task<Result<std::vector<log::Change>>> decide(std::uint64_t first_seq) override;

  /// Finds what is there and what is wrong, and settles the drafts. decide() begins with it; alone, it is a dry run.
  Task<Result<void>> resolve();

  /// Those that are to be written, in an order in which each comes after what it refers to. After resolve().
  [[nodiscard]] std::vector<ImportUnit> units() const;

  /// After a run.
  [[nodiscard]] const Records::Imported& imported() const { return imported_; }
  /// How many of the units are done.
  [[nodiscard]] std::size_t units_done() const { return units_done_; }

 private:
  /// What is known of a record that another refers to.
  struct Known {
    std::string type;
    circle::Section section = {};
    circle::Audience audience;
    std::string author_id;
    std::optional<circle::Section> also = {};
    [[nodiscard]] circle::RecordFacts facts() const { return {section, author_id, audience, also}; }
  };

  Task<Result<void>> find_those_there();
  Task<Result<void>> load(std::vector<std::string> ids);
  void settle(std::size_t index);
  void check_references(std::size_t index);
  void check_permission(std::size_t index);
  void seal();
  /// The changes that write the records [begin, end) that are not there; the first gets the number `seq`.
  [[nodiscard]] Result<std::vector<log::Change>> compose_records(std::size_t begin, std::size_t end,
                                                                 std::uint64_t seq) const;

  store::Store& store_;
  const Target target_;
  std::vector<Records::NewRecord> records_;
  std::map<std::string, std::size_t, std::less<>> batch_;  // Index by id, of those that are new.
  std::map<std::string, Known, std::less<>> known_;        // In the store, and visible to the actor.
  std::vector<bool> there_;
  std::vector<bool> sealed_;       // For its author alone for now; of a part, as the whole says.
  std::vector<std::size_t> ends_;  // Behind which records the transaction may end, in their order.
  const bool is_part_ = false;
  Records::Imported imported_;
  std::size_t units_done_ = 0;
};

}  // namespace doggy::records
