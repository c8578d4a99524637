#include "registry/api/dogs_api.h"

#include <utility>

#include "platform/id/secret.h"
#include "platform/try.h"
#include "registry/api/input.h"
#include "registry/api/profile_photo_api.h"
#include "registry/api/services.h"
#include "registry/store/cursor.h"

namespace doggy::api {
namespace {

http::Response dog_response(const dogs::Dog& dog) {
  http::Response response = http::Response::json(codec::encode_text(dog));
  response.etag = "\"" + std::to_string(dog.version) + "\"";
  return response;
}

// The body for making a dog: the profile and the creator's role.
boost::json::object new_dog_schema() {
  boost::json::object schema = codec::json_schema<dogs::Dog>();
  const boost::json::object role = codec::json_schema<dogs::Creator>();
  schema["title"] = "NewDog";
  auto& properties = schema["properties"].as_object();
  for (const auto& field : codec::Schema<dogs::Dog>::kFields)
    if (field.access != codec::Access::kWritable) properties.erase(codec::json_name(field.member));
  for (const char* name : {"role", "organizationId"}) properties[name] = role.at("properties").at(name);
  schema["required"] = boost::json::array{"name", "role"};
  return schema;
}

boost::json::object dog_patch_schema() {
  boost::json::object schema = new_dog_schema();
  schema["title"] = "DogPatch";
  for (const char* name : {"role", "organizationId"}) schema["properties"].as_object().erase(name);
  schema.erase("required");
  return schema;
}

Task<Answer> create_dog(Services& services, http::Request request, Caller caller) {
  CO_TRY(auto body, read_object(request));
  if (body.contains("profilePhotoId"))
    co_return fail_field("profilePhotoId", "reference", "A new dog has no photos yet: add one, then name it.");
  CO_TRY(auto account, co_await services.accounts.get(caller.account_id));
  circle::Person creator{.id = std::move(caller.account_id), .name = std::move(account.name)};
  CO_TRY(auto dog, co_await services.dogs.create(std::move(creator), std::move(body)));
  co_return dog_response(dog);
}

Task<Answer> list_dogs(Services& services, http::Request request, Caller caller) {
  CO_CHECK_OK(check_query(request, {"limit", "cursor"}));
  CO_TRY(auto limit, read_limit(request, 50, 100));
  auto after = from_base64url(request.query_param("cursor").value_or(""));
  if (!after) co_return store::bad_cursor();
  CO_TRY(auto page, co_await services.dogs.list(std::move(caller.account_id), std::move(*after), limit));
  co_return list_response(page.items, page.next.empty() ? "" : base64url(page.next));
}

Task<Answer> get_dog(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto dog, co_await services.dogs.get(request.param("dogId"), std::move(grant)));
  co_return dog_response(dog);
}

Task<Answer> change_dog(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto patch, read_object(request));
  CO_TRY(auto version, read_if_match(request));
  CO_CHECK_OK(co_await check_profile_photo(services, request.param("dogId"), grant, patch));
  CO_TRY(auto actor, co_await actor_of(services, std::move(grant)));
  CO_TRY(auto dog, co_await services.dogs.change(request.param("dogId"), std::move(actor), std::move(patch), version));
  co_return dog_response(dog);
}

Task<Answer> remove_dog(Services& services, http::Request request, Caller, circle::Grant grant) {
  CO_TRY(auto actor, co_await actor_of(services, std::move(grant)));
  CO_CHECK_OK(co_await services.dogs.remove(request.param("dogId"), std::move(actor)));
  co_return http::Response::empty();
}

}  // namespace

std::vector<Endpoint> dogs_endpoints() {
  using enum http::Method;
  const Body dog = body_of<dogs::Dog>();
  return {
      {.method = kPost,
       .path = "/v1/dogs",
       .handle = create_dog,
       .summary = "Add a dog",
       .request = {.name = "NewDog", .schema = new_dog_schema},
       .response = dog,
       .status = 201},
      {.method = kGet,
       .path = "/v1/dogs",
       .handle = list_dogs,
       .summary = "The caller's dogs",
       .response = dog,
       .query = {{"limit", "At most so many, 1 to 100; 50 by default.", R"({"type":"integer"})"},
                 {"cursor", "The `next` of the page before."}},
       .list = true},
      {.method = kGet, .path = "/v1/dogs/{dogId}", .handle = get_dog, .summary = "A dog", .response = dog},
      {.method = kPatch,
       .path = "/v1/dogs/{dogId}",
       .handle = change_dog,
       .summary = "Change a dog's profile (RFC 7396 merge patch; If-Match optional)",
       .request = {.name = "DogPatch", .schema = dog_patch_schema},
       .response = dog},
      {.method = kDelete,
       .path = "/v1/dogs/{dogId}",
       .handle = remove_dog,
       .summary = "Take a dog out of everybody's sight",
       .status = 204},
  };
}

}  // namespace doggy::api
