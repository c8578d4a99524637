// The part of decoding that knows no type: where we are, what was wrong, and the checks of single values. Private to
// the codec.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "platform/error.h"
#include "platform/id/uuid.h"
#include "platform/json/schema.h"
#include "platform/time/timestamp.h"

namespace doggy::codec {

enum class Source;

namespace detail {

/// A place in the input. Lives on the stack, linked to the place that holds it; becomes text only for an error.
class Path {
 public:
  explicit Path(std::string_view root) : name_(root) {}
  Path(const Path& parent, std::string_view name) : parent_(&parent), name_(name) {}
  Path(const Path& parent, std::size_t index) : parent_(&parent), index_(index) {}

  [[nodiscard]] std::string text() const;

 private:
  static constexpr std::size_t kNoIndex = std::numeric_limits<std::size_t>::max();

  void append_to(std::string& text) const;

  const Path* parent_ = nullptr;
  std::string_view name_;
  std::size_t index_ = kNoIndex;
};

struct Decoding {
  Source source;
  std::vector<FieldError> errors = {};

  /// Bounds are for what comes in; they may be tightened without losing what is stored.
  [[nodiscard]] bool checks_bounds() const;
  void error(const Path& path, std::string_view rule, std::string message);
};

/// How a member may be left out.
enum class Presence {
  kRequired,
  kOptional,  // Empty when absent.
  kDefault,   // The initializer stands when absent.
};

/// What the codec knows of a described member, its type erased.
struct Member {
  std::string_view name;  // In JSON.
  const Field* field;
  Presence presence;
  void (*decode)(Decoding&, const Path&, const boost::json::value&, const Field&, void* object);
  /// Null: absent.
  std::optional<boost::json::value> (*encode)(const void* object, Source);
  boost::json::object (*schema)(const Field&);
};

/// The same of a described struct.
struct Struct {
  std::string_view name;
  std::string_view doc;
  std::span<const Member> members;
};

void decode_struct(Decoding&, const Path&, const boost::json::value&, const Struct&, void* object);
boost::json::object encode_struct(const void* object, const Struct&, Source);
/// `defaults` is a default-constructed object.
boost::json::object struct_schema(const Struct&, const void* defaults);

// Each leaves `out` as it was when it reports an error.
void decode_bool(Decoding&, const Path&, const boost::json::value&, bool& out);
std::optional<std::int64_t> decode_signed(Decoding&, const Path&, const boost::json::value&, const Field&,
                                          std::int64_t lowest, std::int64_t highest);
std::optional<std::uint64_t> decode_unsigned(Decoding&, const Path&, const boost::json::value&, const Field&,
                                             std::uint64_t highest);
void decode_double(Decoding&, const Path&, const boost::json::value&, const Field&, double& out);
void decode_string(Decoding&, const Path&, const boost::json::value&, const Field&, std::string& out);
void decode_timestamp(Decoding&, const Path&, const boost::json::value&, Timestamp& out);
void decode_date(Decoding&, const Path&, const boost::json::value&, Date& out);
void decode_uuid(Decoding&, const Path&, const boost::json::value&, Uuid& out);
void decode_object(Decoding&, const Path&, const boost::json::value&, boost::json::object& out);
void decode_any(Decoding&, const Path&, const boost::json::value&, boost::json::value& out);
/// The place in `names`.
std::optional<std::size_t> decode_enum(Decoding&, const Path&, const boost::json::value&,
                                       std::span<const std::string_view> names);
/// The array, if it is one of an allowed size.
const boost::json::array* decode_array(Decoding&, const Path&, const boost::json::value&, const Field&);

boost::json::object signed_schema(const Field&, std::size_t bits);
boost::json::object unsigned_schema(const Field&, std::size_t bits);
boost::json::object double_schema(const Field&);
boost::json::object string_schema(const Field&);
boost::json::object formatted_schema(std::string_view format);
boost::json::object enum_schema(std::span<const std::string_view> names);
boost::json::object array_schema(const Field&, boost::json::object items);

}  // namespace detail
}  // namespace doggy::codec
