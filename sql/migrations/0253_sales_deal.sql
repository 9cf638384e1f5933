-- 0253_sales_deal: what may be sold to whom, for how much and when.
-- Why: pipeline, forecast and quotes speak of deals. State is the kind of the stage, by a foreign key; stage, end and
-- reason are changed by verbs alone. Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table sales.deal (
  id bigint generated always as identity constraint deal_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  owner_id bigint constraint deal_owner_fkey references access.account,
  department_id bigint constraint deal_department_fkey references access.department,
  team_id bigint constraint deal_team_fkey references access.team,
  title text not null constraint deal_title_length check (length(title) between 1 and 300),
  title_key text collate "C" generated always as (lower(title)) stored,
  party_id bigint constraint deal_party_fkey references clients.party,
  contact_id bigint constraint deal_contact_fkey references clients.contact,
  product_id bigint constraint deal_product_fkey references sales.product,
  -- Filled by place_deal: the first pipeline's first stage unless something else is said.
  pipeline_id bigint not null default 0 constraint deal_pipeline_fkey references sales.pipeline,
  stage_id bigint not null default 0 constraint deal_stage_fkey references sales.stage,
  state text not null default 'open' constraint deal_state_known check (state in ('open', 'won', 'lost')),
  amount numeric(19, 4) constraint deal_amount_range check (amount >= 0),
  currency text not null default '' constraint deal_currency_fkey references system.currency,
  probability numeric(5, 2) constraint deal_probability_range check (probability between 0 and 100),
  source text constraint deal_source_length check (length(source) between 1 and 100),
  opened_on date,
  expected_on date,
  closed_on date,
  days_to_close integer generated always as (closed_on - opened_on) stored,
  win_percent numeric(5, 2) generated always as (case state when 'won' then 100 when 'lost' then 0 end) stored,
  lost_reason_id bigint constraint deal_lost_reason_fkey references sales.lost_reason,
  lost_note text constraint deal_lost_note_length check (length(lost_note) between 1 and 2000),
  notes text constraint deal_notes_length check (length(notes) <= 10000),
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint deal_stage_of_pipeline foreign key (stage_id, pipeline_id, state)
    references sales.stage (id, pipeline_id, kind),
  constraint deal_dates check (opened_on <= closed_on),
  constraint deal_closed check ((state = 'open') = (closed_on is null)),
  constraint deal_reason_given check ((state = 'lost') = (lost_reason_id is not null)),
  constraint deal_note_of_loss check (lost_note is null or state = 'lost'),
  constraint deal_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint deal_external_key unique (external_source, external_key)
);
create index deal_title_idx on sales.deal (title_key, id);
create index deal_created_idx on sales.deal (created_at, id);
create index deal_updated_idx on sales.deal (updated_at, id);
create index deal_owner_idx on sales.deal (owner_id, title_key, id);
create index deal_department_idx on sales.deal (department_id, title_key, id);
create index deal_team_idx on sales.deal (team_id) where team_id is not null;
create index deal_party_idx on sales.deal (party_id) where party_id is not null;
create index deal_contact_idx on sales.deal (contact_id) where contact_id is not null;
create index deal_product_idx on sales.deal (product_id) where product_id is not null;
create index deal_pipeline_idx on sales.deal (pipeline_id, state);
create index deal_board_idx on sales.deal (pipeline_id, stage_id, id) where state = 'open';
create index deal_stage_idx on sales.deal (stage_id, pipeline_id, state);
create index deal_currency_idx on sales.deal (currency);
create index deal_closed_idx on sales.deal (closed_on, id) where closed_on is not null;
create index deal_expected_idx on sales.deal (expected_on, id) where expected_on is not null;
create index deal_lost_reason_idx on sales.deal (lost_reason_id) where lost_reason_id is not null;

comment on table sales.deal is
  'Deal: what may be sold to whom, for how much and when. | Сделка: что, кому, на сколько и когда можно продать.';
comment on column sales.deal.team_id is 'Team: of sellers that works on it. | Группа: продавцов, которая её ведёт.';
comment on column sales.deal.title is 'Title: what it is about. | Название: о чём она.';
comment on column sales.deal.title_key is
  'Title for sorting: the title in small letters. | Название для сортировки: название строчными буквами.';
