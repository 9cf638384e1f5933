-- POST of 200 updates of parties whose ids ascend from a random one.
local common = dofile(os.getenv("BENCH_LUA") .. "/common.lua")
local path = common.option("PATH")
local rows = tonumber(common.option("ROWS"))

function init()
  common.seed(number)
  wrk.headers["Authorization"] = "Bearer " .. common.option("TOKEN")
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  local first, note = math.random(1, rows), math.random(1, 1000000)
  local operations = {}
  for place = 0, 199 do
    operations[place + 1] = string.format(
      '{"op":"update","id":%d,"version":"*","data":{"notes":"bench %d"}}', first + place * 37, note)
  end
  return wrk.format(
    "POST", path, nil, '{"operations":[' .. table.concat(operations, ",") .. "]}")
end
