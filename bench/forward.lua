-- wrk as the client of a forward proxy: absolute-form targets, over as many URLs as asked for.
-- wrk -s forward.lua http://PROXY -- http://ORIGIN/PATH/ COUNT
local urls = {}
local next = 0

function init(arguments)
  for i = 1, tonumber(arguments[2]) do
    urls[i] = wrk.format("GET", arguments[1] .. i)
  end
end

function request()
  next = next % #urls + 1
  return urls[next]
end

function done(summary)
  local bad = summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("RESULT %d %d %d\n", summary.requests, summary.duration, bad))
end
