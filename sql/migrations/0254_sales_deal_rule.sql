-- 0254_sales_deal_rule: what stages demand of deals, and how long a deal stood in each.
-- Why: gates that only a service keeps are open to everybody with SQL. Kind: expand. Locks: sales.deal, empty.
-- Time: milliseconds. Forward only.

-- Which fields a stage demands and a deal does not have.
create function sales.missing_fields(d sales.deal) returns text[]
language sql stable security definer set search_path = pg_catalog
begin atomic
  select coalesce(array_agg(f.name order by f.place), '{}')
  from sales.stage as s cross join unnest(s.required_fields) with ordinality as f (name, place)
  where s.id = d.stage_id and to_jsonb(d) -> f.name = 'null';
end;
comment on function sales.missing_fields is
  'What a deal lacks for its stage. | Чего сделке не хватает для её этапа.';

create function sales.judge_deal() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  missing text[];
  changed text[];
  old_stage sales.stage;
  new_stage sales.stage;
begin
  case tg_name
    when 'deal_required_fields' then
      missing := sales.missing_fields(new);
      -- What lacked already, in the stage where it stands, is not this change's fault.
      if tg_op = 'UPDATE' and old.stage_id = new.stage_id then
        missing := array(select unnest(missing) except select unnest(sales.missing_fields(old)));
      end if;
      if missing <> '{}' and not (tg_op = 'INSERT' and sales.brings_deals()) then
        perform system.refuse('sales.deal'::regclass, tg_name, array_to_string(missing, ','));
      end if;
    when 'deal_closed_kept' then
      changed := array(
        select k.name from unnest(array['amount', 'currency', 'party_id', 'product_id', 'opened_on']) as k (name)
        where to_jsonb(old) -> k.name <> to_jsonb(new) -> k.name);
      if changed <> '{}' and not sales.brings_deals() then
        perform system.refuse('sales.deal'::regclass, tg_name, array_to_string(changed, ','));
      end if;
    when 'deal_begins_first' then
      if not sales.brings_deals() and (new.state <> 'open' or exists (
        select from sales.stage as s join sales.stage as own on own.id = new.stage_id
        where s.pipeline_id = new.pipeline_id and s.kind = 'open' and s.place < own.place))
      then
        perform system.refuse('sales.deal'::regclass, tg_name, 'stage_id');
      end if;
    else
      select * into old_stage from sales.stage as s where s.id = old.stage_id;
      select * into new_stage from sales.stage as s where s.id = new.stage_id;
      if tg_name = 'deal_same_pipeline' then
        if old.pipeline_id <> new.pipeline_id then
          perform system.refuse('sales.deal'::regclass, tg_name, 'stage_id');
        end if;
      elsif new_stage.kind = 'lost' or old_stage.kind <> 'open' or new_stage.place < old_stage.place then
        -- Back, and out, the way is free.
        null;
      elsif tg_name = 'deal_one_step' then
        if new_stage.one_step and exists (
          select from sales.stage as s where s.pipeline_id = new.pipeline_id and s.kind = 'open'
            and s.place > old_stage.place and s.place < new_stage.place)
        then
          perform system.refuse('sales.deal'::regclass, tg_name, 'stage_id', (
            select s.name from sales.stage as s
            where s.pipeline_id = new.pipeline_id and s.kind = 'open' and s.place < new_stage.place
            order by s.place desc, s.id desc limit 1));
        end if;
      elsif exists (
        select from sales.deal_stay as y where y.deal_id = new.id and y.stage_id = old.stage_id and y.left_at is null
          and y.entered_at > now() - make_interval(days => old_stage.least_days))
      then
        perform system.refuse('sales.deal'::regclass, tg_name, 'stage_id', old_stage.least_days::text);
      end if;
  end case;
  return null;
end
$$;
comment on function sales.judge_deal is
  'Keeps what stages demand of deals. | Следит за требованиями этапов к сделкам.';
create constraint trigger deal_begins_first after insert on sales.deal
  for each row execute function sales.judge_deal();
create constraint trigger deal_required_fields after insert or update on sales.deal
  for each row execute function sales.judge_deal();
create constraint trigger deal_same_pipeline after update of pipeline_id, stage_id on sales.deal
  for each row when (old.stage_id <> new.stage_id) execute function sales.judge_deal();
create constraint trigger deal_one_step after update of stage_id on sales.deal
  for each row when (old.stage_id <> new.stage_id) execute function sales.judge_deal();
-- By its name before deal_stay_next, which ends the stay that is judged.
create constraint trigger deal_least_days after update of stage_id on sales.deal
  for each row when (old.stage_id <> new.stage_id) execute function sales.judge_deal();
create constraint trigger deal_closed_kept after update on sales.deal
  for each row when (old.state <> 'open' and new.state = old.state) execute function sales.judge_deal();
comment on trigger deal_closed_kept on sales.deal is
  'What is won or lost keeps this: open it again first. | У закрытой сделки это не меняется: сначала откройте её снова.';
comment on trigger deal_begins_first on sales.deal is
  'A new deal stands in the first stage; only an import brings one that is further. | Новая сделка стоит на первом этапе; дальше её ставит только загрузка.';
