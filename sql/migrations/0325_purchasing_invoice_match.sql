-- 0325_purchasing_invoice_match: how an invoice agrees with what was ordered and what arrived.
-- Why: who pays must be able to show against what it was checked, long after; so the facts of the match are kept as they
-- were. Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table purchasing.invoice_match (
  id bigint generated always as identity constraint invoice_match_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint invoice_match_owner_fkey references access.account,
  department_id bigint constraint invoice_match_department_fkey references access.department,
  invoice_id bigint not null constraint invoice_match_invoice_fkey references finance.invoice,
  order_id bigint not null constraint invoice_match_order_fkey references purchasing.purchase_order,
  party_id bigint not null constraint invoice_match_party_fkey references clients.party,
  currency text not null constraint invoice_match_currency_fkey references system.currency,
  made_at timestamptz not null default now(),
  made_by bigint not null constraint invoice_match_made_by_fkey references access.account,
  state text not null
    constraint invoice_match_state_known check (state in ('matched', 'exception', 'released', 'void')),
  released_at timestamptz,
  released_by bigint constraint invoice_match_released_by_fkey references access.account,
  release_reason text constraint invoice_match_reason_length check (length(release_reason) between 1 and 2000),
  voided_at timestamptz,
  voided_by bigint constraint invoice_match_voided_by_fkey references access.account,
  constraint invoice_match_release check ((released_at is null) = (released_by is null)
    and (released_at is null) = (release_reason is null)
    and (state <> 'released' or released_at is not null)
    and (state in ('released', 'void') or released_at is null)),
  constraint invoice_match_void check ((state = 'void') = (voided_at is not null)
    and (state = 'void') = (voided_by is not null)),
  constraint invoice_match_live exclude using btree (invoice_id with =) where (state <> 'void')
);
create index invoice_match_invoice_idx on purchasing.invoice_match (invoice_id);
create index invoice_match_state_idx on purchasing.invoice_match (state, made_at, id);
create index invoice_match_created_idx on purchasing.invoice_match (created_at, id);
create index invoice_match_updated_idx on purchasing.invoice_match (updated_at, id);
create index invoice_match_owner_idx on purchasing.invoice_match (owner_id, made_at, id);
create index invoice_match_department_idx on purchasing.invoice_match (department_id, made_at, id);
create index invoice_match_order_idx on purchasing.invoice_match (order_id);
create index invoice_match_party_idx on purchasing.invoice_match (party_id);
create index invoice_match_currency_idx on purchasing.invoice_match (currency);
create index invoice_match_made_by_idx on purchasing.invoice_match (made_by);
create index invoice_match_released_by_idx on purchasing.invoice_match (released_by) where released_by is not null;
create index invoice_match_voided_by_idx on purchasing.invoice_match (voided_by) where voided_by is not null;

comment on table purchasing.invoice_match is
  'Match: how an invoice agrees with order and receipts. | Сверка: как счёт сходится с заказом и поступлениями.';
comment on column purchasing.invoice_match.invoice_id is 'Invoice: that was checked. | Счёт: который сверен.';
comment on column purchasing.invoice_match.order_id is 'Order: against which. | Заказ: с которым.';
comment on column purchasing.invoice_match.party_id is 'Supplier: of both. | Поставщик: заказа и счёта.';
comment on column purchasing.invoice_match.currency is 'Currency: of both. | Валюта: заказа и счёта.';
comment on column purchasing.invoice_match.made_at is 'Made at: when. | Сверено: когда.';
comment on column purchasing.invoice_match.made_by is 'Made by: who. | Кем сверено: кто.';
comment on column purchasing.invoice_match.state is
  'State: what came of it. | Состояние: что получилось. {matched=Matched/Сошлось, exception=Exception/Расхождение, released=Released/Разрешено, void=Void/Снята}';
comment on column purchasing.invoice_match.released_at is 'Released at: when. | Разрешено: когда.';
comment on column purchasing.invoice_match.released_by is
  'Released by: who lets it be paid all the same. | Кем разрешено: кто допустил к оплате.';
comment on column purchasing.invoice_match.release_reason is 'Reason of release: why. | Причина разрешения: почему.';
comment on column purchasing.invoice_match.voided_at is 'Voided at: when. | Снята: когда.';
comment on column purchasing.invoice_match.voided_by is 'Voided by: who. | Кем снята: кто.';
comment on constraint invoice_match_invoice_fkey on purchasing.invoice_match is
  'There is no such invoice. | Такого счёта нет.';
comment on constraint invoice_match_order_fkey on purchasing.invoice_match is
  'There is no such order. | Такого заказа нет.';
comment on constraint invoice_match_currency_fkey on purchasing.invoice_match is
  'There is no such currency. | Такой валюты нет.';
comment on constraint invoice_match_made_by_fkey on purchasing.invoice_match is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint invoice_match_released_by_fkey on purchasing.invoice_match is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint invoice_match_voided_by_fkey on purchasing.invoice_match is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint invoice_match_state_known on purchasing.invoice_match is
  'The state is matched, exception, released or void. | Состояние: matched, exception, released или void.';
comment on constraint invoice_match_reason_length on purchasing.invoice_match is
  'The reason must have 1 to 2,000 characters. | Причина — от 1 до 2000 знаков.';
comment on constraint invoice_match_release on purchasing.invoice_match is
  'What is released says by whom, when and why. | У разрешённого указано, кем, когда и почему.';
comment on constraint invoice_match_void on purchasing.invoice_match is
  'What is void says by whom and when. | У снятой указано, кем и когда.';
comment on constraint invoice_match_live on purchasing.invoice_match is
  'The invoice is matched already. | Счёт уже сверен.';
select clients.describe_common('purchasing.invoice_match'::regclass);
select system.business('purchasing.invoice_match'::regclass);
select access.protect('purchasing.invoice_match'::regclass, 'invoice_matches');
select system.written_by_verbs('purchasing.invoice_match'::regclass);
insert into system.succession (place, rule, condition) values
  ('purchasing.invoice_match.owner_id', 'hand_over', 'state = ''exception'''),
  ('purchasing.invoice_match.made_by', 'keep', null),
  ('purchasing.invoice_match.released_by', 'keep', null),
  ('purchasing.invoice_match.voided_by', 'keep', null);
select system.permit('{administrator}', '{invoice_matches}', '{read,export,release}', 'all'),
  system.permit('{head_of_department}', '{invoice_matches}', '{read,export,release}', 'below'),
  system.permit('{accountant}', '{invoice_matches}', '{read,export,release}', 'all'),
  system.permit('{purchasing}', '{invoice_matches}', '{read,export}', 'department'),
  system.permit('{read_only}', '{invoice_matches}', '{read}', 'all'),
  system.permit('{auditor}', '{invoice_matches}', '{read,export}', 'all');
