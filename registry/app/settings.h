// Everything that can be set, in one described struct: flags, DOGGY_* variables, `--help` and docs/operations derive
// from it.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>

#include "platform/json/schema.h"

namespace doggy::app {

struct Settings {
  std::string data = "data";
  std::string listen = "127.0.0.1:8080";
  std::string metrics_listen = "127.0.0.1:9464";
  std::string store = "sqlite";
  std::string dynamodb_table;
  std::string dynamodb_endpoint;
  std::string aws_region;
  std::string frontend;
  std::string public_url;
  unsigned threads = 0;
  std::uint64_t max_connections = 10'000;
  std::uint64_t max_connections_per_peer = 512;
  bool trust_forwarded = false;
  std::uint64_t look_again_ms = 10'000;
  std::uint64_t leave_ms = 0;
  std::string admins;
  unsigned access_trail_days = 365;
  std::string mail_from = "doggy@localhost";
  std::string mail_outbox;
  std::string smtp_url;
  std::string smtp_user;
  std::string smtp_password_file;
  bool smtp_require_tls = true;
  std::string push_key_file;
  std::string push_contact;
  bool outgoing_loopback = false;
  std::string media_store = "folder";
  std::string media_folder;
  std::string s3_bucket;
  std::string s3_endpoint;
  std::string s3_kms_key;
  unsigned media_link_seconds = 0;
  std::uint64_t media_picture_mb = 25;
  std::uint64_t media_video_mb = 500;
  std::uint64_t media_dog_mb = 5'000;
  std::uint64_t media_account_mb = 10'000;
  unsigned media_undo_days = 30;
  std::string media_scanner;
  unsigned media_scan_seconds = 60;
  std::string search_folder;
  std::string log_level = "info";
};
BOOST_DESCRIBE_STRUCT(Settings, (),
                      (data, listen, metrics_listen, store, dynamodb_table, dynamodb_endpoint, aws_region, frontend,
                       public_url, threads, max_connections, max_connections_per_peer, trust_forwarded, look_again_ms,
                       leave_ms, admins, access_trail_days, mail_from, mail_outbox, smtp_url, smtp_user,
                       smtp_password_file, smtp_require_tls, push_key_file, push_contact, outgoing_loopback,
                       media_store, media_folder, s3_bucket, s3_endpoint, s3_kms_key, media_link_seconds,
                       media_picture_mb, media_video_mb, media_dog_mb, media_account_mb, media_undo_days, media_scanner,
                       media_scan_seconds, search_folder, log_level))

}  // namespace doggy::app

