-- 0001_event: what the vendor did, event by event; each one's hash covers the one before.
-- Why: a licence once given must be explicable for ever. Locks: none. Forward only.
create schema ledger;
comment on schema ledger is 'The vendor''s licences: events, and the state that follows from them.';
grant usage on schema ledger to license_operator;
alter default privileges in schema ledger revoke execute on functions from public;

create table ledger.migration (
  version integer not null constraint migration_pkey primary key,
  name text not null,
  sha256 text not null,
  applied_by text not null default session_user,
  applied_at timestamptz not null default clock_timestamp()
);
comment on table ledger.migration is 'The files of sql/ledger that were run.';
comment on column ledger.migration.version is 'The number of the file.';
comment on column ledger.migration.name is 'The name of the file without .sql.';
comment on column ledger.migration.sha256 is 'The digest of its text; another text under the same number stops the tool.';
comment on column ledger.migration.applied_by is 'The log-in that ran it.';
comment on column ledger.migration.applied_at is 'When it was run.';

create table ledger.event (
  seq bigint not null constraint event_pkey primary key constraint event_seq_positive check (seq > 0),
  at timestamptz not null,
  operator text not null constraint event_operator_length check (length(operator) between 1 and 200),
  login_name text not null,
  reason text not null constraint event_reason_length check (length(reason) between 1 and 1000),
  kind text not null constraint event_kind_known check (kind in (
    'key_generated', 'key_rotated', 'key_retired', 'key_revoked', 'prices_published', 'quoted', 'issued',
    'activated', 'renewed', 'extended', 'reseated', 'maintained', 'transferred', 'assigned', 'revoked',
    'revocations_built', 'usage_recorded', 'clock_reset')),
  subject text not null constraint event_subject_length check (length(subject) between 1 and 200),
  day date not null,
  body jsonb not null constraint event_body_object check (jsonb_typeof(body) = 'object'),
  previous bytea not null constraint event_previous_length check (octet_length(previous) = 32),
  hash bytea not null constraint event_hash_key unique constraint event_hash_length check (octet_length(hash) = 32)
);
create index event_subject_idx on ledger.event (subject, seq);
comment on table ledger.event is 'Every change of the ledger; rows are added and never touched again.';
comment on column ledger.event.seq is 'Counts from 1 without a gap.';
comment on column ledger.event.at is 'When it was written, by the clock of the database.';
comment on column ledger.event.operator is 'Who did it, as the tool was told.';
comment on column ledger.event.login_name is 'The database log-in that wrote it.';
comment on column ledger.event.reason is 'Why it was done.';
comment on column ledger.event.kind is 'What was done.';
comment on column ledger.event.subject is 'What it was done to: a serial, a quote, a key, an instance.';
comment on column ledger.event.day is 'The day it counts for; another than that of "at" where the tool was given --at.';
comment on column ledger.event.body is 'The rows of the state that follow from it, table by table.';
comment on column ledger.event.previous is 'The hash of the event before; 32 zero bytes for the first.';
comment on column ledger.event.hash is 'SHA-256 over everything else in this row; see ledger.event_hash.';

create table ledger.head (
  single boolean not null default true constraint head_pkey primary key
    constraint head_single_true check (single),
  seq bigint not null,
  hash bytea not null
);
comment on table ledger.head is 'The last event: one row, locked by whoever adds the next.';
comment on column ledger.head.single is 'True, in the one row.';
comment on column ledger.head.seq is 'The number of the last event, 0 when there is none.';
comment on column ledger.head.hash is 'Its hash.';
insert into ledger.head (seq, hash) values (0, decode(repeat('00', 32), 'hex'));

create function ledger.event_hash(event ledger.event) returns bytea
language sql stable set search_path = pg_catalog as $$
  select sha256(convert_to(jsonb_build_array(
    encode(event.previous, 'hex'), event.seq,
    to_char(event.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    event.operator, event.login_name, event.reason, event.kind, event.subject,
    to_char(event.day, 'YYYY-MM-DD'), event.body)::text, 'UTF8'))
$$;
comment on function ledger.event_hash is 'What the hash of the event must be.';

create function ledger.seal() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  select head.seq + 1, head.hash into strict new.seq, new.previous from ledger.head for update;
  new.at := clock_timestamp();
  new.login_name := session_user;
  new.hash := ledger.event_hash(new);
  update ledger.head set seq = new.seq, hash = new.hash;
  return new;
end
$$;
comment on function ledger.seal is 'Gives an event its number, time and hashes; whatever the writer said of them does not count.';
create trigger event_seal before insert on ledger.event for each row execute function ledger.seal();

create function ledger.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'Events of the ledger are never changed or deleted; add one that sets it right.'
    using errcode = '23001';
end
$$;
comment on function ledger.refuse_change is 'Keeps events as they were written, also from the owner.';
create trigger event_kept before update or delete or truncate on ledger.event
  for each statement execute function ledger.refuse_change();

create function ledger.verify() returns table (seq bigint, fault text)
language sql stable security definer set search_path = pg_catalog as $$
  with chain as (
    select e.seq, e.previous, e.hash, ledger.event_hash(e) as expected,
      lag(e.seq, 1, 0::bigint) over w as before_seq,
      lag(e.hash, 1, decode(repeat('00', 32), 'hex')) over w as before_hash
    from ledger.event as e window w as (order by e.seq)
  )
  select c.seq, 'an event before it is missing' from chain as c where c.seq <> c.before_seq + 1
  union all
  select c.seq, 'it does not follow from the event before' from chain as c where c.previous <> c.before_hash
  union all
  select c.seq, 'it was changed after it was written' from chain as c where c.hash <> c.expected
  union all
  select h.seq, 'the last event is missing or is not the one that was written last'
  from ledger.head as h
  left join lateral (select c.seq, c.hash from chain as c order by c.seq desc limit 1) as l on true
  where h.seq <> coalesce(l.seq, 0) or h.hash <> coalesce(l.hash, decode(repeat('00', 32), 'hex'))
  order by 1, 2
$$;
comment on function ledger.verify is 'Every event that is missing or was changed; no rows when all is well.';
grant execute on function ledger.verify to license_operator;
grant select on ledger.event, ledger.head, ledger.migration to license_operator;
