-- GET of a path in which {id} is a random number up to ROWS and {word} a random line of WORDS.
local common = dofile(os.getenv("BENCH_LUA") .. "/common.lua")
local path = common.option("PATH")
local rows = tonumber(common.option("ROWS"))
local words = common.words()
local byId, byWord = path:find("{id}", 1, true), path:find("{word}", 1, true)

function init()
  common.seed(number)
  wrk.headers["Authorization"] = "Bearer " .. common.option("TOKEN")
  if not byId and not byWord then wrk.path = path end
end

function request()
  local target = path
  if byId then target = target:gsub("{id}", math.random(1, rows)) end
  if byWord then
    local word = words[math.random(#words)]
    target = target:gsub("{word}", function() return word end)
  end
  return wrk.format("GET", target)
end
