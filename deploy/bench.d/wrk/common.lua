-- Shared by the scripts for wrk: options from the environment, and what a run came to, as JSON.
local common = {}

-- option NAME: a setting that the bench always gives.
function common.option(name)
  return os.getenv("BENCH_" .. name) or error("BENCH_" .. name .. " is not set")
end

-- words: one in each line of the file; empty where none are needed.
function common.words()
  local words = {}
  local path = common.option("WORDS")
  if path == "" then return words end
  for line in io.lines(path) do words[#words + 1] = line end
  return words
end

-- seed NUMBER: another row of random numbers for every thread and run.
function common.seed(number)
  math.randomseed(tonumber(common.option("SEED")) + number * 7919)
  for _ = 1, 10 do math.random() end
end

local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%.6f,"bytes":%d,"p50":%.3f,"p99":%.3f,"most":%.3f,'
      .. '"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, latency.max / 1000, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end

return common
