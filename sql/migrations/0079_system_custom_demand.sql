-- 0079_system_custom_demand: a field is required only where every record has a value, and an empty text is none.
-- Why: a record without the value could neither be changed nor archived any more, nor a job be undone that touched
-- it. Kind: expand. Locks: none now. Time: milliseconds. Forward only.

create function system.lacking(p_table regclass, p_column text) returns bigint
language plpgsql stable set search_path = pg_catalog as $$
declare
  found_so_many bigint;
begin
  execute format('select count(*) from %s where %I is null', p_table, p_column) into found_so_many;
  return found_so_many;
end
$$;
comment on function system.lacking is
  'How many records have no value in a column. | У скольких записей в столбце нет значения.';

-- Before the lock, so that nobody waits for the count; the number goes into the sentence that is told.
create function system.judge_custom_demand() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  is_there boolean;
  without bigint;
begin
  if to_regclass(new.table_name) is null then
    return null;
  end if;
  if tg_op = 'UPDATE' then
    without := system.lacking(new.table_name::regclass, new.name);
    if without > 0 then
      perform system.refuse_custom_demand('custom_field_filled', without);
    end if;
  elsif new.default_value is null then
    execute format('select exists (select from %s)', new.table_name::regclass) into is_there;
    if is_there then
      perform system.refuse_custom_demand('custom_field_preset', null);
    end if;
  end if;
  return null;
end
$$;
comment on function system.judge_custom_demand is
  'Refuses to require what records lack. | Не даёт требовать того, чего у записей нет.';

create function system.refuse_custom_demand(p_rule text, p_count bigint) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'records lack the value' using errcode = 'check_violation', constraint = p_rule,
    schema = 'system', table = 'custom_field', column = 'is_required', hint = coalesce(p_count::text, '');
end
$$;
comment on function system.refuse_custom_demand is
  'Names the rule and how many records break it. | Называет правило и число нарушающих его записей.';

create constraint trigger custom_field_preset after insert on system.custom_field
  for each row when (new.is_required) execute function system.judge_custom_demand();
comment on trigger custom_field_preset on system.custom_field is
  'There are records, and they would lack the value: give a default_value, or add the field without requiring it, fill it in every record, and require it then. | Записи уже есть, и значения у них не будет: задайте default_value или добавьте поле необязательным, заполните его у всех записей и после этого сделайте обязательным.';

create constraint trigger custom_field_filled after update of is_required, archived_at on system.custom_field
  for each row when (new.is_required and new.archived_at is null
    and (not old.is_required or old.archived_at is not null))
  execute function system.judge_custom_demand();
comment on trigger custom_field_filled on system.custom_field is
  'Records without a value: {count}. Leave the field not required, fill it in them, and require it then. | Записей без значения: {count}. Оставьте поле необязательным, заполните его у них и после этого сделайте обязательным.';

-- Again under the lock where that takes no time: nobody has written in between. On a large table a record that was
-- written without the value during the count stays so, and has to be given one with its next change.
create or replace function system.demand_custom_column(p_field system.custom_field) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  target constant regclass := p_field.table_name;
  without bigint;
begin
  execute format('alter table %s drop constraint if exists %I', target, p_field.name || '_required');
  if not p_field.is_required or p_field.archived_at is not null then
    return;
  end if;
  if system.is_small(target) then
    without := system.lacking(target, p_field.name);
    if without > 0 then
      perform system.refuse_custom_demand('custom_field_filled', without);
    end if;
  end if;
  execute format('alter table %s add constraint %I check (%I is not null) not valid', target,
    p_field.name || '_required', p_field.name);
end
$$;

-- An empty text is no value, whoever writes it.
create or replace function system.add_custom_column(p_field system.custom_field) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  target constant regclass := p_field.table_name;
begin
  execute format('alter table %s add column %I %s%s%s', target, p_field.name, system.custom_type(p_field),
    case when p_field.default_value is null then '' else format(' default %L', p_field.default_value) end,
    case when p_field.type = 'reference' then
      format(' constraint %I references %s', p_field.name || '_fkey', p_field.target_table::regclass)
    else '' end);
  case p_field.type
    when 'text', 'long_text' then
      execute format('alter table %1$s add constraint %2$I check (length(%3$I) >= 1 and length(%3$I) <= %4$s) not valid',
        target, p_field.name || '_length', p_field.name, case p_field.type when 'text' then 300 else 10000 end);
    when 'money' then
      execute format('alter table %1$s add column %2$I text constraint %3$I references system.currency,
          add constraint %4$I check ((%5$I is null) = (%2$I is null)) not valid', target,
        p_field.name || '_currency', p_field.name || '_currency_fkey', p_field.name || '_whole', p_field.name);
    else null;
  end case;
end
$$;

-- Nobody can write a retired field, so its values cannot come back either.
create function system.reversal_retired(p_job bigint, p_n bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
begin
  return exists (
    select from system.job_reversal as r
    join system.job as j on j.id = r.job_id and j.account_id = access.account_id()
    join system.custom_field as f on f.table_name = r.table_name and f.archived_at is not null
      and r.columns && system.custom_columns(f)
    where r.job_id = p_job and r.n = p_n and r.action = 'change');
end
$$;
comment on function system.reversal_retired is
  'Whether a step would change a field that was retired. | Менял бы шаг отмены снятое поле.';

-- Steps in their order, those that are alike together.
create or replace function system.reverse(p_job bigint, p_steps bigint[])
returns table (n bigint, table_name text, record_id bigint, action text, outcome text, code text, state text,
  message text, rule_schema text, rule_table text, rule_column text, rule text)
language plpgsql set search_path = pg_catalog as $$
declare
  part record;
begin
  for part in
    select r.table_name, r.action, r.columns, array_agg(r.n order by r.n) as steps,
      array_agg(r.record_id order by r.n) as ids
    from system.job_reversal as r
    where r.job_id = p_job and r.n = any (p_steps)
    group by r.table_name, r.action, r.columns order by min(r.n)
  loop
    return query
      select p.n, p.table_name, p.record_id, p.action, p.outcome,
        case when p.code in ('forbidden', 'not_as_before') and system.reversal_retired(p_job, p.n)
          then 'field_retired' else p.code end,
        p.state, p.message, p.rule_schema, p.rule_table, p.rule_column, p.rule
      from system.reverse_part(p_job, part.table_name, part.action, part.columns, part.steps, part.ids) as p;
  end loop;
end
$$;
grant execute on function system.reversal_retired to crm_service;

comment on column system.custom_field.is_required is
  'Required: every record has a value; can be asked for when every one has. | Обязательное: значение есть у каждой записи; требовать можно, когда оно есть у всех.';
