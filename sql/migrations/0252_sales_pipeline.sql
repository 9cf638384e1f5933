-- 0252_sales_pipeline: pipelines with their stages, and why deals are lost.
-- Why: a deal goes through stages, and what a stage demands is said once, in its row. Kind: expand. Locks: none on
-- existing tables. Time: milliseconds. Forward only.
create table sales.pipeline (
  id bigint generated always as identity constraint pipeline_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  name text not null constraint pipeline_name_length check (length(name) between 1 and 200)
    constraint pipeline_name_key unique,
  currency text not null constraint pipeline_currency_fkey references system.currency,
  description text constraint pipeline_description_length check (length(description) <= 2000),
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint pipeline_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint pipeline_external_key unique (external_source, external_key)
);
create index pipeline_currency_idx on sales.pipeline (currency);
comment on table sales.pipeline is
  'Pipeline: the stages that deals of a kind go through. | Воронка: этапы, через которые проходят сделки одного вида.';
comment on column sales.pipeline.name is 'Name: of the pipeline. | Название: воронки.';
comment on column sales.pipeline.currency is
  'Currency: of its deals where they say no other. | Валюта: её сделок, если не указана другая.';
comment on column sales.pipeline.description is 'Description: for which deals it is. | Описание: для каких она сделок.';
comment on constraint pipeline_name_length on sales.pipeline is
  'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
comment on constraint pipeline_name_key on sales.pipeline is
  'Another pipeline has this name. | Такое название уже есть у другой воронки.';
comment on constraint pipeline_currency_fkey on sales.pipeline is
  'There is no such currency. | Такой валюты нет.';
comment on constraint pipeline_description_length on sales.pipeline is
  'The description must have at most 2,000 characters. | Описание должно быть не длиннее 2000 знаков.';
select clients.describe_common('sales.pipeline'::regclass);
select system.business('sales.pipeline'::regclass);
select access.protect_shared('sales.pipeline'::regclass, 'pipelines');

create table sales.stage (
  id bigint generated always as identity constraint stage_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  pipeline_id bigint not null constraint stage_pipeline_fkey references sales.pipeline on delete cascade,
  name text not null constraint stage_name_length check (length(name) between 1 and 200),
  place integer not null default 1 constraint stage_place_range check (place between 1 and 1000),
  kind text not null default 'open' constraint stage_kind_known check (kind in ('open', 'won', 'lost')),
  probability numeric(5, 2) not null default 0 constraint stage_probability_range check (probability between 0 and 100),
  rot_days integer constraint stage_rot_range check (rot_days between 1 and 3650),
  required_fields text[] not null default '{}'
    constraint stage_required_known check (required_fields <@ array['party_id', 'contact_id', 'product_id', 'amount',
      'expected_on', 'opened_on', 'owner_id', 'department_id', 'team_id', 'source']),
  one_step boolean not null default false,
  least_days integer constraint stage_least_range check (least_days between 1 and 3650),
  external_source text,
  external_key text,
  constraint stage_closed_probability check (kind = 'open' or probability = case kind when 'won' then 100 else 0 end),
  constraint stage_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint stage_external_key unique (external_source, external_key),
  constraint stage_name_key unique (pipeline_id, name),
  constraint stage_place_key unique (pipeline_id, place) deferrable initially deferred,
  -- What a deal names must be a stage of its pipeline, and its state is the stage's kind.
  constraint stage_kind_key unique (id, pipeline_id, kind),
  constraint stage_one_end exclude using btree (pipeline_id with =, kind with =) where (kind <> 'open')
);
comment on table sales.stage is
  'Stage: where a deal stands in its pipeline. | Этап: где стоит сделка в своей воронке.';
comment on column sales.stage.pipeline_id is 'Pipeline: whose stage. | Воронка: чей этап.';
comment on column sales.stage.name is 'Name: of the stage. | Название: этапа.';
comment on column sales.stage.place is 'Place: in the order. | Место: по порядку.';
comment on column sales.stage.kind is
  'Kind: whether deals are open in it, won or lost. | Вид: открыты ли в нём сделки. {open=Open/Открыт, won=Won/Выиграна, lost=Lost/Проиграна}';
comment on column sales.stage.probability is
  'Probability: of winning a deal that stands here, in percent. | Вероятность: выиграть сделку на этом этапе, в процентах.';
comment on column sales.stage.rot_days is
  'Rots after: days in which a deal should have gone on. | Застой: через сколько дней сделка должна была пойти дальше.';
