-- 0002_state: what follows from the events, for reading.
-- Why: questions are asked of tables, not of a log. Locks: none. Forward only.
create table ledger.signing_key (
  kid text not null constraint signing_key_pkey primary key,
  public_key text not null constraint signing_key_public_key check (public_key ~ '^[0-9a-f]{64}$'),
  fingerprint text not null,
  status text not null constraint signing_key_status_known
    check (status in ('next', 'active', 'retired', 'revoked')),
  constraint signing_key_public_key_key unique (public_key)
);
create unique index signing_key_active_idx on ledger.signing_key ((true)) where status = 'active';
comment on table ledger.signing_key is 'The vendor''s keys; the private halves lie in files.';
comment on column ledger.signing_key.kid is 'Its name.';
comment on column ledger.signing_key.public_key is 'Its 32 bytes in hexadecimal.';
comment on column ledger.signing_key.fingerprint is 'SHA-256 of the SubjectPublicKeyInfo in hexadecimal.';
comment on column ledger.signing_key.status is 'next: kept offline; active: signs; retired: signed once; revoked: not to be believed.';

create table ledger.price_list (
  version text not null constraint price_list_pkey primary key,
  valid_from date not null,
  currency text not null,
  sha256 text not null,
  file text not null
);
comment on table ledger.price_list is 'The price lists that were published.';
comment on column ledger.price_list.version is 'How the vendor calls it.';
comment on column ledger.price_list.valid_from is 'The first day it may be used.';
comment on column ledger.price_list.currency is 'ISO 4217.';
comment on column ledger.price_list.sha256 is 'The digest of the signed bytes.';
comment on column ledger.price_list.file is 'The signed file.';

create table ledger.customer (
  name text not null constraint customer_pkey primary key,
  inn text constraint customer_inn_digits check (inn ~ '^([0-9]{10}|[0-9]{12})$')
);
comment on table ledger.customer is 'Who holds licences.';
comment on column ledger.customer.name is 'The name as it stands in the files.';
comment on column ledger.customer.inn is 'The Russian tax number.';

create table ledger.quote (
  no text not null constraint quote_pkey primary key constraint quote_no_form check (no ~ '^Q-[0-9]{4}-[0-9]{4,}$'),
  customer text not null constraint quote_customer_fkey references ledger.customer,
  day date not null,
  price_list text not null,
  sha256 text not null,
  currency text not null,
  total bigint not null constraint quote_total_not_negative check (total >= 0),
  content jsonb not null
);
create index quote_customer_idx on ledger.quote (customer);
comment on table ledger.quote is 'What was offered; a licence that is issued from one names it as its order.';
comment on column ledger.quote.no is 'Q-, the year, a number.';
comment on column ledger.quote.customer is 'To whom.';
comment on column ledger.quote.day is 'When.';
comment on column ledger.quote.price_list is 'By which price list.';
comment on column ledger.quote.sha256 is 'The digest of the quote''s bytes.';
comment on column ledger.quote.currency is 'ISO 4217.';
comment on column ledger.quote.total is 'All lines and the tax, in hundredths of the currency.';
comment on column ledger.quote.content is 'The quote itself.';

create table ledger.license (
  serial text not null constraint license_pkey primary key
    constraint license_serial_form check (serial ~ '^CRM-[0-9]{4}-[0-9]{6,}$'),
  customer text not null constraint license_customer_fkey references ledger.customer,
  quote text constraint license_quote_fkey references ledger.quote,
  site_id uuid not null,
  site_name text not null,
  revision integer not null
);
create index license_customer_idx on ledger.license (customer);
create index license_quote_idx on ledger.license (quote);
comment on table ledger.license is 'One licence for one site.';
comment on column ledger.license.serial is 'Its number.';
comment on column ledger.license.customer is 'Who holds it now.';
comment on column ledger.license.quote is 'The quote it was issued from.';
comment on column ledger.license.site_id is 'The site.';
comment on column ledger.license.site_name is 'How people call the site.';
comment on column ledger.license.revision is 'The highest revision.';

create table ledger.revision (
  serial text not null constraint revision_serial_fkey references ledger.license,
  revision integer not null constraint revision_positive check (revision > 0),
  cause text not null,
  kid text not null constraint revision_kid_fkey references ledger.signing_key,
  edition text not null,
  environment text not null,
  seats integer not null constraint revision_seats_positive check (seats > 0),
  term_kind text not null,
  term_from date not null,
  term_until date,
  grace_days integer not null,
  maintenance_from date,
  maintenance_until date,
  instance uuid,
  issued timestamptz not null,
  sha256 text not null,
  file text not null,
  event_seq bigint not null constraint revision_event_fkey references ledger.event,
  constraint revision_pkey primary key (serial, revision)
);
create index revision_kid_idx on ledger.revision (kid);
create index revision_event_idx on ledger.revision (event_seq);
comment on table ledger.revision is 'Every file that was issued.';
comment on column ledger.revision.serial is 'Of which licence.';
comment on column ledger.revision.revision is 'Counts from 1.';
comment on column ledger.revision.cause is 'The kind of the event that made it.';
comment on column ledger.revision.kid is 'The key that signed it.';
comment on column ledger.revision.edition is 'Which set of modules.';
comment on column ledger.revision.environment is 'production or test.';
comment on column ledger.revision.seats is 'How many may work at once.';
comment on column ledger.revision.term_kind is 'annual or perpetual.';
comment on column ledger.revision.term_from is 'The first day.';
comment on column ledger.revision.term_until is 'The last day, inclusive.';
comment on column ledger.revision.grace_days is 'How many days work goes on after the last one.';
comment on column ledger.revision.maintenance_from is 'The first day of maintenance.';
comment on column ledger.revision.maintenance_until is 'The last day of maintenance, inclusive.';
comment on column ledger.revision.instance is 'The instance it is bound to.';
comment on column ledger.revision.issued is 'When it was signed.';
comment on column ledger.revision.sha256 is 'The digest of the signed bytes.';
comment on column ledger.revision.file is 'The signed file.';
comment on column ledger.revision.event_seq is 'The event that made it.';