comment on column sales.deal.party_id is 'Client: to whom; empty while unknown. | Клиент: кому; пусто, пока неизвестно.';
comment on column sales.deal.contact_id is 'Contact: with whom one talks. | Контакт: с кем идёт разговор.';
comment on column sales.deal.product_id is 'Product: what it is mainly about. | Товар: главный предмет.';
comment on column sales.deal.pipeline_id is
  'Pipeline: the oldest where none is said. | Воронка: старейшая, если не указана.';
comment on column sales.deal.stage_id is
  'Stage: the first of the pipeline for what is new; then POST /deals/{id}/stage. | Этап: у новой сделки первый; дальше POST /deals/{id}/stage.';
comment on column sales.deal.state is
  'State: the kind of its stage. | Состояние: вид её этапа. {open=Open/Открыта, won=Won/Выиграна, lost=Lost/Проиграна}';
comment on column sales.deal.amount is
  'Amount: the list price of its product where none is said. | Сумма: цена товара, если не указана.';
comment on column sales.deal.currency is
  'Currency: that of the pipeline where none is said. | Валюта: воронки, если не указана.';
comment on column sales.deal.probability is
  'Probability: in percent, where it differs from that of the stage. | Вероятность: в процентах, если иная, чем у этапа.';
comment on column sales.deal.source is 'Source of demand: where it came from. | Источник спроса: откуда она взялась.';
comment on column sales.deal.opened_on is 'Opened on: the first day. | Открыта: первый день.';
comment on column sales.deal.expected_on is 'Expected on: when it may be won. | Ожидается: когда может быть выиграна.';
comment on column sales.deal.closed_on is 'Closed on: when it was won or lost. | Закрыта: когда выиграна или проиграна.';
comment on column sales.deal.days_to_close is
  'Days to close: from opening to end. | Дней до закрытия: от открытия до конца.';
comment on column sales.deal.win_percent is
  'Win rate: 100 for a won deal, 0 for a lost one, so that the mean is the win rate. | Доля побед: 100 у выигранной, 0 у проигранной; среднее — доля побед.';
comment on column sales.deal.lost_reason_id is 'Lost reason: why. | Причина потери: почему.';
comment on column sales.deal.lost_note is 'Note of loss: more about why. | Примечание о потере: подробнее.';
comment on column sales.deal.notes is 'Notes: anything else. | Заметки: всё остальное.';
comment on constraint deal_team_fkey on sales.deal is 'There is no such team. | Такой группы нет.';
comment on constraint deal_title_length on sales.deal is
  'The title must have 1 to 300 characters. | Название должно быть от 1 до 300 знаков.';
comment on constraint deal_contact_fkey on sales.deal is 'There is no such contact. | Такого контакта нет.';
comment on constraint deal_product_fkey on sales.deal is 'There is no such product. | Такого товара нет.';
comment on constraint deal_pipeline_fkey on sales.deal is
  'There is no such pipeline, or deals are still in it. | Такой воронки нет, либо в ней есть сделки.';
comment on constraint deal_stage_fkey on sales.deal is
  'There is no such stage, or deals still stand in it. | Такого этапа нет, либо в нём ещё есть сделки.';
comment on constraint deal_stage_of_pipeline on sales.deal is
  'The stage belongs to another pipeline, or is of another kind. | Этап относится к другой воронке или другого вида.';
comment on constraint deal_state_known on sales.deal is
  'The state is open, won or lost. | Состояние: open, won или lost.';
comment on constraint deal_amount_range on sales.deal is
  'The amount must not be negative. | Сумма не может быть отрицательной.';
comment on constraint deal_currency_fkey on sales.deal is 'There is no such currency. | Такой валюты нет.';
comment on constraint deal_probability_range on sales.deal is
  'The probability is 0 to 100 percent. | Вероятность — от 0 до 100 процентов.';
comment on constraint deal_source_length on sales.deal is
  'The source must have 1 to 100 characters. | Источник должен быть от 1 до 100 знаков.';
