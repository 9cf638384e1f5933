-- 0159_access_warrant: a function of the owner gives rights that somebody else has decided about before.
-- Why: personnel hires into a post whose roles an administrator has chosen; who hires may do less than who is hired.
-- A warrant names whose rights change and which roles he may get: for all else the caller stays bound. Nobody has one
-- for himself. Only the owner's functions can open one, it is of one transaction, and they close it before they
-- return. Kind: expand. Locks: none. Time: milliseconds. Forward only.
create table access.warrant (
  id bigint generated always as identity constraint warrant_pkey primary key,
  transaction_id xid8 not null,
  account_ids bigint[] not null,
  role_ids bigint[] not null
);
comment on table access.warrant is
  'Warrant: that a function of the owner gives rights in a transaction. | Поручение: выдача прав функцией владельца в одной транзакции.';
comment on column access.warrant.id is 'Number: of the warrant. | Номер: поручения.';
comment on column access.warrant.transaction_id is 'Transaction: which. | Транзакция: какая.';
comment on column access.warrant.account_ids is 'Accounts: whose rights change. | Учётные записи: чьи права меняются.';
comment on column access.warrant.role_ids is 'Roles: that they may get. | Роли: которые можно выдать.';
alter table access.warrant enable row level security;
create policy warrant_nobody on access.warrant for select using (false);
comment on policy warrant_nobody on access.warrant is
  'Only functions of the owner. | Только функции владельца.';

create function access.open_warrant(p_accounts bigint[], p_roles bigint[]) returns bigint
language sql set search_path = pg_catalog
begin atomic
  insert into access.warrant (transaction_id, account_ids, role_ids)
  values (pg_current_xact_id(), array_remove(array_remove(p_accounts, access.account_id()), null), p_roles)
  returning id;
end;
comment on function access.open_warrant is
  'Begins to give accounts, but not the caller''s own, roles by a decision that was made before. | Начинает выдачу ролей, но не себе, по принятому ранее решению.';
create function access.close_warrant(p_warrant bigint) returns void
language sql set search_path = pg_catalog
begin atomic
  delete from access.warrant as w where w.id = p_warrant;
end;
comment on function access.close_warrant is
  'Ends that. | Заканчивает её.';

-- A role of null stands for none that is given: one that ends, or the account itself.
create function access.warranted(p_account bigint, p_role bigint) returns boolean
language sql stable security definer set search_path = pg_catalog
begin atomic
  select exists (
    select from access.warrant as w
    where w.transaction_id = pg_current_xact_id_if_assigned() and p_account = any (w.account_ids)
      and (p_role is null or p_role = any (w.role_ids)));
end;
comment on function access.warranted is
  'Whether rights of an account change by a decision that was made before. | Меняются ли права учётной записи по принятому ранее решению.';

-- As before, but for a warrant.
create or replace function access.refuse_giving() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  -- What only becomes shorter gives nothing: a warrant that ends it need not give it.
  shorter boolean := false;
begin
  if not access.bound() then
    return null;
  end if;
  case tg_table_name
    when 'account_role' then
      if tg_op = 'UPDATE' then
        shorter := (new.account_id, new.role_id) = (old.account_id, old.role_id)
          and tstzrange(new.valid_from, new.valid_until) <@ tstzrange(old.valid_from, old.valid_until);
      end if;
      -- One that has ended denies nothing any more.
      if tg_op <> 'INSERT' and coalesce(old.valid_until > now(), true)
        and not access.warranted(old.account_id, null)
      then
        perform access.refuse_beyond(
          tg_table_name, tg_name, 'valid_until', access.lifted(old.role_id, old.account_id));
      end if;
      if tg_op <> 'DELETE' and not access.warranted(new.account_id, case when not shorter then new.role_id end) then
        perform access.refuse_beyond(tg_table_name, tg_name,
          'role_id', access.role_beyond_caller(new.role_id, new.account_id));
      end if;
    when 'role' then
      perform access.refuse_beyond(tg_table_name, tg_name, 'archived_at',
        case when new.archived_at is null then access.role_beyond_caller(new.id, holder)
          else access.lifted(new.id, holder) end)
      from (select null::bigint union all select access.role_holders(new.id)) as every (holder);
    else
      if tg_op <> 'INSERT' and old.effect = 'deny' and not access.everything(old.resource, old.action) then
        perform access.refuse_beyond(tg_table_name, tg_name, 'effect', old.resource || '.' || old.action);
      end if;
      if tg_op <> 'DELETE' then
        perform access.refuse_beyond(
          tg_table_name, tg_name, 'scope', access.role_beyond_caller(new.role_id, null));
        if new.effect = 'allow' and exists (select from access.role_holders(new.role_id) as holder
            where access.beyond(holder, new.resource, new.action, access.scope_level(new.scope))) then
          perform access.refuse_beyond(tg_table_name, tg_name, 'scope', new.resource || '.' || new.action);
        end if;
      end if;
  end case;
  return null;
end
$$;

-- As before, but for a warrant.
create or replace function access.refuse_account() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not access.bound() or access.warranted(new.id, null) then
    return null;
  end if;
  if new.kind <> old.kind or coalesce(old.locked_at, old.archived_at) is not null
    and coalesce(new.locked_at, new.archived_at) is null
  then
    perform access.refuse_beyond(tg_table_name, tg_name, 'kind', access.beyond_caller(new.id));
  end if;
  if new.department_id <> coalesce(old.department_id, 0) then
    perform access.refuse_beyond(tg_table_name, tg_name, 'department_id',
      string_agg(h.resource || '.' || h.action, ', ' order by h.resource, h.action))
    from access.held(new.id) as h
    where h.level in (3, 4) and not access.covers(h.resource, h.action, '{}',
      case h.level when 3 then array[new.department_id] else access.subtree(new.department_id) end);
  end if;
  return null;
end
$$;
