-- wrk script: the same GET over and over. Argument: token ("-" for none).
function init(args)
  if args[1] and args[1] ~= "-" then wrk.headers["Authorization"] = "Bearer " .. args[1] end
end

function done(summary, latency, requests)
  io.write(string.format("RESULT %d %d %d %.0f %.0f\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
