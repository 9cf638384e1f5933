-- 0288_clients_duplicate_pair: pairs of parties that are perhaps one, found over the whole register.
-- Why: what was entered twice before anybody was asked must be found and decided about once. Kind: expand.
-- Locks: none on existing tables. Time: milliseconds. Forward only.
create table clients.duplicate_pair (
  id bigint generated always as identity constraint duplicate_pair_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  party_id bigint not null constraint duplicate_pair_party_fkey references clients.party on delete cascade,
  other_id bigint not null constraint duplicate_pair_other_fkey references clients.party on delete cascade,
  score numeric(4, 3) not null constraint duplicate_pair_score_range check (score between 0 and 1),
  reasons text[] not null,
  state text not null default 'open'
    constraint duplicate_pair_state_known check (state in ('open', 'dismissed', 'merged')),
  decided_by bigint constraint duplicate_pair_decider_fkey references access.account,
  decided_at timestamptz,
  reason text constraint duplicate_pair_reason_length check (length(reason) between 1 and 2000),
  constraint duplicate_pair_order check (party_id < other_id),
  constraint duplicate_pair_key unique (party_id, other_id),
  constraint duplicate_pair_decided check ((state = 'open') = (decided_at is null))
);
create index duplicate_pair_other_idx on clients.duplicate_pair (other_id);
create index duplicate_pair_decider_idx on clients.duplicate_pair (decided_by) where decided_by is not null;
create index duplicate_pair_open_idx on clients.duplicate_pair (score, id) where state = 'open';
comment on table clients.duplicate_pair is
  'Pair of duplicates: two parties that are perhaps one. | Пара дублей: два контрагента, которые, возможно, один.';
comment on column clients.duplicate_pair.party_id is 'Party: the one entered first. | Контрагент: внесённый первым.';
comment on column clients.duplicate_pair.other_id is 'Other party: entered later. | Другой: внесённый позже.';
comment on column clients.duplicate_pair.score is
  'Score: how likely they are one, 0 to 1. | Оценка: вероятность, что это один, от 0 до 1.';
comment on column clients.duplicate_pair.reasons is
  'Reasons: spelling, name, latin (other alphabet or order of words), similar, tax, phone, email. | Причины: spelling, name, latin (другой алфавит или порядок слов), similar, tax, phone, email.';
comment on column clients.duplicate_pair.state is
  'State: what was decided. | Состояние: что решено. {open=Open/Открыта, dismissed=Not the same/Не дубли, merged=Merged/Слиты}';
comment on column clients.duplicate_pair.decided_by is 'Decided by: who said so. | Кем решено: кто решил.';
comment on column clients.duplicate_pair.decided_at is 'Decided at: when. | Когда решено: время решения.';
comment on column clients.duplicate_pair.reason is 'Reason: why they are two. | Причина: почему их двое.';
comment on constraint duplicate_pair_party_fkey on clients.duplicate_pair is
  'There is no such party. | Такого контрагента нет.';
comment on constraint duplicate_pair_other_fkey on clients.duplicate_pair is
  'There is no such other party. | Другого контрагента нет.';
comment on constraint duplicate_pair_decider_fkey on clients.duplicate_pair is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint duplicate_pair_score_range on clients.duplicate_pair is
  'The score is 0 to 1. | Оценка — от 0 до 1.';
comment on constraint duplicate_pair_state_known on clients.duplicate_pair is
  'The state is open, dismissed or merged. | Состояние: open, dismissed или merged.';
comment on constraint duplicate_pair_reason_length on clients.duplicate_pair is
  'The reason must have 1 to 2,000 characters. | Причина должна быть от 1 до 2000 знаков.';
comment on constraint duplicate_pair_order on clients.duplicate_pair is
  'The party that was entered first stands first. | Первым стоит внесённый раньше.';
comment on constraint duplicate_pair_key on clients.duplicate_pair is
  'This pair is known. | Эта пара уже известна.';
comment on constraint duplicate_pair_decided on clients.duplicate_pair is
  'What is decided has its time. | У решённого есть время решения.';
select clients.describe_common('clients.duplicate_pair'::regclass);
select system.business('clients.duplicate_pair'::regclass, 'party_id', 'clients.party'::regclass);
select access.protect_child(
  'clients.duplicate_pair'::regclass, 'parties', 'party_id', 'clients.party'::regclass);
create policy duplicate_pair_other_seen on clients.duplicate_pair as restrictive for select
  using (exists (select from clients.party as p where p.id = other_id));
comment on policy duplicate_pair_other_seen on clients.duplicate_pair is
  'A pair is seen by who sees both. | Пару видит тот, кто видит обоих.';
-- Pairs are found and decided by functions alone.
revoke insert, update, delete on clients.duplicate_pair from crm_service;
insert into system.succession (place, rule) values ('clients.duplicate_pair.decided_by', 'keep');
select system.permit('{administrator}', '{duplicate_pairs}', '{read,export,dismiss,renew}', 'all'),
  system.permit('{head_of_department}', '{duplicate_pairs}', '{read,export,dismiss,renew}', 'below'),
  system.permit('{sales,purchasing}', '{duplicate_pairs}', '{read,dismiss,renew}', 'department'),
  system.permit('{accountant,read_only}', '{duplicate_pairs}', '{read}', 'all'),
  system.permit('{auditor}', '{duplicate_pairs}', '{read,export}', 'all');

