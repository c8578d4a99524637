// A dog's dossier: everything of a dog that one person may see, as a file to keep or to take elsewhere.
//
// As JSON it is one DossierDocument. As ZIP it is that document (dossier.json), each type's records as a table
// (csv/<type>.csv) and a README. Owners and trainers get the dog's log with it: its hashes prove that nothing shown was
// changed afterwards (chain.h).
#pragma once

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/error.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"
#include "registry/records/csv_import.h"

namespace doggy::dossier {

inline constexpr std::string_view kFormat = "doggy-app-dossier";

/// One entry of the dog's log. The entry's own text is absent where it concerns what the reader may not see; its hash
/// then stands in for it.
struct LogLine {
  std::uint64_t seq = 0;
  std::string hash;
  std::optional<std::string> entry;
};
BOOST_DESCRIBE_STRUCT(LogLine, (), (seq, hash, entry))

struct DossierDocument {
  std::string format;
  int version = 1;
  Timestamp exported_at;
  boost::json::object exported_by;
  boost::json::object dog;
  std::vector<boost::json::object> records;
  std::vector<LogLine> log;
};
BOOST_DESCRIBE_STRUCT(DossierDocument, (), (format, version, exported_at, exported_by, dog, records, log))

struct DossierImportRequest {
  DossierDocument dossier;
  bool dry_run = false;
};
BOOST_DESCRIBE_STRUCT(DossierImportRequest, (), (dossier, dry_run))

/// The records that a dossier brings, with their ids, or what is wrong with each: its line is its number in `records`,
/// from
/// 1. They will be the importer's, for a client's word of who wrote them elsewhere is not taken. With `as`, which only
/// whoever runs the server may say, they keep authors and times; who made the dossier is then `as`. Error: kInvalid
/// when it is no dossier of this version, or its log is broken.
[[nodiscard]] Result<csv::ImportPlan> plan_import(const DossierImportRequest& request, const std::string& dog_id,
                                                  const Timestamp& now, const std::optional<circle::Author>& as = {});

}  // namespace doggy::dossier

namespace doggy::codec {

template <>
struct Schema<dossier::LogLine> {
  static constexpr std::string_view kName = "LogLine";
  static constexpr std::string_view kDoc = "An entry of a dog's log.";
  static constexpr std::array kFields{
      Field{.member = "seq", .doc = "Its number, from 1 without gaps."},
      Field{.member = "hash", .doc = "SHA-256 of the entry's bytes, in hex.", .min_length = 64, .max_length = 64},
      Field{.member = "entry",
            .doc = "The entry's JSON text, byte by byte; absent where it concerns what its reader may not see.",
            .max_length = 400'000},
  };
};

template <>
struct Schema<dossier::DossierDocument> {
  static constexpr std::string_view kName = "Dossier";
  static constexpr std::string_view kDoc = "Everything of a dog that one person may see.";
  static constexpr std::array kFields{
      Field{.member = "format", .doc = "doggy-app-dossier.", .max_length = 50},
      Field{.member = "version", .doc = "Of the format: 1.", .minimum = 1, .maximum = 1},
      Field{.member = "exported_at", .doc = "When it was made."},
      Field{.member = "exported_by", .doc = "Who made it, and whose view of the dog it is."},
      Field{.member = "dog", .doc = "The dog's profile."},
      Field{.member = "records", .doc = "The records, newest first.", .max_items = 20'000},
      Field{.member = "log", .doc = "The dog's log, for owners and trainers.", .max_items = 1'000'000},
  };
};

template <>
struct Schema<dossier::DossierImportRequest> {
  static constexpr std::string_view kName = "DossierImportRequest";
  static constexpr std::string_view kDoc = "A dossier whose records are to be this dog's.";
  static constexpr std::array kFields{
      Field{.member = "dossier", .doc = "The file dossier.json."},
      Field{.member = "dry_run", .doc = "Whether only to report what would happen.", .defaulted = true},
  };
};

}  // namespace doggy::codec
