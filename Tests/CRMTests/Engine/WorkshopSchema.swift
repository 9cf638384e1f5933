/// Tables that only the engine's tests know: things with makers and parts.
enum WorkshopSchema {
  static let text = """
    create schema workshop;
    grant usage on schema workshop to crm_service;

    create table workshop.maker (
      id bigint generated always as identity primary key,
      version bigint not null default 1,
      created_at timestamptz not null default now(), created_by bigint,
      updated_at timestamptz not null default now(), updated_by bigint,
      name text not null,
      name_key text collate "C" generated always as (lower(name)) stored,
      city text,
      owner_id bigint references access.account,
      department_id bigint references access.department
    );
    comment on table workshop.maker is 'Maker: who makes things. | Изготовитель: кто делает вещи.';

    create table workshop.thing (
      id bigint generated always as identity primary key,
      version bigint not null default 1,
      created_at timestamptz not null default now(), created_by bigint,
      updated_at timestamptz not null default now(), updated_by bigint,
      owner_id bigint references access.account,
      department_id bigint references access.department,
      archived_at timestamptz,
      maker_id bigint references workshop.maker,
      name text not null,
      name_key text collate "C" generated always as (lower(name)) stored,
      kind text not null default 'tool' constraint thing_kind check (kind in ('tool', 'toy')),
      price numeric(19,4),
      weight integer,
      due_on date,
      seen_at timestamptz,
      good boolean,
      tags text[],
      data jsonb,
      address inet,
      secret text
    );
    comment on table workshop.thing is 'Thing: what is made. | Вещь: то, что делают.';
    comment on column workshop.thing.kind is
      'Kind: tool or toy. | Вид: инструмент или игрушка. {tool=Tool/Инструмент, toy=Toy/Игрушка}';
    create index thing_name_idx on workshop.thing (name_key, id);
    create index thing_owner_idx on workshop.thing (owner_id, name_key, id);
    create index thing_due_idx on workshop.thing (due_on, id);

    create table workshop.part (
      id bigint generated always as identity primary key,
      version bigint not null default 1,
      created_at timestamptz not null default now(), created_by bigint,
      updated_at timestamptz not null default now(), updated_by bigint,
      thing_id bigint not null references workshop.thing on delete cascade,
      name text not null
    );
    create index part_thing_idx on workshop.part (thing_id, id);

    create function workshop.find(q text) returns setof bigint language sql stable security definer
      set search_path = pg_catalog as
      $$select id from workshop.thing where position(lower(q) in name_key) > 0 limit 1000$$;
    grant execute on function workshop.find to crm_service;

    select system.business('workshop.maker'), system.business('workshop.thing'),
      system.business('workshop.part', 'thing_id', 'workshop.thing');
    select access.protect('workshop.maker', 'makers'), access.protect('workshop.thing', 'things'),
      access.protect_child('workshop.part', 'things', 'thing_id', 'workshop.thing');
    revoke select on workshop.thing from crm_service;
    grant select (id, version, created_at, created_by, updated_at, updated_by, owner_id, department_id,
      archived_at, maker_id, name, name_key, kind, price, weight, due_on, seen_at, good, tags, data,
      address) on workshop.thing to crm_service;
    """

  /// Two departments, Anna in the first and Boris in the second, with every right of the given scope,
  /// both with the right to read all accounts.
  static let people = """
    alter table access.permission disable trigger user;
    alter table access.account_role disable trigger user;
    insert into access.department (name) values ('First'), ('Second');
    insert into access.account (login, name, department_id, time_zone)
      values ('anna', 'Anna', 1, 'Asia/Kamchatka'), ('boris', 'Boris', 2, 'UTC');
    insert into access.role (code, name_en, name_ru)
      values ('worker', 'Worker', 'Работник'), ('master', 'Master', 'Мастер');
    insert into access.permission (role_id, resource, action, scope)
      select r.id, s, a, case r.code when 'worker' then 'own' else 'all' end
      from access.role r, unnest(array['things', 'makers', 'parts', 'sales', 'sale_lines']) s, unnest(array['read', 'export']) a
      where r.code in ('worker', 'master') and not (r.code = 'worker' and a = 'export');
    insert into access.permission (role_id, resource, action, scope)
      select r.id, 'accounts', 'read', 'all' from access.role r where r.code in ('worker', 'master');
    insert into access.account_role (account_id, role_id)
      select a.id, r.id from access.account a join access.role r
        on r.code = case a.login when 'anna' then 'master' else 'worker' end;
    alter table access.permission enable trigger user;
    alter table access.account_role enable trigger user;
    """

  /// Both are signed in, their log-ins their tokens.
  static let sessions = """
    select access.open(id, sha256(login::bytea), 'session', null, null, now() + interval '1 hour', null, null)
      from access.account;
    """

  /// Takes the right to read a resource from everybody.
  static func hide(_ resource: String) -> String {
    """
    update access.session
    set may_read = regexp_replace(may_read, '\\m\(resource)=. ', '');
    """
  }

  /// Twelve things with ties and gaps in every column that is sorted by.
  static let things = """
    insert into workshop.maker (name, city, owner_id, department_id)
      values ('Alfa', 'Казань', 1, 1), ('Beta', null, 1, 1), ('Гамма', 'Казань', 2, 2);
    insert into workshop.thing (name, kind, price, weight, due_on, seen_at, good, tags, data, address,
      maker_id, owner_id, department_id, secret)
    select 'Thing ' || n / 2, case when n % 3 = 0 then 'toy' else 'tool' end,
      case when n % 4 > 0 then n * 1.5 end, case when n % 5 > 0 then n % 3 end,
      case when n % 3 > 0 then date '2026-01-01' + n % 4 end,
      case when n > 2 then timestamptz '2026-01-01 00:00:00.5+00' + n * interval '1 hour' end,
      n % 2 = 0, array['a,b', 'n"' || n], jsonb_build_object('n', n), '10.0.0.1',
      case when n < 10 then n % 3 + 1 end, n % 2 + 1, n % 2 + 1, 'hidden'
    from generate_series(1, 12) n order by n;
    update workshop.thing set name = 'Молоток "Ё"' where id = 12;
    insert into workshop.part (thing_id, name) values (1, 'handle'), (1, 'head'), (2, 'blade');
    """
}
