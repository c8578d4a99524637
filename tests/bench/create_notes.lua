-- wrk script: every request creates one note with an id of its own. Arguments: token, then the dogs' ids.
local threads = 0
function setup(thread)
  thread:set("thread_number", threads)
  threads = threads + 1
end

function init(args)
  token = args[1]
  dogs = {}
  for i = 2, #args do dogs[#dogs + 1] = args[i] end
  counter = 0
  math.randomseed(os.time() * 100 + thread_number)
  salt = math.random(0, 0x7fffffff)
  headers = { ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json" }
  body = '{"type":"note","occurredAt":"2026-11-20T10:00:00+01:00","audience":["trainer","owner"],"tags":["walk","park"],"text":"'
    .. string.rep("Sat at the curb, watched the jogger pass, took food. ", 5) .. '"}'
end

function request()
  counter = counter + 1
  -- As a client makes them: version 7, later ones sorting after earlier ones.
  local id = string.format("0192%04x-%04x-7000-8%03x-%08x0000", math.floor(counter / 65536) % 65536,
    counter % 65536, thread_number, salt)
  local dog = dogs[counter % #dogs + 1]
  return wrk.format("PUT", "/v1/dogs/" .. dog .. "/records/" .. id, headers, body)
end


function done(summary, latency, requests)
  io.write(string.format("RESULT %d %d %d %.0f %.0f\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
