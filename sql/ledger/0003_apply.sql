-- 0003_apply: the state follows from each event as it is written, and can be made anew from all of them.
-- Why: nothing is in the state that no event explains. Locks: none. Forward only.
create function ledger.apply(event ledger.event) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  body jsonb := event.body;
  mark jsonb := jsonb_build_object('event_seq', event.seq);
begin
  -- The key in use makes room before another one takes its place.
  update ledger.signing_key as k set status = n.status
  from jsonb_populate_recordset(null::ledger.signing_key, coalesce(body -> 'keys', '[]')) as n
  where k.kid = n.kid and n.status <> 'active';
  insert into ledger.signing_key
  select * from jsonb_populate_recordset(null::ledger.signing_key, coalesce(body -> 'keys', '[]'))
  on conflict (kid) do update set status = excluded.status;

  insert into ledger.price_list
  select * from jsonb_populate_recordset(null::ledger.price_list, coalesce(body -> 'price_lists', '[]'));
  insert into ledger.customer
  select * from jsonb_populate_recordset(null::ledger.customer, coalesce(body -> 'customers', '[]'))
  on conflict (name) do update set inn = coalesce(excluded.inn, customer.inn);
  insert into ledger.quote
  select * from jsonb_populate_recordset(null::ledger.quote, coalesce(body -> 'quotes', '[]'));

  insert into ledger.license
  select * from jsonb_populate_recordset(null::ledger.license, coalesce(body -> 'licenses', '[]'))
  on conflict (serial) do update set
    customer = excluded.customer, site_name = excluded.site_name, revision = excluded.revision;
  insert into ledger.revision
  select r.* from jsonb_array_elements(coalesce(body -> 'revisions', '[]')) as e,
    jsonb_populate_record(null::ledger.revision, e || mark) as r;
  insert into ledger.activation
  select r.* from jsonb_array_elements(coalesce(body -> 'activations', '[]')) as e,
    jsonb_populate_record(null::ledger.activation, e || mark) as r;

  insert into ledger.revocation
  select r.* from jsonb_array_elements(coalesce(body -> 'revocations', '[]')) as e,
    jsonb_populate_record(null::ledger.revocation, e || mark) as r;
  insert into ledger.reissue
  select * from jsonb_populate_recordset(null::ledger.reissue, coalesce(body -> 'reissues', '[]'));
  insert into ledger.revocation_list
  select * from jsonb_populate_recordset(null::ledger.revocation_list, coalesce(body -> 'revocation_lists', '[]'));
  insert into ledger.usage
  select r.* from jsonb_array_elements(coalesce(body -> 'usages', '[]')) as e,
    jsonb_populate_record(null::ledger.usage, e || mark) as r;
  insert into ledger.clock_token
  select r.* from jsonb_array_elements(coalesce(body -> 'clock_tokens', '[]')) as e,
    jsonb_populate_record(null::ledger.clock_token, e || mark) as r;
end
$$;
comment on function ledger.apply is 'Adds what follows from one event to the state.';

create function ledger.follow() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform ledger.apply(new);
  return null;
end
$$;
comment on function ledger.follow is 'Lets the state follow an event.';
create trigger event_follow after insert on ledger.event for each row execute function ledger.follow();

create function ledger.state_digest() returns table (name text, digest text)
language plpgsql security definer set search_path = pg_catalog as $$
declare
  target text;
begin
  foreach target in array array['signing_key', 'price_list', 'customer', 'quote', 'license', 'revision',
    'revocation', 'reissue', 'revocation_list', 'activation', 'usage', 'clock_token']
  loop
    return query execute format(
      'select %L::text, encode(sha256(convert_to(coalesce(string_agg(r, E''\n'' order by r), ''''), ''UTF8'')), ''hex'')
       from (select to_jsonb(t)::text as r from ledger.%I as t) as rows', target, target);
  end loop;
end
$$;
comment on function ledger.state_digest is 'A digest of each table of the state.';

create function ledger.replay() returns setof text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  before jsonb := (select jsonb_object_agg(name, digest) from ledger.state_digest());
  event ledger.event;
begin
  perform from ledger.head for update;
  truncate ledger.signing_key, ledger.price_list, ledger.customer, ledger.quote, ledger.license, ledger.revision,
    ledger.revocation, ledger.reissue, ledger.revocation_list, ledger.activation, ledger.usage, ledger.clock_token;
  for event in select * from ledger.event order by seq loop
    perform ledger.apply(event);
  end loop;
  return query select name from ledger.state_digest() where digest is distinct from before ->> name;
end
$$;
comment on function ledger.replay is
  'Makes the state anew from the events and names the tables that were not what follows from them; roll back to look only.';

create function ledger.append(
  kind text, subject text, day date, operator text, reason text, body jsonb
) returns bigint
language sql security definer set search_path = pg_catalog as $$
  insert into ledger.event (kind, subject, day, operator, reason, body)
  values (kind, subject, day, operator, reason, body)
  returning seq
$$;
comment on function ledger.append is 'Writes one event, with all that follows from it, and answers its number.';

create function ledger.lock() returns void
language sql security definer set search_path = pg_catalog as $$
  select from ledger.head for update
$$;
comment on function ledger.lock is 'Lets nobody else write until the transaction ends, so that numbers can be given.';

create function ledger.next_serial(year integer) returns text
language sql stable set search_path = pg_catalog as $$
  select format('CRM-%s-%s', year,
    to_char(coalesce(max(split_part(serial, '-', 3)::integer), 0) + 1, 'FM999999000000'))
  from ledger.license where split_part(serial, '-', 2) = year::text
$$;
comment on function ledger.next_serial is 'The next serial of the year; take ledger.lock first.';

create function ledger.next_quote(year integer) returns text
language sql stable set search_path = pg_catalog as $$
  select format('Q-%s-%s', year,
    to_char(coalesce(max(split_part(no, '-', 3)::integer), 0) + 1, 'FM999999990000'))
  from ledger.quote where split_part(no, '-', 2) = year::text
$$;
comment on function ledger.next_quote is 'The next number of a quote; take ledger.lock first.';

grant execute on function ledger.append, ledger.lock, ledger.next_serial, ledger.next_quote, ledger.replay,
  ledger.state_digest to license_operator;
