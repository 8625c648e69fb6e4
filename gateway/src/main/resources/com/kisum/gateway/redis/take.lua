-- Takes one token of a bucket, if there is one. Says 0, or for how many microseconds there will be none.
--
-- KEYS[1]  access-limit:<route>:<scope>:<who>, with the prefix of the gateway's configuration, if any
-- ARGV[1]  how many microseconds one token takes to come
-- ARGV[2]  how many an empty bucket takes to be full: a multiple of that
--
-- What is kept is one number, the time at which the bucket will be full again, by this server's clock; a bucket that is full has no
-- key. Further off than an empty bucket it cannot be: what is was written under another limit, or before the clock went back. It is then
-- brought nearer, written down so that the waiting comes to an end. What stands there and is no number is not ours and gives way.
local interval = tonumber(ARGV[1])
local capacity = tonumber(ARGV[2])
local time = redis.call('time')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])

local function keep(full)
  redis.call('set', KEYS[1], string.format('%.0f', full), 'PX', string.format('%.0f', math.ceil((full - now) / 1000)))
end

local full = nil
if redis.call('type', KEYS[1]).ok == 'string' then full = tonumber(redis.call('get', KEYS[1])) end
if not full or not (full > now) then full = now end
local too_far = full > now + capacity
if too_far then full = now + capacity end

local wait = full + interval - now - capacity
if wait > 0 then
  if too_far then keep(full) end
  return wait
end
keep(full + interval)
return 0
