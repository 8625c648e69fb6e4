-- A session is live until it is revoked or runs out. The database's clock says when.
SELECT s.user_id                                           AS user_id,
       (s.revoked_at IS NULL AND s.expires_at > now())     AS live
  FROM sessions s
 WHERE s.id = $1
