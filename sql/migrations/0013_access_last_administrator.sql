-- 0013_access_last_administrator: the changes by which the last administrator could be lost.
-- Why: each would lock everybody out. Deferred, so that one may hand over within a transaction.
-- Kind: expand. Locks: empty tables. Time: milliseconds. Reversible: drop the triggers.
create constraint trigger account_last_administrator
  after update of locked_at, archived_at, kind on access.account
  deferrable initially deferred for each row
  when (new.locked_at is not null or new.archived_at is not null or new.kind <> 'person')
  execute function access.keep_administrator();
create constraint trigger account_role_last_administrator
  after update or delete on access.account_role
  deferrable initially deferred for each row execute function access.keep_administrator();
create constraint trigger account_role_denies_administrator
  after insert on access.account_role
  deferrable initially deferred for each row execute function access.keep_administrator();
create constraint trigger permission_last_administrator
  after update or delete on access.permission
  deferrable initially deferred for each row execute function access.keep_administrator();
create constraint trigger permission_denies_administrator
  after insert on access.permission
  deferrable initially deferred for each row when (new.effect = 'deny')
  execute function access.keep_administrator();
create constraint trigger role_last_administrator
  after update of archived_at on access.role
  deferrable initially deferred for each row when (new.archived_at is not null)
  execute function access.keep_administrator();

comment on constraint account_last_administrator on access.account is
  'The last administrator cannot be locked or archived. | Последнего администратора нельзя заблокировать или убрать в архив.';
comment on constraint account_role_last_administrator on access.account_role is
  'The last administrator cannot lose the role. | Последнего администратора нельзя лишить роли.';
comment on constraint account_role_denies_administrator on access.account_role is
  'This role would leave nobody to administer. | Из-за этой роли некому будет администрировать.';
comment on constraint permission_last_administrator on access.permission is
  'Without this permission nobody could administer. | Без этого права некому будет администрировать.';
comment on constraint permission_denies_administrator on access.permission is
  'This deny would leave nobody to administer. | Из-за этого запрета некому будет администрировать.';
comment on constraint role_last_administrator on access.role is
  'The last role that administers cannot be archived. | Последнюю роль администратора нельзя убрать в архив.';
