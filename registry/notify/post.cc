#include "registry/notify/post.h"

#include <boost/describe/class.hpp>
#include <utility>

#include "platform/json/codec.h"
#include "platform/observe/log.h"
#include "platform/try.h"
#include "registry/jobs/queue.h"

namespace doggy::notify {

/// A letter as a job's payload.
struct QueuedLetter {
  std::string to;
  std::string subject;
  std::string text;
  std::vector<std::string> headers;
};
BOOST_DESCRIBE_STRUCT(QueuedLetter, (), (to, subject, text, headers))

}  // namespace doggy::notify

template <>
struct doggy::codec::Schema<doggy::notify::QueuedLetter> {
  static constexpr std::string_view kName = "QueuedLetter";
  static constexpr std::string_view kDoc = "A letter on its way.";
  static constexpr std::array kFields{
      Field{.member = "to", .doc = "The address."},
      Field{.member = "subject", .doc = "The subject."},
      Field{.member = "text", .doc = "The text."},
      Field{.member = "headers", .doc = "More headers."},
  };
};

namespace doggy::notify {
namespace {

const std::string kMailKind = "mail";

// From seconds, for a server that is restarted, to hours, for one that is repaired over night.
constexpr jobs::Effort kEffort{.attempts = 60,
                               .first_delay = std::chrono::seconds(2),
                               .longest_delay = std::chrono::hours(2),
                               .lease = std::chrono::minutes(3)};

jobs::NewJob job_of(Letter letter, std::string id, const Timestamp& due) {
  mail::Message& message = letter.message;
  return {.kind = kMailKind,
          .payload = codec::encode(QueuedLetter{.to = std::move(message.to),
                                                .subject = std::move(message.subject),
                                                .text = std::move(message.text),
                                                .headers = std::move(message.headers)}),
          .due = due,
          .id = std::move(id),
          .useless_after = Timestamp::from_unix_ms(due.unix_ms() + std::chrono::milliseconds(letter.worth).count()),
          .secret = true};
}

Task<Result<void>> deliver(std::shared_ptr<mail::Mailer> mailer, WorkerPool& workers, jobs::Job job) {
  auto letter = codec::decode<QueuedLetter>(job.payload, codec::Source::kStored);
  if (!letter) co_return std::unexpected(codec::invalid(std::move(letter.error())));
  // The same in every attempt, so that a mail that arrives twice can be told.
  mail::Message message{.to = std::move(letter->to),
                        .subject = std::move(letter->subject),
                        .text = std::move(letter->text),
                        .headers = std::move(letter->headers),
                        .id = std::move(job.id)};
  std::function<Result<void>()> send = [mailer = std::move(mailer), message = std::move(message)] {
    return mailer->send(message);
  };
  CO_TRY(Result<void> sent, co_await offload(workers, WorkerPool::Priority::kNormal, {}, std::move(send)));
  co_return sent;
}

}  // namespace

Post::Post(std::unique_ptr<mail::Mailer> mailer, jobs::Runner& runner, WorkerPool& workers, jobs::Clock clock)
    : runner_(runner), clock_(std::move(clock)) {
  runner.handle(
      kMailKind,
      [mailer = std::shared_ptr<mail::Mailer>(std::move(mailer)), &workers](jobs::Job job) {
        return deliver(mailer, workers, std::move(job));
      },
      kEffort);
}

store::Write Post::write(Letter letter, std::string id, const Timestamp& due) const {
  return jobs::enqueue(job_of(std::move(letter), std::move(id), due));
}

Task<Result<void>> Post::enqueue(Letter letter) {
  return runner_.enqueue(job_of(std::move(letter), {}, clock_()));
}

Task<void> Post::send(Letter letter) {
  auto done = co_await enqueue(std::move(letter));
  if (!done) observe::log(observe::Level::kError, "mail-lost", {{"reason", done.error().detail}});
}

}  // namespace doggy::notify
