-- 0241_system_number_series: numbers of documents, one series for each type, department and year, without gaps.
-- Why: an auditor asks where number 17 is. The counter's row is held to the end of the transaction, so what fails gives
-- its number back and nobody overtakes. Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.
create table system.number_series (
  id bigint generated always as identity constraint number_series_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  kind text not null
    constraint number_series_kind_form check (kind ~ '^[a-z][a-z_]{0,48}$')
    constraint number_series_kind_key unique,
  prefix text not null constraint number_series_prefix_form check (prefix ~ '^[A-ZА-Я]{1,8}$')
    constraint number_series_prefix_key unique,
  digits integer not null default 5 constraint number_series_digits_range check (digits between 1 and 12)
);
comment on table system.number_series is
  'Number series: how documents of a type are numbered. | Нумерация: как нумеруются документы одного вида.';
comment on column system.number_series.kind is 'Kind: of document. | Вид: документа.';
comment on column system.number_series.prefix is
  'Prefix: what a number begins with. | Префикс: с чего начинается номер.';
comment on column system.number_series.digits is
  'Digits: at least so many. | Цифр: не меньше стольких.';
comment on constraint number_series_kind_form on system.number_series is
  'The kind is a word of small letters. | Вид — слово строчными латинскими буквами.';
comment on constraint number_series_kind_key on system.number_series is
  'This kind of document has a series. | У этого вида документов уже есть нумерация.';
comment on constraint number_series_prefix_form on system.number_series is
  'The prefix is 1 to 8 capital letters. | Префикс — от 1 до 8 заглавных букв.';
comment on constraint number_series_prefix_key on system.number_series is
  'Another series has this prefix. | Такой префикс уже есть у другой нумерации.';
comment on constraint number_series_digits_range on system.number_series is
  'The digits must be 1 to 12. | Число цифр — от 1 до 12.';
select system.business('system.number_series'::regclass);
select access.protect_shared('system.number_series'::regclass, 'number_series');
-- Migrations add the kinds; a series does not go while documents bear its numbers.
revoke insert, delete on system.number_series from crm_service;
revoke update (kind) on system.number_series from crm_service;
select system.permit('{administrator}', '{number_series}', '{read,update,export}', 'all'),
  system.permit('{auditor,accountant,head_of_department}', '{number_series}', '{read}', 'all');

-- The last number that was given; no log-in reads or writes it.
create table system.number_counter (
  id bigint generated always as identity constraint number_counter_pkey primary key,
  series_id bigint not null constraint number_counter_series_fkey references system.number_series,
  -- 0 for documents of no department.
  department_id bigint not null,
  year integer not null,
  last bigint not null default 0,
  constraint number_counter_key unique (series_id, department_id, year)
);
comment on table system.number_counter is
  'Counter: the last number of a series. | Счётчик: последний номер нумерации.';
comment on column system.number_counter.id is 'Number: of the row. | Номер: строки.';
comment on column system.number_counter.series_id is 'Series: that is counted. | Нумерация: которую считают.';
comment on column system.number_counter.department_id is
  'Department: of the documents; 0 for none. | Отдел: документов; 0 — без отдела.';
comment on column system.number_counter.year is 'Year: of the documents. | Год: документов.';
comment on column system.number_counter.last is 'Last: number that was given. | Последний: выданный номер.';
comment on constraint number_counter_series_fkey on system.number_counter is
  'There is no such series. | Такой нумерации нет.';
comment on constraint number_counter_key on system.number_counter is
  'One counter for each series, department and year. | Один счётчик на нумерацию, отдел и год.';
alter table system.number_counter enable row level security;
create policy number_counter_nobody on system.number_counter for select using (false);
comment on policy number_counter_nobody on system.number_counter is
  'Only the function that counts. | Только функция нумерации.';

-- The next number, PREFIX-CODE-YEAR-00017: the code of the department, or its number where it has none; without it
-- for a document of no department.
create function system.next_number(p_kind text, p_department bigint, p_on date) returns text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  series system.number_series;
  code text;
  given bigint;
begin
  select * into strict series from system.number_series as s where s.kind = p_kind;
  select coalesce(d.code, d.id::text) into code from access.department as d where d.id = p_department;
  insert into system.number_counter as c (series_id, department_id, year, last)
  values (series.id, coalesce(p_department, 0), extract(year from p_on)::integer, 1)
  on conflict on constraint number_counter_key do update set last = c.last + 1
  returning c.last into given;
  return concat_ws('-', series.prefix, code, extract(year from p_on)::integer,
    lpad(given::text, greatest(series.digits, length(given::text)), '0'));
end
$$;
comment on function system.next_number is
  'Gives the next number of a series. | Выдаёт следующий номер.';

-- Trigger of a document, before insert: NUMBER is the next of the series in its argument, by the department and the
-- day in the column of its second argument (today without it). What was imported keeps the number that it came with.
create function system.number_document() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  day date := current_date;
begin
  if new.number is null then
    if tg_nargs > 1 then
      day := coalesce((to_jsonb(new) ->> tg_argv[1])::date, day);
    end if;
    new.number := system.next_number(tg_argv[0], new.department_id, day);
  end if;
  return new;
end
$$;
comment on function system.number_document is
  'Numbers a new document. | Нумерует новый документ.';
