-- 0127_licensing_network: the addresses of a site, and who has signed in from elsewhere.
-- Why: a licence is for one LAN; work from outside of it is told to who manages the licence, and never hindered.
-- Kind: expand, and the networks of licences that are installed filled in. Locks: licensing.licence, ACCESS EXCLUSIVE for
-- its new columns; access.account, SHARE ROW EXCLUSIVE for its new reference, and access.session for its new trigger;
-- all to the end. Time: milliseconds. Forward only.
alter table licensing.licence
  add column networks cidr[] not null default '{}',
  add column network_policy text not null default 'warn'
    constraint licence_network_policy_known check (network_policy in ('warn', 'ignore'));
update licensing.licence as l set
  networks = array(
    select n.block::cidr from json_array_elements_text(f.site -> 'networks') as n (block)
    where licensing.is_network(n.block)),
  network_policy = case f.site ->> 'network_policy' when 'ignore' then 'ignore' else 'warn' end
from (
  select o.id, convert_from(o.payload, 'UTF8')::json -> 'site' as site from licensing.licence as o) as f
where f.id = l.id;
-- From here on licensing.licence_of says both.
alter table licensing.licence alter column networks drop default, alter column network_policy drop default;

-- From which addresses people have signed in that lie outside; a day after, they are forgotten.
create table licensing.outside_sign_in (
  address inet constraint outside_sign_in_pkey primary key,
  account_id bigint not null constraint outside_sign_in_account_fkey references access.account,
  at timestamptz not null
);
create index outside_sign_in_account_idx on licensing.outside_sign_in (account_id);

-- The address behind a text; an IPv4 one that is written as IPv6 is IPv4. Null for anything else.
create function licensing.address_of(p_text text) returns inet
language plpgsql immutable strict parallel safe set search_path = pg_catalog as $$
declare
  ip inet;
begin
  -- Here, since what a declaration raises is not caught below.
  ip := host(split_part(p_text, '%', 1)::inet);
  return case when ip <<= '::ffff:0:0/96' then '0.0.0.0'::inet + (ip - '::ffff:0:0'::inet) else ip end;
exception when invalid_text_representation then
  return null;
end
$$;
comment on function licensing.address_of is
  'An address of a sign-in. | Адрес входа.';

-- The machine itself is never outside.
create function licensing.is_outside(p_address inet, p_networks cidr[], p_policy text) returns boolean
language sql immutable parallel safe set search_path = pg_catalog
return p_policy = 'warn' and cardinality(p_networks) > 0
  and not p_address <<= any (p_networks || array['127.0.0.0/8', '::1/128']::cidr[]);
comment on function licensing.is_outside is
  'Whether an address lies outside of a site''s networks. | Лежит ли адрес вне сетей площадки.';

-- A person has opened a session. The row is the last lock that this takes; who tidies up passes by what others hold.
create function licensing.note_address(p_account bigint, p_address text) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  ip constant inet := licensing.address_of(p_address);
  yesterday constant timestamptz := clock_timestamp() - interval '24 hours';
  is_known boolean;
begin
  if not exists (
    select from licensing.state as st join licensing.licence as l on l.id = st.licence_id
    where licensing.is_outside(ip, l.networks, l.network_policy))
  then
    return;
  end if;
  is_known := exists (select from licensing.outside_sign_in as o where o.address = ip and o.at > yesterday);
  insert into licensing.outside_sign_in (address, account_id, at) values (ip, p_account, clock_timestamp())
  on conflict (address) do update set account_id = excluded.account_id, at = excluded.at;
  if not is_known then
    -- Nobody has a context yet who is signing in.
    insert into licensing.event (account_id, kind, detail)
    values (p_account, 'outside_network', jsonb_build_object('address', host(ip)));
  end if;
  delete from licensing.outside_sign_in as o using (
    select s.address from licensing.outside_sign_in as s where s.at <= yesterday for update skip locked) as gone
  where o.address = gone.address;
end
$$;
comment on function licensing.note_address is
  'Remembers a sign-in from outside of the site. | Запоминает вход извне площадки.';

create function access.tell_address() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform licensing.note_address(new.account_id, new.address);
  return null;
end
$$;
comment on function access.tell_address is
  'Tells licensing from where a person has signed in. | Сообщает лицензированию, откуда вошёл человек.';
-- People have seats; programs and jobs have none.
create trigger session_address after insert on access.session
  for each row when (new.kind = 'session' and new.seat_epoch is not null and new.address is not null)
  execute function access.tell_address();
