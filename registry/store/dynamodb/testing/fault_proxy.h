// For tests: stands between a store and its DynamoDB, and lets calls fail the way networks and AWS do.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace doggy::store {

struct ProxiedCall {
  std::string operation;  // "GetItem"
  std::string head;       // Request line and header, as it came.
  std::string body;
};

/// What becomes of a call.
struct Fate {
  enum class What {
    kForward,
    kAnswer,        // `body` with status 400, which DynamoDB never sees.
    kResetBefore,   // The connection ends, and DynamoDB never sees it.
    kResetAfter,    // DynamoDB carries it out; then the connection ends.
    kSilenceAfter,  // DynamoDB carries it out; nothing is answered until the caller gives up.
    kHalf,          // Of BatchGetItem: half of the keys come back as not processed.
  };
  What what = What::kForward;
  std::string body = {};
};

/// A refusal as AWS writes it.
[[nodiscard]] Fate refused(const std::string& code);
/// A transaction that was canceled for these reasons, one for each write.
[[nodiscard]] Fate canceled(const std::vector<std::string>& reasons);

/// Serves from construction to destruction.
class FaultProxy {
 public:
  using Rule = std::function<Fate(const ProxiedCall&)>;

  /// `upstream`: "http://127.0.0.1:8000".
  explicit FaultProxy(const std::string& upstream);
  ~FaultProxy();
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  [[nodiscard]] std::string url() const;

  /// Decides from now on; called for one call at a time.
  void set_rule(Rule rule);
  /// These fates for the next calls of that operation, one each; all others are forwarded.
  void plan(const std::string& operation, std::vector<Fate> fates);

  /// How many calls of that operation have come; of all without a name.
  [[nodiscard]] std::size_t calls(const std::string& operation = {}) const;

 private:
  using Socket = boost::asio::ip::tcp::socket;

  void accept();
  void serve(Socket& client);
  void carry_out(Socket& client, ProxiedCall call);
  std::string ask_upstream(const std::string& request);

  boost::asio::io_context loop_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::ip::tcp::endpoint upstream_;
  mutable std::mutex mutex_;
  Rule rule_;                                         // Guarded by mutex_, as are the next.
  std::vector<std::string> seen_;                     // Operations.
  std::vector<std::unique_ptr<Socket>> connections_;  // One thread each.
  std::vector<std::thread> threads_;
  bool ending_ = false;
  std::thread acceptor_thread_;
};

}  // namespace doggy::store
