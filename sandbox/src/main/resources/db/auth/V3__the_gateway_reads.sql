-- The gateway's role sees what it decides on, and no password.

grant usage on schema public to gateway;
grant select (id, status, token_version) on users to gateway;
grant select on sessions, company_memberships, membership_module_grants, permissions, membership_permissions to gateway;
