-- 0183_work_facility: rooms, equipment and vehicles that meetings reserve.
-- Why: what there is once can be used once at a time. Kind: expand. Locks: none on existing tables.
-- Time: milliseconds. Forward only.
create table work.facility (
  id bigint generated always as identity constraint facility_pkey primary key,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by bigint,
  updated_at timestamptz not null default now(),
  updated_by bigint,
  name text not null constraint facility_name_length check (length(name) between 1 and 200),
  name_key text collate "C" generated always as (lower(name)) stored,
  kind text not null default 'room'
    constraint facility_kind_known check (kind in ('room', 'equipment', 'vehicle')),
  capacity integer constraint facility_capacity_range check (capacity between 1 and 100000),
  location text constraint facility_location_length check (length(location) <= 300),
  external_source text,
  external_key text,
  archived_at timestamptz,
  constraint facility_name_key unique (name_key),
  constraint facility_external_length
    check (length(external_source) <= 100 and length(external_key) <= 500),
  constraint facility_external_key unique (external_source, external_key)
);
comment on table work.facility is
  'Facility: a room, equipment or vehicle that meetings reserve. | Помещение или ресурс: комната, оборудование или машина для встреч.';
comment on column work.facility.name is 'Name: what people call it. | Название: как его называют.';
comment on column work.facility.name_key is
  'Name for sorting: the name in small letters. | Название для сортировки: название строчными буквами.';
comment on column work.facility.kind is
  'Kind: what it is. | Вид: что это. {room=Room/Помещение, equipment=Equipment/Оборудование, vehicle=Vehicle/Транспорт}';
comment on column work.facility.capacity is 'Capacity: for how many people. | Вместимость: на сколько человек.';
comment on column work.facility.location is 'Location: where it is. | Место: где находится.';
comment on constraint facility_name_length on work.facility is
  'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';
comment on constraint facility_name_key on work.facility is
  'There is already a facility of this name. | Помещение или ресурс с таким названием уже есть.';
comment on constraint facility_kind_known on work.facility is
  'The kind must be room, equipment or vehicle. | Вид: room, equipment или vehicle.';
comment on constraint facility_capacity_range on work.facility is
  'The capacity must be 1 to 100,000. | Вместимость — от 1 до 100 000.';
comment on constraint facility_location_length on work.facility is
  'The location must have at most 300 characters. | Место должно быть не длиннее 300 знаков.';
select clients.describe_common('work.facility'::regclass);
select system.business('work.facility'::regclass);
select access.protect_shared('work.facility'::regclass, 'facilities');
insert into access.permission (role_id, resource, action, scope)
select r.id, 'facilities', a.name, 'all' from access.role as r
join (values ('read'), ('create'), ('update'), ('delete'), ('export'), ('import')) as a (name)
  on a.name = 'read' or r.code = 'administrator'
where r.code in ('administrator', 'head_of_department', 'sales', 'purchasing', 'accountant', 'hr', 'read_only', 'auditor')
on conflict on constraint permission_once do nothing;
