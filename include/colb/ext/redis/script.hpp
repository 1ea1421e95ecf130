// colb: what a Redis does for a fleet, as one Lua script: each question is one step there, by its clock.
#pragma once

#include <string_view>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

/// KEYS[1]: what all keys begin with. ARGV: what to do, the process, how long a lease lasts (ms), and its
/// own. Answers {1: done, or 0: not; members; milliseconds; texts…}.
///
/// Keys: `members` (processes by when they are forgotten), `tickets`; of a place `place:TOKEN` (its lanes; it
/// is alive as long as that); of a lane `queue:LANE` (tokens by ticket), `holder:LANE`, `tasks:LANE` (texts
/// by when they are forgotten); `task:SHA1` (the lanes of one); `rate:BUCKET` (reservations by their time).
inline constexpr std::string_view redis_script = R"lua(
local root, what, process, ttl = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function key(kind, name) return root .. kind .. ':' .. name end

redis.call('ZADD', root .. 'members', now + ttl, process)
redis.call('ZREMRANGEBYSCORE', root .. 'members', '-inf', now)
redis.call('PEXPIRE', root .. 'members', ttl)
local members = redis.call('ZCARD', root .. 'members')

local function alive(token) return redis.call('EXISTS', key('place', token)) == 1 end
local function holder_of(lane)
  local token = redis.call('GET', key('holder', lane))
  return token and alive(token) and token
end
local function first_of(lane)
  while true do
    local token = redis.call('ZRANGE', key('queue', lane), 0, 0)[1]
    if not token or alive(token) then return token end
    redis.call('ZREM', key('queue', lane), token)
  end
end

if what == 'acquire' then
  local token = ARGV[4]
  if not alive(token) then
    local ticket = redis.call('INCR', root .. 'tickets')
    redis.call('PEXPIRE', root .. 'tickets', 86400000)
    if ARGV[5] == '1' then ticket = ticket - 1000000000000 end
    for i = 6, #ARGV do
      redis.call('SADD', key('place', token), ARGV[i])
      if redis.call('GET', key('holder', ARGV[i])) ~= token then
        redis.call('ZADD', key('queue', ARGV[i]), ticket, token)
      end
    end
  end
  redis.call('PEXPIRE', key('place', token), ttl)
  local free, again = true, 2000
  for i = 6, #ARGV do
    redis.call('PEXPIRE', key('queue', ARGV[i]), 8 * ttl)
    local front = holder_of(ARGV[i]) or first_of(ARGV[i])
    if front ~= token then
      free = false
      again = math.min(again, math.max(redis.call('PTTL', key('place', front)), 0) + 20)
    end
  end
  if not free then return {0, members, again} end
  local out, seen = {1, members, 0}, {}
  for i = 6, #ARGV do
    redis.call('SET', key('holder', ARGV[i]), token, 'PX', 8 * ttl)
    redis.call('ZREM', key('queue', ARGV[i]), token)
    redis.call('ZREMRANGEBYSCORE', key('tasks', ARGV[i]), '-inf', now)
    for _, text in ipairs(redis.call('ZRANGE', key('tasks', ARGV[i]), 0, -1)) do
      if not seen[text] then
        seen[text] = true
        out[#out + 1] = text
      end
    end
  end
  return out
end

if what == 'leave' then
  local token, keep, task = ARGV[4], tonumber(ARGV[5]), ARGV[6]
  for i = 7, #ARGV do
    if task ~= '' then
      local tasks, lanes = key('tasks', ARGV[i]), key('task', redis.sha1hex(task))
      redis.call('ZADD', tasks, now + keep, task)
      redis.call('ZREMRANGEBYRANK', tasks, 0, -101)
      redis.call('PEXPIRE', tasks, math.max(keep, redis.call('PTTL', tasks)))
      redis.call('SADD', lanes, ARGV[i])
      redis.call('PEXPIRE', lanes, keep)
    end
    if redis.call('GET', key('holder', ARGV[i])) == token then redis.call('DEL', key('holder', ARGV[i])) end
    redis.call('ZREM', key('queue', ARGV[i]), token)
  end
  redis.call('DEL', key('place', token))
  for i = 7, #ARGV do
    local next = not holder_of(ARGV[i]) and first_of(ARGV[i])
    if next then redis.call('PUBLISH', key('wake', string.match(next, '^[^:]*')), next) end
  end
end

if what == 'ended' then
  local lanes = key('task', redis.sha1hex(ARGV[4]))
  for _, lane in ipairs(redis.call('SMEMBERS', lanes)) do redis.call('ZREM', key('tasks', lane), ARGV[4]) end
  redis.call('DEL', lanes)
end

if what == 'permit' then
  local rate, most, window, within = key('rate', ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
  redis.call('ZREMRANGEBYSCORE', rate, '-inf', now - window)
  local at, taken = now, redis.call('ZCARD', rate)
  if taken >= most then
    at = math.max(now, redis.call('ZRANGE', rate, taken - most, taken - most, 'WITHSCORES')[2] + window)
  end
  if at - now > 3600000 then  -- the clock was put back
    redis.call('DEL', rate)
    at = now
  end
  if at - now > within then return {0, members, at - now} end
  redis.call('ZADD', rate, at, ARGV[8])
  redis.call('PEXPIRE', rate, at - now + window)
  return {1, members, at - now}
end

if what == 'give_back' then redis.call('ZREM', key('rate', ARGV[4]), ARGV[5]) end

if what == 'renew' then
  for i = 4, #ARGV do
    if redis.call('PEXPIRE', key('place', ARGV[i]), ttl) == 1 then
      for _, lane in ipairs(redis.call('SMEMBERS', key('place', ARGV[i]))) do
        redis.call('PEXPIRE', key('queue', lane), 8 * ttl)
        if redis.call('GET', key('holder', lane)) == ARGV[i] then
          redis.call('PEXPIRE', key('holder', lane), 8 * ttl)
        end
      end
    end
  end
end
return {1, members, 0}
)lua";

}  // namespace colb::inline COLB_ABI::inner
