// The files of an export as texts that come piece by piece, read from the store as they are asked for: however long a
// dog's history, one page of it is in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "platform/async/task.h"
#include "platform/error.h"
#include "registry/dogs/dogs.h"
#include "registry/dossier/dossier.h"
#include "registry/log/reader.h"
#include "registry/records/records.h"
#include "registry/store/store.h"

namespace doggy::dossier {

/// What exports are read from. All outlive them.
struct Sources {
  store::Store& store;
  dogs::Dogs& dogs;
  records::Records& records;
};

/// The text of a DossierDocument: everything of the dog that the actor may see; the log only for who manages the
/// circle.
class DossierText {
 public:
  DossierText(Sources sources, std::string dog_id, const circle::Actor& actor, Timestamp now);

  /// The next piece; an empty one means that was all. Errors: kNotFound; kTooLarge with more than 200,000 records or
  /// log entries; kUnavailable.
  Task<Result<std::string>> next();

 private:
  enum class Part : std::uint8_t { kHead, kRecords, kLog, kEnd, kNothing };

  Task<Result<std::string>> head();
  Task<Result<std::string>> records();
  Task<Result<std::string>> log();

  const Sources sources_;
  const std::string dog_id_;
  const circle::Grant grant_;
  const circle::Author by_;
  const Timestamp now_;
  Part part_ = Part::kHead;
  std::string cursor_;
  std::optional<log::Reader> entries_;
  std::size_t record_count_ = 0;
  std::size_t entry_count_ = 0;
};

/// The table of one type's records that the grant's holder may see, oldest first.
class TableText {
 public:
  TableText(Sources sources, std::string dog_id, circle::Grant grant, const types::RecordType& type);

  /// As of DossierText. The first piece has the header.
  Task<Result<std::string>> next();
  /// Whether a piece so far had a row.
  [[nodiscard]] bool has_rows() const { return rows_ > 0; }

 private:
  const Sources sources_;
  const std::string dog_id_;
  const circle::Grant grant_;
  const types::RecordType& type_;
  bool begun_ = false;
  std::string cursor_;
  std::size_t rows_ = 0;
};

}  // namespace doggy::dossier
