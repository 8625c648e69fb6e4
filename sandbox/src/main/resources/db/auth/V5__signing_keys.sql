-- The keys that sign tokens, private halves included, so that tokens outlive a restart. A real Auth has a vault for them.

create table signing_keys (
    kid        text primary key,
    jwk        text not null,
    -- The next one is published before it signs, so that whoever verifies has seen it.
    signs      boolean not null,
    -- Then published for as long as a token that it signed may live.
    retired_at timestamptz
);
