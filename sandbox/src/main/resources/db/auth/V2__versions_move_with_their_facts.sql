-- A version moves in the transaction that changes its facts, whoever changes them, psql included. It never goes back.

create function bump_grants() returns trigger language plpgsql as $$
begin
    -- Without a row before or after, old or new is null, and so matches nothing.
    update company_memberships set grants_version = grants_version + 1
     where id in (old.membership_id, new.membership_id);
    return null;
end $$;

create trigger module_grants_bump after insert or update or delete on membership_module_grants
    for each row execute function bump_grants();
create trigger permissions_bump after insert or update or delete on membership_permissions
    for each row execute function bump_grants();

create function bump_membership() returns trigger language plpgsql as $$
begin
    if (new.status, new.company_id, new.user_id) is distinct from (old.status, old.company_id, old.user_id) then
        new.grants_version := old.grants_version + 1;
    end if;
    if new.grants_version < old.grants_version then
        raise exception 'grants_version of % would go back', old.id;
    end if;
    return new;
end $$;

create trigger membership_bump before update on company_memberships
    for each row execute function bump_membership();

-- Its version would start again with the next membership of that id.
create function keep_membership() returns trigger language plpgsql as $$
begin
    raise exception 'memberships end, they are not deleted';
end $$;

create trigger membership_stays before delete on company_memberships
    for each row execute function keep_membership();

create function bump_user() returns trigger language plpgsql as $$
begin
    if new.status is distinct from old.status then
        new.token_version := old.token_version + 1;
        -- Whether a member counts depends on the user, too.
        update company_memberships set grants_version = grants_version + 1 where user_id = old.id;
    end if;
    if new.token_version < old.token_version then
        raise exception 'token_version of % would go back', old.id;
    end if;
    return new;
end $$;

create trigger user_bump before update on users
    for each row execute function bump_user();
