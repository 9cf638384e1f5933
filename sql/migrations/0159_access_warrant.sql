-- 0159_access_warrant: a function of the owner gives rights that somebody else has decided about before.
-- Why: personnel hires into a post whose roles an administrator has chosen; who hires may do less than who is hired.
-- Nobody else comes by a warrant: only the owner's functions can open one, it is of one transaction, and they close it
-- before they return. Kind: expand. Locks: none. Time: milliseconds. Forward only.
create table access.warrant (
  transaction_id xid8 constraint warrant_pkey primary key
);
comment on table access.warrant is
  'Warrant: the transaction in which a function of the owner gives rights. | Поручение: транзакция, в которой функция владельца даёт права.';
comment on column access.warrant.transaction_id is 'Transaction: which. | Транзакция: какая.';
alter table access.warrant enable row level security;
create policy warrant_nobody on access.warrant for select using (false);
comment on policy warrant_nobody on access.warrant is
  'Only functions of the owner. | Только функции владельца.';

create function access.open_warrant() returns void
language sql set search_path = pg_catalog
begin atomic
  insert into access.warrant (transaction_id) values (pg_current_xact_id());
end;
comment on function access.open_warrant is
  'Begins to give rights by a decision that was made before. | Начинает выдачу прав по принятому ранее решению.';
create function access.close_warrant() returns void
language sql set search_path = pg_catalog
begin atomic
  delete from access.warrant as w where w.transaction_id = pg_current_xact_id();
end;
comment on function access.close_warrant is
  'Ends that. | Заканчивает её.';

-- As before, but for a warrant.
create or replace function access.bound() returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if pg_has_role(session_user, 'crm_owner', 'member') then
    return false;
  end if;
  perform access.lock_rights(false);
  return not exists (
    select from access.warrant as w where w.transaction_id = pg_current_xact_id_if_assigned());
end
$$;
