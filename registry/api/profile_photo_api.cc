#include "registry/api/profile_photo_api.h"

#include <utility>

#include "platform/id/uuid.h"
#include "platform/try.h"
#include "registry/api/media_answer.h"
#include "registry/api/services.h"
#include "registry/media/profile_photo.h"
#include "registry/records/record.h"

namespace doggy::api {
namespace {

std::unexpected<Error> no_photo(std::string why) {
  return fail_field("profilePhotoId", "reference", std::move(why));
}

// Whoever has a place with the dog; the thumbnail is sent at once.
class PlaceAccess : public MediaAccess {
 public:
  PlaceAccess(Services& services, std::string dog_id, std::string account_id)
      : services_(services), dog_id_(std::move(dog_id)), account_id_(std::move(account_id)) {}

  Task<bool> still_given() override {
    auto grant = co_await services_.circle.grant_of(dog_id_, account_id_);
    co_return grant.has_value();
  }

 private:
  Services& services_;
  const std::string dog_id_;
  const std::string account_id_;
};

Task<Answer> get_profile_photo(Services& services, http::Request request, Caller caller, circle::Grant grant) {
  const std::string& dog_id = request.param("dogId");
  CO_TRY(auto dog, co_await services.dogs.get(dog_id, std::move(grant)));
  if (!dog.profile_photo_id) co_return fail(Code::kNotFound, "The dog has no photo.");
  CO_TRY(auto content, co_await services.media.profile_photo(dog_id, dog.profile_photo_id->text()));
  auto access = std::make_unique<PlaceAccess>(services, dog_id, std::move(caller.account_id));
  co_return media_answer(services, request, std::move(content), std::move(access));
}

}  // namespace

Task<Result<void>> check_profile_photo(Services& services, std::string dog_id, circle::Grant grant,
                                       boost::json::object patch) {
  const auto* named = patch.if_contains("profilePhotoId");
  const auto id = named != nullptr && named->is_string() ? Uuid::parse(std::string(named->get_string())) : std::nullopt;
  // What is no id the profile's own rules refuse, and who may not change the profile too.
  if (!id || !circle::may_create(grant, circle::Section::kProfile)) co_return Result<void>{};
  auto record = co_await services.records.get(std::move(dog_id), id->text(), grant);
  if (!record && record.error().code != Code::kNotFound) co_return std::unexpected(record.error());
  if (!record) co_return no_photo("This dog has no such photo.");
  CO_TRY(auto opened, records::open_record(record->body));
  const auto* type = opened.fields.if_contains("mediaType");
  if (opened.common.type != "attachment" || type == nullptr || !type->get_string().starts_with("image/") ||
      opened.fields.contains("recordId"))
    co_return no_photo("It must be a photo of the dog itself, not of a record.");
  if (!media::may_stand_for_the_dog(opened.common.audience.value_or(circle::Audience{})))
    co_return no_photo("It is not for everybody, and all who read the profile would see it: add one for every role.");
  co_return Result<void>{};
}

std::vector<Endpoint> profile_photo_endpoints() {
  return {
      {.method = http::Method::kGet,
       .path = "/v1/dogs/{dogId}/photo",
       .handle = get_profile_photo,
       .summary = "The small picture of the dog, for all who read its profile"},
  };
}

}  // namespace doggy::api
