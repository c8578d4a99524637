// What the server says of an upload's file when it has written the file anew: a revision of the record by its author,
// as nobody else did anything. A deleted record has lost those fields; an item keeps them for when the deletion is
// undone.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "registry/records/record_operations.h"

namespace doggy::records {

/// DOG#id/REWRITTEN#record, not there before: the fields `said` are true of the file from now on.
[[nodiscard]] store::Write rewritten_write(const std::string& dog_id, const std::string& record_id,
                                           const boost::json::object& said);

/// `opened` with what rewritten_write() said of it, if anything.
Task<Result<Opened>> with_rewritten(store::Store& store, std::string dog_id, Opened opened);

/// Puts the fields `said` into the record. Nothing to do for one that is deleted, or says them already.
class CorrectUpload : public log::Operation {
 public:
  CorrectUpload(store::Store& store, Target target, boost::json::object said)
      : store_(store), target_(std::move(target)), said_(std::move(said)) {}
  [[nodiscard]] std::vector<std::string> touches() const override { return {record_sort_key(target_.record_id)}; }
  Task<Result<std::vector<log::Change>>> decide(std::uint64_t first_seq) override;

 private:
  store::Store& store_;
  const Target target_;
  const boost::json::object said_;
};

}  // namespace doggy::records
