-- POST of the same body to a path in which {id} is the next number from FIRST on, with an Idempotency-Key that nobody
-- has used.
local common = dofile(os.getenv("BENCH_LUA") .. "/common.lua")
local path = common.option("PATH")
local first, threads = tonumber(common.option("FIRST")), tonumber(common.option("THREADS"))
local count = 0

function init()
  common.seed(number)
  wrk.body = common.option("BODY")
  wrk.headers["Authorization"] = "Bearer " .. common.option("TOKEN")
  wrk.headers["Content-Type"] = "application/json"
  prefix = string.format("%09d%d", math.random(1, 999999999), number)
end

function request()
  local id = string.format("%.0f", first + count * threads + number - 1)
  count = count + 1
  wrk.headers["Idempotency-Key"] = prefix .. string.format("%08d", count)
  return wrk.format("POST", (path:gsub("{id}", id)))
end