comment on trigger deal_required_fields on sales.deal is
  'The stage demands this field. | Этап требует заполнить это поле.';
comment on trigger deal_same_pipeline on sales.deal is
  'The stage belongs to another pipeline. | Этап относится к другой воронке.';
comment on trigger deal_one_step on sales.deal is
  'One comes to this stage only from the one before: {value}. | На этот этап переходят только с предыдущего: {value}.';
comment on trigger deal_least_days on sales.deal is
  'The deal must stand in its stage first, days: {value}. | Сделка должна сначала простоять на своём этапе, дней: {value}.';

create table sales.deal_stay (
  id bigint generated always as identity constraint deal_stay_pkey primary key,
  -- Not by cascade: what a job made can be undone only while nothing hangs on it, and this is its own.
  deal_id bigint not null constraint deal_stay_deal_fkey references sales.deal,
  stage_id bigint not null constraint deal_stay_stage_fkey references sales.stage,
  entered_at timestamptz not null,
  left_at timestamptz,
  account_id bigint constraint deal_stay_account_fkey references access.account,
  constraint deal_stay_order check (entered_at <= left_at),
  constraint deal_stay_one_open exclude using btree (deal_id with =) where (left_at is null)
);
create index deal_stay_deal_idx on sales.deal_stay (deal_id, entered_at, id);
create index deal_stay_stage_idx on sales.deal_stay (stage_id, entered_at);
create index deal_stay_account_idx on sales.deal_stay (account_id);
comment on table sales.deal_stay is
  'Deal stay: how long a deal stood in a stage. | Пребывание сделки: сколько она стояла на этапе.';
comment on column sales.deal_stay.id is 'Number: of the stay. | Номер: пребывания.';
comment on column sales.deal_stay.deal_id is 'Deal: which. | Сделка: какая.';
comment on column sales.deal_stay.stage_id is 'Stage: where it stood. | Этап: где стояла.';
comment on column sales.deal_stay.entered_at is 'Entered at: since when. | С: с какого времени.';
comment on column sales.deal_stay.left_at is
  'Left at: until when; empty for the last. | По: до какого времени; пусто у последнего.';
comment on column sales.deal_stay.account_id is 'Account: who brought it here. | Учётная запись: кто привёл.';
comment on constraint deal_stay_deal_fkey on sales.deal_stay is 'There is no such deal. | Такой сделки нет.';
comment on constraint deal_stay_stage_fkey on sales.deal_stay is
  'There is no such stage, or deals have stood in it. | Такого этапа нет, либо на нём стояли сделки.';
comment on constraint deal_stay_account_fkey on sales.deal_stay is
  'There is no such account. | Такой учётной записи нет.';
comment on constraint deal_stay_order on sales.deal_stay is
  'A stay cannot end before it begins. | Пребывание не может кончиться до начала.';
comment on constraint deal_stay_one_open on sales.deal_stay is
  'A deal stands in one stage at a time. | Сделка стоит на одном этапе.';
alter table sales.deal_stay enable row level security;
select access.make_policy('sales.deal_stay'::regclass, 'select',
  '(select access.level(''deal_stays'', ''read'')) > 0'
  ' and exists (select from sales.deal as d where d.id = deal_id)');
grant select on sales.deal_stay to crm_service, crm_limited, crm_reader, crm_report;
insert into system.succession (place, rule, condition, function_name) values
  ('sales.deal_stay.account_id', 'keep', null, null);
select system.permit('{administrator,accountant,read_only,head_of_department,sales,auditor}', '{deal_stays}',
    '{read}', 'all'),
  system.permit('{administrator,auditor}', '{deal_stays}', '{export}', 'all');

create function sales.keep_deal_stays() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE' then
    delete from sales.deal_stay as y where y.deal_id = old.id;
    return old;
  elsif tg_op = 'UPDATE' then
    update sales.deal_stay as y set left_at = greatest(now(), y.entered_at)
    where y.deal_id = new.id and y.left_at is null;
  end if;
  -- What was opened before it came here has stood since then.
  insert into sales.deal_stay (deal_id, stage_id, entered_at, account_id)
  select new.id, new.stage_id, coalesce(max(y.left_at),
    least(now(), coalesce(new.closed_on, new.opened_on)::timestamp at time zone 'UTC')), access.account_id()
  from sales.deal_stay as y where y.deal_id = new.id;
  return null;
end
$$;
comment on function sales.keep_deal_stays is
  'Ends the stay of a deal and begins the next. | Завершает пребывание сделки и начинает следующее.';
create trigger deal_stay_first after insert on sales.deal
  for each row execute function sales.keep_deal_stays();
create trigger deal_stay_next after update of stage_id on sales.deal
  for each row when (old.stage_id <> new.stage_id) execute function sales.keep_deal_stays();
create trigger deal_stay_gone before delete on sales.deal
  for each row execute function sales.keep_deal_stays();
comment on trigger deal_stay_first on sales.deal is 'Begins the first stay. | Начинает первое пребывание.';
comment on trigger deal_stay_next on sales.deal is 'Another stage is another stay. | Другой этап — другое пребывание.';
comment on trigger deal_stay_gone on sales.deal is
  'The stays of a deal go with it. | Пребывания уходят вместе со сделкой.';
