-- 0057_system_custom_field: fields that an enterprise adds to its records, as data.
-- Why: every enterprise keeps something that no release foresees. A row here is a wish; the next file makes
-- it a column. Kind: expand. Locks: none on existing tables. Time: milliseconds. Forward only.

-- Words of a field stand in comments, where these signs part one thing from another.
create function system.custom_words_valid(p_words text, p_forbidden text) returns boolean
language sql immutable set search_path = pg_catalog
return p_words is null
  or p_words !~ '[[:cntrl:]]' and translate(p_words, p_forbidden, '') = p_words and btrim(p_words) = p_words;
comment on function system.custom_words_valid is
  'Whether words may stand in a comment. | Годятся ли слова для комментария.';

create function system.custom_choices_valid(p_values text[], p_en text[], p_ru text[]) returns boolean
language sql immutable set search_path = pg_catalog
return cardinality(p_values) between 1 and 200
  and cardinality(p_en) = cardinality(p_values) and cardinality(p_ru) = cardinality(p_values)
  and (select count(distinct v.value) = cardinality(p_values) and bool_and(v.value ~ '^[a-z][a-z0-9_]{0,49}$')
    from unnest(p_values) as v (value))
  and (select bool_and(coalesce(length(l.label) between 1 and 100, false)
      and system.custom_words_valid(l.label, ',={}/|'))
    from unnest(p_en || p_ru) as l (label));
comment on function system.custom_choices_valid is
  'Whether values and their labels fit together. | Подходят ли друг к другу значения и их названия.';

-- A default is constant: one that asked for the time would rewrite the table.
create function system.custom_default_valid(p_type text, p_value text, p_choices text[]) returns boolean
language plpgsql immutable set search_path = pg_catalog set datestyle = 'ISO, YMD' set timezone = 'UTC' as $$
begin
  if p_value is null then
    return true;
  end if;
  case p_type
    when 'text' then return length(p_value) between 1 and 300;
    when 'long_text' then return length(p_value) between 1 and 10000;
    when 'integer' then return p_value ~ '^-?[0-9]+$' and p_value::bigint is not null;
    when 'decimal' then
      return p_value ~ '^-?[0-9]{1,14}(\.[0-9]{1,6})?$';
    when 'date' then return p_value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' and p_value::date is not null;
    when 'instant' then
      return p_value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$'
        and p_value::timestamptz is not null;
    when 'boolean' then return p_value in ('true', 'false');
    when 'enumeration' then return coalesce(p_value = any (p_choices), false);
    else return false;
  end case;
exception when data_exception then
  return false;
end
$$;
comment on function system.custom_default_valid is
  'Whether a default fits the type of a field. | Подходит ли значение по умолчанию типу поля.';
grant execute on function system.custom_words_valid, system.custom_choices_valid,
  system.custom_default_valid to crm_service;

create table system.custom_field (
  id bigint generated always as identity constraint custom_field_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  resource text not null constraint custom_field_resource_fkey references system.resource,
  table_name text,
  name text not null constraint custom_field_name_form
    check (name ~ '^x_[a-z][a-z0-9_]{0,30}$' and name !~ '_currency$'),
  type text not null constraint custom_field_type_known check (type in ('text', 'long_text', 'integer',
    'decimal', 'money', 'date', 'instant', 'boolean', 'enumeration', 'reference')),
  label_en text not null constraint custom_field_label_en_form
    check (length(label_en) between 1 and 100 and system.custom_words_valid(label_en, ':{}|')),
  label_ru text not null constraint custom_field_label_ru_form
    check (length(label_ru) between 1 and 100 and system.custom_words_valid(label_ru, ':{}|')),
  description_en text constraint custom_field_description_en_form
    check (length(description_en) between 1 and 500 and system.custom_words_valid(description_en, '{}|')),
  description_ru text constraint custom_field_description_ru_form
    check (length(description_ru) between 1 and 500 and system.custom_words_valid(description_ru, '{}|')),
  is_required boolean not null default false,
  default_value text,
  is_unique boolean not null default false,
  is_indexed boolean not null default false,
  choices text[],
  choices_en text[],
  choices_ru text[],
  target text constraint custom_field_target_fkey references system.resource,
  target_table text,
  index_state text not null default 'none'
    constraint custom_field_index_state_known check (index_state in ('none', 'pending', 'ready')),
  archived_at timestamptz,
  state text generated always as (case when archived_at is not null then 'retired'
    when is_unique and index_state = 'pending' then 'pending' else 'active' end) stored,
  constraint custom_field_name_key unique (resource, name),
  constraint custom_field_state_known check (state in ('active', 'pending', 'retired')),
  constraint custom_field_choices_form check (case when type = 'enumeration'
    then coalesce(system.custom_choices_valid(choices, choices_en, choices_ru), false) else choices is null end),
  constraint custom_field_labels_alone check (choices is not null or choices_en is null and choices_ru is null),
  constraint custom_field_target_given check ((type = 'reference') = (target is not null)),
  constraint custom_field_reference_name check ((type = 'reference') = (name ~ '_id$')),
  constraint custom_field_default_fits check (system.custom_default_valid(type, default_value, choices)),
  constraint custom_field_unique_fits check (not is_unique or default_value is null
    and type in ('text', 'integer', 'decimal', 'date', 'instant', 'reference')),
  constraint custom_field_index_fits check (not is_indexed or type <> 'long_text')
);
create index custom_field_table_idx on system.custom_field (table_name, name);
create index custom_field_target_idx on system.custom_field (target) where target is not null;

