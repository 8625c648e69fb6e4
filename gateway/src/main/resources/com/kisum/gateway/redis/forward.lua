-- Moves one pointer forward, never back, and says where it stands afterwards.
--
--   redis-cli --eval forward.lua access-version:company:acme , 17
--   redis-cli --eval forward.lua access-version:session:s-1 , revoked
--
-- KEYS[1]  access-version:company|membership|user|session:<id>, with the prefix of the gateway's configuration, if any
-- ARGV[1]  the version, decimal and below 2^53; for a session: live or revoked
-- ARGV[2]  how long the pointer lives, in milliseconds; a day when left out
--
-- What stands there and is no version is not ours and gives way. A pointer that stays is not written, because writing
-- would tell every replica of a change that is none; only when half of its life is over is it given a new one.
local LIMIT = 9007199254740992

local function version(text)
  if type(text) ~= 'string' then return nil end
  if text ~= '0' and not string.match(text, '^[1-9]%d*$') then return nil end
  if #text > 16 then return nil end
  local number = tonumber(text)
  if number >= LIMIT then return nil end
  return number
end

local function liveness(text)
  if text == 'live' then return 0 end
  if text == 'revoked' then return 1 end
  return nil
end

local rank = version
if string.find(KEYS[1], 'access-version:session:', 1, true) then rank = liveness end

local wanted = rank(ARGV[1])
if not wanted then
  return redis.error_reply('ERR not a version: a decimal number below 2^53, or for a session live or revoked')
end
local life = tonumber(ARGV[2] or '86400000')
if not life or life < 1 then
  return redis.error_reply('ERR not a life: milliseconds, 1 or more')
end

local before = nil
if redis.call('type', KEYS[1]).ok == 'string' then before = redis.call('get', KEYS[1]) end
local standing = rank(before)

if standing and standing > wanted then return before end
if standing and standing == wanted and redis.call('pttl', KEYS[1]) * 2 >= life then return before end
redis.call('set', KEYS[1], ARGV[1], 'PX', string.format('%.0f', life))
return ARGV[1]
