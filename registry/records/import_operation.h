// Many new records in one transaction, or none; or the next of them that one transaction takes. Private to this folder.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "registry/records/admission.h"
#include "registry/records/import_order.h"
#include "registry/records/record_operations.h"
#include "registry/records/records.h"

namespace doggy::records {

/// Records may refer to each other in any order. Those whose id is there already are left as they are.
class ImportRecords : public circle::GrantedOperation {
 public:
  ImportRecords(store::Store& store, Target target, std::vector<Records::NewRecord> records)
      : GrantedOperation(store, target.dog_id, target.now),
        target_(std::move(target)),
        records_(std::move(records)),
        ends_{records_.size()} {}

  /// What stands in `units` of `whole`, which has been resolved: as many of them as have room in one transaction. Their
  /// records are looked at once more, as they may refer to what is gone by now.
  ImportRecords(const ImportRecords& whole, Target target, std::span<const ImportUnit> units);

  [[nodiscard]] std::vector<std::string> touches() const override { return {}; }
  [[nodiscard]] bool alone() const override { return true; }
  /// Finds what is there and what is wrong, and settles the drafts. change() begins with it; alone, it is a dry run.
  Task<Result<void>> resolve();

  /// Those that are to be written, in an order in which each comes after what it refers to. After resolve().
  [[nodiscard]] std::vector<ImportUnit> units() const;

  /// How many writes they are: each a record and its entry in the log, and the link of a second half.
  [[nodiscard]] std::size_t writes_of(const ImportUnit& unit) const;

  /// After a run.
  [[nodiscard]] const Records::Imported& imported() const { return imported_; }
  /// How many of the units are done.
  [[nodiscard]] std::size_t units_done() const { return units_done_; }

 protected:
  circle::Grant& grant() override { return target_.actor.grant; }
  Task<Result<std::vector<log::Change>>> change(std::uint64_t first_seq) override;

 private:
  Task<Result<void>> find_those_there();
  Task<Result<void>> check_pairs();
  /// The first half of a pair of which the record is the second.
  [[nodiscard]] std::optional<std::string> paired_with(std::size_t index) const;
  [[nodiscard]] std::vector<ImportUnit> followed_first() const;
  /// The one of the new records that this one follows.
  [[nodiscard]] std::optional<std::size_t> followed_by(std::size_t index) const;
  void admit(std::size_t index);
  Task<void> admit_all();
  void seal();
  /// The changes that write the records [begin, end) that are not there; the first gets the number `seq`.
  [[nodiscard]] Result<std::vector<log::Change>> compose_records(std::size_t begin, std::size_t end,
                                                                 std::uint64_t seq) const;

  Target target_;
  std::vector<Records::NewRecord> records_;
  std::map<std::string, std::size_t, std::less<>> batch_;  // Index by id, of those that are new.
  AllReferred known_;                                      // In the store, and those that are new.
  AllReferred settled_;                                    // Of a part: what the whole says of all that it brings.
  std::vector<bool> there_;
  std::vector<bool> sealed_;       // For its author alone for now; of a part, as the whole says.
  std::vector<std::size_t> ends_;  // Behind which records the transaction may end, in their order.
  const bool is_part_ = false;
  Records::Imported imported_;
  std::size_t units_done_ = 0;
};

}  // namespace doggy::records