comment on constraint deal_dates on sales.deal is
  'A deal cannot end before it was opened. | Сделка не может закончиться раньше, чем открыта.';
comment on constraint deal_closed on sales.deal is
  'What is won or lost says when; what is open does not. | У выигранной и проигранной есть день закрытия, у открытой нет.';
comment on constraint deal_lost_reason_fkey on sales.deal is 'There is no such reason. | Такой причины нет.';
comment on constraint deal_reason_given on sales.deal is
  'A lost deal says why, and no other does. | У проигранной сделки есть причина, у других нет.';
comment on constraint deal_note_of_loss on sales.deal is
  'Only a lost deal has a note of loss. | Примечание о потере есть только у проигранной.';
comment on constraint deal_lost_note_length on sales.deal is
  'The note must have 1 to 2,000 characters. | Примечание должно быть от 1 до 2000 знаков.';
comment on constraint deal_notes_length on sales.deal is
  'The notes must have at most 10,000 characters. | Заметки должны быть не длиннее 10 000 знаков.';
select clients.describe_common('sales.deal'::regclass);
select system.business('sales.deal'::regclass);
select access.protect('sales.deal'::regclass, 'deals');
select access.name_seen('sales.deal'::regclass, 'party_id', 'clients.party'::regclass);
select access.name_seen('sales.deal'::regclass, 'contact_id', 'clients.contact'::regclass);
revoke insert (state), update (pipeline_id, stage_id, state, closed_on, lost_reason_id, lost_note)
  on sales.deal from crm_service;
insert into system.succession (place, rule, condition, function_name) values
  ('sales.deal.owner_id', 'hand_over', 'archived_at is null and state = ''open''', null);
select system.permit('{administrator}', '{deals}', '{read,create,update,delete,export,import}', 'all'),
  system.permit('{head_of_department}', '{deals}', '{read,create,update,delete,export}', 'below'),
  system.permit('{sales}', '{deals}', '{read}', 'department'),
  system.permit('{sales}', '{deals}', '{create,update,delete}', 'own'),
  system.permit('{accountant,read_only}', '{deals}', '{read}', 'all'),
  system.permit('{auditor}', '{deals}', '{read,export}', 'all');

-- A new deal stands in the first open stage. What comes from elsewhere with its past may stand in any, by the right to
-- import.
create function sales.place_deal() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  stage sales.stage;
begin
  if new.stage_id <> 0 then
    select * into stage from sales.stage as s where s.id = new.stage_id;
  else
    if new.pipeline_id = 0 then
      select coalesce(min(p.id), 0) into new.pipeline_id from sales.pipeline as p where p.archived_at is null;
    end if;
    select * into stage from sales.stage as s where s.pipeline_id = new.pipeline_id and s.kind = 'open'
    order by s.place limit 1;
  end if;
  new.stage_id := coalesce(stage.id, new.stage_id);
  new.pipeline_id := case when new.pipeline_id = 0 then coalesce(stage.pipeline_id, 0) else new.pipeline_id end;
  new.state := coalesce(stage.kind, 'open');
  if new.currency = '' then
    select coalesce(min(p.currency), '') into new.currency from sales.pipeline as p where p.id = new.pipeline_id;
  end if;
  if new.amount is null and new.state = 'open' then
    select p.list_price into new.amount from sales.product as p
    where p.id = new.product_id and p.currency = new.currency;
  end if;
  return new;
end
$$;
comment on function sales.place_deal is
  'Puts a new deal into its stage. | Ставит новую сделку на её этап.';
create trigger place_deal before insert on sales.deal for each row execute function sales.place_deal();
comment on trigger place_deal on sales.deal is
  'Puts a new deal into its stage. | Ставит новую сделку на её этап.';

-- Whether the caller brings deals from elsewhere; they have their past, which no gate judges.
create function sales.brings_deals() returns boolean
language sql stable set search_path = pg_catalog
begin atomic
  select access.everything('deals', 'import');
end;
comment on function sales.brings_deals is
  'Whether the caller may bring deals with their past. | Может ли вызывающий вносить сделки с прошлым.';
grant execute on function sales.brings_deals to crm_service;
