-- Says under which membership a user is known in a company. What stands already and lives long enough is not written again,
-- because writing would tell every replica of a change that is none.
--
-- KEYS[1]  access-member:<company>:<user>
-- ARGV[1]  the membership
-- ARGV[2]  when it ends, in milliseconds of this server's clock
-- ARGV[3]  how much life is enough, in milliseconds
if redis.call('type', KEYS[1]).ok == 'string' and redis.call('get', KEYS[1]) == ARGV[1]
    and redis.call('pttl', KEYS[1]) >= tonumber(ARGV[3]) then
  return 0
end
redis.call('set', KEYS[1], ARGV[1], 'PXAT', ARGV[2])
return 1
