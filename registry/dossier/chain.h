// Whether a dog's log was left as it was written: each entry names the hash of the one before (dog_log.h).
#pragma once

#include <optional>
#include <span>
#include <string>

#include "registry/dossier/dossier.h"

namespace doggy::dossier {

/// What is wrong with the first line that does not fit, in words; nothing when all fit. Lines without their entry are
/// checked by the hash that the next one names. Pure.
[[nodiscard]] std::optional<std::string> broken_chain(std::span<const LogLine> log);

/// Whether each record is as the log has it; nothing, or the number of the first that is not, from 1. Records whose
/// entry is not in the log are passed over. Pure.
[[nodiscard]] std::optional<std::size_t> changed_record(const DossierDocument& dossier);

}  // namespace doggy::dossier
