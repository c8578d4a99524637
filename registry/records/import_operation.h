// Many new records in one transaction, or none. Private to this folder.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "registry/records/record_operations.h"
#include "registry/records/records.h"

namespace doggy::records {

/// Records may refer to each other in any order. Those whose id is there already are left as they are.
class ImportRecords : public log::Operation {
 public:
  ImportRecords(store::Store& store, Target target, std::vector<Records::NewRecord> records)
      : store_(store), target_(std::move(target)), records_(std::move(records)) {}

  [[nodiscard]] std::vector<std::string> touches() const override { return {}; }
  [[nodiscard]] bool alone() const override { return true; }
  Task<Result<std::vector<log::Change>>> decide(std::uint64_t first_seq) override;

  /// Finds what is there and what is wrong, and settles the drafts. decide() begins with it; alone, it is a dry run.
  Task<Result<void>> resolve();

  /// After a run.
  [[nodiscard]] const Records::Imported& imported() const { return imported_; }

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
  [[nodiscard]] bool is_sealed(std::size_t index) const;

  store::Store& store_;
  const Target target_;
  std::vector<Records::NewRecord> records_;
  std::map<std::string, std::size_t, std::less<>> batch_;  // Index by id, of those that are new.
  std::map<std::string, Known, std::less<>> known_;        // In the store, and visible to the actor.
  std::vector<bool> there_;
  Records::Imported imported_;
};

}  // namespace doggy::records
