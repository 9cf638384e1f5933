-- 0123_licensing_reading: the database reads signed files as strictly as the program does.
-- Why: a member that was missing or of another kind was read as if nothing had been said: an instance that is a text
-- bound the licence to none, and a list of revocations without entries revoked nothing. Texts that no program can
-- write out, deep nesting and numbers out of range ended in errors of PostgreSQL's own. And a list of revocations
-- could have no more than 65536 bytes, some 500 entries. Kind: expand; contract for
-- licensing.whole, which no release has called. Locks: none on tables. Time: milliseconds. Forward only.
--
-- What counts is read by the functions of 0122.

-- Two members of one name could be read differently by different programs. Reading the outermost object reads every
-- text in it: one with NUL or half a pair of surrogates is refused as bad data. Depths count from 0, as the program's.
create or replace function licensing.refuse_twins(p_value json) returns void
language plpgsql immutable set search_path = pg_catalog as $$
declare
  deepest integer;
  twin text;
begin
  with recursive part (value, depth) as (
    select p_value, 0
    union all
    select inner_part.value, p.depth + 1
    from part as p cross join lateral (
      select m.value from json_each(case json_typeof(p.value) when 'object' then p.value else '{}' end) as m
      union all
      select e.value
      from json_array_elements(case json_typeof(p.value) when 'array' then p.value else '[]' end) as e
    ) as inner_part
    where p.depth < 16
  )
  select max(p.depth), min(t.name) into deepest, twin
  from part as p left join lateral (
    select k.name from json_object_keys(case json_typeof(p.value) when 'object' then p.value else '{}' end)
      as k (name)
    group by k.name having count(*) > 1
  ) as t on true;
  if twin is not null then
    perform licensing.refuse('licence', 'json', 'the member ' || twin || ' occurs twice');
  elsif deepest > 15 then
    perform licensing.refuse('licence', 'json', 'nested more than 16 deep');
  end if;
end
$$;
comment on function licensing.refuse_twins is
  'Refuses objects with two members of one name, and deep nesting. | Отклоняет объекты с двумя полями одного имени и глубокую вложенность.';

-- As before, but that a list may be longer. A file of 64 KiB in its armour has 48246 signed bytes, one of 16 MiB
-- 12389172.
create or replace function licensing.signer(
  p_format text, p_payload bytea, p_signature bytea, p_revoked boolean) returns text
language plpgsql stable set search_path = pg_catalog as $$
declare
  most constant integer := case p_format when 'crm-revocations/1' then 12389172 else 48246 end;
  key licensing.trusted_key;
begin
  if length(p_payload) > most then
    perform licensing.refuse('licence', 'too_large', 'more than ' || most || ' signed bytes');
  elsif length(p_signature) <> 64 then
    perform licensing.refuse('licence', 'signature_length', 'a signature has 64 bytes');
  end if;
  for key in select * from licensing.trusted_key as k order by k.status, k.kid loop
    if licensing.ed25519_verifies(
        key.public_key, convert_to(p_format || e'\n', 'UTF8') || p_payload, p_signature) then
      if key.status = 'revoked' and not p_revoked then
        perform licensing.refuse('licence', 'revoked_key', key.kid);
      end if;
      return key.kid;
    end if;
  end loop;
  perform licensing.refuse('licence', 'unknown_key', 'no key of this database verifies the file');
end
$$;

-- What a signed payload says. Damage is refused, it never means "no limit".
create or replace function licensing.payload(p_format text, p_kid text, p_payload bytea, p_known text[])
returns json
language plpgsql stable set search_path = pg_catalog as $$
declare
  value json;
  names text[];
begin
  begin
    value := convert_from(p_payload, 'UTF8')::json;
    if json_typeof(value) <> 'object' then
      perform licensing.refuse('licence', 'json', 'the file is no JSON object');
    end if;
    perform licensing.refuse_twins(value);
  exception when data_exception or statement_too_complex then
    perform licensing.refuse('licence', 'json', 'the file is no JSON in UTF-8');
  end;
  if value ->> 'format' is distinct from p_format then
    perform licensing.refuse('licence', 'format', coalesce(value ->> 'format', 'none'));
  elsif value ->> 'kid' is distinct from p_kid then
    perform licensing.refuse('licence', 'key_mismatch', coalesce(value ->> 'kid', 'none'));
  elsif value -> 'crit' is not null then
    names := licensing.texts_at(value, 'crit');
    if not names <@ p_known then
      perform licensing.refuse('licence', 'critical', array_to_string(names, ', '));
    end if;
    perform licensing.member(value, c.name) from unnest(names) as c (name);
    if cardinality(names) > (select count(distinct c.name) from unnest(names) as c (name)) then
      perform licensing.refuse('licence', 'field', 'crit lists a name twice');
    end if;
  end if;
  return value;
