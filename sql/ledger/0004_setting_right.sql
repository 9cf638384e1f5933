-- 0004_setting_right: firms of one name are told apart by their tax number; a wrong revision or revocation is set
-- right by an event of its own.
-- Why: a licence must not bear another firm's number, and a mistake must not need the next year. Locks: all tables
-- of the state, which is made anew from the events. Forward only.
alter table ledger.event drop constraint event_kind_known;
alter table ledger.event add constraint event_kind_known check (kind in (
  'key_generated', 'key_rotated', 'key_retired', 'key_revoked', 'prices_published', 'quoted', 'issued',
  'activated', 'renewed', 'extended', 'reseated', 'maintained', 'transferred', 'assigned', 'corrected', 'revoked',
  'revocation_withdrawn', 'revocations_built', 'usage_recorded', 'clock_reset'));

truncate ledger.signing_key, ledger.price_list, ledger.customer, ledger.quote, ledger.license, ledger.revision,
  ledger.revocation, ledger.reissue, ledger.revocation_list, ledger.activation, ledger.usage, ledger.clock_token;
alter table ledger.quote drop constraint quote_customer_fkey;
alter table ledger.license drop constraint license_customer_fkey;
alter table ledger.customer drop constraint customer_pkey, drop constraint customer_inn_digits,
  alter column inn set default '', alter column inn set not null,
  add constraint customer_pkey primary key (name, inn),
  add constraint customer_inn_digits check (inn ~ '^([0-9]{10}|[0-9]{12}|)$');
comment on column ledger.customer.inn is 'The Russian tax number; empty where none was given.';

alter table ledger.quote add column inn text not null,
  add constraint quote_customer_fkey foreign key (customer, inn) references ledger.customer;
alter table ledger.license add column inn text not null,
  add constraint license_customer_fkey foreign key (customer, inn) references ledger.customer;
drop index ledger.quote_customer_idx, ledger.license_customer_idx;
create index quote_customer_idx on ledger.quote (customer, inn);
create index license_customer_idx on ledger.license (customer, inn);
comment on column ledger.quote.inn is 'The tax number of whom it was offered to; empty where none was given.';
comment on column ledger.license.inn is 'The tax number of who holds it now; empty where none was given.';

create or replace function ledger.apply(event ledger.event) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  body jsonb := event.body;
  mark jsonb := jsonb_build_object('event_seq', event.seq);
  -- An event with a quote or licences names the one firm that they are for.
  holder jsonb := jsonb_build_object('inn', coalesce(event.body #>> '{customers,0,inn}', ''));
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
  insert into ledger.customer (name, inn)
  select n.name, coalesce(n.inn, '')
  from jsonb_populate_recordset(null::ledger.customer, coalesce(body -> 'customers', '[]')) as n
  on conflict (name, inn) do nothing;
  insert into ledger.quote
  select r.* from jsonb_array_elements(coalesce(body -> 'quotes', '[]')) as e,
    jsonb_populate_record(null::ledger.quote, e || holder) as r;

  insert into ledger.license
  select r.* from jsonb_array_elements(coalesce(body -> 'licenses', '[]')) as e,
    jsonb_populate_record(null::ledger.license, e || holder) as r
  on conflict (serial) do update set customer = excluded.customer, inn = excluded.inn,
    site_name = excluded.site_name, revision = excluded.revision;
  insert into ledger.revision
  select r.* from jsonb_array_elements(coalesce(body -> 'revisions', '[]')) as e,
    jsonb_populate_record(null::ledger.revision, e || mark) as r;
  insert into ledger.activation
  select r.* from jsonb_array_elements(coalesce(body -> 'activations', '[]')) as e,
    jsonb_populate_record(null::ledger.activation, e || mark) as r;

  delete from ledger.revocation as r
  using jsonb_populate_recordset(null::ledger.revocation, coalesce(body -> 'withdrawals', '[]')) as w
  where r.serial = w.serial and r.revision is not distinct from w.revision;
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
comment on table ledger.revocation is 'What every list of revocations contains from now on, until it is withdrawn.';
select from ledger.replay();

-- The default of one schema takes nothing away from the default of all: until here everybody could call everything,
-- and change the state by ledger.apply without an event.
alter default privileges revoke execute on functions from public;
revoke execute on all functions in schema ledger from public;
