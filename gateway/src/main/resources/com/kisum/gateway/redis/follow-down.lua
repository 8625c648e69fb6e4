-- A source was restored from a backup: the pointer follows it down, but only from where it was seen to stand.
--
-- KEYS[1]  the pointer
-- ARGV[1]  where it was seen
-- ARGV[2]  what the source says now
-- ARGV[3]  how long the pointer lives, in milliseconds
--
-- Says where it stands afterwards; nothing when there is no pointer. A revoked session stays revoked.
if redis.call('type', KEYS[1]).ok ~= 'string' then return false end
local before = redis.call('get', KEYS[1])
if before ~= ARGV[1] or before == 'revoked' or before == ARGV[2] then return before end
redis.call('set', KEYS[1], ARGV[2], 'PX', ARGV[3])
return ARGV[2]