select system.business('system.custom_field'::regclass);
select access.protect_shared('system.custom_field'::regclass, 'custom_fields');
-- What a field is, it stays; what it is called, demands and offers may change.
revoke insert, update on system.custom_field from crm_service;
grant insert (resource, name, type, label_en, label_ru, description_en, description_ru, is_required,
    default_value, is_unique, is_indexed, choices, choices_en, choices_ru, target),
  update (label_en, label_ru, description_en, description_ru, is_required, default_value, is_indexed,
    choices, choices_en, choices_ru, archived_at) on system.custom_field to crm_service;

insert into access.permission (role_id, resource, action, scope)
select r.id, 'custom_fields', action, 'all'
from access.role as r cross join unnest(array['read', 'create', 'update', 'delete', 'import', 'export']) as action
where r.code = 'administrator' or (action = 'read' and r.code in ('head_of_department', 'sales',
  'purchasing', 'accountant', 'hr', 'read_only', 'auditor'));

comment on table system.custom_field is
  'Custom field: that this enterprise keeps of a record. | Своё поле: которое ведёт это предприятие.';
comment on column system.custom_field.resource is
  'Resource: whose records have it. | Ресурс: у чьих записей оно есть.';
comment on column system.custom_field.table_name is 'Table: of the resource. | Таблица: ресурса.';
comment on column system.custom_field.name is
  'Name: of the field and its column, x_ and small letters; a reference ends in _id. | Имя: поля и столбца, x_ и строчные латинские буквы; у ссылки на конце _id.';
comment on column system.custom_field.type is
  'Type: what it holds. | Тип: что в нём хранится. {text=Text/Текст, long_text=Long text/Длинный текст, integer=Whole number/Целое число, decimal=Decimal/Дробное число, money=Money/Деньги, date=Date/Дата, instant=Instant/Момент времени, boolean=Yes or no/Да или нет, enumeration=Enumeration/Перечисление, reference=Reference/Ссылка}';
comment on column system.custom_field.label_en is
  'Label (English): what people call it. | Название (англ.): как его называют.';
comment on column system.custom_field.label_ru is
  'Label (Russian): what people call it. | Название (рус.): как его называют.';
comment on column system.custom_field.description_en is
  'Description (English): what it means. | Описание (англ.): что оно значит.';
comment on column system.custom_field.description_ru is
  'Description (Russian): what it means. | Описание (рус.): что оно значит.';
comment on column system.custom_field.is_required is
  'Required: every record written from now on has a value. | Обязательное: у каждой записываемой записи есть значение.';
comment on column system.custom_field.default_value is
  'Default: of records that are there and that leave it out, as text. | По умолчанию: у имеющихся записей и там, где не указано; текстом.';
comment on column system.custom_field.is_unique is
  'Unique: no two records share a value. | Уникальное: значения не повторяются.';
comment on column system.custom_field.is_indexed is
  'Indexed: filters and sorts by it are quick. | Индекс: быстрый отбор и сортировка.';
