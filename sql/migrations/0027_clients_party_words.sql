-- 0027_clients_party_words: what the fields and rules of a party are called.
-- Why: labels, descriptions and messages have one place. Kind: expand. Locks: clients.party,
-- empty. Time: milliseconds. Forward only.
comment on table clients.party is
  'Party: a company or person we deal with, in any role. | Контрагент: организация или человек, с которыми мы имеем дело в любой роли.';
comment on column clients.party.kind is
  'Kind: company or person. | Вид: организация или физическое лицо. {company=Company/Организация, person=Person/Физическое лицо}';
comment on column clients.party.name is
  'Name: what we call them. | Название: как мы их называем.';
comment on column clients.party.name_key is
  'Name for sorting: the name in small letters. | Название для сортировки: название строчными буквами.';
comment on column clients.party.legal_name is
  'Legal name: full, as registered. | Юридическое название: полное, как зарегистрировано.';
comment on column clients.party.customer is
  'Customer: buys from us. | Покупатель: покупает у нас.';
comment on column clients.party.supplier is
  'Supplier: sells to us. | Поставщик: продаёт нам.';
comment on column clients.party.partner is
  'Partner: works with us. | Партнёр: работает вместе с нами.';
comment on column clients.party.code is
  'Code: our own short number of the party. | Код: наш краткий номер контрагента.';
comment on column clients.party.inn is
  'INN: Russian tax number, 10 or 12 digits. | ИНН: налоговый номер, 10 или 12 цифр.';
comment on column clients.party.kpp is
  'KPP: Russian registration reason code. | КПП: код причины постановки на учёт.';
comment on column clients.party.ogrn is
  'OGRN: Russian state registration number, 13 or 15 digits. | ОГРН: государственный регистрационный номер, 13 или 15 цифр.';
comment on column clients.party.vat_number is
  'VAT number: with its country prefix in the European Union. | Номер НДС: в Евросоюзе с приставкой страны.';
comment on column clients.party.country is
  'Country: where it is registered. | Страна: где зарегистрирован.';
comment on column clients.party.currency is
  'Currency: of its documents, unless said otherwise. | Валюта: документов, если не указано иное.';
comment on column clients.party.language is
  'Language: we write to them in. | Язык: на котором мы им пишем.';
comment on column clients.party.rating is
  'Rating: 1 (low) to 5 (high). | Оценка: от 1 (низкая) до 5 (высокая).';
comment on column clients.party.party_group_id is
  'Group: where it stands in the tree of groups. | Группа: место в дереве групп.';
comment on column clients.party.parent_id is
  'Parent company: the company it belongs to. | Головная организация: кому принадлежит.';
comment on column clients.party.notes is
  'Notes: whatever is worth knowing. | Заметки: что стоит знать.';
comment on constraint party_kind_known on clients.party is
  'A party is a company or a person. | Контрагент — организация или физическое лицо.';
comment on constraint party_name_length on clients.party is
  'The name must have 1 to 300 characters. | Название должно быть от 1 до 300 знаков.';
comment on constraint party_legal_name_length on clients.party is
  'The legal name must have at most 500 characters. | Юридическое название должно быть не длиннее 500 знаков.';
comment on constraint party_code_length on clients.party is
  'The code must have at most 50 characters. | Код должен быть не длиннее 50 знаков.';
comment on constraint party_code_key on clients.party is
  'This code is already given to another party. | Этот код уже занят другим контрагентом.';
comment on constraint party_inn_valid on clients.party is
  'The INN must have 10 or 12 digits and right check digits. | ИНН должен состоять из 10 или 12 цифр с верными контрольными цифрами.';
comment on constraint party_kpp_valid on clients.party is
  'The KPP must have 9 signs: 4 digits, 2 digits or capitals, 3 digits. | КПП должен состоять из 9 знаков: 4 цифры, 2 цифры или буквы, 3 цифры.';
comment on constraint party_ogrn_valid on clients.party is
  'The OGRN must have 13 or 15 digits and a right check digit. | ОГРН должен состоять из 13 или 15 цифр с верной контрольной цифрой.';
comment on constraint party_vat_valid on clients.party is
  'The VAT number does not fit its country or its check digits. | Номер НДС не подходит стране или имеет неверные контрольные цифры.';
comment on constraint party_country_fkey on clients.party is
  'There is no such country (ISO 3166-1, two letters). | Такой страны нет (ISO 3166-1, две буквы).';
comment on constraint party_currency_fkey on clients.party is
  'There is no such currency (ISO 4217). | Такой валюты нет (ISO 4217).';
comment on constraint party_language_form on clients.party is
  'The language must be a BCP 47 tag, for example ru or en-GB. | Язык указывается тегом BCP 47, например ru или en-GB.';
comment on constraint party_rating_range on clients.party is
  'The rating must be 1 to 5. | Оценка должна быть от 1 до 5.';
comment on constraint party_group_fkey on clients.party is
  'There is no such party group. | Такой группы контрагентов нет.';
comment on constraint party_parent_fkey on clients.party is
  'There is no such parent company. | Такой головной организации нет.';
comment on constraint party_not_itself on clients.party is
  'A party cannot belong to itself. | Контрагент не может принадлежать самому себе.';
comment on constraint party_notes_length on clients.party is
  'The notes must have at most 10,000 characters. | Заметки должны быть не длиннее 10 000 знаков.';
comment on trigger party_no_circle on clients.party is
  'The parent companies would form a circle. | Головные организации замкнулись бы в круг.';
select clients.describe_common('clients.party'::regclass);