comment on trigger session_address on access.session is
  'Tells licensing from where a person has signed in. | Сообщает лицензированию, откуда вошёл человек.';

-- By the networks of the licence that is in force now, so that a corrected one counts at once.
create function licensing.network_reasons(l licensing.licence) returns jsonb
language sql stable set search_path = pg_catalog
begin atomic
  select case when max(o.at) is null then '[]'
    else licensing.reason('outside_network', (max(o.at) at time zone l.zone)::date) end
  from licensing.outside_sign_in as o
  where o.at > clock_timestamp() - interval '24 hours'
    and licensing.is_outside(o.address, l.networks, l.network_policy);
end;
comment on function licensing.network_reasons is
  'What sign-ins from outside give reason to. | О чём говорят входы извне.';

-- As before, and from where people work.
create or replace function licensing.instance_reasons(i licensing.instance, p_now timestamptz) returns jsonb
language plpgsql stable set search_path = pg_catalog as $$
declare
  reasons jsonb := '[]';
  c licensing.clock;
begin
  if i.copy_since is not null then
    reasons := reasons || licensing.reason(
      case when p_now >= i.copy_since + interval '14 days' then 'copy_unresolved' else 'copy' end,
      (i.copy_since + interval '14 days')::date);
  end if;
  if i.test_until is not null then
    reasons := reasons || licensing.reason(
      case when p_now >= i.test_until then 'test_ended' else 'test_copy' end, i.test_until::date);
  end if;
  select * into c from licensing.clock;
  if c.looked_at < c.line - interval '10 minutes' then
    reasons := reasons || licensing.reason('clock_behind', c.line::date);
  elsif c.doubt_passed is not null then
    reasons := reasons || licensing.reason('clock_ahead', c.looked_at::date);
  end if;
  return reasons || licensing.network_reasons(licensing.in_force(p_now));
end
$$;

-- As before, with the networks, which judge_rest has judged when they are read.
create or replace function licensing.licence_of(p_kid text, p_payload bytea, p_signature bytea)
returns licensing.licence
language plpgsql stable set search_path = pg_catalog as $$
declare
  known constant text[] := array['format', 'kid', 'serial', 'revision', 'supersedes', 'corrects',
    'issued', 'order', 'licensee', 'licensee.name', 'licensee.inn', 'product', 'edition', 'environment',
    'site', 'site.id', 'site.name', 'site.networks', 'site.network_policy', 'instance', 'instance.id',
    'seats', 'seats.count', 'seats.subject', 'seats.overdraft', 'seats.service_accounts', 'term',
    'term.kind', 'term.from', 'term.until', 'term.warn_days', 'term.grace_days', 'maintenance',
    'maintenance.from', 'maintenance.until', 'features', 'zone', 'crit'];
  j json := licensing.payload('crm-license/1', p_kid, p_payload, known);
  l licensing.licence;
begin
  if licensing.text_at(j, 'product') <> 'crm' then
    perform licensing.refuse('licence', 'product', j ->> 'product');
  end if;
  l.kid := p_kid;
  l.payload := p_payload;
  l.signature := p_signature;
  l.serial := licensing.serial_at(j, 'serial');
  l.revision := licensing.whole_at(j, 'revision', 1, 1000000);
  l.corrects := case when licensing.is_given(j, 'corrects', true)
    then licensing.whole_at(j, 'corrects', 1, 1000000) end;
  l.issued := licensing.instant(licensing.text_at(j, 'issued'));
  l.licensee := licensing.text_at(j, 'licensee.name');
  l.edition := licensing.text_at(j, 'edition');
  l.environment := licensing.text_at(j, 'environment');
  l.site_name := licensing.text_at(j, 'site.name');
  l.instance_id := case when licensing.is_given(j, 'instance.id', false)
    then licensing.uuid_at(j, 'instance.id') end;
  l.seats := licensing.whole_at(j, 'seats.count', 1, 1000000);
  l.subject := licensing.text_at(j, 'seats.subject');
  l.overdraft := licensing.whole_at(j, 'seats.overdraft', 0, 1000000);
  l.service_accounts := licensing.whole_at(j, 'seats.service_accounts', 0, 1000000);
  l.kind := licensing.text_at(j, 'term.kind');
  l.starts_on := licensing.day_at(j, 'term.from');
  l.ends_on := case when licensing.is_given(j, 'term.until', false)
    then licensing.day_at(j, 'term.until') end;
  l.warn_days := licensing.whole_at(j, 'term.warn_days', 0, 366);
  l.grace_days := licensing.whole_at(j, 'term.grace_days', 0, 366);
  if licensing.is_given(j, 'maintenance', false) then
    l.maintained_from := licensing.day_at(j, 'maintenance.from');
    l.maintained_until := licensing.day_at(j, 'maintenance.until');
  end if;
  l.features := licensing.texts_at(j, 'features');
  l.zone := case when j -> 'zone' is null then 'Europe/Moscow' else licensing.text_at(j, 'zone') end;
  -- The CHECK alone also takes abbreviations, and rules such as Nowhere+3; the list of all names takes 0.3 s.
  if l.zone <> 'Europe/Moscow' and access.time_zone_known(l.zone)
    and not exists (select from pg_timezone_names as z where z.name = l.zone)
  then
    perform licensing.refuse('licence', 'field', 'zone is no time zone such as Europe/Moscow');
  end if;
  perform licensing.judge_rest(j);
  l.networks := licensing.texts_at(j, 'site.networks')::cidr[];
  l.network_policy := licensing.text_at(j, 'site.network_policy');
  return l;
