-- 0255_sales_deal_verb: how a deal goes on, is won, lost and opened again.
-- Why: stage, state, end and reason change together; what a stage demands its triggers judge. Kind: expand.
-- Locks: none. Time: milliseconds. Reversible: drop the functions.

-- The stage of a kind in the deal's pipeline.
create function sales.end_stage(d sales.deal, p_kind text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  found_id bigint;
begin
  select s.id into found_id from sales.stage as s where s.pipeline_id = d.pipeline_id and s.kind = p_kind;
  if found_id is null then
    perform system.refuse('sales.deal'::regclass, 'deal_end_stage', '', p_kind);
  end if;
  return found_id;
end
$$;
comment on function sales.end_stage is
  'The stage in which deals of a pipeline end. | Этап, на котором заканчиваются сделки воронки.';

-- A closed deal needs a stage for what is closed; the key says so already, this has the words.
create function sales.judge_deal_end() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not exists (select from sales.stage as s where s.id = new.stage_id and s.kind = new.state) then
    perform system.refuse('sales.deal'::regclass, tg_name, 'stage_id', new.state);
  end if;
  return null;
end
$$;
comment on function sales.judge_deal_end is
  'A closed deal stands in a closing stage. | Закрытая сделка стоит на закрывающем этапе.';
create constraint trigger deal_end_stage after insert or update of state on sales.deal
  for each row when (new.state <> 'open') execute function sales.judge_deal_end();
comment on trigger deal_end_stage on sales.deal is
  'The pipeline has no stage for such deals: {value}. | В воронке нет этапа для таких сделок: {value}.';

create function sales.move_deal(p_id bigint, p_stage bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  d sales.deal;
  stage sales.stage;
begin
  if not system.begin_verb('sales.deal'::regclass, 'deals', 'update', p_id) then return null; end if;
  select * into strict d from sales.deal as o where o.id = p_id;
  if d.state <> 'open' then
    perform system.refuse_state('sales.deal'::regclass, d.state, '{open}');
  end if;
  select * into stage from sales.stage as s where s.id = p_stage;
  if stage.pipeline_id <> d.pipeline_id then
    perform system.refuse('sales.deal'::regclass, 'deal_same_pipeline', 'stage_id');
  elsif stage.kind <> 'open' then
    perform system.refuse('sales.deal'::regclass, 'deal_moves_open', 'stage_id');
  end if;
  update sales.deal as o set stage_id = p_stage where o.id = p_id and o.stage_id <> p_stage;
  return p_id;
end
$$;
comment on function sales.move_deal is 'Puts a deal into another stage. | Переводит сделку на другой этап.';

-- The state of an open deal does not change on the way: winning and losing have their own day and reason.
create function sales.judge_deal_move() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.state = 'open' and not exists (
    select from sales.stage as s where s.id = new.stage_id and s.kind = 'open')
  then
    perform system.refuse('sales.deal'::regclass, tg_name, 'stage_id');
  end if;
  return null;
end
$$;
comment on function sales.judge_deal_move is
  'An open deal stands in an open stage. | Открытая сделка стоит на открытом этапе.';
create constraint trigger deal_moves_open after update of stage_id on sales.deal
  for each row execute function sales.judge_deal_move();
comment on trigger deal_moves_open on sales.deal is
  'A deal is won by POST /deals/{id}/winning and lost by POST /deals/{id}/loss. | Сделку выигрывают через POST /deals/{id}/winning, проигрывают через POST /deals/{id}/loss.';

create function sales.win_deal(p_id bigint, p_closed_on date, p_amount numeric) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  d sales.deal;
begin
  if not system.begin_verb('sales.deal'::regclass, 'deals', 'update', p_id) then return null; end if;
  select * into strict d from sales.deal as o where o.id = p_id;
  if d.state <> 'open' then
    perform system.refuse_state('sales.deal'::regclass, d.state, '{open}');
  end if;
  update sales.deal as o set stage_id = sales.end_stage(d, 'won'), state = 'won',
    closed_on = coalesce(p_closed_on, current_date), amount = coalesce(p_amount, o.amount)
  where o.id = p_id;
  return p_id;
end
$$;
comment on function sales.win_deal is 'Wins a deal. | Отмечает сделку выигранной.';

create function sales.lose_deal(p_id bigint, p_reason bigint, p_note text, p_closed_on date) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  d sales.deal;
begin
  if not system.begin_verb('sales.deal'::regclass, 'deals', 'update', p_id) then return null; end if;
  select * into strict d from sales.deal as o where o.id = p_id;
  if d.state <> 'open' then
    perform system.refuse_state('sales.deal'::regclass, d.state, '{open}');
  end if;
  update sales.deal as o set stage_id = sales.end_stage(d, 'lost'), state = 'lost',
    closed_on = coalesce(p_closed_on, current_date), lost_reason_id = p_reason, lost_note = p_note
  where o.id = p_id;
  return p_id;
end
$$;
comment on function sales.lose_deal is 'Loses a deal, with its reason. | Отмечает сделку проигранной с причиной.';

-- Back to the open stage where it stood last, else to the first.
create function sales.reopen_deal(p_id bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  d sales.deal;
  back bigint;
begin
  if not system.begin_verb('sales.deal'::regclass, 'deals', 'update', p_id) then return null; end if;
  select * into strict d from sales.deal as o where o.id = p_id;
  if d.state = 'open' then
    perform system.refuse_state('sales.deal'::regclass, d.state, '{won,lost}');
  end if;
  select s.id into back from sales.stage as s
  left join lateral (select max(y.id) as last from sales.deal_stay as y where y.deal_id = p_id and y.stage_id = s.id)
    as stood on true
  where s.pipeline_id = d.pipeline_id and s.kind = 'open' order by stood.last desc nulls last, s.place limit 1;
  if back is null then
    perform system.refuse('sales.deal'::regclass, 'deal_end_stage', '', 'open');
  end if;
  update sales.deal as o set stage_id = back, state = 'open', closed_on = null, lost_reason_id = null, lost_note = null
  where o.id = p_id;
  return p_id;
end
$$;
comment on function sales.reopen_deal is 'Opens a closed deal again. | Открывает закрытую сделку снова.';
grant execute on function sales.move_deal, sales.win_deal, sales.lose_deal, sales.reopen_deal to crm_service;
