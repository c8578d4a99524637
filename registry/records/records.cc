#include "registry/records/records.h"

#include <map>
#include <memory>
#include <utility>

#include "platform/json/codec.h"
#include "platform/try.h"
#include "registry/records/correct_upload.h"
#include "registry/records/record_operations.h"

namespace doggy::records {
namespace {

// Operations end with what they wrote.
template <class Operation>
Task<Result<Written>> run(log::DogLog& log, std::string dog_id, std::shared_ptr<Operation> operation) {
  CO_CHECK_OK(co_await log.run(std::move(dog_id), operation));
  co_return operation->written();
}

// The operation that a device's write asks for; an error says what is wrong with it.
Result<std::shared_ptr<RecordOperation>> offline_operation(store::Store& store, Target target, OfflineWrite write) {
  const Precondition precondition{.version = write.base_version, .required = true};
  const auto* deleted = write.record.if_contains("deleted");
  if (deleted != nullptr && deleted->is_bool() && deleted->get_bool())
    return std::make_shared<DeleteRecord>(store, std::move(target), precondition);
  TRY(auto draft, read_draft(std::move(write.record), target.dog_id, target.record_id, target.now));
  return std::make_shared<PutRecord>(store, std::move(target), std::move(draft), precondition);
}

}  // namespace

Records::Records(store::Store& store, log::DogLog& log, circle::Circle& circle, Clock clock)
    : store_(store), log_(log), circle_(circle), clock_(std::move(clock)) {}

Task<Result<Written>> Records::put(std::string dog_id, std::string record_id, circle::Actor actor,
                                   boost::json::object body, std::optional<std::uint64_t> version) {
  const Timestamp now = clock_();
  CO_TRY(auto draft, read_draft(std::move(body), dog_id, record_id, now));
  Target target{.dog_id = dog_id, .record_id = std::move(record_id), .actor = std::move(actor), .now = now};
  const Precondition precondition{.version = version};
  auto operation = std::make_shared<PutRecord>(store_, std::move(target), std::move(draft), precondition);
  co_return co_await run(log_, std::move(dog_id), std::move(operation));
}

Task<Result<Written>> Records::put_uploaded(std::string dog_id, std::string record_id, circle::Actor actor,
                                            boost::json::object body, boost::json::object said) {
  const Timestamp now = clock_();
  CO_TRY(auto draft, read_draft(std::move(body), dog_id, record_id, now));
  for (const std::string& field : draft.type->server_fields)
    if (const auto* value = said.if_contains(field)) draft.fields[field] = *value;
  draft.from_upload = true;
  Target target{.dog_id = dog_id, .record_id = std::move(record_id), .actor = std::move(actor), .now = now};
  auto operation = std::make_shared<PutRecord>(store_, std::move(target), std::move(draft), Precondition{});
  co_return co_await run(log_, std::move(dog_id), std::move(operation));
}

Task<Result<void>> Records::correct_uploaded(std::string dog_id, std::string record_id, boost::json::object said) {
  Target target{.dog_id = dog_id, .record_id = std::move(record_id), .actor = {}, .now = clock_()};
  co_return co_await log_.run(std::move(dog_id),
                              std::make_shared<CorrectUpload>(store_, std::move(target), std::move(said)));
}

Task<Result<Written>> Records::patch(std::string dog_id, std::string record_id, circle::Actor actor,
                                     boost::json::object patch, std::optional<std::uint64_t> version) {
  Target target{.dog_id = dog_id, .record_id = std::move(record_id), .actor = std::move(actor), .now = clock_()};
  const Precondition precondition{.version = version};
  auto operation = std::make_shared<PatchRecord>(store_, std::move(target), std::move(patch), precondition);
  co_return co_await run(log_, std::move(dog_id), std::move(operation));
}

Task<Result<Written>> Records::remove(std::string dog_id, std::string record_id, circle::Actor actor,
                                      std::optional<std::uint64_t> version) {
  Target target{.dog_id = dog_id, .record_id = std::move(record_id), .actor = std::move(actor), .now = clock_()};
  auto operation = std::make_shared<DeleteRecord>(store_, std::move(target), Precondition{.version = version});
  co_return co_await run(log_, std::move(dog_id), std::move(operation));
}

Task<std::vector<OfflineResult>> Records::write_offline(circle::Person person, std::vector<OfflineWrite> writes) {
  std::vector<OfflineResult> results(writes.size());
  // The writes of one dog go to its log together; each keeps its place in the answer.
  struct Batch {
    std::vector<std::shared_ptr<log::Operation>> operations;
    std::vector<std::shared_ptr<RecordOperation>> typed;
    std::vector<std::size_t> places;
  };
  std::map<std::string, Batch> batches;
  std::map<std::string, Result<circle::Grant>> grants;
  const Timestamp now = clock_();
  for (std::size_t i = 0; i < writes.size(); ++i) {
    const std::string dog_id = writes[i].dog_id;
    const auto* id = writes[i].record.if_contains("id");
    const auto* id_text = id != nullptr ? id->if_string() : nullptr;
    if (id_text != nullptr) results[i].id = std::string(*id_text);
    const auto uuid = Uuid::parse(results[i].id);
    if (!uuid) {
      results[i].error = fail_field("record.id", "format", "A record's id is a UUID.").error();
      continue;
    }
    auto grant = grants.find(dog_id);
    if (grant == grants.end()) {
      auto found = co_await circle_.grant_of(dog_id, person.id);
      grant = grants.emplace(dog_id, std::move(found)).first;
    }
    if (!grant->second) {
      results[i].error = grant->second.error();
      continue;
    }
    Target target{.dog_id = dog_id,
                  .record_id = uuid->text(),
                  .actor = {.grant = *grant->second, .name = person.name},
                  .now = now};
    auto operation = offline_operation(store_, std::move(target), std::move(writes[i]));
    if (!operation) {
      results[i].error = std::move(operation.error());
      continue;
    }
    Batch& batch = batches[dog_id];
    batch.operations.push_back(*operation);
    batch.typed.push_back(std::move(*operation));
    batch.places.push_back(i);
  }
  for (auto& [dog_id, batch] : batches) {
    auto outcomes = co_await log_.run(dog_id, std::move(batch.operations));
    for (std::size_t k = 0; k < outcomes.size(); ++k) {
      OfflineResult& result = results[batch.places[k]];
      if (outcomes[k])
        result.written = batch.typed[k]->written();
      else
        result.error = std::move(outcomes[k].error());
    }
  }
  co_return results;
}

}  // namespace doggy::records
