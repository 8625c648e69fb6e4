-- A company's version moves in the transaction that changes what it has, whoever changes it. It never goes back.

create function bump_company() returns trigger language plpgsql as $$
begin
    -- Without a row before or after, old or new is null, and so matches nothing.
    update companies set entitlement_version = entitlement_version + 1
     where id in (old.company_id, new.company_id);
    return null;
end $$;

create trigger subscription_bump after insert or update or delete on company_subscriptions
    for each row execute function bump_company();
create trigger addon_bump after insert or update or delete on company_addons
    for each row execute function bump_company();

-- What a package holds is part of what its buyers have.
create function bump_companies() returns trigger language plpgsql as $$
begin
    update companies set entitlement_version = entitlement_version + 1;
    return null;
end $$;

create trigger package_modules_bump after insert or update or delete on package_modules
    for each statement execute function bump_companies();
create trigger addon_modules_bump after insert or update or delete on addon_modules
    for each statement execute function bump_companies();

create function keep_version() returns trigger language plpgsql as $$
begin
    if new.entitlement_version < old.entitlement_version then
        raise exception 'entitlement_version of % would go back', old.id;
    end if;
    return new;
end $$;

create trigger company_version_kept before update on companies
    for each row execute function keep_version();