create table ledger.revocation (
  event_seq bigint not null constraint revocation_event_fkey references ledger.event,
  serial text not null constraint revocation_serial_fkey references ledger.license,
  revision integer,
  effective date not null,
  reason text not null,
  constraint revocation_key unique nulls not distinct (serial, revision)
);
create index revocation_event_idx on ledger.revocation (event_seq);
comment on table ledger.revocation is 'What every list of revocations contains from now on.';
comment on column ledger.revocation.event_seq is 'The event that made it.';
comment on column ledger.revocation.serial is 'Which licence.';
comment on column ledger.revocation.revision is 'Which revision; null for all.';
comment on column ledger.revocation.effective is 'The first day it is not valid.';
comment on column ledger.revocation.reason is 'Why.';

create table ledger.reissue (
  kid text not null constraint reissue_kid_fkey references ledger.signing_key,
  serial text not null,
  revision integer not null,
  constraint reissue_pkey primary key (kid, serial, revision),
  constraint reissue_revision_fkey foreign key (serial, revision) references ledger.revision
);
create index reissue_revision_idx on ledger.reissue (serial, revision);
comment on table ledger.reissue is 'Files of a revoked key that stay valid.';
comment on column ledger.reissue.kid is 'The revoked key.';
comment on column ledger.reissue.serial is 'Which licence.';
comment on column ledger.reissue.revision is 'Which revision.';

create table ledger.revocation_list (
  seq integer not null constraint revocation_list_pkey primary key,
  issued timestamptz not null,
  sha256 text not null,
  file text not null
);
comment on table ledger.revocation_list is 'The lists of revocations that were built.';
comment on column ledger.revocation_list.seq is 'Counts from 1.';
comment on column ledger.revocation_list.issued is 'When it was signed.';
comment on column ledger.revocation_list.sha256 is 'The digest of the signed bytes.';
comment on column ledger.revocation_list.file is 'The signed file.';

create table ledger.activation (
  event_seq bigint not null constraint activation_pkey primary key
    constraint activation_event_fkey references ledger.event,
  serial text not null constraint activation_serial_fkey references ledger.license,
  instance uuid not null,
  public_key text not null,
  facts jsonb not null
);
create index activation_serial_idx on ledger.activation (serial);
create index activation_instance_idx on ledger.activation (instance, event_seq);
comment on table ledger.activation is 'Instances that asked for a licence bound to them.';
comment on column ledger.activation.event_seq is 'The event that made it.';
comment on column ledger.activation.serial is 'Which licence.';
comment on column ledger.activation.instance is 'Which instance.';
comment on column ledger.activation.public_key is 'The instance''s key in hexadecimal; its usage reports are known by it.';
comment on column ledger.activation.facts is 'What the instance knew of itself.';

create table ledger.usage (
  sha256 text not null constraint usage_pkey primary key,
  event_seq bigint not null constraint usage_event_fkey references ledger.event,
  serial text not null constraint usage_serial_fkey references ledger.license,
  instance uuid not null,
  issued timestamptz not null,
  max_held integer not null,
  denials integer not null,
  hashes jsonb not null
);
create index usage_event_idx on ledger.usage (event_seq);
create index usage_serial_idx on ledger.usage (serial);
create index usage_instance_idx on ledger.usage (instance);
comment on table ledger.usage is 'Usage reports that were recorded.';
comment on column ledger.usage.sha256 is 'The digest of the signed bytes.';
comment on column ledger.usage.event_seq is 'The event that made it.';
comment on column ledger.usage.serial is 'The licence it reports on.';
comment on column ledger.usage.instance is 'The instance that reports.';
comment on column ledger.usage.issued is 'When the report was made.';
comment on column ledger.usage.max_held is 'The most seats held on any of its days.';
comment on column ledger.usage.denials is 'How often somebody was refused a seat.';
comment on column ledger.usage.hashes is 'The hash of each seat event by its number, to find forks.';

create table ledger.clock_token (
  nonce uuid not null constraint clock_token_pkey primary key,
  event_seq bigint not null constraint clock_token_event_fkey references ledger.event,
  instance uuid not null,
  until date not null,
  file text not null
);
create index clock_token_event_idx on ledger.clock_token (event_seq);
comment on table ledger.clock_token is 'Leaves to set a clock back that were given.';
comment on column ledger.clock_token.nonce is 'Makes it usable once.';
comment on column ledger.clock_token.event_seq is 'The event that made it.';
comment on column ledger.clock_token.instance is 'For which instance.';
comment on column ledger.clock_token.until is 'The last day it may be used.';
comment on column ledger.clock_token.file is 'The signed file.';

grant select on ledger.signing_key, ledger.price_list, ledger.customer, ledger.quote, ledger.license,
  ledger.revision, ledger.revocation, ledger.reissue, ledger.revocation_list, ledger.activation, ledger.usage,
  ledger.clock_token to license_operator;
