-- 0119_licensing_permissions: who reads the licence and who manages it, in the roles of the beginning.
-- Why: somebody must be able to install one. Kind: expand. Locks: none. Time: milliseconds. Forward only.
-- Managing has no owner and no department: only the scope all means anything.
insert into access.permission (role_id, resource, action, scope)
select r.id, 'license', p.action, 'all'
from access.role as r
join (values ('administrator', 'read'), ('administrator', 'manage'), ('auditor', 'read')) as p (code, action)
  on p.code = r.code
on conflict on constraint permission_once do nothing;