comment on column sales.stage.required_fields is
  'Required: fields of a deal without which it does not come here. | Обязательные поля: без которых сделка сюда не попадёт.';
comment on column sales.stage.one_step is
  'Step by step: only from the stage just before. | Без пропусков: только с предыдущего этапа.';
comment on column sales.stage.least_days is
  'At least: days that a deal stays here before it goes on. | Не меньше: дней сделка стоит здесь, прежде чем пойти дальше.';
comment on constraint stage_pipeline_fkey on sales.stage is
  'There is no such pipeline. | Такой воронки нет.';
comment on constraint stage_name_length on sales.stage is
  'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
comment on constraint stage_place_range on sales.stage is
  'The place must be 1 to 1,000. | Место — от 1 до 1000.';
comment on constraint stage_kind_known on sales.stage is
  'The kind is open, won or lost. | Вид: open, won или lost.';
comment on constraint stage_probability_range on sales.stage is
  'The probability is 0 to 100 percent. | Вероятность — от 0 до 100 процентов.';
comment on constraint stage_rot_range on sales.stage is
  'A deal rots after 1 to 3,650 days. | Застой — через 1–3650 дней.';
comment on constraint stage_required_known on sales.stage is
  'Required may be party_id, contact_id, product_id, amount, expected_on, opened_on, owner_id, department_id, team_id and source. | Обязательными могут быть party_id, contact_id, product_id, amount, expected_on, opened_on, owner_id, department_id, team_id и source.';
comment on constraint stage_least_range on sales.stage is
  'A deal stays at least 1 to 3,650 days. | Сделка стоит не меньше 1–3650 дней.';
comment on constraint stage_closed_probability on sales.stage is
  'What is won is certain, and what is lost is gone: 100 and 0 percent. | Выигранное — 100 процентов, проигранное — 0.';
comment on constraint stage_name_key on sales.stage is
  'The pipeline has a stage of this name. | Этап с таким названием в воронке уже есть.';
comment on constraint stage_place_key on sales.stage is
  'Another stage of the pipeline has this place. | Это место в воронке занято другим этапом.';
comment on constraint stage_kind_key on sales.stage is
  'A stage has one pipeline and one kind. | У этапа одна воронка и один вид.';
comment on constraint stage_one_end on sales.stage is
  'A pipeline has one stage for won deals and one for lost ones. | В воронке один этап для выигранных и один для проигранных.';
select clients.describe_common('sales.stage'::regclass);
select system.business('sales.stage'::regclass, 'pipeline_id', 'sales.pipeline'::regclass);
select access.protect_shared('sales.stage'::regclass, 'stages');

create table sales.lost_reason (
  id bigint generated always as identity constraint lost_reason_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  code text not null constraint lost_reason_code_length check (length(code) between 1 and 50)
    constraint lost_reason_code_key unique,
  name text not null constraint lost_reason_name_length check (length(name) between 1 and 200),
  archived_at timestamptz
);
comment on table sales.lost_reason is 'Lost reason: why a deal was lost. | Причина потери: почему сделка проиграна.';
comment on column sales.lost_reason.code is 'Code: a short unique name. | Код: краткое уникальное имя.';
comment on column sales.lost_reason.name is 'Name: of the reason. | Название: причины.';
comment on constraint lost_reason_code_length on sales.lost_reason is
  'The code must have 1 to 50 characters. | Код должен быть от 1 до 50 знаков.';
comment on constraint lost_reason_code_key on sales.lost_reason is
  'Another reason has this code. | Такой код уже есть у другой причины.';
comment on constraint lost_reason_name_length on sales.lost_reason is
  'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
select clients.describe_common('sales.lost_reason'::regclass);
select system.business('sales.lost_reason'::regclass);
select access.protect_shared('sales.lost_reason'::regclass, 'lost_reasons');
insert into sales.lost_reason (code, name) values
  ('price', 'Цена'), ('competitor', 'Выбран конкурент'), ('no_need', 'Нет потребности'),
  ('no_money', 'Нет денег'), ('no_answer', 'Не отвечает'), ('imported', 'Причина неизвестна: загружено без неё');

select system.permit('{administrator}', '{pipelines,stages,lost_reasons}',
    '{read,create,update,delete,export,import}', 'all'),
  system.permit('{sales,purchasing,accountant,head_of_department,read_only,auditor}',
    '{pipelines,stages,lost_reasons}', '{read}', 'all'),
  system.permit('{auditor}', '{pipelines,stages,lost_reasons}', '{export}', 'all');