template <>
struct doggy::codec::Schema<doggy::app::Settings> {
  static constexpr std::string_view kName = "Settings";
  static constexpr std::string_view kDoc = "How the registry runs.";
  static constexpr std::array kFields{
      Field{.member = "data", .doc = "Folder of the database; made when it is not there."},
      Field{.member = "listen", .doc = "Address and port of the app and its API; port 0 takes a free one."},
      Field{.member = "metrics_listen", .doc = "Address and port of /metrics; empty: none."},
      Field{.member = "store",
            .doc = "Where records are kept: sqlite, a file in data, or dynamodb, which several servers may share."},
      Field{.member = "dynamodb_table",
            .doc = "Table of the store dynamodb; `doggy-registry table create` makes it. Credentials are found where "
                   "AWS' own tools look."},
      Field{.member = "dynamodb_endpoint", .doc = "Where DynamoDB is, if not at AWS, such as http://127.0.0.1:8000."},
      Field{.member = "aws_region", .doc = "Region of the table and the bucket; empty: AWS_REGION, else us-east-1."},
      Field{.member = "frontend", .doc = "Folder of the built frontend; empty: found beside the program or none."},
      Field{.member = "public_url",
            .doc = "How people reach it, for links; an https URL makes cookies Secure. Empty: http:// and the listen "
                   "address."},
      Field{.member = "threads", .doc = "Event loops; 0: one for each core."},
      Field{.member = "max_connections", .doc = "Connections at once; more are answered 503."},
      Field{.member = "max_connections_per_peer",
            .doc = "Connections at once from one address, of IPv6 from one network of 64 bits; 0: no limit. Does not "
                   "hold for this machine, nor with trust-forwarded, where the address is the proxy's."},
      Field{.member = "trust_forwarded", .doc = "Believe X-Forwarded-For: only behind a proxy that sets it."},
      Field{.member = "look_again_ms",
            .doc = "Milliseconds until an open live connection looks for grants and sessions that have expired; at "
                   "least 50."},
      Field{.member = "leave_ms",
            .doc = "Milliseconds for which it goes on taking requests after it was told to end, while /readyz answers "
                   "503: as long as what is in front of it takes to send them elsewhere."},
      Field{.member = "admins",
            .doc = "Email addresses, with commas between, of those who may see on the page how the server is doing, "
                   "once they have confirmed them."},
      Field{.member = "access_trail_days", .doc = "Days for which it is kept who looked at a dog and who exported it."},
      Field{.member = "mail_from", .doc = "The address that mails come from."},
      Field{.member = "mail_outbox", .doc = "Folder for mails when there is no SMTP server; empty: outbox in data."},
      Field{.member = "smtp_url", .doc = "Server that sends mails: smtps://host or smtp://host:587; empty: none."},
      Field{.member = "smtp_user", .doc = "Who to sign in as there; empty: nobody."},
      Field{.member = "smtp_password_file", .doc = "File with the password for it, in its first line."},
      Field{.member = "smtp_require_tls", .doc = "Send no mail without TLS; false only for a server on this machine."},
      Field{.member = "push_key_file",
            .doc = "PEM file of the key (P-256) that push messages are signed by; made when it is not there. Empty: "
                   "push-key.pem in data. With another key, browsers must subscribe anew."},
      Field{.member = "push_contact",
            .doc = "mailto: or https: address at which push services reach whoever runs this; empty: mail_from."},
      Field{.member = "outgoing_loopback",
            .doc = "Let webhooks and push go to this machine too, also by http: for tests, and where the receivers run "
                   "beside it."},
      Field{.member = "media_store", .doc = "Where photos and videos are kept: folder or s3."},
      Field{.member = "media_folder",
            .doc = "Folder of photos and videos, with s3 of those that are being looked at; empty: media in data."},
      Field{.member = "s3_bucket", .doc = "The bucket of photos and videos."},
      Field{.member = "s3_endpoint",
            .doc = "URL of another S3 than AWS' own, which has the bucket in its path; empty: AWS' own."},
      Field{.member = "s3_kms_key",
            .doc = "Key of AWS KMS that photos and videos are encrypted by; empty: one of S3's own."},
      Field{.member = "media_link_seconds",
            .doc =
                "With s3, how long links are good by which browsers fetch photos and videos from the bucket itself; 0: "
                "they come through this server, which ends a download when the access ends."},
      Field{.member = "media_picture_mb", .doc = "The largest picture that may be uploaded, in MB."},
      Field{.member = "media_video_mb", .doc = "The largest video that may be uploaded, in MB."},
      Field{.member = "media_dog_mb", .doc = "What all photos and videos of a dog may take, in MB."},
      Field{.member = "media_account_mb", .doc = "What all photos and videos that somebody sent may take, in MB."},
      Field{.member = "media_undo_days", .doc = "Days for which the file of a deleted photo or video is kept."},
      Field{.member = "media_scanner",
            .doc =
                "Program that is given the path of each uploaded file and ends with 0 when it is clean, 1 when it is "
                "not, such as /usr/bin/clamdscan; empty: none."},
      Field{.member = "media_scan_seconds", .doc = "How long it may take."},
      Field{.member = "search_folder",
            .doc = "Folder of the search's indexes, which are made anew when they are not there; empty: search in "
                   "data."},
      Field{.member = "log_level", .doc = "debug, info, warn or error."},
  };
};
