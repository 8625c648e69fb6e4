-- What is sold, and what each company has bought of it.

create table modules (
    key  text primary key,
    type text not null check (type in ('base', 'addon'))
);

create table packages (key text primary key);
create table package_modules (
    package_key text not null references packages,
    module_key  text not null references modules,
    primary key (package_key, module_key)
);

create table addons (key text primary key);
create table addon_modules (
    addon_key  text not null references addons,
    module_key text not null references modules,
    primary key (addon_key, module_key)
);

create table companies (
    id                  text primary key,
    entitlement_version bigint not null default 1
);

create domain subscription_status as text
    check (value in ('active', 'trial', 'grace', 'suspended', 'cancelled', 'expired'));

-- A company has one base. A subscription holds from starts_at on, and no longer at ends_at.
create table company_subscriptions (
    company_id  text primary key references companies,
    package_key text not null references packages,
    status      subscription_status not null,
    starts_at   timestamptz not null,
    ends_at     timestamptz
);

create table company_addons (
    company_id text not null references companies,
    addon_key  text not null references addons,
    status     subscription_status not null,
    starts_at  timestamptz not null,
    ends_at    timestamptz,
    primary key (company_id, addon_key)
);
