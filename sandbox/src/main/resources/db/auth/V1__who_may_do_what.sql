-- Who logs in, from where a login still stands, who is a member of which company, and what members were granted.

create table users (
    id            text primary key,
    email         text unique not null,
    password_hash text not null,
    status        text not null check (status in ('active', 'deactivated')),
    -- Tokens of an older version are no longer good.
    token_version bigint not null default 1
);

create table sessions (
    id         text primary key,
    user_id    text not null references users,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
);
create index sessions_of_user on sessions (user_id);

-- Only hashes are kept. A token is used once; a second use means that somebody else has it, too.
create table refresh_tokens (
    token_hash text primary key,
    session_id text not null references sessions,
    created_at timestamptz not null,
    used_at    timestamptz
);

create table company_memberships (
    id             text primary key,
    company_id     text not null,
    user_id        text not null references users,
    status         text not null check (status in ('active', 'invited', 'suspended', 'ended')),
    grants_version bigint not null default 1,
    unique (company_id, user_id)
);
create index memberships_of_user on company_memberships (user_id);

create table membership_module_grants (
    membership_id text not null references company_memberships,
    module_key    text not null,
    primary key (membership_id, module_key)
);

create table permissions (
    key         text primary key,
    module_key  text not null,
    description text
);

-- Keys may be prefixes like finance.*, so they do not refer to the catalog.
create table membership_permissions (
    membership_id  text not null references company_memberships,
    permission_key text not null,
    primary key (membership_id, permission_key)
);
