-- Membership, version and grants in one statement, and so from one snapshot. Whatever its status: of a membership that was
-- suspended, the version says since when.
SELECT m.id                AS membership_id,
       m.grants_version    AS grants_version,
       (m.status = 'active')    AS active,
       (u.status = 'active')    AS user_active,
       ARRAY(SELECT g.module_key
               FROM membership_module_grants g
              WHERE g.membership_id = m.id)    AS modules,
       ARRAY(SELECT p.permission_key
               FROM membership_permissions p
              WHERE p.membership_id = m.id)    AS permissions
  FROM company_memberships m
  JOIN users u ON u.id = m.user_id
 WHERE m.company_id = $1
   AND m.user_id = $2
