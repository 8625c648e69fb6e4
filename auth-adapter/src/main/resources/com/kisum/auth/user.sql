-- Tokens of an older version than this are no longer good.
SELECT u.token_version          AS token_version,
       (u.status = 'active')    AS active
  FROM users u
 WHERE u.id = $1