-- Whoever may change both may say that they are two, or that it is open again.
create function clients.decide_duplicate(p_id bigint, p_dismissed boolean, p_reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  pair clients.duplicate_pair;
  possible constant text := case when p_dismissed then 'open' else 'dismissed' end;
begin
  perform licensing.demand_writing();
  perform system.demand_read_committed();
  select * into pair from clients.duplicate_pair as d where d.id = p_id for no key update;
  if pair is null or access.level('duplicate_pairs', 'dismiss') = 0
    or not clients.reaches(pair.party_id, 'parties', 'update')
    or not clients.reaches(pair.other_id, 'parties', 'update')
  then
    return null;
  elsif pair.state <> possible then
    perform system.refuse_state('clients.duplicate_pair', pair.state, array[possible]);
  end if;
  update clients.duplicate_pair as d
  set state = case when p_dismissed then 'dismissed' else 'open' end, reason = p_reason,
    decided_by = case when p_dismissed then access.account_id() end,
    decided_at = case when p_dismissed then now() end
  where d.id = p_id;
  return p_id;
end
$$;
comment on function clients.decide_duplicate is
  'Says that a pair is two, or is open again. | Решает, что это не дубли, или открывает пару снова.';
grant execute on function clients.decide_duplicate to crm_service;

-- Pairs among what the caller may read. Equal keys make pairs of all who have one, up to ten; a key that more have
-- makes a pair of each with the first. Names that are only similar stand near each other in one of two orders (sorted
-- neighbourhoods, Hernández and Stolfo 1995), the first of each name for all: the work grows with the register, not with its square.
create function clients.likely_pairs()
returns table (party_id bigint, other_id bigint, score numeric, reasons text[])
language sql stable security definer set search_path = pg_catalog set work_mem = '64MB' set enable_nestloop = off
begin atomic
  with seen as materialized (
    select p.id from clients.party as p
    where p.archived_at is null and (access.everything('parties', 'read')
      or p.department_id = any (access.departments('parties', 'read'))
      or p.owner_id = any (access.owners('parties', 'read')))
  ),
  sized as materialized (
    select k.kind, k.key, k.party_id, count(*) over w as n, min(k.party_id) over w as first_id
    from clients.party_duplicate_key as k join seen as s on s.id = k.party_id
    window w as (partition by k.kind, k.key)
  ),
  ordered as materialized (
    select o.direction, k.party_id, k.key,
      case o.direction when 1 then k.key else reverse(k.key) end collate "C" as line
    from sized as k cross join (values (1), (2)) as o (direction)
    where k.kind = 'latin' and k.party_id = k.first_id
  ),
  placed as materialized (
    select o.party_id, o.key, array_agg(o.party_id) over w as ids, array_agg(o.key) over w as keys
    from ordered as o
    window w as (partition by o.direction order by o.line, o.party_id rows between 1 following and 8 following)
  ),
  near as materialized (
    select a.party_id, b.id as other_id, max(ext.similarity(a.key, b.key)) as near
    from placed as a cross join lateral unnest(a.ids, a.keys) as b (id, key)
    where a.party_id <> b.id and ext.similarity(a.key, b.key) >= 0.5
    group by a.party_id, b.id
  ),
  found as (
    select a.party_id as one, b.party_id as two, a.kind as reason, null::real as near
    from sized as a join sized as b on b.kind = a.kind and b.key = a.key
    where a.n between 2 and 10 and a.party_id < b.party_id
    union all
    select s.first_id, s.party_id, s.kind, null from sized as s where s.n > 10 and s.party_id <> s.first_id
    union all
    select least(n.party_id, n.other_id), greatest(n.party_id, n.other_id), 'similar', n.near from near as n
  ),
  judged as (
    select f.one, f.two, array_agg(distinct f.reason) as why, max(f.near) as near from found as f group by f.one, f.two
  )
  select j.one, j.two, clients.duplicate_score(j.why, j.near), j.why from judged as j;
end;
comment on function clients.likely_pairs is
  'Pairs that are perhaps one, among what the caller reads. | Вероятные дубли среди видимого вызывающему.';

create function clients.renew_duplicate_pairs(out pairs bigint, out added bigint, out gone bigint)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform licensing.demand_writing();
  perform system.demand_read_committed();
  if access.level('duplicate_pairs', 'renew') = 0 then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('clients.duplicate_pair', 0));
  with likely as materialized (
    select * from clients.likely_pairs()
  ),
  written as (
    insert into clients.duplicate_pair as d (party_id, other_id, score, reasons)
    select l.party_id, l.other_id, l.score, l.reasons from likely as l order by l.party_id, l.other_id
    on conflict on constraint duplicate_pair_key do update set score = excluded.score, reasons = excluded.reasons
      where d.state = 'open' and (d.score, d.reasons) is distinct from (excluded.score, excluded.reasons)
    returning d.version
  ),
  old as (
    delete from clients.duplicate_pair as d
    where d.state = 'open' and clients.reaches(d.party_id, 'parties', 'read')
      and clients.reaches(d.other_id, 'parties', 'read')
      and not exists (select from likely as l where l.party_id = d.party_id and l.other_id = d.other_id)
    returning d.id
  )
  select (select count(*) from likely), (select count(*) from written where version = 1), (select count(*) from old)
  into pairs, added, gone;
end
$$;
comment on function clients.renew_duplicate_pairs is
  'Finds the pairs anew and keeps what was decided. | Заново находит пары, сохраняя решения.';
grant execute on function clients.renew_duplicate_pairs to crm_service;
