// Reading what a dossier is made from.
#pragma once

#include <string>

#include "platform/async/task.h"
#include "registry/dogs/dogs.h"
#include "registry/dossier/dossier.h"
#include "registry/records/records.h"
#include "registry/store/store.h"

namespace doggy::dossier {

/// Everything of the dog that the actor may see; the log only for who manages the circle. Error: kNotFound;
/// kTooLarge with more than 200,000 records or log entries.
Task<Result<Contents>> collect(store::Store& store, dogs::Dogs& dogs, records::Records& records, std::string dog_id,
                               circle::Actor actor, Timestamp now);

}  // namespace doggy::dossier
