-- wrk as the client of a forward proxy: absolute-form targets.
-- wrk -s forward.lua http://PROXY -- http://ORIGIN/PATH COUNT FIRST CONTENT
-- COUNT URLs in turn, or with COUNT 0 a URL that was never asked for each time, from the FIRST number on;
-- each a GET, or with CONTENT above 0 a POST of so many bytes.
local urls = {}
local next = 0
local fresh = nil

function init(arguments)
  local prefix, count = arguments[1] .. "?i=", tonumber(arguments[2])
  wrk.headers["Host"] = prefix:match("^http://([^/]+)") -- some refuse another than the target's
  local bytes = tonumber(arguments[4])
  local method, content = "GET", nil
  if bytes > 0 then
    method, content = "POST", string.rep("x", bytes)
  end
  if count == 0 then
    fresh = { prefix, tonumber(arguments[3]) }
  end
  for i = 1, count do
    urls[i] = wrk.format(method, prefix .. i, nil, content)
  end
end

function request()
  if fresh then
    fresh[2] = fresh[2] + 1
    return wrk.format("GET", fresh[1] .. string.format("%.0f", fresh[2]))
  end
  next = next % #urls + 1
  return urls[next]
end

function done(summary, latency)
  local errors = summary.errors
  local bad = errors.status + errors.read + errors.write + errors.timeout
  io.write(string.format("RESULT %d %d %d %d\n", summary.requests, summary.duration, bad, latency:percentile(99)))
end