comment on column system.custom_field.choices is
  'Choices: the values of an enumeration. | Значения: перечисления.';
comment on column system.custom_field.choices_en is
  'Labels of the choices (English): in their order. | Названия значений (англ.): в том же порядке.';
comment on column system.custom_field.choices_ru is
  'Labels of the choices (Russian): in their order. | Названия значений (рус.): в том же порядке.';
comment on column system.custom_field.target is
  'Target: the resource that a reference leads to. | Цель: ресурс, на который ссылается.';
comment on column system.custom_field.target_table is 'Table: of the target. | Таблица: цели.';
comment on column system.custom_field.index_state is
  'Index: on a large table it is built behind. | Индекс: на большой таблице строится отдельно. {none=None/Нет, pending=To be built/Ждёт построения, ready=Ready/Готов}';
comment on column system.custom_field.state is
  'State: a pending one waits for its unique index. | Состояние: ожидающее ждёт уникального индекса. {active=Active/Действует, pending=Pending/Ожидает, retired=Retired/Снято}';
comment on constraint custom_field_resource_fkey on system.custom_field is
  'There is no such resource. | Такого ресурса нет.';
comment on constraint custom_field_target_fkey on system.custom_field is
  'There is no such resource. | Такого ресурса нет.';
comment on constraint custom_field_name_form on system.custom_field is
  'The name is x_ and a small letter, then up to 30 small letters, digits and _; not with _currency at its end. | Имя: x_ и строчная латинская буква, затем до 30 строчных букв, цифр и _; не на _currency.';
comment on constraint custom_field_type_known on system.custom_field is
  'The type is text, long_text, integer, decimal, money, date, instant, boolean, enumeration or reference. | Тип: text, long_text, integer, decimal, money, date, instant, boolean, enumeration или reference.';
comment on constraint custom_field_label_en_form on system.custom_field is
  'The label has 1 to 100 characters, none of : { } |. | Название: от 1 до 100 знаков, без : { } |.';
comment on constraint custom_field_label_ru_form on system.custom_field is
  'The label has 1 to 100 characters, none of : { } |. | Название: от 1 до 100 знаков, без : { } |.';
comment on constraint custom_field_description_en_form on system.custom_field is
  'The description has 1 to 500 characters, none of { } |. | Описание: от 1 до 500 знаков, без { } |.';
comment on constraint custom_field_description_ru_form on system.custom_field is
  'The description has 1 to 500 characters, none of { } |. | Описание: от 1 до 500 знаков, без { } |.';
comment on constraint custom_field_index_state_known on system.custom_field is
  'The state of an index is none, pending or ready. | Состояние индекса: none, pending или ready.';
comment on constraint custom_field_state_known on system.custom_field is
  'The state is active, pending or retired. | Состояние: active, pending или retired.';
comment on constraint custom_field_name_key on system.custom_field is
  'The resource has a field of this name already, perhaps a retired one. | Поле с таким именем у ресурса уже есть, возможно, снятое.';
comment on constraint custom_field_choices_form on system.custom_field is
  'An enumeration, and nothing else, has 1 to 200 choices such as first_rate, each once, with as many labels in both languages; labels have none of , = { } / |. | У перечисления, и только у него, от 1 до 200 значений вида first_rate без повторов и столько же названий на обоих языках; в названиях нет , = { } / |.';
comment on constraint custom_field_labels_alone on system.custom_field is
  'There are labels without choices. | Названия есть, а значений нет.';
comment on constraint custom_field_target_given on system.custom_field is
  'A reference, and nothing else, has a target. | Цель есть у ссылки, и только у неё.';
comment on constraint custom_field_reference_name on system.custom_field is
  'The name of a reference, and of nothing else, ends in _id. | На _id кончается имя ссылки, и только её.';
comment on constraint custom_field_default_fits on system.custom_field is
  'The default does not fit the type; money and references have none. | Значение по умолчанию не подходит типу; у денег и ссылок его нет.';
comment on constraint custom_field_unique_fits on system.custom_field is
  'Unique may be a text, integer, decimal, date, instant or reference, without a default. | Уникальными бывают text, integer, decimal, date, instant и reference без значения по умолчанию.';
comment on constraint custom_field_index_fits on system.custom_field is
  'A long text cannot be indexed. | Длинный текст не индексируется.';
