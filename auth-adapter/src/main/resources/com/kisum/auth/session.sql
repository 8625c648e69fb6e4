-- A session is live until it is revoked or runs out. The database's clock says when. One that never runs out ends when years have four
-- digits no longer.
SELECT s.user_id                                           AS user_id,
       (s.revoked_at IS NULL AND s.expires_at > now())     AS live,
       LEAST(s.expires_at, '9999-12-31T00:00:00Z'::timestamptz) AS ends_at
  FROM sessions s
 WHERE s.id = $1