end
$$;

-- The members that no column holds.
create function licensing.judge_rest(j json) returns void
language plpgsql immutable set search_path = pg_catalog as $$
begin
  if licensing.is_given(j, 'supersedes', false)
    and licensing.whole_at(j, 'supersedes', 1, 1000000) >= licensing.whole_at(j, 'revision', 1, 1000000)
  then
    perform licensing.refuse('licence', 'field', 'supersedes is not lower than the revision');
  elsif licensing.is_given(j, 'licensee.inn', true)
    and licensing.text_at(j, 'licensee.inn') !~ '^([0-9]{10}|[0-9]{12})$'
  then
    perform licensing.refuse('licence', 'field', 'licensee.inn has not 10 or 12 digits');
  -- Counted as users they would be another thing than what was bought.
  elsif licensing.text_at(j, 'seats.subject') = 'workstation' then
    perform licensing.refuse('licence', 'field', 'seats.subject is workstation: this build counts users only');
  elsif licensing.text_at(j, 'site.network_policy') not in ('warn', 'ignore') then
    perform licensing.refuse('licence', 'field', 'site.network_policy is not warn or ignore');
  elsif exists (
    select from unnest(licensing.texts_at(j, 'site.networks')) as n (block)
    where not licensing.is_network(n.block))
  then
    perform licensing.refuse('licence', 'field', 'site.networks has what is no block such as 10.1.0.0/16');
  end if;
  perform licensing.uuid_at(j, 'site.id');
  if licensing.is_given(j, 'order', true) then
    perform licensing.text_at(j, 'order');
  end if;
end
$$;
comment on function licensing.judge_rest is
  'Refuses a licence for a member that is not kept. | Отклоняет лицензию из-за поля, которое не хранится.';

-- A signed payload as a row; every CHECK of the table judges it when it is entered.
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
  return l;
end
$$;

-- As before, but that a list says all that it has to, and that a number belongs to one list alone.
create or replace function licensing.enter_list(p_payload bytea, p_signature bytea) returns integer
language plpgsql set search_path = pg_catalog as $$
declare
  signer constant text := licensing.signer('crm-revocations/1', p_payload, p_signature, false);
  j constant json := licensing.payload('crm-revocations/1', signer, p_payload,
    array['format', 'kid', 'seq', 'issued', 'entries', 'reissued', 'crit']);
  number constant integer := licensing.whole_at(j, 'seq', 1, 1000000000);
  issued constant timestamptz := licensing.instant(licensing.text_at(j, 'issued'));
  newest constant integer := licensing.newest_list();
begin
  -- Everybody has the test key: a list of its would bring back what the vendor has revoked.
  if (select k.test from licensing.trusted_key as k where k.kid = signer)
    and not (select licensing.takes_test_key(i) from licensing.instance as i)
  then
    perform licensing.refuse('revocation_list', 'test_key', signer);
  elsif json_typeof(licensing.member(j, 'entries')) <> 'array'
    or json_typeof(licensing.member(j, 'reissued')) <> 'array'
  then
    perform licensing.refuse('revocation_list', 'field', 'entries or reissued is no array');
  elsif number < newest then
    perform licensing.refuse('revocation_list', 'revocations_rollback', newest::text);
  elsif number = newest then
    if not exists (select from licensing.revocation_list as l
      where l.seq = number and l.payload = p_payload)
    then
      perform licensing.refuse('revocation_list', 'licence_once', number::text);
    end if;
    return number;
  end if;
  perform licensing.judge_issued('revocation_list', issued);
  insert into licensing.revocation_list (seq, kid, issued, payload, signature)
  values (number, signer, issued, p_payload, p_signature);
  insert into licensing.revocation (seq, serial, revision, effective_on, reason)
  select number, licensing.serial_at(e.value, 'serial'),
    case when licensing.member(e.value, 'revision') #>> '{}' is distinct from '*'
      then licensing.whole_at(e.value, 'revision', 1, 1000000) end,
    licensing.day_at(e.value, 'effective'), licensing.text_at(e.value, 'reason', 500)
  from json_array_elements(j -> 'entries') as e;
  insert into licensing.reissue (seq, kid, serial, revision, sha256)
  select number, licensing.kid_at(e.value, 'kid'), licensing.serial_at(e.value, 'serial'),
    licensing.whole_at(e.value, 'revision', 1, 1000000), licensing.digest_at(e.value, 'sha256')
  from json_array_elements(j -> 'reissued') as e;
  perform licensing.not_before(issued);
  perform licensing.note('revocations', jsonb_build_object('seq', number, 'kid', signer));
  return number;
end
$$;

-- Nothing reads by it any more.
drop function licensing.whole(json);