end
$$;

-- As before, with the networks.
create or replace function licensing.install(p_payload bytea, p_signature bytea) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  l licensing.licence;
  i licensing.instance;
  made bigint;
begin
  perform licensing.require_manager();
  l := licensing.licence_of(licensing.signer('crm-license/1', p_payload, p_signature, true),
    p_payload, p_signature);
  perform from licensing.state for update;
  perform licensing.tick();
  select n.id into made from licensing.licence as n where n.payload = p_payload;
  if found then
    return made;
  end if;
  select * into i from licensing.instance;
  perform licensing.judge_file(l, i);
  insert into licensing.licence (installed_by, kid, payload, signature, serial, revision, corrects, issued,
    licensee, edition, environment, site_name, instance_id, seats, subject, overdraft, service_accounts,
    starts_on, ends_on, warn_days, grace_days, maintained_from, maintained_until, features, zone, kind, networks,
    network_policy)
  values (access.account_id(), l.kid, l.payload, l.signature, l.serial, l.revision, l.corrects, l.issued,
    l.licensee, l.edition, l.environment, l.site_name, l.instance_id, l.seats, l.subject, l.overdraft,
    l.service_accounts, l.starts_on, l.ends_on, l.warn_days, l.grace_days, l.maintained_from,
    l.maintained_until, l.features, l.zone, l.kind, l.networks, l.network_policy)
  returning id into made;
  perform licensing.end_trial(l);
  perform licensing.not_before(l.issued);
  perform licensing.note('installed', jsonb_build_object('serial', l.serial, 'revision', l.revision,
    'kid', l.kid, 'seats', l.seats, 'edition', l.edition));
  perform licensing.judge(null, true);
  return made;
end
$$;

alter table licensing.outside_sign_in enable row level security;
create policy outside_sign_in_read on licensing.outside_sign_in for select
  using ((select access.level('license', 'read')) > 0);
comment on policy outside_sign_in_read on licensing.outside_sign_in is
  'For who may read the licence. | Для имеющих право читать лицензию.';
grant select on licensing.outside_sign_in to crm_service, crm_limited, crm_reader;

comment on column licensing.licence.networks is
  'Networks: the site''s blocks of addresses; none where nothing was said. | Сети: блоки адресов площадки; пусто, если не указаны.';
comment on column licensing.licence.network_policy is
  'Network policy: what follows from work outside of them. | Правило сетей: что следует из работы вне их. {warn=Warn/Предупредить, ignore=Ignore/Ничего}';
comment on constraint licence_network_policy_known on licensing.licence is
  'The network policy is warn or ignore. | Правило сетей: warn или ignore.';
comment on table licensing.outside_sign_in is
  'Outside sign-in: from an address outside of the site''s networks. | Вход извне: с адреса вне сетей площадки.';
comment on column licensing.outside_sign_in.address is 'Address: from where. | Адрес: откуда.';
comment on column licensing.outside_sign_in.account_id is
  'Account: who was the last. | Учётная запись: кто был последним.';
comment on column licensing.outside_sign_in.at is 'At: when last. | Когда: в последний раз.';
comment on constraint outside_sign_in_account_fkey on licensing.outside_sign_in is
  'There is no such account. | Такой учётной записи нет.';
