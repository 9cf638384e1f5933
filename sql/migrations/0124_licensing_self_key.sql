-- 0124_licensing_self_key: the key of its own with which an instance signs what it tells the vendor.
-- Why: the vendor remembers the key of an activation, and knows the instance's reports by it. Kind: expand.
-- Locks: none. Time: milliseconds. Forward only.
create table licensing.self_key (
  one boolean constraint self_key_pkey primary key default true
    constraint self_key_single check (one),
  -- A test copy has another number than what it was made from, and so no key yet.
  instance_id uuid not null,
  seed bytea not null constraint self_key_length check (length(seed) = 32),
  made_at timestamptz not null default clock_timestamp()
);

-- The seed of the instance's key; P_NEW is kept where there is none yet, or only that of another instance.
-- Of two who ask first at once both get the one that is kept.
create function licensing.own_seed(p_new bytea) returns bytea
language plpgsql security definer set search_path = pg_catalog as $$
declare
  me uuid;
  kept bytea;
begin
  perform licensing.require_manager();
  select i.instance_id into me from licensing.instance as i;
  select k.seed into kept from licensing.self_key as k where k.instance_id = me;
  if found then
    return kept;
  end if;
  insert into licensing.self_key as k (instance_id, seed) values (me, p_new)
  on conflict (one) do update
    set instance_id = excluded.instance_id, seed = excluded.seed, made_at = excluded.made_at
    where k.instance_id <> excluded.instance_id;
  if found then
    perform licensing.note('self_key', jsonb_build_object('instance', me));
  end if;
  -- A statement of its own sees what another has kept meanwhile.
  select k.seed into kept from licensing.self_key as k;
  return kept;
end
$$;
comment on function licensing.own_seed is
  'The seed of the instance''s own key, made at first need. | Начальное значение собственного ключа экземпляра; создаётся при первой надобности.';
grant execute on function licensing.own_seed to crm_service, crm_limited;

alter table licensing.self_key enable row level security;
create policy self_key_nobody on licensing.self_key for select using (false);
comment on policy self_key_nobody on licensing.self_key is
  'Only the function that gives it to who manages the licence. | Только функция, дающая его управляющему лицензией.';

comment on table licensing.self_key is
  'Own key: with which the instance signs what it tells the vendor. | Собственный ключ: им экземпляр подписывает сообщения поставщику.';
comment on column licensing.self_key.one is 'One: there is one row. | Одна: строка одна.';
comment on column licensing.self_key.instance_id is
  'Instance: whose key it is. | Экземпляр: чей это ключ.';
comment on column licensing.self_key.seed is
  'Seed: the private key of Ed25519, 32 bytes. | Начальное значение: закрытый ключ Ed25519, 32 байта.';
comment on column licensing.self_key.made_at is 'Made at: when. | Создан: когда.';
comment on constraint self_key_single on licensing.self_key is
  'There is one key. | Ключ один.';
comment on constraint self_key_length on licensing.self_key is
  'A key has 32 bytes. | В ключе 32 байта.';
