-- 0144_staff_vacancy: what is planned, what is taken and what is free of every post, today.
-- Why: a vacancy that is stored is wrong the day after. Kind: expand. Locks: none. Time: milliseconds.
-- Reversible: drop the view.
create view staff.vacancy with (security_invoker = true) as
select
  p.id,
  p.department_id,
  p.title,
  p.title_key,
  p.places,
  staff.taken(p.id, current_date, current_date) as taken,
  p.places - staff.taken(p.id, current_date, current_date) as vacant
from staff.position as p
where p.archived_at is null and p.valid_from <= current_date
  and (p.valid_until is null or p.valid_until >= current_date);
comment on view staff.vacancy is
  'Vacancy: the places of a post that are planned, taken and free today. | Вакансия: ставки должности на сегодня: по плану, занято, свободно.';
comment on column staff.vacancy.id is 'Position: its number. | Должность: её номер.';
comment on column staff.vacancy.department_id is 'Department: where the post is. | Отдел: где находится должность.';
comment on column staff.vacancy.title is 'Title: what the post is called. | Название: как называется должность.';
comment on column staff.vacancy.title_key is
  'Title for sorting: the title in small letters. | Название для сортировки: строчными буквами.';
comment on column staff.vacancy.places is 'Places: how many are planned. | Ставок: сколько запланировано.';
comment on column staff.vacancy.taken is 'Taken: by those who hold the post today. | Занято: теми, кто занимает должность сегодня.';
comment on column staff.vacancy.vacant is 'Vacant: how many are free today. | Свободно: сколько ставок свободно сегодня.';
grant select on staff.vacancy to crm_service, crm_limited, crm_reader, crm_report;
select staff.permit('{administrator,head_of_department,sales,purchasing,accountant,hr,read_only,auditor}',
    '{vacancies}', '{read}', 'all'),
  staff.permit('{administrator,hr,auditor}', '{vacancies}', '{export}', 'all');
