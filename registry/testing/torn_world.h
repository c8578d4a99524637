// For tests: the world on a store that shows its last commit only in part while it is told to.
#pragma once

#include <string>

#include "registry/records/records.h"
#include "registry/store/torn_store.h"
#include "registry/testing/world.h"

namespace doggy::testing {

class TornWorld : public World {
 protected:
  /// The items of the last commit whose sort keys begin so are not visible yet.
  void tear(const std::string& prefix) {
    torn.tear([prefix](const store::Key& key) { return key.sk.starts_with(prefix); });
  }
  void mend() { torn.mend(); }

  void put(const std::string& dog_id, const std::string& record_id, const std::string& by, boost::json::object body) {
    const auto written = run_task(torn_records.put(dog_id, record_id, actor(dog_id, by), std::move(body), {}));
    ASSERT_TRUE(written.has_value()) << written.error().detail;
  }
  /// A note for trainers and owners.
  void put_note(const std::string& dog_id, const std::string& record_id, const std::string& text) {
    put(dog_id, record_id, kTrainer,
        {{"type", "note"}, {"occurredAt", "2026-11-23T10:00:00Z"}, {"audience", {"trainer", "owner"}}, {"text", text}});
  }

  store::TornStore torn{store};
  log::DogLog torn_log{torn};
  circle::Circle torn_circle{torn, torn_log, clock};
  records::Records torn_records{torn, torn_log, torn_circle, clock};
};

}  // namespace doggy::testing
