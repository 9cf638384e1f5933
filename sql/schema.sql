--
-- PostgreSQL database dump
--

\restrict crm


SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: access; Type: SCHEMA; Schema: -; Owner: crm_owner
--

CREATE SCHEMA access;


ALTER SCHEMA access OWNER TO crm_owner;

--
-- Name: SCHEMA access; Type: COMMENT; Schema: -; Owner: crm_owner
--

COMMENT ON SCHEMA access IS 'Access: accounts, roles, departments, sessions. | Доступ: учётные записи, роли, отделы, сеансы.';


--
-- Name: audit; Type: SCHEMA; Schema: -; Owner: crm_owner
--

CREATE SCHEMA audit;


ALTER SCHEMA audit OWNER TO crm_owner;

--
-- Name: SCHEMA audit; Type: COMMENT; Schema: -; Owner: crm_owner
--

COMMENT ON SCHEMA audit IS 'Audit: every change, old and new. | Аудит: каждое изменение, было и стало.';


--
-- Name: clients; Type: SCHEMA; Schema: -; Owner: crm_owner
--

CREATE SCHEMA clients;


ALTER SCHEMA clients OWNER TO crm_owner;

--
-- Name: SCHEMA clients; Type: COMMENT; Schema: -; Owner: crm_owner
--

COMMENT ON SCHEMA clients IS 'Clients: companies and people, how to reach them and what was said. | Клиенты: компании и люди, как с ними связаться и о чём говорили.';


--
-- Name: ext; Type: SCHEMA; Schema: -; Owner: crm_owner
--

CREATE SCHEMA ext;


ALTER SCHEMA ext OWNER TO crm_owner;

--
-- Name: system; Type: SCHEMA; Schema: -; Owner: crm_owner
--

CREATE SCHEMA system;


ALTER SCHEMA system OWNER TO crm_owner;

--
-- Name: SCHEMA system; Type: COMMENT; Schema: -; Owner: crm_owner
--

COMMENT ON SCHEMA system IS 'System: migrations, reference data, idempotency. | Система: миграции, справочники, повтор запросов.';


--
-- Name: btree_gist; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA ext;


--
-- Name: EXTENSION btree_gist; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';


--
-- Name: pgcrypto; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA ext;


--
-- Name: EXTENSION pgcrypto; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION pgcrypto IS 'cryptographic functions';


--
-- Name: login_account(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.login_account() RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    AS $$
begin
  return (
    select a.id from access.database_login as l join access.account as a on a.id = l.account_id
    where l.login_name = session_user and a.locked_at is null and a.archived_at is null);
end
$$;


ALTER FUNCTION access.login_account() OWNER TO crm_owner;

--
-- Name: FUNCTION login_account(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.login_account() IS 'The account of a person''s own log-in. | Учётная запись личного имени входа.';


--
-- Name: trusted(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.trusted() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SESSION_USER = ANY (ARRAY['crm_service'::name, 'crm_limited'::name, 'crm_reader'::name]));


ALTER FUNCTION access.trusted() OWNER TO crm_owner;

--
-- Name: FUNCTION trusted(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.trusted() IS 'Whether the settings of this session come from the service. | Заданы ли настройки сеанса службой.';


--
-- Name: account_id(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.account_id() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN access.trusted() THEN (NULLIF(current_setting('crm.account'::text, true), ''::text))::bigint ELSE access.login_account() END;


ALTER FUNCTION access.account_id() OWNER TO crm_owner;

--
-- Name: FUNCTION account_id(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.account_id() IS 'The account that asks; null without a context. | Учётная запись запроса; null без контекста.';


--
-- Name: time_zone_known(text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.time_zone_known(name text) RETURNS boolean
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    AS $_$
begin
  perform now() at time zone name;
  return name ~ '^[A-Z][A-Za-z]+(/[A-Za-z0-9_+-]+)*$';
exception when invalid_parameter_value then
  return false;
end
$_$;


ALTER FUNCTION access.time_zone_known(name text) OWNER TO crm_owner;

--
-- Name: FUNCTION time_zone_known(name text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.time_zone_known(name text) IS 'Whether PostgreSQL knows the zone by this IANA name. | Известен ли пояс под этим именем IANA.';


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: account; Type: TABLE; Schema: access; Owner: crm_owner
--

CREATE TABLE access.account (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    login text NOT NULL,
    login_key text GENERATED ALWAYS AS (lower(login)) STORED COLLATE pg_catalog."C",
    name text NOT NULL,
    email text,
    kind text DEFAULT 'person'::text NOT NULL,
    department_id bigint,
    language text DEFAULT 'ru'::text NOT NULL,
    time_zone text DEFAULT 'Europe/Moscow'::text NOT NULL,
    must_change_password boolean DEFAULT false NOT NULL,
    password_changed_at timestamp with time zone,
    locked_at timestamp with time zone,
    archived_at timestamp with time zone,
    CONSTRAINT account_email_form CHECK ((email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text)),
    CONSTRAINT account_kind_known CHECK ((kind = ANY (ARRAY['person'::text, 'service'::text]))),
    CONSTRAINT account_language_known CHECK ((language = ANY (ARRAY['en'::text, 'ru'::text]))),
    CONSTRAINT account_login_form CHECK ((login ~ '^[[:alnum:]][[:alnum:]._@-]{0,99}$'::text)),
    CONSTRAINT account_name_length CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT account_time_zone_known CHECK (access.time_zone_known(time_zone))
);


ALTER TABLE access.account OWNER TO crm_owner;

--
-- Name: TABLE account; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TABLE access.account IS 'Account: a person or program that may sign in. | Учётная запись: человек или программа с правом входа.';


--
-- Name: COLUMN account.id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN account.version; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN account.created_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN account.created_by; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN account.updated_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN account.updated_by; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN account.login; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.login IS 'Login: the name to sign in with. | Логин: имя для входа.';


--
-- Name: COLUMN account.login_key; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.login_key IS 'Login key: the login in lower case. | Ключ логина: логин строчными буквами.';


--
-- Name: COLUMN account.name; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.name IS 'Name: of the person or program. | Имя: человека или программы.';


--
-- Name: COLUMN account.email; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.email IS 'E-mail: for notices. | Эл. почта: для уведомлений.';


--
-- Name: COLUMN account.kind; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.kind IS 'Kind: person or service. | Вид: человек или программа. {person=Person/Человек, service=Service/Программа}';


--
-- Name: COLUMN account.department_id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.department_id IS 'Department: where the account belongs. | Отдел: к которому относится.';


--
-- Name: COLUMN account.language; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.language IS 'Language: of pages and messages. | Язык: страниц и сообщений. {en=English/Английский, ru=Russian/Русский}';


--
-- Name: COLUMN account.time_zone; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.time_zone IS 'Time zone: IANA name, where today begins. | Часовой пояс: имя IANA, где начинается сегодня.';


--
-- Name: COLUMN account.must_change_password; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.must_change_password IS 'Must change password: until then the account may do nothing else. | Сменить пароль: до этого ничего другого делать нельзя.';


--
-- Name: COLUMN account.password_changed_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.password_changed_at IS 'Password changed at: when it was last set. | Пароль изменён: когда задан последний раз.';


--
-- Name: COLUMN account.locked_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.locked_at IS 'Locked at: since when it may not sign in. | Заблокирована: с какого времени вход закрыт.';


--
-- Name: COLUMN account.archived_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account.archived_at IS 'Archived at: since when it is put away. | В архиве с: с какого времени.';


--
-- Name: CONSTRAINT account_email_form ON account; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT account_email_form ON access.account IS 'An e-mail address looks like name@example.com. | Адрес почты выглядит как name@example.com.';


--
-- Name: CONSTRAINT account_kind_known ON account; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT account_kind_known ON access.account IS 'The kind is person or service. | Вид: person или service.';


--
-- Name: CONSTRAINT account_language_known ON account; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT account_language_known ON access.account IS 'The language is en or ru. | Язык: en или ru.';


--
-- Name: CONSTRAINT account_login_form ON account; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT account_login_form ON access.account IS 'A login begins with a letter or digit and has letters, digits, . _ @ - (at most 100). | Логин начинается с буквы или цифры и содержит буквы, цифры, . _ @ - (не более 100).';


--
-- Name: CONSTRAINT account_name_length ON account; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT account_name_length ON access.account IS 'The name must have 1 to 200 characters. | Имя должно содержать от 1 до 200 знаков.';


--
-- Name: CONSTRAINT account_time_zone_known ON account; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT account_time_zone_known ON access.account IS 'There is no such time zone. | Такого часового пояса нет.';


--
-- Name: department; Type: TABLE; Schema: access; Owner: crm_owner
--

CREATE TABLE access.department (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    parent_id bigint,
    name text NOT NULL,
    code text,
    archived_at timestamp with time zone,
    CONSTRAINT department_code_length CHECK ((length(code) <= 50)),
    CONSTRAINT department_name_length CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT department_not_itself CHECK ((parent_id <> id))
);


ALTER TABLE access.department OWNER TO crm_owner;

--
-- Name: TABLE department; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TABLE access.department IS 'Department: a part of the enterprise. | Отдел: подразделение предприятия.';


--
-- Name: COLUMN department.id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.department.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN department.version; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.department.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN department.created_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.department.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN department.created_by; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.department.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN department.updated_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.department.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN department.updated_by; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.department.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN department.parent_id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.department.parent_id IS 'Parent: the department above. | Вышестоящий: отдел над этим.';


--
-- Name: COLUMN department.name; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.department.name IS 'Name: what people call it. | Название: как его называют.';


--
-- Name: COLUMN department.code; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.department.code IS 'Code: a short unique name. | Код: краткое уникальное имя.';


--
-- Name: COLUMN department.archived_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.department.archived_at IS 'Archived at: since when it is put away. | В архиве с: с какого времени.';


--
-- Name: CONSTRAINT department_code_length ON department; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT department_code_length ON access.department IS 'The code must have at most 50 characters. | Код должен быть не длиннее 50 знаков.';


--
-- Name: CONSTRAINT department_name_length ON department; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT department_name_length ON access.department IS 'The name must have 1 to 200 characters. | Название должно содержать от 1 до 200 знаков.';


--
-- Name: CONSTRAINT department_not_itself ON department; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT department_not_itself ON access.department IS 'A department cannot stand below itself. | Отдел не может подчиняться самому себе.';


--
-- Name: accounts_above(bigint[]); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.accounts_above(departments bigint[]) RETURNS bigint[]
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 WITH RECURSIVE above(id) AS (
          SELECT unnest(accounts_above.departments) AS unnest
         UNION
          SELECT d.parent_id
            FROM (access.department d
              JOIN above above_1 ON ((d.id = above_1.id)))
         )
  SELECT array_agg(a.id) AS array_agg
    FROM (access.account a
      JOIN above ON ((above.id = a.department_id)));
END;


ALTER FUNCTION access.accounts_above(departments bigint[]) OWNER TO crm_owner;

--
-- Name: FUNCTION accounts_above(departments bigint[]); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.accounts_above(departments bigint[]) IS 'The accounts of departments and of those above. | Учётные записи отделов и вышестоящих.';


--
-- Name: essential(text, text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.essential(resource text, action_name text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (((resource || '.'::text) || action_name) = ANY (ARRAY['accounts.update'::text, 'account_roles.create'::text, 'permissions.create'::text]));


ALTER FUNCTION access.essential(resource text, action_name text) OWNER TO crm_owner;

--
-- Name: FUNCTION essential(resource text, action_name text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.essential(resource text, action_name text) IS 'Whether administering needs this permission. | Нужно ли это право для администрирования.';


--
-- Name: account_role; Type: TABLE; Schema: access; Owner: crm_owner
--

CREATE TABLE access.account_role (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    account_id bigint NOT NULL,
    role_id bigint NOT NULL,
    valid_from timestamp with time zone DEFAULT now() NOT NULL,
    valid_until timestamp with time zone,
    CONSTRAINT account_role_dates CHECK ((valid_from < valid_until))
);


ALTER TABLE access.account_role OWNER TO crm_owner;

--
-- Name: TABLE account_role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TABLE access.account_role IS 'Account role: a role that an account has for a time. | Роль учётной записи: на какое время дана.';


--
-- Name: COLUMN account_role.id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account_role.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN account_role.version; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account_role.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN account_role.created_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account_role.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN account_role.created_by; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account_role.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN account_role.updated_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account_role.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN account_role.updated_by; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account_role.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN account_role.account_id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account_role.account_id IS 'Account: who. | Учётная запись: кто.';


--
-- Name: COLUMN account_role.role_id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account_role.role_id IS 'Role: which. | Роль: какая.';


--
-- Name: COLUMN account_role.valid_from; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account_role.valid_from IS 'From: since when. | С: с какого момента.';


--
-- Name: COLUMN account_role.valid_until; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.account_role.valid_until IS 'Until: up to when, not included; without end if empty. | По: до какого момента, не включая; пусто: бессрочно.';


--
-- Name: CONSTRAINT account_role_dates ON account_role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT account_role_dates ON access.account_role IS 'The end lies before the beginning. | Конец раньше начала.';


--
-- Name: permission; Type: TABLE; Schema: access; Owner: crm_owner
--

CREATE TABLE access.permission (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    role_id bigint NOT NULL,
    resource text NOT NULL,
    action text NOT NULL,
    scope text NOT NULL,
    effect text DEFAULT 'allow'::text NOT NULL,
    CONSTRAINT permission_action_form CHECK ((action ~ '^[a-z][a-z0-9_]{0,62}$'::text)),
    CONSTRAINT permission_effect_known CHECK ((effect = ANY (ARRAY['allow'::text, 'deny'::text]))),
    CONSTRAINT permission_resource_form CHECK ((resource ~ '^[a-z][a-z0-9_]{0,62}$'::text)),
    CONSTRAINT permission_scope_known CHECK ((scope = ANY (ARRAY['none'::text, 'own'::text, 'team'::text, 'department'::text, 'below'::text, 'all'::text])))
);


ALTER TABLE access.permission OWNER TO crm_owner;

--
-- Name: TABLE permission; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TABLE access.permission IS 'Permission: what a role may do to which records. | Право: что роль может делать с какими записями.';


--
-- Name: COLUMN permission.id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.permission.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN permission.version; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.permission.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN permission.created_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.permission.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN permission.created_by; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.permission.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN permission.updated_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.permission.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN permission.updated_by; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.permission.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN permission.role_id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.permission.role_id IS 'Role: whose permission. | Роль: чьё право.';


--
-- Name: COLUMN permission.resource; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.permission.resource IS 'Resource: the kind of record, parties for one. | Ресурс: вид записей, например parties.';


--
-- Name: COLUMN permission.action; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.permission.action IS 'Action: read, create, update, delete, export, import or a verb. | Действие: read, create, update, delete, export, import или глагол.';


--
-- Name: COLUMN permission.scope; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.permission.scope IS 'Scope: which records. | Охват: какие записи. {none=None/Нет, own=Own/Свои, team=Team/Группы, department=Department/Отдела, below=Department and below/Отдела и ниже, all=All/Все}';


--
-- Name: COLUMN permission.effect; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.permission.effect IS 'Effect: a deny wins over every allow. | Действие права: запрет сильнее любого разрешения. {allow=Allow/Разрешить, deny=Deny/Запретить}';


--
-- Name: CONSTRAINT permission_action_form ON permission; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT permission_action_form ON access.permission IS 'An action is named in small letters, digits and _. | Действие: строчные латинские буквы, цифры и _.';


--
-- Name: CONSTRAINT permission_effect_known ON permission; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT permission_effect_known ON access.permission IS 'The effect is allow or deny. | Эффект: allow или deny.';


--
-- Name: CONSTRAINT permission_resource_form ON permission; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT permission_resource_form ON access.permission IS 'A resource is named in small letters, digits and _. | Ресурс: строчные латинские буквы, цифры и _.';


--
-- Name: CONSTRAINT permission_scope_known ON permission; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT permission_scope_known ON access.permission IS 'The scope is none, own, team, department, below or all. | Охват: none, own, team, department, below или all.';


--
-- Name: role; Type: TABLE; Schema: access; Owner: crm_owner
--

CREATE TABLE access.role (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    code text NOT NULL,
    name_en text NOT NULL,
    name_ru text NOT NULL,
    archived_at timestamp with time zone,
    CONSTRAINT role_code_form CHECK ((code ~ '^[a-z][a-z0-9_]{0,49}$'::text)),
    CONSTRAINT role_name_en_length CHECK (((length(name_en) >= 1) AND (length(name_en) <= 200))),
    CONSTRAINT role_name_ru_length CHECK (((length(name_ru) >= 1) AND (length(name_ru) <= 200)))
);


ALTER TABLE access.role OWNER TO crm_owner;

--
-- Name: TABLE role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TABLE access.role IS 'Role: a set of permissions that accounts are given. | Роль: набор прав, который дают учётным записям.';


--
-- Name: COLUMN role.id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.role.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN role.version; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.role.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN role.created_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.role.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN role.created_by; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.role.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN role.updated_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.role.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN role.updated_by; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.role.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN role.code; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.role.code IS 'Code: stable name of the role. | Код: постоянное имя роли.';


--
-- Name: COLUMN role.name_en; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.role.name_en IS 'Name (English): of the role. | Название (англ.): роли.';


--
-- Name: COLUMN role.name_ru; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.role.name_ru IS 'Name (Russian): of the role. | Название (рус.): роли.';


--
-- Name: COLUMN role.archived_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.role.archived_at IS 'Archived at: since when it permits nothing. | В архиве с: с какого времени ничего не разрешает.';


--
-- Name: CONSTRAINT role_code_form ON role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT role_code_form ON access.role IS 'A code has small letters, digits and _ (at most 50). | Код: строчные латинские буквы, цифры и _ (не более 50).';


--
-- Name: CONSTRAINT role_name_en_length ON role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT role_name_en_length ON access.role IS 'The name must have 1 to 200 characters. | Название должно содержать от 1 до 200 знаков.';


--
-- Name: CONSTRAINT role_name_ru_length ON role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT role_name_ru_length ON access.role IS 'The name must have 1 to 200 characters. | Название должно содержать от 1 до 200 знаков.';


--
-- Name: administered(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.administered() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM access.account a
           WHERE ((a.kind = 'person'::text) AND (a.locked_at IS NULL) AND (a.archived_at IS NULL) AND ( SELECT ((count(DISTINCT p.resource) FILTER (WHERE ((p.effect = 'allow'::text) AND (p.scope = 'all'::text) AND (r.valid_from <= now()) AND (r.valid_until IS NULL))) = 3) AND (count(*) FILTER (WHERE (p.effect = 'deny'::text)) = 0))
                    FROM ((access.account_role r
                      JOIN access.role o ON (((o.id = r.role_id) AND (o.archived_at IS NULL))))
                      JOIN access.permission p ON (((p.role_id = r.role_id) AND access.essential(p.resource, p.action))))
                   WHERE ((r.account_id = a.id) AND ((r.valid_until IS NULL) OR (r.valid_until > now()))))))) AS "exists";
END;


ALTER FUNCTION access.administered() OWNER TO crm_owner;

--
-- Name: FUNCTION administered(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.administered() IS 'Whether somebody can administer. | Есть ли кому администрировать.';


--
-- Name: departments(text, text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.departments(resource text, action_name text) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog'
    AS $$
begin
  return case access.level(resource, action_name)
    when 3 then nullif(access.setting('department'), '')::bigint[]
    when 4 then nullif(access.setting('below'), '')::bigint[]
    else '{}'::bigint[] end;
end
$$;


ALTER FUNCTION access.departments(resource text, action_name text) OWNER TO crm_owner;

--
-- Name: FUNCTION departments(resource text, action_name text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.departments(resource text, action_name text) IS 'The departments whose records the permission reaches. | Отделы, на записи которых распространяется право.';


--
-- Name: everything(text, text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.everything(resource text, action_name text) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog'
    AS $$
begin
  return access.level(resource, action_name) = 5;
end
$$;


ALTER FUNCTION access.everything(resource text, action_name text) OWNER TO crm_owner;

--
-- Name: FUNCTION everything(resource text, action_name text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.everything(resource text, action_name text) IS 'Whether the permission reaches all records. | Распространяется ли право на все записи.';


--
-- Name: owners(text, text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.owners(resource text, action_name text) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog'
    AS $$
begin
  return case access.level(resource, action_name)
    when 0 then '{}'::bigint[]
    when 1 then array[access.account_id()]
    else nullif(access.setting('team'), '')::bigint[] end;
end
$$;


ALTER FUNCTION access.owners(resource text, action_name text) OWNER TO crm_owner;

--
-- Name: FUNCTION owners(resource text, action_name text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.owners(resource text, action_name text) IS 'The accounts whose records the permission reaches. | Учётные записи, на чьи записи распространяется право.';


--
-- Name: covers(text, text, bigint[], bigint[]); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.covers(p_resource text, p_action text, p_owners bigint[], p_departments bigint[]) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT (access.everything(covers.p_resource, covers.p_action) OR ((covers.p_departments <@ own.departments) AND (NOT (EXISTS ( SELECT
            FROM unnest(covers.p_owners) wanted(wanted)
           WHERE ((wanted.wanted <> ALL (own.owners)) AND (NOT (EXISTS ( SELECT
                    FROM access.account a
                   WHERE ((a.id = wanted.wanted) AND (a.department_id = ANY (own.departments))))))))))))
    FROM ( SELECT COALESCE(access.departments(covers.p_resource, covers.p_action), '{}'::bigint[]) AS departments,
             COALESCE(access.owners(covers.p_resource, covers.p_action), '{}'::bigint[]) AS owners) own;
END;


ALTER FUNCTION access.covers(p_resource text, p_action text, p_owners bigint[], p_departments bigint[]) OWNER TO crm_owner;

--
-- Name: FUNCTION covers(p_resource text, p_action text, p_owners bigint[], p_departments bigint[]); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.covers(p_resource text, p_action text, p_owners bigint[], p_departments bigint[]) IS 'Whether the caller''s right reaches these owners and departments. | Достаёт ли право вызывающего до этих владельцев и отделов.';


--
-- Name: login_setting(text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.login_setting(name text) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  account bigint := access.login_account();
  context record;
begin
  if account is null then
    return null;
  end if;
  select * into context from access.context(account, null);
  return case name
    when 'department' then context.department when 'team' then context.team
    when 'below' then context.below when 'read' then context.may_read
    when 'create' then context.may_create when 'update' then context.may_update
    when 'delete' then context.may_delete when 'act' then context.may_act end;
end
$$;


ALTER FUNCTION access.login_setting(name text) OWNER TO crm_owner;

--
-- Name: FUNCTION login_setting(name text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.login_setting(name text) IS 'A setting of the context of a person''s own log-in. | Настройка контекста личного имени входа.';


--
-- Name: setting(text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.setting(name text) RETURNS text
    LANGUAGE sql STABLE
    RETURN CASE WHEN access.trusted() THEN current_setting(('crm.'::text || name), true) ELSE access.login_setting(name) END;


ALTER FUNCTION access.setting(name text) OWNER TO crm_owner;

--
-- Name: FUNCTION setting(name text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.setting(name text) IS 'A setting of the context that can be trusted. | Настройка контекста, которой можно верить.';


--
-- Name: level(text, text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.level(resource text, action_name text) RETURNS integer
    LANGUAGE sql STABLE
    RETURN (COALESCE(NULLIF("left"(split_part(CASE WHEN (action_name = ANY (ARRAY['read'::text, 'create'::text, 'update'::text, 'delete'::text])) THEN access.setting(action_name) ELSE access.setting('act'::text) END, CASE WHEN (action_name = ANY (ARRAY['read'::text, 'create'::text, 'update'::text, 'delete'::text])) THEN ((' '::text || resource) || '='::text) ELSE ((((' '::text || resource) || '.'::text) || action_name) || '='::text) END, 2), 1), ''::text), '0'::text))::integer;


ALTER FUNCTION access.level(resource text, action_name text) OWNER TO crm_owner;

--
-- Name: FUNCTION level(resource text, action_name text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.level(resource text, action_name text) IS 'How far the caller''s permission reaches, 0 to 5. | Как далеко простирается право, от 0 до 5.';


--
-- Name: subtree(bigint); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.subtree(p_department bigint) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 WITH RECURSIVE tree(id) AS (
          SELECT subtree.p_department AS p_department
           WHERE (subtree.p_department IS NOT NULL)
         UNION
          SELECT d.id
            FROM (access.department d
              JOIN tree tree_1 ON ((d.parent_id = tree_1.id)))
         )
  SELECT COALESCE(array_agg(tree.id ORDER BY tree.id), '{}'::bigint[]) AS "coalesce"
    FROM tree;
END;


ALTER FUNCTION access.subtree(p_department bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION subtree(p_department bigint); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.subtree(p_department bigint) IS 'A department and all below it. | Отдел и все нижестоящие.';


--
-- Name: team; Type: TABLE; Schema: access; Owner: crm_owner
--

CREATE TABLE access.team (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    name text NOT NULL,
    archived_at timestamp with time zone,
    CONSTRAINT team_name_length CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);


ALTER TABLE access.team OWNER TO crm_owner;

--
-- Name: TABLE team; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TABLE access.team IS 'Team: accounts that see each other''s records. | Группа: учётные записи, видящие записи друг друга.';


--
-- Name: COLUMN team.id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.team.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN team.version; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.team.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN team.created_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.team.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN team.created_by; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.team.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN team.updated_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.team.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN team.updated_by; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.team.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN team.name; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.team.name IS 'Name: of the team. | Название: группы.';


--
-- Name: COLUMN team.archived_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.team.archived_at IS 'Archived at: since when it is put away. | В архиве с: с какого времени.';


--
-- Name: CONSTRAINT team_name_length ON team; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT team_name_length ON access.team IS 'The name must have 1 to 200 characters. | Название должно содержать от 1 до 200 знаков.';


--
-- Name: team_member; Type: TABLE; Schema: access; Owner: crm_owner
--

CREATE TABLE access.team_member (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    team_id bigint NOT NULL,
    account_id bigint NOT NULL
);


ALTER TABLE access.team_member OWNER TO crm_owner;

--
-- Name: TABLE team_member; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TABLE access.team_member IS 'Team member: an account in a team. | Участник группы: учётная запись в группе.';


--
-- Name: COLUMN team_member.id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.team_member.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN team_member.version; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.team_member.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN team_member.created_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.team_member.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN team_member.created_by; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.team_member.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN team_member.updated_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.team_member.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN team_member.updated_by; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.team_member.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN team_member.team_id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.team_member.team_id IS 'Team: which. | Группа: какая.';


--
-- Name: COLUMN team_member.account_id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.team_member.account_id IS 'Account: who. | Учётная запись: кто.';


--
-- Name: teammates(bigint); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.teammates(p_account bigint) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT COALESCE(array_agg(DISTINCT m.account_id), ARRAY[teammates.p_account]) AS "coalesce"
    FROM ((access.team_member me
      JOIN access.team t ON (((t.id = me.team_id) AND (t.archived_at IS NULL))))
      JOIN access.team_member m ON ((m.team_id = me.team_id)))
   WHERE (me.account_id = teammates.p_account);
END;


ALTER FUNCTION access.teammates(p_account bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION teammates(p_account bigint); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.teammates(p_account bigint) IS 'The accounts of an account''s teams, itself included. | Учётные записи групп данной записи, включая её саму.';


--
-- Name: beyond(bigint, text, text, integer); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.beyond(p_account bigint, p_resource text, p_action text, p_level integer) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT ((NOT access.everything(beyond.p_resource, beyond.p_action)) AND ((beyond.p_level > access.level(beyond.p_resource, beyond.p_action)) OR (NOT access.covers(beyond.p_resource, beyond.p_action,
         CASE beyond.p_level
             WHEN 0 THEN '{}'::bigint[]
             WHEN 1 THEN ARRAY[beyond.p_account]
             ELSE access.teammates(beyond.p_account)
         END,
         CASE beyond.p_level
             WHEN 3 THEN array_remove(ARRAY[home.id], NULL::bigint)
             WHEN 4 THEN access.subtree(home.id)
             ELSE '{}'::bigint[]
         END))))
    FROM ( SELECT ( SELECT a.department_id
                    FROM access.account a
                   WHERE (a.id = beyond.p_account)) AS id) home;
END;


ALTER FUNCTION access.beyond(p_account bigint, p_resource text, p_action text, p_level integer) OWNER TO crm_owner;

--
-- Name: FUNCTION beyond(p_account bigint, p_resource text, p_action text, p_level integer); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.beyond(p_account bigint, p_resource text, p_action text, p_level integer) IS 'Whether a right at an account''s place reaches further than the caller''s. | Шире ли право на месте учётной записи, чем у вызывающего.';


--
-- Name: scope_level(text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.scope_level(scope text) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (array_position(ARRAY['none'::text, 'own'::text, 'team'::text, 'department'::text, 'below'::text, 'all'::text], scope) - 1);


ALTER FUNCTION access.scope_level(scope text) OWNER TO crm_owner;

--
-- Name: FUNCTION scope_level(scope text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.scope_level(scope text) IS 'The number of a scope: 0 none, 1 own, 2 team, 3 department, 4 below, 5 all. | Номер охвата: 0 нет … 5 всё.';


--
-- Name: held(bigint); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.held(p_account bigint) RETURNS TABLE(resource text, action text, level integer)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT p.resource,
     p.action,
     max(access.scope_level(p.scope)) FILTER (WHERE (p.effect = 'allow'::text)) AS max
    FROM ((access.account_role r
      JOIN access.role o ON (((o.id = r.role_id) AND (o.archived_at IS NULL))))
      JOIN access.permission p ON ((p.role_id = r.role_id)))
   WHERE ((r.account_id = held.p_account) AND ((r.valid_until IS NULL) OR (r.valid_until > now())))
   GROUP BY p.resource, p.action
  HAVING ((max(access.scope_level(p.scope)) FILTER (WHERE (p.effect = 'allow'::text)) > 0) AND (NOT bool_or(((p.effect = 'deny'::text) AND (r.valid_from <= now()) AND (r.valid_until IS NULL)))));
END;


ALTER FUNCTION access.held(p_account bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION held(p_account bigint); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.held(p_account bigint) IS 'The rights that an account has or is about to have. | Права, которые есть или вскоре будут у учётной записи.';


--
-- Name: beyond_caller(bigint); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.beyond_caller(p_account bigint) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT string_agg(((h.resource || '.'::text) || h.action), ', '::text ORDER BY h.resource, h.action) AS string_agg
    FROM access.held(beyond_caller.p_account) h(resource, action, level)
   WHERE access.beyond(beyond_caller.p_account, h.resource, h.action, h.level);
END;


ALTER FUNCTION access.beyond_caller(p_account bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION beyond_caller(p_account bigint); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.beyond_caller(p_account bigint) IS 'What an account may do and the caller may not. | Что может учётная запись и не может вызывающий.';


--
-- Name: bound(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.bound() RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if pg_has_role(session_user, 'crm_owner', 'member') then
    return false;
  end if;
  perform access.lock_rights(false);
  return true;
end
$$;


ALTER FUNCTION access.bound() OWNER TO crm_owner;

--
-- Name: FUNCTION bound(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.bound() IS 'Whether the caller is bound by his own rights. | Связан ли вызывающий собственными правами.';


--
-- Name: change_password(text, text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.change_password(p_hash text, p_address text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  perform access.require_session();
  perform access.set_password(access.account_id(), p_hash, false);
  perform access.forget_failures(access.account_id(), p_address, null);
  delete from access.session as s
  where s.account_id = access.account_id() and s.kind = 'session'
    and s.token_hash <> decode(current_setting('crm.token'), 'hex');
end
$$;


ALTER FUNCTION access.change_password(p_hash text, p_address text) OWNER TO crm_owner;

--
-- Name: FUNCTION change_password(p_hash text, p_address text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.change_password(p_hash text, p_address text) IS 'Sets the caller''s password and ends his other sessions. | Задаёт пароль вызывающего и закрывает другие его сеансы.';


--
-- Name: changes(text, bigint); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.changes(table_name text, record_id bigint) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  found_id bigint;
begin
  execute format('select r.id from %s as r where r.id = $1 for key share', table_name::regclass)
    into found_id using record_id;
  return found_id is not null;
exception when undefined_table or undefined_column or invalid_schema_name or insufficient_privilege
    or feature_not_supported or wrong_object_type then
  return false;
end
$_$;


ALTER FUNCTION access.changes(table_name text, record_id bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION changes(table_name text, record_id bigint); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.changes(table_name text, record_id bigint) IS 'Whether the caller may change the record. | Может ли вызывающий изменить запись.';


--
-- Name: close_sessions(bigint); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.close_sessions(p_session bigint) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  myself constant bigint := access.account_id();
  present constant bytea := decode(nullif(current_setting('crm.token', true), ''), 'hex');
  own_ones constant boolean := access.signed_in();
  any_one constant boolean := access.everything('sessions', 'delete');
  ended integer;
begin
  delete from access.session as s
  where case when p_session is null then s.account_id = myself else s.id = p_session end
    and (s.account_id = myself and (own_ones or s.token_hash = present)
      or p_session is not null and any_one);
  get diagnostics ended = row_count;
  return ended;
end
$$;


ALTER FUNCTION access.close_sessions(p_session bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION close_sessions(p_session bigint); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.close_sessions(p_session bigint) IS 'Ends sessions. | Закрывает сеансы.';


--
-- Name: context(bigint, text[]); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.context(p_account bigint, p_narrowed text[], OUT department text, OUT team text, OUT below text, OUT may_read text, OUT may_create text, OUT may_update text, OUT may_delete text, OUT may_act text, OUT context_until timestamp with time zone) RETURNS record
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  home bigint;
  active boolean;
begin
  select a.department_id, not (a.must_change_password and a.kind = 'person') into home, active
  from access.account as a
  where a.id = p_account and a.locked_at is null and a.archived_at is null;
  department := coalesce('{' || home || '}', '{}');
  team := access.teammates(p_account)::text;
  below := access.subtree(home)::text;
  with held as (
    select p.resource, p.action, p.effect, access.scope_level(p.scope) as level
    from access.account_role as r
    join access.role as o on o.id = r.role_id and o.archived_at is null
    join access.permission as p on p.role_id = r.role_id
    where r.account_id = p_account and active and r.valid_from <= now()
      and (r.valid_until is null or r.valid_until > now())
  ), rights as (
    select resource, action, max(level) as level from held
    where p_narrowed is null or resource || '.' || action = any (p_narrowed)
    group by resource, action
    having not bool_or(effect = 'deny') and max(level) > 0
  ), words as (
    select case when action in ('read', 'create', 'update', 'delete') then action else 'act' end as kind,
      case when action in ('read', 'create', 'update', 'delete') then resource
        else resource || '.' || action end || '=' || level as word
    from rights
  )
  select ' ' || coalesce(string_agg(word, ' ' order by word) filter (where kind = 'read') || ' ', ''),
    ' ' || coalesce(string_agg(word, ' ' order by word) filter (where kind = 'create') || ' ', ''),
    ' ' || coalesce(string_agg(word, ' ' order by word) filter (where kind = 'update') || ' ', ''),
    ' ' || coalesce(string_agg(word, ' ' order by word) filter (where kind = 'delete') || ' ', ''),
    ' ' || coalesce(string_agg(word, ' ' order by word) filter (where kind = 'act') || ' ', '')
  into may_read, may_create, may_update, may_delete, may_act from words;
  select coalesce(min(edge), 'infinity') into context_until
  from access.account_role as r cross join unnest(array[r.valid_from, r.valid_until]) as edge
  where r.account_id = p_account and edge > now();
end
$$;


ALTER FUNCTION access.context(p_account bigint, p_narrowed text[], OUT department text, OUT team text, OUT below text, OUT may_read text, OUT may_create text, OUT may_update text, OUT may_delete text, OUT may_act text, OUT context_until timestamp with time zone) OWNER TO crm_owner;

--
-- Name: FUNCTION context(p_account bigint, p_narrowed text[], OUT department text, OUT team text, OUT below text, OUT may_read text, OUT may_create text, OUT may_update text, OUT may_delete text, OUT may_act text, OUT context_until timestamp with time zone); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.context(p_account bigint, p_narrowed text[], OUT department text, OUT team text, OUT below text, OUT may_read text, OUT may_create text, OUT may_update text, OUT may_delete text, OUT may_act text, OUT context_until timestamp with time zone) IS 'What an account may do now, and up to when that holds. | Что может учётная запись сейчас и до какого момента.';


--
-- Name: forget_failures(bigint, text, bytea); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.forget_failures(p_account bigint, p_address text, p_device bytea) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  delete from access.sign_in_attempt as f using access.account as a
  where a.id = p_account and f.login_key = a.login_key and not f.succeeded and case
      when exists (select from access.device as d where (d.account_id, d.device_hash) = (p_account, p_device))
        then f.device_hash = p_device
      else f.device_hash is null and access.network(f.address) = access.network(p_address) end;
end
$$;


ALTER FUNCTION access.forget_failures(p_account bigint, p_address text, p_device bytea) OWNER TO crm_owner;

--
-- Name: FUNCTION forget_failures(p_account bigint, p_address text, p_device bytea); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.forget_failures(p_account bigint, p_address text, p_device bytea) IS 'Takes back the failures of a device, or a network, that has known the password. | Снимает счёт неудач с устройства или сети, откуда ввели верный пароль.';


--
-- Name: grant_columns(regclass); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.grant_columns(target regclass) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  kept constant text[] := array['id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by'];
  writable text;
begin
  select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into writable
  from pg_attribute as a
  where a.attrelid = target and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    and a.attidentity = '' and a.attname <> all (kept);
  execute format('grant select on %s to crm_service, crm_limited, crm_reader, crm_report', target);
  execute format('grant insert (%1$s), update (%1$s), delete on %2$s to crm_service', writable, target);
end
$_$;


ALTER FUNCTION access.grant_columns(target regclass) OWNER TO crm_owner;

--
-- Name: FUNCTION grant_columns(target regclass); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.grant_columns(target regclass) IS 'Grants a table to the service''s log-ins, column by column. | Даёт службе права на таблицу по столбцам.';


--
-- Name: guard_reference(regclass, text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.guard_reference(p_table regclass, p_column text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  key record;
begin
  select k.conname, n.nspname || '.' || c.relname as target into strict key
  from pg_constraint as k
  join pg_attribute as a on a.attrelid = k.conrelid and k.conkey = array[a.attnum]
  join pg_class as c on c.oid = k.confrelid join pg_namespace as n on n.oid = c.relnamespace
  where k.contype = 'f' and k.conrelid = p_table and a.attname = p_column;
  execute format(
    'create trigger %1$I after update on %2$s for each row
     when (new.%3$I is not null and new.%3$I is distinct from old.%3$I)
     execute function access.judge_reference(%4$L, %5$L, %6$L)',
    p_column || '_visible', p_table, p_column, p_column, key.conname, key.target);
  execute format('comment on trigger %I on %s is %L', p_column || '_visible', p_table,
    'A record that one may not see cannot be named. | Нельзя указать запись, которой не видно.');
end
$_$;


ALTER FUNCTION access.guard_reference(p_table regclass, p_column text) OWNER TO crm_owner;

--
-- Name: FUNCTION guard_reference(p_table regclass, p_column text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.guard_reference(p_table regclass, p_column text) IS 'Lets a reference be changed only to what the caller sees. | Даёт изменить ссылку лишь на видимое вызывающему.';


--
-- Name: judge_reference(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.judge_reference() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if not access.sees(tg_argv[2], (to_jsonb(new) ->> tg_argv[0])::bigint) then
    raise exception 'a reference to what is not seen' using errcode = 'foreign_key_violation',
      schema = tg_table_schema, table = tg_table_name, column = tg_argv[0], constraint = tg_argv[1];
  end if;
  return null;
end
$$;


ALTER FUNCTION access.judge_reference() OWNER TO crm_owner;

--
-- Name: FUNCTION judge_reference(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.judge_reference() IS 'Refuses a reference to what the caller does not see. | Не даёт сослаться на то, чего вызывающий не видит.';


--
-- Name: keep_administrator(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.keep_administrator() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) else '{}' end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) else '{}' end;
  roles bigint[] := case tg_table_name
    when 'account' then array(select r.role_id from access.account_role as r
      where r.account_id = (after ->> 'id')::bigint)
    when 'role' then array[(after ->> 'id')::bigint]
    else array[(before ->> 'role_id')::bigint, (after ->> 'role_id')::bigint] end;
begin
  perform access.lock_rights(false);
  if not access.administered() and (
    access.essential(before ->> 'resource', before ->> 'action')
    or access.essential(after ->> 'resource', after ->> 'action')
    or exists (select from access.permission as p
      where p.role_id = any (roles) and access.essential(p.resource, p.action)
        and (tg_op <> 'INSERT' or p.effect = 'deny'))
  ) then
    raise exception 'nobody is left to administer' using errcode = 'check_violation',
      schema = 'access', table = tg_table_name, constraint = tg_name;
  end if;
  return null;
end
$$;


ALTER FUNCTION access.keep_administrator() OWNER TO crm_owner;

--
-- Name: FUNCTION keep_administrator(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.keep_administrator() IS 'Refuses to take the last administrator away. | Не даёт убрать последнего администратора.';


--
-- Name: lifted(bigint, bigint); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.lifted(p_role bigint, p_account bigint) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT string_agg(((h.resource || '.'::text) || h.action), ', '::text ORDER BY h.resource, h.action) AS string_agg
    FROM (access.held(lifted.p_account) h(resource, action, level)
      JOIN access.permission p ON (((p.role_id = lifted.p_role) AND (p.resource = h.resource) AND (p.action = h.action) AND (p.effect = 'deny'::text))))
   WHERE access.beyond(lifted.p_account, h.resource, h.action, h.level);
END;


ALTER FUNCTION access.lifted(p_role bigint, p_account bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION lifted(p_role bigint, p_account bigint); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.lifted(p_role bigint, p_account bigint) IS 'What an account may do beyond the caller without a role''s denials. | Что сверх прав вызывающего может учётная запись без запретов роли.';


--
-- Name: lock_account(bigint, boolean); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.lock_account(p_account bigint, p_locked boolean) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if not access.everything('accounts', 'lock') then
    raise exception 'not permitted' using errcode = 'insufficient_privilege';
  end if;
  update access.account as a set locked_at = case when p_locked then coalesce(a.locked_at, now()) end
  where a.id = p_account;
  return found;
end
$$;


ALTER FUNCTION access.lock_account(p_account bigint, p_locked boolean) OWNER TO crm_owner;

--
-- Name: FUNCTION lock_account(p_account bigint, p_locked boolean); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.lock_account(p_account bigint, p_locked boolean) IS 'Locks an account or unlocks it; false for an unknown one. | Блокирует учётную запись или снимает блокировку; false — нет такой.';


--
-- Name: lock_rights(boolean); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.lock_rights(p_shared boolean) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'rights change under READ COMMITTED only, which sees what was just committed'
      using errcode = 'feature_not_supported';
  end if;
  if p_shared then
    perform pg_advisory_xact_lock_shared(6517357, 2);
  else
    perform pg_advisory_xact_lock(6517357, 2);
  end if;
end
$$;


ALTER FUNCTION access.lock_rights(p_shared boolean) OWNER TO crm_owner;

--
-- Name: FUNCTION lock_rights(p_shared boolean); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.lock_rights(p_shared boolean) IS 'Puts changes of rights, and sessions that are opened meanwhile, in a row. | Выстраивает изменения прав и открытие сеансов в очередь.';


--
-- Name: make_policy(regclass, text, text, text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.make_policy(target regclass, command text, seen text, roles text DEFAULT 'public'::text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  noun constant text := (select relname from pg_class where oid = target);
  name constant text := noun || '_' || command || case roles when 'crm_report' then '_report' else '' end;
begin
  execute format(
    case command
      when 'select' then 'create policy %1$I on %2$s for select to %3$s using (%4$s)'
      when 'insert' then 'create policy %1$I on %2$s for insert to %3$s with check (%4$s)'
      when 'update' then 'create policy %1$I on %2$s for update to %3$s using (%4$s) with check (%4$s)'
      else 'create policy %1$I on %2$s for delete to %3$s using (%4$s)' end,
    name, target, roles, seen);
  execute format('comment on policy %I on %s is %L', name, target,
    'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.');
end
$_$;


ALTER FUNCTION access.make_policy(target regclass, command text, seen text, roles text) OWNER TO crm_owner;

--
-- Name: FUNCTION make_policy(target regclass, command text, seen text, roles text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.make_policy(target regclass, command text, seen text, roles text) IS 'Makes one policy. | Создаёт одну политику.';


--
-- Name: session; Type: TABLE; Schema: access; Owner: crm_owner
--

CREATE TABLE access.session (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    token_hash bytea NOT NULL,
    account_id bigint NOT NULL,
    kind text DEFAULT 'session'::text NOT NULL,
    name text,
    narrowed text[],
    expires_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone DEFAULT now() NOT NULL,
    address text,
    user_agent text,
    context_until timestamp with time zone NOT NULL,
    department text NOT NULL,
    team text NOT NULL,
    below text NOT NULL,
    may_read text NOT NULL,
    may_create text NOT NULL,
    may_update text NOT NULL,
    may_delete text NOT NULL,
    may_act text NOT NULL,
    CONSTRAINT session_expiry_range CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '8784:00:00'::interval)))),
    CONSTRAINT session_kind_known CHECK ((kind = ANY (ARRAY['session'::text, 'token'::text, 'job'::text]))),
    CONSTRAINT session_name_length CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT session_token_hash_length CHECK ((length(token_hash) = 32)),
    CONSTRAINT session_token_named CHECK (((kind = 'session'::text) OR (name IS NOT NULL)))
);


ALTER TABLE access.session OWNER TO crm_owner;

--
-- Name: TABLE session; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TABLE access.session IS 'Session: a signed-in account or an API token. | Сеанс: вход учётной записи или токен API.';


--
-- Name: COLUMN session.id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.id IS 'Number: of the session. | Номер: сеанса.';


--
-- Name: COLUMN session.version; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.version IS 'Version: grows whenever its rights are computed anew. | Версия: растёт при каждом пересчёте прав.';


--
-- Name: COLUMN session.created_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.created_at IS 'Created: when it was opened. | Создан: когда открыт.';


--
-- Name: COLUMN session.token_hash; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.token_hash IS 'Token hash: SHA-256 of the token. | Хеш токена: SHA-256 токена.';


--
-- Name: COLUMN session.account_id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.account_id IS 'Account: who. | Учётная запись: кто.';


--
-- Name: COLUMN session.kind; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.kind IS 'Kind: session, token or job. | Вид: вход, токен или задание. {session=Session/Вход, token=API token/Токен API, job=Job/Задание}';


--
-- Name: COLUMN session.name; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.name IS 'Name: of a token. | Название: токена.';


--
-- Name: COLUMN session.narrowed; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.narrowed IS 'Narrowed: only these rights; empty for all of the account''s. | Сужен: только эти права; пусто — все права учётной записи.';


--
-- Name: COLUMN session.expires_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.expires_at IS 'Expires at: when it ends. | Действует до: когда закончится.';


--
-- Name: COLUMN session.last_used_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.last_used_at IS 'Last used at: about. | Использован: приблизительно когда.';


--
-- Name: COLUMN session.address; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.address IS 'Address: where it was opened. | Адрес: откуда открыт.';


--
-- Name: COLUMN session.user_agent; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.user_agent IS 'Program: that opened it. | Программа: которой открыт.';


--
-- Name: COLUMN session.context_until; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.context_until IS 'Context until: when rights change by themselves. | Контекст до: когда права меняются сами.';


--
-- Name: COLUMN session.department; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.department IS 'Department: array of ids. | Отдел: массив номеров.';


--
-- Name: COLUMN session.team; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.team IS 'Team: array of account ids. | Группа: массив учётных записей.';


--
-- Name: COLUMN session.below; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.below IS 'Below: array of department ids. | Ниже: массив номеров отделов.';


--
-- Name: COLUMN session.may_read; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.may_read IS 'May read: levels by resource. | Чтение: уровни по ресурсам.';


--
-- Name: COLUMN session.may_create; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.may_create IS 'May create: levels by resource. | Создание: уровни по ресурсам.';


--
-- Name: COLUMN session.may_update; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.may_update IS 'May update: levels by resource. | Изменение: уровни по ресурсам.';


--
-- Name: COLUMN session.may_delete; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.may_delete IS 'May delete: levels by resource. | Удаление: уровни по ресурсам.';


--
-- Name: COLUMN session.may_act; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.session.may_act IS 'May act: levels by resource.action. | Прочее: уровни по ресурсу и действию.';


--
-- Name: CONSTRAINT session_expiry_range ON session; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT session_expiry_range ON access.session IS 'It ends after it begins, and within 366 days. | Окончание — позже начала и не далее 366 дней.';


--
-- Name: CONSTRAINT session_kind_known ON session; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT session_kind_known ON access.session IS 'The kind is session, token or job. | Вид: session, token или job.';


--
-- Name: CONSTRAINT session_name_length ON session; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT session_name_length ON access.session IS 'The name must have 1 to 200 characters. | Название должно содержать от 1 до 200 знаков.';


--
-- Name: CONSTRAINT session_token_hash_length ON session; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT session_token_hash_length ON access.session IS 'The hash is not SHA-256. | Хеш не SHA-256.';


--
-- Name: CONSTRAINT session_token_named ON session; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT session_token_named ON access.session IS 'A token needs a name. | Токену нужно название.';


--
-- Name: narrowed(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.narrowed() RETURNS text[]
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT s.narrowed
    FROM access.session s
   WHERE (s.token_hash = decode(NULLIF(current_setting('crm.token'::text, true), ''::text), 'hex'::text));
END;


ALTER FUNCTION access.narrowed() OWNER TO crm_owner;

--
-- Name: FUNCTION narrowed(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.narrowed() IS 'The rights that the caller''s token is narrowed to; null for all. | Права, до которых сужен токен вызывающего; null — все.';


--
-- Name: network(text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.network(address text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    AS $$
declare
  ip inet;
begin
  ip := address::inet;
  return case
    when family(ip) = 4 then host(ip)
    when ip <<= '::ffff:0:0/96' then host('0.0.0.0'::inet + (ip - '::ffff:0:0'::inet))
    else network(set_masklen(ip, 64))::text
  end;
exception when invalid_text_representation then
  return address;
end
$$;


ALTER FUNCTION access.network(address text) OWNER TO crm_owner;

--
-- Name: FUNCTION network(address text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.network(address text) IS 'What failures are counted by: an IPv4 address, an IPv6 network of /64. | По чему считаются неудачи: адрес IPv4, сеть IPv6 /64.';


--
-- Name: note_password(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.note_password() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  update access.account as a set password_changed_at = new.changed_at where a.id = new.account_id;
  return null;
end
$$;


ALTER FUNCTION access.note_password() OWNER TO crm_owner;

--
-- Name: FUNCTION note_password(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.note_password() IS 'Notes at the account when its password changed. | Отмечает у учётной записи, когда сменился пароль.';


--
-- Name: open(bigint, bytea, text, text, text[], timestamp with time zone, text, text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.open(p_account bigint, p_token_hash bytea, p_kind text, p_name text, p_narrowed text[], p_expires_at timestamp with time zone, p_address text, p_user_agent text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  made bigint;
begin
  perform access.lock_rights(true);
  insert into access.session (token_hash, account_id, kind, name, narrowed, expires_at, address,
    user_agent, context_until, department, team, below, may_read, may_create, may_update, may_delete, may_act)
  select p_token_hash, p_account, p_kind, p_name, p_narrowed, p_expires_at, p_address,
    left(p_user_agent, 300), c.context_until, c.department, c.team, c.below, c.may_read, c.may_create,
    c.may_update, c.may_delete, c.may_act
  from access.account as a cross join lateral access.context(a.id, p_narrowed) as c
  where a.id = p_account and a.locked_at is null and a.archived_at is null
  returning id into made;
  return made;
end
$$;


ALTER FUNCTION access.open(p_account bigint, p_token_hash bytea, p_kind text, p_name text, p_narrowed text[], p_expires_at timestamp with time zone, p_address text, p_user_agent text) OWNER TO crm_owner;

--
-- Name: FUNCTION open(p_account bigint, p_token_hash bytea, p_kind text, p_name text, p_narrowed text[], p_expires_at timestamp with time zone, p_address text, p_user_agent text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.open(p_account bigint, p_token_hash bytea, p_kind text, p_name text, p_narrowed text[], p_expires_at timestamp with time zone, p_address text, p_user_agent text) IS 'Opens a session or token; null for a locked account. | Открывает сеанс или токен; null для заблокированной записи.';


--
-- Name: open_session(text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.open_session(p_token_hash text, OUT session_id bigint, OUT account_id bigint, OUT version bigint, OUT login text, OUT name text, OUT kind text, OUT department_id bigint, OUT language text, OUT time_zone text, OUT expires_at timestamp with time zone, OUT may_read text, OUT may_create text, OUT may_update text, OUT may_delete text, OUT may_act text) RETURNS SETOF record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  found_session access.session;
begin
  select * into found_session from access.session as s
  where s.token_hash = decode(p_token_hash, 'hex') and s.expires_at > now();
  if not found then
    return;
  end if;
  if found_session.context_until <= now() then
    -- A standby cannot; there the token is refused until the primary has done it.
    if current_setting('transaction_read_only') = 'on' then
      return;
    end if;
    perform access.refresh(array[found_session.account_id]);
  end if;
  if current_setting('transaction_read_only') = 'off' then
    update access.session as s set last_used_at = now()
    where s.id = found_session.id and s.last_used_at < now() - interval '1 minute';
  end if;
  return query
  select s.id, s.account_id, s.version, a.login, a.name, s.kind, a.department_id, a.language, a.time_zone,
    s.expires_at, s.may_read, s.may_create, s.may_update, s.may_delete, s.may_act
  from access.session as s join access.account as a on a.id = s.account_id
  where s.id = found_session.id and a.locked_at is null and a.archived_at is null;
end
$$;


ALTER FUNCTION access.open_session(p_token_hash text, OUT session_id bigint, OUT account_id bigint, OUT version bigint, OUT login text, OUT name text, OUT kind text, OUT department_id bigint, OUT language text, OUT time_zone text, OUT expires_at timestamp with time zone, OUT may_read text, OUT may_create text, OUT may_update text, OUT may_delete text, OUT may_act text) OWNER TO crm_owner;

--
-- Name: FUNCTION open_session(p_token_hash text, OUT session_id bigint, OUT account_id bigint, OUT version bigint, OUT login text, OUT name text, OUT kind text, OUT department_id bigint, OUT language text, OUT time_zone text, OUT expires_at timestamp with time zone, OUT may_read text, OUT may_create text, OUT may_update text, OUT may_delete text, OUT may_act text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.open_session(p_token_hash text, OUT session_id bigint, OUT account_id bigint, OUT version bigint, OUT login text, OUT name text, OUT kind text, OUT department_id bigint, OUT language text, OUT time_zone text, OUT expires_at timestamp with time zone, OUT may_read text, OUT may_create text, OUT may_update text, OUT may_delete text, OUT may_act text) IS 'Who stands behind a token and what he may; no row when it has ended. | Кто стоит за токеном и что может; нет строки, если он закончился.';


--
-- Name: open_token(bytea, text, text[], timestamp with time zone, text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.open_token(p_token_hash bytea, p_name text, p_narrowed text[], p_expires_at timestamp with time zone, p_address text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  beyond text;
begin
  perform access.require_session();
  select string_agg(wanted, ', ') into beyond from unnest(p_narrowed) as wanted
  where access.level(split_part(wanted, '.', 1), split_part(wanted, '.', 2)) = 0;
  if beyond is not null then
    raise exception 'a token beyond its owner' using errcode = 'insufficient_privilege', detail = beyond;
  end if;
  return access.open(access.account_id(), p_token_hash, 'token', p_name, p_narrowed, p_expires_at, p_address, null);
end
$$;


ALTER FUNCTION access.open_token(p_token_hash bytea, p_name text, p_narrowed text[], p_expires_at timestamp with time zone, p_address text) OWNER TO crm_owner;

--
-- Name: FUNCTION open_token(p_token_hash bytea, p_name text, p_narrowed text[], p_expires_at timestamp with time zone, p_address text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.open_token(p_token_hash bytea, p_name text, p_narrowed text[], p_expires_at timestamp with time zone, p_address text) IS 'Makes an API token of the caller''s own. | Создаёт токен API для самого вызывающего.';


--
-- Name: own_part(text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.own_part(resource text) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog'
    RETURN format('account_id = (select access.account_id()) and ((select access.owns(%L)) or narrowed <@ (select access.narrowed()))'::text, resource);


ALTER FUNCTION access.own_part(resource text) OWNER TO crm_owner;

--
-- Name: FUNCTION own_part(resource text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.own_part(resource text) IS 'The condition of a policy for what is the caller''s own. | Условие политики для собственного.';


--
-- Name: own_password(text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.own_password(p_address text, OUT hash text, OUT wait_seconds integer) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  perform access.require_session();
  select f.hash, f.wait_seconds into hash, wait_seconds
  from access.account as a cross join lateral access.sign_in_lookup(a.login, p_address, null) as f
  where a.id = access.account_id();
end
$$;


ALTER FUNCTION access.own_password(p_address text, OUT hash text, OUT wait_seconds integer) OWNER TO crm_owner;

--
-- Name: FUNCTION own_password(p_address text, OUT hash text, OUT wait_seconds integer); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.own_password(p_address text, OUT hash text, OUT wait_seconds integer) IS 'The hash of the caller''s password, if he may try now. | Хеш пароля вызывающего, если ему можно пробовать.';


--
-- Name: owns(text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.owns(resource text) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog'
    AS $$
begin
  return access.narrowed() is null or access.level(resource, 'read') > 0;
end
$$;


ALTER FUNCTION access.owns(resource text) OWNER TO crm_owner;

--
-- Name: FUNCTION owns(resource text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.owns(resource text) IS 'Whether the caller sees all that is his of a resource. | Видит ли вызывающий всё своё в ресурсе.';


--
-- Name: plural(text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.plural(noun text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT
    SET search_path TO 'pg_catalog'
    RETURN (noun || CASE WHEN (noun ~ '(s|x|ch|sh)$'::text) THEN 'es'::text ELSE 's'::text END);


ALTER FUNCTION access.plural(noun text) OWNER TO crm_owner;

--
-- Name: FUNCTION plural(noun text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.plural(noun text) IS 'The resource named by a table''s noun. | Ресурс по названию таблицы.';


--
-- Name: protect(regclass, text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.protect(target regclass, resource text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
declare
  services constant text := 'crm_service, crm_limited, crm_reader';
begin
  execute format('alter table %s enable row level security', target);
  perform access.make_policy(target, 'select', access.service_reach(resource, 'read'), services);
  perform access.make_policy(target, 'select', access.reach(resource, 'read'), 'crm_report');
  perform access.make_policy(target, 'insert', access.service_reach(resource, 'create'), services);
  perform access.make_policy(target, 'update', access.service_reach(resource, 'update'), services);
  perform access.make_policy(target, 'delete', access.service_reach(resource, 'delete'), services);
  execute format(
    'create trigger %I before insert on %s for each row execute function system.own()',
    'own_' || (select relname from pg_class where oid = target), target);
  perform access.grant_columns(target);
end
$$;


ALTER FUNCTION access.protect(target regclass, resource text) OWNER TO crm_owner;

--
-- Name: FUNCTION protect(target regclass, resource text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.protect(target regclass, resource text) IS 'Row security of a table whose records have owner and department. | Защита таблицы, у записей которой есть владелец и отдел.';


--
-- Name: protect_child(regclass, text, text, regclass); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.protect_child(target regclass, resource text, parent_column text, parent regclass) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
declare
  noun constant text := (select relname from pg_class where oid = target);
  own constant text := access.plural(noun);
  visible constant text := format(
    'exists (select from %s as parent where parent.id = %I.%I', parent, noun, parent_column);
  held constant text := '(select access.level(%L, %L)) > 0 and ';
  -- A right that reaches nothing is not in the setting.
  service_held constant text := '(select strpos(current_setting(''crm.read'', true), %L) > 0) and ';
  command text;
begin
  execute format('alter table %s enable row level security', target);
  perform access.make_policy(
    target, 'select', format(service_held, ' ' || own || '=') || visible || ')',
    'crm_service, crm_limited, crm_reader');
  perform access.make_policy(
    target, 'select', format(held, own, 'read') || visible || ')', 'crm_report');
  foreach command in array array['insert', 'update', 'delete'] loop
    perform access.make_policy(target, command,
      format(held, own, case command when 'insert' then 'create' else command end)
      || visible || ' and (' || access.reach(resource, 'update') || '))');
  end loop;
  perform access.grant_columns(target);
end
$$;


ALTER FUNCTION access.protect_child(target regclass, resource text, parent_column text, parent regclass) OWNER TO crm_owner;

--
-- Name: FUNCTION protect_child(target regclass, resource text, parent_column text, parent regclass); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.protect_child(target regclass, resource text, parent_column text, parent regclass) IS 'Row security of a table whose records belong to a parent''s. | Защита таблицы, записи которой принадлежат другой записи.';


--
-- Name: protect_shared(regclass, text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.protect_shared(target regclass, resource text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  execute format('alter table %s enable row level security', target);
  perform access.make_policy(target, 'select',
    format('(select access.level(%L, %L)) > 0', resource, 'read'));
  perform access.make_policy(target, 'insert',
    format('(select access.everything(%L, %L))', resource, 'create'));
  perform access.make_policy(target, 'update',
    format('(select access.everything(%L, %L))', resource, 'update'));
  perform access.make_policy(target, 'delete',
    format('(select access.everything(%L, %L))', resource, 'delete'));
  perform access.grant_columns(target);
end
$$;


ALTER FUNCTION access.protect_shared(target regclass, resource text) OWNER TO crm_owner;

--
-- Name: FUNCTION protect_shared(target regclass, resource text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.protect_shared(target regclass, resource text) IS 'Row security of a table whose records belong to all. | Защита таблицы, записи которой общие.';


--
-- Name: reach(text, text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.reach(resource text, action_name text) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog'
    RETURN format('(select access.everything(%1$L, %2$L)) or department_id = any ((select access.departments(%1$L, %2$L))::bigint[]) or owner_id = any ((select access.owners(%1$L, %2$L))::bigint[])'::text, resource, action_name);


ALTER FUNCTION access.reach(resource text, action_name text) OWNER TO crm_owner;

--
-- Name: FUNCTION reach(resource text, action_name text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.reach(resource text, action_name text) IS 'The condition of a policy for rows with owner and department. | Условие политики для строк с владельцем и отделом.';


--
-- Name: refresh(bigint[]); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.refresh(accounts bigint[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  perform access.lock_rights(false);
  delete from access.session as s using access.account as a
  where s.account_id = any (accounts) and a.id = s.account_id
    and (a.locked_at is not null or a.archived_at is not null);
  update access.session as s
  set version = s.version + 1, context_until = c.context_until, department = c.department,
    team = c.team, below = c.below, may_read = c.may_read, may_create = c.may_create,
    may_update = c.may_update, may_delete = c.may_delete, may_act = c.may_act
  from (select old.id, fresh.* from access.session as old
    cross join lateral access.context(old.account_id, old.narrowed) as fresh
    where old.account_id = any (accounts) and old.expires_at > now()) as c
  where s.id = c.id;
end
$$;


ALTER FUNCTION access.refresh(accounts bigint[]) OWNER TO crm_owner;

--
-- Name: FUNCTION refresh(accounts bigint[]); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.refresh(accounts bigint[]) IS 'Rewrites the contexts of the sessions of these accounts, ends those of locked ones. | Обновляет контексты сеансов, закрывает сеансы заблокированных.';


--
-- Name: refuse_account(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.refuse_account() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if not access.bound() then
    return null;
  end if;
  if new.kind <> old.kind or coalesce(old.locked_at, old.archived_at) is not null
    and coalesce(new.locked_at, new.archived_at) is null
  then
    perform access.refuse_beyond(tg_table_name, tg_name, 'kind', access.beyond_caller(new.id));
  end if;
  if new.department_id <> coalesce(old.department_id, 0) then
    perform access.refuse_beyond(tg_table_name, tg_name, 'department_id',
      string_agg(h.resource || '.' || h.action, ', ' order by h.resource, h.action))
    from access.held(new.id) as h
    where h.level in (3, 4) and not access.covers(h.resource, h.action, '{}',
      case h.level when 3 then array[new.department_id] else access.subtree(new.department_id) end);
  end if;
  return null;
end
$$;


ALTER FUNCTION access.refuse_account() OWNER TO crm_owner;

--
-- Name: FUNCTION refuse_account(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.refuse_account() IS 'Refuses to move or bring back an account that could then do more than the caller. | Не даёт перевести или вернуть учётную запись, которая сможет больше вызывающего.';


--
-- Name: refuse_beyond(text, text, text, text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.refuse_beyond(p_table text, p_rule text, p_column text, p_missing text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if p_missing is not null then
    raise exception 'gives more than the caller has' using errcode = 'check_violation',
      schema = 'access', table = p_table, column = p_column, constraint = p_rule, detail = p_missing;
  end if;
end
$$;


ALTER FUNCTION access.refuse_beyond(p_table text, p_rule text, p_column text, p_missing text) OWNER TO crm_owner;

--
-- Name: FUNCTION refuse_beyond(p_table text, p_rule text, p_column text, p_missing text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.refuse_beyond(p_table text, p_rule text, p_column text, p_missing text) IS 'Refuses what gives rights that the giver does not have. | Отклоняет выдачу прав, которых нет у самого.';


--
-- Name: refuse_department(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.refuse_department() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if not access.bound() then
    return null;
  end if;
  perform access.refuse_beyond(tg_table_name, tg_name, 'parent_id',
    string_agg(distinct h.resource || '.' || h.action, ', '))
  from unnest(access.accounts_above(array[new.parent_id])) as account cross join access.held(account) as h
  where h.level = 4 and account <> all (coalesce(access.accounts_above(array[old.parent_id]), '{}'))
    and not access.covers(h.resource, h.action, '{}', access.subtree(new.id));
  return null;
end
$$;


ALTER FUNCTION access.refuse_department() OWNER TO crm_owner;

--
-- Name: FUNCTION refuse_department(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.refuse_department() IS 'Refuses to move a department where somebody above could then do more than the caller. | Не даёт перенести отдел туда, где вышестоящие смогут больше вызывающего.';


--
-- Name: refuse_department_cycle(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.refuse_department_cycle() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  perform pg_advisory_xact_lock(tg_relid::bigint);
  if exists (
    with recursive above (id) as (
      select new.parent_id
      union
      select d.parent_id from access.department as d join above on d.id = above.id
    )
    select from above where above.id = new.id
  ) then
    raise exception 'a department below itself' using errcode = 'check_violation',
      schema = 'access', table = 'department', column = 'parent_id',
      constraint = 'department_no_circle';
  end if;
  return null;
end
$$;


ALTER FUNCTION access.refuse_department_cycle() OWNER TO crm_owner;

--
-- Name: FUNCTION refuse_department_cycle(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.refuse_department_cycle() IS 'Refuses a department that stands below itself. | Не даёт отделу подчиняться самому себе.';


--
-- Name: refuse_giving(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.refuse_giving() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if not access.bound() then
    return null;
  end if;
  case tg_table_name
    when 'account_role' then
      -- One that has ended denies nothing any more.
      if tg_op <> 'INSERT' and coalesce(old.valid_until > now(), true) then
        perform access.refuse_beyond(
          tg_table_name, tg_name, 'valid_until', access.lifted(old.role_id, old.account_id));
      end if;
      if tg_op <> 'DELETE' then
        perform access.refuse_beyond(tg_table_name, tg_name,
          'role_id', access.role_beyond_caller(new.role_id, new.account_id));
      end if;
    when 'role' then
      perform access.refuse_beyond(tg_table_name, tg_name, 'archived_at',
        case when new.archived_at is null then access.role_beyond_caller(new.id, holder)
          else access.lifted(new.id, holder) end)
      from (select null::bigint union all select access.role_holders(new.id)) as every (holder);
    else
      if tg_op <> 'INSERT' and old.effect = 'deny' and not access.everything(old.resource, old.action) then
        perform access.refuse_beyond(tg_table_name, tg_name, 'effect', old.resource || '.' || old.action);
      end if;
      if tg_op <> 'DELETE' then
        perform access.refuse_beyond(
          tg_table_name, tg_name, 'scope', access.role_beyond_caller(new.role_id, null));
        if new.effect = 'allow' and exists (select from access.role_holders(new.role_id) as holder
            where access.beyond(holder, new.resource, new.action, access.scope_level(new.scope))) then
          perform access.refuse_beyond(tg_table_name, tg_name, 'scope', new.resource || '.' || new.action);
        end if;
      end if;
  end case;
  return null;
end
$$;


ALTER FUNCTION access.refuse_giving() OWNER TO crm_owner;

--
-- Name: FUNCTION refuse_giving(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.refuse_giving() IS 'Refuses a role or permission beyond the giver''s own. | Не даёт роль или право шире собственных.';


--
-- Name: refuse_team(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.refuse_team() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  after constant jsonb := to_jsonb(new);
  whole constant boolean := tg_table_name = 'team';
  place constant bigint := after ->> case when whole then 'id' else 'team_id' end;
  joining constant bigint := after ->> 'account_id';
  members constant bigint[] := array(select m.account_id
    from access.team_member as m join access.team as t on t.id = m.team_id
    where m.team_id = place and t.archived_at is null);
begin
  if not access.bound() then
    return null;
  end if;
  perform access.refuse_beyond(tg_table_name, tg_name,
    case when whole then 'archived_at' else 'account_id' end,
    string_agg(distinct h.resource || '.' || h.action, ', '))
  from unnest(members) as member cross join access.held(member) as h
  where h.level between 2 and 4 and not access.covers(h.resource, h.action,
    case when whole or member = joining then array_remove(members, member) else array[joining] end, '{}');
  return null;
end
$$;


ALTER FUNCTION access.refuse_team() OWNER TO crm_owner;

--
-- Name: FUNCTION refuse_team(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.refuse_team() IS 'Refuses a team whose members could then do more than the caller. | Не даёт составить группу, участники которой смогут больше вызывающего.';


--
-- Name: require_session(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.require_session() RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if not access.signed_in() then
    raise exception 'only who has signed in' using errcode = 'insufficient_privilege',
      constraint = 'session_required';
  end if;
end
$$;


ALTER FUNCTION access.require_session() OWNER TO crm_owner;

--
-- Name: FUNCTION require_session(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.require_session() IS 'Refuses whoever has not signed in himself. | Отказывает тому, кто не вошёл сам.';


--
-- Name: reset_password(bigint, text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.reset_password(p_account bigint, p_hash text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  perform access.require_session();
  if not access.everything('accounts', 'reset_password') then
    raise exception 'not permitted' using errcode = 'insufficient_privilege';
  end if;
  if p_account = access.account_id() then
    raise exception 'one''s own password' using errcode = 'object_not_in_prerequisite_state',
      constraint = 'own_password';
  end if;
  if not exists (select from access.account as a where a.id = p_account and a.kind = 'person') then
    return false;
  end if;
  if access.beyond_caller(p_account) is not null then
    raise exception 'the account may do more than the caller' using errcode = 'insufficient_privilege',
      constraint = 'account_within_own';
  end if;
  perform access.set_password(p_account, p_hash, true);
  delete from access.session as s where s.account_id = p_account;
  return true;
end
$$;


ALTER FUNCTION access.reset_password(p_account bigint, p_hash text) OWNER TO crm_owner;

--
-- Name: FUNCTION reset_password(p_account bigint, p_hash text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.reset_password(p_account bigint, p_hash text) IS 'Sets another''s password and ends his sessions and tokens. | Задаёт чужой пароль и закрывает его сеансы и токены.';


--
-- Name: rights_changed(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.rights_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) else '{}' end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) else '{}' end;
begin
  perform access.lock_rights(false);
  perform access.refresh(case tg_table_name
    when 'account' then array[(after ->> 'id')::bigint]
    when 'account_role' then array[(before ->> 'account_id')::bigint, (after ->> 'account_id')::bigint]
    when 'permission' then array(select r.account_id from access.account_role as r
      where r.role_id in ((before ->> 'role_id')::bigint, (after ->> 'role_id')::bigint))
    when 'role' then array(select r.account_id from access.account_role as r
      where r.role_id = (after ->> 'id')::bigint)
    when 'team' then array(select m.account_id from access.team_member as m
      where m.team_id = (after ->> 'id')::bigint)
    when 'team_member' then array(select m.account_id from access.team_member as m
      where m.team_id in ((before ->> 'team_id')::bigint, (after ->> 'team_id')::bigint)
      union select (before ->> 'account_id')::bigint)
    when 'department' then access.accounts_above(
      array[(before ->> 'parent_id')::bigint, (after ->> 'parent_id')::bigint]) end);
  return null;
end
$$;


ALTER FUNCTION access.rights_changed() OWNER TO crm_owner;

--
-- Name: FUNCTION rights_changed(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.rights_changed() IS 'Finds whose rights a change touches. | Находит, чьи права затронуты изменением.';


--
-- Name: role_beyond_caller(bigint, bigint); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.role_beyond_caller(p_role bigint, p_account bigint) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT string_agg(((p.resource || '.'::text) || p.action), ', '::text ORDER BY p.resource, p.action) AS string_agg
    FROM (access.permission p
      CROSS JOIN LATERAL access.scope_level(p.scope) wanted(wanted))
   WHERE ((p.role_id = role_beyond_caller.p_role) AND (p.effect = 'allow'::text) AND
         CASE
             WHEN (role_beyond_caller.p_account IS NULL) THEN (wanted.wanted > access.level(p.resource, p.action))
             ELSE access.beyond(role_beyond_caller.p_account, p.resource, p.action, wanted.wanted)
         END);
END;


ALTER FUNCTION access.role_beyond_caller(p_role bigint, p_account bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION role_beyond_caller(p_role bigint, p_account bigint); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.role_beyond_caller(p_role bigint, p_account bigint) IS 'The permissions of a role that the caller does not have. | Права роли, которых нет у вызывающего.';


--
-- Name: role_holders(bigint); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.role_holders(p_role bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT DISTINCT r.account_id
    FROM access.account_role r
   WHERE ((r.role_id = role_holders.p_role) AND ((r.valid_until IS NULL) OR (r.valid_until > now())));
END;


ALTER FUNCTION access.role_holders(p_role bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION role_holders(p_role bigint); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.role_holders(p_role bigint) IS 'The accounts that have a role or will have it. | Учётные записи, у которых есть или будет роль.';


--
-- Name: role_ids(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.role_ids() RETURNS bigint[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  return array(
    select r.role_id from access.account_role as r join access.role as o on o.id = r.role_id
    where r.account_id = access.account_id() and o.archived_at is null
      and r.valid_from <= now() and (r.valid_until is null or r.valid_until > now()));
end
$$;


ALTER FUNCTION access.role_ids() OWNER TO crm_owner;

--
-- Name: FUNCTION role_ids(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.role_ids() IS 'The roles that the caller has now. | Роли, которые сейчас есть у вызывающего.';


--
-- Name: sees(text, bigint); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.sees(table_name text, record_id bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  seen boolean;
begin
  execute format('select exists (select from %s as r where r.id = $1)', table_name::regclass)
    into seen using record_id;
  return seen;
exception when undefined_table or insufficient_privilege then
  return false;
end
$_$;


ALTER FUNCTION access.sees(table_name text, record_id bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION sees(table_name text, record_id bigint); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.sees(table_name text, record_id bigint) IS 'Whether the caller may see the record. | Видна ли вызывающему запись.';


--
-- Name: sees_history(text, bigint); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.sees_history(table_name text, record_id bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog'
    AS $$
begin
  return (table_name not like 'access.%'
      or access.level(access.plural(split_part(table_name, '.', 2)), 'read') > 0)
    and access.sees(table_name, record_id);
end
$$;


ALTER FUNCTION access.sees_history(table_name text, record_id bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION sees_history(table_name text, record_id bigint); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.sees_history(table_name text, record_id bigint) IS 'Whether the caller may see what happened to the record. | Видна ли вызывающему история записи.';


--
-- Name: sees_owned(text, text, bigint); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.sees_owned(table_name text, parent_table text, parent_id bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog'
    AS $$
begin
  return parent_id is not null
    and access.level(access.plural(split_part(table_name, '.', 2)), 'read') > 0
    and access.sees_history(parent_table, parent_id);
end
$$;


ALTER FUNCTION access.sees_owned(table_name text, parent_table text, parent_id bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION sees_owned(table_name text, parent_table text, parent_id bigint); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.sees_owned(table_name text, parent_table text, parent_id bigint) IS 'Whether the caller may see what happened to an owned record. | Видна ли вызывающему история подчинённой записи.';


--
-- Name: service_reach(text, text); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.service_reach(resource text, action_name text) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog'
    RETURN format('(select strpos(current_setting(%3$L, true), %4$L) > 0) or department_id = any ((select access.departments(%1$L, %2$L))::bigint[]) or owner_id = any ((select access.owners(%1$L, %2$L))::bigint[])'::text, resource, action_name, ('crm.'::text || action_name), ((' '::text || resource) || '=5 '::text));


ALTER FUNCTION access.service_reach(resource text, action_name text) OWNER TO crm_owner;

--
-- Name: FUNCTION service_reach(resource text, action_name text); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.service_reach(resource text, action_name text) IS 'The condition for the service''s log-ins. | То же условие для имён входа службы.';


--
-- Name: set_password(bigint, text, boolean); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.set_password(p_account bigint, p_hash text, p_must_change boolean) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  insert into access.password (account_id, hash) values (p_account, p_hash)
  on conflict (account_id) do update set hash = excluded.hash, changed_at = now();
  update access.account as a set must_change_password = p_must_change
  where a.id = p_account and a.must_change_password <> p_must_change;
end
$$;


ALTER FUNCTION access.set_password(p_account bigint, p_hash text, p_must_change boolean) OWNER TO crm_owner;

--
-- Name: FUNCTION set_password(p_account bigint, p_hash text, p_must_change boolean); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.set_password(p_account bigint, p_hash text, p_must_change boolean) IS 'Sets a password. | Задаёт пароль.';


--
-- Name: sign_in_lookup(text, text, bytea); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.sign_in_lookup(p_login text, p_address text, p_device bytea, OUT account_id bigint, OUT hash text, OUT wait_seconds integer) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  perform pg_advisory_xact_lock(6517358, hashtext(lower(p_login)));
  wait_seconds := access.sign_in_wait(p_login, p_address, p_device);
  if wait_seconds > 0 then
    return;
  end if;
  insert into access.sign_in_attempt (login_key, address, device_hash, succeeded)
  select lower(left(p_login, 100)), p_address, (
    select d.device_hash from access.device as d join access.account as a on a.id = d.account_id
    where a.login_key = lower(p_login) and d.device_hash = p_device), false;
  select a.id, p.hash into account_id, hash
  from access.account as a join access.password as p on p.account_id = a.id
  where a.login_key = lower(p_login) and a.kind = 'person' and a.locked_at is null
    and a.archived_at is null;
end
$$;


ALTER FUNCTION access.sign_in_lookup(p_login text, p_address text, p_device bytea, OUT account_id bigint, OUT hash text, OUT wait_seconds integer) OWNER TO crm_owner;

--
-- Name: FUNCTION sign_in_lookup(p_login text, p_address text, p_device bytea, OUT account_id bigint, OUT hash text, OUT wait_seconds integer); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.sign_in_lookup(p_login text, p_address text, p_device bytea, OUT account_id bigint, OUT hash text, OUT wait_seconds integer) IS 'The password hash of a login that may try now. | Хеш пароля для логина, которому можно пробовать.';


--
-- Name: sign_in_succeed(bigint, text, bytea, bytea, text, text, interval); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.sign_in_succeed(p_account bigint, p_hash text, p_token_hash bytea, p_device bytea, p_address text, p_user_agent text, p_lifetime interval, OUT session_id bigint, OUT expires_at timestamp with time zone, OUT must_change_password boolean) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  perform from access.password as p where (p.account_id, p.hash) = (p_account, p_hash) for share;
  if not found then return; end if;
  expires_at := now() + p_lifetime;
  session_id := access.open(p_account, p_token_hash, 'session', null, null, expires_at, p_address, p_user_agent);
  if session_id is null then
    return;
  end if;
  select a.must_change_password into must_change_password from access.account as a where a.id = p_account;
  perform access.forget_failures(p_account, p_address, p_device);
  insert into access.device (account_id, device_hash) select p_account, p_device where p_device is not null
  on conflict (account_id, device_hash) do update set seen_at = now();
  insert into access.sign_in_attempt (login_key, address, device_hash, succeeded)
  select a.login_key, p_address, p_device, true from access.account as a where a.id = p_account;
end
$$;


ALTER FUNCTION access.sign_in_succeed(p_account bigint, p_hash text, p_token_hash bytea, p_device bytea, p_address text, p_user_agent text, p_lifetime interval, OUT session_id bigint, OUT expires_at timestamp with time zone, OUT must_change_password boolean) OWNER TO crm_owner;

--
-- Name: FUNCTION sign_in_succeed(p_account bigint, p_hash text, p_token_hash bytea, p_device bytea, p_address text, p_user_agent text, p_lifetime interval, OUT session_id bigint, OUT expires_at timestamp with time zone, OUT must_change_password boolean); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.sign_in_succeed(p_account bigint, p_hash text, p_token_hash bytea, p_device bytea, p_address text, p_user_agent text, p_lifetime interval, OUT session_id bigint, OUT expires_at timestamp with time zone, OUT must_change_password boolean) IS 'Opens the session of an account whose password was right. | Открывает сеанс после верного пароля.';


--
-- Name: sign_in_wait(text, text, bytea); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.sign_in_wait(p_login text, p_address text, p_device bytea) RETURNS integer
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  since constant timestamptz := now() - interval '15 minutes';
  known boolean := exists (
    select from access.device as d join access.account as a on a.id = d.account_id
    where a.login_key = lower(p_login) and d.device_hash = p_device);
  oldest timestamptz;
begin
  if known then
    select case when count(*) >= 10 then min(f.at) end into oldest from access.sign_in_attempt as f
    where f.login_key = lower(p_login) and f.device_hash = p_device and not f.succeeded and f.at > since;
  else
    select greatest(
        case when count(*) filter (where access.network(f.address) = access.network(p_address)) >= 10
          then min(f.at) filter (where access.network(f.address) = access.network(p_address)) end,
        case when count(*) >= 200 then min(f.at) end)
      into oldest
    from access.sign_in_attempt as f
    where f.login_key = lower(p_login) and f.device_hash is null and not f.succeeded and f.at > since;
    if oldest is null then
      select case when count(*) >= 100 then min(f.at) end into oldest from access.sign_in_attempt as f
      where access.network(f.address) = access.network(p_address) and not f.succeeded and f.at > since;
    end if;
  end if;
  return case when oldest is null then 0 else greatest(1, ceil(extract(epoch from oldest - since))) end;
end
$$;


ALTER FUNCTION access.sign_in_wait(p_login text, p_address text, p_device bytea) OWNER TO crm_owner;

--
-- Name: FUNCTION sign_in_wait(p_login text, p_address text, p_device bytea); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.sign_in_wait(p_login text, p_address text, p_device bytea) IS 'Seconds to wait before the next try, 0 for none. | Сколько секунд ждать до следующей попытки, 0 — не ждать.';


--
-- Name: signed_in(); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.signed_in() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM access.session s
           WHERE ((s.token_hash = decode(NULLIF(current_setting('crm.token'::text, true), ''::text), 'hex'::text)) AND (s.account_id = access.account_id()) AND (s.kind = 'session'::text) AND (s.expires_at > now())))) AS "exists";
END;


ALTER FUNCTION access.signed_in() OWNER TO crm_owner;

--
-- Name: FUNCTION signed_in(); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.signed_in() IS 'Whether the caller has signed in, not come with a token. | Вошёл ли вызывающий сам, а не по токену.';


--
-- Name: sweep(integer); Type: FUNCTION; Schema: access; Owner: crm_owner
--

CREATE FUNCTION access.sweep(most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  gone bigint;
  total bigint := 0;
begin
  perform system.require_own_work();
  delete from access.session as s where s.id in (
    select o.id from access.session as o where o.expires_at < now() - interval '30 days'
    order by o.expires_at limit most for update skip locked);
  get diagnostics gone = row_count;
  total := total + gone;
  delete from access.sign_in_attempt as f where f.id in (
    select o.id from access.sign_in_attempt as o where o.at < now() - interval '90 days'
    order by o.at limit most for update skip locked);
  get diagnostics gone = row_count;
  total := total + gone;
  delete from access.device as d where (d.account_id, d.device_hash) in (
    select o.account_id, o.device_hash from access.device as o where o.seen_at < now() - interval '1 year'
    order by o.seen_at limit most for update skip locked);
  get diagnostics gone = row_count;
  return total + gone;
end
$$;


ALTER FUNCTION access.sweep(most integer) OWNER TO crm_owner;

--
-- Name: FUNCTION sweep(most integer); Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON FUNCTION access.sweep(most integer) IS 'Deletes sessions a month after their end, sign-in attempts after three, devices unseen for a year. | Удаляет сеансы через месяц после конца, попытки входа через три, устройства через год.';


--
-- Name: ensure_partitions(integer); Type: FUNCTION; Schema: audit; Owner: crm_owner
--

CREATE FUNCTION audit.ensure_partitions(months integer DEFAULT 12) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    SET "TimeZone" TO 'UTC'
    AS $$
declare
  month date := date_trunc('month', now());
  following date;
  name text;
  made integer := 0;
begin
  for step in 0..months - 1 loop
    following := (month + interval '1 month')::date;
    name := 'change_' || to_char(month, 'YYYY_MM');
    if to_regclass('audit.' || name) is null then
      execute format('create table audit.%I (like audit.change including all excluding identity)', name);
      -- What came while nobody made partitions would keep this one from being attached.
      execute format(
        'with late as (delete from audit.change_default where at >= %L and at < %L returning *)
         insert into audit.%I select * from late', month, following, name);
      execute format('alter table audit.change attach partition audit.%I for values from (%L) to (%L)',
        name, month, following);
      execute format('alter table audit.%I enable row level security', name);
      execute format('comment on table audit.%I is %L', name,
        'Changes of one month. | Изменения за месяц.');
      made := made + 1;
    end if;
    month := following;
  end loop;
  return made;
end
$$;


ALTER FUNCTION audit.ensure_partitions(months integer) OWNER TO crm_owner;

--
-- Name: FUNCTION ensure_partitions(months integer); Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON FUNCTION audit.ensure_partitions(months integer) IS 'Makes the partitions of this month and the next ones, with what the default one holds of them; answers how many. | Создаёт секции на этот и следующие месяцы с тем, что попало в секцию по умолчанию.';


--
-- Name: record(); Type: FUNCTION; Schema: audit; Owner: crm_owner
--

CREATE FUNCTION audit.record() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
begin
  with made as (
    insert into audit.change (account_id, request_id, table_name, record_id, parent_table, parent_id,
      action, old, new)
    values (access.account_id(), nullif(current_setting('crm.request', true), ''),
      tg_table_schema || '.' || tg_table_name, coalesce(new.id, old.id), tg_argv[1],
      (coalesce(after, before) ->> tg_argv[0])::bigint, lower(tg_op), before, after)
    returning id, at, table_name, record_id, action, parent_table, parent_id, account_id, request_id
  )
  insert into system.event (id, at, table_name, record_id, version, action, parent_table, parent_id,
    account_id, request_id)
  select m.id, m.at, m.table_name, m.record_id, (coalesce(after, before) ->> 'version')::bigint, m.action,
    m.parent_table, m.parent_id, m.account_id, m.request_id
  from made as m;
  return null;
end
$$;


ALTER FUNCTION audit.record() OWNER TO crm_owner;

--
-- Name: FUNCTION record(); Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON FUNCTION audit.record() IS 'Writes a change and its event. | Записывает изменение и его событие.';


--
-- Name: weighted_sum(text, integer[]); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.weighted_sum(digits text, weights integer[]) RETURNS integer
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    AS $$
declare
  total integer := 0;
begin
  for place in 1..cardinality(weights) loop
    total := total + substr(digits, place, 1)::integer * weights[place];
  end loop;
  return total;
end
$$;


ALTER FUNCTION clients.weighted_sum(digits text, weights integer[]) OWNER TO crm_owner;

--
-- Name: FUNCTION weighted_sum(digits text, weights integer[]); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.weighted_sum(digits text, weights integer[]) IS 'Sum of the leading digits, each times its weight. | Сумма первых цифр, умноженных на веса.';


--
-- Name: account_valid(text, text, boolean); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.account_valid(account text, bic text, correspondent boolean) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN CASE WHEN (account IS NULL) THEN true WHEN (account !~ '^[0-9]{5}[0-9ABCEHKMPTX][0-9]{14}$'::text) THEN false WHEN ((bic IS NULL) OR (bic !~ '^0[34]'::text)) THEN true ELSE ((clients.weighted_sum((CASE WHEN (correspondent OR ("right"(bic, 3) = ANY (ARRAY['000'::text, '001'::text, '002'::text]))) THEN ('0'::text || substr(bic, 5, 2)) ELSE "right"(bic, 3) END || translate(account, 'ABCEHKMPTX'::text, '0123456789'::text)), '{7,1,3,7,1,3,7,1,3,7,1,3,7,1,3,7,1,3,7,1,3,7,1}'::integer[]) % 10) = 0) END;


ALTER FUNCTION clients.account_valid(account text, bic text, correspondent boolean) OWNER TO crm_owner;

--
-- Name: FUNCTION account_valid(account text, bic text, correspondent boolean); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.account_valid(account text, bic text, correspondent boolean) IS 'Whether a Russian account of 20 digits fits the control key of its bank. | Подходит ли 20-значный счёт к контрольному ключу своего банка.';


--
-- Name: address_tidy(); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.address_tidy() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  new.postal_code := clients.tidy(new.postal_code);
  new.region := clients.tidy(new.region);
  new.city := clients.tidy(new.city);
  new.street := clients.tidy(new.street);
  return new;
end
$$;


ALTER FUNCTION clients.address_tidy() OWNER TO crm_owner;

--
-- Name: FUNCTION address_tidy(); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.address_tidy() IS 'Takes superfluous white space out of an address. | Убирает лишние пробелы из адреса.';


--
-- Name: bank_account_tidy(); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.bank_account_tidy() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  new.bic := clients.compact(new.bic);
  new.account := clients.compact(new.account);
  new.correspondent_account := clients.compact(new.correspondent_account);
  new.iban := clients.compact(new.iban);
  new.swift := clients.compact(new.swift);
  return new;
end
$$;


ALTER FUNCTION clients.bank_account_tidy() OWNER TO crm_owner;

--
-- Name: FUNCTION bank_account_tidy(); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.bank_account_tidy() IS 'Takes spaces and hyphens out of account numbers. | Убирает пробелы и дефисы из номеров счетов.';


--
-- Name: bic_valid(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.bic_valid(bic text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN (bic ~ '^0[0-4][0-9]{7}$'::text);


ALTER FUNCTION clients.bic_valid(bic text) OWNER TO crm_owner;

--
-- Name: FUNCTION bic_valid(bic text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.bic_valid(bic text) IS 'Whether a bank code of the Bank of Russia has its form. | Верен ли вид БИК Банка России.';


--
-- Name: calling_code(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.calling_code(country text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN CASE WHEN (country IS NULL) THEN '7'::text ELSE "substring"('AE971AM374AR54AT43AU61AZ994BA387BE32BG359BR55BY375CA1CH41CL56CN86CO57CY357CZ420DE49DK45DZ213EE372EG20ES34FI358FR33GB44GE995GR30HK852HR385HU36ID62IE353IL972IN91IR98IS354IT39JP81KG996KR82KZ7LT370LU352LV371MA212MD373MK389MN976MT356MX52MY60NL31NO47NZ64PE51PH63PK92PL48PT351QA974RO40RS381RU7SA966SE46SG65SI386SK421TH66TJ992TM993TN216TR90TW886UA380US1UY598UZ998VE58VN84ZA27'::text, (country || '([0-9]+)'::text)) END;


ALTER FUNCTION clients.calling_code(country text) OWNER TO crm_owner;

--
-- Name: FUNCTION calling_code(country text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.calling_code(country text) IS 'Calling code of a country; of none, that of Russia. | Телефонный код страны; без страны — российский.';


--
-- Name: says(text, text); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.says(en text, ru text) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog'
    RETURN CASE current_setting('crm.language'::text, true) WHEN 'ru'::text THEN ru ELSE en END;


ALTER FUNCTION system.says(en text, ru text) OWNER TO crm_owner;

--
-- Name: FUNCTION says(en text, ru text); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.says(en text, ru text) IS 'The words in the language of the one who asks. | Слова на языке того, кто спрашивает.';


--
-- Name: change_title(jsonb, jsonb); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.change_title(old jsonb, new jsonb) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog'
    RETURN CASE WHEN (old IS NULL) THEN system.says('Created'::text, 'Создано'::text) WHEN (new IS NULL) THEN system.says('Deleted'::text, 'Удалено'::text) WHEN (((old ->> 'archived_at'::text) IS NULL) AND ((new ->> 'archived_at'::text) IS NOT NULL)) THEN system.says('Put into the archive'::text, 'Убрано в архив'::text) WHEN (((old ->> 'archived_at'::text) IS NOT NULL) AND ((new ->> 'archived_at'::text) IS NULL)) THEN system.says('Brought back from the archive'::text, 'Возвращено из архива'::text) ELSE system.says('Changed'::text, 'Изменено'::text) END;


ALTER FUNCTION clients.change_title(old jsonb, new jsonb) OWNER TO crm_owner;

--
-- Name: FUNCTION change_title(old jsonb, new jsonb); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.change_title(old jsonb, new jsonb) IS 'What was done with a record, in words. | Что сделано с записью, словами.';


--
-- Name: changed_fields(jsonb, jsonb); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.changed_fields(old jsonb, new jsonb) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog'
    AS $$
  select string_agg(system.says(split_part(split_part(d.words, ' | ', 1), ':', 1),
    split_part(split_part(d.words, ' | ', 2), ':', 1)), ', ' order by a.attnum)
  from pg_attribute as a
  cross join lateral (select col_description(a.attrelid, a.attnum)) as d (words)
  where a.attrelid = 'clients.party'::regclass and a.attnum > 0 and not a.attisdropped
    and a.attgenerated = '' and old is not null and new is not null
    and a.attname <> all ('{version,updated_at,updated_by,archived_at}')
    and old -> a.attname is distinct from new -> a.attname
$$;


ALTER FUNCTION clients.changed_fields(old jsonb, new jsonb) OWNER TO crm_owner;

--
-- Name: FUNCTION changed_fields(old jsonb, new jsonb); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.changed_fields(old jsonb, new jsonb) IS 'The names of the fields of a party that a change has changed. | Названия изменённых полей контрагента.';


--
-- Name: channel_tidy(); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.channel_tidy() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $_$
begin
  if tg_op = 'UPDATE' and new.kind = old.kind and new.value = old.value
    and new.typed is not distinct from old.typed then
    return new;
  end if;
  if new.typed is null or (tg_op = 'UPDATE' and new.value <> old.value
    and new.typed is not distinct from old.typed) then
    new.typed := new.value;
  end if;
  if new.kind = 'phone' then
    new.extension := coalesce(
      new.extension, substring(lower(new.typed) from '(?:доб|вн|ext|x|#)[^0-9]*([0-9]{1,10})'));
  end if;
  new.value := coalesce(clients.channel_value(new.kind, new.typed, new.party_id), '');
  new.valid := case new.kind
    when 'phone' then clients.phone_valid(new.value)
    when 'email' then clients.email_valid(new.value)
    when 'website' then new.value ~ '^(https?://)?[^\s/@.]+(\.[^\s/@.]+)+(/\S*)?$'
    else true
  end;
  return new;
end
$_$;


ALTER FUNCTION clients.channel_tidy() OWNER TO crm_owner;

--
-- Name: FUNCTION channel_tidy(); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.channel_tidy() IS 'Keeps what was typed and derives its one form from it. | Сохраняет набранное и выводит из него единый вид.';


--
-- Name: inn_valid(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.inn_valid(inn text) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    AS $_$
begin
  if inn !~ '^([0-9]{10}|[0-9]{12})$' or inn ~ '^0+$' then
    return false;
  elsif length(inn) = 10 then
    return clients.weighted_sum(inn, '{2,4,10,3,5,9,4,6,8}') % 11 % 10 = right(inn, 1)::integer;
  end if;
  return clients.weighted_sum(inn, '{7,2,4,10,3,5,9,4,6,8}') % 11 % 10
      = substr(inn, 11, 1)::integer
    and clients.weighted_sum(inn, '{3,7,2,4,10,3,5,9,4,6,8}') % 11 % 10 = right(inn, 1)::integer;
end
$_$;


ALTER FUNCTION clients.inn_valid(inn text) OWNER TO crm_owner;

--
-- Name: FUNCTION inn_valid(inn text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.inn_valid(inn text) IS 'Whether a Russian tax number has 10 or 12 digits and right check digits. | Верны ли длина и контрольные цифры ИНН.';


--
-- Name: kpp_valid(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.kpp_valid(kpp text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN ((kpp ~ '^[0-9]{4}[0-9A-Z]{2}[0-9]{3}$'::text) AND (kpp !~ '^00'::text));


ALTER FUNCTION clients.kpp_valid(kpp text) OWNER TO crm_owner;

--
-- Name: FUNCTION kpp_valid(kpp text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.kpp_valid(kpp text) IS 'Whether a registration reason code has its form (it has no check digit). | Верен ли вид КПП (контрольной цифры у него нет).';


--
-- Name: luhn(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.luhn(digits text) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN (SELECT ((sum(CASE WHEN ((d.place % (2)::bigint) = 0) THEN (((d.digit * 2) / 10) + ((d.digit * 2) % 10)) ELSE d.digit END))::integer % 10) FROM (SELECT (s.sign)::integer AS digit, s.place FROM regexp_split_to_table(reverse(luhn.digits), ''::text) WITH ORDINALITY s(sign, place)) d);


ALTER FUNCTION clients.luhn(digits text) OWNER TO crm_owner;

--
-- Name: FUNCTION luhn(digits text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.luhn(digits text) IS 'Luhn sum modulo 10; 0 means the last digit is right. | Сумма Луна по модулю 10; 0 означает верную последнюю цифру.';


--
-- Name: mod_11_10(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.mod_11_10(digits text) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    AS $$
declare
  product integer := 10;
  digit text;
begin
  foreach digit in array regexp_split_to_array(left(digits, -1), '') loop
    product := (product + digit::integer) % 10;
    product := (case product when 0 then 10 else product end) * 2 % 11;
  end loop;
  return (11 - product) % 10 = right(digits, 1)::integer;
end
$$;


ALTER FUNCTION clients.mod_11_10(digits text) OWNER TO crm_owner;

--
-- Name: FUNCTION mod_11_10(digits text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.mod_11_10(digits text) IS 'Whether the last digit is that of ISO 7064 MOD 11,10. | Верна ли последняя цифра по ISO 7064 MOD 11,10.';


--
-- Name: ogrn_valid(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.ogrn_valid(ogrn text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN CASE WHEN (ogrn ~ '^[1-9][0-9]{12}$'::text) THEN (((("left"(ogrn, 12))::bigint % (11)::bigint) % (10)::bigint) = ("right"(ogrn, 1))::bigint) WHEN (ogrn ~ '^[34][0-9]{14}$'::text) THEN (((("left"(ogrn, 14))::bigint % (13)::bigint) % (10)::bigint) = ("right"(ogrn, 1))::bigint) ELSE false END;


ALTER FUNCTION clients.ogrn_valid(ogrn text) OWNER TO crm_owner;

--
-- Name: FUNCTION ogrn_valid(ogrn text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.ogrn_valid(ogrn text) IS 'Whether a state registration number (13 digits, 15 of an entrepreneur) has a right check digit. | Верна ли контрольная цифра ОГРН (13 знаков) или ОГРНИП (15 знаков).';


--
-- Name: phone(text, text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.phone(typed text, country text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  main text := regexp_replace(lower(typed), '(доб|вн|ext|x|#|,|;).*$', '');
  digits text := regexp_replace(main, '[^0-9]', '', 'g');
  code text := clients.calling_code(country);
begin
  if digits = '' then
    return clients.tidy(typed);
  elsif main ~ '^[^0-9]*\+' then
    return '+' || digits;
  elsif digits ~ '^(00|810)[1-9]' and length(digits) > 11 then
    return '+' || regexp_replace(digits, '^(00|810)', '');
  elsif code = '7' and digits ~ '^[78][3-9][0-9]{9}$' then
    return '+7' || right(digits, 10);
  elsif code = '7' and digits ~ '^[3-9][0-9]{9}$' then
    return '+7' || digits;
  elsif code = '7' and digits ~ '^[1-9][0-9]{11,14}$' then
    return '+' || digits;
  elsif code = '1' and digits ~ '^1?[2-9][0-9]{9}$' then
    return '+1' || right(digits, 10);
  elsif code not in ('1', '7') and length(digits) >= 6 then
    return '+' || code || case when country = 'IT' then digits else regexp_replace(digits, '^0', '') end;
  end if;
  return digits;
end
$_$;


ALTER FUNCTION clients.phone(typed text, country text) OWNER TO crm_owner;

--
-- Name: FUNCTION phone(typed text, country text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.phone(typed text, country text) IS 'A typed phone number in E.164 where it can be told, otherwise its digits. | Набранный телефон в виде E.164, а если нельзя понять — его цифры.';


--
-- Name: tidy(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.tidy(typed text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN NULLIF(btrim(regexp_replace(typed, '\s+'::text, ' '::text, 'g'::text)), ''::text);


ALTER FUNCTION clients.tidy(typed text) OWNER TO crm_owner;

--
-- Name: FUNCTION tidy(typed text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.tidy(typed text) IS 'Text without white space around and with single spaces inside, null when nothing is left. | Текст без лишних пробелов; пустой становится null.';


--
-- Name: vat_france(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.vat_france(digits text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN (WITH number AS (SELECT "left"(vat_france.digits, 2) AS key, substr(vat_france.digits, 3) AS siren, (strpos('0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'::text, "left"(vat_france.digits, 1)) - 1) AS first, (strpos('0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'::text, substr(vat_france.digits, 2, 1)) - 1) AS second), folded AS (SELECT number.key, number.siren, CASE WHEN (number.first < 10) THEN (((number.first * 24) + number.second) - 10) ELSE (((number.first * 34) + number.second) - 100) END AS mark FROM number) SELECT (((folded.siren ~~ '000%'::text) OR (clients.luhn(folded.siren) = 0)) AND CASE WHEN (folded.key ~ '^[0-9]{2}$'::text) THEN ((((folded.siren || '12'::text))::bigint % (97)::bigint) = (folded.key)::bigint) ELSE (((((folded.siren)::bigint + 1) + (folded.mark / 11)) % (11)::bigint) = (folded.mark % 11)) END) FROM folded);


ALTER FUNCTION clients.vat_france(digits text) OWNER TO crm_owner;

--
-- Name: FUNCTION vat_france(digits text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.vat_france(digits text) IS 'Whether a French VAT number fits its SIREN. | Подходит ли французский номер НДС к своему SIREN.';


--
-- Name: vat_netherlands(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.vat_netherlands(vat text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN (((clients.weighted_sum(substr(vat, 3, 9), '{9,8,7,6,5,4,3,2,-1}'::integer[]) % 11) = 0) OR (((((('2321'::text || substr(vat, 3, 9)) || '11'::text) || "right"(vat, 2)))::numeric % (97)::numeric) = (1)::numeric));


ALTER FUNCTION clients.vat_netherlands(vat text) OWNER TO crm_owner;

--
-- Name: FUNCTION vat_netherlands(vat text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.vat_netherlands(vat text) IS 'Whether a Dutch VAT number fits the eleven test or, of a sole trader, modulo 97. | Проходит ли нидерландский номер НДС проверку по 11 или по 97.';


--
-- Name: vat_spain(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.vat_spain(digits text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN CASE WHEN (digits ~ '^[0-9XYZKLM][0-9]{7}[A-Z]$'::text) THEN ("right"(digits, 1) = substr('TRWAGMYFPDXBNJZSQVHLCKE'::text, ((((translate("left"(digits, 8), 'XYZKLM'::text, '012'::text))::bigint % (23)::bigint))::integer + 1), 1)) WHEN (digits ~ '^[ABEH][0-9]{8}$'::text) THEN (clients.luhn(substr(digits, 2)) = 0) WHEN (digits ~ '^[CDFGJUV][0-9]{8}$'::text) THEN (clients.luhn(substr(digits, 2)) = 0) WHEN (digits ~ '^[CDFGJNPQRSUVW][0-9]{7}[A-J]$'::text) THEN (clients.luhn((substr(digits, 2, 7) || translate("right"(digits, 1), 'JABCDEFGHI'::text, '0123456789'::text))) = 0) ELSE false END;


ALTER FUNCTION clients.vat_spain(digits text) OWNER TO crm_owner;

--
-- Name: FUNCTION vat_spain(digits text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.vat_spain(digits text) IS 'Whether a Spanish tax number of a person, foreigner or company has a right control sign. | Верен ли контрольный знак испанского налогового номера.';


--
-- Name: vat_digits(text, text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.vat_digits(country text, digits text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN CASE country WHEN 'AT'::text THEN ((((6 - clients.luhn(substr(digits, 2, 7))) + 10) % 10) = ("right"(digits, 1))::integer) WHEN 'BE'::text THEN ((97 - (("left"(digits, 8))::bigint % (97)::bigint)) = ("right"(digits, 2))::bigint) WHEN 'DE'::text THEN clients.mod_11_10(digits) WHEN 'DK'::text THEN ((clients.weighted_sum(digits, '{2,7,6,5,4,3,2,1}'::integer[]) % 11) = 0) WHEN 'EE'::text THEN ((clients.weighted_sum(digits, '{3,7,1,3,7,1,3,7,1}'::integer[]) % 10) = 0) WHEN 'EL'::text THEN (((clients.weighted_sum(digits, '{256,128,64,32,16,8,4,2}'::integer[]) % 11) % 10) = ("right"(digits, 1))::integer) WHEN 'ES'::text THEN clients.vat_spain(digits) WHEN 'FI'::text THEN ((clients.weighted_sum(digits, '{7,9,10,5,8,4,2,1}'::integer[]) % 11) = 0) WHEN 'FR'::text THEN clients.vat_france(digits) WHEN 'HR'::text THEN clients.mod_11_10(digits) WHEN 'HU'::text THEN ((clients.weighted_sum(digits, '{9,7,3,1,9,7,3,1}'::integer[]) % 10) = 0) WHEN 'IT'::text THEN ((digits ~ '^[0-9]{7}(0[0-9][1-9]|0[1-9]0|100|12[01]|888|999)'::text) AND (digits !~ '^0{7}'::text) AND (clients.luhn(digits) = 0)) WHEN 'LU'::text THEN ((("left"(digits, 6))::bigint % (89)::bigint) = ("right"(digits, 2))::bigint) WHEN 'MT'::text THEN ((clients.weighted_sum(digits, '{3,4,6,7,8,9,10,1}'::integer[]) % 37) = 0) WHEN 'NL'::text THEN clients.vat_netherlands(('NL'::text || digits)) WHEN 'PL'::text THEN ((clients.weighted_sum(digits, '{6,5,7,2,3,4,5,6,7}'::integer[]) % 11) = ("right"(digits, 1))::integer) WHEN 'PT'::text THEN ((((11 - (clients.weighted_sum(digits, '{9,8,7,6,5,4,3,2}'::integer[]) % 11)) % 11) % 10) = ("right"(digits, 1))::integer) WHEN 'SE'::text THEN (clients.luhn("left"(digits, 10)) = 0) ELSE true END;


ALTER FUNCTION clients.vat_digits(country text, digits text) OWNER TO crm_owner;

--
-- Name: FUNCTION vat_digits(country text, digits text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.vat_digits(country text, digits text) IS 'Whether the digits behind the prefix fit the check digits of the member state, where it has any. | Верны ли контрольные цифры номера НДС, если они есть у страны.';


--
-- Name: vat_form(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.vat_form(vat text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN (vat ~ '^(ATU[0-9]{8}|BE[01][0-9]{9}|BG[0-9]{9,10}|CY[0-9]{8}[A-Z]|CZ[0-9]{8,10}|DE[1-9][0-9]{8}|DK[1-9][0-9]{7}|EE[0-9]{9}|EL[0-9]{9}|ES[0-9A-Z][0-9]{7}[0-9A-Z]|FI[0-9]{8}|FR[0-9A-HJ-NP-Z]{2}[0-9]{9}|HR[0-9]{11}|HU[0-9]{8}|IE([0-9]{7}[A-W][A-I]?|[0-9][0-9A-Z+*][0-9]{5}[A-W])|IT[0-9]{11}|LT([0-9]{9}|[0-9]{12})|LU[0-9]{8}|LV[0-9]{11}|MT[1-9][0-9]{7}|NL[0-9]{9}B[0-9]{2}|PL[0-9]{10}|PT[0-9]{9}|RO[0-9]{2,10}|SE[0-9]{10}01|SI[1-9][0-9]{7}|SK[0-9]{10}|XI([0-9]{9}|[0-9]{12}|GD[0-9]{3}|HA[0-9]{3}))$'::text);


ALTER FUNCTION clients.vat_form(vat text) OWNER TO crm_owner;

--
-- Name: FUNCTION vat_form(vat text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.vat_form(vat text) IS 'Whether a VAT number has the form of its member state. | Верен ли вид номера НДС страны ЕС.';


--
-- Name: vat_valid(text, text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.vat_valid(vat text, country text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN CASE WHEN (vat IS NULL) THEN true WHEN (vat !~ '^[0-9A-Z+*./-]{4,20}$'::text) THEN false WHEN ((country IS NOT NULL) AND (strpos('AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'::text, country) = 0)) THEN true WHEN ((country IS NULL) AND (strpos('AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI'::text, "left"(vat, 2)) = 0)) THEN true ELSE (clients.vat_form(vat) AND clients.vat_digits("left"(vat, 2), substr(vat, 3))) END;


ALTER FUNCTION clients.vat_valid(vat text, country text) OWNER TO crm_owner;

--
-- Name: FUNCTION vat_valid(vat text, country text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.vat_valid(vat text, country text) IS 'Whether a VAT number of a country of the European Union is right; numbers of others only have to be short. | Верен ли номер НДС страны ЕС; у остальных проверяется только вид.';


--
-- Name: party; Type: TABLE; Schema: clients; Owner: crm_owner
--

CREATE TABLE clients.party (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    owner_id bigint,
    department_id bigint,
    kind text DEFAULT 'company'::text NOT NULL,
    name text NOT NULL,
    name_key text GENERATED ALWAYS AS (lower(name)) STORED COLLATE pg_catalog."C",
    legal_name text,
    customer boolean DEFAULT false NOT NULL,
    supplier boolean DEFAULT false NOT NULL,
    partner boolean DEFAULT false NOT NULL,
    code text,
    inn text,
    kpp text,
    ogrn text,
    vat_number text,
    country text,
    currency text,
    language text,
    rating integer,
    party_group_id bigint,
    parent_id bigint,
    notes text,
    external_source text,
    external_key text,
    archived_at timestamp with time zone,
    CONSTRAINT party_code_length CHECK ((length(code) <= 50)),
    CONSTRAINT party_external_length CHECK (((length(external_source) <= 100) AND (length(external_key) <= 500))),
    CONSTRAINT party_inn_valid CHECK (clients.inn_valid(inn)),
    CONSTRAINT party_kind_known CHECK ((kind = ANY (ARRAY['company'::text, 'person'::text]))),
    CONSTRAINT party_kpp_valid CHECK (clients.kpp_valid(kpp)),
    CONSTRAINT party_language_form CHECK ((language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'::text)),
    CONSTRAINT party_legal_name_length CHECK ((length(legal_name) <= 500)),
    CONSTRAINT party_name_length CHECK (((length(name) >= 1) AND (length(name) <= 300))),
    CONSTRAINT party_not_itself CHECK ((parent_id <> id)),
    CONSTRAINT party_notes_length CHECK ((length(notes) <= 10000)),
    CONSTRAINT party_ogrn_valid CHECK (clients.ogrn_valid(ogrn)),
    CONSTRAINT party_rating_range CHECK (((rating >= 1) AND (rating <= 5))),
    CONSTRAINT party_vat_valid CHECK (clients.vat_valid(vat_number, country))
);


ALTER TABLE clients.party OWNER TO crm_owner;

--
-- Name: TABLE party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TABLE clients.party IS 'Party: a company or person we deal with, in any role. | Контрагент: организация или человек, с которыми мы имеем дело в любой роли.';


--
-- Name: COLUMN party.id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN party.version; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN party.created_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN party.created_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN party.updated_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN party.updated_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN party.owner_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.owner_id IS 'Owner: the account that is responsible. | Ответственный: учётная запись, которая отвечает.';


--
-- Name: COLUMN party.department_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.department_id IS 'Department: whose work it is. | Отдел: чья это работа.';


--
-- Name: COLUMN party.kind; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.kind IS 'Kind: company or person. | Вид: организация или физическое лицо. {company=Company/Организация, person=Person/Физическое лицо}';


--
-- Name: COLUMN party.name; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.name IS 'Name: what we call them. | Название: как мы их называем.';


--
-- Name: COLUMN party.name_key; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.name_key IS 'Name for sorting: the name in small letters. | Название для сортировки: название строчными буквами.';


--
-- Name: COLUMN party.legal_name; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.legal_name IS 'Legal name: full, as registered. | Юридическое название: полное, как зарегистрировано.';


--
-- Name: COLUMN party.customer; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.customer IS 'Customer: buys from us. | Покупатель: покупает у нас.';


--
-- Name: COLUMN party.supplier; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.supplier IS 'Supplier: sells to us. | Поставщик: продаёт нам.';


--
-- Name: COLUMN party.partner; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.partner IS 'Partner: works with us. | Партнёр: работает вместе с нами.';


--
-- Name: COLUMN party.code; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.code IS 'Code: our own short number of the party. | Код: наш краткий номер контрагента.';


--
-- Name: COLUMN party.inn; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.inn IS 'INN: Russian tax number, 10 or 12 digits. | ИНН: налоговый номер, 10 или 12 цифр.';


--
-- Name: COLUMN party.kpp; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.kpp IS 'KPP: Russian registration reason code. | КПП: код причины постановки на учёт.';


--
-- Name: COLUMN party.ogrn; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.ogrn IS 'OGRN: Russian state registration number, 13 or 15 digits. | ОГРН: государственный регистрационный номер, 13 или 15 цифр.';


--
-- Name: COLUMN party.vat_number; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.vat_number IS 'VAT number: with its country prefix in the European Union. | Номер НДС: в Евросоюзе с приставкой страны.';


--
-- Name: COLUMN party.country; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.country IS 'Country: where it is registered. | Страна: где зарегистрирован.';


--
-- Name: COLUMN party.currency; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.currency IS 'Currency: of its documents, unless said otherwise. | Валюта: документов, если не указано иное.';


--
-- Name: COLUMN party.language; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.language IS 'Language: we write to them in. | Язык: на котором мы им пишем.';


--
-- Name: COLUMN party.rating; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.rating IS 'Rating: 1 (low) to 5 (high). | Оценка: от 1 (низкая) до 5 (высокая).';


--
-- Name: COLUMN party.party_group_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.party_group_id IS 'Group: where it stands in the tree of groups. | Группа: место в дереве групп.';


--
-- Name: COLUMN party.parent_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.parent_id IS 'Parent company: the company it belongs to. | Головная организация: кому принадлежит.';


--
-- Name: COLUMN party.notes; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.notes IS 'Notes: whatever is worth knowing. | Заметки: что стоит знать.';


--
-- Name: COLUMN party.external_source; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.external_source IS 'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';


--
-- Name: COLUMN party.external_key; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.external_key IS 'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';


--
-- Name: COLUMN party.archived_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party.archived_at IS 'Archived: when it was put away; it can be restored. | В архиве: когда убрано; можно вернуть.';


--
-- Name: CONSTRAINT party_code_length ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_code_length ON clients.party IS 'The code must have at most 50 characters. | Код должен быть не длиннее 50 знаков.';


--
-- Name: CONSTRAINT party_external_length ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_external_length ON clients.party IS 'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';


--
-- Name: CONSTRAINT party_inn_valid ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_inn_valid ON clients.party IS 'The INN must have 10 or 12 digits and right check digits. | ИНН должен состоять из 10 или 12 цифр с верными контрольными цифрами.';


--
-- Name: CONSTRAINT party_kind_known ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_kind_known ON clients.party IS 'A party is a company or a person. | Контрагент — организация или физическое лицо.';


--
-- Name: CONSTRAINT party_kpp_valid ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_kpp_valid ON clients.party IS 'The KPP must have 9 signs: 4 digits, 2 digits or capitals, 3 digits. | КПП должен состоять из 9 знаков: 4 цифры, 2 цифры или буквы, 3 цифры.';


--
-- Name: CONSTRAINT party_language_form ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_language_form ON clients.party IS 'The language must be a BCP 47 tag, for example ru or en-GB. | Язык указывается тегом BCP 47, например ru или en-GB.';


--
-- Name: CONSTRAINT party_legal_name_length ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_legal_name_length ON clients.party IS 'The legal name must have at most 500 characters. | Юридическое название должно быть не длиннее 500 знаков.';


--
-- Name: CONSTRAINT party_name_length ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_name_length ON clients.party IS 'The name must have 1 to 300 characters. | Название должно быть от 1 до 300 знаков.';


--
-- Name: CONSTRAINT party_not_itself ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_not_itself ON clients.party IS 'A party cannot belong to itself. | Контрагент не может принадлежать самому себе.';


--
-- Name: CONSTRAINT party_notes_length ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_notes_length ON clients.party IS 'The notes must have at most 10,000 characters. | Заметки должны быть не длиннее 10 000 знаков.';


--
-- Name: CONSTRAINT party_ogrn_valid ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_ogrn_valid ON clients.party IS 'The OGRN must have 13 or 15 digits and a right check digit. | ОГРН должен состоять из 13 или 15 цифр с верной контрольной цифрой.';


--
-- Name: CONSTRAINT party_rating_range ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_rating_range ON clients.party IS 'The rating must be 1 to 5. | Оценка должна быть от 1 до 5.';


--
-- Name: CONSTRAINT party_vat_valid ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_vat_valid ON clients.party IS 'The VAT number does not fit its country or its check digits. | Номер НДС не подходит стране или имеет неверные контрольные цифры.';


--
-- Name: channel_value(text, text, bigint); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.channel_value(kind text, typed text, party_id bigint) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN CASE WHEN (kind = 'phone'::text) THEN clients.phone(typed, (SELECT p.country FROM clients.party p WHERE (p.id = channel_value.party_id))) WHEN (kind = ANY (ARRAY['email'::text, 'website'::text])) THEN lower(clients.tidy(typed)) ELSE clients.tidy(typed) END;


ALTER FUNCTION clients.channel_value(kind text, typed text, party_id bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION channel_value(kind text, typed text, party_id bigint); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.channel_value(kind text, typed text, party_id bigint) IS 'A typed channel of a party in the form that is stored. | Набранный канал контрагента в том виде, в каком он хранится.';


--
-- Name: compact(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.compact(typed text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN NULLIF(upper(regexp_replace(typed, '[\s./-]'::text, ''::text, 'g'::text)), ''::text);


ALTER FUNCTION clients.compact(typed text) OWNER TO crm_owner;

--
-- Name: FUNCTION compact(typed text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.compact(typed text) IS 'A number without spaces, dots, slashes and hyphens, in capitals. | Номер без пробелов, точек, дробей и дефисов, прописными.';


--
-- Name: contact_kinds(); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.contact_kinds() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if not exists (select from clients.party where id = new.company_id and kind = 'company') then
    raise exception 'not a company' using errcode = 'check_violation', schema = 'clients',
      table = 'contact', column = 'company_id', constraint = 'contact_of_company';
  elsif not exists (select from clients.party where id = new.person_id and kind = 'person') then
    raise exception 'not a person' using errcode = 'check_violation', schema = 'clients',
      table = 'contact', column = 'person_id', constraint = 'contact_is_person';
  end if;
  return null;
end
$$;


ALTER FUNCTION clients.contact_kinds() OWNER TO crm_owner;

--
-- Name: FUNCTION contact_kinds(); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.contact_kinds() IS 'Refuses a contact whose company is a person or whose person is a company. | Отклоняет контакт, где организация и человек перепутаны.';


--
-- Name: describe_common(regclass); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.describe_common(record regclass) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
declare
  part record;
begin
  for part in
    select a.attname, d.words
    from (values
      ('id', 'Number: of the record, given by the database. | Номер: записи, даёт база данных.'),
      ('version', 'Version: grows with every change. | Версия: растёт с каждым изменением.'),
      ('created_at', 'Created: when it was entered. | Создано: когда внесено.'),
      ('created_by', 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.'),
      ('updated_at', 'Changed: when it was last changed. | Изменено: когда менялось последний раз.'),
      ('updated_by', 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.'),
      ('owner_id', 'Owner: the account that is responsible. | Ответственный: учётная запись, которая отвечает.'),
      ('department_id', 'Department: whose work it is. | Отдел: чья это работа.'),
      ('external_source', 'Source: the system or file it came from. | Источник: система или файл, откуда пришло.'),
      ('external_key', 'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.'),
      ('archived_at', 'Archived: when it was put away; it can be restored. | В архиве: когда убрано; можно вернуть.')
    ) as d (name, words)
    join pg_attribute as a on a.attrelid = record and a.attname = d.name
  loop
    execute format('comment on column %s.%I is %L', record, part.attname, part.words);
  end loop;
  for part in
    select c.conname, d.words
    from (values
      ('%\_external\_key', 'This key of the source is already here. | Этот ключ источника уже есть.'),
      ('%\_external\_length', 'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.'),
      ('%\_party\_fkey', 'There is no such party. | Такого контрагента нет.'),
      ('%\_owner\_fkey', 'There is no such account. | Такой учётной записи нет.'),
      ('%\_department\_fkey', 'There is no such department. | Такого отдела нет.')
    ) as d (name, words)
    join pg_constraint as c on c.conrelid = record and c.conname like d.name
  loop
    execute format('comment on constraint %I on %s is %L', part.conname, record, part.words);
  end loop;
end
$$;


ALTER FUNCTION clients.describe_common(record regclass) OWNER TO crm_owner;

--
-- Name: FUNCTION describe_common(record regclass); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.describe_common(record regclass) IS 'Comments the columns that every table of the area has. | Описывает столбцы, общие для всех таблиц области.';


--
-- Name: email_valid(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.email_valid(value text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN ((length(value) <= 254) AND (value ~ '^[^\s@<>(),;:"]{1,64}@[^\s@<>(),;:"._-]([^\s@<>(),;:"_]*[^\s@<>(),;:"._-])?\.[^\s@<>(),;:"._-]{2,}$'::text));


ALTER FUNCTION clients.email_valid(value text) OWNER TO crm_owner;

--
-- Name: FUNCTION email_valid(value text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.email_valid(value text) IS 'Whether an e-mail address has a name, one @ and a domain with a dot. | Есть ли в адресе имя, один знак @ и домен с точкой.';


--
-- Name: iban_valid(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.iban_valid(iban text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN ((iban ~ '^[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}$'::text) AND (length(iban) = COALESCE(("substring"('AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20'::text, ("left"(iban, 2) || '([0-9]{2})'::text)))::integer, length(iban))) AND ((((SELECT string_agg(CASE WHEN ((s.sign >= 'A'::text) AND (s.sign <= 'Z'::text)) THEN ((ascii(s.sign) - 55))::text ELSE s.sign END, ''::text ORDER BY s."position") AS string_agg FROM regexp_split_to_table((substr(iban_valid.iban, 5) || "left"(iban_valid.iban, 4)), ''::text) WITH ORDINALITY s(sign, "position")))::numeric % (97)::numeric) = (1)::numeric));


ALTER FUNCTION clients.iban_valid(iban text) OWNER TO crm_owner;

--
-- Name: FUNCTION iban_valid(iban text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.iban_valid(iban text) IS 'Whether an international account number has the length of its country and leaves 1 modulo 97. | Верны ли длина и остаток по модулю 97 у IBAN.';


--
-- Name: like_escape(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.like_escape(word text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN regexp_replace(word, '([\\%_])'::text, '\\\1'::text, 'g'::text);


ALTER FUNCTION clients.like_escape(word text) OWNER TO crm_owner;

--
-- Name: FUNCTION like_escape(word text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.like_escape(word text) IS 'A word in which like sees no wildcards. | Слово, в котором like не видит подстановочных знаков.';


--
-- Name: party_kind_kept(); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.party_kind_kept() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if exists (select from clients.contact where company_id = new.id or person_id = new.id) then
    raise exception 'the party has contacts' using errcode = 'check_violation', schema = 'clients',
      table = 'party', column = 'kind', constraint = 'party_kind_kept';
  end if;
  return null;
end
$$;


ALTER FUNCTION clients.party_kind_kept() OWNER TO crm_owner;

--
-- Name: FUNCTION party_kind_kept(); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.party_kind_kept() IS 'Refuses to turn a company into a person, or back, while contacts hang on it. | Не даёт сменить вид контрагента, пока на нём есть контакты.';


--
-- Name: party_tidy(); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.party_tidy() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  new.name := coalesce(clients.tidy(new.name), '');
  new.legal_name := clients.tidy(new.legal_name);
  new.code := clients.tidy(new.code);
  new.inn := clients.compact(new.inn);
  new.kpp := clients.compact(new.kpp);
  new.ogrn := clients.compact(new.ogrn);
  new.vat_number := clients.compact(new.vat_number);
  return new;
end
$$;


ALTER FUNCTION clients.party_tidy() OWNER TO crm_owner;

--
-- Name: FUNCTION party_tidy(); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.party_tidy() IS 'Brings names and requisites to one form. | Приводит названия и реквизиты к одному виду.';


--
-- Name: phone_valid(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.phone_valid(value text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN CASE WHEN (value ~~ '+7%'::text) THEN (value ~ '^\+7[3-9][0-9]{9}$'::text) WHEN (value ~~ '+1%'::text) THEN (value ~ '^\+1[2-9][0-9]{9}$'::text) ELSE (value ~ '^\+[2-9][0-9]{6,13}$'::text) END;


ALTER FUNCTION clients.phone_valid(value text) OWNER TO crm_owner;

--
-- Name: FUNCTION phone_valid(value text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.phone_valid(value text) IS 'Whether a phone number is complete in E.164. | Полон ли телефон в виде E.164.';


--
-- Name: pieces(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.pieces(words text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN array_to_tsvector(ARRAY(SELECT substr(w.word, p.place, 6) AS substr FROM (unnest(string_to_array(pieces.words, ' '::text)) w(word) CROSS JOIN LATERAL generate_series(1, GREATEST((length(w.word) - 2), 1)) p(place)) WHERE (w.word <> ''::text)));


ALTER FUNCTION clients.pieces(words text) OWNER TO crm_owner;

--
-- Name: FUNCTION pieces(words text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.pieces(words text) IS 'Six letters from every place in every word, fewer at its end. | По шесть букв с каждого места каждого слова, в конце слова меньше.';


--
-- Name: pieces_wanted(text[]); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.pieces_wanted(words text[]) RETURNS tsquery
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'pg_catalog'
    RETURN (SELECT (string_agg((((''''::text || replace(replace(piece.piece, '\'::text, '\\'::text), ''''::text, ''''''::text)) || ''''::text) || CASE WHEN (length(piece.piece) < 6) THEN ':*'::text ELSE ''::text END), ' & '::text))::tsquery AS string_agg FROM ((unnest(pieces_wanted.words) w(word) CROSS JOIN LATERAL generate_series(1, GREATEST((length(w.word) - 5), 1)) p(place)) CROSS JOIN LATERAL substr(w.word, p.place, 6) piece(piece)) WHERE (length(w.word) >= 3));


ALTER FUNCTION clients.pieces_wanted(words text[]) OWNER TO crm_owner;

--
-- Name: FUNCTION pieces_wanted(words text[]); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.pieces_wanted(words text[]) IS 'Asks the index of pieces for parts of words. | Запрос к индексу кусков по частям слов.';


--
-- Name: refuse_cycle(); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.refuse_cycle() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  circle boolean;
begin
  perform pg_advisory_xact_lock(tg_relid::bigint);
  execute format(
    'with recursive above (id, parent_id) as (
       select id, parent_id from %1$s where id = $1
       union
       select t.id, t.parent_id from %1$s as t join above as a on t.id = a.parent_id
     )
     select exists (select from above where id = $2)', tg_relid::regclass)
    into circle using new.parent_id, new.id;
  if circle then
    raise exception 'a record cannot stand above itself'
      using errcode = 'check_violation', schema = tg_table_schema, table = tg_table_name,
        column = 'parent_id', constraint = tg_name;
  end if;
  return null;
end
$_$;


ALTER FUNCTION clients.refuse_cycle() OWNER TO crm_owner;

--
-- Name: FUNCTION refuse_cycle(); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.refuse_cycle() IS 'Refuses a parent_id that would close a circle; the constraint is named by the trigger. | Отклоняет parent_id, замыкающий круг; ограничение названо по триггеру.';


--
-- Name: search_party(text); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.search_party(q text) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
    SET search_path TO 'pg_catalog'
    SET enable_seqscan TO 'off'
    AS $$
declare
  key text collate "C" := lower(clients.tidy(left(q, 200)));
  beyond text collate "C" := key || U&'\+10FFFF';
  number text := clients.compact(left(q, 200));
  digits text := regexp_replace(left(q, 200), '[^0-9]', '', 'g');
  words text[] := (array(
    select word from unnest(string_to_array(key, ' ')) as w (word)
    order by length(word) desc, word))[1:8];
  everything boolean := access.everything('parties', 'read');
  departments bigint[] := coalesce(access.departments('parties', 'read'), '{}');
  owners bigint[] := coalesce(access.owners('parties', 'read'), '{}');
  found bigint[];
begin
  if key is null or not (everything or cardinality(departments) > 0 or cardinality(owners) > 0) then
    return;
  end if;
  found := array(
    select p.id from clients.party as p
    where p.name_key >= key and p.name_key < beyond
      and (everything or p.department_id = any (departments) or p.owner_id = any (owners))
    order by p.name_key, p.id limit 1000);
  return query select unnest(found);
  return query
    select p.id from clients.party as p
    where (p.inn = number or lower(p.code) = key)
      and (everything or p.department_id = any (departments) or p.owner_id = any (owners))
    limit 1000;
  if position('@' in key) > 0 or length(digits) between 5 and 15 then
    -- key is in the collation of names; the index of channels is not.
    return query
      select p.id from clients.party as p
      where p.id in (
          select c.party_id from clients.channel as c
          where c.value in (key collate "default", '+' || digits, clients.phone(left(q, 200), null)))
        and (everything or p.department_id = any (departments) or p.owner_id = any (owners))
      limit 1000;
  end if;
  if cardinality(found) >= 1000 or length(words[1]) < 3
    or (key !~ '[[:alpha:]]' and length(digits) >= 7) then
    return;
  end if;
  if cardinality(words) = 1 then
    found := array(
      select w.id from (
        (select p.id from clients.party as p
          where split_part(p.name_key, ' ', 2) >= key and split_part(p.name_key, ' ', 2) < beyond
            and split_part(p.name_key, ' ', 2) <> ''
            and (everything or p.department_id = any (departments) or p.owner_id = any (owners))
          order by split_part(p.name_key, ' ', 2), p.id limit 1000)
        union all
        (select p.id from clients.party as p
          where split_part(p.name_key, ' ', 3) >= key and split_part(p.name_key, ' ', 3) < beyond
            and split_part(p.name_key, ' ', 3) <> ''
            and (everything or p.department_id = any (departments) or p.owner_id = any (owners))
          order by split_part(p.name_key, ' ', 3), p.id limit 1000)
        union all
        (select p.id from clients.party as p
          where split_part(p.name_key, ' ', 4) >= key and split_part(p.name_key, ' ', 4) < beyond
            and split_part(p.name_key, ' ', 4) <> ''
            and (everything or p.department_id = any (departments) or p.owner_id = any (owners))
          order by split_part(p.name_key, ' ', 4), p.id limit 1000)) as w
      limit 1000);
    if cardinality(found) >= 1000 then
      return query select unnest(found);
      return;
    end if;
  end if;
  return query
    select p.id from clients.party as p
    where clients.pieces(p.name_key || ' ' || lower(coalesce(p.legal_name, '')))
        @@ clients.pieces_wanted(words)
      and (p.name_key || ' ' || lower(coalesce(p.legal_name, '')))
        like all (array(select '%' || clients.like_escape(word) || '%' from unnest(words) as w (word)))
      and (everything or p.department_id = any (departments) or p.owner_id = any (owners))
    limit 1000;
end
$$;


ALTER FUNCTION clients.search_party(q text) OWNER TO crm_owner;

--
-- Name: FUNCTION search_party(q text); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.search_party(q text) IS 'Candidates for a search by name, INN, code, phone or e-mail, within what the caller may see; at most 1,000 of each kind. | Кандидаты поиска по названию, ИНН, коду, телефону или почте в пределах видимого вызывающему; не более 1000 каждого вида.';


--
-- Name: interaction_participant; Type: TABLE; Schema: clients; Owner: crm_owner
--

CREATE TABLE clients.interaction_participant (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    interaction_id bigint NOT NULL,
    party_id bigint,
    account_id bigint,
    role text DEFAULT 'present'::text NOT NULL,
    external_source text,
    external_key text,
    CONSTRAINT interaction_participant_external_length CHECK (((length(external_source) <= 100) AND (length(external_key) <= 500))),
    CONSTRAINT interaction_participant_one CHECK ((num_nonnulls(party_id, account_id) = 1)),
    CONSTRAINT interaction_participant_role_known CHECK ((role = ANY (ARRAY['present'::text, 'sender'::text, 'recipient'::text, 'copy'::text, 'organizer'::text])))
);


ALTER TABLE clients.interaction_participant OWNER TO crm_owner;

--
-- Name: TABLE interaction_participant; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TABLE clients.interaction_participant IS 'Participant: a person of theirs or an account of ours in an interaction. | Участник: человек с их стороны или наша учётная запись во взаимодействии.';


--
-- Name: COLUMN interaction_participant.id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction_participant.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN interaction_participant.version; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction_participant.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN interaction_participant.created_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction_participant.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN interaction_participant.created_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction_participant.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN interaction_participant.updated_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction_participant.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN interaction_participant.updated_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction_participant.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN interaction_participant.interaction_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction_participant.interaction_id IS 'Interaction: in which they took part. | Взаимодействие: в котором участвовали.';


--
-- Name: COLUMN interaction_participant.party_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction_participant.party_id IS 'Person: of theirs. | Человек: с их стороны.';


--
-- Name: COLUMN interaction_participant.account_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction_participant.account_id IS 'Account: of ours. | Учётная запись: с нашей стороны.';


--
-- Name: COLUMN interaction_participant.role; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction_participant.role IS 'Role: as what they took part. | Роль: в качестве кого. {present=Present/Присутствовал, sender=Sender/Отправитель, recipient=Recipient/Получатель, copy=Copy/Копия, organizer=Organizer/Организатор}';


--
-- Name: COLUMN interaction_participant.external_source; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction_participant.external_source IS 'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';


--
-- Name: COLUMN interaction_participant.external_key; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction_participant.external_key IS 'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';


--
-- Name: CONSTRAINT interaction_participant_external_length ON interaction_participant; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_participant_external_length ON clients.interaction_participant IS 'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';


--
-- Name: CONSTRAINT interaction_participant_one ON interaction_participant; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_participant_one ON clients.interaction_participant IS 'Give either a person of theirs or an account of ours. | Укажите либо человека с их стороны, либо нашу учётную запись.';


--
-- Name: CONSTRAINT interaction_participant_role_known ON interaction_participant; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_participant_role_known ON clients.interaction_participant IS 'The role must be present, sender, recipient, copy or organizer. | Роль — присутствовал, отправитель, получатель, копия или организатор.';


--
-- Name: takes_part(bigint); Type: FUNCTION; Schema: clients; Owner: crm_owner
--

CREATE FUNCTION clients.takes_part(interaction bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    RETURN (EXISTS (SELECT FROM clients.interaction_participant p WHERE ((p.interaction_id = takes_part.interaction) AND (p.account_id = access.account_id()))));


ALTER FUNCTION clients.takes_part(interaction bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION takes_part(interaction bigint); Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON FUNCTION clients.takes_part(interaction bigint) IS 'Whether the caller takes part in an interaction. | Участвует ли вызывающий во взаимодействии.';


--
-- Name: abort_exports(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.abort_exports() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  dead bigint;
begin
  perform system.require_own_work();
  update system.export set outcome = 'aborted'
  where outcome = 'running' and created_at < now() - interval '1 day';
  get diagnostics dead = row_count;
  return dead;
end
$$;


ALTER FUNCTION system.abort_exports() OWNER TO crm_owner;

--
-- Name: FUNCTION abort_exports(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.abort_exports() IS 'Ends the exports whose service has died. | Закрывает выгрузки, служба которых умерла.';


--
-- Name: custom_words_valid(text, text); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.custom_words_valid(p_words text, p_forbidden text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog'
    RETURN ((p_words IS NULL) OR ((p_words !~ '[[:cntrl:]]'::text) AND (translate(p_words, p_forbidden, ''::text) = p_words) AND (btrim(p_words) = p_words)));


ALTER FUNCTION system.custom_words_valid(p_words text, p_forbidden text) OWNER TO crm_owner;

--
-- Name: FUNCTION custom_words_valid(p_words text, p_forbidden text); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.custom_words_valid(p_words text, p_forbidden text) IS 'Whether words may stand in a comment. | Годятся ли слова для комментария.';


--
-- Name: custom_choices_valid(text[], text[], text[]); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.custom_choices_valid(p_values text[], p_en text[], p_ru text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog'
    RETURN (((cardinality(p_values) >= 1) AND (cardinality(p_values) <= 200)) AND (cardinality(p_en) = cardinality(p_values)) AND (cardinality(p_ru) = cardinality(p_values)) AND (SELECT ((count(DISTINCT v.value) = cardinality(custom_choices_valid.p_values)) AND bool_and((v.value ~ '^[a-z][a-z0-9_]{0,49}$'::text))) FROM unnest(custom_choices_valid.p_values) v(value)) AND (SELECT bool_and((COALESCE(((length(l.label) >= 1) AND (length(l.label) <= 100)), false) AND system.custom_words_valid(l.label, ',={}/|'::text))) AS bool_and FROM unnest((custom_choices_valid.p_en || custom_choices_valid.p_ru)) l(label)));


ALTER FUNCTION system.custom_choices_valid(p_values text[], p_en text[], p_ru text[]) OWNER TO crm_owner;

--
-- Name: FUNCTION custom_choices_valid(p_values text[], p_en text[], p_ru text[]); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.custom_choices_valid(p_values text[], p_en text[], p_ru text[]) IS 'Whether values and their labels fit together. | Подходят ли друг к другу значения и их названия.';


--
-- Name: custom_default_valid(text, text, text[]); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.custom_default_valid(p_type text, p_value text, p_choices text[]) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog'
    SET "DateStyle" TO 'ISO, YMD'
    SET "TimeZone" TO 'UTC'
    AS $_$
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
$_$;


ALTER FUNCTION system.custom_default_valid(p_type text, p_value text, p_choices text[]) OWNER TO crm_owner;

--
-- Name: FUNCTION custom_default_valid(p_type text, p_value text, p_choices text[]); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.custom_default_valid(p_type text, p_value text, p_choices text[]) IS 'Whether a default fits the type of a field. | Подходит ли значение по умолчанию типу поля.';


--
-- Name: custom_field; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.custom_field (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    resource text NOT NULL,
    table_name text,
    name text NOT NULL,
    type text NOT NULL,
    label_en text NOT NULL,
    label_ru text NOT NULL,
    description_en text,
    description_ru text,
    is_required boolean DEFAULT false NOT NULL,
    default_value text,
    is_unique boolean DEFAULT false NOT NULL,
    is_indexed boolean DEFAULT false NOT NULL,
    choices text[],
    choices_en text[],
    choices_ru text[],
    target text,
    target_table text,
    index_state text DEFAULT 'none'::text NOT NULL,
    archived_at timestamp with time zone,
    state text GENERATED ALWAYS AS (
CASE
    WHEN (archived_at IS NOT NULL) THEN 'retired'::text
    WHEN (is_unique AND (index_state = 'pending'::text)) THEN 'pending'::text
    ELSE 'active'::text
END) STORED,
    CONSTRAINT custom_field_choices_form CHECK (
CASE
    WHEN (type = 'enumeration'::text) THEN COALESCE(system.custom_choices_valid(choices, choices_en, choices_ru), false)
    ELSE (choices IS NULL)
END),
    CONSTRAINT custom_field_default_fits CHECK (system.custom_default_valid(type, default_value, choices)),
    CONSTRAINT custom_field_description_en_form CHECK ((((length(description_en) >= 1) AND (length(description_en) <= 500)) AND system.custom_words_valid(description_en, '{}|'::text))),
    CONSTRAINT custom_field_description_ru_form CHECK ((((length(description_ru) >= 1) AND (length(description_ru) <= 500)) AND system.custom_words_valid(description_ru, '{}|'::text))),
    CONSTRAINT custom_field_index_fits CHECK (((NOT is_indexed) OR (type <> 'long_text'::text))),
    CONSTRAINT custom_field_index_state_known CHECK ((index_state = ANY (ARRAY['none'::text, 'pending'::text, 'ready'::text]))),
    CONSTRAINT custom_field_label_en_form CHECK ((((length(label_en) >= 1) AND (length(label_en) <= 100)) AND system.custom_words_valid(label_en, ':{}|'::text))),
    CONSTRAINT custom_field_label_ru_form CHECK ((((length(label_ru) >= 1) AND (length(label_ru) <= 100)) AND system.custom_words_valid(label_ru, ':{}|'::text))),
    CONSTRAINT custom_field_labels_alone CHECK (((choices IS NOT NULL) OR ((choices_en IS NULL) AND (choices_ru IS NULL)))),
    CONSTRAINT custom_field_name_form CHECK (((name ~ '^x_[a-z][a-z0-9_]{0,30}$'::text) AND (name !~ '_currency$'::text))),
    CONSTRAINT custom_field_reference_name CHECK (((type = 'reference'::text) = (name ~ '_id$'::text))),
    CONSTRAINT custom_field_state_known CHECK ((state = ANY (ARRAY['active'::text, 'pending'::text, 'retired'::text]))),
    CONSTRAINT custom_field_target_given CHECK (((type = 'reference'::text) = (target IS NOT NULL))),
    CONSTRAINT custom_field_type_known CHECK ((type = ANY (ARRAY['text'::text, 'long_text'::text, 'integer'::text, 'decimal'::text, 'money'::text, 'date'::text, 'instant'::text, 'boolean'::text, 'enumeration'::text, 'reference'::text]))),
    CONSTRAINT custom_field_unique_fits CHECK (((NOT is_unique) OR ((default_value IS NULL) AND (type = ANY (ARRAY['text'::text, 'integer'::text, 'decimal'::text, 'date'::text, 'instant'::text, 'reference'::text])))))
);


ALTER TABLE system.custom_field OWNER TO crm_owner;

--
-- Name: TABLE custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.custom_field IS 'Custom field: that this enterprise keeps of a record. | Своё поле: которое ведёт это предприятие.';


--
-- Name: COLUMN custom_field.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN custom_field.version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN custom_field.created_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN custom_field.created_by; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN custom_field.updated_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN custom_field.updated_by; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN custom_field.resource; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.resource IS 'Resource: whose records have it. | Ресурс: у чьих записей оно есть.';


--
-- Name: COLUMN custom_field.table_name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.table_name IS 'Table: of the resource. | Таблица: ресурса.';


--
-- Name: COLUMN custom_field.name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.name IS 'Name: of the field and its column, x_ and small letters; a reference ends in _id. | Имя: поля и столбца, x_ и строчные латинские буквы; у ссылки на конце _id.';


--
-- Name: COLUMN custom_field.type; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.type IS 'Type: what it holds. | Тип: что в нём хранится. {text=Text/Текст, long_text=Long text/Длинный текст, integer=Whole number/Целое число, decimal=Decimal/Дробное число, money=Money/Деньги, date=Date/Дата, instant=Instant/Момент времени, boolean=Yes or no/Да или нет, enumeration=Enumeration/Перечисление, reference=Reference/Ссылка}';


--
-- Name: COLUMN custom_field.label_en; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.label_en IS 'Label (English): what people call it. | Название (англ.): как его называют.';


--
-- Name: COLUMN custom_field.label_ru; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.label_ru IS 'Label (Russian): what people call it. | Название (рус.): как его называют.';


--
-- Name: COLUMN custom_field.description_en; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.description_en IS 'Description (English): what it means. | Описание (англ.): что оно значит.';


--
-- Name: COLUMN custom_field.description_ru; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.description_ru IS 'Description (Russian): what it means. | Описание (рус.): что оно значит.';


--
-- Name: COLUMN custom_field.is_required; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.is_required IS 'Required: every record has a value; can be asked for when every one has. | Обязательное: значение есть у каждой записи; требовать можно, когда оно есть у всех.';


--
-- Name: COLUMN custom_field.default_value; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.default_value IS 'Default: of records that are there and that leave it out, as text. | По умолчанию: у имеющихся записей и там, где не указано; текстом.';


--
-- Name: COLUMN custom_field.is_unique; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.is_unique IS 'Unique: no two records share a value. | Уникальное: значения не повторяются.';


--
-- Name: COLUMN custom_field.is_indexed; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.is_indexed IS 'Indexed: filters and sorts by it are quick. | Индекс: быстрый отбор и сортировка.';


--
-- Name: COLUMN custom_field.choices; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.choices IS 'Choices: the values of an enumeration. | Значения: перечисления.';


--
-- Name: COLUMN custom_field.choices_en; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.choices_en IS 'Labels of the choices (English): in their order. | Названия значений (англ.): в том же порядке.';


--
-- Name: COLUMN custom_field.choices_ru; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.choices_ru IS 'Labels of the choices (Russian): in their order. | Названия значений (рус.): в том же порядке.';


--
-- Name: COLUMN custom_field.target; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.target IS 'Target: the resource that a reference leads to. | Цель: ресурс, на который ссылается.';


--
-- Name: COLUMN custom_field.target_table; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.target_table IS 'Table: of the target. | Таблица: цели.';


--
-- Name: COLUMN custom_field.index_state; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.index_state IS 'Index: on a large table it is built behind. | Индекс: на большой таблице строится отдельно. {none=None/Нет, pending=To be built/Ждёт построения, ready=Ready/Готов}';


--
-- Name: COLUMN custom_field.archived_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.archived_at IS 'Archived: when it was put away; it can be restored. | В архиве: когда убрано; можно вернуть.';


--
-- Name: COLUMN custom_field.state; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.custom_field.state IS 'State: a pending one waits for its unique index. | Состояние: ожидающее ждёт уникального индекса. {active=Active/Действует, pending=Pending/Ожидает, retired=Retired/Снято}';


--
-- Name: CONSTRAINT custom_field_choices_form ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_choices_form ON system.custom_field IS 'An enumeration, and nothing else, has 1 to 200 choices such as first_rate, each once, with as many labels in both languages; labels have none of , = { } / |. | У перечисления, и только у него, от 1 до 200 значений вида first_rate без повторов и столько же названий на обоих языках; в названиях нет , = { } / |.';


--
-- Name: CONSTRAINT custom_field_default_fits ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_default_fits ON system.custom_field IS 'The default does not fit the type; money and references have none. | Значение по умолчанию не подходит типу; у денег и ссылок его нет.';


--
-- Name: CONSTRAINT custom_field_description_en_form ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_description_en_form ON system.custom_field IS 'The description has 1 to 500 characters, none of { } |. | Описание: от 1 до 500 знаков, без { } |.';


--
-- Name: CONSTRAINT custom_field_description_ru_form ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_description_ru_form ON system.custom_field IS 'The description has 1 to 500 characters, none of { } |. | Описание: от 1 до 500 знаков, без { } |.';


--
-- Name: CONSTRAINT custom_field_index_fits ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_index_fits ON system.custom_field IS 'A long text cannot be indexed. | Длинный текст не индексируется.';


--
-- Name: CONSTRAINT custom_field_index_state_known ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_index_state_known ON system.custom_field IS 'The state of an index is none, pending or ready. | Состояние индекса: none, pending или ready.';


--
-- Name: CONSTRAINT custom_field_label_en_form ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_label_en_form ON system.custom_field IS 'The label has 1 to 100 characters, none of : { } |. | Название: от 1 до 100 знаков, без : { } |.';


--
-- Name: CONSTRAINT custom_field_label_ru_form ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_label_ru_form ON system.custom_field IS 'The label has 1 to 100 characters, none of : { } |. | Название: от 1 до 100 знаков, без : { } |.';


--
-- Name: CONSTRAINT custom_field_labels_alone ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_labels_alone ON system.custom_field IS 'There are labels without choices. | Названия есть, а значений нет.';


--
-- Name: CONSTRAINT custom_field_name_form ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_name_form ON system.custom_field IS 'The name is x_ and a small letter, then up to 30 small letters, digits and _; not with _currency at its end. | Имя: x_ и строчная латинская буква, затем до 30 строчных букв, цифр и _; не на _currency.';


--
-- Name: CONSTRAINT custom_field_reference_name ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_reference_name ON system.custom_field IS 'The name of a reference, and of nothing else, ends in _id. | На _id кончается имя ссылки, и только её.';


--
-- Name: CONSTRAINT custom_field_state_known ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_state_known ON system.custom_field IS 'The state is active, pending or retired. | Состояние: active, pending или retired.';


--
-- Name: CONSTRAINT custom_field_target_given ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_target_given ON system.custom_field IS 'A reference, and nothing else, has a target. | Цель есть у ссылки, и только у неё.';


--
-- Name: CONSTRAINT custom_field_type_known ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_type_known ON system.custom_field IS 'The type is text, long_text, integer, decimal, money, date, instant, boolean, enumeration or reference. | Тип: text, long_text, integer, decimal, money, date, instant, boolean, enumeration или reference.';


--
-- Name: CONSTRAINT custom_field_unique_fits ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_unique_fits ON system.custom_field IS 'Unique may be a text, integer, decimal, date, instant or reference, without a default. | Уникальными бывают text, integer, decimal, date, instant и reference без значения по умолчанию.';


--
-- Name: add_custom_column(system.custom_field); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.add_custom_column(p_field system.custom_field) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $_$
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
$_$;


ALTER FUNCTION system.add_custom_column(p_field system.custom_field) OWNER TO crm_owner;

--
-- Name: FUNCTION add_custom_column(p_field system.custom_field); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.add_custom_column(p_field system.custom_field) IS 'Adds the columns of a custom field. | Добавляет столбцы своего поля.';


--
-- Name: announce_jobs(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.announce_jobs() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if exists (select from made) then
    notify crm_job;
  end if;
  return null;
end
$$;


ALTER FUNCTION system.announce_jobs() OWNER TO crm_owner;

--
-- Name: FUNCTION announce_jobs(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.announce_jobs() IS 'Wakes those who wait for work. | Будит тех, кто ждёт работу.';


--
-- Name: archive_action(text, jsonb, jsonb); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.archive_action(p_action text, p_old jsonb, p_new jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog'
    RETURN CASE WHEN (p_action <> 'update'::text) THEN p_action WHEN (((p_old ->> 'archived_at'::text) IS NULL) AND ((p_new ->> 'archived_at'::text) IS NOT NULL)) THEN 'archive'::text WHEN (((p_old ->> 'archived_at'::text) IS NOT NULL) AND ((p_new ->> 'archived_at'::text) IS NULL)) THEN 'restore'::text ELSE p_action END;


ALTER FUNCTION system.archive_action(p_action text, p_old jsonb, p_new jsonb) OWNER TO crm_owner;

--
-- Name: FUNCTION archive_action(p_action text, p_old jsonb, p_new jsonb); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.archive_action(p_action text, p_old jsonb, p_new jsonb) IS 'What was done, the archive told apart. | Что сделано, с различением архива.';


--
-- Name: business(regclass, text, regclass); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.business(target regclass, parent_column text DEFAULT NULL::text, parent regclass DEFAULT NULL::regclass) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
declare
  noun text := (select relname from pg_class where oid = target);
  part record;
begin
  for part in
    select a.attname, d.words
    from (values
      ('id', 'Number: of the record, given by the database. | Номер: записи, даёт база данных.'),
      ('version', 'Version: grows with every change. | Версия: растёт с каждым изменением.'),
      ('created_at', 'Created: when it was entered. | Создано: когда внесено.'),
      ('created_by', 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.'),
      ('updated_at', 'Changed: when it was last changed. | Изменено: когда менялось последний раз.'),
      ('updated_by', 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.'),
      ('archived_at', 'Archived: when it was put away; it can be restored. | В архиве: когда убрано; можно вернуть.')
    ) as d (name, words)
    join pg_attribute as a on a.attrelid = target and a.attname = d.name
    where col_description(target, a.attnum) is null
  loop
    execute format('comment on column %s.%I is %L', target, part.attname, part.words);
  end loop;
  execute format('create trigger %I before insert or update on %s for each row execute function system.touch()',
    'touch_' || noun, target);
  execute format('create trigger %I after insert or update or delete on %s for each row execute function audit.record(%s)',
    'audit_' || noun, target,
    case when parent is not null then format('%L, %L', parent_column, parent::text) end);
  perform system.make_reversible(target);
end
$$;


ALTER FUNCTION system.business(target regclass, parent_column text, parent regclass) OWNER TO crm_owner;

--
-- Name: FUNCTION business(target regclass, parent_column text, parent regclass); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.business(target regclass, parent_column text, parent regclass) IS 'Gives a business table its common columns'' words and keeper, and its audit. | Подключает к таблице ведение общих полей и аудит.';


--
-- Name: cancel_job(bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.cancel_job(p_id bigint) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  was text;
begin
  select j.state into was from system.job as j where j.id = p_id and system.may_steer(j) for update;
  update system.job as j set cancel_asked_at = coalesce(j.cancel_asked_at, clock_timestamp()),
    state = case was when 'waiting' then 'cancelled' else j.state end,
    ended_at = case was when 'waiting' then clock_timestamp() end, version = j.version + 1
  where j.id = p_id and was in ('waiting', 'running');
  return was;
end
$$;


ALTER FUNCTION system.cancel_job(p_id bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION cancel_job(p_id bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.cancel_job(p_id bigint) IS 'Ends a job that waits, asks one that runs to end. | Отменяет ждущее задание, просит идущее прекратить.';


--
-- Name: changes_file(bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.changes_file(p_file bigint) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
declare
  home record;
begin
  select * into home from system.home_of_file(p_file);
  return home.table_name is not null and access.changes(home.table_name, home.record_id);
end
$$;


ALTER FUNCTION system.changes_file(p_file bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION changes_file(p_file bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.changes_file(p_file bigint) IS 'Whether the caller may change the record that the file was linked to first. | Может ли вызывающий изменить запись, с которой файл связан первой.';


--
-- Name: close_custom_column(system.custom_field); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.close_custom_column(p_field system.custom_field) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  execute (
    select string_agg(format('revoke all (%I) on %s from crm_service, crm_limited, crm_reader, crm_report;',
      c.name, p_field.table_name::regclass), ' ')
    from unnest(system.custom_columns(p_field)) as c (name));
  execute format('drop policy if exists %I on %s', p_field.name || '_visible_insert', p_field.table_name::regclass);
  execute format('drop trigger if exists %I on %s', p_field.name || '_visible', p_field.table_name::regclass);
end
$$;


ALTER FUNCTION system.close_custom_column(p_field system.custom_field) OWNER TO crm_owner;

--
-- Name: FUNCTION close_custom_column(p_field system.custom_field); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.close_custom_column(p_field system.custom_field) IS 'Takes a custom field out of its records; the values stay. | Убирает своё поле из записей; значения остаются.';


--
-- Name: count_custom_fields(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.count_custom_fields() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  perform pg_advisory_xact_lock(6517357, 6);
  if (select count(*) from system.custom_field as f where f.table_name = new.table_name) > 100 then
    perform system.refuse_custom_field('custom_field_few', 'resource');
  end if;
  return null;
end
$$;


ALTER FUNCTION system.count_custom_fields() OWNER TO crm_owner;

--
-- Name: FUNCTION count_custom_fields(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.count_custom_fields() IS 'Keeps the number of fields within bounds. | Ограничивает число полей.';


--
-- Name: count_look(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.count_look() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
declare
  stamp constant text := date_part('epoch', statement_timestamp())::text;
  said constant text := current_setting('crm.looks', true);
  looks constant integer := 1
    + case when split_part(said, '/', 1) = stamp then split_part(said, '/', 2)::integer else 0 end;
begin
  perform set_config('crm.looks', stamp || '/' || looks, true);
  if looks >= 200 then
    perform set_config('crm.looks_ended', stamp, true);
  end if;
end
$$;


ALTER FUNCTION system.count_look() OWNER TO crm_owner;

--
-- Name: FUNCTION count_look(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.count_look() IS 'Counts the single records that a statement has looked at. | Считает записи, просмотренные оператором по одной.';


--
-- Name: cron_field(text, integer, integer, text[]); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.cron_field(p_field text, p_low integer, p_high integer, p_names text[]) RETURNS integer[]
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  part text;
  piece text[];
  first integer;
  last integer;
  step integer;
  numbers integer[] := '{}';
begin
  foreach part in array string_to_array(lower(p_field), ',') loop
    piece := regexp_match(part, '^(?:(\*)|([a-z]{3}|\d{1,2})(?:-([a-z]{3}|\d{1,2}))?)(?:/(\d{1,2}))?$');
    first := case when piece[1] is not null then p_low
      else coalesce(array_position(p_names, piece[2]) - 1 + p_low, (substring(piece[2] from '^\d+$'))::integer) end;
    last := case when piece[1] is not null then p_high
      when piece[3] is not null then
        coalesce(array_position(p_names, piece[3]) - 1 + p_low, (substring(piece[3] from '^\d+$'))::integer)
      when piece[4] is not null then p_high else first end;
    step := coalesce(piece[4]::integer, 1);
    if first is null or last is null or step < 1 or first < p_low or last > p_high or first > last then
      return null;
    end if;
    numbers := numbers || array(select generate_series(first, last, step));
  end loop;
  return array(select distinct n from unnest(numbers) as n order by n);
end
$_$;


ALTER FUNCTION system.cron_field(p_field text, p_low integer, p_high integer, p_names text[]) OWNER TO crm_owner;

--
-- Name: FUNCTION cron_field(p_field text, p_low integer, p_high integer, p_names text[]); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.cron_field(p_field text, p_low integer, p_high integer, p_names text[]) IS 'The numbers that a field of a cron expression means. | Числа, которые значит поле cron-выражения.';


--
-- Name: cron_fields(text); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.cron_fields(p_cron text) RETURNS TABLE(minutes integer[], hours integer[], days integer[], months integer[], weekdays integer[], any_day boolean)
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog'
    AS $$
declare
  part constant text[] := regexp_split_to_array(btrim(case lower(btrim(p_cron))
    when '@hourly' then '0 * * * *' when '@daily' then '0 0 * * *' when '@midnight' then '0 0 * * *'
    when '@weekly' then '0 0 * * 0' when '@monthly' then '0 0 1 * *' when '@yearly' then '0 0 1 1 *'
    when '@annually' then '0 0 1 1 *' else p_cron end), '\s+');
begin
  if cardinality(part) <> 5 then
    return;
  end if;
  minutes := system.cron_field(part[1], 0, 59, null);
  hours := system.cron_field(part[2], 0, 23, null);
  days := system.cron_field(part[3], 1, 31, null);
  months := system.cron_field(part[4], 1, 12, '{jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec}');
  -- Sunday is 0 and 7.
  weekdays := array(select distinct n % 7 from unnest(
    system.cron_field(part[5], 0, 7, '{sun,mon,tue,wed,thu,fri,sat}')) as n order by 1);
  -- Where both are told, either will do (crontab(5)).
  any_day := part[3] not like '*%' and part[5] not like '*%';
  if minutes is null or hours is null or days is null or months is null or cardinality(weekdays) = 0 then
    return;
  end if;
  return next;
end
$$;


ALTER FUNCTION system.cron_fields(p_cron text) OWNER TO crm_owner;

--
-- Name: FUNCTION cron_fields(p_cron text); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.cron_fields(p_cron text) IS 'A cron expression taken apart; no row where it is none. | Cron-выражение по частям; нет строки, если неверно.';


--
-- Name: cron_next(text, text, timestamp with time zone); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.cron_next(p_cron text, p_zone text, p_after timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog'
    AS $$
declare
  part record;
  day date := (p_after at time zone p_zone)::date;
  next_at timestamptz;
begin
  select * into part from system.cron_fields(p_cron);
  if not found then
    return null;
  end if;
  for ahead in 0..1830 loop
    if extract(month from day)::integer = any (part.months) and (case
        when part.any_day then extract(day from day)::integer = any (part.days)
          or extract(dow from day)::integer = any (part.weekdays)
        else extract(day from day)::integer = any (part.days)
          and extract(dow from day)::integer = any (part.weekdays) end) then
      select min(t.at) into next_at from (
        select (day + make_time(h, m, 0)) at time zone p_zone as at
        from unnest(part.hours) as h cross join unnest(part.minutes) as m) as t
      where t.at > p_after;
      exit when next_at is not null;
    end if;
    day := day + 1;
  end loop;
  return next_at;
end
$$;


ALTER FUNCTION system.cron_next(p_cron text, p_zone text, p_after timestamp with time zone) OWNER TO crm_owner;

--
-- Name: FUNCTION cron_next(p_cron text, p_zone text, p_after timestamp with time zone); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.cron_next(p_cron text, p_zone text, p_after timestamp with time zone) IS 'When a cron expression comes next. | Когда cron-выражение сработает в следующий раз.';


--
-- Name: cron_valid(text); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.cron_valid(p_cron text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    RETURN (EXISTS (SELECT FROM system.cron_fields(cron_valid.p_cron) cron_fields(minutes, hours, days, months, weekdays, any_day)));


ALTER FUNCTION system.cron_valid(p_cron text) OWNER TO crm_owner;

--
-- Name: FUNCTION cron_valid(p_cron text); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.cron_valid(p_cron text) IS 'Whether it is a cron expression. | Верно ли cron-выражение.';


--
-- Name: custom_columns(system.custom_field); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.custom_columns(p_field system.custom_field) RETURNS text[]
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog'
    RETURN CASE (p_field).type WHEN 'money'::text THEN ARRAY[(p_field).name, ((p_field).name || '_currency'::text)] ELSE ARRAY[(p_field).name] END;


ALTER FUNCTION system.custom_columns(p_field system.custom_field) OWNER TO crm_owner;

--
-- Name: FUNCTION custom_columns(p_field system.custom_field); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.custom_columns(p_field system.custom_field) IS 'The columns of a custom field. | Столбцы своего поля.';


--
-- Name: custom_type(system.custom_field); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.custom_type(p_field system.custom_field) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog'
    AS $$
begin
  return case p_field.type
    when 'integer' then 'bigint'
    when 'decimal' then 'numeric(20,6)'
    when 'money' then 'numeric(19,4)'
    when 'date' then 'date'
    when 'instant' then 'timestamptz'
    when 'boolean' then 'boolean'
    when 'reference' then (
      select format_type(a.atttypid, a.atttypmod) from pg_index as i
      join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
      where i.indrelid = p_field.target_table::regclass and i.indisprimary)
    -- Bytewise order: what = < and >= mean under row security, an index then finds.
    else 'text collate "C"' end;
end
$$;


ALTER FUNCTION system.custom_type(p_field system.custom_field) OWNER TO crm_owner;

--
-- Name: FUNCTION custom_type(p_field system.custom_field); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.custom_type(p_field system.custom_field) IS 'The type of a custom field''s column. | Тип столбца своего поля.';


--
-- Name: touch(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.touch() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if tg_op = 'INSERT' and current_setting('crm.reversing', true) <> ''
    and current_setting('crm.reversed', true) = tg_relid || ':' || new.id
  then
    new.version := new.version + 1;
    new.updated_at := now();
    new.updated_by := access.account_id();
  elsif tg_op = 'INSERT' then
    new.version := 1;
    new.created_at := now();
    new.created_by := access.account_id();
    new.updated_at := new.created_at;
    new.updated_by := new.created_by;
  else
    new.version := old.version + 1;
    new.created_at := old.created_at;
    new.created_by := old.created_by;
    new.updated_at := now();
    new.updated_by := access.account_id();
  end if;
  return new;
end
$$;


ALTER FUNCTION system.touch() OWNER TO crm_owner;

--
-- Name: FUNCTION touch(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.touch() IS 'Keeps version, times and authors. | Ведёт версию, время и авторов записи.';


--
-- Name: is_extensible(regclass); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.is_extensible(p_table regclass) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog'
    RETURN (EXISTS (SELECT FROM (pg_class c JOIN pg_namespace n ON ((n.oid = c.relnamespace))) WHERE ((c.oid = (is_extensible.p_table)::oid) AND (c.relkind = 'r'::"char") AND c.relrowsecurity AND (NOT c.relispartition) AND (pg_get_userbyid(c.relowner) = 'crm_owner'::name) AND (n.nspname <> ALL (ARRAY['access'::name, 'system'::name, 'audit'::name])) AND (SELECT (count(DISTINCT g.tgfoid) = 2) FROM pg_trigger g WHERE ((g.tgrelid = c.oid) AND (g.tgenabled = 'O'::"char") AND (g.tgfoid = ANY (ARRAY[('system.touch()'::regprocedure)::oid, ('audit.record()'::regprocedure)::oid])))))));


ALTER FUNCTION system.is_extensible(p_table regclass) OWNER TO crm_owner;

--
-- Name: FUNCTION is_extensible(p_table regclass); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.is_extensible(p_table regclass) IS 'Whether a table may have custom fields. | Могут ли быть у таблицы свои поля.';


--
-- Name: is_referable(regclass); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.is_referable(p_table regclass) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog'
    RETURN ((system.is_extensible(p_table) AND (EXISTS (SELECT FROM pg_index i WHERE ((i.indrelid = (is_referable.p_table)::oid) AND i.indisprimary AND (i.indnatts = 1))))) OR ((p_table)::text = ANY (ARRAY['access.account'::text, 'access.department'::text, 'system.country'::text, 'system.currency'::text])));


ALTER FUNCTION system.is_referable(p_table regclass) OWNER TO crm_owner;

--
-- Name: FUNCTION is_referable(p_table regclass); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.is_referable(p_table regclass) IS 'Whether a custom field may refer to the table. | Может ли своё поле ссылаться на таблицу.';


--
-- Name: custom_field_faults(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.custom_field_faults() RETURNS TABLE(object text, fault_text text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT ((((a.attrelid)::regclass)::text || '.'::text) || (a.attname)::text),
     'is no custom field, yet named like one'::text
    FROM ((pg_attribute a
      JOIN pg_class c ON (((c.oid = a.attrelid) AND (c.relkind = 'r'::"char"))))
      JOIN pg_namespace n ON (((n.oid = c.relnamespace) AND (pg_get_userbyid(n.nspowner) = 'crm_owner'::name))))
   WHERE ((a.attname ~ '^x_'::text) AND (a.attnum > 0) AND (NOT a.attisdropped) AND (NOT (EXISTS ( SELECT
            FROM system.custom_field f
           WHERE (((to_regclass(f.table_name))::oid = a.attrelid) AND (a.attname = ANY (system.custom_columns(f.*))))))))
 UNION ALL
  SELECT ((f.table_name || '.'::text) || w.name),
     'is missing or has another type than its custom field'::text
    FROM ((system.custom_field f
      CROSS JOIN LATERAL unnest(system.custom_columns(f.*)) w(name))
      LEFT JOIN pg_attribute a ON (((a.attrelid = (to_regclass(f.table_name))::oid) AND (a.attname = w.name) AND (NOT a.attisdropped))))
   WHERE ((a.attnum IS NULL) OR ((w.name = f.name) AND (format_type(a.atttypid, a.atttypmod) <> replace(replace(system.custom_type(f.*), ' collate "C"'::text, ''::text), 'timestamptz'::text, 'timestamp with time zone'::text))))
 UNION ALL
  SELECT ((f.table_name || '.'::text) || f.name),
     (('refers to '::text || f.target_table) || ', whose rows then cannot go'::text)
    FROM system.custom_field f
   WHERE ((f.target_table IS NOT NULL) AND (NOT COALESCE(system.is_referable(to_regclass(f.target_table)), false)))
 UNION ALL
  SELECT ((f.table_name || '.'::text) || f.name),
     'waits for an index: crm migrate builds it'::text
    FROM system.custom_field f
   WHERE (f.index_state = 'pending'::text);
END;


ALTER FUNCTION system.custom_field_faults() OWNER TO crm_owner;

--
-- Name: FUNCTION custom_field_faults(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.custom_field_faults() IS 'Where columns and custom fields do not agree. | Где столбцы не соответствуют своим полям.';


--
-- Name: custom_indexes(system.custom_field); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.custom_indexes(p_field system.custom_field) RETURNS TABLE(area text, name text, is_unique boolean, body text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT (n.nspname)::text AS nspname,
     ((("left"((c.relname)::text, (58 - length(w.column_name))) || '_'::text) || w.column_name) ||
         CASE
             WHEN w.is_unique THEN '_key'::text
             ELSE '_idx'::text
         END),
     w.is_unique,
     format('on %I.%I (%I%s)%s'::text, n.nspname, c.relname, w.column_name,
         CASE
             WHEN (w.is_unique OR w.is_sparse) THEN ''::text
             ELSE ', id'::text
         END,
         CASE
             WHEN w.is_sparse THEN format(' where %I is not null'::text, w.column_name)
             ELSE ''::text
         END) AS format
    FROM ((pg_class c
      JOIN pg_namespace n ON ((n.oid = c.relnamespace)))
      CROSS JOIN ( SELECT (custom_indexes.p_field).name AS column_name,
             (custom_indexes.p_field).is_unique AS is_unique,
             false AS is_sparse
           WHERE ((custom_indexes.p_field).is_unique OR (custom_indexes.p_field).is_indexed OR ((custom_indexes.p_field).type = 'reference'::text))
         UNION ALL
          SELECT ((custom_indexes.p_field).name || '_currency'::text),
             false,
             true
           WHERE ((custom_indexes.p_field).type = 'money'::text)) w)
   WHERE (c.oid = (((custom_indexes.p_field).table_name)::regclass)::oid);
END;


ALTER FUNCTION system.custom_indexes(p_field system.custom_field) OWNER TO crm_owner;

--
-- Name: FUNCTION custom_indexes(p_field system.custom_field); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.custom_indexes(p_field system.custom_field) IS 'The indexes that a custom field wants. | Индексы, нужные своему полю.';


--
-- Name: declare_resources(text[], text[], text[]); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.declare_resources(p_names text[], p_tables text[], p_labels text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  perform system.require_own_work();
  insert into system.resource as r (name, table_name, label)
  select d.name, d.table_name, d.label from unnest(p_names, p_tables, p_labels) as d (name, table_name, label)
  order by d.name
  on conflict (name) do update set table_name = excluded.table_name, label = excluded.label
  where (r.table_name, r.label) <> (excluded.table_name, excluded.label);
end
$$;


ALTER FUNCTION system.declare_resources(p_names text[], p_tables text[], p_labels text[]) OWNER TO crm_owner;

--
-- Name: FUNCTION declare_resources(p_names text[], p_tables text[], p_labels text[]); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.declare_resources(p_names text[], p_tables text[], p_labels text[]) IS 'Notes which tables serve which resources, and their labels. | Запоминает таблицы и подписи ресурсов.';


--
-- Name: declare_schedule(text, text); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.declare_schedule(p_kind text, p_cron text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  perform system.require_own_work();
  insert into system.schedule (kind, cron) values (p_kind, p_cron)
  on conflict (kind) where account_id is null do nothing;
end
$$;


ALTER FUNCTION system.declare_schedule(p_kind text, p_cron text) OWNER TO crm_owner;

--
-- Name: FUNCTION declare_schedule(p_kind text, p_cron text); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.declare_schedule(p_kind text, p_cron text) IS 'Enters the schedule that a kind of job begins with. | Заносит начальное расписание вида заданий.';


--
-- Name: deliver_again(integer); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.deliver_again(p_most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  one system.delivery;
  consumer system.consumer;
  code text;
  words text;
begin
  for tries in 1..p_most loop
    select * into one from system.delivery as d where d.next_at <= clock_timestamp()
    order by d.next_at, d.event_id limit 1 for update;
    if not found then
      return tries - 1;
    end if;
    select * into consumer from system.consumer as c where c.name = one.consumer;
    begin
      execute format('select %s($1)', consumer.function_name) using array[row(one.event_id, one.at,
        one.table_name, one.record_id, one.record_version, one.action, one.parent_table, one.parent_id,
        one.account_id, one.request_id)::system.event];
      delete from system.delivery as d where d.id = one.id;
      update system.delivery as d set next_at = clock_timestamp(), version = d.version + 1
      where d.id = (
        select n.id from system.delivery as n where n.consumer = one.consumer
          and n.table_name = one.table_name and n.record_id = one.record_id
        order by n.event_id limit 1);
    exception when others then
      get stacked diagnostics code = returned_sqlstate, words = message_text;
      update system.delivery as d set failures = one.failures + 1, fault_code = code, fault = words,
        next_at = case when one.failures + 1 < consumer.most_failures
          then clock_timestamp() + system.job_pause(one.failures + 1) end,
        parked_at = case when one.failures + 1 >= consumer.most_failures then clock_timestamp() end,
        version = d.version + 1
      where d.id = one.id;
    end;
  end loop;
  return p_most;
end
$_$;


ALTER FUNCTION system.deliver_again(p_most integer) OWNER TO crm_owner;

--
-- Name: FUNCTION deliver_again(p_most integer); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.deliver_again(p_most integer) IS 'Tries again what consumers could not take. | Повторяет то, что потребители не смогли принять.';


--
-- Name: deliver_events(integer); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.deliver_events(p_most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  place system.event_floor;
  is_fresh constant boolean := pg_current_xact_id_if_assigned() is null;
  is_settled boolean;
  ids bigint[];
  batch system.event[];
  consumer system.consumer;
begin
  if not pg_try_advisory_xact_lock(6517357, 5) then
    return null;
  end if;
  select * into place from system.event_floor;
  is_settled := place.next_xid <= pg_snapshot_xmin(pg_current_snapshot());
  ids := array(select e.id from system.event as e where e.id >= place.floor order by e.id limit p_most);
  if cardinality(ids) > 0 then
    with taken as (delete from system.event as e where e.id = any (ids) returning e)
    select array_agg(t.e order by (t.e).id) into batch from taken as t;
    for consumer in select * from system.consumer as c order by c.name loop
      perform system.deliver_to(consumer, batch);
    end loop;
    -- Every number up to the last of this batch was drawn before this transaction got its own: when all older
    -- transactions have ended, and the oldest event is a later one, none can come below. A transaction that is
    -- still to come is of the server from which this database was restored.
    is_settled := coalesce(is_settled and ids[1] > place.next_floor, false);
    if is_fresh and (is_settled or place.next_xid is null or place.next_xid > pg_current_xact_id()) then
      update system.event_floor as f set
        floor = case when is_settled then place.next_floor + 1 else f.floor end,
        next_floor = ids[cardinality(ids)], next_xid = pg_current_xact_id();
    end if;
  end if;
  return cardinality(ids) + system.deliver_again(100);
end
$$;


ALTER FUNCTION system.deliver_events(p_most integer) OWNER TO crm_owner;

--
-- Name: FUNCTION deliver_events(p_most integer); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.deliver_events(p_most integer) IS 'Hands the oldest events to all consumers. | Передаёт старейшие события всем потребителям.';


--
-- Name: consumer; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.consumer (
    name text NOT NULL,
    function_name text NOT NULL,
    most_failures integer DEFAULT 8 NOT NULL,
    CONSTRAINT consumer_function_form CHECK ((function_name ~ '^[a-z0-9_]+\.[a-z0-9_]+$'::text)),
    CONSTRAINT consumer_most_failures_range CHECK (((most_failures >= 1) AND (most_failures <= 100))),
    CONSTRAINT consumer_name_form CHECK ((name ~ '^[a-z][a-z0-9_]{0,39}$'::text))
);


ALTER TABLE system.consumer OWNER TO crm_owner;

--
-- Name: TABLE consumer; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.consumer IS 'Consumer: who is told of events. | Потребитель: кому передаются события.';


--
-- Name: COLUMN consumer.name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.consumer.name IS 'Name: of the consumer. | Имя: потребителя.';


--
-- Name: COLUMN consumer.function_name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.consumer.function_name IS 'Function: that takes events. | Функция: принимающая события.';


--
-- Name: COLUMN consumer.most_failures; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.consumer.most_failures IS 'Most failures: after so many an event is parked. | Предел неудач: после стольких событие откладывается.';


--
-- Name: CONSTRAINT consumer_function_form ON consumer; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT consumer_function_form ON system.consumer IS 'A schema and a function. | Схема и функция.';


--
-- Name: CONSTRAINT consumer_most_failures_range ON consumer; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT consumer_most_failures_range ON system.consumer IS 'From 1 to 100 failures. | Неудач — от 1 до 100.';


--
-- Name: CONSTRAINT consumer_name_form ON consumer; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT consumer_name_form ON system.consumer IS 'Small letters, digits and underscores. | Строчные буквы, цифры и подчёркивания.';


--
-- Name: event; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.event (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    table_name text NOT NULL,
    record_id bigint NOT NULL,
    version bigint,
    action text NOT NULL,
    parent_table text,
    parent_id bigint,
    account_id bigint,
    request_id text,
    CONSTRAINT event_action_known CHECK ((action = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text, 'done'::text, 'failed'::text])))
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='10000', autovacuum_vacuum_insert_scale_factor='0', autovacuum_vacuum_insert_threshold='100000', autovacuum_analyze_scale_factor='0', autovacuum_analyze_threshold='100000', autovacuum_vacuum_cost_delay='0');


ALTER TABLE system.event OWNER TO crm_owner;

--
-- Name: TABLE event; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.event IS 'Event: a change that is still to be handed on. | Событие: изменение, которое ещё не передано.';


--
-- Name: COLUMN event.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.event.id IS 'Number: of the change in the audit. | Номер: изменения в аудите.';


--
-- Name: COLUMN event.at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.event.at IS 'At: when. | Когда: время события.';


--
-- Name: COLUMN event.table_name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.event.table_name IS 'Table: which. | Таблица: какая.';


--
-- Name: COLUMN event.record_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.event.record_id IS 'Record: its id. | Запись: её номер.';


--
-- Name: COLUMN event.version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.event.version IS 'Version: of the record, behind the change. | Версия: записи после изменения.';


--
-- Name: COLUMN event.action; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.event.action IS 'Action: what was done. | Действие: что сделано. {insert=Created/Создано, update=Changed/Изменено, delete=Deleted/Удалено, done=Done/Сделано, failed=Failed/Не удалось}';


--
-- Name: COLUMN event.parent_table; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.event.parent_table IS 'Parent''s table: of an owned record. | Таблица владельца: подчинённой записи.';


--
-- Name: COLUMN event.parent_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.event.parent_id IS 'Parent: the record that it belongs to. | Владелец: чему принадлежит запись.';


--
-- Name: COLUMN event.account_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.event.account_id IS 'Account: who. | Учётная запись: кто.';


--
-- Name: COLUMN event.request_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.event.request_id IS 'Request: of the API. | Запрос: к API.';


--
-- Name: CONSTRAINT event_action_known ON event; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT event_action_known ON system.event IS 'The action is insert, update, delete, done or failed. | Действие: insert, update, delete, done или failed.';


--
-- Name: deliver_to(system.consumer, system.event[]); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.deliver_to(p_consumer system.consumer, p_events system.event[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  free system.event[] := p_events;
  half integer;
  code text;
  words text;
begin
  if exists (select from system.delivery as d where d.consumer = p_consumer.name) then
    with behind as (
      insert into system.delivery (consumer, event_id, at, table_name, record_id, record_version, action,
        parent_table, parent_id, account_id, request_id)
      select p_consumer.name, e.id, e.at, e.table_name, e.record_id, e.version, e.action, e.parent_table,
        e.parent_id, e.account_id, e.request_id
      from unnest(p_events) as e
      where exists (
        select from system.delivery as d where d.consumer = p_consumer.name
          and d.table_name = e.table_name and d.record_id = e.record_id)
      returning event_id
    )
    select array_agg(e order by e.id) into free
    from unnest(p_events) as e where e.id not in (select b.event_id from behind as b);
  end if;
  if free is null then
    return;
  end if;
  begin
    execute format('select %s($1)', p_consumer.function_name) using free;
    return;
  exception when others then
    get stacked diagnostics code = returned_sqlstate, words = message_text;
  end;
  half := cardinality(free) / 2;
  if half = 0 then
    insert into system.delivery (consumer, event_id, at, table_name, record_id, record_version, action,
      parent_table, parent_id, account_id, request_id, failures, next_at, parked_at, fault_code, fault)
    select p_consumer.name, e.id, e.at, e.table_name, e.record_id, e.version, e.action, e.parent_table,
      e.parent_id, e.account_id, e.request_id, 1,
      case when p_consumer.most_failures > 1 then clock_timestamp() + system.job_pause(1) end,
      case when p_consumer.most_failures = 1 then clock_timestamp() end, code, words
    from unnest(free) as e;
  else
    perform system.deliver_to(p_consumer, free[:half]);
    perform system.deliver_to(p_consumer, free[half + 1:]);
  end if;
end
$_$;


ALTER FUNCTION system.deliver_to(p_consumer system.consumer, p_events system.event[]) OWNER TO crm_owner;

--
-- Name: FUNCTION deliver_to(p_consumer system.consumer, p_events system.event[]); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.deliver_to(p_consumer system.consumer, p_events system.event[]) IS 'Hands events to a consumer; puts aside what it cannot take. | Передаёт события потребителю; неудавшиеся откладывает.';


--
-- Name: demand_custom_column(system.custom_field); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.demand_custom_column(p_field system.custom_field) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
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


ALTER FUNCTION system.demand_custom_column(p_field system.custom_field) OWNER TO crm_owner;

--
-- Name: FUNCTION demand_custom_column(p_field system.custom_field); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.demand_custom_column(p_field system.custom_field) IS 'Demands a value, or no longer. | Требует значения или перестаёт.';


--
-- Name: describe_custom_field(system.custom_field); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.describe_custom_field(p_field system.custom_field) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
declare
  target constant regclass := p_field.table_name;
  rule record;
begin
  execute format('comment on column %s.%I is %L', target, p_field.name,
    p_field.label_en || coalesce(': ' || p_field.description_en, '') || ' | '
    || p_field.label_ru || coalesce(': ' || p_field.description_ru, '')
    || coalesce((
      select ' {' || string_agg(format('%s=%s/%s', c.value, c.en, c.ru), ', ' order by c.place) || '}'
      from unnest(p_field.choices, p_field.choices_en, p_field.choices_ru)
        with ordinality as c (value, en, ru, place)), ''));
  if p_field.type = 'money' then
    execute format('comment on column %s.%I is %L', target, p_field.name || '_currency',
      p_field.label_en || ', currency | ' || p_field.label_ru || ', валюта');
  end if;
  for rule in
    select k.conname, w.en, w.ru from pg_constraint as k
    join (values
      ('_length', 'at most ' || case p_field.type when 'text' then '300' else '10,000' end || ' characters.',
        'не больше ' || case p_field.type when 'text' then '300' else '10 000' end || ' знаков.'),
      ('_known', 'one of ' || array_to_string(p_field.choices, ', ') || '.',
        'одно из ' || array_to_string(p_field.choices, ', ') || '.'),
      ('_required', 'this field is required.', 'поле обязательно.'),
      ('_whole', 'an amount and its currency go together.', 'сумма указывается вместе с валютой.'),
      ('_fkey', 'there is no such record.', 'такой записи нет.'),
      ('_currency_fkey', 'there is no such currency.', 'такой валюты нет.'),
      ('_key', 'another record has this value.', 'у другой записи такое же значение.')
    ) as w (ending, en, ru) on k.conname = case w.ending
      when '_key' then (select i.name from system.custom_indexes(p_field) as i where i.is_unique)
      else p_field.name || w.ending end
    where k.conrelid = target
  loop
    execute format('comment on constraint %I on %s is %L', rule.conname, target,
      p_field.label_en || ': ' || rule.en || ' | ' || p_field.label_ru || ': ' || rule.ru);
  end loop;
end
$$;


ALTER FUNCTION system.describe_custom_field(p_field system.custom_field) OWNER TO crm_owner;

--
-- Name: FUNCTION describe_custom_field(p_field system.custom_field); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.describe_custom_field(p_field system.custom_field) IS 'Says what a custom field and its rules mean. | Описывает своё поле и его правила.';


--
-- Name: doubt_content(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.doubt_content() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  update system.content as c set doubted_at = now() where c.id = old.content_id;
  return null;
end
$$;


ALTER FUNCTION system.doubt_content() OWNER TO crm_owner;

--
-- Name: FUNCTION doubt_content(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.doubt_content() IS 'Notes that a content has lost a version. | Отмечает, что содержимое потеряло версию.';


--
-- Name: end_export(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.end_export() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if old.outcome <> 'running' or new.outcome = 'running' then
    raise exception 'an export ends once' using errcode = 'check_violation',
      constraint = 'export_ends_once', table = 'export', schema = 'system', column = 'outcome';
  end if;
  new.ended_at := clock_timestamp();
  return new;
end
$$;


ALTER FUNCTION system.end_export() OWNER TO crm_owner;

--
-- Name: FUNCTION end_export(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.end_export() IS 'Lets an export end once and keeps the time. | Даёт выгрузке закончиться один раз и запоминает время.';


--
-- Name: enter_job(bigint, bigint, bytea); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.enter_job(p_id bigint, p_fence bigint, p_token_hash bytea) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  job system.job;
begin
  perform system.require_own_work();
  select * into job from system.job as j
  where j.id = p_id and j.fence = p_fence and j.state = 'running' for update;
  if not found then
    raise exception 'the job is in other hands' using errcode = 'CJ001';
  end if;
  delete from access.session as s where s.id = job.session_id;
  update system.job as j set session_id = access.open(job.account_id, p_token_hash, 'job',
    'job ' || job.id, job.narrowed, now() + interval '7 days', null, null)
  where j.id = job.id returning j.session_id into job.session_id;
  return job.session_id;
end
$$;


ALTER FUNCTION system.enter_job(p_id bigint, p_fence bigint, p_token_hash bytea) OWNER TO crm_owner;

--
-- Name: FUNCTION enter_job(p_id bigint, p_fence bigint, p_token_hash bytea); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.enter_job(p_id bigint, p_fence bigint, p_token_hash bytea) IS 'Opens the session with which a job works for who asked. | Открывает сеанс, под которым задание работает от имени заказчика.';


--
-- Name: enter_rights(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.enter_rights() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  select s.narrowed into new.narrowed from access.session as s
  where s.token_hash = decode(nullif(current_setting('crm.token', true), ''), 'hex');
  return new;
end
$$;


ALTER FUNCTION system.enter_rights() OWNER TO crm_owner;

--
-- Name: FUNCTION enter_rights(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.enter_rights() IS 'A job may no more than the token that asked for it. | Задание может не больше, чем токен заказчика.';


--
-- Name: delivery; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.delivery (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    consumer text NOT NULL,
    event_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    table_name text NOT NULL,
    record_id bigint NOT NULL,
    record_version bigint,
    action text NOT NULL,
    parent_table text,
    parent_id bigint,
    account_id bigint,
    request_id text,
    failures integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone,
    parked_at timestamp with time zone,
    fault_code text,
    fault text,
    state text GENERATED ALWAYS AS (
CASE
    WHEN (parked_at IS NOT NULL) THEN 'parked'::text
    WHEN (next_at IS NOT NULL) THEN 'failing'::text
    ELSE 'waiting'::text
END) STORED NOT NULL,
    CONSTRAINT delivery_parked_still CHECK (((parked_at IS NULL) OR (next_at IS NULL)))
);


ALTER TABLE system.delivery OWNER TO crm_owner;

--
-- Name: TABLE delivery; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.delivery IS 'Delivery: an event that a consumer could not take yet. | Доставка: событие, которое потребитель пока не принял.';


--
-- Name: COLUMN delivery.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.id IS 'Number: of the delivery. | Номер: доставки.';


--
-- Name: COLUMN delivery.version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN delivery.created_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.created_at IS 'Created: when it was put aside. | Создано: когда отложена.';


--
-- Name: COLUMN delivery.consumer; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.consumer IS 'Consumer: whose. | Потребитель: чья.';


--
-- Name: COLUMN delivery.event_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.event_id IS 'Event: the number of the change. | Событие: номер изменения.';


--
-- Name: COLUMN delivery.at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.at IS 'At: when it happened. | Когда: время события.';


--
-- Name: COLUMN delivery.table_name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.table_name IS 'Table: which. | Таблица: какая.';


--
-- Name: COLUMN delivery.record_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.record_id IS 'Record: its id. | Запись: её номер.';


--
-- Name: COLUMN delivery.record_version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.record_version IS 'Version of the record: behind the change. | Версия записи: после изменения.';


--
-- Name: COLUMN delivery.action; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.action IS 'Action: what was done. | Действие: что сделано. {insert=Created/Создано, update=Changed/Изменено, delete=Deleted/Удалено, done=Done/Сделано, failed=Failed/Не удалось}';


--
-- Name: COLUMN delivery.parent_table; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.parent_table IS 'Parent''s table: of an owned record. | Таблица владельца: подчинённой записи.';


--
-- Name: COLUMN delivery.parent_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.parent_id IS 'Parent: the record that it belongs to. | Владелец: чему принадлежит запись.';


--
-- Name: COLUMN delivery.account_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.account_id IS 'Account: who. | Учётная запись: кто.';


--
-- Name: COLUMN delivery.request_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.request_id IS 'Request: of the API. | Запрос: к API.';


--
-- Name: COLUMN delivery.failures; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.failures IS 'Failures: so many tries. | Неудачи: столько попыток.';


--
-- Name: COLUMN delivery.next_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.next_at IS 'Next at: when it is tried again. | Следующая попытка: когда.';


--
-- Name: COLUMN delivery.parked_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.parked_at IS 'Parked at: since then nobody tries. | Отложена: с этого времени не пробуют.';


--
-- Name: COLUMN delivery.fault_code; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.fault_code IS 'Fault code: of PostgreSQL. | Код ошибки: PostgreSQL.';


--
-- Name: COLUMN delivery.fault; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.fault IS 'Fault: how the last try ended. | Ошибка: чем кончилась последняя попытка.';


--
-- Name: COLUMN delivery.state; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.delivery.state IS 'State: how it stands. | Состояние: как обстоит. {failing=Tried again/Повторяется, waiting=Waits behind another of its record/Ждёт другую той же записи, parked=Parked/Отложена}';


--
-- Name: CONSTRAINT delivery_parked_still ON delivery; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT delivery_parked_still ON system.delivery IS 'What is parked is not tried. | Отложенное не повторяют.';


--
-- Name: event_floor; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.event_floor (
    id boolean DEFAULT true NOT NULL,
    floor bigint DEFAULT 0 NOT NULL,
    next_floor bigint,
    next_xid xid8,
    CONSTRAINT event_floor_single CHECK (id)
);


ALTER TABLE system.event_floor OWNER TO crm_owner;

--
-- Name: TABLE event_floor; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.event_floor IS 'Event floor: up to where all events are handed on. | Граница событий: до неё переданы все.';


--
-- Name: COLUMN event_floor.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.event_floor.id IS 'Number: there is one row. | Номер: строка одна.';


--
-- Name: COLUMN event_floor.floor; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.event_floor.floor IS 'Floor: no event has a smaller number. | Граница: меньших номеров нет.';


--
-- Name: COLUMN event_floor.next_floor; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.event_floor.next_floor IS 'Next floor: the last number of a batch. | Следующая граница: последний номер порции.';


--
-- Name: COLUMN event_floor.next_xid; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.event_floor.next_xid IS 'Transaction: when all older ones have ended it becomes the floor. | Транзакция: когда все более ранние кончатся, граница сдвинется.';


--
-- Name: CONSTRAINT event_floor_single ON event_floor; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT event_floor_single ON system.event_floor IS 'There is one row. | Строка одна.';


--
-- Name: event_figures(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.event_figures(OUT waiting bigint, OUT lag double precision, OUT failing bigint, OUT behind bigint, OUT parked bigint) RETURNS record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT e.waiting,
     (COALESCE(EXTRACT(epoch FROM (clock_timestamp() - e.oldest)), (0)::numeric))::double precision AS "coalesce",
     d.failing,
     d.behind,
     d.parked
    FROM ( SELECT count(*) AS count,
             min(event.at) AS min
            FROM system.event
           WHERE (event.id >= ( SELECT event_floor.floor
                    FROM system.event_floor))) e(waiting, oldest),
     ( SELECT count(*) FILTER (WHERE (delivery.state = 'failing'::text)) AS count,
             count(*) FILTER (WHERE (delivery.state = 'waiting'::text)) AS count,
             count(delivery.parked_at) AS count
            FROM system.delivery) d(failing, behind, parked);
END;


ALTER FUNCTION system.event_figures(OUT waiting bigint, OUT lag double precision, OUT failing bigint, OUT behind bigint, OUT parked bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION event_figures(OUT waiting bigint, OUT lag double precision, OUT failing bigint, OUT behind bigint, OUT parked bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.event_figures(OUT waiting bigint, OUT lag double precision, OUT failing bigint, OUT behind bigint, OUT parked bigint) IS 'How many events wait, for how long, and what failed. | Сколько событий ждёт, как долго и что не удалось.';


--
-- Name: fail_job(bigint, bigint, boolean, text, text, text); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.fail_job(p_id bigint, p_fence bigint, p_retry boolean, p_code text, p_en text, p_ru text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  perform from system.job as j where j.id = p_id and j.fence = p_fence and j.state = 'running' for update;
  if found then
    perform system.put_back_job(p_id, p_retry, p_code, p_en, p_ru);
  end if;
end
$$;


ALTER FUNCTION system.fail_job(p_id bigint, p_fence bigint, p_retry boolean, p_code text, p_en text, p_ru text) OWNER TO crm_owner;

--
-- Name: FUNCTION fail_job(p_id bigint, p_fence bigint, p_retry boolean, p_code text, p_en text, p_ru text); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.fail_job(p_id bigint, p_fence bigint, p_retry boolean, p_code text, p_en text, p_ru text) IS 'Tells of a try that failed. | Сообщает о неудачной попытке.';


--
-- Name: find_table(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.find_table() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  new.table_name := coalesce((select r.table_name from system.resource as r where r.name = new.resource), '');
  return new;
end
$$;


ALTER FUNCTION system.find_table() OWNER TO crm_owner;

--
-- Name: FUNCTION find_table(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.find_table() IS 'Finds the table of a resource''s record. | Находит таблицу записи ресурса.';


--
-- Name: finish_jobs(bigint[], bigint[], jsonb[]); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.finish_jobs(p_ids bigint[], p_fences bigint[], p_results jsonb[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  ended bigint;
begin
  with ours as (
    update system.job as j set state = 'done', ended_at = clock_timestamp(), result = r.result,
      fault_code = null, fault_en = null, fault_ru = null, worker = null, lease_until = null,
      version = j.version + 1
    from unnest(p_ids, p_fences, p_results) as r (id, fence, result)
    where j.id = r.id and j.fence = r.fence and j.state = 'running'
    returning j.session_id
  ), gone as (
    delete from access.session as s using ours where s.id = ours.session_id
  )
  select count(*) into ended from ours;
  return ended;
end
$$;


ALTER FUNCTION system.finish_jobs(p_ids bigint[], p_fences bigint[], p_results jsonb[]) OWNER TO crm_owner;

--
-- Name: FUNCTION finish_jobs(p_ids bigint[], p_fences bigint[], p_results jsonb[]); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.finish_jobs(p_ids bigint[], p_fences bigint[], p_results jsonb[]) IS 'Ends jobs that are done. | Завершает сделанные задания.';


--
-- Name: fire_schedules(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.fire_schedules() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  made bigint;
begin
  with due as (
    select s.id from system.schedule as s
    where s.enabled and s.next_at <= clock_timestamp() order by s.id for update skip locked
  ), moved as (
    update system.schedule as s set last_at = clock_timestamp(),
      next_at = coalesce(system.cron_next(s.cron, s.zone, clock_timestamp()), 'infinity')
    from due where s.id = due.id
    returning s.id, s.account_id, s.kind, s.input
  )
  insert into system.job (schedule_id, account_id, kind, input)
  select m.id, m.account_id, m.kind, m.input from moved as m
  on conflict (schedule_id) where state in ('waiting', 'running') do nothing;
  get diagnostics made = row_count;
  return made;
end
$$;


ALTER FUNCTION system.fire_schedules() OWNER TO crm_owner;

--
-- Name: FUNCTION fire_schedules(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.fire_schedules() IS 'Makes the jobs whose time has come. | Создаёт задания, чьё время пришло.';


--
-- Name: follow_import(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.follow_import() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  update system.import as i set
    state = case when new.state in ('waiting', 'running') then 'running' else new.state end,
    fault_en = case when new.state in ('failed', 'cancelled') then new.fault_en end,
    fault_ru = case when new.state in ('failed', 'cancelled') then new.fault_ru end
  where i.job_id = new.id and i.account_id = new.account_id;
  return null;
exception when unique_violation then
  if new.state <> 'running' then
    raise;
  end if;
  return null;
end
$$;


ALTER FUNCTION system.follow_import() OWNER TO crm_owner;

--
-- Name: FUNCTION follow_import(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.follow_import() IS 'An import is as far as its job. | Импорт на том же этапе, что и его задание.';


--
-- Name: give_back_jobs(bigint[], bigint[]); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.give_back_jobs(p_ids bigint[], p_fences bigint[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  with ours as (
    select j.id, j.session_id from system.job as j
    join unnest(p_ids, p_fences) as r (id, fence) on (r.id, r.fence) = (j.id, j.fence)
    where j.state = 'running' for update of j
  ), gone as (
    delete from access.session as s using ours where s.id = ours.session_id
  )
  update system.job as j set state = 'waiting', run_at = clock_timestamp(), worker = null,
    lease_until = null, session_id = null, version = j.version + 1
  from ours where j.id = ours.id;
end
$$;


ALTER FUNCTION system.give_back_jobs(p_ids bigint[], p_fences bigint[]) OWNER TO crm_owner;

--
-- Name: FUNCTION give_back_jobs(p_ids bigint[], p_fences bigint[]); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.give_back_jobs(p_ids bigint[], p_fences bigint[]) IS 'Gives jobs back untouched. | Возвращает задания в очередь.';


--
-- Name: hold_reversals(bigint, bigint[]); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.hold_reversals(p_job bigint, p_steps bigint[]) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  target regclass;
  question text;
  answer text;
begin
  -- The table of one of them, not the least name: for that an index by names would be read through.
  select r.table_name::regclass into target from system.job_reversal as r
  where r.job_id = p_job and r.n = p_steps[1];
  if (select count(*) from system.job_reversal as r join system.job as j on j.id = r.job_id
      where r.job_id = p_job and r.n = any (p_steps) and r.action = 'remove'
        and r.table_name::regclass = target and j.account_id = access.account_id())
    is distinct from cardinality(p_steps)
  then
    raise exception 'these are no such steps of a reversal of yours' using errcode = 'insufficient_privilege';
  end if;
  execute format(
    'select from %s as t where t.id in (
       select r.record_id from system.job_reversal as r where r.job_id = $1 and r.n = any ($2))
     order by t.id for update', target) using p_job, p_steps;
  select string_agg(format('exists (select from %s as c where c.%I = t.id%s)', k.conrelid::regclass, a.attname,
      case when k.conrelid = k.confrelid then ' and c.id <> t.id' else '' end), ' or ') into question
  from pg_constraint as k
  join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
  where k.confrelid = target and k.contype = 'f' and cardinality(k.conkey) = 1
    and k.confdeltype in ('c', 'n', 'd');
  execute format(
    'select min(case when t.id is null then ''unchanged''
       when to_jsonb(t) is distinct from to_jsonb(jsonb_populate_record(t, r.after)) then ''changed_since''
       when %s then ''in_use'' end)
     from system.job_reversal as r left join %s as t on t.id = r.record_id
     where r.job_id = $1 and r.n = any ($2)', coalesce(question, 'false'), target)
    into answer using p_job, p_steps;
  return answer;
end
$_$;


ALTER FUNCTION system.hold_reversals(p_job bigint, p_steps bigint[]) OWNER TO crm_owner;

--
-- Name: FUNCTION hold_reversals(p_job bigint, p_steps bigint[]); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.hold_reversals(p_job bigint, p_steps bigint[]) IS 'Whether records that a job made can be removed. | Можно ли удалить созданные заданием записи.';


--
-- Name: file_link; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.file_link (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    file_id bigint NOT NULL,
    resource text NOT NULL,
    table_name text NOT NULL,
    record_id bigint NOT NULL,
    label text,
    CONSTRAINT file_link_label_length CHECK (((length(label) >= 1) AND (length(label) <= 200))),
    CONSTRAINT file_link_resource_form CHECK ((resource ~ '^[a-z][a-z0-9-]*$'::text)),
    CONSTRAINT file_link_table_form CHECK (((table_name ~ '^[a-z_]+\.[a-z_]+$'::text) AND (table_name !~ '^(audit\.|system\.(file|content))'::text)))
);


ALTER TABLE system.file_link OWNER TO crm_owner;

--
-- Name: TABLE file_link; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.file_link IS 'Link: a file at a record, whose policies decide who sees it. | Связь: файл при записи; кто видит запись, видит и файл.';


--
-- Name: COLUMN file_link.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_link.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN file_link.version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_link.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN file_link.created_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_link.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN file_link.created_by; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_link.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN file_link.updated_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_link.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN file_link.updated_by; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_link.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN file_link.file_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_link.file_id IS 'File: which. | Файл: какой.';


--
-- Name: COLUMN file_link.resource; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_link.resource IS 'Resource: of the record. | Ресурс: записи.';


--
-- Name: COLUMN file_link.table_name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_link.table_name IS 'Table: of the record. | Таблица: записи.';


--
-- Name: COLUMN file_link.record_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_link.record_id IS 'Record: its number. | Запись: её номер.';


--
-- Name: COLUMN file_link.label; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_link.label IS 'Label: what it is to the record. | Метка: чем файл служит записи.';


--
-- Name: CONSTRAINT file_link_label_length ON file_link; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_link_label_length ON system.file_link IS 'The label must have 1 to 200 characters. | Метка должна быть от 1 до 200 знаков.';


--
-- Name: CONSTRAINT file_link_resource_form ON file_link; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_link_resource_form ON system.file_link IS 'There is no such resource. | Такого ресурса нет.';


--
-- Name: CONSTRAINT file_link_table_form ON file_link; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_link_table_form ON system.file_link IS 'Files are linked to business records, such as parties. | Файлы связывают с деловыми записями, например с клиентами.';


--
-- Name: home_of_file(bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.home_of_file(p_file bigint, OUT table_name text, OUT record_id bigint) RETURNS record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT l.table_name,
     l.record_id
    FROM system.file_link l
   WHERE (l.file_id = home_of_file.p_file)
   ORDER BY l.id
  LIMIT 1;
END;


ALTER FUNCTION system.home_of_file(p_file bigint, OUT table_name text, OUT record_id bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION home_of_file(p_file bigint, OUT table_name text, OUT record_id bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.home_of_file(p_file bigint, OUT table_name text, OUT record_id bigint) IS 'The record that a file was linked to first. | Запись, с которой файл связан первой.';


--
-- Name: hurry(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.hurry() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if has_parameter_privilege('deadlock_timeout', 'SET') then
    perform set_config('deadlock_timeout', '50ms', true);
  end if;
end
$$;


ALTER FUNCTION system.hurry() OWNER TO crm_owner;

--
-- Name: FUNCTION hurry(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.hurry() IS 'Lets automatic vacuum give way soon. | Чтобы автоочистка быстро уступила.';


--
-- Name: index_custom_column(system.custom_field); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.index_custom_column(p_field system.custom_field) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
declare
  target constant regclass := p_field.table_name;
  wanted record;
begin
  for wanted in select * from system.custom_indexes(p_field) loop
    execute format('create %s index if not exists %I %s', case when wanted.is_unique then 'unique' else '' end,
      wanted.name, wanted.body);
    if wanted.is_unique and not exists (
        select from pg_constraint as k where k.conrelid = target and k.conname = wanted.name) then
      execute format('alter table %s add constraint %I unique using index %I', target, wanted.name, wanted.name);
    end if;
  end loop;
end
$$;


ALTER FUNCTION system.index_custom_column(p_field system.custom_field) OWNER TO crm_owner;

--
-- Name: FUNCTION index_custom_column(p_field system.custom_field); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.index_custom_column(p_field system.custom_field) IS 'Gives a custom field its indexes. | Даёт своему полю индексы.';


--
-- Name: is_linked(bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.is_linked(p_file bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  return exists (select from system.file_link as l where l.file_id = p_file);
end
$$;


ALTER FUNCTION system.is_linked(p_file bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION is_linked(p_file bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.is_linked(p_file bigint) IS 'Whether a file has links, seen or not. | Есть ли у файла связи, видимые или нет.';


--
-- Name: is_small(regclass); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.is_small(p_table regclass) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog'
    RETURN (pg_relation_size(p_table) < ((16 * 1024) * 1024));


ALTER FUNCTION system.is_small(p_table regclass) OWNER TO crm_owner;

--
-- Name: FUNCTION is_small(p_table regclass); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.is_small(p_table regclass) IS 'Whether an index of the table is built in no time. | Строится ли индекс таблицы мгновенно.';


--
-- Name: job; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.job (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    account_id bigint DEFAULT access.account_id(),
    kind text NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    run_at timestamp with time zone DEFAULT now() NOT NULL,
    input jsonb DEFAULT '{}'::jsonb NOT NULL,
    done bigint DEFAULT 0 NOT NULL,
    total bigint,
    result jsonb,
    fault_code text,
    fault_en text,
    fault_ru text,
    failures integer DEFAULT 0 NOT NULL,
    most_failures integer DEFAULT 5 NOT NULL,
    cancel_asked_at timestamp with time zone,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    checkpoint jsonb,
    narrowed text[],
    fence bigint DEFAULT 0 NOT NULL,
    worker text,
    lease_until timestamp with time zone,
    session_id bigint,
    schedule_id bigint,
    CONSTRAINT job_done_range CHECK ((done >= 0)),
    CONSTRAINT job_ended CHECK (((state = ANY (ARRAY['done'::text, 'failed'::text, 'cancelled'::text])) = (ended_at IS NOT NULL))),
    CONSTRAINT job_kind_form CHECK ((kind ~ '^[a-z][a-z0-9-]{0,39}$'::text)),
    CONSTRAINT job_most_failures_range CHECK (((most_failures >= 1) AND (most_failures <= 100))),
    CONSTRAINT job_priority_range CHECK (((priority >= '-100'::integer) AND (priority <= 100))),
    CONSTRAINT job_running_leased CHECK (((state <> 'running'::text) OR (lease_until IS NOT NULL))),
    CONSTRAINT job_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text]))),
    CONSTRAINT job_total_range CHECK ((total >= 0))
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='1000');


ALTER TABLE system.job OWNER TO crm_owner;

--
-- Name: TABLE job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.job IS 'Job: work that goes on by itself. | Задание: работа, которая идёт сама.';


--
-- Name: COLUMN job.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.id IS 'Number: of the job. | Номер: задания.';


--
-- Name: COLUMN job.version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN job.created_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.created_at IS 'Created: when it was asked for. | Создано: когда заказано.';


--
-- Name: COLUMN job.account_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.account_id IS 'Account: who asked for it; empty for the system''s own. | Учётная запись: кто заказал; пусто — системное.';


--
-- Name: COLUMN job.kind; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.kind IS 'Kind: what is to be done. | Вид: что надо сделать.';


--
-- Name: COLUMN job.state; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.state IS 'State: how far it is. | Состояние: на каком этапе. {waiting=Waiting/Ждёт, running=Running/Идёт, done=Done/Готово, failed=Failed/Не удалось, cancelled=Cancelled/Отменено}';


--
-- Name: COLUMN job.priority; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.priority IS 'Priority: greater ones come first. | Приоритет: большие — раньше.';


--
-- Name: COLUMN job.run_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.run_at IS 'Run at: not before. | Начать: не раньше.';


--
-- Name: COLUMN job.input; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.input IS 'Input: what its kind needs. | Данные: что нужно для работы.';


--
-- Name: COLUMN job.done; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.done IS 'Done: so many units of the work. | Сделано: столько единиц работы.';


--
-- Name: COLUMN job.total; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.total IS 'Total: of how many units; empty where nobody knows. | Всего: единиц работы; пусто, если неизвестно.';


--
-- Name: COLUMN job.result; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.result IS 'Result: what came of it. | Итог: что получилось.';


--
-- Name: COLUMN job.fault_code; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.fault_code IS 'Fault code: of the problem that ended the last try. | Код ошибки: которой кончилась последняя попытка.';


--
-- Name: COLUMN job.fault_en; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.fault_en IS 'Fault (English): how the last try ended. | Ошибка (англ.): чем кончилась последняя попытка.';


--
-- Name: COLUMN job.fault_ru; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.fault_ru IS 'Fault (Russian): how the last try ended. | Ошибка (рус.): чем кончилась последняя попытка.';


--
-- Name: COLUMN job.failures; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.failures IS 'Failures: tries since the last checkpoint that failed. | Неудачи: попытки после последней отметки.';


--
-- Name: COLUMN job.most_failures; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.most_failures IS 'Most failures: after so many it has failed. | Предел неудач: после стольких считается неудавшимся.';


--
-- Name: COLUMN job.cancel_asked_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.cancel_asked_at IS 'Cancel asked at: when somebody wanted it to end. | Отмена: когда попросили прекратить.';


--
-- Name: COLUMN job.started_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.started_at IS 'Started at: first. | Начато: впервые.';


--
-- Name: COLUMN job.ended_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.ended_at IS 'Ended at: for good. | Закончено: окончательно.';


--
-- Name: COLUMN job.checkpoint; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.checkpoint IS 'Checkpoint: where to go on. | Отметка: откуда продолжать.';


--
-- Name: COLUMN job.narrowed; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.narrowed IS 'Narrowed: only these rights; empty for all of the account''s. | Сужено: только эти права; пусто — все.';


--
-- Name: COLUMN job.fence; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.fence IS 'Fence: how often it was taken. | Барьер: сколько раз его брали.';


--
-- Name: COLUMN job.worker; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.worker IS 'Worker: who has it. | Исполнитель: у кого оно.';


--
-- Name: COLUMN job.lease_until; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.lease_until IS 'Lease until: then another may take it. | Аренда до: потом его может взять другой.';


--
-- Name: COLUMN job.session_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.session_id IS 'Session: with which it works. | Сеанс: под которым работает.';


--
-- Name: COLUMN job.schedule_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job.schedule_id IS 'Schedule: that made it. | Расписание: по которому создано.';


--
-- Name: CONSTRAINT job_done_range ON job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_done_range ON system.job IS 'What is done is not negative. | Сделанное не бывает отрицательным.';


--
-- Name: CONSTRAINT job_ended ON job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_ended ON system.job IS 'Who has ended has an end. | У законченного есть конец.';


--
-- Name: CONSTRAINT job_kind_form ON job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_kind_form ON system.job IS 'There is no such kind of job. | Такого вида заданий нет.';


--
-- Name: CONSTRAINT job_most_failures_range ON job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_most_failures_range ON system.job IS 'From 1 to 100 failures. | Неудач — от 1 до 100.';


--
-- Name: CONSTRAINT job_priority_range ON job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_priority_range ON system.job IS 'The priority lies between -100 and 100. | Приоритет — от -100 до 100.';


--
-- Name: CONSTRAINT job_running_leased ON job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_running_leased ON system.job IS 'A running job has a lease. | У идущего задания есть аренда.';


--
-- Name: CONSTRAINT job_state_known ON job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_state_known ON system.job IS 'The state is waiting, running, done, failed or cancelled. | Состояние: waiting, running, done, failed или cancelled.';


--
-- Name: CONSTRAINT job_total_range ON job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_total_range ON system.job IS 'The total is not negative. | Всего не бывает отрицательным.';


--
-- Name: job_figures(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.job_figures() RETURNS TABLE(kind text, state text, jobs bigint, oldest double precision)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT g.kind,
     g.state,
     g.jobs,
     (COALESCE(EXTRACT(epoch FROM (now() - g.first_at)), (0)::numeric))::double precision AS "coalesce"
    FROM ( SELECT j.kind,
             'waiting'::text AS state,
             count(*) AS jobs,
             min(j.run_at) FILTER (WHERE (j.run_at <= now())) AS first_at
            FROM system.job j
           WHERE (j.state = 'waiting'::text)
           GROUP BY j.kind
         UNION ALL
          SELECT j.kind,
             'running'::text,
             count(*) AS count,
             min(j.run_at) FILTER (WHERE (j.run_at <= now())) AS min
            FROM system.job j
           WHERE (j.state = 'running'::text)
           GROUP BY j.kind
         UNION ALL
          SELECT j.kind,
             'failed'::text,
             count(*) AS count,
             min(j.run_at) FILTER (WHERE (j.run_at <= now())) AS min
            FROM system.job j
           WHERE (j.state = 'failed'::text)
           GROUP BY j.kind) g
   ORDER BY g.kind, g.state;
END;


ALTER FUNCTION system.job_figures() OWNER TO crm_owner;

--
-- Name: FUNCTION job_figures(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.job_figures() IS 'What waits, runs and has failed. | Что ждёт, идёт и не удалось.';


--
-- Name: job_pause(integer); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.job_pause(failures integer) RETURNS interval
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog'
    RETURN make_interval(secs => LEAST((3600)::double precision, ((2)::double precision ^ (LEAST(failures, 12))::double precision)));


ALTER FUNCTION system.job_pause(failures integer) OWNER TO crm_owner;

--
-- Name: FUNCTION job_pause(failures integer); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.job_pause(failures integer) IS 'The pause before the next try. | Пауза перед следующей попыткой.';


--
-- Name: judge_custom_choices(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.judge_custom_choices() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  used boolean;
begin
  execute format('select exists (select from %s where %I <> all ($1))', new.table_name::regclass, new.name)
    into used using new.choices;
  if used then
    perform system.refuse_custom_field('custom_field_choices_used', 'choices');
  end if;
  return null;
end
$_$;


ALTER FUNCTION system.judge_custom_choices() OWNER TO crm_owner;

--
-- Name: FUNCTION judge_custom_choices(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.judge_custom_choices() IS 'Refuses to take away a choice that records have. | Не даёт убрать значение, которое есть у записей.';


--
-- Name: judge_custom_demand(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.judge_custom_demand() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
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


ALTER FUNCTION system.judge_custom_demand() OWNER TO crm_owner;

--
-- Name: FUNCTION judge_custom_demand(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.judge_custom_demand() IS 'Refuses to require what records lack. | Не даёт требовать того, чего у записей нет.';


--
-- Name: judge_custom_pace(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.judge_custom_pace() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if coalesce(current_setting('crm.custom_field', true), '') not in ('', new.id::text) then
    perform system.refuse_custom_field('custom_field_alone', 'name');
  end if;
  perform set_config('crm.custom_field', new.id::text, true);
  return null;
end
$$;


ALTER FUNCTION system.judge_custom_pace() OWNER TO crm_owner;

--
-- Name: FUNCTION judge_custom_pace(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.judge_custom_pace() IS 'Lets a transaction change one field. | Позволяет транзакции изменить одно поле.';


--
-- Name: judge_custom_table(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.judge_custom_table() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if new.table_name is not null and not coalesce(system.is_extensible(to_regclass(new.table_name)), false) then
    perform system.refuse_custom_field('custom_field_business', 'resource');
  end if;
  return null;
end
$$;


ALTER FUNCTION system.judge_custom_table() OWNER TO crm_owner;

--
-- Name: FUNCTION judge_custom_table(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.judge_custom_table() IS 'Refuses fields of what is no business record. | Не даёт полей тому, что не деловая запись.';


--
-- Name: judge_custom_target(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.judge_custom_target() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if new.target_table is not null and not coalesce(system.is_referable(to_regclass(new.target_table)), false) then
    perform system.refuse_custom_field('custom_field_referable', 'target');
  end if;
  return null;
end
$$;


ALTER FUNCTION system.judge_custom_target() OWNER TO crm_owner;

--
-- Name: FUNCTION judge_custom_target(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.judge_custom_target() IS 'Refuses references to what has no key. | Не даёт ссылок на то, у чего нет ключа.';


--
-- Name: judge_followed(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.judge_followed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if new.table_name = '' then
    raise exception 'no such resource' using errcode = 'check_violation',
      constraint = 'follow_resource_known', table = 'follow', schema = 'system', column = 'resource';
  elsif not access.sees_history(new.table_name, new.record_id) then
    raise exception 'no such record' using errcode = 'check_violation',
      constraint = 'follow_record_seen', table = 'follow', schema = 'system', column = 'record_id';
  end if;
  return null;
end
$$;


ALTER FUNCTION system.judge_followed() OWNER TO crm_owner;

--
-- Name: FUNCTION judge_followed(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.judge_followed() IS 'Lets one follow what one sees. | Позволяет следить за тем, что видно.';


--
-- Name: judge_import_file(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.judge_import_file() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if not exists (select from system.file as f where f.id = new.file_id) then
    raise exception 'a file that the caller does not see' using errcode = 'check_violation',
      constraint = 'import_file_own', table = 'import', schema = 'system', column = 'file_id';
  end if;
  return null;
end
$$;


ALTER FUNCTION system.judge_import_file() OWNER TO crm_owner;

--
-- Name: FUNCTION judge_import_file(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.judge_import_file() IS 'Gives an import no file that the caller does not see. | Не даёт импорту файл, не видимый вызывающему.';


--
-- Name: judge_import_job(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.judge_import_job() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if not exists (
    select from system.job as j
    where j.id = new.job_id and j.kind = 'import' and j.account_id = new.account_id)
    or exists (select from system.import as i where i.job_id = new.job_id and i.id <> new.id)
  then
    raise exception 'a job that is not the import''s own' using errcode = 'check_violation',
      constraint = 'import_job_own', table = 'import', schema = 'system', column = 'job_id';
  end if;
  return null;
end
$$;


ALTER FUNCTION system.judge_import_job() OWNER TO crm_owner;

--
-- Name: FUNCTION judge_import_job(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.judge_import_job() IS 'Gives an import no job but its own. | Не даёт импорту чужого задания.';


--
-- Name: judge_link(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.judge_link() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  shared boolean;
begin
  if not coalesce(system.is_extensible(to_regclass(nullif(new.table_name, ''))), false) then
    raise exception 'no business record' using errcode = 'check_violation',
      constraint = 'file_link_table_form', table = 'file_link', schema = 'system', column = 'resource';
  end if;
  select f.is_shared into shared from system.file as f where f.id = new.file_id for share;
  if not shared and system.is_linked(new.file_id) then
    raise exception 'a file that is not shared' using errcode = 'check_violation',
      constraint = 'file_link_target', table = 'file_link', schema = 'system', column = 'file_id';
  end if;
  return new;
end
$$;


ALTER FUNCTION system.judge_link() OWNER TO crm_owner;

--
-- Name: FUNCTION judge_link(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.judge_link() IS 'Refuses links to what is no business record, and further ones of what is not shared. | Не даёт связывать с тем, что не деловая запись, и делиться закрытым файлом.';


--
-- Name: judge_piece(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.judge_piece() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  perform from system.content as c
  where c.id = new.content_id and c.kept_at is null
    and c.account_id is not distinct from access.account_id()
  for key share;
  if not found then
    raise exception 'a content that is not on its way' using errcode = 'check_violation',
      constraint = 'content_piece_arriving', table = 'content_piece', schema = 'system',
      column = 'content_id';
  end if;
  return new;
end
$$;


ALTER FUNCTION system.judge_piece() OWNER TO crm_owner;

--
-- Name: FUNCTION judge_piece(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.judge_piece() IS 'Refuses pieces of what does not arrive from the caller. | Не принимает части того, что передаёт не вызывающий.';


--
-- Name: judge_shared_roles(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.judge_shared_roles() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if exists (
    select from unnest(new.role_ids) as w (id)
    where tg_op = 'INSERT' or not w.id = any (old.role_ids)
    group by w.id
    having not coalesce(bool_and(
      exists (select from access.role as r where r.id = w.id and r.archived_at is null)
      and (w.id = any (access.role_ids()) or access.everything(tg_argv[0], 'update'))), false)) then
    raise exception 'a role that is not the caller''s' using errcode = 'check_violation',
      constraint = tg_name, table = tg_table_name, schema = tg_table_schema, column = 'role_ids';
  end if;
  return null;
end
$$;


ALTER FUNCTION system.judge_shared_roles() OWNER TO crm_owner;

--
-- Name: FUNCTION judge_shared_roles(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.judge_shared_roles() IS 'Lets one share with the roles that one has. | Позволяет делиться с ролями, которые есть у вызывающего.';


--
-- Name: content; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.content (
    id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    account_id bigint DEFAULT access.account_id(),
    type text NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    kept_at timestamp with time zone,
    tree bytea,
    doubted_at timestamp with time zone,
    CONSTRAINT content_kept CHECK ((((kept_at IS NULL) = (tree IS NULL)) AND ((kept_at IS NULL) OR (account_id IS NULL)))),
    CONSTRAINT content_sha256_form CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT content_size_range CHECK ((size >= 0)),
    CONSTRAINT content_type_form CHECK (((length(type) <= 127) AND (type ~ '^[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+$'::text)))
);


ALTER TABLE system.content OWNER TO crm_owner;

--
-- Name: TABLE content; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.content IS 'Content: bytes, kept once however many files have them. | Содержимое: байты, хранимые один раз для всех файлов.';


--
-- Name: COLUMN content.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.content.id IS 'Number: of the content. | Номер: содержимого.';


--
-- Name: COLUMN content.created_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.content.created_at IS 'Created: when it began to arrive. | Создано: когда начало поступать.';


--
-- Name: COLUMN content.account_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.content.account_id IS 'Account: who sends it; empty once it is kept. | Учётная запись: кто передаёт; пусто, когда сохранено.';


--
-- Name: COLUMN content.type; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.content.type IS 'Type: the media type it was sent with. | Тип: тип данных, с которым передано.';


--
-- Name: COLUMN content.size; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.content.size IS 'Size: in bytes. | Размер: в байтах.';


--
-- Name: COLUMN content.sha256; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.content.sha256 IS 'SHA-256: of its bytes. | SHA-256: его байтов.';


--
-- Name: COLUMN content.kept_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.content.kept_at IS 'Kept at: when it had arrived whole. | Сохранено: когда получено целиком.';


--
-- Name: COLUMN content.tree; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.content.tree IS 'Tree: SHA-256 of the digests of its pieces. | Дерево: SHA-256 от сумм его частей.';


--
-- Name: COLUMN content.doubted_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.content.doubted_at IS 'Doubted at: when a version of it went; perhaps it was the last. | Под вопросом: когда ушла его версия, возможно последняя.';


--
-- Name: CONSTRAINT content_kept ON content; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT content_kept ON system.content IS 'What is kept has a tree and no sender. | У сохранённого есть дерево и нет отправителя.';


--
-- Name: CONSTRAINT content_sha256_form ON content; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT content_sha256_form ON system.content IS 'A SHA-256 has 64 hexadecimal digits. | SHA-256 — это 64 шестнадцатеричные цифры.';


--
-- Name: CONSTRAINT content_size_range ON content; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT content_size_range ON system.content IS 'A size is not negative. | Размер не бывает отрицательным.';


--
-- Name: CONSTRAINT content_type_form ON content; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT content_type_form ON system.content IS 'A media type, such as application/pdf. | Тип данных, например application/pdf.';


--
-- Name: keep_content(bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.keep_content(p_content bigint) RETURNS system.content
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  arriving system.content;
  twin bigint;
  whole boolean;
  root bytea;
begin
  select * into arriving from system.content as c
  where c.id = p_content and c.kept_at is null
    and c.account_id is not distinct from access.account_id()
  for update;
  if not found then
    raise exception 'a content that is not the caller''s' using errcode = 'check_violation',
      constraint = 'file_content_own', table = 'file', schema = 'system', column = 'content_id';
  end if;
  select coalesce(bool_and(p.start = p.before), true)
      and coalesce(sum(p.length), 0) = arriving.size,
    sha256(coalesce(string_agg(p.digest, ''::bytea order by p.start), ''))
  into whole, root
  from (
    select q.start, q.digest, octet_length(q.bytes) as length, coalesce(sum(octet_length(q.bytes))
      over (order by q.start rows between unbounded preceding and 1 preceding), 0) as before
    from system.content_piece as q where q.content_id = arriving.id) as p;
  if not whole then
    raise exception 'a content with gaps' using errcode = 'check_violation',
      constraint = 'file_content_whole', table = 'file', schema = 'system', column = 'content_id';
  end if;
  -- Of the same bytes that come twice at once, the second sees the first.
  perform pg_advisory_xact_lock(hashtextextended(arriving.sha256, 6517357));
  select c.id into twin from system.content as c
  where c.sha256 = arriving.sha256 and c.tree = root and c.kept_at is not null for key share;
  if found then
    delete from system.content where id = arriving.id;
    arriving.id := twin;
  else
    update system.content set kept_at = now(), tree = root, account_id = null
    where id = arriving.id;
  end if;
  return arriving;
end
$$;


ALTER FUNCTION system.keep_content(p_content bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION keep_content(p_content bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.keep_content(p_content bigint) IS 'Keeps a content that has arrived whole. | Сохраняет полученное целиком содержимое.';


--
-- Name: keep_custom_field(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.keep_custom_field() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  raise exception 'a custom field is retired, not deleted' using errcode = 'foreign_key_violation',
    schema = 'system', table = 'custom_field';
end
$$;


ALTER FUNCTION system.keep_custom_field() OWNER TO crm_owner;

--
-- Name: FUNCTION keep_custom_field(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.keep_custom_field() IS 'Refuses to delete a custom field. | Не даёт удалить своё поле.';


--
-- Name: keep_version(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.keep_version() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  insert into system.file_version (file_id, number, name, type, size, sha256, content_id)
  values (new.id, new.content_version, new.name, new.type, new.size, new.sha256, new.content_id);
  return null;
end
$$;


ALTER FUNCTION system.keep_version() OWNER TO crm_owner;

--
-- Name: FUNCTION keep_version(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.keep_version() IS 'Lists a version of a file. | Заносит версию файла.';


--
-- Name: kept_columns(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.kept_columns() RETURNS text[]
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog'
    RETURN ARRAY['version'::text, 'updated_at'::text, 'updated_by'::text];


ALTER FUNCTION system.kept_columns() OWNER TO crm_owner;

--
-- Name: FUNCTION kept_columns(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.kept_columns() IS 'The columns that go on with every change. | Столбцы, идущие дальше при каждом изменении.';


--
-- Name: label_of(text, bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.label_of(p_table text, p_id bigint) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  label text := (select min(r.label) from system.resource as r where r.table_name = p_table);
begin
  execute format('select t.%I::text from %s as t where t.id = $1', label, p_table::regclass)
    into label using p_id;
  return label;
exception when undefined_table or undefined_column or insufficient_privilege or null_value_not_allowed then
  return null;
end
$_$;


ALTER FUNCTION system.label_of(p_table text, p_id bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION label_of(p_table text, p_id bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.label_of(p_table text, p_id bigint) IS 'By what people know a record, if the caller may see it. | Как люди называют запись, если она видна вызывающему.';


--
-- Name: lacking(regclass, text); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.lacking(p_table regclass, p_column text) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog'
    AS $$
declare
  found_so_many bigint;
begin
  execute format('select count(*) from %s where %I is null', p_table, p_column) into found_so_many;
  return found_so_many;
end
$$;


ALTER FUNCTION system.lacking(p_table regclass, p_column text) OWNER TO crm_owner;

--
-- Name: FUNCTION lacking(p_table regclass, p_column text); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.lacking(p_table regclass, p_column text) IS 'How many records have no value in a column. | У скольких записей в столбце нет значения.';


--
-- Name: limit_custom_column(system.custom_field); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.limit_custom_column(p_field system.custom_field) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $_$
begin
  execute format('alter table %1$s drop constraint if exists %2$I,
      add constraint %2$I check (%3$I = any (array[%4$s])) not valid',
    p_field.table_name::regclass, p_field.name || '_known', p_field.name,
    (select string_agg(quote_literal(c.value), ', ' order by c.place)
      from unnest(p_field.choices) with ordinality as c (value, place)));
end
$_$;


ALTER FUNCTION system.limit_custom_column(p_field system.custom_field) OWNER TO crm_owner;

--
-- Name: FUNCTION limit_custom_column(p_field system.custom_field); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.limit_custom_column(p_field system.custom_field) IS 'Allows the choices of an enumeration. | Разрешает значения перечисления.';


--
-- Name: linked_tables(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.linked_tables() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 WITH RECURSIVE linked(name) AS (
          SELECT min(l.table_name) AS min
            FROM system.file_link l
         UNION ALL
          SELECT ( SELECT min(l.table_name) AS min
                    FROM system.file_link l
                   WHERE (l.table_name > linked_1.name)) AS min
            FROM linked linked_1
           WHERE (linked_1.name IS NOT NULL)
         )
  SELECT linked.name
    FROM linked
   WHERE (linked.name IS NOT NULL);
END;


ALTER FUNCTION system.linked_tables() OWNER TO crm_owner;

--
-- Name: FUNCTION linked_tables(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.linked_tables() IS 'The tables that files are linked to. | Таблицы, с записями которых связаны файлы.';


--
-- Name: links_of_table(text); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.links_of_table(p_table text) RETURNS TABLE(id bigint, file_id bigint, record_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 100000
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT l.id,
     l.file_id,
     l.record_id
    FROM system.file_link l
   WHERE (l.table_name = links_of_table.p_table);
END;


ALTER FUNCTION system.links_of_table(p_table text) OWNER TO crm_owner;

--
-- Name: FUNCTION links_of_table(p_table text); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.links_of_table(p_table text) IS 'The links of files to records of a table. | Связи файлов с записями таблицы.';


--
-- Name: lock_custom_table(system.custom_field, boolean, boolean); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.lock_custom_table(p_field system.custom_field, p_new boolean, p_deep boolean) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  perform system.hurry();
  if p_new and p_field.target_table is not null then
    execute format('lock table %s in share row exclusive mode', p_field.target_table::regclass);
  end if;
  execute format('lock table %s in %s mode', p_field.table_name::regclass,
    case when p_deep then 'access exclusive' else 'share update exclusive' end);
end
$$;


ALTER FUNCTION system.lock_custom_table(p_field system.custom_field, p_new boolean, p_deep boolean) OWNER TO crm_owner;

--
-- Name: FUNCTION lock_custom_table(p_field system.custom_field, p_new boolean, p_deep boolean); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.lock_custom_table(p_field system.custom_field, p_new boolean, p_deep boolean) IS 'Locks what a change of a custom field touches. | Блокирует то, чего касается изменение своего поля.';


--
-- Name: look(text, bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.look(p_table text, p_record bigint) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  perform system.count_look();
  return access.sees(p_table, p_record);
end
$$;


ALTER FUNCTION system.look(p_table text, p_record bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION look(p_table text, p_record bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.look(p_table text, p_record bigint) IS 'Whether the caller sees a record, counted. | Видит ли вызывающий запись; с подсчётом.';


--
-- Name: looks_ended(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.looks_ended() RETURNS boolean
    LANGUAGE sql STABLE
    RETURN (current_setting('crm.looks_ended'::text, true) = (date_part('epoch'::text, statement_timestamp()))::text);


ALTER FUNCTION system.looks_ended() OWNER TO crm_owner;

--
-- Name: FUNCTION looks_ended(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.looks_ended() IS 'Whether this statement has looked at enough single records. | Достаточно ли оператор просмотрел записей по одной.';


--
-- Name: make_reversible(regclass); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.make_reversible(target regclass) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
declare
  noun constant text := (select relname from pg_class where oid = target);
begin
  execute format(
    'create trigger %I before insert or update on %s for each row
      when (current_setting(''crm.reversing'', true) <> '''') execute function system.take_back()',
    '_reversal_' || noun, target);
  execute format('comment on trigger %I on %s is %L', '_reversal_' || noun, target,
    'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.');
end
$$;


ALTER FUNCTION system.make_reversible(target regclass) OWNER TO crm_owner;

--
-- Name: FUNCTION make_reversible(target regclass); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.make_reversible(target regclass) IS 'Lets what jobs change in a table be undone. | Позволяет отменять изменения таблицы заданиями.';


--
-- Name: may_link(bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.may_link(p_file bigint) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  return exists (
    select from system.file as f where f.id = p_file and (
      f.account_id = access.account_id() and not system.is_linked(f.id)
      or exists (
        select from system.file_link as l where l.file_id = f.id and access.changes(l.table_name, l.record_id))));
end
$$;


ALTER FUNCTION system.may_link(p_file bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION may_link(p_file bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.may_link(p_file bigint) IS 'Whether the caller may link the file to further records. | Может ли вызывающий связать файл с другими записями.';


--
-- Name: may_steer(system.job); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.may_steer(p_job system.job) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog'
    AS $$
begin
  return p_job.account_id = access.account_id()
      and (access.narrowed() is null or coalesce(p_job.narrowed <@ access.narrowed(), false))
    or access.everything('jobs', 'update');
end
$$;


ALTER FUNCTION system.may_steer(p_job system.job) OWNER TO crm_owner;

--
-- Name: FUNCTION may_steer(p_job system.job); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.may_steer(p_job system.job) IS 'Whether the caller may stop, repeat or undo a job. | Может ли вызывающий остановить, повторить или отменить задание.';


--
-- Name: members(jsonb, text[]); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.members(p_object jsonb, p_names text[]) RETURNS jsonb
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog'
    RETURN (SELECT COALESCE(jsonb_object_agg(e.key, e.value), '{}'::jsonb) AS "coalesce" FROM jsonb_each(members.p_object) e(key, value) WHERE (e.key = ANY (members.p_names)));


ALTER FUNCTION system.members(p_object jsonb, p_names text[]) OWNER TO crm_owner;

--
-- Name: FUNCTION members(p_object jsonb, p_names text[]); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.members(p_object jsonb, p_names text[]) IS 'An object with some of its members. | Объект с частью своих полей.';


--
-- Name: notify_accounts(system.event[]); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.notify_accounts(p_events system.event[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  with change as materialized (
    select e.id, e.at, e.table_name, e.record_id, e.parent_table, e.parent_id, e.account_id,
      e.request_id, system.archive_action(e.action, c.old, c.new) as action,
      system.owner_in(c.old) as owner_was, system.owner_in(c.new) as owner_id
    from unnest(p_events) as e join audit.change as c on c.id = e.id and c.at = e.at
  ), parent as materialized (
    select p.parent_table, o.record_id, o.owner_id
    from (
      select c.parent_table, array_agg(distinct c.parent_id) as ids from change as c
      where c.parent_id is not null group by c.parent_table) as p
    cross join lateral system.owners_of(p.parent_table, p.ids) as o
  ), concerned (account_id, kind, place, event_id, at, action, table_name, record_id, actor_id, request_id)
  as materialized (
    select j.account_id, 'job_ended', 0, e.id, e.at, e.action, e.table_name, e.record_id, null::bigint, null
    from unnest(p_events) as e join system.job as j on j.id = e.record_id
    where e.table_name = 'system.job' and e.action in ('done', 'failed')
    union all
    select c.owner_id, 'assigned', 1, c.id, c.at, c.action, c.table_name, c.record_id, c.account_id, c.request_id
    from change as c where c.owner_id is distinct from c.owner_was and c.owner_id is not null
    union all
    select c.owner_was, 'changed', 2, c.id, c.at, c.action, c.table_name, c.record_id, c.account_id, c.request_id
    from change as c where c.owner_was is not null
    union all
    select p.owner_id, 'changed', 3, c.id, c.at, 'update', c.parent_table, c.parent_id, c.account_id, c.request_id
    from change as c join parent as p on p.parent_table = c.parent_table and p.record_id = c.parent_id
    union all
    select f.account_id, 'followed', 4, c.id, c.at, c.action, c.table_name, c.record_id, c.account_id, c.request_id
    from change as c join system.follow as f on f.table_name = c.table_name and f.record_id = c.record_id
      and f.created_at < c.at
    union all
    select f.account_id, 'followed', 5, c.id, c.at, 'update', c.parent_table, c.parent_id, c.account_id, c.request_id
    from change as c join system.follow as f on f.table_name = c.parent_table and f.record_id = c.parent_id
      and f.created_at < c.at
  ), single as (
    select distinct on (o.event_id, o.account_id) o.*
    from concerned as o join access.account as a on a.id = o.account_id and a.archived_at is null
    where o.account_id is distinct from o.actor_id and not exists (
      select from system.notification_mute as m where m.account_id = o.account_id and m.kind = o.kind)
    order by o.event_id, o.account_id, o.place
  ), once as (
    select distinct on (s.account_id, s.table_name, s.record_id, coalesce(s.request_id, s.event_id::text)) s.*
    from single as s
    order by s.account_id, s.table_name, s.record_id, coalesce(s.request_id, s.event_id::text), s.place,
      s.event_id
  ), counted as (
    select o.*, case when count(*) over like_it > 20 and o.request_id is not null
      then count(*) over like_it else 1 end as records
    from once as o
    window like_it as (partition by o.account_id, o.kind, o.action, o.table_name, o.request_id)
  ), first as (
    select distinct on (o.account_id, o.kind, o.action, o.table_name,
        case when o.records > 1 then o.request_id else o.event_id::text end) o.*
    from counted as o
    order by o.account_id, o.kind, o.action, o.table_name,
      case when o.records > 1 then o.request_id else o.event_id::text end, o.event_id
  )
  insert into system.notification (account_id, event_id, at, kind, action, resource, table_name, record_id,
    records, actor_id)
  select o.account_id, o.event_id, o.at, o.kind, o.action, r.name, o.table_name, o.record_id, o.records,
    o.actor_id
  from first as o join lateral (
    select min(d.name) from system.resource as d where d.table_name = o.table_name) as r (name)
    on r.name is not null
  order by o.event_id, o.account_id
  on conflict (event_id, account_id) do nothing;
end
$$;


ALTER FUNCTION system.notify_accounts(p_events system.event[]) OWNER TO crm_owner;

--
-- Name: FUNCTION notify_accounts(p_events system.event[]); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.notify_accounts(p_events system.event[]) IS 'Notifies the accounts that events concern. | Уведомляет учётные записи, которых касаются события.';


--
-- Name: open_custom_column(system.custom_field); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.open_custom_column(p_field system.custom_field) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  target constant regclass := p_field.table_name;
begin
  execute format((
    select string_agg(format('grant select (%1$I) on %2$s to crm_service, crm_limited, crm_reader, crm_report;',
        c.name, target)
      || case when has_any_column_privilege('crm_service', target, 'INSERT')
        then format('grant insert (%I) on %s to crm_service;', c.name, target) else '' end
      || case when has_any_column_privilege('crm_service', target, 'UPDATE')
        then format('grant update (%I) on %s to crm_service;', c.name, target) else '' end, ' ')
    from unnest(system.custom_columns(p_field)) as c (name)));
  if p_field.type = 'reference' and system.custom_type(p_field) = 'bigint' then
    execute format('create policy %I on %s as restrictive for insert with check (%I is null or access.sees(%L, %I))',
      p_field.name || '_visible_insert', target, p_field.name, p_field.target_table, p_field.name);
    execute format('comment on policy %I on %s is %L', p_field.name || '_visible_insert', target,
      'A record that one may not see cannot be named. | Нельзя указать запись, которой не видно.');
    perform access.guard_reference(target, p_field.name);
  end if;
end
$_$;


ALTER FUNCTION system.open_custom_column(p_field system.custom_field) OWNER TO crm_owner;

--
-- Name: FUNCTION open_custom_column(p_field system.custom_field); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.open_custom_column(p_field system.custom_field) IS 'Makes a custom field part of its records. | Делает своё поле частью записей.';


--
-- Name: own(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.own() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if current_setting('crm.reversing', true) <> ''
    and current_setting('crm.reversed', true) = tg_relid || ':' || new.id
  then
    return new;
  end if;
  if new.owner_id is null and new.department_id is null then
    new.owner_id := access.account_id();
  end if;
  if new.department_id is null then
    new.department_id := nullif(btrim(split_part(access.setting('department'), ',', 1), '{}'), '')::bigint;
  end if;
  return new;
end
$$;


ALTER FUNCTION system.own() OWNER TO crm_owner;

--
-- Name: FUNCTION own(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.own() IS 'Gives a new record to its author and his department. | Закрепляет новую запись за автором и его отделом.';


--
-- Name: file; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.file (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    account_id bigint DEFAULT access.account_id(),
    name text NOT NULL,
    type text NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    content_version integer DEFAULT 1 NOT NULL,
    content_id bigint NOT NULL,
    kept_until timestamp with time zone DEFAULT (now() + '30 days'::interval) NOT NULL,
    is_shared boolean DEFAULT true NOT NULL,
    narrowed text[],
    CONSTRAINT file_name_form CHECK (((length(name) <= 255) AND (name !~ '[[:cntrl:]/\\\u202A-\u202E\u2066-\u2069]'::text) AND (name ~ '\S'::text) AND (name <> ALL (ARRAY['.'::text, '..'::text]))))
);


ALTER TABLE system.file OWNER TO crm_owner;

--
-- Name: TABLE file; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.file IS 'File: what was sent, with its versions. | Файл: что было передано, с версиями.';


--
-- Name: COLUMN file.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN file.version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN file.created_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN file.created_by; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN file.updated_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN file.updated_by; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN file.account_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file.account_id IS 'Account: who sent it, and alone sees it while it is linked to nothing. | Учётная запись: кто передал; только он видит файл, пока тот ни с чем не связан.';


--
-- Name: COLUMN file.name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file.name IS 'Name: without a path. | Имя: без пути.';


--
-- Name: COLUMN file.type; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file.type IS 'Type: its media type. | Тип: тип данных.';


--
-- Name: COLUMN file.size; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file.size IS 'Size: in bytes. | Размер: в байтах.';


--
-- Name: COLUMN file.sha256; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file.sha256 IS 'SHA-256: of its bytes. | SHA-256: его байтов.';


--
-- Name: COLUMN file.content_version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file.content_version IS 'Content version: how many contents it has had. | Версия содержимого: сколько их было.';


--
-- Name: COLUMN file.content_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file.content_id IS 'Content: its bytes. | Содержимое: его байты.';


--
-- Name: COLUMN file.kept_until; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file.kept_until IS 'Kept until: then it goes, unless it is linked. | Хранится до: потом удаляется, если ни с чем не связан.';


--
-- Name: COLUMN file.is_shared; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file.is_shared IS 'Shared: whether it may be linked to further records; no removes all links but the first. | Общий: можно ли связать с другими записями; «нет» удаляет все связи, кроме первой.';


--
-- Name: COLUMN file.narrowed; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file.narrowed IS 'Narrowed: to which rights the token was that sent it; empty for all. | Сужено: права токена отправителя; пусто — все.';


--
-- Name: CONSTRAINT file_name_form ON file; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_name_form ON system.file IS 'A name has 1 to 255 characters, no path and no control characters. | Имя: от 1 до 255 знаков, без пути и управляющих символов.';


--
-- Name: own_files(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.own_files() RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT f.id
    FROM system.file f
   WHERE ((f.account_id = access.account_id()) AND (( SELECT access.owns('files'::text) AS owns) OR (f.narrowed <@ ( SELECT access.narrowed() AS narrowed))) AND (NOT (EXISTS ( SELECT
            FROM system.file_link l
           WHERE (l.file_id = f.id)))));
END;


ALTER FUNCTION system.own_files() OWNER TO crm_owner;

--
-- Name: FUNCTION own_files(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.own_files() IS 'Files that the caller has sent and that are linked to nothing. | Переданные вызывающим и ни с чем не связанные файлы.';


--
-- Name: notification; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.notification (
    id bigint NOT NULL,
    account_id bigint NOT NULL,
    event_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    action text NOT NULL,
    resource text NOT NULL,
    table_name text NOT NULL,
    record_id bigint NOT NULL,
    records integer DEFAULT 1 NOT NULL,
    actor_id bigint,
    read_at timestamp with time zone,
    CONSTRAINT notification_action_known CHECK ((action = ANY (ARRAY['insert'::text, 'update'::text, 'archive'::text, 'restore'::text, 'delete'::text, 'done'::text, 'failed'::text]))),
    CONSTRAINT notification_kind_known CHECK ((kind = ANY (ARRAY['assigned'::text, 'changed'::text, 'followed'::text, 'job_ended'::text]))),
    CONSTRAINT notification_records_range CHECK ((records > 0))
);


ALTER TABLE system.notification OWNER TO crm_owner;

--
-- Name: TABLE notification; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.notification IS 'Notification: that somebody did what concerns an account. | Уведомление: кто-то сделал то, что касается учётной записи.';


--
-- Name: COLUMN notification.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notification.id IS 'Number: of the notification. | Номер: уведомления.';


--
-- Name: COLUMN notification.account_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notification.account_id IS 'Account: whose it is. | Учётная запись: чьё оно.';


--
-- Name: COLUMN notification.event_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notification.event_id IS 'Event: the number of the change. | Событие: номер изменения.';


--
-- Name: COLUMN notification.at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notification.at IS 'At: when it happened. | Когда: время события.';


--
-- Name: COLUMN notification.kind; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notification.kind IS 'Kind: why it concerns. | Вид: почему касается. {assigned=Became yours/Стала вашей, changed=Yours was changed/Изменена ваша, followed=You follow it/Вы следите, job_ended=Your job has ended/Ваше задание закончено}';


--
-- Name: COLUMN notification.action; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notification.action IS 'Action: what was done. | Действие: что сделано. {insert=Created/Создано, update=Changed/Изменено, archive=Put into the archive/Убрано в архив, restore=Brought back/Возвращено, delete=Deleted/Удалено, done=Done/Сделано, failed=Failed/Не удалось}';


--
-- Name: COLUMN notification.resource; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notification.resource IS 'Resource: of the record. | Ресурс: записи.';


--
-- Name: COLUMN notification.table_name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notification.table_name IS 'Table: of the record. | Таблица: записи.';


--
-- Name: COLUMN notification.record_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notification.record_id IS 'Record: which. | Запись: какая.';


--
-- Name: COLUMN notification.records; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notification.records IS 'Records: of how many the same was done at once; this is the first. | Записей: со сколькими сразу сделано то же; это первая.';


--
-- Name: COLUMN notification.actor_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notification.actor_id IS 'By: the account that did it; empty for the system. | Кем: учётная запись, сделавшая это; пусто — система.';


--
-- Name: COLUMN notification.read_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notification.read_at IS 'Read at: when it was read. | Прочитано: когда.';


--
-- Name: CONSTRAINT notification_action_known ON notification; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT notification_action_known ON system.notification IS 'The action is insert, update, archive, restore, delete, done or failed. | Действие: insert, update, archive, restore, delete, done или failed.';


--
-- Name: CONSTRAINT notification_kind_known ON notification; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT notification_kind_known ON system.notification IS 'The kind is assigned, changed, followed or job_ended. | Вид: assigned, changed, followed или job_ended.';


--
-- Name: CONSTRAINT notification_records_range ON notification; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT notification_records_range ON system.notification IS 'At least one record. | Хотя бы одна запись.';


--
-- Name: own_notifications(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.own_notifications() RETURNS TABLE(table_name text, ids bigint[], records bigint[])
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT n.table_name,
     array_agg(n.id) AS array_agg,
     array_agg(n.record_id) AS array_agg
    FROM system.notification n
   WHERE ((n.account_id = access.account_id()) AND (n.action <> 'delete'::text))
   GROUP BY n.table_name;
END;


ALTER FUNCTION system.own_notifications() OWNER TO crm_owner;

--
-- Name: FUNCTION own_notifications(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.own_notifications() IS 'What the caller has been told of, table by table. | О чём сообщено вызывающему, по таблицам.';


--
-- Name: owner_in(jsonb); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.owner_in(p_row jsonb) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog'
    RETURN CASE jsonb_typeof((p_row -> 'owner_id'::text)) WHEN 'number'::text THEN ((p_row ->> 'owner_id'::text))::bigint ELSE NULL::bigint END;


ALTER FUNCTION system.owner_in(p_row jsonb) OWNER TO crm_owner;

--
-- Name: FUNCTION owner_in(p_row jsonb); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.owner_in(p_row jsonb) IS 'The owner that a row of whatever table has. | Владелец, указанный в строке любой таблицы.';


--
-- Name: owners_of(text, bigint[]); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.owners_of(p_table text, p_ids bigint[]) RETURNS TABLE(record_id bigint, owner_id bigint)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog'
    AS $_$
begin
  if exists (
    select from pg_attribute as a where a.attrelid = to_regclass(p_table) and a.attname = 'owner_id'
      and a.atttypid = 'bigint'::regtype and not a.attisdropped) then
    return query execute format(
      'select t.id, t.owner_id from %s as t where t.id = any ($1) and t.owner_id is not null',
      to_regclass(p_table)) using p_ids;
  end if;
end
$_$;


ALTER FUNCTION system.owners_of(p_table text, p_ids bigint[]) OWNER TO crm_owner;

--
-- Name: FUNCTION owners_of(p_table text, p_ids bigint[]); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.owners_of(p_table text, p_ids bigint[]) IS 'The owners of records of whatever table. | Владельцы записей любой таблицы.';


--
-- Name: pending_custom_indexes(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.pending_custom_indexes() RETURNS TABLE(field_id bigint, area text, name text, is_built boolean, is_broken boolean, statement text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT f.id,
     w.area,
     w.name,
     COALESCE(i.indisvalid, false) AS "coalesce",
     (NOT COALESCE(i.indisvalid, true)),
     format('create %s index concurrently %I %s'::text,
         CASE
             WHEN w.is_unique THEN 'unique'::text
             ELSE ''::text
         END, w.name, w.body) AS format
    FROM ((system.custom_field f
      CROSS JOIN LATERAL system.custom_indexes(f.*) w(area, name, is_unique, body))
      LEFT JOIN pg_index i ON ((i.indexrelid = (to_regclass(format('%I.%I'::text, w.area, w.name)))::oid)))
   WHERE (f.index_state = 'pending'::text)
   ORDER BY f.id, w.name;
END;


ALTER FUNCTION system.pending_custom_indexes() OWNER TO crm_owner;

--
-- Name: FUNCTION pending_custom_indexes(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.pending_custom_indexes() IS 'The indexes that wait for the migrator. | Индексы, которые должен построить мигратор.';


--
-- Name: plan_reversal(bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.plan_reversal(p_job bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  was system.job;
  planned bigint;
begin
  select j.* into was
  from system.job as r join system.job as j on j.id = (r.input ->> 'job')::bigint
  where r.id = p_job and r.kind = 'reversal' and r.account_id = access.account_id()
    and system.reversible_job(j.id) = 'ended';
  if not found then
    return null;
  end if;
  delete from system.job_reversal as r where r.job_id = p_job;
  with recursive made as (
    select c.table_name, c.record_id, min(c.id) as first_id, max(c.id) as last_id,
      (array_agg(c.at order by c.id desc))[1] as last_at,
      (array_agg(c.old order by c.id))[1] - system.kept_columns() as before,
      (array_agg(c.new order by c.id desc))[1] - system.kept_columns() as after,
      (array_agg(c.old order by c.id desc))[1] ->> 'version' as version
    from audit.change as c
    where c.request_id = 'job-' || was.id and c.request_id like 'job-%' and c.at >= was.created_at
      and c.account_id is not distinct from was.account_id
    group by c.table_name, c.record_id
  ), steps as (
    select m.*, case when m.before is null then 'remove' when m.after is null then 'restore'
        else 'change' end as action,
      array(select b.key from jsonb_each(m.before) as b
        where m.after is not null and b.value is distinct from m.after -> b.key
        order by b.key) as columns
    from made as m where coalesce(m.before, m.after) is not null
  ), refers as (
    select distinct k.conrelid as source, k.confrelid as target from pg_constraint as k
    where k.contype = 'f' and k.conrelid <> k.confrelid
      and k.conrelid in (select to_regclass(s.table_name) from steps as s)
      and k.confrelid in (select to_regclass(s.table_name) from steps as s)
  ), depths (place, depth) as (
    select r.target, 0 from refers as r
    union
    select r.source, d.depth + 1 from depths as d join refers as r on r.target = d.place where d.depth < 16
  ), ranks as (
    select d.place, max(d.depth) as depth from depths as d group by d.place
  )
  insert into system.job_reversal (job_id, n, table_name, record_id, action, last_id, last_at, columns, before,
    after, version)
  select p_job, row_number() over (
      order by case s.action when 'restore' then 0 when 'change' then 1 else 2 end,
        case s.action when 'restore' then r.depth when 'remove' then -r.depth end,
        case s.action when 'restore' then s.record_id end,
        case s.action when 'remove' then s.first_id else s.last_id end desc),
    s.table_name, s.record_id, s.action, s.last_id, s.last_at, s.columns,
    case s.action when 'change' then system.members(s.before, s.columns) else s.before end,
    case s.action when 'change' then system.members(s.after, s.columns) else s.after end,
    case s.action when 'restore' then s.version::bigint end
  from steps as s left join ranks as r on r.place = to_regclass(s.table_name)
  where s.action <> 'change' or s.columns <> '{}';
  get diagnostics planned = row_count;
  return planned;
end
$$;


ALTER FUNCTION system.plan_reversal(p_job bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION plan_reversal(p_job bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.plan_reversal(p_job bigint) IS 'Finds what a job has changed. | Находит сделанное заданием.';


--
-- Name: prepare_custom_field(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.prepare_custom_field() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if tg_op = 'INSERT' then
    new.table_name := (select r.table_name from system.resource as r where r.name = new.resource);
    new.target_table := (select r.table_name from system.resource as r where r.name = new.target);
    new.index_state := 'none';
  end if;
  if to_regclass(new.table_name) is null then
    return new;
  end if;
  if tg_op = 'INSERT' and (new.is_unique or new.is_indexed or new.type in ('reference', 'money'))
      or tg_op = 'UPDATE' and new.is_indexed and not old.is_indexed then
    new.index_state := case when system.is_small(new.table_name::regclass) then 'ready' else 'pending' end;
  elsif not (new.is_unique or new.is_indexed or new.type in ('reference', 'money')) then
    new.index_state := 'none';
  end if;
  return new;
end
$$;


ALTER FUNCTION system.prepare_custom_field() OWNER TO crm_owner;

--
-- Name: FUNCTION prepare_custom_field(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.prepare_custom_field() IS 'Finds the tables of a custom field and how it is indexed. | Находит таблицы своего поля и способ индексации.';


--
-- Name: preset_custom_column(system.custom_field); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.preset_custom_column(p_field system.custom_field) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  execute format('alter table %s alter column %I %s', p_field.table_name::regclass, p_field.name,
    case when p_field.default_value is null or p_field.archived_at is not null then 'drop default'
      else format('set default %L', p_field.default_value) end);
end
$$;


ALTER FUNCTION system.preset_custom_column(p_field system.custom_field) OWNER TO crm_owner;

--
-- Name: FUNCTION preset_custom_column(p_field system.custom_field); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.preset_custom_column(p_field system.custom_field) IS 'Sets the default of a custom field''s column. | Задаёт значение столбца по умолчанию.';


--
-- Name: prove_reversal(bigint, bigint[]); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.prove_reversal(p_job bigint, p_steps bigint[]) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  target text;
  same boolean;
begin
  select r.table_name into target
  from system.job_reversal as r join system.job as j on j.id = r.job_id
  where r.job_id = p_job and r.n = p_steps[1] and j.account_id = access.account_id();
  if target is null then
    return false;
  end if;
  execute format(
    'select coalesce(bool_and(coalesce(to_jsonb(t) = to_jsonb(jsonb_populate_record(t, r.before)), false)), false)
     from system.job_reversal as r left join %s as t on t.id = r.record_id
     where r.job_id = $1 and r.n = any ($2)', target::regclass) into same using p_job, p_steps;
  return same;
end
$_$;


ALTER FUNCTION system.prove_reversal(p_job bigint, p_steps bigint[]) OWNER TO crm_owner;

--
-- Name: FUNCTION prove_reversal(p_job bigint, p_steps bigint[]); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.prove_reversal(p_job bigint, p_steps bigint[]) IS 'Whether rows are as they were before the job. | Таковы ли строки, какими были до задания.';


--
-- Name: put_back_job(bigint, boolean, text, text, text); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.put_back_job(p_id bigint, p_retry boolean, p_code text, p_en text, p_ru text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  with put as (
    select j.id, j.session_id, j.cancel_asked_at is null and p_retry and j.failures + 1 < j.most_failures as again
    from system.job as j where j.id = p_id and j.state = 'running' for update
  ), gone as (
    delete from access.session as s using put where s.id = put.session_id
  )
  update system.job as j set
    state = case when put.again then 'waiting' when j.cancel_asked_at is not null then 'cancelled' else 'failed' end,
    ended_at = case when not put.again then clock_timestamp() end,
    run_at = clock_timestamp() + system.job_pause(j.failures + 1),
    failures = j.failures + 1, fault_code = p_code, fault_en = p_en, fault_ru = p_ru,
    worker = null, lease_until = null, session_id = null, version = j.version + 1
  from put where j.id = put.id;
end
$$;


ALTER FUNCTION system.put_back_job(p_id bigint, p_retry boolean, p_code text, p_en text, p_ru text) OWNER TO crm_owner;

--
-- Name: FUNCTION put_back_job(p_id bigint, p_retry boolean, p_code text, p_en text, p_ru text); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.put_back_job(p_id bigint, p_retry boolean, p_code text, p_en text, p_ru text) IS 'After a failed try. | После неудачной попытки.';


--
-- Name: record_end(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.record_end() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  insert into system.event (id, at, table_name, record_id, version, action)
  values (nextval('audit.change_id_seq'), clock_timestamp(), 'system.job', new.id, new.version, new.state);
  return null;
end
$$;


ALTER FUNCTION system.record_end() OWNER TO crm_owner;

--
-- Name: FUNCTION record_end(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.record_end() IS 'Writes the event of a job''s end. | Записывает событие о конце задания.';


--
-- Name: refuse_custom_demand(text, bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.refuse_custom_demand(p_rule text, p_count bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  raise exception 'records lack the value' using errcode = 'check_violation', constraint = p_rule,
    schema = 'system', table = 'custom_field', column = 'is_required', hint = coalesce(p_count::text, '');
end
$$;


ALTER FUNCTION system.refuse_custom_demand(p_rule text, p_count bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION refuse_custom_demand(p_rule text, p_count bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.refuse_custom_demand(p_rule text, p_count bigint) IS 'Names the rule and how many records break it. | Называет правило и число нарушающих его записей.';


--
-- Name: refuse_custom_field(text, text); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.refuse_custom_field(p_rule text, p_column text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  raise exception 'the custom field breaks the rule %', p_rule using errcode = 'check_violation',
    constraint = p_rule, schema = 'system', table = 'custom_field', column = p_column;
end
$$;


ALTER FUNCTION system.refuse_custom_field(p_rule text, p_column text) OWNER TO crm_owner;

--
-- Name: FUNCTION refuse_custom_field(p_rule text, p_column text); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.refuse_custom_field(p_rule text, p_column text) IS 'Names the rule that a custom field breaks. | Называет нарушенное своим полем правило.';


--
-- Name: renew_jobs(bigint[], bigint[], interval); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.renew_jobs(p_ids bigint[], p_fences bigint[], p_lease interval) RETURNS TABLE(id bigint, asked boolean)
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 UPDATE system.job j SET lease_until = (clock_timestamp() + renew_jobs.p_lease)
    FROM UNNEST(renew_jobs.p_ids, renew_jobs.p_fences) r(id, fence)
   WHERE ((j.id = r.id) AND (j.fence = r.fence) AND (j.state = 'running'::text))
   RETURNING j.id,
     (j.cancel_asked_at IS NOT NULL);
END;


ALTER FUNCTION system.renew_jobs(p_ids bigint[], p_fences bigint[], p_lease interval) OWNER TO crm_owner;

--
-- Name: FUNCTION renew_jobs(p_ids bigint[], p_fences bigint[], p_lease interval); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.renew_jobs(p_ids bigint[], p_fences bigint[], p_lease interval) IS 'Keeps leases alive. | Продлевает аренду.';


--
-- Name: repeat_job(bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.repeat_job(p_id bigint) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  was text;
begin
  select j.state into was from system.job as j where j.id = p_id and system.may_steer(j) for update;
  update system.job as j set state = 'waiting', run_at = clock_timestamp(), ended_at = null,
    failures = 0, cancel_asked_at = null, version = j.version + 1
  where j.id = p_id and was in ('failed', 'cancelled');
  if found then
    notify crm_job;
  end if;
  return was;
end
$$;


ALTER FUNCTION system.repeat_job(p_id bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION repeat_job(p_id bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.repeat_job(p_id bigint) IS 'Lets a job that failed or was cancelled go on. | Возобновляет неудавшееся или отменённое задание.';


--
-- Name: require_own_work(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.require_own_work() RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog'
    AS $$
begin
  if access.account_id() is not null then
    raise exception 'this is done for no account' using errcode = 'insufficient_privilege',
      constraint = 'own_work';
  end if;
end
$$;


ALTER FUNCTION system.require_own_work() OWNER TO crm_owner;

--
-- Name: FUNCTION require_own_work(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.require_own_work() IS 'Refuses what is done in the context of an account. | Отказывает тому, что делается от имени учётной записи.';


--
-- Name: retry_delivery(bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.retry_delivery(p_id bigint) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  was text;
begin
  select d.state into was from system.delivery as d
  where d.id = p_id and access.everything('deliveries', 'update') for update;
  update system.delivery as d set next_at = clock_timestamp(), parked_at = null, failures = 0,
    version = d.version + 1
  where d.id = p_id and was in ('parked', 'failing');
  return was;
end
$$;


ALTER FUNCTION system.retry_delivery(p_id bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION retry_delivery(p_id bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.retry_delivery(p_id bigint) IS 'Lets a parked delivery go on. | Возобновляет отложенную доставку.';


--
-- Name: reversal_lack(bigint, bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.reversal_lack(p_job bigint, p_n bigint) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  step system.job_reversal;
  found_one boolean;
begin
  select r.* into step from system.job_reversal as r join system.job as j on j.id = r.job_id
  where r.job_id = p_job and r.n = p_n and j.account_id = access.account_id();
  execute format('select exists (select from %s as t where t.id = $1)', step.table_name::regclass)
    into found_one using step.record_id;
  return case when not found_one then 'changed_since'
    when step.action <> 'remove' and system.prove_reversal(p_job, array[p_n]) then 'unchanged'
    else 'forbidden' end;
end
$_$;


ALTER FUNCTION system.reversal_lack(p_job bigint, p_n bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION reversal_lack(p_job bigint, p_n bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.reversal_lack(p_job bigint, p_n bigint) IS 'Why a step of a reversal touched nothing. | Почему шаг отмены ничего не изменил.';


--
-- Name: reversal_retired(bigint, bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.reversal_retired(p_job bigint, p_n bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  return exists (
    select from system.job_reversal as r
    join system.job as j on j.id = r.job_id and j.account_id = access.account_id()
    join system.custom_field as f on f.table_name = r.table_name and f.archived_at is not null
      and r.columns && system.custom_columns(f)
    where r.job_id = p_job and r.n = p_n and r.action = 'change');
end
$$;


ALTER FUNCTION system.reversal_retired(p_job bigint, p_n bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION reversal_retired(p_job bigint, p_n bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.reversal_retired(p_job bigint, p_n bigint) IS 'Whether a step would change a field that was retired. | Менял бы шаг отмены снятое поле.';


--
-- Name: reverse(bigint, bigint[]); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.reverse(p_job bigint, p_steps bigint[]) RETURNS TABLE(n bigint, table_name text, record_id bigint, action text, outcome text, code text, state text, message text, rule_schema text, rule_table text, rule_column text, rule text)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
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


ALTER FUNCTION system.reverse(p_job bigint, p_steps bigint[]) OWNER TO crm_owner;

--
-- Name: FUNCTION reverse(p_job bigint, p_steps bigint[]); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.reverse(p_job bigint, p_steps bigint[]) IS 'Brings records back as they were before a job. | Возвращает записи к виду до задания.';


--
-- Name: reverse_part(bigint, text, text, text[], bigint[], bigint[]); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.reverse_part(p_job bigint, p_table text, p_action text, p_columns text[], p_steps bigint[], p_ids bigint[]) RETURNS TABLE(n bigint, table_name text, record_id bigint, action text, outcome text, code text, state text, message text, rule_schema text, rule_table text, rule_column text, rule text)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
declare
  count constant integer := cardinality(p_steps);
  touched bigint;
begin
  table_name := p_table;
  action := p_action;
  begin
    if p_action = 'remove' then
      code := system.hold_reversals(p_job, p_steps);
    end if;
    if code is null then
      touched := system.reverse_rows(p_job, p_table, p_action, p_columns, p_steps, p_ids);
      if touched < count then
        code := system.reversal_lack(p_job, p_steps[1]);
      elsif p_action <> 'remove' and not system.prove_reversal(p_job, p_steps) then
        raise exception 'not as it was' using errcode = 'CJ003';
      end if;
    end if;
    if code is not null and count > 1 then
      raise exception 'not all' using errcode = 'CJ004';
    end if;
  exception
    when sqlstate 'CJ002' then
      code := 'changed_since';
    when sqlstate 'CJ003' then
      code := 'not_as_before';
    when sqlstate 'CJ004' then
      null;
    when integrity_constraint_violation or data_exception or insufficient_privilege or undefined_table then
      code := 'refused';
      get stacked diagnostics state = returned_sqlstate, message = message_text, rule_schema = schema_name,
        rule_table = table_name, rule_column = column_name, rule = constraint_name;
  end;
  if code is not null and count > 1 then
    return query select * from system.reverse_part(
      p_job, p_table, p_action, p_columns, p_steps[:count / 2], p_ids[:count / 2]);
    return query select * from system.reverse_part(
      p_job, p_table, p_action, p_columns, p_steps[count / 2 + 1:], p_ids[count / 2 + 1:]);
    return;
  end if;
  outcome := case when code = 'unchanged' then code
    when code is null then case p_action when 'remove' then 'removed' else 'restored' end end;
  code := case when state is null and code <> 'unchanged' then code end;
  return query select s.n, p_table, s.id, p_action, reverse_part.outcome, reverse_part.code, reverse_part.state,
    reverse_part.message, reverse_part.rule_schema, reverse_part.rule_table, reverse_part.rule_column,
    reverse_part.rule
  from unnest(p_steps, p_ids) as s (n, id);
end
$$;


ALTER FUNCTION system.reverse_part(p_job bigint, p_table text, p_action text, p_columns text[], p_steps bigint[], p_ids bigint[]) OWNER TO crm_owner;

--
-- Name: FUNCTION reverse_part(p_job bigint, p_table text, p_action text, p_columns text[], p_steps bigint[], p_ids bigint[]); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.reverse_part(p_job bigint, p_table text, p_action text, p_columns text[], p_steps bigint[], p_ids bigint[]) IS 'Brings rows of one table back, or tells why not. | Возвращает строки одной таблицы или сообщает, почему нет.';


--
-- Name: reverse_rows(bigint, text, text, text[], bigint[], bigint[]); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.reverse_rows(p_job bigint, p_table text, p_action text, p_columns text[], p_steps bigint[], p_ids bigint[]) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  list text;
  touched bigint := 0;
begin
  if p_action = 'remove' then
    execute format('delete from %s where id = any ($1)', p_table::regclass) using p_ids;
    get diagnostics touched = row_count;
    return touched;
  end if;
  perform set_config('crm.reversing',
    p_job || ':' || case p_action when 'restore' then array_to_string(p_steps, ',') else '' end, true);
  if p_action = 'restore' then
    execute format('insert into %s select from unnest($1)', p_table::regclass) using p_ids;
    get diagnostics touched = row_count;
  else
    -- Named one by one, for the triggers that wait for certain columns.
    select string_agg(format('%I = null', a.attname), ', ') into list
    from pg_attribute as a
    where a.attrelid = p_table::regclass and a.attname = any (p_columns) and not a.attisdropped
      and has_column_privilege(a.attrelid, a.attnum, 'UPDATE');
    if list is not null then
      execute format('update %s set %s where id = any ($1)', p_table::regclass, list) using p_ids;
      get diagnostics touched = row_count;
    end if;
  end if;
  perform set_config('crm.reversing', '', true);
  return touched;
end
$_$;


ALTER FUNCTION system.reverse_rows(p_job bigint, p_table text, p_action text, p_columns text[], p_steps bigint[], p_ids bigint[]) OWNER TO crm_owner;

--
-- Name: FUNCTION reverse_rows(p_job bigint, p_table text, p_action text, p_columns text[], p_steps bigint[], p_ids bigint[]); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.reverse_rows(p_job bigint, p_table text, p_action text, p_columns text[], p_steps bigint[], p_ids bigint[]) IS 'Brings rows of one table back by one statement. | Возвращает строки одной таблицы одним оператором.';


--
-- Name: reversible_job(bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.reversible_job(p_id bigint) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  return (
    select case when j.ended_at is null then 'open' else 'ended' end from system.job as j
    where j.id = p_id and system.may_steer(j));
end
$$;


ALTER FUNCTION system.reversible_job(p_id bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION reversible_job(p_id bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.reversible_job(p_id bigint) IS 'Whether the caller may undo a job. | Может ли вызывающий отменить сделанное заданием.';


--
-- Name: schema_stamp(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.schema_stamp() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    BEGIN ATOMIC
 SELECT (COALESCE(sum(f.version), (0)::numeric))::bigint AS "coalesce"
    FROM system.custom_field f;
END;


ALTER FUNCTION system.schema_stamp() OWNER TO crm_owner;

--
-- Name: FUNCTION schema_stamp(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.schema_stamp() IS 'Grows with every change of a custom field. | Растёт с каждым изменением своего поля.';


--
-- Name: seen_links(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.seen_links() RETURNS TABLE(id bigint, file_id bigint)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  target text;
begin
  for target in select * from system.linked_tables() loop
    begin
      return query execute format(
        'select l.id, l.file_id from system.links_of_table($1) as l join %s as t on t.id = l.record_id',
        target::regclass) using target;
    exception when undefined_table or invalid_schema_name or insufficient_privilege then
      null;
    end;
  end loop;
end
$_$;


ALTER FUNCTION system.seen_links() OWNER TO crm_owner;

--
-- Name: FUNCTION seen_links(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.seen_links() IS 'The links whose records the caller sees. | Связи, записи которых видны вызывающему.';


--
-- Name: seen_files(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.seen_files() RETURNS SETOF bigint
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT s.file_id
    FROM system.seen_links() s(id, file_id)
 UNION ALL
  SELECT o.id
    FROM system.own_files() o(id);
END;


ALTER FUNCTION system.seen_files() OWNER TO crm_owner;

--
-- Name: FUNCTION seen_files(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.seen_files() IS 'The files that the caller sees. | Файлы, видимые вызывающему.';


--
-- Name: seen_notifications(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.seen_notifications() RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  part record;
begin
  for part in select * from system.own_notifications() loop
    continue when part.table_name like 'access.%'
      and access.level(access.plural(split_part(part.table_name, '.', 2)), 'read') = 0;
    begin
      return query execute format(
        'select n.id from unnest($1, $2) as n (id, record_id) join %s as t on t.id = n.record_id',
        part.table_name::regclass) using part.ids, part.records;
    exception when undefined_table or insufficient_privilege then
      null;
    end;
  end loop;
end
$_$;


ALTER FUNCTION system.seen_notifications() OWNER TO crm_owner;

--
-- Name: FUNCTION seen_notifications(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.seen_notifications() IS 'The notifications of the caller whose records he may see. | Уведомления вызывающего, записи которых ему видны.';


--
-- Name: sees_end(text, text); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.sees_end(p_kind text, p_resource text) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog'
    AS $$
begin
  return access.everything(replace(p_resource, '-', '_'), 'read')
    or p_kind = 'changed' and access.level(replace(p_resource, '-', '_'), 'read') > 0;
end
$$;


ALTER FUNCTION system.sees_end(p_kind text, p_resource text) OWNER TO crm_owner;

--
-- Name: FUNCTION sees_end(p_kind text, p_resource text); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.sees_end(p_kind text, p_resource text) IS 'Whether the caller may know that a record is gone. | Может ли вызывающий знать, что записи больше нет.';


--
-- Name: sees_file(bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.sees_file(p_file bigint) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  perform system.count_look();
  return exists (select from system.file_link as l where l.file_id = p_file);
end
$$;


ALTER FUNCTION system.sees_file(p_file bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION sees_file(p_file bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.sees_file(p_file bigint) IS 'Whether the caller sees a record that the file is linked to. | Видит ли вызывающий запись, с которой связан файл.';


--
-- Name: sees_versions(bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.sees_versions(p_file bigint) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
begin
  perform system.count_look();
  return exists (select from system.file as f where f.id = p_file);
end
$$;


ALTER FUNCTION system.sees_versions(p_file bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION sees_versions(p_file bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.sees_versions(p_file bigint) IS 'Whether the caller sees a file, linked or his own. | Виден ли вызывающему файл, связанный или собственный.';


--
-- Name: set_next(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.set_next() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  new.next_at := null;
  if new.enabled and system.cron_valid(new.cron) and access.time_zone_known(new.zone) then
    new.next_at := system.cron_next(new.cron, new.zone, clock_timestamp());
  end if;
  return new;
end
$$;


ALTER FUNCTION system.set_next() OWNER TO crm_owner;

--
-- Name: FUNCTION set_next(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.set_next() IS 'Finds out when a schedule comes next. | Вычисляет следующее срабатывание.';


--
-- Name: shape_custom_field(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.shape_custom_field() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    SET lock_timeout TO '100ms'
    AS $$
declare
  is_new constant boolean := tg_op = 'INSERT';
  is_deep constant boolean := is_new or
    (new.choices, new.is_required, new.default_value, new.is_indexed, new.archived_at, new.index_state)
    is distinct from (old.choices, old.is_required, old.default_value, old.is_indexed, old.archived_at, old.index_state);
begin
  perform system.lock_custom_table(new, is_new, is_deep);
  if is_new then
    perform system.add_custom_column(new);
  end if;
  if new.choices is not null and (is_new or new.choices <> old.choices) then
    perform system.limit_custom_column(new);
  end if;
  if is_new or (new.is_required, new.archived_at) is distinct from (old.is_required, old.archived_at) then
    perform system.demand_custom_column(new);
  end if;
  if is_new or (new.default_value, new.archived_at) is distinct from (old.default_value, old.archived_at) then
    perform system.preset_custom_column(new);
  end if;
  if is_deep and new.index_state = 'ready' then
    perform system.index_custom_column(new);
  end if;
  if not is_new and old.is_indexed and not new.is_indexed and new.type <> 'reference' then
    perform system.unindex_custom_column(old);
  end if;
  if (is_new or old.state <> 'active') and new.state = 'active' then
    perform system.open_custom_column(new);
  elsif not is_new and old.state = 'active' and new.state <> 'active' then
    perform system.close_custom_column(new);
  end if;
  perform system.describe_custom_field(new);
  if is_deep then
    insert into system.job (kind, input, account_id)
    values ('custom-field', jsonb_build_object('id', new.id), null);
  end if;
  notify crm_schema;
  return null;
end
$$;


ALTER FUNCTION system.shape_custom_field() OWNER TO crm_owner;

--
-- Name: FUNCTION shape_custom_field(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.shape_custom_field() IS 'Makes the column what the custom field says. | Приводит столбец к описанию своего поля.';


--
-- Name: skip_delivery(bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.skip_delivery(p_id bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
declare
  gone system.delivery;
begin
  delete from system.delivery as d where d.id = p_id returning * into gone;
  update system.delivery as d set next_at = clock_timestamp(), version = d.version + 1
  where gone.state <> 'waiting' and d.id = (
    select n.id from system.delivery as n where n.consumer = gone.consumer
      and n.table_name = gone.table_name and n.record_id = gone.record_id
    order by n.event_id limit 1);
end
$$;


ALTER FUNCTION system.skip_delivery(p_id bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION skip_delivery(p_id bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.skip_delivery(p_id bigint) IS 'Gives up a delivery. | Отказывается от доставки.';


--
-- Name: spare_file(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.spare_file() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  update system.file as f set kept_until = now() + interval '30 days'
  where f.id = old.file_id
    and not exists (select from system.file_link as l where l.file_id = old.file_id);
  return null;
end
$$;


ALTER FUNCTION system.spare_file() OWNER TO crm_owner;

--
-- Name: FUNCTION spare_file(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.spare_file() IS 'Keeps a file for a time when its last link goes. | Сохраняет файл на время, когда уходит его последняя связь.';


--
-- Name: sweep(integer); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.sweep(most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  part text;
  gone bigint;
  total bigint := 0;
begin
  perform system.require_own_work();
  delete from system.idempotency as i where (i.account_id, i.key) in (
    select o.account_id, o.key from system.idempotency as o
    where o.created_at < now() - interval '48 hours'
    order by o.created_at limit most for update skip locked);
  get diagnostics gone = row_count;
  total := total + gone;
  foreach part in array array['system.job_record', 'system.job_refusal', 'system.job_reversal'] loop
    execute format(
      'delete from %1$s as r where r.ctid = any (array(
         select o.ctid from system.job as j join %1$s as o on o.job_id = j.id
         where j.ended_at < now() - interval ''30 days'' limit $1))', part::regclass) using most;
    get diagnostics gone = row_count;
    total := total + gone;
  end loop;
  delete from system.import_refusal as f where f.ctid = any (array(
    select o.ctid from system.import as i join system.import_refusal as o on o.import_id = i.id
    where i.created_at < now() - interval '90 days' limit most));
  get diagnostics gone = row_count;
  total := total + gone;
  delete from system.job as j where j.id in (
    select o.id from system.job as o where o.ended_at < now() - interval '30 days'
      and not exists (select from system.job_record as r where r.job_id = o.id)
      and not exists (select from system.job_refusal as r where r.job_id = o.id)
      and not exists (select from system.job_reversal as r where r.job_id = o.id)
    order by o.ended_at limit most for update skip locked);
  get diagnostics gone = row_count;
  return total + gone;
end
$_$;


ALTER FUNCTION system.sweep(most integer) OWNER TO crm_owner;

--
-- Name: FUNCTION sweep(most integer); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.sweep(most integer) IS 'Forgets answers to repeated requests after 48 hours. | Забывает ответы на повторные запросы через 48 часов.';


--
-- Name: sweep_contents(integer); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.sweep_contents(p_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  candidate bigint;
  gone integer;
  total integer := 0;
begin
  for candidate in
    select unnest(array(
        select c.id from system.content as c where c.doubted_at is not null
        order by c.doubted_at limit p_most for update skip locked)
      || array(
        select c.id from system.content as c
        where c.kept_at is null and c.created_at < now() - interval '1 day'
        order by c.created_at limit p_most for update skip locked))
  loop
    delete from system.content as c where c.id = candidate
      and not exists (select from system.file_version as v where v.content_id = c.id);
    get diagnostics gone = row_count;
    total := total + gone;
    update system.content as c set doubted_at = null where c.id = candidate;
  end loop;
  return total;
end
$$;


ALTER FUNCTION system.sweep_contents(p_most integer) OWNER TO crm_owner;

--
-- Name: FUNCTION sweep_contents(p_most integer); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.sweep_contents(p_most integer) IS 'Deletes contents that no file has, and those that never arrived. | Удаляет ничьё и не переданное до конца содержимое.';


--
-- Name: sweep_files(integer); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.sweep_files(p_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  ids bigint[];
  candidate bigint;
  gone integer;
  tried integer := 0;
  total integer;
begin
  perform system.require_own_work();
  total := system.sweep_links(p_most);
  ids := system.sweep_window('files', 'system.file', 20000);
  -- Locked first and judged again afterwards: the second statement sees what was linked meanwhile.
  for candidate in
    select f.id from system.file as f
    where f.id = any (ids) and f.kept_until < now()
      and not exists (select from system.file_link as l where l.file_id = f.id)
    order by f.id limit p_most for update skip locked
  loop
    tried := tried + 1;
    begin
      delete from system.file as f where f.id = candidate and not system.is_linked(f.id);
      get diagnostics gone = row_count;
      total := total + gone;
    exception when foreign_key_violation then
      continue;
    end;
  end loop;
  if tried = p_most then
    update system.sweep_place as s set place = candidate where s.name = 'files';
  end if;
  return total + system.sweep_contents(greatest(p_most / 20, 1));
end
$$;


ALTER FUNCTION system.sweep_files(p_most integer) OWNER TO crm_owner;

--
-- Name: FUNCTION sweep_files(p_most integer); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.sweep_files(p_most integer) IS 'Deletes links of records that are gone, files that were never linked in their time, and contents that no file has. | Удаляет связи с удалёнными записями, вовремя не связанные файлы и ничьё содержимое.';


--
-- Name: sweep_links(integer); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.sweep_links(p_most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  ids constant bigint[] := system.sweep_window('links', 'system.file_link', 20000);
  target text;
  gone integer;
  total integer := 0;
begin
  for target in select distinct l.table_name from system.file_link as l where l.id = any (ids) loop
    begin
      execute format(
        'delete from system.file_link where id in (
           select l.id from system.file_link as l
           where l.id = any ($3) and l.table_name = $1
             and not exists (select from %s as r where r.id = l.record_id)
           limit $2 for update skip locked)', target::regclass)
      using target, p_most - total, ids;
      get diagnostics gone = row_count;
      total := total + gone;
    exception when undefined_table or invalid_schema_name or undefined_column then
      -- A table that is not there tells nothing of its records.
      continue;
    end;
  end loop;
  -- There may be more of these: they come first next time.
  if total = p_most then
    update system.sweep_place as s set place = ids[1] - 1 where s.name = 'links';
  end if;
  return total;
end
$_$;


ALTER FUNCTION system.sweep_links(p_most integer) OWNER TO crm_owner;

--
-- Name: FUNCTION sweep_links(p_most integer); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.sweep_links(p_most integer) IS 'Deletes links of records that are gone. | Удаляет связи с удалёнными записями.';


--
-- Name: sweep_logs(integer); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.sweep_logs(p_most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  gone bigint;
  total bigint;
begin
  perform system.require_own_work();
  delete from system.export as e where e.created_at < now() - interval '3 years' and e.outcome <> 'running'
    and e.id = any (array(select o.id from system.export as o order by o.id limit p_most));
  get diagnostics total = row_count;
  delete from system.file_download as d where d.created_at < now() - interval '3 years'
    and d.id = any (array(select o.id from system.file_download as o order by o.id limit p_most));
  get diagnostics gone = row_count;
  total := total + gone;
  -- Their refused rows went after ninety days.
  delete from system.import as i where i.created_at < now() - interval '1 year' and i.state <> 'running'
    and i.id = any (array(select o.id from system.import as o order by o.id limit p_most))
    and not exists (select from system.import_refusal as r where r.import_id = i.id);
  get diagnostics gone = row_count;
  total := total + gone;
  perform system.skip_delivery(d.id) from (
    select o.id from system.delivery as o where o.parked_at < now() - interval '1 year'
    order by o.id limit p_most for update skip locked) as d;
  get diagnostics gone = row_count;
  return total + gone;
end
$$;


ALTER FUNCTION system.sweep_logs(p_most integer) OWNER TO crm_owner;

--
-- Name: FUNCTION sweep_logs(p_most integer); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.sweep_logs(p_most integer) IS 'Deletes exports and downloads after three years, imports and parked deliveries after one. | Удаляет выгрузки и скачивания через три года, импорты и отложенные доставки через год.';


--
-- Name: sweep_notifications(integer); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.sweep_notifications(most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  gone bigint;
begin
  perform system.require_own_work();
  delete from system.notification as n where n.id in (
    select o.id from system.notification as o
    where o.at < now() - interval '365 days' or o.at < now() - interval '90 days' and o.read_at is not null
    order by o.at limit most for update skip locked)
  or n.id in (
    select o.id
    from (select c.account_id from system.notification as c group by c.account_id having count(*) > 10000) as m
    cross join lateral (
      select l.id from system.notification as l where l.account_id = m.account_id
      order by l.id desc offset 10000) as o
    limit most);
  get diagnostics gone = row_count;
  return gone;
end
$$;


ALTER FUNCTION system.sweep_notifications(most integer) OWNER TO crm_owner;

--
-- Name: FUNCTION sweep_notifications(most integer); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.sweep_notifications(most integer) IS 'Deletes old notifications. | Удаляет старые уведомления.';


--
-- Name: sweep_window(text, regclass, integer); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.sweep_window(p_name text, p_table regclass, p_most integer) RETURNS bigint[]
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  ids bigint[];
begin
  insert into system.sweep_place (name, place) values (p_name, 0) on conflict do nothing;
  execute format('select array(select t.id from %s as t, system.sweep_place as s
      where s.name = $1 and t.id > s.place order by t.id limit $2)', p_table) into ids using p_name, p_most;
  update system.sweep_place as s set
    place = case when cardinality(ids) < p_most then 0 else ids[p_most] end where s.name = p_name;
  return ids;
end
$_$;


ALTER FUNCTION system.sweep_window(p_name text, p_table regclass, p_most integer) OWNER TO crm_owner;

--
-- Name: FUNCTION sweep_window(p_name text, p_table regclass, p_most integer); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.sweep_window(p_name text, p_table regclass, p_most integer) IS 'The next rows that a sweep looks at. | Следующие строки для уборки.';


--
-- Name: take_back(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.take_back() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $_$
declare
  setting constant text := current_setting('crm.reversing');
  job constant text := split_part(setting, ':', 1);
  places constant text := split_part(setting, ':', 2);
  own constant text := tg_table_schema || '.' || tg_table_name;
  step system.job_reversal;
  before jsonb;
  after jsonb;
  present jsonb;
begin
  perform set_config('crm.reversed', '', true);
  if setting !~ '^[0-9]{1,18}:([0-9]{1,18}(,[0-9]{1,18})*)?$' or not exists (
    select from system.job as j where j.id = job::bigint and j.kind = 'reversal' and j.account_id = access.account_id())
  then
    raise exception 'there is no such reversal of yours' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'INSERT' then
    select r.* into step from system.job_reversal as r
    where r.job_id = job::bigint and r.n = nullif(split_part(places, ',', 1), '')::bigint;
    if not found then
      raise exception 'there is no such step of a reversal of yours' using errcode = 'insufficient_privilege';
    end if;
    -- What the table's triggers make elsewhere is no part of it.
    if step.table_name <> own or step.action <> 'restore' then
      return new;
    end if;
    perform set_config('crm.reversing', job || ':' || substr(places, strpos(places || ',', ',') + 1), true);
    if exists (select from audit.change as c
      where c.table_name = step.table_name and c.record_id = step.record_id and c.id > step.last_id
        and c.at > step.last_at - interval '1 day')
    then
      if system.prove_reversal(step.job_id, array[step.n]) then
        return null;
      end if;
      raise exception 'changed since' using errcode = 'CJ002';
    end if;
    new := jsonb_populate_record(new, step.before);
    new.version := step.version;
    perform set_config('crm.reversed', tg_relid || ':' || new.id, true);
    return new;
  end if;
  select r.* into step from system.job_reversal as r
  where r.job_id = job::bigint and r.table_name = own and r.record_id = old.id and r.action = 'change';
  if not found then
    return new;
  end if;
  present := to_jsonb(old);
  before := to_jsonb(jsonb_populate_record(old, step.before));
  if present = before then
    return null;
  end if;
  after := to_jsonb(jsonb_populate_record(old, step.after));
  if exists (select from unnest(step.columns) as c (name)
    where present -> name is distinct from after -> name and present -> name is distinct from before -> name)
  then
    raise exception 'changed since' using errcode = 'CJ002';
  end if;
  new := jsonb_populate_record(old, system.members(step.before, array(
    select c.name from unnest(step.columns) as c (name)
    join pg_attribute as a on a.attrelid = tg_relid and a.attname = c.name and not a.attisdropped
    where has_column_privilege(session_user, tg_relid, a.attnum, 'UPDATE'))));
  return new;
end
$_$;


ALTER FUNCTION system.take_back() OWNER TO crm_owner;

--
-- Name: FUNCTION take_back(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.take_back() IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: take_content(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.take_content() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  content system.content;
begin
  content := system.keep_content(new.content_id);
  new.content_id := content.id;
  new.type := content.type;
  new.size := content.size;
  new.sha256 := content.sha256;
  new.content_version := case tg_op when 'INSERT' then 1 else old.content_version + 1 end;
  return new;
end
$$;


ALTER FUNCTION system.take_content() OWNER TO crm_owner;

--
-- Name: FUNCTION take_content(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.take_content() IS 'Gives a file the content that has arrived for it. | Отдаёт файлу полученное для него содержимое.';


--
-- Name: take_jobs(text, text[], integer[], integer, interval); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.take_jobs(p_worker text, p_kinds text[], p_most integer[], p_places integer, p_lease interval) RETURNS TABLE(id bigint, kind text, input text, checkpoint text, done bigint, total bigint, fence bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  perform system.require_own_work();
  perform pg_advisory_xact_lock(6517357, 4);
  perform system.put_back_job(d.id, true, 'interrupted',
    'The service ended while the job ran.', 'Служба остановилась, пока задание выполнялось.')
  from (
    select j.id from system.job as j
    where j.kind = any (p_kinds) and j.state = 'running' and j.lease_until < clock_timestamp()
    for update skip locked
  ) as d;
  return query
  with room as materialized (
    select k.kind, least(p_places, k.most - (
      select count(*) from system.job as r where r.kind = k.kind and r.state = 'running')) as places
    from unnest(p_kinds, p_most) as k (kind, most)
  ), chosen as materialized (
    select c.id from room cross join lateral (
      select w.id, w.priority, w.run_at from system.job as w
      where w.kind = room.kind and w.state = 'waiting' and w.run_at <= clock_timestamp()
      order by w.priority desc, w.run_at, w.id limit greatest(room.places, 0)
      for update skip locked) as c
    order by c.priority desc, c.run_at, c.id limit p_places
  )
  update system.job as j set state = 'running', worker = p_worker, fence = j.fence + 1,
    lease_until = clock_timestamp() + p_lease, started_at = coalesce(j.started_at, clock_timestamp()),
    version = j.version + 1
  from chosen where j.id = chosen.id
  returning j.id, j.kind, j.input::text, j.checkpoint::text, j.done, j.total, j.fence;
end
$$;


ALTER FUNCTION system.take_jobs(p_worker text, p_kinds text[], p_most integer[], p_places integer, p_lease interval) OWNER TO crm_owner;

--
-- Name: FUNCTION take_jobs(p_worker text, p_kinds text[], p_most integer[], p_places integer, p_lease interval); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.take_jobs(p_worker text, p_kinds text[], p_most integer[], p_places integer, p_lease interval) IS 'Takes jobs that wait, and those whose worker has died. | Берёт ждущие задания и те, чей исполнитель пропал.';


--
-- Name: tell_job(bigint, bigint, bigint, bigint, jsonb, interval); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.tell_job(p_id bigint, p_fence bigint, p_done bigint, p_total bigint, p_checkpoint jsonb, p_lease interval) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
  asked boolean;
begin
  update system.job as j set done = p_done, total = p_total,
    failures = case when p_checkpoint is null then j.failures else 0 end,
    checkpoint = coalesce(p_checkpoint, j.checkpoint), version = j.version + 1,
    lease_until = clock_timestamp() + p_lease
  where j.id = p_id and j.fence = p_fence and j.state = 'running'
  returning j.cancel_asked_at is not null into asked;
  if not found then
    raise exception 'the job is in other hands' using errcode = 'CJ001';
  end if;
  return asked;
end
$$;


ALTER FUNCTION system.tell_job(p_id bigint, p_fence bigint, p_done bigint, p_total bigint, p_checkpoint jsonb, p_lease interval) OWNER TO crm_owner;

--
-- Name: FUNCTION tell_job(p_id bigint, p_fence bigint, p_done bigint, p_total bigint, p_checkpoint jsonb, p_lease interval); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.tell_job(p_id bigint, p_fence bigint, p_done bigint, p_total bigint, p_checkpoint jsonb, p_lease interval) IS 'Keeps how far a job is. | Запоминает, сколько сделано.';


--
-- Name: unindex_custom_column(system.custom_field); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.unindex_custom_column(p_field system.custom_field) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
declare
  gone record;
begin
  for gone in
    select i.area, i.name from system.custom_indexes(p_field) as i where not i.is_unique and i.body !~ ' where '
  loop
    execute format('drop index if exists %I.%I', gone.area, gone.name);
  end loop;
end
$$;


ALTER FUNCTION system.unindex_custom_column(p_field system.custom_field) OWNER TO crm_owner;

--
-- Name: FUNCTION unindex_custom_column(p_field system.custom_field); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.unindex_custom_column(p_field system.custom_field) IS 'Takes from a custom field the index that it no longer wants. | Убирает ненужный больше индекс.';


--
-- Name: unshare_file(); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.unshare_file() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
  delete from system.file_link as l using system.file_link as home
  where l.file_id = new.id and home.file_id = new.id and l.id > home.id;
  return null;
end
$$;


ALTER FUNCTION system.unshare_file() OWNER TO crm_owner;

--
-- Name: FUNCTION unshare_file(); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.unshare_file() IS 'Removes the further links of a file. | Удаляет остальные связи файла.';


--
-- Name: validate_custom_field(bigint); Type: FUNCTION; Schema: system; Owner: crm_owner
--

CREATE FUNCTION system.validate_custom_field(p_id bigint) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    SET lock_timeout TO '100ms'
    AS $$
declare
  rule record;
  done integer := 0;
begin
  perform system.require_own_work();
  perform system.hurry();
  for rule in
    select k.conrelid::regclass as target, k.conname, k.conname = f.name || '_required' as is_demand
    from system.custom_field as f join pg_constraint as k on k.conrelid = to_regclass(f.table_name)
    where f.id = p_id and not k.convalidated and k.contype = 'c'
      and k.conname in (f.name || '_length', f.name || '_known', f.name || '_required', f.name || '_whole')
  loop
    begin
      execute format('alter table %s validate constraint %I', rule.target, rule.conname);
      done := done + 1;
    exception when check_violation then
      if not rule.is_demand then
        raise;
      end if;
    end;
  end loop;
  return done;
end
$$;


ALTER FUNCTION system.validate_custom_field(p_id bigint) OWNER TO crm_owner;

--
-- Name: FUNCTION validate_custom_field(p_id bigint); Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON FUNCTION system.validate_custom_field(p_id bigint) IS 'Validates the rules of a custom field. | Проверяет правила своего поля по всей таблице.';


--
-- Name: account_id_seq; Type: SEQUENCE; Schema: access; Owner: crm_owner
--

ALTER TABLE access.account ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: account_role_id_seq; Type: SEQUENCE; Schema: access; Owner: crm_owner
--

ALTER TABLE access.account_role ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.account_role_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: database_login; Type: TABLE; Schema: access; Owner: crm_owner
--

CREATE TABLE access.database_login (
    login_name text NOT NULL,
    account_id bigint NOT NULL,
    CONSTRAINT database_login_not_ours CHECK ((login_name <> ALL (ARRAY['crm_owner'::text, 'crm_migrator'::text, 'crm_service'::text, 'crm_limited'::text, 'crm_reader'::text, 'crm_monitor'::text, 'crm_backup'::text, 'crm_license'::text])))
);


ALTER TABLE access.database_login OWNER TO crm_owner;

--
-- Name: TABLE database_login; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TABLE access.database_login IS 'Database log-in: the account that a person''s own log-in stands for. | Имя входа в базу: учётная запись, которую оно представляет.';


--
-- Name: COLUMN database_login.login_name; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.database_login.login_name IS 'Log-in: the role in PostgreSQL. | Имя входа: роль PostgreSQL.';


--
-- Name: COLUMN database_login.account_id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.database_login.account_id IS 'Account: whose rights it has. | Учётная запись: чьи права имеет.';


--
-- Name: CONSTRAINT database_login_not_ours ON database_login; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT database_login_not_ours ON access.database_login IS 'The product''s own log-ins stand for nobody. | Служебные имена входа никого не представляют.';


--
-- Name: department_id_seq; Type: SEQUENCE; Schema: access; Owner: crm_owner
--

ALTER TABLE access.department ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.department_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: device; Type: TABLE; Schema: access; Owner: crm_owner
--

CREATE TABLE access.device (
    account_id bigint NOT NULL,
    device_hash bytea NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT device_hash_length CHECK ((length(device_hash) = 32))
);


ALTER TABLE access.device OWNER TO crm_owner;

--
-- Name: TABLE device; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TABLE access.device IS 'Device: from which an account has signed in before. | Устройство: с которого уже входили.';


--
-- Name: COLUMN device.account_id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.device.account_id IS 'Account: who. | Учётная запись: кто.';


--
-- Name: COLUMN device.device_hash; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.device.device_hash IS 'Device hash: SHA-256 of its secret. | Хеш устройства: SHA-256 его секрета.';


--
-- Name: COLUMN device.seen_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.device.seen_at IS 'Seen at: last time. | Замечено: последний раз.';


--
-- Name: CONSTRAINT device_hash_length ON device; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT device_hash_length ON access.device IS 'The hash is not SHA-256. | Хеш не SHA-256.';


--
-- Name: password; Type: TABLE; Schema: access; Owner: crm_owner
--

CREATE TABLE access.password (
    account_id bigint NOT NULL,
    hash text NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT password_hash_form CHECK ((hash ~ '^scrypt\$ln=[0-9]+,r=[0-9]+,p=[0-9]+\$'::text))
);


ALTER TABLE access.password OWNER TO crm_owner;

--
-- Name: TABLE password; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TABLE access.password IS 'Password: its hash; nobody but the sign-in functions reads it. | Пароль: его хеш; читают только функции входа.';


--
-- Name: COLUMN password.account_id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.password.account_id IS 'Account: whose it is. | Учётная запись: чей.';


--
-- Name: COLUMN password.hash; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.password.hash IS 'Hash: scrypt with its parameters (RFC 7914). | Хеш: scrypt с параметрами (RFC 7914).';


--
-- Name: COLUMN password.changed_at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.password.changed_at IS 'Changed at: when it was set. | Изменён: когда задан.';


--
-- Name: CONSTRAINT password_hash_form ON password; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT password_hash_form ON access.password IS 'The hash is not scrypt. | Хеш не scrypt.';


--
-- Name: permission_id_seq; Type: SEQUENCE; Schema: access; Owner: crm_owner
--

ALTER TABLE access.permission ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: role_id_seq; Type: SEQUENCE; Schema: access; Owner: crm_owner
--

ALTER TABLE access.role ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.role_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: session_id_seq; Type: SEQUENCE; Schema: access; Owner: crm_owner
--

ALTER TABLE access.session ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.session_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: sign_in_attempt; Type: TABLE; Schema: access; Owner: crm_owner
--

CREATE TABLE access.sign_in_attempt (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    login_key text NOT NULL COLLATE pg_catalog."C",
    address text NOT NULL,
    device_hash bytea,
    succeeded boolean NOT NULL
);


ALTER TABLE access.sign_in_attempt OWNER TO crm_owner;

--
-- Name: TABLE sign_in_attempt; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TABLE access.sign_in_attempt IS 'Sign-in attempt: for limits and audit. | Попытка входа: для ограничений и аудита.';


--
-- Name: COLUMN sign_in_attempt.id; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.sign_in_attempt.id IS 'Number: of the attempt. | Номер: попытки.';


--
-- Name: COLUMN sign_in_attempt.at; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.sign_in_attempt.at IS 'At: when. | Когда: время попытки.';


--
-- Name: COLUMN sign_in_attempt.login_key; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.sign_in_attempt.login_key IS 'Login: as typed, lower case. | Логин: как введён, строчными.';


--
-- Name: COLUMN sign_in_attempt.address; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.sign_in_attempt.address IS 'Address: from where. | Адрес: откуда.';


--
-- Name: COLUMN sign_in_attempt.device_hash; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.sign_in_attempt.device_hash IS 'Device: known one, if any. | Устройство: известное, если есть.';


--
-- Name: COLUMN sign_in_attempt.succeeded; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON COLUMN access.sign_in_attempt.succeeded IS 'Succeeded: whether it did. | Успех: удалась ли.';


--
-- Name: sign_in_attempt_id_seq; Type: SEQUENCE; Schema: access; Owner: crm_owner
--

ALTER TABLE access.sign_in_attempt ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.sign_in_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: team_id_seq; Type: SEQUENCE; Schema: access; Owner: crm_owner
--

ALTER TABLE access.team ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.team_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: team_member_id_seq; Type: SEQUENCE; Schema: access; Owner: crm_owner
--

ALTER TABLE access.team_member ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME access.team_member_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: change; Type: TABLE; Schema: audit; Owner: crm_owner
--

CREATE TABLE audit.change (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    account_id bigint,
    login_name text DEFAULT SESSION_USER NOT NULL,
    request_id text,
    table_name text NOT NULL,
    record_id bigint NOT NULL,
    parent_table text,
    parent_id bigint,
    action text NOT NULL,
    old jsonb,
    new jsonb,
    CONSTRAINT change_action_known CHECK ((action = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text])))
)
PARTITION BY RANGE (at);


ALTER TABLE audit.change OWNER TO crm_owner;

--
-- Name: TABLE change; Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON TABLE audit.change IS 'Change: one row as it was and as it is. | Изменение: строка, какой была и какой стала.';


--
-- Name: COLUMN change.id; Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON COLUMN audit.change.id IS 'Number: of the change. | Номер: изменения.';


--
-- Name: COLUMN change.at; Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON COLUMN audit.change.at IS 'At: when. | Когда: время изменения.';


--
-- Name: COLUMN change.account_id; Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON COLUMN audit.change.account_id IS 'Account: who. | Учётная запись: кто.';


--
-- Name: COLUMN change.login_name; Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON COLUMN audit.change.login_name IS 'Log-in: in the database. | Имя входа: в базу.';


--
-- Name: COLUMN change.request_id; Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON COLUMN audit.change.request_id IS 'Request: of the API. | Запрос: к API.';


--
-- Name: COLUMN change.table_name; Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON COLUMN audit.change.table_name IS 'Table: which. | Таблица: какая.';


--
-- Name: COLUMN change.record_id; Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON COLUMN audit.change.record_id IS 'Record: its id. | Запись: её номер.';


--
-- Name: COLUMN change.parent_table; Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON COLUMN audit.change.parent_table IS 'Parent''s table: of an owned record. | Таблица владельца: подчинённой записи.';


--
-- Name: COLUMN change.parent_id; Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON COLUMN audit.change.parent_id IS 'Parent: the record that it belonged to. | Владелец: чему принадлежала запись.';


--
-- Name: COLUMN change.action; Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON COLUMN audit.change.action IS 'Action: what was done. | Действие: что сделано. {insert=Created/Создано, update=Changed/Изменено, delete=Deleted/Удалено}';


--
-- Name: COLUMN change.old; Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON COLUMN audit.change.old IS 'Old: the row before. | Было: строка до.';


--
-- Name: COLUMN change.new; Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON COLUMN audit.change.new IS 'New: the row after. | Стало: строка после.';


--
-- Name: CONSTRAINT change_action_known ON change; Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON CONSTRAINT change_action_known ON audit.change IS 'The action is insert, update or delete. | Действие: insert, update или delete.';


--
-- Name: change_default; Type: TABLE; Schema: audit; Owner: crm_owner
--

CREATE TABLE audit.change_default (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    account_id bigint,
    login_name text DEFAULT SESSION_USER NOT NULL,
    request_id text,
    table_name text NOT NULL,
    record_id bigint NOT NULL,
    parent_table text,
    parent_id bigint,
    action text NOT NULL,
    old jsonb,
    new jsonb,
    CONSTRAINT change_action_known CHECK ((action = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text])))
);


ALTER TABLE audit.change_default OWNER TO crm_owner;

--
-- Name: TABLE change_default; Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON TABLE audit.change_default IS 'Changes outside of all months. | Изменения вне всех месяцев.';


--
-- Name: change_id_seq; Type: SEQUENCE; Schema: audit; Owner: crm_owner
--

ALTER TABLE audit.change ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME audit.change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: address; Type: TABLE; Schema: clients; Owner: crm_owner
--

CREATE TABLE clients.address (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    party_id bigint NOT NULL,
    kind text DEFAULT 'actual'::text NOT NULL,
    country text,
    postal_code text,
    region text,
    city text,
    street text,
    is_primary boolean DEFAULT false NOT NULL,
    notes text,
    external_source text,
    external_key text,
    CONSTRAINT address_city_length CHECK ((length(city) <= 200)),
    CONSTRAINT address_external_length CHECK (((length(external_source) <= 100) AND (length(external_key) <= 500))),
    CONSTRAINT address_given CHECK ((COALESCE(postal_code, region, city, street, country, ''::text) <> ''::text)),
    CONSTRAINT address_kind_known CHECK ((kind = ANY (ARRAY['legal'::text, 'actual'::text, 'postal'::text, 'delivery'::text, 'billing'::text, 'home'::text]))),
    CONSTRAINT address_notes_length CHECK ((length(notes) <= 2000)),
    CONSTRAINT address_postal_code_length CHECK ((length(postal_code) <= 20)),
    CONSTRAINT address_region_length CHECK ((length(region) <= 200)),
    CONSTRAINT address_street_length CHECK ((length(street) <= 500))
);


ALTER TABLE clients.address OWNER TO crm_owner;

--
-- Name: TABLE address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TABLE clients.address IS 'Address: a place of a party. | Адрес: место контрагента.';


--
-- Name: COLUMN address.id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.address.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN address.version; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.address.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN address.created_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.address.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN address.created_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.address.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN address.updated_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.address.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN address.updated_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.address.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN address.party_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.address.party_id IS 'Party: whose place. | Контрагент: чьё место.';


--
-- Name: COLUMN address.kind; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.address.kind IS 'Kind: what the place is for. | Вид: для чего место. {legal=Registered/Юридический, actual=Actual/Фактический, postal=Postal/Почтовый, delivery=Delivery/Доставка, billing=Billing/Для счетов, home=Home/Домашний}';


--
-- Name: COLUMN address.country; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.address.country IS 'Country: ISO 3166-1. | Страна: по ISO 3166-1.';


--
-- Name: COLUMN address.postal_code; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.address.postal_code IS 'Postal code: as written there. | Индекс: как принято там.';


--
-- Name: COLUMN address.region; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.address.region IS 'Region: state, province or oblast. | Регион: область, край, республика.';


--
-- Name: COLUMN address.city; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.address.city IS 'City: town or village. | Город: или посёлок.';


--
-- Name: COLUMN address.street; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.address.street IS 'Street: street, house, office. | Улица: улица, дом, офис.';


--
-- Name: COLUMN address.is_primary; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.address.is_primary IS 'Primary: the first of its kind to use. | Основной: первый из своего вида.';


--
-- Name: COLUMN address.notes; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.address.notes IS 'Notes: how to get there. | Заметки: как добраться.';


--
-- Name: COLUMN address.external_source; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.address.external_source IS 'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';


--
-- Name: COLUMN address.external_key; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.address.external_key IS 'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';


--
-- Name: CONSTRAINT address_city_length ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT address_city_length ON clients.address IS 'The city must have at most 200 characters. | Город должен быть не длиннее 200 знаков.';


--
-- Name: CONSTRAINT address_external_length ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT address_external_length ON clients.address IS 'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';


--
-- Name: CONSTRAINT address_given ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT address_given ON clients.address IS 'Give at least a country, region, city, street or postal code. | Укажите хотя бы страну, регион, город, улицу или индекс.';


--
-- Name: CONSTRAINT address_kind_known ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT address_kind_known ON clients.address IS 'The kind must be legal, actual, postal, delivery, billing or home. | Вид — юридический, фактический, почтовый, доставка, для счетов или домашний.';


--
-- Name: CONSTRAINT address_notes_length ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT address_notes_length ON clients.address IS 'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';


--
-- Name: CONSTRAINT address_postal_code_length ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT address_postal_code_length ON clients.address IS 'The postal code must have at most 20 characters. | Индекс должен быть не длиннее 20 знаков.';


--
-- Name: CONSTRAINT address_region_length ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT address_region_length ON clients.address IS 'The region must have at most 200 characters. | Регион должен быть не длиннее 200 знаков.';


--
-- Name: CONSTRAINT address_street_length ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT address_street_length ON clients.address IS 'The street must have at most 500 characters. | Улица должна быть не длиннее 500 знаков.';


--
-- Name: address_id_seq; Type: SEQUENCE; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.address ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME clients.address_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: bank_account; Type: TABLE; Schema: clients; Owner: crm_owner
--

CREATE TABLE clients.bank_account (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    party_id bigint NOT NULL,
    holder text,
    bank_name text,
    bic text,
    account text,
    correspondent_account text,
    iban text,
    swift text,
    currency text,
    is_primary boolean DEFAULT false NOT NULL,
    notes text,
    external_source text,
    external_key text,
    CONSTRAINT bank_account_account_valid CHECK (clients.account_valid(account, bic, false)),
    CONSTRAINT bank_account_bank_length CHECK ((length(bank_name) <= 300)),
    CONSTRAINT bank_account_bic_valid CHECK (clients.bic_valid(bic)),
    CONSTRAINT bank_account_correspondent_valid CHECK (clients.account_valid(correspondent_account, bic, true)),
    CONSTRAINT bank_account_external_length CHECK (((length(external_source) <= 100) AND (length(external_key) <= 500))),
    CONSTRAINT bank_account_given CHECK ((num_nonnulls(account, iban) >= 1)),
    CONSTRAINT bank_account_holder_length CHECK ((length(holder) <= 300)),
    CONSTRAINT bank_account_iban_valid CHECK (clients.iban_valid(iban)),
    CONSTRAINT bank_account_notes_length CHECK ((length(notes) <= 2000)),
    CONSTRAINT bank_account_swift_form CHECK ((swift ~ '^[A-Z]{6}[0-9A-Z]{2}([0-9A-Z]{3})?$'::text))
);


ALTER TABLE clients.bank_account OWNER TO crm_owner;

--
-- Name: TABLE bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TABLE clients.bank_account IS 'Bank account: where a party is paid. | Банковский счёт: куда платить контрагенту.';


--
-- Name: COLUMN bank_account.id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN bank_account.version; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN bank_account.created_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN bank_account.created_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN bank_account.updated_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN bank_account.updated_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN bank_account.party_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.party_id IS 'Party: whose account. | Контрагент: чей счёт.';


--
-- Name: COLUMN bank_account.holder; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.holder IS 'Holder: when it is not the party itself. | Владелец: если это не сам контрагент.';


--
-- Name: COLUMN bank_account.bank_name; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.bank_name IS 'Bank: its name. | Банк: его название.';


--
-- Name: COLUMN bank_account.bic; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.bic IS 'BIC: code of the Bank of Russia, 9 digits. | БИК: код Банка России, 9 цифр.';


--
-- Name: COLUMN bank_account.account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.account IS 'Account: Russian account of 20 digits. | Расчётный счёт: 20 цифр.';


--
-- Name: COLUMN bank_account.correspondent_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.correspondent_account IS 'Correspondent account: of the bank. | Корреспондентский счёт: банка.';


--
-- Name: COLUMN bank_account.iban; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.iban IS 'IBAN: international account number. | IBAN: международный номер счёта.';


--
-- Name: COLUMN bank_account.swift; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.swift IS 'SWIFT: international code of the bank. | SWIFT: международный код банка.';


--
-- Name: COLUMN bank_account.currency; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.currency IS 'Currency: of the account. | Валюта: счёта.';


--
-- Name: COLUMN bank_account.is_primary; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.is_primary IS 'Primary: paid to unless said otherwise. | Основной: платим сюда, если не указано иное.';


--
-- Name: COLUMN bank_account.notes; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.notes IS 'Notes: whatever is worth knowing. | Заметки: что стоит знать.';


--
-- Name: COLUMN bank_account.external_source; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.external_source IS 'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';


--
-- Name: COLUMN bank_account.external_key; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.bank_account.external_key IS 'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';


--
-- Name: CONSTRAINT bank_account_account_valid ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT bank_account_account_valid ON clients.bank_account IS 'The account must have 20 digits that fit the control key of the bank (BIC). | Счёт состоит из 20 цифр и должен подходить к контрольному ключу банка (БИК).';


--
-- Name: CONSTRAINT bank_account_bank_length ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT bank_account_bank_length ON clients.bank_account IS 'The bank must have at most 300 characters. | Банк должен быть не длиннее 300 знаков.';


--
-- Name: CONSTRAINT bank_account_bic_valid ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT bank_account_bic_valid ON clients.bank_account IS 'The BIC must have 9 digits and begin with 00 to 04. | БИК состоит из 9 цифр и начинается с 00–04.';


--
-- Name: CONSTRAINT bank_account_correspondent_valid ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT bank_account_correspondent_valid ON clients.bank_account IS 'The correspondent account does not fit the BIC. | Корреспондентский счёт не подходит к БИК.';


--
-- Name: CONSTRAINT bank_account_external_length ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT bank_account_external_length ON clients.bank_account IS 'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';


--
-- Name: CONSTRAINT bank_account_given ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT bank_account_given ON clients.bank_account IS 'Give an account or an IBAN. | Укажите счёт или IBAN.';


--
-- Name: CONSTRAINT bank_account_holder_length ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT bank_account_holder_length ON clients.bank_account IS 'The holder must have at most 300 characters. | Владелец должен быть не длиннее 300 знаков.';


--
-- Name: CONSTRAINT bank_account_iban_valid ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT bank_account_iban_valid ON clients.bank_account IS 'The IBAN has a wrong length or check digits. | У IBAN неверная длина или контрольные цифры.';


--
-- Name: CONSTRAINT bank_account_notes_length ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT bank_account_notes_length ON clients.bank_account IS 'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';


--
-- Name: CONSTRAINT bank_account_swift_form ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT bank_account_swift_form ON clients.bank_account IS 'The SWIFT code must have 8 or 11 signs. | Код SWIFT состоит из 8 или 11 знаков.';


--
-- Name: bank_account_id_seq; Type: SEQUENCE; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.bank_account ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME clients.bank_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: channel; Type: TABLE; Schema: clients; Owner: crm_owner
--

CREATE TABLE clients.channel (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    party_id bigint NOT NULL,
    kind text NOT NULL,
    value text NOT NULL,
    typed text,
    extension text,
    purpose text,
    messenger text,
    valid boolean DEFAULT true NOT NULL,
    is_primary boolean DEFAULT false NOT NULL,
    do_not_contact boolean DEFAULT false NOT NULL,
    consent_on date,
    consent_source text,
    notes text,
    external_source text,
    external_key text,
    CONSTRAINT channel_consent_length CHECK ((length(consent_source) <= 500)),
    CONSTRAINT channel_extension_form CHECK ((extension ~ '^[0-9*#]{1,10}$'::text)),
    CONSTRAINT channel_external_length CHECK (((length(external_source) <= 100) AND (length(external_key) <= 500))),
    CONSTRAINT channel_kind_known CHECK ((kind = ANY (ARRAY['phone'::text, 'email'::text, 'messenger'::text, 'website'::text]))),
    CONSTRAINT channel_messenger_known CHECK ((messenger = ANY (ARRAY['telegram'::text, 'whatsapp'::text, 'viber'::text, 'vk'::text, 'max'::text, 'signal'::text, 'other'::text]))),
    CONSTRAINT channel_notes_length CHECK ((length(notes) <= 2000)),
    CONSTRAINT channel_purpose_known CHECK ((purpose = ANY (ARRAY['work'::text, 'home'::text, 'mobile'::text, 'fax'::text, 'other'::text]))),
    CONSTRAINT channel_typed_length CHECK ((length(typed) <= 500)),
    CONSTRAINT channel_value_length CHECK (((length(value) >= 1) AND (length(value) <= 500)))
);


ALTER TABLE clients.channel OWNER TO crm_owner;

--
-- Name: TABLE channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TABLE clients.channel IS 'Channel: a way to reach a party. | Канал связи: способ связаться с контрагентом.';


--
-- Name: COLUMN channel.id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN channel.version; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN channel.created_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN channel.created_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN channel.updated_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN channel.updated_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN channel.party_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.party_id IS 'Party: whom it reaches. | Контрагент: с кем связывает.';


--
-- Name: COLUMN channel.kind; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.kind IS 'Kind: of the channel. | Вид: канала. {phone=Phone/Телефон, email=E-mail/Эл. почта, messenger=Messenger/Мессенджер, website=Website/Сайт}';


--
-- Name: COLUMN channel.value; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.value IS 'Value: in its one form; phones E.164, e-mails in small letters. | Значение: в едином виде; телефоны E.164, почта строчными.';


--
-- Name: COLUMN channel.typed; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.typed IS 'As typed: what a person or file gave. | Как набрано: что ввёл человек или дал файл.';


--
-- Name: COLUMN channel.extension; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.extension IS 'Extension: digits to dial after the number. | Добавочный: что набрать после номера.';


--
-- Name: COLUMN channel.purpose; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.purpose IS 'Purpose: what it is for. | Назначение: для чего. {work=Work/Рабочий, home=Home/Домашний, mobile=Mobile/Мобильный, fax=Fax/Факс, other=Other/Другой}';


--
-- Name: COLUMN channel.messenger; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.messenger IS 'Messenger: which one. | Мессенджер: какой. {telegram=Telegram/Телеграм, whatsapp=WhatsApp/Ватсап, viber=Viber/Вайбер, vk=VK/ВКонтакте, max=MAX/МАКС, signal=Signal/Сигнал, other=Other/Другой}';


--
-- Name: COLUMN channel.valid; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.valid IS 'Valid: its form is right; set by the database. | Верно: вид правильный; ставит база данных.';


--
-- Name: COLUMN channel.is_primary; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.is_primary IS 'Primary: the first of its kind to use. | Основной: первый из своего вида.';


--
-- Name: COLUMN channel.do_not_contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.do_not_contact IS 'Do not contact: they asked us not to use it. | Не беспокоить: просили не использовать.';


--
-- Name: COLUMN channel.consent_on; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.consent_on IS 'Consent on: day they agreed to be reached here. | Согласие от: день согласия на связь.';


--
-- Name: COLUMN channel.consent_source; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.consent_source IS 'Consent source: form, contract or letter it stands in. | Источник согласия: анкета, договор или письмо.';


--
-- Name: COLUMN channel.notes; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.notes IS 'Notes: when to call, whom to ask for. | Заметки: когда звонить, кого спросить.';


--
-- Name: COLUMN channel.external_source; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.external_source IS 'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';


--
-- Name: COLUMN channel.external_key; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.channel.external_key IS 'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';


--
-- Name: CONSTRAINT channel_consent_length ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT channel_consent_length ON clients.channel IS 'The source of the consent must have at most 500 characters. | Источник согласия должен быть не длиннее 500 знаков.';


--
-- Name: CONSTRAINT channel_extension_form ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT channel_extension_form ON clients.channel IS 'The extension must have 1 to 10 digits. | Добавочный состоит из 1–10 цифр.';


--
-- Name: CONSTRAINT channel_external_length ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT channel_external_length ON clients.channel IS 'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';


--
-- Name: CONSTRAINT channel_kind_known ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT channel_kind_known ON clients.channel IS 'The kind must be phone, email, messenger or website. | Вид — телефон, почта, мессенджер или сайт.';


--
-- Name: CONSTRAINT channel_messenger_known ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT channel_messenger_known ON clients.channel IS 'This messenger is not known; choose other. | Мессенджер не известен; выберите «другой».';


--
-- Name: CONSTRAINT channel_notes_length ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT channel_notes_length ON clients.channel IS 'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';


--
-- Name: CONSTRAINT channel_purpose_known ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT channel_purpose_known ON clients.channel IS 'The purpose must be work, home, mobile, fax or other. | Назначение — рабочий, домашний, мобильный, факс или другой.';


--
-- Name: CONSTRAINT channel_typed_length ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT channel_typed_length ON clients.channel IS 'The typed value must have at most 500 characters. | Набранное должно быть не длиннее 500 знаков.';


--
-- Name: CONSTRAINT channel_value_length ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT channel_value_length ON clients.channel IS 'The value must have 1 to 500 characters. | Значение должно быть от 1 до 500 знаков.';


--
-- Name: channel_id_seq; Type: SEQUENCE; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.channel ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME clients.channel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: contact; Type: TABLE; Schema: clients; Owner: crm_owner
--

CREATE TABLE clients.contact (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    company_id bigint NOT NULL,
    person_id bigint NOT NULL,
    "position" text,
    main boolean DEFAULT false NOT NULL,
    valid_from date,
    valid_until date,
    notes text,
    external_source text,
    external_key text,
    CONSTRAINT contact_dates CHECK ((valid_from <= valid_until)),
    CONSTRAINT contact_external_length CHECK (((length(external_source) <= 100) AND (length(external_key) <= 500))),
    CONSTRAINT contact_notes_length CHECK ((length(notes) <= 2000)),
    CONSTRAINT contact_position_length CHECK ((length("position") <= 200))
);


ALTER TABLE clients.contact OWNER TO crm_owner;

--
-- Name: TABLE contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TABLE clients.contact IS 'Contact: a person in a company, with position and dates. | Контакт: человек в организации, с должностью и сроком.';


--
-- Name: COLUMN contact.id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.contact.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN contact.version; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.contact.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN contact.created_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.contact.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN contact.created_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.contact.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN contact.updated_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.contact.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN contact.updated_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.contact.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN contact.company_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.contact.company_id IS 'Company: where the person works. | Организация: где человек работает.';


--
-- Name: COLUMN contact.person_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.contact.person_id IS 'Person: who works there. | Человек: кто там работает.';


--
-- Name: COLUMN contact."position"; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.contact."position" IS 'Position: what the person is there. | Должность: кем работает.';


--
-- Name: COLUMN contact.main; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.contact.main IS 'Main: the first one to turn to. | Основной: к кому обращаться прежде всего.';


--
-- Name: COLUMN contact.valid_from; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.contact.valid_from IS 'From: first day, open when empty. | С: первый день; пусто — без начала.';


--
-- Name: COLUMN contact.valid_until; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.contact.valid_until IS 'Until: last day, open when empty. | По: последний день; пусто — без конца.';


--
-- Name: COLUMN contact.notes; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.contact.notes IS 'Notes: whatever is worth knowing. | Заметки: что стоит знать.';


--
-- Name: COLUMN contact.external_source; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.contact.external_source IS 'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';


--
-- Name: COLUMN contact.external_key; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.contact.external_key IS 'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';


--
-- Name: CONSTRAINT contact_dates ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT contact_dates ON clients.contact IS 'The last day lies before the first. | Последний день раньше первого.';


--
-- Name: CONSTRAINT contact_external_length ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT contact_external_length ON clients.contact IS 'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';


--
-- Name: CONSTRAINT contact_notes_length ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT contact_notes_length ON clients.contact IS 'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';


--
-- Name: CONSTRAINT contact_position_length ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT contact_position_length ON clients.contact IS 'The position must have at most 200 characters. | Должность должна быть не длиннее 200 знаков.';


--
-- Name: contact_id_seq; Type: SEQUENCE; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.contact ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME clients.contact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: interaction; Type: TABLE; Schema: clients; Owner: crm_owner
--

CREATE TABLE clients.interaction (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    owner_id bigint,
    department_id bigint,
    party_id bigint NOT NULL,
    kind text NOT NULL,
    direction text,
    at timestamp with time zone DEFAULT now() NOT NULL,
    duration integer,
    subject text NOT NULL,
    body text,
    outcome text,
    next_step text,
    private boolean DEFAULT false NOT NULL,
    external_source text,
    external_key text,
    archived_at timestamp with time zone,
    CONSTRAINT interaction_body_length CHECK ((length(body) <= 50000)),
    CONSTRAINT interaction_direction_known CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
    CONSTRAINT interaction_duration_range CHECK (((duration >= 0) AND (duration <= 10080))),
    CONSTRAINT interaction_external_length CHECK (((length(external_source) <= 100) AND (length(external_key) <= 500))),
    CONSTRAINT interaction_kind_known CHECK ((kind = ANY (ARRAY['call'::text, 'email'::text, 'meeting'::text, 'message'::text, 'note'::text]))),
    CONSTRAINT interaction_next_step_length CHECK ((length(next_step) <= 2000)),
    CONSTRAINT interaction_outcome_length CHECK ((length(outcome) <= 2000)),
    CONSTRAINT interaction_subject_length CHECK (((length(subject) >= 1) AND (length(subject) <= 300)))
);


ALTER TABLE clients.interaction OWNER TO crm_owner;

--
-- Name: TABLE interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TABLE clients.interaction IS 'Interaction: a call, e-mail, meeting, message or note with a party. | Взаимодействие: звонок, письмо, встреча, сообщение или заметка по контрагенту.';


--
-- Name: COLUMN interaction.id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN interaction.version; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN interaction.created_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN interaction.created_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN interaction.updated_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN interaction.updated_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN interaction.owner_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.owner_id IS 'Owner: the account that is responsible. | Ответственный: учётная запись, которая отвечает.';


--
-- Name: COLUMN interaction.department_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.department_id IS 'Department: whose work it is. | Отдел: чья это работа.';


--
-- Name: COLUMN interaction.party_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.party_id IS 'Party: with whom or about whom. | Контрагент: с кем или о ком.';


--
-- Name: COLUMN interaction.kind; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.kind IS 'Kind: how it went. | Вид: каким образом. {call=Call/Звонок, email=E-mail/Письмо, meeting=Meeting/Встреча, message=Message/Сообщение, note=Note/Заметка}';


--
-- Name: COLUMN interaction.direction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.direction IS 'Direction: who began it. | Направление: кто начал. {in=Incoming/Входящее, out=Outgoing/Исходящее}';


--
-- Name: COLUMN interaction.at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.at IS 'At: when it was. | Когда: время события.';


--
-- Name: COLUMN interaction.duration; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.duration IS 'Duration: in minutes. | Длительность: в минутах.';


--
-- Name: COLUMN interaction.subject; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.subject IS 'Subject: in a few words. | Тема: в нескольких словах.';


--
-- Name: COLUMN interaction.body; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.body IS 'Text: what was said or written. | Текст: что было сказано или написано.';


--
-- Name: COLUMN interaction.outcome; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.outcome IS 'Outcome: what came of it. | Итог: чем закончилось.';


--
-- Name: COLUMN interaction.next_step; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.next_step IS 'Next step: what is to be done. | Следующий шаг: что надо сделать.';


--
-- Name: COLUMN interaction.private; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.private IS 'Private: seen by the owner and participants only. | Личное: видно только ответственному и участникам.';


--
-- Name: COLUMN interaction.external_source; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.external_source IS 'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';


--
-- Name: COLUMN interaction.external_key; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.external_key IS 'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';


--
-- Name: COLUMN interaction.archived_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.interaction.archived_at IS 'Archived: when it was put away; it can be restored. | В архиве: когда убрано; можно вернуть.';


--
-- Name: CONSTRAINT interaction_body_length ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_body_length ON clients.interaction IS 'The text must have at most 50,000 characters. | Текст должен быть не длиннее 50 000 знаков.';


--
-- Name: CONSTRAINT interaction_direction_known ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_direction_known ON clients.interaction IS 'The direction must be in or out. | Направление — входящее или исходящее.';


--
-- Name: CONSTRAINT interaction_duration_range ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_duration_range ON clients.interaction IS 'The duration must be 0 to 10,080 minutes. | Длительность — от 0 до 10 080 минут.';


--
-- Name: CONSTRAINT interaction_external_length ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_external_length ON clients.interaction IS 'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';


--
-- Name: CONSTRAINT interaction_kind_known ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_kind_known ON clients.interaction IS 'The kind must be call, email, meeting, message or note. | Вид — звонок, письмо, встреча, сообщение или заметка.';


--
-- Name: CONSTRAINT interaction_next_step_length ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_next_step_length ON clients.interaction IS 'The next step must have at most 2,000 characters. | Следующий шаг должен быть не длиннее 2000 знаков.';


--
-- Name: CONSTRAINT interaction_outcome_length ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_outcome_length ON clients.interaction IS 'The outcome must have at most 2,000 characters. | Итог должен быть не длиннее 2000 знаков.';


--
-- Name: CONSTRAINT interaction_subject_length ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_subject_length ON clients.interaction IS 'The subject must have 1 to 300 characters. | Тема должна быть от 1 до 300 знаков.';


--
-- Name: interaction_id_seq; Type: SEQUENCE; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.interaction ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME clients.interaction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: interaction_participant_id_seq; Type: SEQUENCE; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.interaction_participant ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME clients.interaction_participant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: party_group; Type: TABLE; Schema: clients; Owner: crm_owner
--

CREATE TABLE clients.party_group (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    name text NOT NULL,
    name_key text GENERATED ALWAYS AS (lower(name)) STORED COLLATE pg_catalog."C",
    code text,
    parent_id bigint,
    description text,
    external_source text,
    external_key text,
    archived_at timestamp with time zone,
    CONSTRAINT party_group_code_length CHECK (((length(code) >= 1) AND (length(code) <= 50))),
    CONSTRAINT party_group_description_length CHECK ((length(description) <= 2000)),
    CONSTRAINT party_group_external_length CHECK (((length(external_source) <= 100) AND (length(external_key) <= 500))),
    CONSTRAINT party_group_name_length CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT party_group_not_itself CHECK ((parent_id <> id))
);


ALTER TABLE clients.party_group OWNER TO crm_owner;

--
-- Name: TABLE party_group; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TABLE clients.party_group IS 'Party group: a place in the tree that companies and people are sorted into. | Группа контрагентов: место в дереве, по которому распределены компании и люди.';


--
-- Name: COLUMN party_group.id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_group.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN party_group.version; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_group.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN party_group.created_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_group.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN party_group.created_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_group.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN party_group.updated_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_group.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN party_group.updated_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_group.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN party_group.name; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_group.name IS 'Name: unique among its neighbours in the tree. | Название: единственное среди соседей по дереву.';


--
-- Name: COLUMN party_group.name_key; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_group.name_key IS 'Name for sorting: the name in small letters. | Название для сортировки: название строчными буквами.';


--
-- Name: COLUMN party_group.code; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_group.code IS 'Code: a short name of the house. | Код: краткое обозначение.';


--
-- Name: COLUMN party_group.parent_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_group.parent_id IS 'Above: the group this one belongs to. | Вышестоящая группа: куда входит эта.';


--
-- Name: COLUMN party_group.description; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_group.description IS 'Description: who belongs here. | Описание: кто сюда относится.';


--
-- Name: COLUMN party_group.external_source; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_group.external_source IS 'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';


--
-- Name: COLUMN party_group.external_key; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_group.external_key IS 'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';


--
-- Name: COLUMN party_group.archived_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_group.archived_at IS 'Archived: when it was put away; it can be restored. | В архиве: когда убрано; можно вернуть.';


--
-- Name: CONSTRAINT party_group_code_length ON party_group; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_group_code_length ON clients.party_group IS 'The code must have 1 to 50 characters. | Код должен быть от 1 до 50 знаков.';


--
-- Name: CONSTRAINT party_group_description_length ON party_group; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_group_description_length ON clients.party_group IS 'The description must have at most 2,000 characters. | Описание должно быть не длиннее 2000 знаков.';


--
-- Name: CONSTRAINT party_group_external_length ON party_group; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_group_external_length ON clients.party_group IS 'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';


--
-- Name: CONSTRAINT party_group_name_length ON party_group; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_group_name_length ON clients.party_group IS 'The name must have 1 to 200 characters. | Название должно быть от 1 до 200 знаков.';


--
-- Name: CONSTRAINT party_group_not_itself ON party_group; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_group_not_itself ON clients.party_group IS 'A group cannot belong to itself. | Группа не может входить в саму себя.';


--
-- Name: party_group_id_seq; Type: SEQUENCE; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.party_group ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME clients.party_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: party_id_seq; Type: SEQUENCE; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.party ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME clients.party_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: party_tag; Type: TABLE; Schema: clients; Owner: crm_owner
--

CREATE TABLE clients.party_tag (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    party_id bigint NOT NULL,
    tag_id bigint NOT NULL,
    external_source text,
    external_key text,
    CONSTRAINT party_tag_external_length CHECK (((length(external_source) <= 100) AND (length(external_key) <= 500)))
);


ALTER TABLE clients.party_tag OWNER TO crm_owner;

--
-- Name: TABLE party_tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TABLE clients.party_tag IS 'Tag of a party: a mark that is set on it. | Метка контрагента: пометка, стоящая на нём.';


--
-- Name: COLUMN party_tag.id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_tag.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN party_tag.version; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_tag.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN party_tag.created_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_tag.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN party_tag.created_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_tag.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN party_tag.updated_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_tag.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN party_tag.updated_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_tag.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN party_tag.party_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_tag.party_id IS 'Party: that is marked. | Контрагент: который помечен.';


--
-- Name: COLUMN party_tag.tag_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_tag.tag_id IS 'Tag: the mark. | Метка: пометка.';


--
-- Name: COLUMN party_tag.external_source; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_tag.external_source IS 'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';


--
-- Name: COLUMN party_tag.external_key; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.party_tag.external_key IS 'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';


--
-- Name: CONSTRAINT party_tag_external_length ON party_tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_tag_external_length ON clients.party_tag IS 'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';


--
-- Name: party_tag_id_seq; Type: SEQUENCE; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.party_tag ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME clients.party_tag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: relation; Type: TABLE; Schema: clients; Owner: crm_owner
--

CREATE TABLE clients.relation (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    party_id bigint NOT NULL,
    other_id bigint NOT NULL,
    kind text NOT NULL,
    valid_from date,
    valid_until date,
    notes text,
    external_source text,
    external_key text,
    CONSTRAINT relation_dates CHECK ((valid_from <= valid_until)),
    CONSTRAINT relation_external_length CHECK (((length(external_source) <= 100) AND (length(external_key) <= 500))),
    CONSTRAINT relation_kind_known CHECK ((kind = ANY (ARRAY['owns'::text, 'represents'::text, 'refers'::text, 'competes'::text, 'supplies'::text, 'relative'::text, 'other'::text]))),
    CONSTRAINT relation_not_itself CHECK ((party_id <> other_id)),
    CONSTRAINT relation_notes_length CHECK ((length(notes) <= 2000))
);


ALTER TABLE clients.relation OWNER TO crm_owner;

--
-- Name: TABLE relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TABLE clients.relation IS 'Relation: how one party stands to another. | Связь: как один контрагент относится к другому.';


--
-- Name: COLUMN relation.id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.relation.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN relation.version; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.relation.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN relation.created_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.relation.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN relation.created_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.relation.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN relation.updated_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.relation.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN relation.updated_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.relation.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN relation.party_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.relation.party_id IS 'Party: the one who acts. | Контрагент: кто действует.';


--
-- Name: COLUMN relation.other_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.relation.other_id IS 'Other party: the one acted upon. | Другой контрагент: на кого направлено.';


--
-- Name: COLUMN relation.kind; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.relation.kind IS 'Kind: what the party does to the other. | Вид: что контрагент делает с другим. {owns=Owns/Владеет, represents=Represents/Представляет, refers=Refers/Рекомендует, competes=Competes with/Конкурирует, supplies=Supplies/Поставляет, relative=Relative of/Родственник, other=Other/Другое}';


--
-- Name: COLUMN relation.valid_from; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.relation.valid_from IS 'From: first day, open when empty. | С: первый день; пусто — без начала.';


--
-- Name: COLUMN relation.valid_until; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.relation.valid_until IS 'Until: last day, open when empty. | По: последний день; пусто — без конца.';


--
-- Name: COLUMN relation.notes; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.relation.notes IS 'Notes: whatever is worth knowing. | Заметки: что стоит знать.';


--
-- Name: COLUMN relation.external_source; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.relation.external_source IS 'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';


--
-- Name: COLUMN relation.external_key; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.relation.external_key IS 'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';


--
-- Name: CONSTRAINT relation_dates ON relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT relation_dates ON clients.relation IS 'The last day lies before the first. | Последний день раньше первого.';


--
-- Name: CONSTRAINT relation_external_length ON relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT relation_external_length ON clients.relation IS 'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';


--
-- Name: CONSTRAINT relation_kind_known ON relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT relation_kind_known ON clients.relation IS 'This kind of relation is not known. | Такой вид связи не известен.';


--
-- Name: CONSTRAINT relation_not_itself ON relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT relation_not_itself ON clients.relation IS 'A party cannot be related to itself. | Контрагент не может быть связан с самим собой.';


--
-- Name: CONSTRAINT relation_notes_length ON relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT relation_notes_length ON clients.relation IS 'The notes must have at most 2,000 characters. | Заметки должны быть не длиннее 2000 знаков.';


--
-- Name: relation_id_seq; Type: SEQUENCE; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.relation ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME clients.relation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tag; Type: TABLE; Schema: clients; Owner: crm_owner
--

CREATE TABLE clients.tag (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    name text NOT NULL,
    name_key text GENERATED ALWAYS AS (lower(name)) STORED COLLATE pg_catalog."C",
    color text,
    external_source text,
    external_key text,
    CONSTRAINT tag_color_form CHECK ((color ~ '^#[0-9a-f]{6}$'::text)),
    CONSTRAINT tag_external_length CHECK (((length(external_source) <= 100) AND (length(external_key) <= 500))),
    CONSTRAINT tag_name_length CHECK (((length(name) >= 1) AND (length(name) <= 100)))
);


ALTER TABLE clients.tag OWNER TO crm_owner;

--
-- Name: TABLE tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TABLE clients.tag IS 'Tag: a free mark of the house. | Метка: свободная пометка.';


--
-- Name: COLUMN tag.id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.tag.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN tag.version; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.tag.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN tag.created_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.tag.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN tag.created_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.tag.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN tag.updated_at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.tag.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN tag.updated_by; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.tag.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN tag.name; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.tag.name IS 'Name: of the tag. | Название: метки.';


--
-- Name: COLUMN tag.name_key; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.tag.name_key IS 'Name for sorting: the name in small letters. | Название для сортировки: название строчными буквами.';


--
-- Name: COLUMN tag.color; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.tag.color IS 'Colour: on the page, for example #3366cc. | Цвет: на странице, например #3366cc.';


--
-- Name: COLUMN tag.external_source; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.tag.external_source IS 'Source: the system or file it came from. | Источник: система или файл, откуда пришло.';


--
-- Name: COLUMN tag.external_key; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.tag.external_key IS 'Key in the source: what it is called there. | Ключ в источнике: как оно названо там.';


--
-- Name: CONSTRAINT tag_color_form ON tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT tag_color_form ON clients.tag IS 'The colour must be # and six hexadecimal digits in small letters. | Цвет — знак # и шесть шестнадцатеричных цифр строчными.';


--
-- Name: CONSTRAINT tag_external_length ON tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT tag_external_length ON clients.tag IS 'The source must have at most 100 characters, its key at most 500. | Источник должен быть не длиннее 100 знаков, ключ — не длиннее 500.';


--
-- Name: CONSTRAINT tag_name_length ON tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT tag_name_length ON clients.tag IS 'The name must have 1 to 100 characters. | Название должно быть от 1 до 100 знаков.';


--
-- Name: tag_id_seq; Type: SEQUENCE; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.tag ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME clients.tag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: timeline; Type: VIEW; Schema: clients; Owner: crm_owner
--

CREATE VIEW clients.timeline WITH (security_invoker='true') AS
 SELECT e.id,
    e.party_id,
    e.at,
    e.kind,
        CASE e.kind
            WHEN 'call'::text THEN system.says('Call'::text, 'Звонок'::text)
            WHEN 'email'::text THEN system.says('E-mail'::text, 'Письмо'::text)
            WHEN 'meeting'::text THEN system.says('Meeting'::text, 'Встреча'::text)
            WHEN 'message'::text THEN system.says('Message'::text, 'Сообщение'::text)
            WHEN 'note'::text THEN system.says('Note'::text, 'Заметка'::text)
            ELSE system.says('Change'::text, 'Изменение'::text)
        END AS kind_label,
        CASE e.kind
            WHEN 'change'::text THEN clients.change_title(e.old, e.new)
            ELSE e.title
        END AS title,
        CASE e.kind
            WHEN 'change'::text THEN clients.changed_fields(e.old, e.new)
            ELSE e.detail
        END AS detail,
    e.account_id,
    e.resource,
    e.record_id
   FROM ( SELECT (i.id * 2) AS id,
            i.party_id,
            i.at,
            i.kind,
            i.subject AS title,
            COALESCE(i.outcome, i.next_step, "left"(i.body, 500)) AS detail,
            i.owner_id AS account_id,
            'interactions'::text AS resource,
            i.id AS record_id,
            NULL::jsonb AS old,
            NULL::jsonb AS new
           FROM clients.interaction i
          WHERE (i.archived_at IS NULL)
        UNION ALL
         SELECT ((c.id * 2) + 1),
            c.record_id,
            c.at,
            'change'::text AS text,
            NULL::text,
            NULL::text,
            c.account_id,
            'parties'::text AS text,
            c.record_id,
            c.old,
            c.new
           FROM audit.change c
          WHERE (c.table_name = 'clients.party'::text)) e;


ALTER TABLE clients.timeline OWNER TO crm_owner;

--
-- Name: VIEW timeline; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON VIEW clients.timeline IS 'Timeline: interactions and changes of a party. | Лента: взаимодействия и изменения контрагента.';


--
-- Name: COLUMN timeline.id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.timeline.id IS 'Number: of the entry, unique in the timeline. | Номер: записи, единственный в ленте.';


--
-- Name: COLUMN timeline.party_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.timeline.party_id IS 'Party: whose timeline. | Контрагент: чья лента.';


--
-- Name: COLUMN timeline.at; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.timeline.at IS 'At: when it was. | Когда: время события.';


--
-- Name: COLUMN timeline.kind; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.timeline.kind IS 'Kind: of an interaction, or change. | Вид: взаимодействия или изменение. {call=Call/Звонок, email=E-mail/Письмо, meeting=Meeting/Встреча, message=Message/Сообщение, note=Note/Заметка, change=Change/Изменение}';


--
-- Name: COLUMN timeline.kind_label; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.timeline.kind_label IS 'Kind in words: in the language that was asked for. | Вид словами: на языке запроса.';


--
-- Name: COLUMN timeline.title; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.timeline.title IS 'Title: the subject, or what was done with the party. | Заголовок: тема или что сделано с контрагентом.';


--
-- Name: COLUMN timeline.detail; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.timeline.detail IS 'Detail: the outcome, or the names of the changed fields. | Подробности: итог или названия изменённых полей.';


--
-- Name: COLUMN timeline.account_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.timeline.account_id IS 'Account: who is responsible or who changed it. | Учётная запись: кто отвечает или кто изменил.';


--
-- Name: COLUMN timeline.resource; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.timeline.resource IS 'Resource: of the record behind the entry, interactions or parties. | Ресурс: самой записи, interactions или parties.';


--
-- Name: COLUMN timeline.record_id; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON COLUMN clients.timeline.record_id IS 'Record: number of the record behind the entry. | Запись: номер самой записи.';


--
-- Name: content_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.content ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.content_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: content_piece; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.content_piece (
    content_id bigint NOT NULL,
    start bigint NOT NULL,
    bytes bytea NOT NULL,
    digest bytea GENERATED ALWAYS AS (sha256(bytes)) STORED NOT NULL,
    CONSTRAINT content_piece_size CHECK (((octet_length(bytes) >= 1) AND (octet_length(bytes) <= 262144))),
    CONSTRAINT content_piece_start_range CHECK ((start >= 0))
);
ALTER TABLE ONLY system.content_piece ALTER COLUMN bytes SET STORAGE EXTERNAL;


ALTER TABLE system.content_piece OWNER TO crm_owner;

--
-- Name: TABLE content_piece; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.content_piece IS 'Piece: at most 256 KiB of a content. | Часть: до 256 КиБ содержимого.';


--
-- Name: COLUMN content_piece.content_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.content_piece.content_id IS 'Content: whose. | Содержимое: чья часть.';


--
-- Name: COLUMN content_piece.start; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.content_piece.start IS 'Start: the place of its first byte. | Начало: место первого байта.';


--
-- Name: COLUMN content_piece.bytes; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.content_piece.bytes IS 'Bytes: as they came. | Байты: как поступили.';


--
-- Name: COLUMN content_piece.digest; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.content_piece.digest IS 'Digest: SHA-256 of the bytes. | Сумма: SHA-256 байтов.';


--
-- Name: CONSTRAINT content_piece_size ON content_piece; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT content_piece_size ON system.content_piece IS 'A piece has 1 to 262144 bytes. | В части от 1 до 262144 байт.';


--
-- Name: CONSTRAINT content_piece_start_range ON content_piece; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT content_piece_start_range ON system.content_piece IS 'A piece does not start before the content. | Часть не начинается раньше содержимого.';


--
-- Name: country; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.country (
    id bigint NOT NULL,
    code text NOT NULL,
    name_en text NOT NULL,
    name_ru text NOT NULL,
    CONSTRAINT country_code_form CHECK ((code ~ '^[A-Z]{2}$'::text))
);


ALTER TABLE system.country OWNER TO crm_owner;

--
-- Name: TABLE country; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.country IS 'Country: ISO 3166-1. | Страна: ISO 3166-1.';


--
-- Name: COLUMN country.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.country.id IS 'Number: of the record. | Номер: записи.';


--
-- Name: COLUMN country.code; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.country.code IS 'Code: alpha-2. | Код: альфа-2.';


--
-- Name: COLUMN country.name_en; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.country.name_en IS 'Name (English): of the country. | Название (англ.): страны.';


--
-- Name: COLUMN country.name_ru; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.country.name_ru IS 'Name (Russian): of the country. | Название (рус.): страны.';


--
-- Name: CONSTRAINT country_code_form ON country; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT country_code_form ON system.country IS 'A country is named by two capital letters (ISO 3166-1). | Страна: две заглавные латинские буквы (ISO 3166-1).';


--
-- Name: country_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.country ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.country_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: currency; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.currency (
    id bigint NOT NULL,
    code text NOT NULL,
    name_en text NOT NULL,
    name_ru text NOT NULL,
    minor_units integer DEFAULT 2 NOT NULL,
    CONSTRAINT currency_code_form CHECK ((code ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT currency_minor_units_range CHECK (((minor_units >= 0) AND (minor_units <= 4)))
);


ALTER TABLE system.currency OWNER TO crm_owner;

--
-- Name: TABLE currency; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.currency IS 'Currency: ISO 4217. | Валюта: ISO 4217.';


--
-- Name: COLUMN currency.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.currency.id IS 'Number: of the record. | Номер: записи.';


--
-- Name: COLUMN currency.code; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.currency.code IS 'Code: of ISO 4217. | Код: по ISO 4217.';


--
-- Name: COLUMN currency.name_en; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.currency.name_en IS 'Name (English): of the currency. | Название (англ.): валюты.';


--
-- Name: COLUMN currency.name_ru; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.currency.name_ru IS 'Name (Russian): of the currency. | Название (рус.): валюты.';


--
-- Name: COLUMN currency.minor_units; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.currency.minor_units IS 'Minor units: decimals of an amount. | Дробная часть: знаков после запятой.';


--
-- Name: CONSTRAINT currency_code_form ON currency; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT currency_code_form ON system.currency IS 'A currency is named by three capital letters (ISO 4217). | Валюта: три заглавные латинские буквы (ISO 4217).';


--
-- Name: CONSTRAINT currency_minor_units_range ON currency; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT currency_minor_units_range ON system.currency IS 'A currency has 0 to 4 decimals. | У валюты от 0 до 4 знаков после запятой.';


--
-- Name: currency_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.currency ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.currency_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: custom_field_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.custom_field ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.custom_field_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: delivery_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.delivery ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: export; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.export (
    id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    account_id bigint DEFAULT access.account_id() NOT NULL,
    request_id text DEFAULT COALESCE(NULLIF(current_setting('crm.request'::text, true), ''::text), 'none'::text) NOT NULL,
    resource text NOT NULL,
    kind text NOT NULL,
    format text NOT NULL,
    query jsonb NOT NULL,
    outcome text DEFAULT 'running'::text NOT NULL,
    rows bigint,
    bytes bigint,
    ended_at timestamp with time zone,
    narrowed text[],
    CONSTRAINT export_bytes_range CHECK ((bytes >= 0)),
    CONSTRAINT export_counted CHECK (((outcome <> 'done'::text) OR ((rows IS NOT NULL) AND (bytes IS NOT NULL)))),
    CONSTRAINT export_ended CHECK (((outcome = 'running'::text) = (ended_at IS NULL))),
    CONSTRAINT export_format_known CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text]))),
    CONSTRAINT export_kind_known CHECK ((kind = ANY (ARRAY['list'::text, 'summary'::text]))),
    CONSTRAINT export_outcome_known CHECK ((outcome = ANY (ARRAY['running'::text, 'done'::text, 'aborted'::text]))),
    CONSTRAINT export_query_form CHECK ((jsonb_typeof(query) = 'object'::text)),
    CONSTRAINT export_resource_form CHECK ((resource ~ '^[a-z][a-z0-9-]*$'::text)),
    CONSTRAINT export_rows_range CHECK ((rows >= 0))
);


ALTER TABLE system.export OWNER TO crm_owner;

--
-- Name: TABLE export; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.export IS 'Export: a list or summary that was taken out as a file. | Выгрузка: список или сводка, взятые файлом.';


--
-- Name: COLUMN export.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.export.id IS 'Number: of the export. | Номер: выгрузки.';


--
-- Name: COLUMN export.created_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.export.created_at IS 'Created: when it began. | Создано: когда начата.';


--
-- Name: COLUMN export.account_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.export.account_id IS 'Account: who took it. | Учётная запись: кто выгрузил.';


--
-- Name: COLUMN export.request_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.export.request_id IS 'Request: its name in the log of the service. | Запрос: его имя в журнале службы.';


--
-- Name: COLUMN export.resource; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.export.resource IS 'Resource: of which. | Ресурс: какой.';


--
-- Name: COLUMN export.kind; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.export.kind IS 'Kind: what was taken. | Вид: что взято. {list=List/Список, summary=Summary/Сводка}';


--
-- Name: COLUMN export.format; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.export.format IS 'Format: of the file. | Формат: файла. {csv=CSV/CSV, xlsx=XLSX/XLSX}';


--
-- Name: COLUMN export.query; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.export.query IS 'Query: the parameters as they were sent. | Запрос: параметры, как они переданы.';


--
-- Name: COLUMN export.outcome; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.export.outcome IS 'Outcome: how it ended. | Исход: чем кончилась. {running=Running/Идёт, done=Done/Готово, aborted=Aborted/Прервана}';


--
-- Name: COLUMN export.rows; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.export.rows IS 'Rows: that were handed over, without the header; empty where nobody knows. | Строки: переданные, без заголовка; пусто, если неизвестно.';


--
-- Name: COLUMN export.bytes; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.export.bytes IS 'Bytes: that were handed over; empty where nobody knows. | Байты: переданные; пусто, если неизвестно.';


--
-- Name: COLUMN export.ended_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.export.ended_at IS 'Ended at: for good. | Закончено: окончательно.';


--
-- Name: COLUMN export.narrowed; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.export.narrowed IS 'Narrowed: to which rights the token was that asked; empty for all. | Сужено: права токена заказчика; пусто — все.';


--
-- Name: CONSTRAINT export_bytes_range ON export; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT export_bytes_range ON system.export IS 'The bytes are not negative. | Число байт не бывает отрицательным.';


--
-- Name: CONSTRAINT export_counted ON export; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT export_counted ON system.export IS 'What is done is counted. | Сделанное сосчитано.';


--
-- Name: CONSTRAINT export_ended ON export; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT export_ended ON system.export IS 'What has ended has an end. | У законченного есть конец.';


--
-- Name: CONSTRAINT export_format_known ON export; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT export_format_known ON system.export IS 'The format is csv or xlsx. | Формат: csv или xlsx.';


--
-- Name: CONSTRAINT export_kind_known ON export; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT export_kind_known ON system.export IS 'The kind is list or summary. | Вид: list или summary.';


--
-- Name: CONSTRAINT export_outcome_known ON export; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT export_outcome_known ON system.export IS 'The outcome is running, done or aborted. | Исход: running, done или aborted.';


--
-- Name: CONSTRAINT export_query_form ON export; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT export_query_form ON system.export IS 'An object of parameters. | Объект с параметрами.';


--
-- Name: CONSTRAINT export_resource_form ON export; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT export_resource_form ON system.export IS 'There is no such resource. | Такого ресурса нет.';


--
-- Name: CONSTRAINT export_rows_range ON export; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT export_rows_range ON system.export IS 'The rows are not negative. | Число строк не бывает отрицательным.';


--
-- Name: export_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.export ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.export_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: file_download; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.file_download (
    id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    account_id bigint DEFAULT access.account_id() NOT NULL,
    request_id text DEFAULT NULLIF(current_setting('crm.request'::text, true), ''::text),
    file_id bigint NOT NULL,
    number integer NOT NULL,
    start bigint NOT NULL,
    bytes bigint NOT NULL,
    CONSTRAINT file_download_bytes_range CHECK ((bytes >= 0)),
    CONSTRAINT file_download_start_range CHECK ((start >= 0))
);


ALTER TABLE system.file_download OWNER TO crm_owner;

--
-- Name: TABLE file_download; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.file_download IS 'Download: bytes of a file that somebody has asked for. | Скачивание: запрошенные байты файла.';


--
-- Name: COLUMN file_download.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_download.id IS 'Number: of the download. | Номер: скачивания.';


--
-- Name: COLUMN file_download.created_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_download.created_at IS 'Created: when it was asked for. | Создано: когда запрошено.';


--
-- Name: COLUMN file_download.account_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_download.account_id IS 'Account: who. | Учётная запись: кто.';


--
-- Name: COLUMN file_download.request_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_download.request_id IS 'Request: of the API. | Запрос: к API.';


--
-- Name: COLUMN file_download.file_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_download.file_id IS 'File: which; it may be gone. | Файл: какой; его может уже не быть.';


--
-- Name: COLUMN file_download.number; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_download.number IS 'Version: of the file. | Версия: файла.';


--
-- Name: COLUMN file_download.start; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_download.start IS 'Start: the place of the first byte. | Начало: место первого байта.';


--
-- Name: COLUMN file_download.bytes; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_download.bytes IS 'Bytes: how many were asked for. | Байты: сколько запрошено.';


--
-- Name: CONSTRAINT file_download_bytes_range ON file_download; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_download_bytes_range ON system.file_download IS 'A number of bytes is not negative. | Число байтов не бывает отрицательным.';


--
-- Name: CONSTRAINT file_download_start_range ON file_download; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_download_start_range ON system.file_download IS 'A start is not negative. | Начало не бывает отрицательным.';


--
-- Name: file_download_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.file_download ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.file_download_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: file_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.file ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: file_link_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.file_link ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.file_link_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: file_version; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.file_version (
    id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint DEFAULT access.account_id(),
    file_id bigint NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    content_id bigint NOT NULL,
    CONSTRAINT file_version_number_range CHECK ((number > 0))
);


ALTER TABLE system.file_version OWNER TO crm_owner;

--
-- Name: TABLE file_version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.file_version IS 'Version: a content that a file has or had. | Версия: содержимое, которое есть или было у файла.';


--
-- Name: COLUMN file_version.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_version.id IS 'Number: of the version in all. | Номер: версии среди всех.';


--
-- Name: COLUMN file_version.created_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_version.created_at IS 'Created: when it was sent. | Создано: когда передана.';


--
-- Name: COLUMN file_version.created_by; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_version.created_by IS 'Created by: the account that sent it. | Кем создано: передавшая учётная запись.';


--
-- Name: COLUMN file_version.file_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_version.file_id IS 'File: whose. | Файл: чья версия.';


--
-- Name: COLUMN file_version.number; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_version.number IS 'Version: of the file. | Версия: файла.';


--
-- Name: COLUMN file_version.name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_version.name IS 'Name: of the file then. | Имя: файла в то время.';


--
-- Name: COLUMN file_version.type; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_version.type IS 'Type: its media type. | Тип: тип данных.';


--
-- Name: COLUMN file_version.size; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_version.size IS 'Size: in bytes. | Размер: в байтах.';


--
-- Name: COLUMN file_version.sha256; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_version.sha256 IS 'SHA-256: of its bytes. | SHA-256: её байтов.';


--
-- Name: COLUMN file_version.content_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.file_version.content_id IS 'Content: its bytes. | Содержимое: её байты.';


--
-- Name: CONSTRAINT file_version_number_range ON file_version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_version_number_range ON system.file_version IS 'Versions count from 1. | Версии считаются с 1.';


--
-- Name: file_version_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.file_version ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.file_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: follow; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.follow (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    account_id bigint DEFAULT access.account_id() NOT NULL,
    resource text NOT NULL,
    record_id bigint NOT NULL,
    table_name text NOT NULL
);


ALTER TABLE system.follow OWNER TO crm_owner;

--
-- Name: TABLE follow; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.follow IS 'Follow: who wants to know what becomes of a record. | Слежение: кто хочет знать, что происходит с записью.';


--
-- Name: COLUMN follow.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.follow.id IS 'Number: of the follow. | Номер: слежения.';


--
-- Name: COLUMN follow.version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.follow.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN follow.created_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.follow.created_at IS 'Created: when it began. | Создано: когда началось.';


--
-- Name: COLUMN follow.account_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.follow.account_id IS 'Account: who follows. | Учётная запись: кто следит.';


--
-- Name: COLUMN follow.resource; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.follow.resource IS 'Resource: of the record. | Ресурс: записи.';


--
-- Name: COLUMN follow.record_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.follow.record_id IS 'Record: that is followed. | Запись: за которой следят.';


--
-- Name: COLUMN follow.table_name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.follow.table_name IS 'Table: of the record. | Таблица: записи.';


--
-- Name: follow_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.follow ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.follow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: idempotency; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.idempotency (
    account_id bigint DEFAULT access.account_id() NOT NULL,
    key text NOT NULL,
    method text NOT NULL,
    path text NOT NULL,
    body_sha256 text NOT NULL,
    status integer NOT NULL,
    answer jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT idempotency_key_length CHECK (((length(key) >= 1) AND (length(key) <= 255)))
);


ALTER TABLE system.idempotency OWNER TO crm_owner;

--
-- Name: TABLE idempotency; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.idempotency IS 'Idempotency: what a repeated request is answered. | Повтор: ответ на повторный запрос.';


--
-- Name: COLUMN idempotency.account_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.idempotency.account_id IS 'Account: who asked. | Учётная запись: кто спрашивал.';


--
-- Name: COLUMN idempotency.key; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.idempotency.key IS 'Key: Idempotency-Key. | Ключ: Idempotency-Key.';


--
-- Name: COLUMN idempotency.method; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.idempotency.method IS 'Method: of the request. | Метод: запроса.';


--
-- Name: COLUMN idempotency.path; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.idempotency.path IS 'Path: of the request. | Путь: запроса.';


--
-- Name: COLUMN idempotency.body_sha256; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.idempotency.body_sha256 IS 'SHA-256: of the body. | SHA-256: тела запроса.';


--
-- Name: COLUMN idempotency.status; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.idempotency.status IS 'Status: of the answer. | Статус: ответа.';


--
-- Name: COLUMN idempotency.answer; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.idempotency.answer IS 'Answer: the rows that it is made of; empty where it has no body. | Ответ: строки, из которых он состоит; пусто, если тела нет.';


--
-- Name: COLUMN idempotency.created_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.idempotency.created_at IS 'Created: when it was answered. | Создано: когда дан ответ.';


--
-- Name: CONSTRAINT idempotency_key_length ON idempotency; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT idempotency_key_length ON system.idempotency IS 'An Idempotency-Key has 1 to 255 characters. | Idempotency-Key: от 1 до 255 знаков.';


--
-- Name: import; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.import (
    id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    account_id bigint DEFAULT access.account_id() NOT NULL,
    resource text NOT NULL,
    mapping jsonb NOT NULL,
    dry_run boolean DEFAULT false NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    read bigint DEFAULT 0 NOT NULL,
    created bigint DEFAULT 0 NOT NULL,
    updated bigint DEFAULT 0 NOT NULL,
    unchanged bigint DEFAULT 0 NOT NULL,
    skipped bigint DEFAULT 0 NOT NULL,
    refused bigint DEFAULT 0 NOT NULL,
    fault_en text,
    fault_ru text,
    alive_at timestamp with time zone DEFAULT now() NOT NULL,
    job_id bigint,
    file_id bigint,
    header text[],
    narrowed text[],
    CONSTRAINT import_resource_form CHECK ((resource ~ '^[a-z][a-z0-9-]*$'::text)),
    CONSTRAINT import_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);


ALTER TABLE system.import OWNER TO crm_owner;

--
-- Name: TABLE import; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.import IS 'Import: a file that was loaded. | Импорт: загруженный файл.';


--
-- Name: COLUMN import.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.id IS 'Number: of the import. | Номер: импорта.';


--
-- Name: COLUMN import.created_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.created_at IS 'Created: when it was begun. | Создано: когда начат.';


--
-- Name: COLUMN import.account_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.account_id IS 'Account: who loads. | Учётная запись: кто загружает.';


--
-- Name: COLUMN import.resource; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.resource IS 'Resource: what is loaded. | Ресурс: что загружается.';


--
-- Name: COLUMN import.mapping; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.mapping IS 'Mapping: how columns become fields. | Сопоставление: как столбцы становятся полями.';


--
-- Name: COLUMN import.dry_run; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.dry_run IS 'Dry run: nothing is kept. | Проба: ничего не сохраняется.';


--
-- Name: COLUMN import.state; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.state IS 'State: how far it is. | Состояние: на каком этапе. {waiting=Waiting for the file/Ждёт файл, running=Running/Идёт, done=Done/Готов, failed=Failed/Не удался, cancelled=Cancelled/Отменён}';


--
-- Name: COLUMN import.read; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.read IS 'Read: rows of the file. | Прочитано: строк файла.';


--
-- Name: COLUMN import.created; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.created IS 'Created: new records. | Создано: новых записей.';


--
-- Name: COLUMN import.updated; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.updated IS 'Updated: changed records. | Изменено: записей.';


--
-- Name: COLUMN import.unchanged; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.unchanged IS 'Unchanged: records that were so already. | Без изменений: записи уже были такими.';


--
-- Name: COLUMN import.skipped; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.skipped IS 'Skipped: rows that are none, or known already. | Пропущено: строк, которые не нужны.';


--
-- Name: COLUMN import.refused; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.refused IS 'Refused: rows with faults. | Отклонено: строк с ошибками.';


--
-- Name: COLUMN import.fault_en; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.fault_en IS 'Fault (English): why it failed. | Ошибка (англ.): почему не удался.';


--
-- Name: COLUMN import.fault_ru; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.fault_ru IS 'Fault (Russian): why it failed. | Ошибка (рус.): почему не удался.';


--
-- Name: COLUMN import.alive_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.alive_at IS 'Alive at: its last sign of life. | Признак жизни: когда был последний.';


--
-- Name: COLUMN import.job_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.job_id IS 'Job: that loads it. | Задание: которое его загружает.';


--
-- Name: COLUMN import.file_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.file_id IS 'File: that is loaded. | Файл: который загружается.';


--
-- Name: COLUMN import.header; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.header IS 'Header: the names of the file''s columns. | Заголовок: названия столбцов файла.';


--
-- Name: COLUMN import.narrowed; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import.narrowed IS 'Narrowed: to which rights the token was that asked; empty for all. | Сужено: права токена заказчика; пусто — все.';


--
-- Name: CONSTRAINT import_resource_form ON import; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT import_resource_form ON system.import IS 'There is no such resource. | Такого ресурса нет.';


--
-- Name: CONSTRAINT import_state_known ON import; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT import_state_known ON system.import IS 'The state is waiting, running, done, failed or cancelled. | Состояние: waiting, running, done, failed или cancelled.';


--
-- Name: import_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.import ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.import_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: import_mapping; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.import_mapping (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    account_id bigint DEFAULT access.account_id() NOT NULL,
    name text NOT NULL,
    name_key text GENERATED ALWAYS AS (lower(name)) STORED COLLATE pg_catalog."C",
    resource text GENERATED ALWAYS AS ((mapping ->> 'resource'::text)) STORED,
    mapping jsonb NOT NULL,
    role_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT import_mapping_form CHECK (((jsonb_typeof(mapping) = 'object'::text) AND (jsonb_typeof((mapping -> 'resource'::text)) = 'string'::text) AND (length((mapping)::text) <= 65536))),
    CONSTRAINT import_mapping_name_length CHECK (((length(name) >= 1) AND (length(name) <= 100))),
    CONSTRAINT import_mapping_roles_few CHECK ((cardinality(role_ids) <= 50))
);


ALTER TABLE system.import_mapping OWNER TO crm_owner;

--
-- Name: TABLE import_mapping; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.import_mapping IS 'Import mapping: how columns become fields, by a name. | Сопоставление: как столбцы становятся полями, под названием.';


--
-- Name: COLUMN import_mapping.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_mapping.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN import_mapping.version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_mapping.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN import_mapping.created_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_mapping.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN import_mapping.created_by; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_mapping.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN import_mapping.updated_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_mapping.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN import_mapping.updated_by; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_mapping.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN import_mapping.account_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_mapping.account_id IS 'Account: whose it is. | Учётная запись: чьё оно.';


--
-- Name: COLUMN import_mapping.name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_mapping.name IS 'Name: of the mapping. | Название: сопоставления.';


--
-- Name: COLUMN import_mapping.name_key; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_mapping.name_key IS 'Name for sorting: the name in small letters. | Название для сортировки: строчными буквами.';


--
-- Name: COLUMN import_mapping.resource; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_mapping.resource IS 'Resource: what is loaded by it. | Ресурс: что по нему загружается.';


--
-- Name: COLUMN import_mapping.mapping; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_mapping.mapping IS 'Mapping: as POST /imports takes it. | Сопоставление: как его принимает POST /imports.';


--
-- Name: COLUMN import_mapping.role_ids; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_mapping.role_ids IS 'Roles: that it is shared with. | Роли: которым оно доступно.';


--
-- Name: CONSTRAINT import_mapping_form ON import_mapping; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT import_mapping_form ON system.import_mapping IS 'An object with a resource, at most 64 KB. | Объект с resource, не больше 64 КБ.';


--
-- Name: CONSTRAINT import_mapping_name_length ON import_mapping; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT import_mapping_name_length ON system.import_mapping IS 'The name must have 1 to 100 characters. | Название должно быть от 1 до 100 знаков.';


--
-- Name: CONSTRAINT import_mapping_roles_few ON import_mapping; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT import_mapping_roles_few ON system.import_mapping IS 'At most 50 roles. | Не больше 50 ролей.';


--
-- Name: import_mapping_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.import_mapping ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.import_mapping_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: import_refusal; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.import_refusal (
    id bigint NOT NULL,
    import_id bigint NOT NULL,
    line bigint NOT NULL,
    cells text[] NOT NULL,
    reason_en text NOT NULL,
    reason_ru text NOT NULL
);


ALTER TABLE system.import_refusal OWNER TO crm_owner;

--
-- Name: TABLE import_refusal; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.import_refusal IS 'Refused row: as it was read, and why. | Отклонённая строка: как прочитана и почему.';


--
-- Name: COLUMN import_refusal.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_refusal.id IS 'Number: of the refusal. | Номер: отказа.';


--
-- Name: COLUMN import_refusal.import_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_refusal.import_id IS 'Import: which. | Импорт: какой.';


--
-- Name: COLUMN import_refusal.line; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_refusal.line IS 'Line: where it begins. | Строка: где начинается.';


--
-- Name: COLUMN import_refusal.cells; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_refusal.cells IS 'Cells: as they were read. | Ячейки: как прочитаны.';


--
-- Name: COLUMN import_refusal.reason_en; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_refusal.reason_en IS 'Reason (English): why. | Причина (англ.): почему.';


--
-- Name: COLUMN import_refusal.reason_ru; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.import_refusal.reason_ru IS 'Reason (Russian): why. | Причина (рус.): почему.';


--
-- Name: import_refusal_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.import_refusal ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.import_refusal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: job_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.job ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: job_record; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.job_record (
    job_id bigint NOT NULL,
    n bigint NOT NULL,
    record_id bigint NOT NULL,
    version bigint,
    CONSTRAINT job_record_n_range CHECK ((n > 0))
);


ALTER TABLE system.job_record OWNER TO crm_owner;

--
-- Name: TABLE job_record; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.job_record IS 'Record of a job: one that it works on. | Запись задания: одна из обрабатываемых.';


--
-- Name: COLUMN job_record.job_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_record.job_id IS 'Job: which. | Задание: какое.';


--
-- Name: COLUMN job_record.n; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_record.n IS 'Place: in the order of work. | Место: в порядке работы.';


--
-- Name: COLUMN job_record.record_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_record.record_id IS 'Record: its number. | Запись: её номер.';


--
-- Name: COLUMN job_record.version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_record.version IS 'Version: of the record when it was chosen. | Версия: записи в момент выбора.';


--
-- Name: CONSTRAINT job_record_n_range ON job_record; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_record_n_range ON system.job_record IS 'Places count from 1. | Места считаются с 1.';


--
-- Name: job_refusal; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.job_refusal (
    job_id bigint NOT NULL,
    n bigint NOT NULL,
    resource text NOT NULL,
    record_id bigint NOT NULL,
    code text NOT NULL,
    reason_en text NOT NULL,
    reason_ru text NOT NULL,
    pointer text DEFAULT ''::text NOT NULL,
    CONSTRAINT job_refusal_code_form CHECK ((code ~ '^[a-z][a-z0-9_]*$'::text))
);


ALTER TABLE system.job_refusal OWNER TO crm_owner;

--
-- Name: TABLE job_refusal; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.job_refusal IS 'Refusal of a job: a record that it could not do. | Отказ задания: запись, которую не удалось обработать.';


--
-- Name: COLUMN job_refusal.job_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_refusal.job_id IS 'Job: which. | Задание: какое.';


--
-- Name: COLUMN job_refusal.n; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_refusal.n IS 'Place: in the order of work. | Место: в порядке работы.';


--
-- Name: COLUMN job_refusal.resource; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_refusal.resource IS 'Resource: what the record is. | Ресурс: чем является запись.';


--
-- Name: COLUMN job_refusal.record_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_refusal.record_id IS 'Record: its number. | Запись: её номер.';


--
-- Name: COLUMN job_refusal.code; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_refusal.code IS 'Code: of the problem, the same in every language. | Код: ошибки, одинаковый на всех языках.';


--
-- Name: COLUMN job_refusal.reason_en; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_refusal.reason_en IS 'Reason (English): why. | Причина (англ.): почему.';


--
-- Name: COLUMN job_refusal.reason_ru; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_refusal.reason_ru IS 'Reason (Russian): why. | Причина (рус.): почему.';


--
-- Name: COLUMN job_refusal.pointer; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_refusal.pointer IS 'Pointer: to the field that is to blame; empty where none is. | Указатель: на поле, в котором дело; пусто, если ни на какое.';


--
-- Name: CONSTRAINT job_refusal_code_form ON job_refusal; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_refusal_code_form ON system.job_refusal IS 'A code is written in small letters, digits and underscores. | Код пишут строчными буквами, цифрами и подчёркиванием.';


--
-- Name: job_reversal; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.job_reversal (
    job_id bigint NOT NULL,
    n bigint NOT NULL,
    table_name text NOT NULL,
    record_id bigint NOT NULL,
    action text NOT NULL,
    last_id bigint NOT NULL,
    last_at timestamp with time zone NOT NULL,
    columns text[] NOT NULL,
    before jsonb,
    after jsonb,
    version bigint,
    CONSTRAINT job_reversal_action_known CHECK ((action = ANY (ARRAY['remove'::text, 'change'::text, 'restore'::text]))),
    CONSTRAINT job_reversal_n_range CHECK ((n > 0))
);


ALTER TABLE system.job_reversal OWNER TO crm_owner;

--
-- Name: TABLE job_reversal; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.job_reversal IS 'Step of a reversal: one record that is brought back. | Шаг отмены: одна возвращаемая запись.';


--
-- Name: COLUMN job_reversal.job_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_reversal.job_id IS 'Job: the reversal. | Задание: отмена.';


--
-- Name: COLUMN job_reversal.n; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_reversal.n IS 'Place: in the order of work. | Место: в порядке работы.';


--
-- Name: COLUMN job_reversal.table_name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_reversal.table_name IS 'Table: of the record. | Таблица: записи.';


--
-- Name: COLUMN job_reversal.record_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_reversal.record_id IS 'Record: its number. | Запись: её номер.';


--
-- Name: COLUMN job_reversal.action; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_reversal.action IS 'Action: what is done. | Действие: что делается. {remove=Remove/Удалить, change=Change back/Изменить обратно, restore=Restore/Вернуть}';


--
-- Name: COLUMN job_reversal.last_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_reversal.last_id IS 'Last change: of the record by the job. | Последнее изменение: записи заданием.';


--
-- Name: COLUMN job_reversal.last_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_reversal.last_at IS 'Last change at: when. | Время последнего изменения: когда.';


--
-- Name: COLUMN job_reversal.columns; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_reversal.columns IS 'Columns: that the job altered. | Столбцы: изменённые заданием.';


--
-- Name: COLUMN job_reversal.before; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_reversal.before IS 'Before: what was altered, as it was. | Было: изменённое, каким было.';


--
-- Name: COLUMN job_reversal.after; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_reversal.after IS 'After: the same as the job left it. | Стало: оно же после задания.';


--
-- Name: COLUMN job_reversal.version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.job_reversal.version IS 'Version: of a record that was deleted. | Версия: удалённой записи.';


--
-- Name: CONSTRAINT job_reversal_action_known ON job_reversal; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_reversal_action_known ON system.job_reversal IS 'The action is remove, change or restore. | Действие: remove, change или restore.';


--
-- Name: CONSTRAINT job_reversal_n_range ON job_reversal; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_reversal_n_range ON system.job_reversal IS 'Places count from 1. | Места считаются с 1.';


--
-- Name: migration; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.migration (
    version integer NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_by text DEFAULT SESSION_USER NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    finished_at timestamp with time zone
);


ALTER TABLE system.migration OWNER TO crm_owner;

--
-- Name: TABLE migration; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.migration IS 'Migration: a file of sql/migrations that this database has. | Миграция: файл sql/migrations, применённый к этой базе.';


--
-- Name: COLUMN migration.version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.migration.version IS 'Version: the file''s number. | Версия: номер файла.';


--
-- Name: COLUMN migration.name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.migration.name IS 'Name: the file''s name. | Имя: имя файла.';


--
-- Name: COLUMN migration.sha256; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.migration.sha256 IS 'SHA-256: of the file as it was applied. | SHA-256: файла в момент применения.';


--
-- Name: COLUMN migration.applied_by; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.migration.applied_by IS 'Applied by: the log-in. | Кем применена: имя входа.';


--
-- Name: COLUMN migration.started_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.migration.started_at IS 'Started at: when it began. | Начата: когда началась.';


--
-- Name: COLUMN migration.finished_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.migration.finished_at IS 'Finished at: when it was done. | Закончена: когда закончилась.';


--
-- Name: notice; Type: VIEW; Schema: system; Owner: crm_owner
--

CREATE VIEW system.notice WITH (security_invoker='true') AS
 SELECT n.id,
    n.at,
    n.kind,
    n.action,
    n.resource,
    n.record_id,
    n.records,
    system.label_of(n.table_name, n.record_id) AS label,
    n.actor_id,
    a.name AS actor,
    n.read_at
   FROM (system.notification n
     LEFT JOIN access.account a ON ((a.id = n.actor_id)));


ALTER TABLE system.notice OWNER TO crm_owner;

--
-- Name: VIEW notice; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON VIEW system.notice IS 'Notification: that somebody did what concerns you. | Уведомление: кто-то сделал то, что касается вас.';


--
-- Name: COLUMN notice.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notice.id IS 'Number: of the notification. | Номер: уведомления.';


--
-- Name: COLUMN notice.at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notice.at IS 'At: when it happened. | Когда: время события.';


--
-- Name: COLUMN notice.kind; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notice.kind IS 'Kind: why it concerns you. | Вид: почему касается вас. {assigned=Became yours/Стала вашей, changed=Yours was changed/Изменена ваша, followed=You follow it/Вы следите, job_ended=Your job has ended/Ваше задание закончено}';


--
-- Name: COLUMN notice.action; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notice.action IS 'Action: what was done. | Действие: что сделано. {insert=Created/Создано, update=Changed/Изменено, archive=Put into the archive/Убрано в архив, restore=Brought back/Возвращено, delete=Deleted/Удалено, done=Done/Сделано, failed=Failed/Не удалось}';


--
-- Name: COLUMN notice.resource; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notice.resource IS 'Resource: of the record. | Ресурс: записи.';


--
-- Name: COLUMN notice.record_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notice.record_id IS 'Record: which. | Запись: какая.';


--
-- Name: COLUMN notice.records; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notice.records IS 'Records: of how many the same was done at once; this is the first. | Записей: со сколькими сразу сделано то же; это первая.';


--
-- Name: COLUMN notice.label; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notice.label IS 'Label: what the record is called now. | Подпись: как запись называется сейчас.';


--
-- Name: COLUMN notice.actor_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notice.actor_id IS 'By: the account that did it; empty for the system. | Кем: учётная запись, сделавшая это; пусто — система.';


--
-- Name: COLUMN notice.actor; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notice.actor IS 'By name: who did it. | Кем (имя): кто это сделал.';


--
-- Name: COLUMN notice.read_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notice.read_at IS 'Read at: when it was read. | Прочитано: когда.';


--
-- Name: notification_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.notification ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.notification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: notification_mute; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.notification_mute (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    account_id bigint DEFAULT access.account_id() NOT NULL,
    kind text NOT NULL,
    CONSTRAINT notification_mute_kind_known CHECK ((kind = ANY (ARRAY['assigned'::text, 'changed'::text, 'followed'::text, 'job_ended'::text])))
);


ALTER TABLE system.notification_mute OWNER TO crm_owner;

--
-- Name: TABLE notification_mute; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.notification_mute IS 'Muted kind: notifications that an account does not want. | Отключённый вид: уведомления, которые учётной записи не нужны.';


--
-- Name: COLUMN notification_mute.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notification_mute.id IS 'Number: of the entry. | Номер: записи.';


--
-- Name: COLUMN notification_mute.version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notification_mute.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN notification_mute.created_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notification_mute.created_at IS 'Created: since when. | Создано: с какого времени.';


--
-- Name: COLUMN notification_mute.account_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notification_mute.account_id IS 'Account: who does not want them. | Учётная запись: кому не нужны.';


--
-- Name: COLUMN notification_mute.kind; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.notification_mute.kind IS 'Kind: of notifications. | Вид: уведомлений. {assigned=Became yours/Стала вашей, changed=Yours was changed/Изменена ваша, followed=You follow it/Вы следите, job_ended=Your job has ended/Ваше задание закончено}';


--
-- Name: CONSTRAINT notification_mute_kind_known ON notification_mute; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT notification_mute_kind_known ON system.notification_mute IS 'The kind is assigned, changed, followed or job_ended. | Вид: assigned, changed, followed или job_ended.';


--
-- Name: notification_mute_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.notification_mute ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.notification_mute_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: resource; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.resource (
    name text NOT NULL,
    table_name text NOT NULL,
    label text NOT NULL,
    CONSTRAINT resource_name_form CHECK ((name ~ '^[a-z][a-z0-9-]{0,99}$'::text)),
    CONSTRAINT resource_table_form CHECK ((table_name ~ '^[a-z_0-9]+\.[a-z_0-9]+$'::text))
);


ALTER TABLE system.resource OWNER TO crm_owner;

--
-- Name: TABLE resource; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.resource IS 'Resource: what the API serves, and its table. | Ресурс: что отдаёт API, и его таблица.';


--
-- Name: COLUMN resource.name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.resource.name IS 'Name: in the API. | Имя: в API.';


--
-- Name: COLUMN resource.table_name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.resource.table_name IS 'Table: with its schema. | Таблица: со схемой.';


--
-- Name: COLUMN resource.label; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.resource.label IS 'Label: the column by which people know a record. | Подпись: столбец, по которому узнают запись.';


--
-- Name: CONSTRAINT resource_name_form ON resource; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT resource_name_form ON system.resource IS 'A name in small letters, digits and hyphens. | Имя: строчные латинские буквы, цифры, дефисы.';


--
-- Name: CONSTRAINT resource_table_form ON resource; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT resource_table_form ON system.resource IS 'A table with its schema. | Таблица со схемой.';


--
-- Name: schedule; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.schedule (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    account_id bigint,
    kind text NOT NULL,
    cron text NOT NULL,
    zone text DEFAULT 'UTC'::text NOT NULL,
    enabled boolean DEFAULT true NOT NULL,
    input jsonb DEFAULT '{}'::jsonb NOT NULL,
    next_at timestamp with time zone,
    last_at timestamp with time zone,
    CONSTRAINT schedule_cron_form CHECK (system.cron_valid(cron)),
    CONSTRAINT schedule_kind_form CHECK ((kind ~ '^[a-z][a-z0-9-]{0,39}$'::text)),
    CONSTRAINT schedule_known_zone CHECK (access.time_zone_known(zone)),
    CONSTRAINT schedule_never CHECK (((NOT enabled) OR (next_at IS NOT NULL)))
);


ALTER TABLE system.schedule OWNER TO crm_owner;

--
-- Name: TABLE schedule; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.schedule IS 'Schedule: when a job comes back. | Расписание: когда задание повторяется.';


--
-- Name: COLUMN schedule.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.schedule.id IS 'Number: of the schedule. | Номер: расписания.';


--
-- Name: COLUMN schedule.version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.schedule.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN schedule.created_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.schedule.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN schedule.created_by; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.schedule.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN schedule.updated_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.schedule.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN schedule.updated_by; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.schedule.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN schedule.account_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.schedule.account_id IS 'Account: with whose rights; empty for the system''s own. | Учётная запись: с чьими правами; пусто — системное.';


--
-- Name: COLUMN schedule.kind; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.schedule.kind IS 'Kind: of the job. | Вид: задания.';


--
-- Name: COLUMN schedule.cron; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.schedule.cron IS 'Cron: minute, hour, day, month, weekday as in crontab(5), or @hourly, @daily, @weekly, @monthly. | Cron: минута, час, день, месяц, день недели, как в crontab(5), или @hourly, @daily, @weekly, @monthly.';


--
-- Name: COLUMN schedule.zone; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.schedule.zone IS 'Zone: whose clocks count, by its IANA name. | Пояс: по чьим часам, имя IANA.';


--
-- Name: COLUMN schedule.enabled; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.schedule.enabled IS 'Enabled: whether it counts. | Включено: действует ли.';


--
-- Name: COLUMN schedule.input; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.schedule.input IS 'Input: for the job. | Данные: для задания.';


--
-- Name: COLUMN schedule.next_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.schedule.next_at IS 'Next at: when it comes. | Следующий раз: когда сработает.';


--
-- Name: COLUMN schedule.last_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.schedule.last_at IS 'Last at: when it came. | Прошлый раз: когда сработало.';


--
-- Name: CONSTRAINT schedule_cron_form ON schedule; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT schedule_cron_form ON system.schedule IS 'Five fields as in crontab(5), such as 30 2 * * mon-fri. | Пять полей, как в crontab(5), например 30 2 * * mon-fri.';


--
-- Name: CONSTRAINT schedule_kind_form ON schedule; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT schedule_kind_form ON system.schedule IS 'There is no such kind of job. | Такого вида заданий нет.';


--
-- Name: CONSTRAINT schedule_known_zone ON schedule; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT schedule_known_zone ON system.schedule IS 'There is no such time zone; Europe/Moscow is one. | Такого часового пояса нет; пример: Europe/Moscow.';


--
-- Name: CONSTRAINT schedule_never ON schedule; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT schedule_never ON system.schedule IS 'This day never comes. | Такой день никогда не наступит.';


--
-- Name: schedule_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.schedule ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.schedule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: sweep_place; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.sweep_place (
    name text NOT NULL,
    place bigint NOT NULL
);


ALTER TABLE system.sweep_place OWNER TO crm_owner;

--
-- Name: TABLE sweep_place; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.sweep_place IS 'Place: how far a sweep has come that goes round. | Место: докуда дошла круговая уборка.';


--
-- Name: COLUMN sweep_place.name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.sweep_place.name IS 'Name: of the sweep. | Имя: уборки.';


--
-- Name: COLUMN sweep_place.place; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.sweep_place.place IS 'Place: the last number that was looked at. | Место: последний просмотренный номер.';


--
-- Name: view; Type: TABLE; Schema: system; Owner: crm_owner
--

CREATE TABLE system.view (
    id bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    account_id bigint DEFAULT access.account_id() NOT NULL,
    resource text NOT NULL,
    kind text DEFAULT 'list'::text NOT NULL,
    name text NOT NULL,
    name_key text GENERATED ALWAYS AS (lower(name)) STORED COLLATE pg_catalog."C",
    query jsonb DEFAULT '{}'::jsonb NOT NULL,
    layout jsonb DEFAULT '{}'::jsonb NOT NULL,
    role_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT view_kind_known CHECK ((kind = ANY (ARRAY['list'::text, 'summary'::text]))),
    CONSTRAINT view_layout_form CHECK (((jsonb_typeof(layout) = 'object'::text) AND (length((layout)::text) <= 65536))),
    CONSTRAINT view_name_length CHECK (((length(name) >= 1) AND (length(name) <= 100))),
    CONSTRAINT view_query_form CHECK (((jsonb_typeof(query) = 'object'::text) AND (length((query)::text) <= 8192))),
    CONSTRAINT view_resource_form CHECK ((resource ~ '^[a-z][a-z0-9-]*$'::text)),
    CONSTRAINT view_roles_few CHECK ((cardinality(role_ids) <= 50))
);


ALTER TABLE system.view OWNER TO crm_owner;

--
-- Name: TABLE view; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TABLE system.view IS 'View: what somebody likes to see of a resource. | Представление: что кто-то хочет видеть в ресурсе.';


--
-- Name: COLUMN view.id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.view.id IS 'Number: of the record, given by the database. | Номер: записи, даёт база данных.';


--
-- Name: COLUMN view.version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.view.version IS 'Version: grows with every change. | Версия: растёт с каждым изменением.';


--
-- Name: COLUMN view.created_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.view.created_at IS 'Created: when it was entered. | Создано: когда внесено.';


--
-- Name: COLUMN view.created_by; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.view.created_by IS 'Created by: the account that entered it. | Кем создано: внёсшая учётная запись.';


--
-- Name: COLUMN view.updated_at; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.view.updated_at IS 'Changed: when it was last changed. | Изменено: когда менялось последний раз.';


--
-- Name: COLUMN view.updated_by; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.view.updated_by IS 'Changed by: the account of the last change. | Кем изменено: учётная запись последнего изменения.';


--
-- Name: COLUMN view.account_id; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.view.account_id IS 'Account: whose it is. | Учётная запись: чьё оно.';


--
-- Name: COLUMN view.resource; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.view.resource IS 'Resource: of which. | Ресурс: какой.';


--
-- Name: COLUMN view.kind; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.view.kind IS 'Kind: what its query asks for. | Вид: что запрашивает. {list=List/Список, summary=Summary/Сводка}';


--
-- Name: COLUMN view.name; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.view.name IS 'Name: of the view. | Название: представления.';


--
-- Name: COLUMN view.name_key; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.view.name_key IS 'Name for sorting: the name in small letters. | Название для сортировки: строчными буквами.';


--
-- Name: COLUMN view.query; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.view.query IS 'Query: the parameters of the list or summary, as they are sent; a filter may be JSON. | Запрос: параметры списка или сводки, как в адресе; фильтр может быть в JSON.';


--
-- Name: COLUMN view.layout; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.view.layout IS 'Layout: how the page shows it; the page''s own. | Вид на странице: дело самой страницы.';


--
-- Name: COLUMN view.role_ids; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON COLUMN system.view.role_ids IS 'Roles: that it is shared with. | Роли: которым оно доступно.';


--
-- Name: CONSTRAINT view_kind_known ON view; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT view_kind_known ON system.view IS 'The kind is list or summary. | Вид: list или summary.';


--
-- Name: CONSTRAINT view_layout_form ON view; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT view_layout_form ON system.view IS 'An object, at most 64 KB. | Объект не больше 64 КБ.';


--
-- Name: CONSTRAINT view_name_length ON view; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT view_name_length ON system.view IS 'The name must have 1 to 100 characters. | Название должно быть от 1 до 100 знаков.';


--
-- Name: CONSTRAINT view_query_form ON view; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT view_query_form ON system.view IS 'An object of parameters, at most 8 KB. | Объект с параметрами, не больше 8 КБ.';


--
-- Name: CONSTRAINT view_resource_form ON view; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT view_resource_form ON system.view IS 'There is no such resource. | Такого ресурса нет.';


--
-- Name: CONSTRAINT view_roles_few ON view; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT view_roles_few ON system.view IS 'At most 50 roles. | Не больше 50 ролей.';


--
-- Name: view_id_seq; Type: SEQUENCE; Schema: system; Owner: crm_owner
--

ALTER TABLE system.view ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME system.view_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: change_default; Type: TABLE ATTACH; Schema: audit; Owner: crm_owner
--

ALTER TABLE ONLY audit.change ATTACH PARTITION audit.change_default DEFAULT;


--
-- Name: account account_login_key; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.account
    ADD CONSTRAINT account_login_key UNIQUE (login_key);


--
-- Name: CONSTRAINT account_login_key ON account; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT account_login_key ON access.account IS 'This login is taken. | Такой логин уже занят.';


--
-- Name: account account_pkey; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);


--
-- Name: account_role account_role_once; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.account_role
    ADD CONSTRAINT account_role_once EXCLUDE USING gist (account_id WITH =, role_id WITH =, tstzrange(valid_from, valid_until) WITH &&);


--
-- Name: CONSTRAINT account_role_once ON account_role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT account_role_once ON access.account_role IS 'The account has this role in that time already. | Эта роль на это время уже дана.';


--
-- Name: account_role account_role_pkey; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.account_role
    ADD CONSTRAINT account_role_pkey PRIMARY KEY (id);


--
-- Name: database_login database_login_pkey; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.database_login
    ADD CONSTRAINT database_login_pkey PRIMARY KEY (login_name);


--
-- Name: department department_code_key; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.department
    ADD CONSTRAINT department_code_key UNIQUE (code);


--
-- Name: CONSTRAINT department_code_key ON department; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT department_code_key ON access.department IS 'Another department has this code. | Такой код уже есть у другого отдела.';


--
-- Name: department department_pkey; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.department
    ADD CONSTRAINT department_pkey PRIMARY KEY (id);


--
-- Name: device device_pkey; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.device
    ADD CONSTRAINT device_pkey PRIMARY KEY (account_id, device_hash);


--
-- Name: password password_pkey; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.password
    ADD CONSTRAINT password_pkey PRIMARY KEY (account_id);


--
-- Name: permission permission_once; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.permission
    ADD CONSTRAINT permission_once UNIQUE (role_id, resource, action, effect);


--
-- Name: CONSTRAINT permission_once ON permission; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT permission_once ON access.permission IS 'The role has this permission already. | У роли уже есть это право.';


--
-- Name: permission permission_pkey; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.permission
    ADD CONSTRAINT permission_pkey PRIMARY KEY (id);


--
-- Name: role role_code_key; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.role
    ADD CONSTRAINT role_code_key UNIQUE (code);


--
-- Name: CONSTRAINT role_code_key ON role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT role_code_key ON access.role IS 'Another role has this code. | Такой код уже есть у другой роли.';


--
-- Name: role role_pkey; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.role
    ADD CONSTRAINT role_pkey PRIMARY KEY (id);


--
-- Name: session session_pkey; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);


--
-- Name: session session_token_hash_key; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.session
    ADD CONSTRAINT session_token_hash_key UNIQUE (token_hash);


--
-- Name: CONSTRAINT session_token_hash_key ON session; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT session_token_hash_key ON access.session IS 'There is such a token already. | Такой токен уже есть.';


--
-- Name: sign_in_attempt sign_in_attempt_pkey; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.sign_in_attempt
    ADD CONSTRAINT sign_in_attempt_pkey PRIMARY KEY (id);


--
-- Name: team_member team_member_once; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.team_member
    ADD CONSTRAINT team_member_once UNIQUE (team_id, account_id);


--
-- Name: CONSTRAINT team_member_once ON team_member; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT team_member_once ON access.team_member IS 'The account is in the team already. | Учётная запись уже в группе.';


--
-- Name: team_member team_member_pkey; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.team_member
    ADD CONSTRAINT team_member_pkey PRIMARY KEY (id);


--
-- Name: team team_pkey; Type: CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.team
    ADD CONSTRAINT team_pkey PRIMARY KEY (id);


--
-- Name: change change_pkey; Type: CONSTRAINT; Schema: audit; Owner: crm_owner
--

ALTER TABLE ONLY audit.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (id, at);


--
-- Name: change_default change_default_pkey; Type: CONSTRAINT; Schema: audit; Owner: crm_owner
--

ALTER TABLE ONLY audit.change_default
    ADD CONSTRAINT change_default_pkey PRIMARY KEY (id, at);


--
-- Name: address address_external_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.address
    ADD CONSTRAINT address_external_key UNIQUE (external_source, external_key);


--
-- Name: CONSTRAINT address_external_key ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT address_external_key ON clients.address IS 'This key of the source is already here. | Этот ключ источника уже есть.';


--
-- Name: address address_one_primary; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.address
    ADD CONSTRAINT address_one_primary EXCLUDE USING btree (party_id WITH =, kind WITH =) WHERE (is_primary);


--
-- Name: CONSTRAINT address_one_primary ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT address_one_primary ON clients.address IS 'The party already has a primary address of this kind. | Основной адрес этого вида у контрагента уже есть.';


--
-- Name: address address_pkey; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.address
    ADD CONSTRAINT address_pkey PRIMARY KEY (id);


--
-- Name: bank_account bank_account_account_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.bank_account
    ADD CONSTRAINT bank_account_account_key UNIQUE (party_id, bic, account);


--
-- Name: CONSTRAINT bank_account_account_key ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT bank_account_account_key ON clients.bank_account IS 'The party already has this account. | У контрагента этот счёт уже есть.';


--
-- Name: bank_account bank_account_external_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.bank_account
    ADD CONSTRAINT bank_account_external_key UNIQUE (external_source, external_key);


--
-- Name: CONSTRAINT bank_account_external_key ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT bank_account_external_key ON clients.bank_account IS 'This key of the source is already here. | Этот ключ источника уже есть.';


--
-- Name: bank_account bank_account_iban_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.bank_account
    ADD CONSTRAINT bank_account_iban_key UNIQUE (party_id, iban);


--
-- Name: CONSTRAINT bank_account_iban_key ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT bank_account_iban_key ON clients.bank_account IS 'The party already has this IBAN. | У контрагента этот IBAN уже есть.';


--
-- Name: bank_account bank_account_one_primary; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.bank_account
    ADD CONSTRAINT bank_account_one_primary EXCLUDE USING btree (party_id WITH =) WHERE (is_primary);


--
-- Name: CONSTRAINT bank_account_one_primary ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT bank_account_one_primary ON clients.bank_account IS 'The party already has a primary account. | Основной счёт у контрагента уже есть.';


--
-- Name: bank_account bank_account_pkey; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.bank_account
    ADD CONSTRAINT bank_account_pkey PRIMARY KEY (id);


--
-- Name: channel channel_external_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.channel
    ADD CONSTRAINT channel_external_key UNIQUE (external_source, external_key);


--
-- Name: CONSTRAINT channel_external_key ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT channel_external_key ON clients.channel IS 'This key of the source is already here. | Этот ключ источника уже есть.';


--
-- Name: channel channel_one_primary; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.channel
    ADD CONSTRAINT channel_one_primary EXCLUDE USING btree (party_id WITH =, kind WITH =) WHERE (is_primary);


--
-- Name: CONSTRAINT channel_one_primary ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT channel_one_primary ON clients.channel IS 'The party already has a primary channel of this kind. | Основной канал этого вида у контрагента уже есть.';


--
-- Name: channel channel_pkey; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.channel
    ADD CONSTRAINT channel_pkey PRIMARY KEY (id);


--
-- Name: channel channel_value_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.channel
    ADD CONSTRAINT channel_value_key UNIQUE NULLS NOT DISTINCT (party_id, kind, value, purpose);


--
-- Name: CONSTRAINT channel_value_key ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT channel_value_key ON clients.channel IS 'The party already has this channel for this purpose. | У контрагента этот канал с таким назначением уже есть.';


--
-- Name: contact contact_external_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.contact
    ADD CONSTRAINT contact_external_key UNIQUE (external_source, external_key);


--
-- Name: CONSTRAINT contact_external_key ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT contact_external_key ON clients.contact IS 'This key of the source is already here. | Этот ключ источника уже есть.';


--
-- Name: contact contact_no_overlap; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.contact
    ADD CONSTRAINT contact_no_overlap EXCLUDE USING gist (company_id WITH =, person_id WITH =, daterange(valid_from, valid_until, '[]'::text) WITH &&);


--
-- Name: CONSTRAINT contact_no_overlap ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT contact_no_overlap ON clients.contact IS 'This person is already a contact of this company in that time. | Этот человек уже контакт этой организации в это время.';


--
-- Name: contact contact_pkey; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.contact
    ADD CONSTRAINT contact_pkey PRIMARY KEY (id);


--
-- Name: interaction interaction_external_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.interaction
    ADD CONSTRAINT interaction_external_key UNIQUE (external_source, external_key);


--
-- Name: CONSTRAINT interaction_external_key ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_external_key ON clients.interaction IS 'This key of the source is already here. | Этот ключ источника уже есть.';


--
-- Name: interaction_participant interaction_participant_account_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.interaction_participant
    ADD CONSTRAINT interaction_participant_account_key UNIQUE (interaction_id, account_id);


--
-- Name: CONSTRAINT interaction_participant_account_key ON interaction_participant; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_participant_account_key ON clients.interaction_participant IS 'This account already takes part. | Эта учётная запись уже участвует.';


--
-- Name: interaction_participant interaction_participant_external_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.interaction_participant
    ADD CONSTRAINT interaction_participant_external_key UNIQUE (external_source, external_key);


--
-- Name: CONSTRAINT interaction_participant_external_key ON interaction_participant; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_participant_external_key ON clients.interaction_participant IS 'This key of the source is already here. | Этот ключ источника уже есть.';


--
-- Name: interaction_participant interaction_participant_party_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.interaction_participant
    ADD CONSTRAINT interaction_participant_party_key UNIQUE (interaction_id, party_id);


--
-- Name: CONSTRAINT interaction_participant_party_key ON interaction_participant; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_participant_party_key ON clients.interaction_participant IS 'This person already takes part. | Этот человек уже участвует.';


--
-- Name: interaction_participant interaction_participant_pkey; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.interaction_participant
    ADD CONSTRAINT interaction_participant_pkey PRIMARY KEY (id);


--
-- Name: interaction interaction_pkey; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.interaction
    ADD CONSTRAINT interaction_pkey PRIMARY KEY (id);


--
-- Name: party party_code_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party
    ADD CONSTRAINT party_code_key UNIQUE (code);


--
-- Name: CONSTRAINT party_code_key ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_code_key ON clients.party IS 'This code is already given to another party. | Этот код уже занят другим контрагентом.';


--
-- Name: party party_external_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party
    ADD CONSTRAINT party_external_key UNIQUE (external_source, external_key);


--
-- Name: CONSTRAINT party_external_key ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_external_key ON clients.party IS 'This key of the source is already here. | Этот ключ источника уже есть.';


--
-- Name: party_group party_group_code_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party_group
    ADD CONSTRAINT party_group_code_key UNIQUE (code);


--
-- Name: CONSTRAINT party_group_code_key ON party_group; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_group_code_key ON clients.party_group IS 'This code is already given to another group. | Этот код уже занят другой группой.';


--
-- Name: party_group party_group_external_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party_group
    ADD CONSTRAINT party_group_external_key UNIQUE (external_source, external_key);


--
-- Name: CONSTRAINT party_group_external_key ON party_group; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_group_external_key ON clients.party_group IS 'This key of the source is already here. | Этот ключ источника уже есть.';


--
-- Name: party_group party_group_name_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party_group
    ADD CONSTRAINT party_group_name_key UNIQUE NULLS NOT DISTINCT (parent_id, name_key);


--
-- Name: CONSTRAINT party_group_name_key ON party_group; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_group_name_key ON clients.party_group IS 'There is already a group of this name in the same place. | Группа с таким названием на этом месте уже есть.';


--
-- Name: party_group party_group_pkey; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party_group
    ADD CONSTRAINT party_group_pkey PRIMARY KEY (id);


--
-- Name: party party_pkey; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party
    ADD CONSTRAINT party_pkey PRIMARY KEY (id);


--
-- Name: party_tag party_tag_external_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party_tag
    ADD CONSTRAINT party_tag_external_key UNIQUE (external_source, external_key);


--
-- Name: CONSTRAINT party_tag_external_key ON party_tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_tag_external_key ON clients.party_tag IS 'This key of the source is already here. | Этот ключ источника уже есть.';


--
-- Name: party_tag party_tag_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party_tag
    ADD CONSTRAINT party_tag_key UNIQUE (party_id, tag_id);


--
-- Name: CONSTRAINT party_tag_key ON party_tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_tag_key ON clients.party_tag IS 'The party already bears this tag. | Эта метка на контрагенте уже стоит.';


--
-- Name: party_tag party_tag_pkey; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party_tag
    ADD CONSTRAINT party_tag_pkey PRIMARY KEY (id);


--
-- Name: relation relation_external_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.relation
    ADD CONSTRAINT relation_external_key UNIQUE (external_source, external_key);


--
-- Name: CONSTRAINT relation_external_key ON relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT relation_external_key ON clients.relation IS 'This key of the source is already here. | Этот ключ источника уже есть.';


--
-- Name: relation relation_no_overlap; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.relation
    ADD CONSTRAINT relation_no_overlap EXCLUDE USING gist (party_id WITH =, other_id WITH =, kind WITH =, daterange(valid_from, valid_until, '[]'::text) WITH &&);


--
-- Name: CONSTRAINT relation_no_overlap ON relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT relation_no_overlap ON clients.relation IS 'This relation is already entered for that time. | Эта связь на это время уже внесена.';


--
-- Name: relation relation_pkey; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.relation
    ADD CONSTRAINT relation_pkey PRIMARY KEY (id);


--
-- Name: tag tag_external_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.tag
    ADD CONSTRAINT tag_external_key UNIQUE (external_source, external_key);


--
-- Name: CONSTRAINT tag_external_key ON tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT tag_external_key ON clients.tag IS 'This key of the source is already here. | Этот ключ источника уже есть.';


--
-- Name: tag tag_name_key; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.tag
    ADD CONSTRAINT tag_name_key UNIQUE (name_key);


--
-- Name: CONSTRAINT tag_name_key ON tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT tag_name_key ON clients.tag IS 'There is already a tag of this name. | Метка с таким названием уже есть.';


--
-- Name: tag tag_pkey; Type: CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.tag
    ADD CONSTRAINT tag_pkey PRIMARY KEY (id);


--
-- Name: consumer consumer_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.consumer
    ADD CONSTRAINT consumer_pkey PRIMARY KEY (name);


--
-- Name: content_piece content_piece_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.content_piece
    ADD CONSTRAINT content_piece_pkey PRIMARY KEY (content_id, start);


--
-- Name: content content_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.content
    ADD CONSTRAINT content_pkey PRIMARY KEY (id);


--
-- Name: country country_id_key; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.country
    ADD CONSTRAINT country_id_key UNIQUE (id);


--
-- Name: CONSTRAINT country_id_key ON country; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT country_id_key ON system.country IS 'There is such a number already. | Такой номер уже есть.';


--
-- Name: country country_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.country
    ADD CONSTRAINT country_pkey PRIMARY KEY (code);


--
-- Name: currency currency_id_key; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.currency
    ADD CONSTRAINT currency_id_key UNIQUE (id);


--
-- Name: CONSTRAINT currency_id_key ON currency; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT currency_id_key ON system.currency IS 'There is such a number already. | Такой номер уже есть.';


--
-- Name: currency currency_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.currency
    ADD CONSTRAINT currency_pkey PRIMARY KEY (code);


--
-- Name: custom_field custom_field_name_key; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.custom_field
    ADD CONSTRAINT custom_field_name_key UNIQUE (resource, name);


--
-- Name: CONSTRAINT custom_field_name_key ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_name_key ON system.custom_field IS 'The resource has a field of this name already, perhaps a retired one. | Поле с таким именем у ресурса уже есть, возможно, снятое.';


--
-- Name: custom_field custom_field_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.custom_field
    ADD CONSTRAINT custom_field_pkey PRIMARY KEY (id);


--
-- Name: delivery delivery_event_key; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.delivery
    ADD CONSTRAINT delivery_event_key UNIQUE (consumer, event_id);


--
-- Name: CONSTRAINT delivery_event_key ON delivery; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT delivery_event_key ON system.delivery IS 'This event is put aside already. | Это событие уже отложено.';


--
-- Name: delivery delivery_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (id);


--
-- Name: event_floor event_floor_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.event_floor
    ADD CONSTRAINT event_floor_pkey PRIMARY KEY (id);


--
-- Name: event event_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);


--
-- Name: export export_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.export
    ADD CONSTRAINT export_pkey PRIMARY KEY (id);


--
-- Name: file_download file_download_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.file_download
    ADD CONSTRAINT file_download_pkey PRIMARY KEY (id);


--
-- Name: file_link file_link_key; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.file_link
    ADD CONSTRAINT file_link_key UNIQUE (file_id, table_name, record_id);


--
-- Name: CONSTRAINT file_link_key ON file_link; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_link_key ON system.file_link IS 'The file is linked to this record already. | Файл уже связан с этой записью.';


--
-- Name: file_link file_link_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.file_link
    ADD CONSTRAINT file_link_pkey PRIMARY KEY (id);


--
-- Name: file file_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.file
    ADD CONSTRAINT file_pkey PRIMARY KEY (id);


--
-- Name: file_version file_version_number_key; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.file_version
    ADD CONSTRAINT file_version_number_key UNIQUE (file_id, number);


--
-- Name: CONSTRAINT file_version_number_key ON file_version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_version_number_key ON system.file_version IS 'The file has this version already. | Такая версия у файла уже есть.';


--
-- Name: file_version file_version_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.file_version
    ADD CONSTRAINT file_version_pkey PRIMARY KEY (id);


--
-- Name: follow follow_once_key; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.follow
    ADD CONSTRAINT follow_once_key UNIQUE (account_id, table_name, record_id);


--
-- Name: CONSTRAINT follow_once_key ON follow; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT follow_once_key ON system.follow IS 'You follow this record already. | Вы уже следите за этой записью.';


--
-- Name: follow follow_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.follow
    ADD CONSTRAINT follow_pkey PRIMARY KEY (id);


--
-- Name: idempotency idempotency_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.idempotency
    ADD CONSTRAINT idempotency_pkey PRIMARY KEY (account_id, key);


--
-- Name: import_mapping import_mapping_name_key; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.import_mapping
    ADD CONSTRAINT import_mapping_name_key UNIQUE (account_id, name_key);


--
-- Name: CONSTRAINT import_mapping_name_key ON import_mapping; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT import_mapping_name_key ON system.import_mapping IS 'You have a mapping of this name already. | Сопоставление с таким названием у вас уже есть.';


--
-- Name: import_mapping import_mapping_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.import_mapping
    ADD CONSTRAINT import_mapping_pkey PRIMARY KEY (id);


--
-- Name: import import_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.import
    ADD CONSTRAINT import_pkey PRIMARY KEY (id);


--
-- Name: import_refusal import_refusal_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.import_refusal
    ADD CONSTRAINT import_refusal_pkey PRIMARY KEY (id);


--
-- Name: job job_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (id);


--
-- Name: job_record job_record_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.job_record
    ADD CONSTRAINT job_record_pkey PRIMARY KEY (job_id, n);


--
-- Name: job_refusal job_refusal_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.job_refusal
    ADD CONSTRAINT job_refusal_pkey PRIMARY KEY (job_id, n);


--
-- Name: job_reversal job_reversal_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.job_reversal
    ADD CONSTRAINT job_reversal_pkey PRIMARY KEY (job_id, n);


--
-- Name: job_reversal job_reversal_record_key; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.job_reversal
    ADD CONSTRAINT job_reversal_record_key UNIQUE (job_id, table_name, record_id);


--
-- Name: CONSTRAINT job_reversal_record_key ON job_reversal; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_reversal_record_key ON system.job_reversal IS 'A record is brought back once. | Запись возвращают один раз.';


--
-- Name: migration migration_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (version);


--
-- Name: notification notification_event_key; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.notification
    ADD CONSTRAINT notification_event_key UNIQUE (event_id, account_id);


--
-- Name: CONSTRAINT notification_event_key ON notification; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT notification_event_key ON system.notification IS 'The account has been told of this event. | Об этом событии уже сообщено.';


--
-- Name: notification_mute notification_mute_kind_key; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.notification_mute
    ADD CONSTRAINT notification_mute_kind_key UNIQUE (account_id, kind);


--
-- Name: CONSTRAINT notification_mute_kind_key ON notification_mute; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT notification_mute_kind_key ON system.notification_mute IS 'You have muted this kind already. | Этот вид у вас уже отключён.';


--
-- Name: notification_mute notification_mute_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.notification_mute
    ADD CONSTRAINT notification_mute_pkey PRIMARY KEY (id);


--
-- Name: notification notification_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.notification
    ADD CONSTRAINT notification_pkey PRIMARY KEY (id);


--
-- Name: resource resource_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.resource
    ADD CONSTRAINT resource_pkey PRIMARY KEY (name);


--
-- Name: schedule schedule_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.schedule
    ADD CONSTRAINT schedule_pkey PRIMARY KEY (id);


--
-- Name: sweep_place sweep_place_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.sweep_place
    ADD CONSTRAINT sweep_place_pkey PRIMARY KEY (name);


--
-- Name: view view_name_key; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.view
    ADD CONSTRAINT view_name_key UNIQUE (account_id, resource, name_key);


--
-- Name: CONSTRAINT view_name_key ON view; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT view_name_key ON system.view IS 'You have a view of this name already. | Представление с таким названием у вас уже есть.';


--
-- Name: view view_pkey; Type: CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.view
    ADD CONSTRAINT view_pkey PRIMARY KEY (id);


--
-- Name: account_department_idx; Type: INDEX; Schema: access; Owner: crm_owner
--

CREATE INDEX account_department_idx ON access.account USING btree (department_id);


--
-- Name: account_role_account_idx; Type: INDEX; Schema: access; Owner: crm_owner
--

CREATE INDEX account_role_account_idx ON access.account_role USING btree (account_id);


--
-- Name: account_role_role_idx; Type: INDEX; Schema: access; Owner: crm_owner
--

CREATE INDEX account_role_role_idx ON access.account_role USING btree (role_id);


--
-- Name: database_login_account_idx; Type: INDEX; Schema: access; Owner: crm_owner
--

CREATE INDEX database_login_account_idx ON access.database_login USING btree (account_id);


--
-- Name: department_parent_idx; Type: INDEX; Schema: access; Owner: crm_owner
--

CREATE INDEX department_parent_idx ON access.department USING btree (parent_id);


--
-- Name: device_seen_idx; Type: INDEX; Schema: access; Owner: crm_owner
--

CREATE INDEX device_seen_idx ON access.device USING btree (seen_at);


--
-- Name: session_account_idx; Type: INDEX; Schema: access; Owner: crm_owner
--

CREATE INDEX session_account_idx ON access.session USING btree (account_id);


--
-- Name: session_expiry_idx; Type: INDEX; Schema: access; Owner: crm_owner
--

CREATE INDEX session_expiry_idx ON access.session USING btree (expires_at);


--
-- Name: sign_in_attempt_at_idx; Type: INDEX; Schema: access; Owner: crm_owner
--

CREATE INDEX sign_in_attempt_at_idx ON access.sign_in_attempt USING btree (at);


--
-- Name: sign_in_attempt_login_idx; Type: INDEX; Schema: access; Owner: crm_owner
--

CREATE INDEX sign_in_attempt_login_idx ON access.sign_in_attempt USING btree (login_key, at) WHERE (NOT succeeded);


--
-- Name: sign_in_attempt_network_idx; Type: INDEX; Schema: access; Owner: crm_owner
--

CREATE INDEX sign_in_attempt_network_idx ON access.sign_in_attempt USING btree (access.network(address), at) WHERE (NOT succeeded);


--
-- Name: team_member_account_idx; Type: INDEX; Schema: access; Owner: crm_owner
--

CREATE INDEX team_member_account_idx ON access.team_member USING btree (account_id);


--
-- Name: change_parent_idx; Type: INDEX; Schema: audit; Owner: crm_owner
--

CREATE INDEX change_parent_idx ON ONLY audit.change USING btree (parent_table, parent_id, id) WHERE (parent_id IS NOT NULL);


--
-- Name: change_default_parent_table_parent_id_id_idx; Type: INDEX; Schema: audit; Owner: crm_owner
--

CREATE INDEX change_default_parent_table_parent_id_id_idx ON audit.change_default USING btree (parent_table, parent_id, id) WHERE (parent_id IS NOT NULL);


--
-- Name: change_request_idx; Type: INDEX; Schema: audit; Owner: crm_owner
--

CREATE INDEX change_request_idx ON ONLY audit.change USING btree (request_id, id) WHERE (request_id ~~ 'job-%'::text);


--
-- Name: change_default_request_id_id_idx; Type: INDEX; Schema: audit; Owner: crm_owner
--

CREATE INDEX change_default_request_id_id_idx ON audit.change_default USING btree (request_id, id) WHERE (request_id ~~ 'job-%'::text);


--
-- Name: change_record_idx; Type: INDEX; Schema: audit; Owner: crm_owner
--

CREATE INDEX change_record_idx ON ONLY audit.change USING btree (table_name, record_id, id);


--
-- Name: change_default_table_name_record_id_id_idx; Type: INDEX; Schema: audit; Owner: crm_owner
--

CREATE INDEX change_default_table_name_record_id_id_idx ON audit.change_default USING btree (table_name, record_id, id);


--
-- Name: address_city_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX address_city_idx ON clients.address USING btree (city, party_id);


--
-- Name: address_country_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX address_country_idx ON clients.address USING btree (country) WHERE (country IS NOT NULL);


--
-- Name: address_party_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX address_party_idx ON clients.address USING btree (party_id, id);


--
-- Name: bank_account_currency_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX bank_account_currency_idx ON clients.bank_account USING btree (currency) WHERE (currency IS NOT NULL);


--
-- Name: bank_account_party_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX bank_account_party_idx ON clients.bank_account USING btree (party_id, id);


--
-- Name: channel_party_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX channel_party_idx ON clients.channel USING btree (party_id, id);


--
-- Name: channel_value_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX channel_value_idx ON clients.channel USING btree (value);


--
-- Name: contact_company_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX contact_company_idx ON clients.contact USING btree (company_id, id);


--
-- Name: contact_person_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX contact_person_idx ON clients.contact USING btree (person_id, id);


--
-- Name: interaction_at_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX interaction_at_idx ON clients.interaction USING btree (at, id);


--
-- Name: interaction_created_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX interaction_created_idx ON clients.interaction USING btree (created_at, id);


--
-- Name: interaction_department_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX interaction_department_idx ON clients.interaction USING btree (department_id, at, id);


--
-- Name: interaction_owner_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX interaction_owner_idx ON clients.interaction USING btree (owner_id, at, id);


--
-- Name: interaction_participant_account_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX interaction_participant_account_idx ON clients.interaction_participant USING btree (account_id, interaction_id) WHERE (account_id IS NOT NULL);


--
-- Name: interaction_participant_interaction_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX interaction_participant_interaction_idx ON clients.interaction_participant USING btree (interaction_id, id);


--
-- Name: interaction_participant_party_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX interaction_participant_party_idx ON clients.interaction_participant USING btree (party_id) WHERE (party_id IS NOT NULL);


--
-- Name: interaction_party_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX interaction_party_idx ON clients.interaction USING btree (party_id, at, id);


--
-- Name: interaction_updated_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX interaction_updated_idx ON clients.interaction USING btree (updated_at, id);


--
-- Name: party_code_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_code_idx ON clients.party USING btree (lower(code)) WHERE (code IS NOT NULL);


--
-- Name: party_country_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_country_idx ON clients.party USING btree (country) WHERE (country IS NOT NULL);


--
-- Name: party_created_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_created_idx ON clients.party USING btree (created_at, id);


--
-- Name: party_currency_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_currency_idx ON clients.party USING btree (currency) WHERE (currency IS NOT NULL);


--
-- Name: party_department_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_department_idx ON clients.party USING btree (department_id, name_key, id);


--
-- Name: party_fourth_word_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_fourth_word_idx ON clients.party USING btree (split_part(name_key, ' '::text, 4), id) WHERE (split_part(name_key, ' '::text, 4) <> ''::text);


--
-- Name: party_group_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_group_idx ON clients.party USING btree (party_group_id) WHERE (party_group_id IS NOT NULL);


--
-- Name: party_group_name_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_group_name_idx ON clients.party_group USING btree (name_key, id);


--
-- Name: party_inn_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_inn_idx ON clients.party USING btree (inn) WHERE (inn IS NOT NULL);


--
-- Name: party_name_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_name_idx ON clients.party USING btree (name_key, id);


--
-- Name: party_owner_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_owner_idx ON clients.party USING btree (owner_id, name_key, id);


--
-- Name: party_parent_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_parent_idx ON clients.party USING btree (parent_id) WHERE (parent_id IS NOT NULL);


--
-- Name: party_pieces_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_pieces_idx ON clients.party USING gin (clients.pieces(((name_key || ' '::text) || lower(COALESCE(legal_name, ''::text))))) WITH (gin_pending_list_limit='256');


--
-- Name: party_second_word_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_second_word_idx ON clients.party USING btree (split_part(name_key, ' '::text, 2), id) WHERE (split_part(name_key, ' '::text, 2) <> ''::text);


--
-- Name: party_tag_party_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_tag_party_idx ON clients.party_tag USING btree (party_id, id);


--
-- Name: party_tag_tag_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_tag_tag_idx ON clients.party_tag USING btree (tag_id, party_id);


--
-- Name: party_third_word_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_third_word_idx ON clients.party USING btree (split_part(name_key, ' '::text, 3), id) WHERE (split_part(name_key, ' '::text, 3) <> ''::text);


--
-- Name: party_updated_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX party_updated_idx ON clients.party USING btree (updated_at, id);


--
-- Name: relation_other_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX relation_other_idx ON clients.relation USING btree (other_id, id);


--
-- Name: relation_party_idx; Type: INDEX; Schema: clients; Owner: crm_owner
--

CREATE INDEX relation_party_idx ON clients.relation USING btree (party_id, id);


--
-- Name: content_account_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX content_account_idx ON system.content USING btree (account_id) WHERE (account_id IS NOT NULL);


--
-- Name: content_arriving_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX content_arriving_idx ON system.content USING btree (created_at) WHERE (kept_at IS NULL);


--
-- Name: content_doubted_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX content_doubted_idx ON system.content USING btree (doubted_at) WHERE (doubted_at IS NOT NULL);


--
-- Name: content_kept_key; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE UNIQUE INDEX content_kept_key ON system.content USING btree (sha256, tree) WHERE (kept_at IS NOT NULL);


--
-- Name: INDEX content_kept_key; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON INDEX system.content_kept_key IS 'These bytes are kept already. | Эти байты уже сохранены.';


--
-- Name: custom_field_table_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX custom_field_table_idx ON system.custom_field USING btree (table_name, name);


--
-- Name: custom_field_target_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX custom_field_target_idx ON system.custom_field USING btree (target) WHERE (target IS NOT NULL);


--
-- Name: delivery_next_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX delivery_next_idx ON system.delivery USING btree (next_at, event_id) WHERE (next_at IS NOT NULL);


--
-- Name: delivery_record_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX delivery_record_idx ON system.delivery USING btree (consumer, table_name, record_id, event_id);


--
-- Name: export_account_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX export_account_idx ON system.export USING btree (account_id, id);


--
-- Name: export_running_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX export_running_idx ON system.export USING btree (created_at) WHERE (outcome = 'running'::text);


--
-- Name: file_account_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX file_account_idx ON system.file USING btree (account_id, id);


--
-- Name: file_content_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX file_content_idx ON system.file USING btree (content_id);


--
-- Name: file_created_by_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX file_created_by_idx ON system.file USING btree (created_by);


--
-- Name: file_download_account_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX file_download_account_idx ON system.file_download USING btree (account_id, id);


--
-- Name: file_download_file_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX file_download_file_idx ON system.file_download USING btree (file_id, id);


--
-- Name: file_kept_until_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX file_kept_until_idx ON system.file USING btree (kept_until);


--
-- Name: file_link_created_by_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX file_link_created_by_idx ON system.file_link USING btree (created_by);


--
-- Name: file_link_record_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX file_link_record_idx ON system.file_link USING btree (table_name, record_id, id);


--
-- Name: file_link_resource_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX file_link_resource_idx ON system.file_link USING btree (resource, record_id, id);


--
-- Name: file_link_updated_by_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX file_link_updated_by_idx ON system.file_link USING btree (updated_by);


--
-- Name: file_sha256_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX file_sha256_idx ON system.file USING btree (sha256, id);


--
-- Name: file_updated_by_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX file_updated_by_idx ON system.file USING btree (updated_by);


--
-- Name: file_version_content_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX file_version_content_idx ON system.file_version USING btree (content_id);


--
-- Name: file_version_created_by_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX file_version_created_by_idx ON system.file_version USING btree (created_by);


--
-- Name: follow_record_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX follow_record_idx ON system.follow USING btree (table_name, record_id);


--
-- Name: idempotency_created_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX idempotency_created_idx ON system.idempotency USING btree (created_at);


--
-- Name: import_account_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX import_account_idx ON system.import USING btree (account_id, id);


--
-- Name: import_file_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX import_file_idx ON system.import USING btree (file_id);


--
-- Name: import_job_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX import_job_idx ON system.import USING btree (job_id);


--
-- Name: import_mapping_resource_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX import_mapping_resource_idx ON system.import_mapping USING btree (resource, name_key);


--
-- Name: import_refusal_import_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX import_refusal_import_idx ON system.import_refusal USING btree (import_id, id);


--
-- Name: import_running_key; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE UNIQUE INDEX import_running_key ON system.import USING btree (account_id) WHERE (state = 'running'::text);


--
-- Name: INDEX import_running_key; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON INDEX system.import_running_key IS 'Another import of this account is running. | У этой учётной записи уже идёт другой импорт.';


--
-- Name: job_account_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX job_account_idx ON system.job USING btree (account_id, id);


--
-- Name: job_ended_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX job_ended_idx ON system.job USING btree (ended_at) WHERE (ended_at IS NOT NULL);


--
-- Name: job_failed_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX job_failed_idx ON system.job USING btree (kind) WHERE (state = 'failed'::text);


--
-- Name: job_running_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX job_running_idx ON system.job USING btree (kind, lease_until) WHERE (state = 'running'::text);


--
-- Name: job_schedule_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX job_schedule_idx ON system.job USING btree (schedule_id) WHERE (schedule_id IS NOT NULL);


--
-- Name: job_schedule_key; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE UNIQUE INDEX job_schedule_key ON system.job USING btree (schedule_id) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));


--
-- Name: INDEX job_schedule_key; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON INDEX system.job_schedule_key IS 'The last job of this schedule has not ended. | Прошлое задание этого расписания не закончено.';


--
-- Name: job_session_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX job_session_idx ON system.job USING btree (session_id) WHERE (session_id IS NOT NULL);


--
-- Name: job_waiting_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX job_waiting_idx ON system.job USING btree (kind, priority DESC, run_at, id) WHERE (state = 'waiting'::text);


--
-- Name: notification_account_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX notification_account_idx ON system.notification USING btree (account_id, id);


--
-- Name: notification_actor_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX notification_actor_idx ON system.notification USING btree (actor_id);


--
-- Name: notification_at_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX notification_at_idx ON system.notification USING btree (at);


--
-- Name: notification_unread_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX notification_unread_idx ON system.notification USING btree (account_id, id) WHERE (read_at IS NULL);


--
-- Name: resource_table_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX resource_table_idx ON system.resource USING btree (table_name);


--
-- Name: schedule_account_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX schedule_account_idx ON system.schedule USING btree (account_id);


--
-- Name: schedule_created_by_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX schedule_created_by_idx ON system.schedule USING btree (created_by);


--
-- Name: schedule_next_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX schedule_next_idx ON system.schedule USING btree (next_at) WHERE enabled;


--
-- Name: schedule_own_key; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE UNIQUE INDEX schedule_own_key ON system.schedule USING btree (kind) WHERE (account_id IS NULL);


--
-- Name: INDEX schedule_own_key; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON INDEX system.schedule_own_key IS 'The system has a schedule for this kind already. | Системное расписание такого вида уже есть.';


--
-- Name: schedule_updated_by_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX schedule_updated_by_idx ON system.schedule USING btree (updated_by);


--
-- Name: view_resource_idx; Type: INDEX; Schema: system; Owner: crm_owner
--

CREATE INDEX view_resource_idx ON system.view USING btree (resource, name_key);


--
-- Name: change_default_parent_table_parent_id_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: crm_owner
--

ALTER INDEX audit.change_parent_idx ATTACH PARTITION audit.change_default_parent_table_parent_id_id_idx;


--
-- Name: change_default_pkey; Type: INDEX ATTACH; Schema: audit; Owner: crm_owner
--

ALTER INDEX audit.change_pkey ATTACH PARTITION audit.change_default_pkey;


--
-- Name: change_default_request_id_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: crm_owner
--

ALTER INDEX audit.change_request_idx ATTACH PARTITION audit.change_default_request_id_id_idx;


--
-- Name: change_default_table_name_record_id_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: crm_owner
--

ALTER INDEX audit.change_record_idx ATTACH PARTITION audit.change_default_table_name_record_id_id_idx;


--
-- Name: account _reversal_account; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER _reversal_account BEFORE INSERT OR UPDATE ON access.account FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_account ON account; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_account ON access.account IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: account_role _reversal_account_role; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER _reversal_account_role BEFORE INSERT OR UPDATE ON access.account_role FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_account_role ON account_role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_account_role ON access.account_role IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: department _reversal_department; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER _reversal_department BEFORE INSERT OR UPDATE ON access.department FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_department ON department; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_department ON access.department IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: permission _reversal_permission; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER _reversal_permission BEFORE INSERT OR UPDATE ON access.permission FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_permission ON permission; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_permission ON access.permission IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: role _reversal_role; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER _reversal_role BEFORE INSERT OR UPDATE ON access.role FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_role ON role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_role ON access.role IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: team _reversal_team; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER _reversal_team BEFORE INSERT OR UPDATE ON access.team FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_team ON team; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_team ON access.team IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: team_member _reversal_team_member; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER _reversal_team_member BEFORE INSERT OR UPDATE ON access.team_member FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_team_member ON team_member; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_team_member ON access.team_member IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: account account_last_administrator; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER account_last_administrator AFTER UPDATE OF locked_at, archived_at, kind ON access.account DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((new.locked_at IS NOT NULL) OR (new.archived_at IS NOT NULL) OR (new.kind <> 'person'::text))) EXECUTE FUNCTION access.keep_administrator();


--
-- Name: TRIGGER account_last_administrator ON account; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER account_last_administrator ON access.account IS 'The last administrator cannot be locked or archived. | Последнего администратора нельзя заблокировать или убрать в архив.';


--
-- Name: account_role account_role_denies_administrator; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER account_role_denies_administrator AFTER INSERT ON access.account_role DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION access.keep_administrator();


--
-- Name: TRIGGER account_role_denies_administrator ON account_role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER account_role_denies_administrator ON access.account_role IS 'This role would leave nobody to administer. | Из-за этой роли некому будет администрировать.';


--
-- Name: account_role account_role_last_administrator; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER account_role_last_administrator AFTER DELETE OR UPDATE ON access.account_role DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION access.keep_administrator();


--
-- Name: TRIGGER account_role_last_administrator ON account_role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER account_role_last_administrator ON access.account_role IS 'The last administrator cannot lose the role. | Последнего администратора нельзя лишить роли.';


--
-- Name: account_role account_role_within_own; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER account_role_within_own AFTER INSERT OR DELETE OR UPDATE ON access.account_role NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION access.refuse_giving();


--
-- Name: TRIGGER account_role_within_own ON account_role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER account_role_within_own ON access.account_role IS 'Nobody can give a role, or end one that denies, so that somebody may more than he himself. | Нельзя дать роль или закончить запрещающую, если кто-то сможет больше, чем вы сами.';


--
-- Name: account account_within_own; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER account_within_own AFTER UPDATE OF department_id, kind, locked_at, archived_at ON access.account NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION access.refuse_account();


--
-- Name: TRIGGER account_within_own ON account; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER account_within_own ON access.account IS 'The account could then do more than you may yourself. | Учётная запись смогла бы больше, чем можете вы сами.';


--
-- Name: account audit_account; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER audit_account AFTER INSERT OR DELETE OR UPDATE ON access.account FOR EACH ROW EXECUTE FUNCTION audit.record();


--
-- Name: account_role audit_account_role; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER audit_account_role AFTER INSERT OR DELETE OR UPDATE ON access.account_role FOR EACH ROW EXECUTE FUNCTION audit.record();


--
-- Name: department audit_department; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER audit_department AFTER INSERT OR DELETE OR UPDATE ON access.department FOR EACH ROW EXECUTE FUNCTION audit.record();


--
-- Name: permission audit_permission; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER audit_permission AFTER INSERT OR DELETE OR UPDATE ON access.permission FOR EACH ROW EXECUTE FUNCTION audit.record('role_id', 'access.role');


--
-- Name: role audit_role; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER audit_role AFTER INSERT OR DELETE OR UPDATE ON access.role FOR EACH ROW EXECUTE FUNCTION audit.record();


--
-- Name: team audit_team; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER audit_team AFTER INSERT OR DELETE OR UPDATE ON access.team FOR EACH ROW EXECUTE FUNCTION audit.record();


--
-- Name: team_member audit_team_member; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER audit_team_member AFTER INSERT OR DELETE OR UPDATE ON access.team_member FOR EACH ROW EXECUTE FUNCTION audit.record('team_id', 'access.team');


--
-- Name: department department_no_circle; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER department_no_circle AFTER INSERT OR UPDATE OF parent_id ON access.department NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN ((new.parent_id IS NOT NULL)) EXECUTE FUNCTION access.refuse_department_cycle();


--
-- Name: TRIGGER department_no_circle ON department; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER department_no_circle ON access.department IS 'A department cannot stand below itself. | Отдел не может подчиняться самому себе.';


--
-- Name: department department_within_own; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER department_within_own AFTER UPDATE OF parent_id ON access.department NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION access.refuse_department();


--
-- Name: TRIGGER department_within_own ON department; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER department_within_own ON access.department IS 'Somebody above the new place could then do more than you may yourself. | Кто-то выше нового места смог бы больше, чем можете вы сами.';


--
-- Name: password password_noted; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER password_noted AFTER INSERT OR UPDATE ON access.password FOR EACH ROW EXECUTE FUNCTION access.note_password();


--
-- Name: permission permission_denies_administrator; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER permission_denies_administrator AFTER INSERT ON access.permission DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.effect = 'deny'::text)) EXECUTE FUNCTION access.keep_administrator();


--
-- Name: TRIGGER permission_denies_administrator ON permission; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER permission_denies_administrator ON access.permission IS 'This deny would leave nobody to administer. | Из-за этого запрета некому будет администрировать.';


--
-- Name: permission permission_last_administrator; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER permission_last_administrator AFTER DELETE OR UPDATE ON access.permission DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION access.keep_administrator();


--
-- Name: TRIGGER permission_last_administrator ON permission; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER permission_last_administrator ON access.permission IS 'Without this permission nobody could administer. | Без этого права некому будет администрировать.';


--
-- Name: permission permission_within_own; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER permission_within_own AFTER INSERT OR DELETE OR UPDATE ON access.permission NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION access.refuse_giving();


--
-- Name: TRIGGER permission_within_own ON permission; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER permission_within_own ON access.permission IS 'Nobody can permit more than he may himself. | Нельзя разрешить больше, чем можете вы сами.';


--
-- Name: account rights_account; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER rights_account AFTER UPDATE OF department_id, kind, locked_at, archived_at, must_change_password, language, time_zone, login, name ON access.account FOR EACH ROW EXECUTE FUNCTION access.rights_changed();


--
-- Name: account_role rights_account_role; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER rights_account_role AFTER INSERT OR DELETE OR UPDATE ON access.account_role FOR EACH ROW EXECUTE FUNCTION access.rights_changed();


--
-- Name: department rights_department; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER rights_department AFTER INSERT OR UPDATE OF parent_id ON access.department FOR EACH ROW EXECUTE FUNCTION access.rights_changed();


--
-- Name: permission rights_permission; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER rights_permission AFTER INSERT OR DELETE OR UPDATE ON access.permission FOR EACH ROW EXECUTE FUNCTION access.rights_changed();


--
-- Name: role rights_role; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER rights_role AFTER UPDATE OF archived_at ON access.role FOR EACH ROW EXECUTE FUNCTION access.rights_changed();


--
-- Name: team rights_team; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER rights_team AFTER UPDATE OF archived_at ON access.team FOR EACH ROW EXECUTE FUNCTION access.rights_changed();


--
-- Name: team_member rights_team_member; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER rights_team_member AFTER INSERT OR DELETE OR UPDATE ON access.team_member FOR EACH ROW EXECUTE FUNCTION access.rights_changed();


--
-- Name: role role_last_administrator; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER role_last_administrator AFTER UPDATE OF archived_at ON access.role DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.archived_at IS NOT NULL)) EXECUTE FUNCTION access.keep_administrator();


--
-- Name: TRIGGER role_last_administrator ON role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER role_last_administrator ON access.role IS 'The last role that administers cannot be archived. | Последнюю роль администратора нельзя убрать в архив.';


--
-- Name: role role_within_own; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER role_within_own AFTER UPDATE OF archived_at ON access.role NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN (((new.archived_at IS NULL) OR (old.archived_at IS NULL))) EXECUTE FUNCTION access.refuse_giving();


--
-- Name: TRIGGER role_within_own ON role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER role_within_own ON access.role IS 'Nobody can restore a role, or archive one that denies, so that somebody may more than he himself. | Нельзя вернуть роль или убрать в архив запрещающую, если кто-то сможет больше, чем вы сами.';


--
-- Name: team_member team_member_within_own; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER team_member_within_own AFTER INSERT OR UPDATE ON access.team_member NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION access.refuse_team();


--
-- Name: TRIGGER team_member_within_own ON team_member; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER team_member_within_own ON access.team_member IS 'A member of the team could then do more than you may yourself. | Участник группы смог бы больше, чем можете вы сами.';


--
-- Name: team team_within_own; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER team_within_own AFTER UPDATE OF archived_at ON access.team NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN ((new.archived_at IS NULL)) EXECUTE FUNCTION access.refuse_team();


--
-- Name: TRIGGER team_within_own ON team; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON TRIGGER team_within_own ON access.team IS 'A member of the team could then do more than you may yourself. | Участник группы смог бы больше, чем можете вы сами.';


--
-- Name: account touch_account; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER touch_account BEFORE INSERT OR UPDATE ON access.account FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: account_role touch_account_role; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER touch_account_role BEFORE INSERT OR UPDATE ON access.account_role FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: department touch_department; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER touch_department BEFORE INSERT OR UPDATE ON access.department FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: permission touch_permission; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER touch_permission BEFORE INSERT OR UPDATE ON access.permission FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: role touch_role; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER touch_role BEFORE INSERT OR UPDATE ON access.role FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: team touch_team; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER touch_team BEFORE INSERT OR UPDATE ON access.team FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: team_member touch_team_member; Type: TRIGGER; Schema: access; Owner: crm_owner
--

CREATE TRIGGER touch_team_member BEFORE INSERT OR UPDATE ON access.team_member FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: address _reversal_address; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER _reversal_address BEFORE INSERT OR UPDATE ON clients.address FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_address ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_address ON clients.address IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: bank_account _reversal_bank_account; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER _reversal_bank_account BEFORE INSERT OR UPDATE ON clients.bank_account FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_bank_account ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_bank_account ON clients.bank_account IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: channel _reversal_channel; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER _reversal_channel BEFORE INSERT OR UPDATE ON clients.channel FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_channel ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_channel ON clients.channel IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: contact _reversal_contact; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER _reversal_contact BEFORE INSERT OR UPDATE ON clients.contact FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_contact ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_contact ON clients.contact IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: interaction _reversal_interaction; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER _reversal_interaction BEFORE INSERT OR UPDATE ON clients.interaction FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_interaction ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_interaction ON clients.interaction IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: interaction_participant _reversal_interaction_participant; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER _reversal_interaction_participant BEFORE INSERT OR UPDATE ON clients.interaction_participant FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_interaction_participant ON interaction_participant; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_interaction_participant ON clients.interaction_participant IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: party _reversal_party; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER _reversal_party BEFORE INSERT OR UPDATE ON clients.party FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_party ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_party ON clients.party IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: party_group _reversal_party_group; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER _reversal_party_group BEFORE INSERT OR UPDATE ON clients.party_group FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_party_group ON party_group; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_party_group ON clients.party_group IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: party_tag _reversal_party_tag; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER _reversal_party_tag BEFORE INSERT OR UPDATE ON clients.party_tag FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_party_tag ON party_tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_party_tag ON clients.party_tag IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: relation _reversal_relation; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER _reversal_relation BEFORE INSERT OR UPDATE ON clients.relation FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_relation ON relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_relation ON clients.relation IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: tag _reversal_tag; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER _reversal_tag BEFORE INSERT OR UPDATE ON clients.tag FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_tag ON tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_tag ON clients.tag IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: address address_tidy; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER address_tidy BEFORE INSERT OR UPDATE ON clients.address FOR EACH ROW EXECUTE FUNCTION clients.address_tidy();


--
-- Name: address audit_address; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER audit_address AFTER INSERT OR DELETE OR UPDATE ON clients.address FOR EACH ROW EXECUTE FUNCTION audit.record('party_id', 'clients.party');


--
-- Name: bank_account audit_bank_account; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER audit_bank_account AFTER INSERT OR DELETE OR UPDATE ON clients.bank_account FOR EACH ROW EXECUTE FUNCTION audit.record('party_id', 'clients.party');


--
-- Name: channel audit_channel; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER audit_channel AFTER INSERT OR DELETE OR UPDATE ON clients.channel FOR EACH ROW EXECUTE FUNCTION audit.record('party_id', 'clients.party');


--
-- Name: contact audit_contact; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER audit_contact AFTER INSERT OR DELETE OR UPDATE ON clients.contact FOR EACH ROW EXECUTE FUNCTION audit.record('company_id', 'clients.party');


--
-- Name: interaction audit_interaction; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER audit_interaction AFTER INSERT OR DELETE OR UPDATE ON clients.interaction FOR EACH ROW EXECUTE FUNCTION audit.record();


--
-- Name: interaction_participant audit_interaction_participant; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER audit_interaction_participant AFTER INSERT OR DELETE OR UPDATE ON clients.interaction_participant FOR EACH ROW EXECUTE FUNCTION audit.record('interaction_id', 'clients.interaction');


--
-- Name: party audit_party; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER audit_party AFTER INSERT OR DELETE OR UPDATE ON clients.party FOR EACH ROW EXECUTE FUNCTION audit.record();


--
-- Name: party_group audit_party_group; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER audit_party_group AFTER INSERT OR DELETE OR UPDATE ON clients.party_group FOR EACH ROW EXECUTE FUNCTION audit.record();


--
-- Name: party_tag audit_party_tag; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER audit_party_tag AFTER INSERT OR DELETE OR UPDATE ON clients.party_tag FOR EACH ROW EXECUTE FUNCTION audit.record('party_id', 'clients.party');


--
-- Name: relation audit_relation; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER audit_relation AFTER INSERT OR DELETE OR UPDATE ON clients.relation FOR EACH ROW EXECUTE FUNCTION audit.record('party_id', 'clients.party');


--
-- Name: tag audit_tag; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER audit_tag AFTER INSERT OR DELETE OR UPDATE ON clients.tag FOR EACH ROW EXECUTE FUNCTION audit.record();


--
-- Name: bank_account bank_account_tidy; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER bank_account_tidy BEFORE INSERT OR UPDATE ON clients.bank_account FOR EACH ROW EXECUTE FUNCTION clients.bank_account_tidy();


--
-- Name: channel channel_tidy; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER channel_tidy BEFORE INSERT OR UPDATE ON clients.channel FOR EACH ROW EXECUTE FUNCTION clients.channel_tidy();


--
-- Name: contact contact_is_person; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER contact_is_person AFTER INSERT OR UPDATE OF person_id ON clients.contact NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION clients.contact_kinds();


--
-- Name: TRIGGER contact_is_person ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER contact_is_person ON clients.contact IS 'A contact is a person, not a company. | Контакт — физическое лицо, а не организация.';


--
-- Name: contact contact_of_company; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER contact_of_company AFTER INSERT OR UPDATE OF company_id ON clients.contact NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION clients.contact_kinds();


--
-- Name: TRIGGER contact_of_company ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER contact_of_company ON clients.contact IS 'A contact works in a company, not in a person. | Контакт работает в организации, а не у физического лица.';


--
-- Name: relation other_id_visible; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER other_id_visible AFTER UPDATE ON clients.relation FOR EACH ROW WHEN (((new.other_id IS NOT NULL) AND (new.other_id IS DISTINCT FROM old.other_id))) EXECUTE FUNCTION access.judge_reference('other_id', 'relation_other_fkey', 'clients.party');


--
-- Name: TRIGGER other_id_visible ON relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER other_id_visible ON clients.relation IS 'A record that one may not see cannot be named. | Нельзя указать запись, которой не видно.';


--
-- Name: interaction own_interaction; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER own_interaction BEFORE INSERT ON clients.interaction FOR EACH ROW EXECUTE FUNCTION system.own();


--
-- Name: party own_party; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER own_party BEFORE INSERT ON clients.party FOR EACH ROW EXECUTE FUNCTION system.own();


--
-- Name: party parent_id_visible; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER parent_id_visible AFTER UPDATE ON clients.party FOR EACH ROW WHEN (((new.parent_id IS NOT NULL) AND (new.parent_id IS DISTINCT FROM old.parent_id))) EXECUTE FUNCTION access.judge_reference('parent_id', 'party_parent_fkey', 'clients.party');


--
-- Name: TRIGGER parent_id_visible ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER parent_id_visible ON clients.party IS 'A record that one may not see cannot be named. | Нельзя указать запись, которой не видно.';


--
-- Name: party_group party_group_no_circle; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER party_group_no_circle AFTER INSERT OR UPDATE OF parent_id ON clients.party_group NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN ((new.parent_id IS NOT NULL)) EXECUTE FUNCTION clients.refuse_cycle();


--
-- Name: TRIGGER party_group_no_circle ON party_group; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER party_group_no_circle ON clients.party_group IS 'The groups would form a circle. | Группы замкнулись бы в круг.';


--
-- Name: interaction party_id_visible; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER party_id_visible AFTER UPDATE ON clients.interaction FOR EACH ROW WHEN (((new.party_id IS NOT NULL) AND (new.party_id IS DISTINCT FROM old.party_id))) EXECUTE FUNCTION access.judge_reference('party_id', 'interaction_party_fkey', 'clients.party');


--
-- Name: TRIGGER party_id_visible ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER party_id_visible ON clients.interaction IS 'A record that one may not see cannot be named. | Нельзя указать запись, которой не видно.';


--
-- Name: party party_kind_kept; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER party_kind_kept AFTER UPDATE OF kind ON clients.party NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN ((old.kind <> new.kind)) EXECUTE FUNCTION clients.party_kind_kept();


--
-- Name: TRIGGER party_kind_kept ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER party_kind_kept ON clients.party IS 'A party with contacts keeps its kind. | У контрагента с контактами вид не меняется.';


--
-- Name: party party_no_circle; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER party_no_circle AFTER INSERT OR UPDATE OF parent_id ON clients.party NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN ((new.parent_id IS NOT NULL)) EXECUTE FUNCTION clients.refuse_cycle();


--
-- Name: TRIGGER party_no_circle ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER party_no_circle ON clients.party IS 'The parent companies would form a circle. | Головные организации замкнулись бы в круг.';


--
-- Name: party party_tidy; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER party_tidy BEFORE INSERT OR UPDATE ON clients.party FOR EACH ROW EXECUTE FUNCTION clients.party_tidy();


--
-- Name: contact person_id_visible; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER person_id_visible AFTER UPDATE ON clients.contact FOR EACH ROW WHEN (((new.person_id IS NOT NULL) AND (new.person_id IS DISTINCT FROM old.person_id))) EXECUTE FUNCTION access.judge_reference('person_id', 'contact_person_fkey', 'clients.party');


--
-- Name: TRIGGER person_id_visible ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON TRIGGER person_id_visible ON clients.contact IS 'A record that one may not see cannot be named. | Нельзя указать запись, которой не видно.';


--
-- Name: address touch_address; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER touch_address BEFORE INSERT OR UPDATE ON clients.address FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: bank_account touch_bank_account; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER touch_bank_account BEFORE INSERT OR UPDATE ON clients.bank_account FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: channel touch_channel; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER touch_channel BEFORE INSERT OR UPDATE ON clients.channel FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: contact touch_contact; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER touch_contact BEFORE INSERT OR UPDATE ON clients.contact FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: interaction touch_interaction; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER touch_interaction BEFORE INSERT OR UPDATE ON clients.interaction FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: interaction_participant touch_interaction_participant; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER touch_interaction_participant BEFORE INSERT OR UPDATE ON clients.interaction_participant FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: party touch_party; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER touch_party BEFORE INSERT OR UPDATE ON clients.party FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: party_group touch_party_group; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER touch_party_group BEFORE INSERT OR UPDATE ON clients.party_group FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: party_tag touch_party_tag; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER touch_party_tag BEFORE INSERT OR UPDATE ON clients.party_tag FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: relation touch_relation; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER touch_relation BEFORE INSERT OR UPDATE ON clients.relation FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: tag touch_tag; Type: TRIGGER; Schema: clients; Owner: crm_owner
--

CREATE TRIGGER touch_tag BEFORE INSERT OR UPDATE ON clients.tag FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: custom_field _reversal_custom_field; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER _reversal_custom_field BEFORE INSERT OR UPDATE ON system.custom_field FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_custom_field ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_custom_field ON system.custom_field IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: file _reversal_file; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER _reversal_file BEFORE INSERT OR UPDATE ON system.file FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_file ON file; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_file ON system.file IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: file_link _reversal_file_link; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER _reversal_file_link BEFORE INSERT OR UPDATE ON system.file_link FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_file_link ON file_link; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_file_link ON system.file_link IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: import_mapping _reversal_import_mapping; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER _reversal_import_mapping BEFORE INSERT OR UPDATE ON system.import_mapping FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_import_mapping ON import_mapping; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_import_mapping ON system.import_mapping IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: schedule _reversal_schedule; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER _reversal_schedule BEFORE INSERT OR UPDATE ON system.schedule FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_schedule ON schedule; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_schedule ON system.schedule IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: view _reversal_view; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER _reversal_view BEFORE INSERT OR UPDATE ON system.view FOR EACH ROW WHEN ((current_setting('crm.reversing'::text, true) <> ''::text)) EXECUTE FUNCTION system.take_back();


--
-- Name: TRIGGER _reversal_view ON view; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER _reversal_view ON system.view IS 'Gives a row the values that it had before a job. | Возвращает строке значения, бывшие до задания.';


--
-- Name: custom_field audit_custom_field; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER audit_custom_field AFTER INSERT OR DELETE OR UPDATE ON system.custom_field FOR EACH ROW EXECUTE FUNCTION audit.record();


--
-- Name: file audit_file; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER audit_file AFTER INSERT OR DELETE OR UPDATE ON system.file FOR EACH ROW EXECUTE FUNCTION audit.record();


--
-- Name: file_link audit_file_link; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER audit_file_link AFTER INSERT OR DELETE OR UPDATE ON system.file_link FOR EACH ROW EXECUTE FUNCTION audit.record();


--
-- Name: import_mapping audit_import_mapping; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER audit_import_mapping AFTER INSERT OR DELETE OR UPDATE ON system.import_mapping FOR EACH ROW EXECUTE FUNCTION audit.record();


--
-- Name: schedule audit_schedule; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER audit_schedule AFTER INSERT OR DELETE OR UPDATE OF cron, zone, enabled ON system.schedule FOR EACH ROW EXECUTE FUNCTION audit.record();


--
-- Name: TRIGGER audit_schedule ON schedule; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER audit_schedule ON system.schedule IS 'Keeps what was and what is. | Хранит, что было и что стало.';


--
-- Name: view audit_view; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER audit_view AFTER INSERT OR DELETE OR UPDATE ON system.view FOR EACH ROW EXECUTE FUNCTION audit.record();


--
-- Name: content_piece content_piece_arriving; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER content_piece_arriving BEFORE INSERT ON system.content_piece FOR EACH ROW EXECUTE FUNCTION system.judge_piece();


--
-- Name: TRIGGER content_piece_arriving ON content_piece; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER content_piece_arriving ON system.content_piece IS 'A piece belongs to a content that you are sending. | Часть относится к тому, что вы сейчас передаёте.';


--
-- Name: custom_field custom_field_alone; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER custom_field_alone AFTER INSERT OR UPDATE ON system.custom_field NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION system.judge_custom_pace();


--
-- Name: TRIGGER custom_field_alone ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER custom_field_alone ON system.custom_field IS 'One field at a time: send the next when this one is done. | По одному полю за раз: следующее — когда готово это.';


--
-- Name: custom_field custom_field_business; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER custom_field_business AFTER INSERT ON system.custom_field NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION system.judge_custom_table();


--
-- Name: TRIGGER custom_field_business ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER custom_field_business ON system.custom_field IS 'The records of this resource cannot have fields of your own. | Записям этого ресурса нельзя добавить свои поля.';


--
-- Name: custom_field custom_field_choices_used; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER custom_field_choices_used AFTER UPDATE OF choices ON system.custom_field NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN ((NOT (new.choices @> old.choices))) EXECUTE FUNCTION system.judge_custom_choices();


--
-- Name: TRIGGER custom_field_choices_used ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER custom_field_choices_used ON system.custom_field IS 'Records have a choice that you leave out: change them first. | У записей есть убранное значение: сначала измените их.';


--
-- Name: custom_field custom_field_few; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER custom_field_few AFTER INSERT ON system.custom_field NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION system.count_custom_fields();


--
-- Name: TRIGGER custom_field_few ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER custom_field_few ON system.custom_field IS 'A resource has at most 100 fields of your own, retired ones among them. | Своих полей у ресурса не больше 100, считая снятые.';


--
-- Name: custom_field custom_field_filled; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER custom_field_filled AFTER UPDATE OF is_required, archived_at ON system.custom_field NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN ((new.is_required AND (new.archived_at IS NULL) AND ((NOT old.is_required) OR (old.archived_at IS NOT NULL)))) EXECUTE FUNCTION system.judge_custom_demand();


--
-- Name: TRIGGER custom_field_filled ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER custom_field_filled ON system.custom_field IS 'Records without a value: {count}. Leave the field not required, fill it in them, and require it then. | Записей без значения: {count}. Оставьте поле необязательным, заполните его у них и после этого сделайте обязательным.';


--
-- Name: custom_field custom_field_kept; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER custom_field_kept BEFORE DELETE ON system.custom_field FOR EACH ROW EXECUTE FUNCTION system.keep_custom_field();


--
-- Name: custom_field custom_field_prepared; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER custom_field_prepared BEFORE INSERT OR UPDATE OF is_indexed ON system.custom_field FOR EACH ROW EXECUTE FUNCTION system.prepare_custom_field();


--
-- Name: custom_field custom_field_preset; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER custom_field_preset AFTER INSERT ON system.custom_field NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN (new.is_required) EXECUTE FUNCTION system.judge_custom_demand();


--
-- Name: TRIGGER custom_field_preset ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER custom_field_preset ON system.custom_field IS 'There are records, and they would lack the value: give a default_value, or add the field without requiring it, fill it in every record, and require it then. | Записи уже есть, и значения у них не будет: задайте default_value или добавьте поле необязательным, заполните его у всех записей и после этого сделайте обязательным.';


--
-- Name: custom_field custom_field_referable; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER custom_field_referable AFTER INSERT ON system.custom_field NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION system.judge_custom_target();


--
-- Name: TRIGGER custom_field_referable ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER custom_field_referable ON system.custom_field IS 'Records of this resource cannot be referred to. | На записи этого ресурса нельзя сослаться.';


--
-- Name: custom_field custom_field_shape; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER custom_field_shape AFTER INSERT OR UPDATE ON system.custom_field DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION system.shape_custom_field();


--
-- Name: TRIGGER custom_field_shape ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER custom_field_shape ON system.custom_field IS 'Makes the column what the custom field says. | Приводит столбец к описанию своего поля.';


--
-- Name: export export_ends_once; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER export_ends_once BEFORE UPDATE ON system.export FOR EACH ROW EXECUTE FUNCTION system.end_export();


--
-- Name: TRIGGER export_ends_once ON export; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER export_ends_once ON system.export IS 'An export ends once. | Выгрузка заканчивается один раз.';


--
-- Name: export export_rights; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER export_rights BEFORE INSERT ON system.export FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION system.enter_rights();


--
-- Name: TRIGGER export_rights ON export; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER export_rights ON system.export IS 'Keeps the rights of the token that asked. | Запоминает права токена заказчика.';


--
-- Name: file file_content_changed; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER file_content_changed BEFORE UPDATE OF content_id ON system.file FOR EACH ROW WHEN ((new.content_id IS DISTINCT FROM old.content_id)) EXECUTE FUNCTION system.take_content();


--
-- Name: TRIGGER file_content_changed ON file; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER file_content_changed ON system.file IS 'Another content is another version. | Другое содержимое — другая версия.';


--
-- Name: file file_content_new; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER file_content_new BEFORE INSERT ON system.file FOR EACH ROW EXECUTE FUNCTION system.take_content();


--
-- Name: TRIGGER file_content_new ON file; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER file_content_new ON system.file IS 'A file comes with its content. | Файл появляется вместе с содержимым.';


--
-- Name: file_link file_link_gone; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER file_link_gone AFTER DELETE ON system.file_link FOR EACH ROW EXECUTE FUNCTION system.spare_file();


--
-- Name: TRIGGER file_link_gone ON file_link; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER file_link_gone ON system.file_link IS 'An unlinked file is kept for a time. | Несвязанный файл хранится ещё некоторое время.';


--
-- Name: file_link file_link_table; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER file_link_table BEFORE INSERT ON system.file_link FOR EACH ROW EXECUTE FUNCTION system.find_table();


--
-- Name: TRIGGER file_link_table ON file_link; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER file_link_table ON system.file_link IS 'Finds the table of the record. | Находит таблицу записи.';


--
-- Name: file_link file_link_target; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER file_link_target BEFORE INSERT ON system.file_link FOR EACH ROW EXECUTE FUNCTION system.judge_link();


--
-- Name: TRIGGER file_link_target ON file_link; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER file_link_target ON system.file_link IS 'The file is not shared: it stays at its first record. | Файл не общий: он остаётся при первой записи.';


--
-- Name: file file_rights; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER file_rights BEFORE INSERT ON system.file FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION system.enter_rights();


--
-- Name: TRIGGER file_rights ON file; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER file_rights ON system.file IS 'Keeps the rights of the token that sent it. | Запоминает права токена отправителя.';


--
-- Name: file file_unshared; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER file_unshared AFTER UPDATE OF is_shared ON system.file FOR EACH ROW WHEN ((old.is_shared AND (NOT new.is_shared))) EXECUTE FUNCTION system.unshare_file();


--
-- Name: TRIGGER file_unshared ON file; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER file_unshared ON system.file IS 'Leaves a file that is not shared at its first record. | Оставляет необщий файл при первой записи.';


--
-- Name: file file_version_first; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER file_version_first AFTER INSERT ON system.file FOR EACH ROW EXECUTE FUNCTION system.keep_version();


--
-- Name: TRIGGER file_version_first ON file; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER file_version_first ON system.file IS 'The first version. | Первая версия.';


--
-- Name: file_version file_version_gone; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER file_version_gone AFTER DELETE ON system.file_version FOR EACH ROW EXECUTE FUNCTION system.doubt_content();


--
-- Name: TRIGGER file_version_gone ON file_version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER file_version_gone ON system.file_version IS 'Notes that its content may be nobody''s. | Отмечает, что содержимое может стать ничьим.';


--
-- Name: file file_version_next; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER file_version_next AFTER UPDATE ON system.file FOR EACH ROW WHEN ((new.content_version IS DISTINCT FROM old.content_version)) EXECUTE FUNCTION system.keep_version();


--
-- Name: TRIGGER file_version_next ON file; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER file_version_next ON system.file IS 'Every further version. | Каждая следующая версия.';


--
-- Name: follow follow_record_seen; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER follow_record_seen AFTER INSERT ON system.follow NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN ((new.table_name <> ''::text)) EXECUTE FUNCTION system.judge_followed();


--
-- Name: TRIGGER follow_record_seen ON follow; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER follow_record_seen ON system.follow IS 'There is no such record that you may see. | Такой записи нет, или она вам не видна.';


--
-- Name: follow follow_resource_known; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER follow_resource_known AFTER INSERT ON system.follow NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN ((new.table_name = ''::text)) EXECUTE FUNCTION system.judge_followed();


--
-- Name: TRIGGER follow_resource_known ON follow; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER follow_resource_known ON system.follow IS 'There is no such resource. | Такого ресурса нет.';


--
-- Name: follow follow_table; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER follow_table BEFORE INSERT ON system.follow FOR EACH ROW EXECUTE FUNCTION system.find_table();


--
-- Name: TRIGGER follow_table ON follow; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER follow_table ON system.follow IS 'Finds the table of the record. | Находит таблицу записи.';


--
-- Name: import import_file_own; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER import_file_own AFTER INSERT OR UPDATE OF file_id ON system.import NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN ((new.file_id IS NOT NULL)) EXECUTE FUNCTION system.judge_import_file();


--
-- Name: TRIGGER import_file_own ON import; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER import_file_own ON system.import IS 'There is no such file. | Такого файла нет.';


--
-- Name: import import_job_own; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER import_job_own AFTER INSERT OR UPDATE OF job_id ON system.import NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN ((new.job_id IS NOT NULL)) EXECUTE FUNCTION system.judge_import_job();


--
-- Name: TRIGGER import_job_own ON import; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER import_job_own ON system.import IS 'An import is loaded by a job of its own. | Импорт выполняет его собственное задание.';


--
-- Name: import_mapping import_mapping_roles_own; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER import_mapping_roles_own AFTER INSERT OR UPDATE OF role_ids ON system.import_mapping NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION system.judge_shared_roles('import_mappings');


--
-- Name: TRIGGER import_mapping_roles_own ON import_mapping; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER import_mapping_roles_own ON system.import_mapping IS 'You can share with the roles that you have. | Делиться можно с ролями, которые есть у вас.';


--
-- Name: import import_rights; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER import_rights BEFORE INSERT ON system.import FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION system.enter_rights();


--
-- Name: TRIGGER import_rights ON import; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER import_rights ON system.import IS 'Keeps the rights of the token that asked. | Запоминает права токена заказчика.';


--
-- Name: job job_announcement; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER job_announcement AFTER INSERT ON system.job REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION system.announce_jobs();


--
-- Name: TRIGGER job_announcement ON job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER job_announcement ON system.job IS 'Wakes those who wait for work. | Будит тех, кто ждёт работу.';


--
-- Name: job job_end; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER job_end AFTER UPDATE OF state ON system.job FOR EACH ROW WHEN (((new.state = ANY (ARRAY['done'::text, 'failed'::text])) AND (new.state <> old.state) AND (new.account_id IS NOT NULL))) EXECUTE FUNCTION system.record_end();


--
-- Name: TRIGGER job_end ON job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER job_end ON system.job IS 'Tells who asked that it has ended. | Сообщает заказчику, что оно закончено.';


--
-- Name: job job_import; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER job_import AFTER UPDATE OF state ON system.job FOR EACH ROW WHEN (((new.kind = 'import'::text) AND (old.state <> new.state))) EXECUTE FUNCTION system.follow_import();


--
-- Name: TRIGGER job_import ON job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER job_import ON system.job IS 'Another import of this account is running. | У этой учётной записи уже идёт другой импорт.';


--
-- Name: job job_rights; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER job_rights BEFORE INSERT ON system.job FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION system.enter_rights();


--
-- Name: TRIGGER job_rights ON job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER job_rights ON system.job IS 'Keeps the rights of the token that asked. | Запоминает права токена заказчика.';


--
-- Name: schedule schedule_next; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER schedule_next BEFORE INSERT OR UPDATE OF cron, zone, enabled ON system.schedule FOR EACH ROW EXECUTE FUNCTION system.set_next();


--
-- Name: TRIGGER schedule_next ON schedule; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER schedule_next ON system.schedule IS 'Finds out when it comes next. | Вычисляет следующее срабатывание.';


--
-- Name: custom_field touch_custom_field; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER touch_custom_field BEFORE INSERT OR UPDATE ON system.custom_field FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: file touch_file; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER touch_file BEFORE INSERT OR UPDATE ON system.file FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: file_link touch_file_link; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER touch_file_link BEFORE INSERT OR UPDATE ON system.file_link FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: import_mapping touch_import_mapping; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER touch_import_mapping BEFORE INSERT OR UPDATE ON system.import_mapping FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: schedule touch_schedule; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER touch_schedule BEFORE INSERT OR UPDATE OF cron, zone, enabled ON system.schedule FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: TRIGGER touch_schedule ON schedule; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER touch_schedule ON system.schedule IS 'Keeps version, times and authors. | Ведёт версию, время и авторов.';


--
-- Name: view touch_view; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE TRIGGER touch_view BEFORE INSERT OR UPDATE ON system.view FOR EACH ROW EXECUTE FUNCTION system.touch();


--
-- Name: view view_roles_own; Type: TRIGGER; Schema: system; Owner: crm_owner
--

CREATE CONSTRAINT TRIGGER view_roles_own AFTER INSERT OR UPDATE OF role_ids ON system.view NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION system.judge_shared_roles('views');


--
-- Name: TRIGGER view_roles_own ON view; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON TRIGGER view_roles_own ON system.view IS 'You can share with the roles that you have. | Делиться можно с ролями, которые есть у вас.';


--
-- Name: account account_department_fkey; Type: FK CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.account
    ADD CONSTRAINT account_department_fkey FOREIGN KEY (department_id) REFERENCES access.department(id);


--
-- Name: CONSTRAINT account_department_fkey ON account; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT account_department_fkey ON access.account IS 'There is no such department. | Такого отдела нет.';


--
-- Name: account_role account_role_account_fkey; Type: FK CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.account_role
    ADD CONSTRAINT account_role_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT account_role_account_fkey ON account_role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT account_role_account_fkey ON access.account_role IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: account_role account_role_role_fkey; Type: FK CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.account_role
    ADD CONSTRAINT account_role_role_fkey FOREIGN KEY (role_id) REFERENCES access.role(id);


--
-- Name: CONSTRAINT account_role_role_fkey ON account_role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT account_role_role_fkey ON access.account_role IS 'There is no such role. | Такой роли нет.';


--
-- Name: database_login database_login_account_fkey; Type: FK CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.database_login
    ADD CONSTRAINT database_login_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT database_login_account_fkey ON database_login; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT database_login_account_fkey ON access.database_login IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: department department_parent_fkey; Type: FK CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.department
    ADD CONSTRAINT department_parent_fkey FOREIGN KEY (parent_id) REFERENCES access.department(id);


--
-- Name: CONSTRAINT department_parent_fkey ON department; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT department_parent_fkey ON access.department IS 'There is no such department. | Такого отдела нет.';


--
-- Name: device device_account_fkey; Type: FK CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.device
    ADD CONSTRAINT device_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id) ON DELETE CASCADE;


--
-- Name: CONSTRAINT device_account_fkey ON device; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT device_account_fkey ON access.device IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: password password_account_fkey; Type: FK CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.password
    ADD CONSTRAINT password_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id) ON DELETE CASCADE;


--
-- Name: CONSTRAINT password_account_fkey ON password; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT password_account_fkey ON access.password IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: permission permission_role_fkey; Type: FK CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.permission
    ADD CONSTRAINT permission_role_fkey FOREIGN KEY (role_id) REFERENCES access.role(id) ON DELETE CASCADE;


--
-- Name: CONSTRAINT permission_role_fkey ON permission; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT permission_role_fkey ON access.permission IS 'There is no such role. | Такой роли нет.';


--
-- Name: session session_account_fkey; Type: FK CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.session
    ADD CONSTRAINT session_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT session_account_fkey ON session; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT session_account_fkey ON access.session IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: team_member team_member_account_fkey; Type: FK CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.team_member
    ADD CONSTRAINT team_member_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT team_member_account_fkey ON team_member; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT team_member_account_fkey ON access.team_member IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: team_member team_member_team_fkey; Type: FK CONSTRAINT; Schema: access; Owner: crm_owner
--

ALTER TABLE ONLY access.team_member
    ADD CONSTRAINT team_member_team_fkey FOREIGN KEY (team_id) REFERENCES access.team(id) ON DELETE CASCADE;


--
-- Name: CONSTRAINT team_member_team_fkey ON team_member; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON CONSTRAINT team_member_team_fkey ON access.team_member IS 'There is no such team. | Такой группы нет.';


--
-- Name: address address_country_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.address
    ADD CONSTRAINT address_country_fkey FOREIGN KEY (country) REFERENCES system.country(code);


--
-- Name: CONSTRAINT address_country_fkey ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT address_country_fkey ON clients.address IS 'There is no such country (ISO 3166-1, two letters). | Такой страны нет (ISO 3166-1, две буквы).';


--
-- Name: address address_party_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.address
    ADD CONSTRAINT address_party_fkey FOREIGN KEY (party_id) REFERENCES clients.party(id) ON DELETE CASCADE;


--
-- Name: CONSTRAINT address_party_fkey ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT address_party_fkey ON clients.address IS 'There is no such party. | Такого контрагента нет.';


--
-- Name: bank_account bank_account_currency_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.bank_account
    ADD CONSTRAINT bank_account_currency_fkey FOREIGN KEY (currency) REFERENCES system.currency(code);


--
-- Name: CONSTRAINT bank_account_currency_fkey ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT bank_account_currency_fkey ON clients.bank_account IS 'There is no such currency (ISO 4217). | Такой валюты нет (ISO 4217).';


--
-- Name: bank_account bank_account_party_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.bank_account
    ADD CONSTRAINT bank_account_party_fkey FOREIGN KEY (party_id) REFERENCES clients.party(id) ON DELETE CASCADE;


--
-- Name: CONSTRAINT bank_account_party_fkey ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT bank_account_party_fkey ON clients.bank_account IS 'There is no such party. | Такого контрагента нет.';


--
-- Name: channel channel_party_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.channel
    ADD CONSTRAINT channel_party_fkey FOREIGN KEY (party_id) REFERENCES clients.party(id) ON DELETE CASCADE;


--
-- Name: CONSTRAINT channel_party_fkey ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT channel_party_fkey ON clients.channel IS 'There is no such party. | Такого контрагента нет.';


--
-- Name: contact contact_company_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.contact
    ADD CONSTRAINT contact_company_fkey FOREIGN KEY (company_id) REFERENCES clients.party(id) ON DELETE CASCADE;


--
-- Name: CONSTRAINT contact_company_fkey ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT contact_company_fkey ON clients.contact IS 'There is no such company. | Такой организации нет.';


--
-- Name: contact contact_person_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.contact
    ADD CONSTRAINT contact_person_fkey FOREIGN KEY (person_id) REFERENCES clients.party(id);


--
-- Name: CONSTRAINT contact_person_fkey ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT contact_person_fkey ON clients.contact IS 'There is no such person. | Такого человека нет.';


--
-- Name: interaction interaction_department_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.interaction
    ADD CONSTRAINT interaction_department_fkey FOREIGN KEY (department_id) REFERENCES access.department(id);


--
-- Name: CONSTRAINT interaction_department_fkey ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_department_fkey ON clients.interaction IS 'There is no such department. | Такого отдела нет.';


--
-- Name: interaction interaction_owner_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.interaction
    ADD CONSTRAINT interaction_owner_fkey FOREIGN KEY (owner_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT interaction_owner_fkey ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_owner_fkey ON clients.interaction IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: interaction_participant interaction_participant_account_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.interaction_participant
    ADD CONSTRAINT interaction_participant_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT interaction_participant_account_fkey ON interaction_participant; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_participant_account_fkey ON clients.interaction_participant IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: interaction_participant interaction_participant_interaction_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.interaction_participant
    ADD CONSTRAINT interaction_participant_interaction_fkey FOREIGN KEY (interaction_id) REFERENCES clients.interaction(id) ON DELETE CASCADE;


--
-- Name: CONSTRAINT interaction_participant_interaction_fkey ON interaction_participant; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_participant_interaction_fkey ON clients.interaction_participant IS 'There is no such interaction. | Такого взаимодействия нет.';


--
-- Name: interaction_participant interaction_participant_party_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.interaction_participant
    ADD CONSTRAINT interaction_participant_party_fkey FOREIGN KEY (party_id) REFERENCES clients.party(id);


--
-- Name: CONSTRAINT interaction_participant_party_fkey ON interaction_participant; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_participant_party_fkey ON clients.interaction_participant IS 'There is no such party. | Такого контрагента нет.';


--
-- Name: interaction interaction_party_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.interaction
    ADD CONSTRAINT interaction_party_fkey FOREIGN KEY (party_id) REFERENCES clients.party(id);


--
-- Name: CONSTRAINT interaction_party_fkey ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT interaction_party_fkey ON clients.interaction IS 'There is no such party. | Такого контрагента нет.';


--
-- Name: party party_country_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party
    ADD CONSTRAINT party_country_fkey FOREIGN KEY (country) REFERENCES system.country(code);


--
-- Name: CONSTRAINT party_country_fkey ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_country_fkey ON clients.party IS 'There is no such country (ISO 3166-1, two letters). | Такой страны нет (ISO 3166-1, две буквы).';


--
-- Name: party party_currency_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party
    ADD CONSTRAINT party_currency_fkey FOREIGN KEY (currency) REFERENCES system.currency(code);


--
-- Name: CONSTRAINT party_currency_fkey ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_currency_fkey ON clients.party IS 'There is no such currency (ISO 4217). | Такой валюты нет (ISO 4217).';


--
-- Name: party party_department_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party
    ADD CONSTRAINT party_department_fkey FOREIGN KEY (department_id) REFERENCES access.department(id);


--
-- Name: CONSTRAINT party_department_fkey ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_department_fkey ON clients.party IS 'There is no such department. | Такого отдела нет.';


--
-- Name: party party_group_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party
    ADD CONSTRAINT party_group_fkey FOREIGN KEY (party_group_id) REFERENCES clients.party_group(id);


--
-- Name: CONSTRAINT party_group_fkey ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_group_fkey ON clients.party IS 'There is no such party group. | Такой группы контрагентов нет.';


--
-- Name: party_group party_group_parent_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party_group
    ADD CONSTRAINT party_group_parent_fkey FOREIGN KEY (parent_id) REFERENCES clients.party_group(id);


--
-- Name: CONSTRAINT party_group_parent_fkey ON party_group; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_group_parent_fkey ON clients.party_group IS 'There is no such group above. | Такой вышестоящей группы нет.';


--
-- Name: party party_owner_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party
    ADD CONSTRAINT party_owner_fkey FOREIGN KEY (owner_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT party_owner_fkey ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_owner_fkey ON clients.party IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: party party_parent_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party
    ADD CONSTRAINT party_parent_fkey FOREIGN KEY (parent_id) REFERENCES clients.party(id);


--
-- Name: CONSTRAINT party_parent_fkey ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_parent_fkey ON clients.party IS 'There is no such parent company. | Такой головной организации нет.';


--
-- Name: party_tag party_tag_party_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party_tag
    ADD CONSTRAINT party_tag_party_fkey FOREIGN KEY (party_id) REFERENCES clients.party(id) ON DELETE CASCADE;


--
-- Name: CONSTRAINT party_tag_party_fkey ON party_tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_tag_party_fkey ON clients.party_tag IS 'There is no such party. | Такого контрагента нет.';


--
-- Name: party_tag party_tag_tag_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.party_tag
    ADD CONSTRAINT party_tag_tag_fkey FOREIGN KEY (tag_id) REFERENCES clients.tag(id);


--
-- Name: CONSTRAINT party_tag_tag_fkey ON party_tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT party_tag_tag_fkey ON clients.party_tag IS 'There is no such tag, or parties still bear it. | Такой метки нет, либо она ещё стоит на контрагентах.';


--
-- Name: relation relation_other_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.relation
    ADD CONSTRAINT relation_other_fkey FOREIGN KEY (other_id) REFERENCES clients.party(id);


--
-- Name: CONSTRAINT relation_other_fkey ON relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT relation_other_fkey ON clients.relation IS 'There is no such other party. | Другого контрагента нет.';


--
-- Name: relation relation_party_fkey; Type: FK CONSTRAINT; Schema: clients; Owner: crm_owner
--

ALTER TABLE ONLY clients.relation
    ADD CONSTRAINT relation_party_fkey FOREIGN KEY (party_id) REFERENCES clients.party(id) ON DELETE CASCADE;


--
-- Name: CONSTRAINT relation_party_fkey ON relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON CONSTRAINT relation_party_fkey ON clients.relation IS 'There is no such party. | Такого контрагента нет.';


--
-- Name: content content_account_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.content
    ADD CONSTRAINT content_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT content_account_fkey ON content; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT content_account_fkey ON system.content IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: content_piece content_piece_content_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.content_piece
    ADD CONSTRAINT content_piece_content_fkey FOREIGN KEY (content_id) REFERENCES system.content(id) ON DELETE CASCADE;


--
-- Name: CONSTRAINT content_piece_content_fkey ON content_piece; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT content_piece_content_fkey ON system.content_piece IS 'There is no such content. | Такого содержимого нет.';


--
-- Name: custom_field custom_field_resource_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.custom_field
    ADD CONSTRAINT custom_field_resource_fkey FOREIGN KEY (resource) REFERENCES system.resource(name);


--
-- Name: CONSTRAINT custom_field_resource_fkey ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_resource_fkey ON system.custom_field IS 'There is no such resource. | Такого ресурса нет.';


--
-- Name: custom_field custom_field_target_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.custom_field
    ADD CONSTRAINT custom_field_target_fkey FOREIGN KEY (target) REFERENCES system.resource(name);


--
-- Name: CONSTRAINT custom_field_target_fkey ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT custom_field_target_fkey ON system.custom_field IS 'There is no such resource. | Такого ресурса нет.';


--
-- Name: delivery delivery_consumer_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.delivery
    ADD CONSTRAINT delivery_consumer_fkey FOREIGN KEY (consumer) REFERENCES system.consumer(name) ON DELETE CASCADE;


--
-- Name: CONSTRAINT delivery_consumer_fkey ON delivery; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT delivery_consumer_fkey ON system.delivery IS 'There is no such consumer. | Такого потребителя нет.';


--
-- Name: export export_account_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.export
    ADD CONSTRAINT export_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT export_account_fkey ON export; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT export_account_fkey ON system.export IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: file file_account_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.file
    ADD CONSTRAINT file_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT file_account_fkey ON file; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_account_fkey ON system.file IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: file file_content_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.file
    ADD CONSTRAINT file_content_fkey FOREIGN KEY (content_id) REFERENCES system.content(id);


--
-- Name: CONSTRAINT file_content_fkey ON file; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_content_fkey ON system.file IS 'There is no such content. | Такого содержимого нет.';


--
-- Name: file file_created_by_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.file
    ADD CONSTRAINT file_created_by_fkey FOREIGN KEY (created_by) REFERENCES access.account(id);


--
-- Name: CONSTRAINT file_created_by_fkey ON file; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_created_by_fkey ON system.file IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: file_download file_download_account_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.file_download
    ADD CONSTRAINT file_download_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT file_download_account_fkey ON file_download; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_download_account_fkey ON system.file_download IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: file_link file_link_created_by_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.file_link
    ADD CONSTRAINT file_link_created_by_fkey FOREIGN KEY (created_by) REFERENCES access.account(id);


--
-- Name: CONSTRAINT file_link_created_by_fkey ON file_link; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_link_created_by_fkey ON system.file_link IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: file_link file_link_file_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.file_link
    ADD CONSTRAINT file_link_file_fkey FOREIGN KEY (file_id) REFERENCES system.file(id);


--
-- Name: CONSTRAINT file_link_file_fkey ON file_link; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_link_file_fkey ON system.file_link IS 'There is no such file. | Такого файла нет.';


--
-- Name: file_link file_link_updated_by_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.file_link
    ADD CONSTRAINT file_link_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES access.account(id);


--
-- Name: CONSTRAINT file_link_updated_by_fkey ON file_link; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_link_updated_by_fkey ON system.file_link IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: file file_updated_by_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.file
    ADD CONSTRAINT file_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES access.account(id);


--
-- Name: CONSTRAINT file_updated_by_fkey ON file; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_updated_by_fkey ON system.file IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: file_version file_version_content_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.file_version
    ADD CONSTRAINT file_version_content_fkey FOREIGN KEY (content_id) REFERENCES system.content(id);


--
-- Name: CONSTRAINT file_version_content_fkey ON file_version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_version_content_fkey ON system.file_version IS 'There is no such content. | Такого содержимого нет.';


--
-- Name: file_version file_version_created_by_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.file_version
    ADD CONSTRAINT file_version_created_by_fkey FOREIGN KEY (created_by) REFERENCES access.account(id);


--
-- Name: CONSTRAINT file_version_created_by_fkey ON file_version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_version_created_by_fkey ON system.file_version IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: file_version file_version_file_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.file_version
    ADD CONSTRAINT file_version_file_fkey FOREIGN KEY (file_id) REFERENCES system.file(id) ON DELETE CASCADE;


--
-- Name: CONSTRAINT file_version_file_fkey ON file_version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT file_version_file_fkey ON system.file_version IS 'There is no such file. | Такого файла нет.';


--
-- Name: follow follow_account_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.follow
    ADD CONSTRAINT follow_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT follow_account_fkey ON follow; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT follow_account_fkey ON system.follow IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: idempotency idempotency_account_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.idempotency
    ADD CONSTRAINT idempotency_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT idempotency_account_fkey ON idempotency; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT idempotency_account_fkey ON system.idempotency IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: import import_account_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.import
    ADD CONSTRAINT import_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT import_account_fkey ON import; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT import_account_fkey ON system.import IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: import import_file_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.import
    ADD CONSTRAINT import_file_fkey FOREIGN KEY (file_id) REFERENCES system.file(id) ON DELETE SET NULL;


--
-- Name: CONSTRAINT import_file_fkey ON import; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT import_file_fkey ON system.import IS 'There is no such file. | Такого файла нет.';


--
-- Name: import import_job_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.import
    ADD CONSTRAINT import_job_fkey FOREIGN KEY (job_id) REFERENCES system.job(id) ON DELETE SET NULL;


--
-- Name: CONSTRAINT import_job_fkey ON import; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT import_job_fkey ON system.import IS 'There is no such job. | Такого задания нет.';


--
-- Name: import_mapping import_mapping_account_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.import_mapping
    ADD CONSTRAINT import_mapping_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT import_mapping_account_fkey ON import_mapping; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT import_mapping_account_fkey ON system.import_mapping IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: import_refusal import_refusal_import_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.import_refusal
    ADD CONSTRAINT import_refusal_import_fkey FOREIGN KEY (import_id) REFERENCES system.import(id) ON DELETE CASCADE;


--
-- Name: CONSTRAINT import_refusal_import_fkey ON import_refusal; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT import_refusal_import_fkey ON system.import_refusal IS 'There is no such import. | Такого импорта нет.';


--
-- Name: job job_account_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.job
    ADD CONSTRAINT job_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT job_account_fkey ON job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_account_fkey ON system.job IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: job_record job_record_job_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.job_record
    ADD CONSTRAINT job_record_job_fkey FOREIGN KEY (job_id) REFERENCES system.job(id) ON DELETE CASCADE;


--
-- Name: CONSTRAINT job_record_job_fkey ON job_record; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_record_job_fkey ON system.job_record IS 'There is no such job. | Такого задания нет.';


--
-- Name: job_refusal job_refusal_job_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.job_refusal
    ADD CONSTRAINT job_refusal_job_fkey FOREIGN KEY (job_id) REFERENCES system.job(id) ON DELETE CASCADE;


--
-- Name: CONSTRAINT job_refusal_job_fkey ON job_refusal; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_refusal_job_fkey ON system.job_refusal IS 'There is no such job. | Такого задания нет.';


--
-- Name: job_reversal job_reversal_job_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.job_reversal
    ADD CONSTRAINT job_reversal_job_fkey FOREIGN KEY (job_id) REFERENCES system.job(id) ON DELETE CASCADE;


--
-- Name: CONSTRAINT job_reversal_job_fkey ON job_reversal; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_reversal_job_fkey ON system.job_reversal IS 'There is no such job. | Такого задания нет.';


--
-- Name: job job_schedule_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.job
    ADD CONSTRAINT job_schedule_fkey FOREIGN KEY (schedule_id) REFERENCES system.schedule(id) ON DELETE SET NULL;


--
-- Name: CONSTRAINT job_schedule_fkey ON job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_schedule_fkey ON system.job IS 'There is no such schedule. | Такого расписания нет.';


--
-- Name: job job_session_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.job
    ADD CONSTRAINT job_session_fkey FOREIGN KEY (session_id) REFERENCES access.session(id) ON DELETE SET NULL;


--
-- Name: CONSTRAINT job_session_fkey ON job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT job_session_fkey ON system.job IS 'There is no such session. | Такого сеанса нет.';


--
-- Name: notification notification_account_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.notification
    ADD CONSTRAINT notification_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT notification_account_fkey ON notification; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT notification_account_fkey ON system.notification IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: notification notification_actor_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.notification
    ADD CONSTRAINT notification_actor_fkey FOREIGN KEY (actor_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT notification_actor_fkey ON notification; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT notification_actor_fkey ON system.notification IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: notification_mute notification_mute_account_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.notification_mute
    ADD CONSTRAINT notification_mute_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT notification_mute_account_fkey ON notification_mute; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT notification_mute_account_fkey ON system.notification_mute IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: schedule schedule_account_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.schedule
    ADD CONSTRAINT schedule_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT schedule_account_fkey ON schedule; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT schedule_account_fkey ON system.schedule IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: schedule schedule_created_by_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.schedule
    ADD CONSTRAINT schedule_created_by_fkey FOREIGN KEY (created_by) REFERENCES access.account(id);


--
-- Name: CONSTRAINT schedule_created_by_fkey ON schedule; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT schedule_created_by_fkey ON system.schedule IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: schedule schedule_updated_by_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.schedule
    ADD CONSTRAINT schedule_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES access.account(id);


--
-- Name: CONSTRAINT schedule_updated_by_fkey ON schedule; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT schedule_updated_by_fkey ON system.schedule IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: view view_account_fkey; Type: FK CONSTRAINT; Schema: system; Owner: crm_owner
--

ALTER TABLE ONLY system.view
    ADD CONSTRAINT view_account_fkey FOREIGN KEY (account_id) REFERENCES access.account(id);


--
-- Name: CONSTRAINT view_account_fkey ON view; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON CONSTRAINT view_account_fkey ON system.view IS 'There is no such account. | Такой учётной записи нет.';


--
-- Name: account; Type: ROW SECURITY; Schema: access; Owner: crm_owner
--

ALTER TABLE access.account ENABLE ROW LEVEL SECURITY;

--
-- Name: account account_delete; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY account_delete ON access.account FOR DELETE USING (( SELECT access.everything('accounts'::text, 'delete'::text) AS everything));


--
-- Name: POLICY account_delete ON account; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY account_delete ON access.account IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: account account_insert; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY account_insert ON access.account FOR INSERT WITH CHECK (( SELECT access.everything('accounts'::text, 'create'::text) AS everything));


--
-- Name: POLICY account_insert ON account; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY account_insert ON access.account IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: account account_named; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY account_named ON access.account FOR SELECT USING ((( SELECT access.account_id() AS account_id) IS NOT NULL));


--
-- Name: POLICY account_named ON account; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY account_named ON access.account IS 'Names of colleagues are no secret. | Имена коллег — не тайна.';


--
-- Name: account_role; Type: ROW SECURITY; Schema: access; Owner: crm_owner
--

ALTER TABLE access.account_role ENABLE ROW LEVEL SECURITY;

--
-- Name: account_role account_role_delete; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY account_role_delete ON access.account_role FOR DELETE USING (( SELECT access.everything('account_roles'::text, 'delete'::text) AS everything));


--
-- Name: POLICY account_role_delete ON account_role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY account_role_delete ON access.account_role IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: account_role account_role_insert; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY account_role_insert ON access.account_role FOR INSERT WITH CHECK (( SELECT access.everything('account_roles'::text, 'create'::text) AS everything));


--
-- Name: POLICY account_role_insert ON account_role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY account_role_insert ON access.account_role IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: account_role account_role_select; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY account_role_select ON access.account_role FOR SELECT USING ((( SELECT access.level('account_roles'::text, 'read'::text) AS level) > 0));


--
-- Name: POLICY account_role_select ON account_role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY account_role_select ON access.account_role IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: account_role account_role_update; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY account_role_update ON access.account_role FOR UPDATE USING (( SELECT access.everything('account_roles'::text, 'update'::text) AS everything)) WITH CHECK (( SELECT access.everything('account_roles'::text, 'update'::text) AS everything));


--
-- Name: POLICY account_role_update ON account_role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY account_role_update ON access.account_role IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: account account_select; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY account_select ON access.account FOR SELECT USING ((( SELECT access.level('accounts'::text, 'read'::text) AS level) > 0));


--
-- Name: POLICY account_select ON account; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY account_select ON access.account IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: account account_update; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY account_update ON access.account FOR UPDATE USING (( SELECT access.everything('accounts'::text, 'update'::text) AS everything)) WITH CHECK (( SELECT access.everything('accounts'::text, 'update'::text) AS everything));


--
-- Name: POLICY account_update ON account; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY account_update ON access.account IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: database_login; Type: ROW SECURITY; Schema: access; Owner: crm_owner
--

ALTER TABLE access.database_login ENABLE ROW LEVEL SECURITY;

--
-- Name: database_login database_login_nobody; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY database_login_nobody ON access.database_login FOR SELECT USING (false);


--
-- Name: POLICY database_login_nobody ON database_login; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY database_login_nobody ON access.database_login IS 'Only the accessors. | Только функции доступа.';


--
-- Name: department; Type: ROW SECURITY; Schema: access; Owner: crm_owner
--

ALTER TABLE access.department ENABLE ROW LEVEL SECURITY;

--
-- Name: department department_delete; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY department_delete ON access.department FOR DELETE USING (( SELECT access.everything('departments'::text, 'delete'::text) AS everything));


--
-- Name: POLICY department_delete ON department; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY department_delete ON access.department IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: department department_insert; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY department_insert ON access.department FOR INSERT WITH CHECK (( SELECT access.everything('departments'::text, 'create'::text) AS everything));


--
-- Name: POLICY department_insert ON department; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY department_insert ON access.department IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: department department_named; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY department_named ON access.department FOR SELECT USING ((( SELECT access.account_id() AS account_id) IS NOT NULL));


--
-- Name: POLICY department_named ON department; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY department_named ON access.department IS 'Names of departments are no secret. | Названия отделов — не тайна.';


--
-- Name: department department_select; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY department_select ON access.department FOR SELECT USING ((( SELECT access.level('departments'::text, 'read'::text) AS level) > 0));


--
-- Name: POLICY department_select ON department; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY department_select ON access.department IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: department department_update; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY department_update ON access.department FOR UPDATE USING (( SELECT access.everything('departments'::text, 'update'::text) AS everything)) WITH CHECK (( SELECT access.everything('departments'::text, 'update'::text) AS everything));


--
-- Name: POLICY department_update ON department; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY department_update ON access.department IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: device; Type: ROW SECURITY; Schema: access; Owner: crm_owner
--

ALTER TABLE access.device ENABLE ROW LEVEL SECURITY;

--
-- Name: device device_nobody; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY device_nobody ON access.device FOR SELECT USING (false);


--
-- Name: POLICY device_nobody ON device; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY device_nobody ON access.device IS 'Only the sign-in functions. | Только функции входа.';


--
-- Name: password; Type: ROW SECURITY; Schema: access; Owner: crm_owner
--

ALTER TABLE access.password ENABLE ROW LEVEL SECURITY;

--
-- Name: password password_nobody; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY password_nobody ON access.password FOR SELECT USING (false);


--
-- Name: POLICY password_nobody ON password; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY password_nobody ON access.password IS 'Only the sign-in functions. | Только функции входа.';


--
-- Name: permission; Type: ROW SECURITY; Schema: access; Owner: crm_owner
--

ALTER TABLE access.permission ENABLE ROW LEVEL SECURITY;

--
-- Name: permission permission_delete; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY permission_delete ON access.permission FOR DELETE USING (( SELECT access.everything('permissions'::text, 'delete'::text) AS everything));


--
-- Name: POLICY permission_delete ON permission; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY permission_delete ON access.permission IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: permission permission_insert; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY permission_insert ON access.permission FOR INSERT WITH CHECK (( SELECT access.everything('permissions'::text, 'create'::text) AS everything));


--
-- Name: POLICY permission_insert ON permission; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY permission_insert ON access.permission IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: permission permission_select; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY permission_select ON access.permission FOR SELECT USING ((( SELECT access.level('permissions'::text, 'read'::text) AS level) > 0));


--
-- Name: POLICY permission_select ON permission; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY permission_select ON access.permission IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: permission permission_update; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY permission_update ON access.permission FOR UPDATE USING (( SELECT access.everything('permissions'::text, 'update'::text) AS everything)) WITH CHECK (( SELECT access.everything('permissions'::text, 'update'::text) AS everything));


--
-- Name: POLICY permission_update ON permission; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY permission_update ON access.permission IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: role; Type: ROW SECURITY; Schema: access; Owner: crm_owner
--

ALTER TABLE access.role ENABLE ROW LEVEL SECURITY;

--
-- Name: role role_delete; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY role_delete ON access.role FOR DELETE USING (( SELECT access.everything('roles'::text, 'delete'::text) AS everything));


--
-- Name: POLICY role_delete ON role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY role_delete ON access.role IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: role role_insert; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY role_insert ON access.role FOR INSERT WITH CHECK (( SELECT access.everything('roles'::text, 'create'::text) AS everything));


--
-- Name: POLICY role_insert ON role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY role_insert ON access.role IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: role role_select; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY role_select ON access.role FOR SELECT USING ((( SELECT access.level('roles'::text, 'read'::text) AS level) > 0));


--
-- Name: POLICY role_select ON role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY role_select ON access.role IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: role role_update; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY role_update ON access.role FOR UPDATE USING (( SELECT access.everything('roles'::text, 'update'::text) AS everything)) WITH CHECK (( SELECT access.everything('roles'::text, 'update'::text) AS everything));


--
-- Name: POLICY role_update ON role; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY role_update ON access.role IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: session; Type: ROW SECURITY; Schema: access; Owner: crm_owner
--

ALTER TABLE access.session ENABLE ROW LEVEL SECURITY;

--
-- Name: session session_own; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY session_own ON access.session FOR SELECT TO crm_service, crm_limited, crm_reader USING (((token_hash = decode(NULLIF(current_setting('crm.token'::text, true), ''::text), 'hex'::text)) OR (account_id = (NULLIF(current_setting('crm.account'::text, true), ''::text))::bigint) OR (strpos(current_setting('crm.read'::text, true), ' sessions=5 '::text) > 0)));


--
-- Name: POLICY session_own ON session; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY session_own ON access.session IS 'One''s own sessions, and all for who may read them. | Свои сеансы, и все — для имеющих право.';


--
-- Name: sign_in_attempt; Type: ROW SECURITY; Schema: access; Owner: crm_owner
--

ALTER TABLE access.sign_in_attempt ENABLE ROW LEVEL SECURITY;

--
-- Name: sign_in_attempt sign_in_attempt_nobody; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY sign_in_attempt_nobody ON access.sign_in_attempt FOR SELECT USING (false);


--
-- Name: POLICY sign_in_attempt_nobody ON sign_in_attempt; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY sign_in_attempt_nobody ON access.sign_in_attempt IS 'Only the sign-in functions. | Только функции входа.';


--
-- Name: team; Type: ROW SECURITY; Schema: access; Owner: crm_owner
--

ALTER TABLE access.team ENABLE ROW LEVEL SECURITY;

--
-- Name: team team_delete; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY team_delete ON access.team FOR DELETE USING (( SELECT access.everything('teams'::text, 'delete'::text) AS everything));


--
-- Name: POLICY team_delete ON team; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY team_delete ON access.team IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: team team_insert; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY team_insert ON access.team FOR INSERT WITH CHECK (( SELECT access.everything('teams'::text, 'create'::text) AS everything));


--
-- Name: POLICY team_insert ON team; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY team_insert ON access.team IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: team_member; Type: ROW SECURITY; Schema: access; Owner: crm_owner
--

ALTER TABLE access.team_member ENABLE ROW LEVEL SECURITY;

--
-- Name: team_member team_member_delete; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY team_member_delete ON access.team_member FOR DELETE USING (( SELECT access.everything('team_members'::text, 'delete'::text) AS everything));


--
-- Name: POLICY team_member_delete ON team_member; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY team_member_delete ON access.team_member IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: team_member team_member_insert; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY team_member_insert ON access.team_member FOR INSERT WITH CHECK (( SELECT access.everything('team_members'::text, 'create'::text) AS everything));


--
-- Name: POLICY team_member_insert ON team_member; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY team_member_insert ON access.team_member IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: team_member team_member_select; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY team_member_select ON access.team_member FOR SELECT USING ((( SELECT access.level('team_members'::text, 'read'::text) AS level) > 0));


--
-- Name: POLICY team_member_select ON team_member; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY team_member_select ON access.team_member IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: team_member team_member_update; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY team_member_update ON access.team_member FOR UPDATE USING (( SELECT access.everything('team_members'::text, 'update'::text) AS everything)) WITH CHECK (( SELECT access.everything('team_members'::text, 'update'::text) AS everything));


--
-- Name: POLICY team_member_update ON team_member; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY team_member_update ON access.team_member IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: team team_select; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY team_select ON access.team FOR SELECT USING ((( SELECT access.level('teams'::text, 'read'::text) AS level) > 0));


--
-- Name: POLICY team_select ON team; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY team_select ON access.team IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: team team_update; Type: POLICY; Schema: access; Owner: crm_owner
--

CREATE POLICY team_update ON access.team FOR UPDATE USING (( SELECT access.everything('teams'::text, 'update'::text) AS everything)) WITH CHECK (( SELECT access.everything('teams'::text, 'update'::text) AS everything));


--
-- Name: POLICY team_update ON team; Type: COMMENT; Schema: access; Owner: crm_owner
--

COMMENT ON POLICY team_update ON access.team IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: change; Type: ROW SECURITY; Schema: audit; Owner: crm_owner
--

ALTER TABLE audit.change ENABLE ROW LEVEL SECURITY;

--
-- Name: change_default; Type: ROW SECURITY; Schema: audit; Owner: crm_owner
--

ALTER TABLE audit.change_default ENABLE ROW LEVEL SECURITY;

--
-- Name: change change_seen; Type: POLICY; Schema: audit; Owner: crm_owner
--

CREATE POLICY change_seen ON audit.change FOR SELECT USING ((( SELECT access.everything('history'::text, 'read'::text) AS everything) OR access.sees_history(table_name, record_id) OR access.sees_owned(table_name, parent_table, parent_id)));


--
-- Name: POLICY change_seen ON change; Type: COMMENT; Schema: audit; Owner: crm_owner
--

COMMENT ON POLICY change_seen ON audit.change IS 'The history of what the caller may see. | История того, что видит вызывающий.';


--
-- Name: address; Type: ROW SECURITY; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.address ENABLE ROW LEVEL SECURITY;

--
-- Name: address address_delete; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY address_delete ON clients.address FOR DELETE USING (((( SELECT access.level('addresses'::text, 'delete'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = address.party_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY address_delete ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY address_delete ON clients.address IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: address address_insert; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY address_insert ON clients.address FOR INSERT WITH CHECK (((( SELECT access.level('addresses'::text, 'create'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = address.party_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY address_insert ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY address_insert ON clients.address IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: address address_select; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY address_select ON clients.address FOR SELECT TO crm_service, crm_limited, crm_reader USING ((( SELECT (strpos(current_setting('crm.read'::text, true), ' addresses='::text) > 0)) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE (parent.id = address.party_id)))));


--
-- Name: POLICY address_select ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY address_select ON clients.address IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: address address_select_report; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY address_select_report ON clients.address FOR SELECT TO crm_report USING (((( SELECT access.level('addresses'::text, 'read'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE (parent.id = address.party_id)))));


--
-- Name: POLICY address_select_report ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY address_select_report ON clients.address IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: address address_update; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY address_update ON clients.address FOR UPDATE USING (((( SELECT access.level('addresses'::text, 'update'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = address.party_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[])))))))) WITH CHECK (((( SELECT access.level('addresses'::text, 'update'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = address.party_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY address_update ON address; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY address_update ON clients.address IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: bank_account; Type: ROW SECURITY; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.bank_account ENABLE ROW LEVEL SECURITY;

--
-- Name: bank_account bank_account_delete; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY bank_account_delete ON clients.bank_account FOR DELETE USING (((( SELECT access.level('bank_accounts'::text, 'delete'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = bank_account.party_id) AND (( SELECT access.everything('bank_accounts'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('bank_accounts'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('bank_accounts'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY bank_account_delete ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY bank_account_delete ON clients.bank_account IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: bank_account bank_account_insert; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY bank_account_insert ON clients.bank_account FOR INSERT WITH CHECK (((( SELECT access.level('bank_accounts'::text, 'create'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = bank_account.party_id) AND (( SELECT access.everything('bank_accounts'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('bank_accounts'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('bank_accounts'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY bank_account_insert ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY bank_account_insert ON clients.bank_account IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: bank_account bank_account_select; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY bank_account_select ON clients.bank_account FOR SELECT TO crm_service, crm_limited, crm_reader USING ((( SELECT (strpos(current_setting('crm.read'::text, true), ' bank_accounts='::text) > 0)) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE (parent.id = bank_account.party_id)))));


--
-- Name: POLICY bank_account_select ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY bank_account_select ON clients.bank_account IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: bank_account bank_account_select_report; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY bank_account_select_report ON clients.bank_account FOR SELECT TO crm_report USING (((( SELECT access.level('bank_accounts'::text, 'read'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE (parent.id = bank_account.party_id)))));


--
-- Name: POLICY bank_account_select_report ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY bank_account_select_report ON clients.bank_account IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: bank_account bank_account_update; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY bank_account_update ON clients.bank_account FOR UPDATE USING (((( SELECT access.level('bank_accounts'::text, 'update'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = bank_account.party_id) AND (( SELECT access.everything('bank_accounts'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('bank_accounts'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('bank_accounts'::text, 'update'::text) AS owners)::bigint[])))))))) WITH CHECK (((( SELECT access.level('bank_accounts'::text, 'update'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = bank_account.party_id) AND (( SELECT access.everything('bank_accounts'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('bank_accounts'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('bank_accounts'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY bank_account_update ON bank_account; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY bank_account_update ON clients.bank_account IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: channel; Type: ROW SECURITY; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.channel ENABLE ROW LEVEL SECURITY;

--
-- Name: channel channel_delete; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY channel_delete ON clients.channel FOR DELETE USING (((( SELECT access.level('channels'::text, 'delete'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = channel.party_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY channel_delete ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY channel_delete ON clients.channel IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: channel channel_insert; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY channel_insert ON clients.channel FOR INSERT WITH CHECK (((( SELECT access.level('channels'::text, 'create'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = channel.party_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY channel_insert ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY channel_insert ON clients.channel IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: channel channel_select; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY channel_select ON clients.channel FOR SELECT TO crm_service, crm_limited, crm_reader USING ((( SELECT (strpos(current_setting('crm.read'::text, true), ' channels='::text) > 0)) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE (parent.id = channel.party_id)))));


--
-- Name: POLICY channel_select ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY channel_select ON clients.channel IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: channel channel_select_report; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY channel_select_report ON clients.channel FOR SELECT TO crm_report USING (((( SELECT access.level('channels'::text, 'read'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE (parent.id = channel.party_id)))));


--
-- Name: POLICY channel_select_report ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY channel_select_report ON clients.channel IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: channel channel_update; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY channel_update ON clients.channel FOR UPDATE USING (((( SELECT access.level('channels'::text, 'update'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = channel.party_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[])))))))) WITH CHECK (((( SELECT access.level('channels'::text, 'update'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = channel.party_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY channel_update ON channel; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY channel_update ON clients.channel IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: contact; Type: ROW SECURITY; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.contact ENABLE ROW LEVEL SECURITY;

--
-- Name: contact contact_delete; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY contact_delete ON clients.contact FOR DELETE USING (((( SELECT access.level('contacts'::text, 'delete'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = contact.company_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY contact_delete ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY contact_delete ON clients.contact IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: contact contact_insert; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY contact_insert ON clients.contact FOR INSERT WITH CHECK (((( SELECT access.level('contacts'::text, 'create'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = contact.company_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY contact_insert ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY contact_insert ON clients.contact IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: contact contact_person_visible_insert; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY contact_person_visible_insert ON clients.contact AS RESTRICTIVE FOR INSERT WITH CHECK ((EXISTS ( SELECT
   FROM clients.party p
  WHERE (p.id = contact.person_id))));


--
-- Name: POLICY contact_person_visible_insert ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY contact_person_visible_insert ON clients.contact IS 'A person that one may not see cannot be named. | Нельзя указать человека, которого не видно.';


--
-- Name: contact contact_select; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY contact_select ON clients.contact FOR SELECT TO crm_service, crm_limited, crm_reader USING ((( SELECT (strpos(current_setting('crm.read'::text, true), ' contacts='::text) > 0)) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE (parent.id = contact.company_id)))));


--
-- Name: POLICY contact_select ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY contact_select ON clients.contact IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: contact contact_select_report; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY contact_select_report ON clients.contact FOR SELECT TO crm_report USING (((( SELECT access.level('contacts'::text, 'read'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE (parent.id = contact.company_id)))));


--
-- Name: POLICY contact_select_report ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY contact_select_report ON clients.contact IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: contact contact_update; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY contact_update ON clients.contact FOR UPDATE USING (((( SELECT access.level('contacts'::text, 'update'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = contact.company_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[])))))))) WITH CHECK (((( SELECT access.level('contacts'::text, 'update'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = contact.company_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY contact_update ON contact; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY contact_update ON clients.contact IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: interaction; Type: ROW SECURITY; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.interaction ENABLE ROW LEVEL SECURITY;

--
-- Name: interaction interaction_delete; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY interaction_delete ON clients.interaction FOR DELETE TO crm_service, crm_limited, crm_reader USING ((( SELECT (strpos(current_setting('crm.delete'::text, true), ' interactions=5 '::text) > 0)) OR (department_id = ANY (( SELECT access.departments('interactions'::text, 'delete'::text) AS departments)::bigint[])) OR (owner_id = ANY (( SELECT access.owners('interactions'::text, 'delete'::text) AS owners)::bigint[]))));


--
-- Name: POLICY interaction_delete ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY interaction_delete ON clients.interaction IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: interaction interaction_insert; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY interaction_insert ON clients.interaction FOR INSERT TO crm_service, crm_limited, crm_reader WITH CHECK ((( SELECT (strpos(current_setting('crm.create'::text, true), ' interactions=5 '::text) > 0)) OR (department_id = ANY (( SELECT access.departments('interactions'::text, 'create'::text) AS departments)::bigint[])) OR (owner_id = ANY (( SELECT access.owners('interactions'::text, 'create'::text) AS owners)::bigint[]))));


--
-- Name: POLICY interaction_insert ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY interaction_insert ON clients.interaction IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: interaction_participant; Type: ROW SECURITY; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.interaction_participant ENABLE ROW LEVEL SECURITY;

--
-- Name: interaction_participant interaction_participant_delete; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY interaction_participant_delete ON clients.interaction_participant FOR DELETE USING (((( SELECT access.level('interaction_participants'::text, 'delete'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.interaction parent
  WHERE ((parent.id = interaction_participant.interaction_id) AND (( SELECT access.everything('interactions'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('interactions'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('interactions'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY interaction_participant_delete ON interaction_participant; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY interaction_participant_delete ON clients.interaction_participant IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: interaction_participant interaction_participant_insert; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY interaction_participant_insert ON clients.interaction_participant FOR INSERT WITH CHECK (((( SELECT access.level('interaction_participants'::text, 'create'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.interaction parent
  WHERE ((parent.id = interaction_participant.interaction_id) AND (( SELECT access.everything('interactions'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('interactions'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('interactions'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY interaction_participant_insert ON interaction_participant; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY interaction_participant_insert ON clients.interaction_participant IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: interaction_participant interaction_participant_select; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY interaction_participant_select ON clients.interaction_participant FOR SELECT TO crm_service, crm_limited, crm_reader USING ((( SELECT (strpos(current_setting('crm.read'::text, true), ' interaction_participants='::text) > 0)) AND (EXISTS ( SELECT
   FROM clients.interaction parent
  WHERE (parent.id = interaction_participant.interaction_id)))));


--
-- Name: POLICY interaction_participant_select ON interaction_participant; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY interaction_participant_select ON clients.interaction_participant IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: interaction_participant interaction_participant_select_report; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY interaction_participant_select_report ON clients.interaction_participant FOR SELECT TO crm_report USING (((( SELECT access.level('interaction_participants'::text, 'read'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.interaction parent
  WHERE (parent.id = interaction_participant.interaction_id)))));


--
-- Name: POLICY interaction_participant_select_report ON interaction_participant; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY interaction_participant_select_report ON clients.interaction_participant IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: interaction_participant interaction_participant_update; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY interaction_participant_update ON clients.interaction_participant FOR UPDATE USING (((( SELECT access.level('interaction_participants'::text, 'update'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.interaction parent
  WHERE ((parent.id = interaction_participant.interaction_id) AND (( SELECT access.everything('interactions'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('interactions'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('interactions'::text, 'update'::text) AS owners)::bigint[])))))))) WITH CHECK (((( SELECT access.level('interaction_participants'::text, 'update'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.interaction parent
  WHERE ((parent.id = interaction_participant.interaction_id) AND (( SELECT access.everything('interactions'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('interactions'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('interactions'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY interaction_participant_update ON interaction_participant; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY interaction_participant_update ON clients.interaction_participant IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: interaction interaction_party_visible_insert; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY interaction_party_visible_insert ON clients.interaction AS RESTRICTIVE FOR INSERT WITH CHECK ((EXISTS ( SELECT
   FROM clients.party p
  WHERE (p.id = interaction.party_id))));


--
-- Name: POLICY interaction_party_visible_insert ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY interaction_party_visible_insert ON clients.interaction IS 'A party that one may not see cannot be named. | Нельзя указать контрагента, которого не видно.';


--
-- Name: interaction interaction_private; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY interaction_private ON clients.interaction AS RESTRICTIVE USING (((NOT private) OR (owner_id = ( SELECT access.account_id() AS account_id)) OR clients.takes_part(id)));


--
-- Name: POLICY interaction_private ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY interaction_private ON clients.interaction IS 'A private interaction is seen by its owner and participants only. | Личное взаимодействие видно только ответственному и участникам.';


--
-- Name: interaction interaction_select; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY interaction_select ON clients.interaction FOR SELECT TO crm_service, crm_limited, crm_reader USING ((( SELECT (strpos(current_setting('crm.read'::text, true), ' interactions=5 '::text) > 0)) OR (department_id = ANY (( SELECT access.departments('interactions'::text, 'read'::text) AS departments)::bigint[])) OR (owner_id = ANY (( SELECT access.owners('interactions'::text, 'read'::text) AS owners)::bigint[]))));


--
-- Name: POLICY interaction_select ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY interaction_select ON clients.interaction IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: interaction interaction_select_report; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY interaction_select_report ON clients.interaction FOR SELECT TO crm_report USING ((( SELECT access.everything('interactions'::text, 'read'::text) AS everything) OR (department_id = ANY (( SELECT access.departments('interactions'::text, 'read'::text) AS departments)::bigint[])) OR (owner_id = ANY (( SELECT access.owners('interactions'::text, 'read'::text) AS owners)::bigint[]))));


--
-- Name: POLICY interaction_select_report ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY interaction_select_report ON clients.interaction IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: interaction interaction_update; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY interaction_update ON clients.interaction FOR UPDATE TO crm_service, crm_limited, crm_reader USING ((( SELECT (strpos(current_setting('crm.update'::text, true), ' interactions=5 '::text) > 0)) OR (department_id = ANY (( SELECT access.departments('interactions'::text, 'update'::text) AS departments)::bigint[])) OR (owner_id = ANY (( SELECT access.owners('interactions'::text, 'update'::text) AS owners)::bigint[])))) WITH CHECK ((( SELECT (strpos(current_setting('crm.update'::text, true), ' interactions=5 '::text) > 0)) OR (department_id = ANY (( SELECT access.departments('interactions'::text, 'update'::text) AS departments)::bigint[])) OR (owner_id = ANY (( SELECT access.owners('interactions'::text, 'update'::text) AS owners)::bigint[]))));


--
-- Name: POLICY interaction_update ON interaction; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY interaction_update ON clients.interaction IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: party; Type: ROW SECURITY; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.party ENABLE ROW LEVEL SECURITY;

--
-- Name: party party_delete; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY party_delete ON clients.party FOR DELETE TO crm_service, crm_limited, crm_reader USING ((( SELECT (strpos(current_setting('crm.delete'::text, true), ' parties=5 '::text) > 0)) OR (department_id = ANY (( SELECT access.departments('parties'::text, 'delete'::text) AS departments)::bigint[])) OR (owner_id = ANY (( SELECT access.owners('parties'::text, 'delete'::text) AS owners)::bigint[]))));


--
-- Name: POLICY party_delete ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY party_delete ON clients.party IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: party_group; Type: ROW SECURITY; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.party_group ENABLE ROW LEVEL SECURITY;

--
-- Name: party_group party_group_delete; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY party_group_delete ON clients.party_group FOR DELETE USING (( SELECT access.everything('party_groups'::text, 'delete'::text) AS everything));


--
-- Name: POLICY party_group_delete ON party_group; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY party_group_delete ON clients.party_group IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: party_group party_group_insert; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY party_group_insert ON clients.party_group FOR INSERT WITH CHECK (( SELECT access.everything('party_groups'::text, 'create'::text) AS everything));


--
-- Name: POLICY party_group_insert ON party_group; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY party_group_insert ON clients.party_group IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: party_group party_group_select; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY party_group_select ON clients.party_group FOR SELECT USING ((( SELECT access.level('party_groups'::text, 'read'::text) AS level) > 0));


--
-- Name: POLICY party_group_select ON party_group; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY party_group_select ON clients.party_group IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: party_group party_group_update; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY party_group_update ON clients.party_group FOR UPDATE USING (( SELECT access.everything('party_groups'::text, 'update'::text) AS everything)) WITH CHECK (( SELECT access.everything('party_groups'::text, 'update'::text) AS everything));


--
-- Name: POLICY party_group_update ON party_group; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY party_group_update ON clients.party_group IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: party party_insert; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY party_insert ON clients.party FOR INSERT TO crm_service, crm_limited, crm_reader WITH CHECK ((( SELECT (strpos(current_setting('crm.create'::text, true), ' parties=5 '::text) > 0)) OR (department_id = ANY (( SELECT access.departments('parties'::text, 'create'::text) AS departments)::bigint[])) OR (owner_id = ANY (( SELECT access.owners('parties'::text, 'create'::text) AS owners)::bigint[]))));


--
-- Name: POLICY party_insert ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY party_insert ON clients.party IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: party party_parent_visible_insert; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY party_parent_visible_insert ON clients.party AS RESTRICTIVE FOR INSERT WITH CHECK (((parent_id IS NULL) OR access.sees('clients.party'::text, parent_id)));


--
-- Name: POLICY party_parent_visible_insert ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY party_parent_visible_insert ON clients.party IS 'A parent that one may not see cannot be named. | Нельзя указать головную организацию, которой не видно.';


--
-- Name: party party_select; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY party_select ON clients.party FOR SELECT TO crm_service, crm_limited, crm_reader USING ((( SELECT (strpos(current_setting('crm.read'::text, true), ' parties=5 '::text) > 0)) OR (department_id = ANY (( SELECT access.departments('parties'::text, 'read'::text) AS departments)::bigint[])) OR (owner_id = ANY (( SELECT access.owners('parties'::text, 'read'::text) AS owners)::bigint[]))));


--
-- Name: POLICY party_select ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY party_select ON clients.party IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: party party_select_report; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY party_select_report ON clients.party FOR SELECT TO crm_report USING ((( SELECT access.everything('parties'::text, 'read'::text) AS everything) OR (department_id = ANY (( SELECT access.departments('parties'::text, 'read'::text) AS departments)::bigint[])) OR (owner_id = ANY (( SELECT access.owners('parties'::text, 'read'::text) AS owners)::bigint[]))));


--
-- Name: POLICY party_select_report ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY party_select_report ON clients.party IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: party_tag; Type: ROW SECURITY; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.party_tag ENABLE ROW LEVEL SECURITY;

--
-- Name: party_tag party_tag_delete; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY party_tag_delete ON clients.party_tag FOR DELETE USING (((( SELECT access.level('party_tags'::text, 'delete'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = party_tag.party_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY party_tag_delete ON party_tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY party_tag_delete ON clients.party_tag IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: party_tag party_tag_insert; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY party_tag_insert ON clients.party_tag FOR INSERT WITH CHECK (((( SELECT access.level('party_tags'::text, 'create'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = party_tag.party_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY party_tag_insert ON party_tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY party_tag_insert ON clients.party_tag IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: party_tag party_tag_select; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY party_tag_select ON clients.party_tag FOR SELECT TO crm_service, crm_limited, crm_reader USING ((( SELECT (strpos(current_setting('crm.read'::text, true), ' party_tags='::text) > 0)) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE (parent.id = party_tag.party_id)))));


--
-- Name: POLICY party_tag_select ON party_tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY party_tag_select ON clients.party_tag IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: party_tag party_tag_select_report; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY party_tag_select_report ON clients.party_tag FOR SELECT TO crm_report USING (((( SELECT access.level('party_tags'::text, 'read'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE (parent.id = party_tag.party_id)))));


--
-- Name: POLICY party_tag_select_report ON party_tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY party_tag_select_report ON clients.party_tag IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: party_tag party_tag_update; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY party_tag_update ON clients.party_tag FOR UPDATE USING (((( SELECT access.level('party_tags'::text, 'update'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = party_tag.party_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[])))))))) WITH CHECK (((( SELECT access.level('party_tags'::text, 'update'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = party_tag.party_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY party_tag_update ON party_tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY party_tag_update ON clients.party_tag IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: party party_update; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY party_update ON clients.party FOR UPDATE TO crm_service, crm_limited, crm_reader USING ((( SELECT (strpos(current_setting('crm.update'::text, true), ' parties=5 '::text) > 0)) OR (department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[])))) WITH CHECK ((( SELECT (strpos(current_setting('crm.update'::text, true), ' parties=5 '::text) > 0)) OR (department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[]))));


--
-- Name: POLICY party_update ON party; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY party_update ON clients.party IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: relation; Type: ROW SECURITY; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.relation ENABLE ROW LEVEL SECURITY;

--
-- Name: relation relation_delete; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY relation_delete ON clients.relation FOR DELETE USING (((( SELECT access.level('relations'::text, 'delete'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = relation.party_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY relation_delete ON relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY relation_delete ON clients.relation IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: relation relation_insert; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY relation_insert ON clients.relation FOR INSERT WITH CHECK (((( SELECT access.level('relations'::text, 'create'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = relation.party_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY relation_insert ON relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY relation_insert ON clients.relation IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: relation relation_other_visible_insert; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY relation_other_visible_insert ON clients.relation AS RESTRICTIVE FOR INSERT WITH CHECK ((EXISTS ( SELECT
   FROM clients.party p
  WHERE (p.id = relation.other_id))));


--
-- Name: POLICY relation_other_visible_insert ON relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY relation_other_visible_insert ON clients.relation IS 'A party that one may not see cannot be named. | Нельзя указать контрагента, которого не видно.';


--
-- Name: relation relation_select; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY relation_select ON clients.relation FOR SELECT TO crm_service, crm_limited, crm_reader USING ((( SELECT (strpos(current_setting('crm.read'::text, true), ' relations='::text) > 0)) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE (parent.id = relation.party_id)))));


--
-- Name: POLICY relation_select ON relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY relation_select ON clients.relation IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: relation relation_select_report; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY relation_select_report ON clients.relation FOR SELECT TO crm_report USING (((( SELECT access.level('relations'::text, 'read'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE (parent.id = relation.party_id)))));


--
-- Name: POLICY relation_select_report ON relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY relation_select_report ON clients.relation IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: relation relation_update; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY relation_update ON clients.relation FOR UPDATE USING (((( SELECT access.level('relations'::text, 'update'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = relation.party_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[])))))))) WITH CHECK (((( SELECT access.level('relations'::text, 'update'::text) AS level) > 0) AND (EXISTS ( SELECT
   FROM clients.party parent
  WHERE ((parent.id = relation.party_id) AND (( SELECT access.everything('parties'::text, 'update'::text) AS everything) OR (parent.department_id = ANY (( SELECT access.departments('parties'::text, 'update'::text) AS departments)::bigint[])) OR (parent.owner_id = ANY (( SELECT access.owners('parties'::text, 'update'::text) AS owners)::bigint[]))))))));


--
-- Name: POLICY relation_update ON relation; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY relation_update ON clients.relation IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: tag; Type: ROW SECURITY; Schema: clients; Owner: crm_owner
--

ALTER TABLE clients.tag ENABLE ROW LEVEL SECURITY;

--
-- Name: tag tag_delete; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY tag_delete ON clients.tag FOR DELETE USING (( SELECT access.everything('tags'::text, 'delete'::text) AS everything));


--
-- Name: POLICY tag_delete ON tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY tag_delete ON clients.tag IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: tag tag_insert; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY tag_insert ON clients.tag FOR INSERT WITH CHECK (( SELECT access.everything('tags'::text, 'create'::text) AS everything));


--
-- Name: POLICY tag_insert ON tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY tag_insert ON clients.tag IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: tag tag_select; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY tag_select ON clients.tag FOR SELECT USING ((( SELECT access.level('tags'::text, 'read'::text) AS level) > 0));


--
-- Name: POLICY tag_select ON tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY tag_select ON clients.tag IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: tag tag_update; Type: POLICY; Schema: clients; Owner: crm_owner
--

CREATE POLICY tag_update ON clients.tag FOR UPDATE USING (( SELECT access.everything('tags'::text, 'update'::text) AS everything)) WITH CHECK (( SELECT access.everything('tags'::text, 'update'::text) AS everything));


--
-- Name: POLICY tag_update ON tag; Type: COMMENT; Schema: clients; Owner: crm_owner
--

COMMENT ON POLICY tag_update ON clients.tag IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: consumer; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.consumer ENABLE ROW LEVEL SECURITY;

--
-- Name: consumer consumer_nobody; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY consumer_nobody ON system.consumer FOR SELECT USING (false);


--
-- Name: POLICY consumer_nobody ON consumer; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY consumer_nobody ON system.consumer IS 'Only the functions that hand events on. | Только функции передачи событий.';


--
-- Name: content; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.content ENABLE ROW LEVEL SECURITY;

--
-- Name: content content_delete; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY content_delete ON system.content FOR DELETE USING ((account_id = ( SELECT access.account_id() AS account_id)));


--
-- Name: POLICY content_delete ON content; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY content_delete ON system.content IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: content content_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY content_insert ON system.content FOR INSERT WITH CHECK (((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.level('files'::text, 'create'::text) AS level) > 0)));


--
-- Name: POLICY content_insert ON content; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY content_insert ON system.content IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: content_piece; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.content_piece ENABLE ROW LEVEL SECURITY;

--
-- Name: content_piece content_piece_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY content_piece_insert ON system.content_piece FOR INSERT WITH CHECK ((EXISTS ( SELECT
   FROM system.content c
  WHERE ((c.id = content_piece.content_id) AND (c.account_id = ( SELECT access.account_id() AS account_id))))));


--
-- Name: POLICY content_piece_insert ON content_piece; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY content_piece_insert ON system.content_piece IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: content_piece content_piece_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY content_piece_select ON system.content_piece FOR SELECT USING ((EXISTS ( SELECT
   FROM system.content c
  WHERE (c.id = content_piece.content_id))));


--
-- Name: POLICY content_piece_select ON content_piece; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY content_piece_select ON system.content_piece IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: content content_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY content_select ON system.content FOR SELECT USING (((account_id = ( SELECT access.account_id() AS account_id)) OR (EXISTS ( SELECT
   FROM system.file_version v
  WHERE (v.content_id = content.id)))));


--
-- Name: POLICY content_select ON content; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY content_select ON system.content IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: country; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.country ENABLE ROW LEVEL SECURITY;

--
-- Name: country country_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY country_select ON system.country FOR SELECT USING ((( SELECT access.account_id() AS account_id) IS NOT NULL));


--
-- Name: POLICY country_select ON country; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY country_select ON system.country IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: currency; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.currency ENABLE ROW LEVEL SECURITY;

--
-- Name: currency currency_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY currency_select ON system.currency FOR SELECT USING ((( SELECT access.account_id() AS account_id) IS NOT NULL));


--
-- Name: POLICY currency_select ON currency; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY currency_select ON system.currency IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: custom_field; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.custom_field ENABLE ROW LEVEL SECURITY;

--
-- Name: custom_field custom_field_delete; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY custom_field_delete ON system.custom_field FOR DELETE USING (( SELECT access.everything('custom_fields'::text, 'delete'::text) AS everything));


--
-- Name: POLICY custom_field_delete ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY custom_field_delete ON system.custom_field IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: custom_field custom_field_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY custom_field_insert ON system.custom_field FOR INSERT WITH CHECK (( SELECT access.everything('custom_fields'::text, 'create'::text) AS everything));


--
-- Name: POLICY custom_field_insert ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY custom_field_insert ON system.custom_field IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: custom_field custom_field_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY custom_field_select ON system.custom_field FOR SELECT USING ((( SELECT access.level('custom_fields'::text, 'read'::text) AS level) > 0));


--
-- Name: POLICY custom_field_select ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY custom_field_select ON system.custom_field IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: custom_field custom_field_update; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY custom_field_update ON system.custom_field FOR UPDATE USING (( SELECT access.everything('custom_fields'::text, 'update'::text) AS everything)) WITH CHECK (( SELECT access.everything('custom_fields'::text, 'update'::text) AS everything));


--
-- Name: POLICY custom_field_update ON custom_field; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY custom_field_update ON system.custom_field IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: delivery; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.delivery ENABLE ROW LEVEL SECURITY;

--
-- Name: delivery delivery_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY delivery_select ON system.delivery FOR SELECT USING (( SELECT access.everything('deliveries'::text, 'read'::text) AS everything));


--
-- Name: POLICY delivery_select ON delivery; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY delivery_select ON system.delivery IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: event; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.event ENABLE ROW LEVEL SECURITY;

--
-- Name: event_floor; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.event_floor ENABLE ROW LEVEL SECURITY;

--
-- Name: event_floor event_floor_nobody; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY event_floor_nobody ON system.event_floor FOR SELECT USING (false);


--
-- Name: POLICY event_floor_nobody ON event_floor; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY event_floor_nobody ON system.event_floor IS 'Only the functions that hand events on. | Только функции передачи событий.';


--
-- Name: event event_nobody; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY event_nobody ON system.event FOR SELECT USING (false);


--
-- Name: POLICY event_nobody ON event; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY event_nobody ON system.event IS 'Only the functions that hand events on. | Только функции передачи событий.';


--
-- Name: export; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.export ENABLE ROW LEVEL SECURITY;

--
-- Name: export export_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY export_insert ON system.export FOR INSERT WITH CHECK ((account_id = ( SELECT access.account_id() AS account_id)));


--
-- Name: POLICY export_insert ON export; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY export_insert ON system.export IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: export export_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY export_select ON system.export FOR SELECT USING ((((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.owns('exports'::text) AS owns) OR (narrowed <@ ( SELECT access.narrowed() AS narrowed)))) OR ( SELECT access.everything('exports'::text, 'read'::text) AS everything)));


--
-- Name: POLICY export_select ON export; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY export_select ON system.export IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: export export_update; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY export_update ON system.export FOR UPDATE USING (((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.owns('exports'::text) AS owns) OR (narrowed <@ ( SELECT access.narrowed() AS narrowed))))) WITH CHECK ((account_id = ( SELECT access.account_id() AS account_id)));


--
-- Name: POLICY export_update ON export; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY export_update ON system.export IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: file; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.file ENABLE ROW LEVEL SECURITY;

--
-- Name: file file_delete; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY file_delete ON system.file FOR DELETE USING (((( SELECT access.level('files'::text, 'delete'::text) AS level) > 0) AND (account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.owns('files'::text) AS owns) OR (narrowed <@ ( SELECT access.narrowed() AS narrowed)))));


--
-- Name: POLICY file_delete ON file; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY file_delete ON system.file IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: file_download; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.file_download ENABLE ROW LEVEL SECURITY;

--
-- Name: file_download file_download_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY file_download_insert ON system.file_download FOR INSERT WITH CHECK (((account_id = ( SELECT access.account_id() AS account_id)) AND (EXISTS ( SELECT
   FROM system.file_version v
  WHERE ((v.file_id = file_download.file_id) AND (v.number = file_download.number))))));


--
-- Name: POLICY file_download_insert ON file_download; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY file_download_insert ON system.file_download IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: file_download file_download_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY file_download_select ON system.file_download FOR SELECT USING (( SELECT access.everything('file_downloads'::text, 'read'::text) AS everything));


--
-- Name: POLICY file_download_select ON file_download; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY file_download_select ON system.file_download IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: file file_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY file_insert ON system.file FOR INSERT WITH CHECK (((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.level('files'::text, 'create'::text) AS level) > 0)));


--
-- Name: POLICY file_insert ON file; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY file_insert ON system.file IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: file_link; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.file_link ENABLE ROW LEVEL SECURITY;

--
-- Name: file_link file_link_delete; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY file_link_delete ON system.file_link FOR DELETE USING (((( SELECT access.level('file_links'::text, 'delete'::text) AS level) > 0) AND access.changes(table_name, record_id)));


--
-- Name: POLICY file_link_delete ON file_link; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY file_link_delete ON system.file_link IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: file_link file_link_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY file_link_insert ON system.file_link FOR INSERT WITH CHECK (((( SELECT access.level('file_links'::text, 'create'::text) AS level) > 0) AND system.may_link(file_id) AND access.changes(table_name, record_id)));


--
-- Name: POLICY file_link_insert ON file_link; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY file_link_insert ON system.file_link IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: file_link file_link_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY file_link_select ON system.file_link FOR SELECT USING (
CASE
    WHEN system.looks_ended() THEN (id IN ( SELECT s.id
       FROM system.seen_links() s(id, file_id)))
    ELSE system.look(table_name, record_id)
END);


--
-- Name: POLICY file_link_select ON file_link; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY file_link_select ON system.file_link IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: file_link file_link_update; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY file_link_update ON system.file_link FOR UPDATE USING (((( SELECT access.level('file_links'::text, 'update'::text) AS level) > 0) AND access.changes(table_name, record_id))) WITH CHECK (((( SELECT access.level('file_links'::text, 'update'::text) AS level) > 0) AND access.changes(table_name, record_id)));


--
-- Name: POLICY file_link_update ON file_link; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY file_link_update ON system.file_link IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: file file_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY file_select ON system.file FOR SELECT USING (
CASE
    WHEN system.looks_ended() THEN (id IN ( SELECT system.seen_files() AS seen_files))
    ELSE (((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.owns('files'::text) AS owns) OR (narrowed <@ ( SELECT access.narrowed() AS narrowed))) AND (NOT system.is_linked(id))) OR system.sees_file(id))
END);


--
-- Name: POLICY file_select ON file; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY file_select ON system.file IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: file file_update; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY file_update ON system.file FOR UPDATE USING (((( SELECT access.level('files'::text, 'update'::text) AS level) > 0) AND (system.changes_file(id) OR ((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.owns('files'::text) AS owns) OR (narrowed <@ ( SELECT access.narrowed() AS narrowed))) AND (NOT system.is_linked(id)))))) WITH CHECK (((( SELECT access.level('files'::text, 'update'::text) AS level) > 0) AND (system.changes_file(id) OR ((account_id = ( SELECT access.account_id() AS account_id)) AND (NOT system.is_linked(id))))));


--
-- Name: POLICY file_update ON file; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY file_update ON system.file IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: file_version; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.file_version ENABLE ROW LEVEL SECURITY;

--
-- Name: file_version file_version_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY file_version_select ON system.file_version FOR SELECT USING (
CASE
    WHEN system.looks_ended() THEN (file_id IN ( SELECT system.seen_files() AS seen_files))
    ELSE system.sees_versions(file_id)
END);


--
-- Name: POLICY file_version_select ON file_version; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY file_version_select ON system.file_version IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: follow; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.follow ENABLE ROW LEVEL SECURITY;

--
-- Name: follow follow_delete; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY follow_delete ON system.follow FOR DELETE USING (((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.level('follows'::text, 'delete'::text) AS level) > 0)));


--
-- Name: POLICY follow_delete ON follow; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY follow_delete ON system.follow IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: follow follow_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY follow_insert ON system.follow FOR INSERT WITH CHECK (((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.level('follows'::text, 'create'::text) AS level) > 0)));


--
-- Name: POLICY follow_insert ON follow; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY follow_insert ON system.follow IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: follow follow_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY follow_select ON system.follow FOR SELECT USING (((account_id = ( SELECT access.account_id() AS account_id)) AND ( SELECT access.owns('follows'::text) AS owns)));


--
-- Name: POLICY follow_select ON follow; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY follow_select ON system.follow IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: idempotency; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.idempotency ENABLE ROW LEVEL SECURITY;

--
-- Name: idempotency idempotency_delete; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY idempotency_delete ON system.idempotency FOR DELETE USING ((account_id = ( SELECT access.account_id() AS account_id)));


--
-- Name: POLICY idempotency_delete ON idempotency; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY idempotency_delete ON system.idempotency IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: idempotency idempotency_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY idempotency_insert ON system.idempotency FOR INSERT WITH CHECK ((account_id = ( SELECT access.account_id() AS account_id)));


--
-- Name: POLICY idempotency_insert ON idempotency; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY idempotency_insert ON system.idempotency IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: idempotency idempotency_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY idempotency_select ON system.idempotency FOR SELECT USING ((account_id = ( SELECT access.account_id() AS account_id)));


--
-- Name: POLICY idempotency_select ON idempotency; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY idempotency_select ON system.idempotency IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: import; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.import ENABLE ROW LEVEL SECURITY;

--
-- Name: import import_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY import_insert ON system.import FOR INSERT WITH CHECK ((account_id = ( SELECT access.account_id() AS account_id)));


--
-- Name: POLICY import_insert ON import; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY import_insert ON system.import IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: import_mapping; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.import_mapping ENABLE ROW LEVEL SECURITY;

--
-- Name: import_mapping import_mapping_delete; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY import_mapping_delete ON system.import_mapping FOR DELETE USING ((((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.level('import_mappings'::text, 'delete'::text) AS level) > 0)) OR ( SELECT access.everything('import_mappings'::text, 'delete'::text) AS everything)));


--
-- Name: POLICY import_mapping_delete ON import_mapping; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY import_mapping_delete ON system.import_mapping IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: import_mapping import_mapping_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY import_mapping_insert ON system.import_mapping FOR INSERT WITH CHECK (((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.level('import_mappings'::text, 'create'::text) AS level) > 0)));


--
-- Name: POLICY import_mapping_insert ON import_mapping; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY import_mapping_insert ON system.import_mapping IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: import_mapping import_mapping_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY import_mapping_select ON system.import_mapping FOR SELECT USING (((( SELECT access.owns('import_mappings'::text) AS owns) AND ((account_id = ( SELECT access.account_id() AS account_id)) OR (role_ids && ( SELECT access.role_ids() AS role_ids)))) OR ( SELECT access.everything('import_mappings'::text, 'read'::text) AS everything)));


--
-- Name: POLICY import_mapping_select ON import_mapping; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY import_mapping_select ON system.import_mapping IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: import_mapping import_mapping_update; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY import_mapping_update ON system.import_mapping FOR UPDATE USING ((((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.level('import_mappings'::text, 'update'::text) AS level) > 0)) OR ( SELECT access.everything('import_mappings'::text, 'update'::text) AS everything))) WITH CHECK ((((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.level('import_mappings'::text, 'update'::text) AS level) > 0)) OR ( SELECT access.everything('import_mappings'::text, 'update'::text) AS everything)));


--
-- Name: POLICY import_mapping_update ON import_mapping; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY import_mapping_update ON system.import_mapping IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: import_refusal; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.import_refusal ENABLE ROW LEVEL SECURITY;

--
-- Name: import_refusal import_refusal_delete; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY import_refusal_delete ON system.import_refusal FOR DELETE USING ((EXISTS ( SELECT
   FROM system.import i
  WHERE ((i.id = import_refusal.import_id) AND i.dry_run AND (i.account_id = ( SELECT access.account_id() AS account_id))))));


--
-- Name: POLICY import_refusal_delete ON import_refusal; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY import_refusal_delete ON system.import_refusal IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: import_refusal import_refusal_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY import_refusal_insert ON system.import_refusal FOR INSERT WITH CHECK ((EXISTS ( SELECT
   FROM system.import i
  WHERE ((i.id = import_refusal.import_id) AND (i.account_id = ( SELECT access.account_id() AS account_id))))));


--
-- Name: POLICY import_refusal_insert ON import_refusal; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY import_refusal_insert ON system.import_refusal IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: import_refusal import_refusal_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY import_refusal_select ON system.import_refusal FOR SELECT USING ((EXISTS ( SELECT
   FROM system.import i
  WHERE (i.id = import_refusal.import_id))));


--
-- Name: POLICY import_refusal_select ON import_refusal; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY import_refusal_select ON system.import_refusal IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: import import_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY import_select ON system.import FOR SELECT USING ((((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.owns('imports'::text) AS owns) OR (narrowed <@ ( SELECT access.narrowed() AS narrowed)))) OR ( SELECT access.everything('imports'::text, 'read'::text) AS everything)));


--
-- Name: POLICY import_select ON import; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY import_select ON system.import IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: import import_update; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY import_update ON system.import FOR UPDATE USING (((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.owns('imports'::text) AS owns) OR (narrowed <@ ( SELECT access.narrowed() AS narrowed))))) WITH CHECK ((account_id = ( SELECT access.account_id() AS account_id)));


--
-- Name: POLICY import_update ON import; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY import_update ON system.import IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: job; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.job ENABLE ROW LEVEL SECURITY;

--
-- Name: job job_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY job_insert ON system.job FOR INSERT WITH CHECK ((account_id = ( SELECT access.account_id() AS account_id)));


--
-- Name: POLICY job_insert ON job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY job_insert ON system.job IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: job_record; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.job_record ENABLE ROW LEVEL SECURITY;

--
-- Name: job_record job_record_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY job_record_insert ON system.job_record FOR INSERT WITH CHECK ((EXISTS ( SELECT
   FROM system.job j
  WHERE ((j.id = job_record.job_id) AND (j.account_id = ( SELECT access.account_id() AS account_id)) AND (j.xmin = (pg_current_xact_id())::xid)))));


--
-- Name: POLICY job_record_insert ON job_record; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY job_record_insert ON system.job_record IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: job_record job_record_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY job_record_select ON system.job_record FOR SELECT USING ((EXISTS ( SELECT
   FROM system.job j
  WHERE (j.id = job_record.job_id))));


--
-- Name: POLICY job_record_select ON job_record; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY job_record_select ON system.job_record IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: job_refusal; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.job_refusal ENABLE ROW LEVEL SECURITY;

--
-- Name: job_refusal job_refusal_delete; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY job_refusal_delete ON system.job_refusal FOR DELETE USING ((EXISTS ( SELECT
   FROM system.job j
  WHERE ((j.id = job_refusal.job_id) AND (j.state = 'running'::text) AND (j.account_id = ( SELECT access.account_id() AS account_id))))));


--
-- Name: POLICY job_refusal_delete ON job_refusal; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY job_refusal_delete ON system.job_refusal IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: job_refusal job_refusal_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY job_refusal_insert ON system.job_refusal FOR INSERT WITH CHECK ((EXISTS ( SELECT
   FROM system.job j
  WHERE ((j.id = job_refusal.job_id) AND (j.state = 'running'::text) AND (j.account_id = ( SELECT access.account_id() AS account_id))))));


--
-- Name: POLICY job_refusal_insert ON job_refusal; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY job_refusal_insert ON system.job_refusal IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: job_refusal job_refusal_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY job_refusal_select ON system.job_refusal FOR SELECT USING ((EXISTS ( SELECT
   FROM system.job j
  WHERE (j.id = job_refusal.job_id))));


--
-- Name: POLICY job_refusal_select ON job_refusal; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY job_refusal_select ON system.job_refusal IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: job_reversal; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.job_reversal ENABLE ROW LEVEL SECURITY;

--
-- Name: job_reversal job_reversal_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY job_reversal_select ON system.job_reversal FOR SELECT USING ((EXISTS ( SELECT
   FROM system.job j
  WHERE (j.id = job_reversal.job_id))));


--
-- Name: POLICY job_reversal_select ON job_reversal; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY job_reversal_select ON system.job_reversal IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: job job_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY job_select ON system.job FOR SELECT USING ((((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.owns('jobs'::text) AS owns) OR (narrowed <@ ( SELECT access.narrowed() AS narrowed)))) OR ( SELECT access.everything('jobs'::text, 'read'::text) AS everything)));


--
-- Name: POLICY job_select ON job; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY job_select ON system.job IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: migration; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.migration ENABLE ROW LEVEL SECURITY;

--
-- Name: migration migration_all; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY migration_all ON system.migration FOR SELECT USING (true);


--
-- Name: POLICY migration_all ON migration; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY migration_all ON system.migration IS 'The schema''s version is no secret. | Версия схемы — не тайна.';


--
-- Name: notification; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.notification ENABLE ROW LEVEL SECURITY;

--
-- Name: notification_mute; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.notification_mute ENABLE ROW LEVEL SECURITY;

--
-- Name: notification_mute notification_mute_delete; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY notification_mute_delete ON system.notification_mute FOR DELETE USING (((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.level('notification_mutes'::text, 'delete'::text) AS level) > 0)));


--
-- Name: POLICY notification_mute_delete ON notification_mute; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY notification_mute_delete ON system.notification_mute IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: notification_mute notification_mute_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY notification_mute_insert ON system.notification_mute FOR INSERT WITH CHECK (((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.level('notification_mutes'::text, 'create'::text) AS level) > 0)));


--
-- Name: POLICY notification_mute_insert ON notification_mute; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY notification_mute_insert ON system.notification_mute IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: notification_mute notification_mute_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY notification_mute_select ON system.notification_mute FOR SELECT USING (((account_id = ( SELECT access.account_id() AS account_id)) AND ( SELECT access.owns('notification_mutes'::text) AS owns)));


--
-- Name: POLICY notification_mute_select ON notification_mute; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY notification_mute_select ON system.notification_mute IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: notification notification_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY notification_select ON system.notification FOR SELECT USING (((account_id = ( SELECT access.account_id() AS account_id)) AND ( SELECT access.owns('notifications'::text) AS owns) AND
CASE action
    WHEN 'delete'::text THEN system.sees_end(kind, resource)
    ELSE (id IN ( SELECT system.seen_notifications() AS seen_notifications))
END));


--
-- Name: POLICY notification_select ON notification; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY notification_select ON system.notification IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: notification notification_update; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY notification_update ON system.notification FOR UPDATE USING (((account_id = ( SELECT access.account_id() AS account_id)) AND ( SELECT access.owns('notifications'::text) AS owns))) WITH CHECK ((account_id = ( SELECT access.account_id() AS account_id)));


--
-- Name: POLICY notification_update ON notification; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY notification_update ON system.notification IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: resource; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.resource ENABLE ROW LEVEL SECURITY;

--
-- Name: resource resource_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY resource_select ON system.resource FOR SELECT USING ((( SELECT access.account_id() AS account_id) IS NOT NULL));


--
-- Name: POLICY resource_select ON resource; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY resource_select ON system.resource IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: schedule; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.schedule ENABLE ROW LEVEL SECURITY;

--
-- Name: schedule schedule_delete; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY schedule_delete ON system.schedule FOR DELETE USING (( SELECT access.everything('schedules'::text, 'delete'::text) AS everything));


--
-- Name: POLICY schedule_delete ON schedule; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY schedule_delete ON system.schedule IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: schedule schedule_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY schedule_insert ON system.schedule FOR INSERT WITH CHECK (( SELECT access.everything('schedules'::text, 'create'::text) AS everything));


--
-- Name: POLICY schedule_insert ON schedule; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY schedule_insert ON system.schedule IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: schedule schedule_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY schedule_select ON system.schedule FOR SELECT USING ((( SELECT access.level('schedules'::text, 'read'::text) AS level) > 0));


--
-- Name: POLICY schedule_select ON schedule; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY schedule_select ON system.schedule IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: schedule schedule_update; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY schedule_update ON system.schedule FOR UPDATE USING (( SELECT access.everything('schedules'::text, 'update'::text) AS everything)) WITH CHECK (( SELECT access.everything('schedules'::text, 'update'::text) AS everything));


--
-- Name: POLICY schedule_update ON schedule; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY schedule_update ON system.schedule IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: sweep_place; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.sweep_place ENABLE ROW LEVEL SECURITY;

--
-- Name: sweep_place sweep_place_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY sweep_place_select ON system.sweep_place FOR SELECT USING (false);


--
-- Name: POLICY sweep_place_select ON sweep_place; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY sweep_place_select ON system.sweep_place IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: view; Type: ROW SECURITY; Schema: system; Owner: crm_owner
--

ALTER TABLE system.view ENABLE ROW LEVEL SECURITY;

--
-- Name: view view_delete; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY view_delete ON system.view FOR DELETE USING ((((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.level('views'::text, 'delete'::text) AS level) > 0)) OR ( SELECT access.everything('views'::text, 'delete'::text) AS everything)));


--
-- Name: POLICY view_delete ON view; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY view_delete ON system.view IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: view view_insert; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY view_insert ON system.view FOR INSERT WITH CHECK (((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.level('views'::text, 'create'::text) AS level) > 0)));


--
-- Name: POLICY view_insert ON view; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY view_insert ON system.view IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: view view_select; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY view_select ON system.view FOR SELECT USING (((( SELECT access.owns('views'::text) AS owns) AND ((account_id = ( SELECT access.account_id() AS account_id)) OR (role_ids && ( SELECT access.role_ids() AS role_ids)))) OR ( SELECT access.everything('views'::text, 'read'::text) AS everything)));


--
-- Name: POLICY view_select ON view; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY view_select ON system.view IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: view view_update; Type: POLICY; Schema: system; Owner: crm_owner
--

CREATE POLICY view_update ON system.view FOR UPDATE USING ((((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.level('views'::text, 'update'::text) AS level) > 0)) OR ( SELECT access.everything('views'::text, 'update'::text) AS everything))) WITH CHECK ((((account_id = ( SELECT access.account_id() AS account_id)) AND (( SELECT access.level('views'::text, 'update'::text) AS level) > 0)) OR ( SELECT access.everything('views'::text, 'update'::text) AS everything)));


--
-- Name: POLICY view_update ON view; Type: COMMENT; Schema: system; Owner: crm_owner
--

COMMENT ON POLICY view_update ON system.view IS 'Rows that the caller''s rights reach. | Строки, на которые распространяются права вызывающего.';


--
-- Name: SCHEMA access; Type: ACL; Schema: -; Owner: crm_owner
--

GRANT USAGE ON SCHEMA access TO crm_service;
GRANT USAGE ON SCHEMA access TO crm_limited;
GRANT USAGE ON SCHEMA access TO crm_reader;
GRANT USAGE ON SCHEMA access TO crm_report;
GRANT USAGE ON SCHEMA access TO crm_monitor;


--
-- Name: SCHEMA audit; Type: ACL; Schema: -; Owner: crm_owner
--

GRANT USAGE ON SCHEMA audit TO crm_service;
GRANT USAGE ON SCHEMA audit TO crm_limited;
GRANT USAGE ON SCHEMA audit TO crm_reader;
GRANT USAGE ON SCHEMA audit TO crm_report;
GRANT USAGE ON SCHEMA audit TO crm_monitor;


--
-- Name: SCHEMA clients; Type: ACL; Schema: -; Owner: crm_owner
--

GRANT USAGE ON SCHEMA clients TO crm_service;
GRANT USAGE ON SCHEMA clients TO crm_limited;
GRANT USAGE ON SCHEMA clients TO crm_reader;
GRANT USAGE ON SCHEMA clients TO crm_report;
GRANT USAGE ON SCHEMA clients TO crm_monitor;


--
-- Name: SCHEMA ext; Type: ACL; Schema: -; Owner: crm_owner
--

GRANT USAGE ON SCHEMA ext TO PUBLIC;


--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: pg_database_owner
--

REVOKE USAGE ON SCHEMA public FROM PUBLIC;


--
-- Name: SCHEMA system; Type: ACL; Schema: -; Owner: crm_owner
--

GRANT USAGE ON SCHEMA system TO crm_service;
GRANT USAGE ON SCHEMA system TO crm_limited;
GRANT USAGE ON SCHEMA system TO crm_reader;
GRANT USAGE ON SCHEMA system TO crm_report;
GRANT USAGE ON SCHEMA system TO crm_monitor;


--
-- Name: FUNCTION login_account(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.login_account() FROM PUBLIC;
GRANT ALL ON FUNCTION access.login_account() TO crm_service;
GRANT ALL ON FUNCTION access.login_account() TO crm_limited;
GRANT ALL ON FUNCTION access.login_account() TO crm_reader;
GRANT ALL ON FUNCTION access.login_account() TO crm_report;


--
-- Name: FUNCTION trusted(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.trusted() FROM PUBLIC;
GRANT ALL ON FUNCTION access.trusted() TO crm_service;
GRANT ALL ON FUNCTION access.trusted() TO crm_limited;
GRANT ALL ON FUNCTION access.trusted() TO crm_reader;
GRANT ALL ON FUNCTION access.trusted() TO crm_report;


--
-- Name: FUNCTION account_id(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.account_id() FROM PUBLIC;
GRANT ALL ON FUNCTION access.account_id() TO crm_service;
GRANT ALL ON FUNCTION access.account_id() TO crm_limited;
GRANT ALL ON FUNCTION access.account_id() TO crm_reader;
GRANT ALL ON FUNCTION access.account_id() TO crm_report;


--
-- Name: FUNCTION time_zone_known(name text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.time_zone_known(name text) FROM PUBLIC;
GRANT ALL ON FUNCTION access.time_zone_known(name text) TO crm_service;


--
-- Name: TABLE account; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT SELECT ON TABLE access.account TO crm_service;
GRANT SELECT ON TABLE access.account TO crm_limited;
GRANT SELECT ON TABLE access.account TO crm_reader;
GRANT SELECT ON TABLE access.account TO crm_report;


--
-- Name: COLUMN account.login; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(login),UPDATE(login) ON TABLE access.account TO crm_service;


--
-- Name: COLUMN account.name; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(name),UPDATE(name) ON TABLE access.account TO crm_service;


--
-- Name: COLUMN account.email; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(email),UPDATE(email) ON TABLE access.account TO crm_service;


--
-- Name: COLUMN account.kind; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(kind),UPDATE(kind) ON TABLE access.account TO crm_service;


--
-- Name: COLUMN account.department_id; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(department_id),UPDATE(department_id) ON TABLE access.account TO crm_service;


--
-- Name: COLUMN account.language; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(language),UPDATE(language) ON TABLE access.account TO crm_service;


--
-- Name: COLUMN account.time_zone; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(time_zone),UPDATE(time_zone) ON TABLE access.account TO crm_service;


--
-- Name: COLUMN account.archived_at; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(archived_at),UPDATE(archived_at) ON TABLE access.account TO crm_service;


--
-- Name: TABLE department; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE access.department TO crm_service;
GRANT SELECT ON TABLE access.department TO crm_limited;
GRANT SELECT ON TABLE access.department TO crm_reader;
GRANT SELECT ON TABLE access.department TO crm_report;


--
-- Name: COLUMN department.parent_id; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(parent_id),UPDATE(parent_id) ON TABLE access.department TO crm_service;


--
-- Name: COLUMN department.name; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(name),UPDATE(name) ON TABLE access.department TO crm_service;


--
-- Name: COLUMN department.code; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(code),UPDATE(code) ON TABLE access.department TO crm_service;


--
-- Name: COLUMN department.archived_at; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(archived_at),UPDATE(archived_at) ON TABLE access.department TO crm_service;


--
-- Name: FUNCTION accounts_above(departments bigint[]); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.accounts_above(departments bigint[]) FROM PUBLIC;


--
-- Name: FUNCTION essential(resource text, action_name text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.essential(resource text, action_name text) FROM PUBLIC;


--
-- Name: TABLE account_role; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE access.account_role TO crm_service;
GRANT SELECT ON TABLE access.account_role TO crm_limited;
GRANT SELECT ON TABLE access.account_role TO crm_reader;
GRANT SELECT ON TABLE access.account_role TO crm_report;


--
-- Name: COLUMN account_role.account_id; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(account_id),UPDATE(account_id) ON TABLE access.account_role TO crm_service;


--
-- Name: COLUMN account_role.role_id; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(role_id),UPDATE(role_id) ON TABLE access.account_role TO crm_service;


--
-- Name: COLUMN account_role.valid_from; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(valid_from),UPDATE(valid_from) ON TABLE access.account_role TO crm_service;


--
-- Name: COLUMN account_role.valid_until; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(valid_until),UPDATE(valid_until) ON TABLE access.account_role TO crm_service;


--
-- Name: TABLE permission; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE access.permission TO crm_service;
GRANT SELECT ON TABLE access.permission TO crm_limited;
GRANT SELECT ON TABLE access.permission TO crm_reader;
GRANT SELECT ON TABLE access.permission TO crm_report;


--
-- Name: COLUMN permission.role_id; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(role_id),UPDATE(role_id) ON TABLE access.permission TO crm_service;


--
-- Name: COLUMN permission.resource; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(resource),UPDATE(resource) ON TABLE access.permission TO crm_service;


--
-- Name: COLUMN permission.action; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(action),UPDATE(action) ON TABLE access.permission TO crm_service;


--
-- Name: COLUMN permission.scope; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(scope),UPDATE(scope) ON TABLE access.permission TO crm_service;


--
-- Name: COLUMN permission.effect; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(effect),UPDATE(effect) ON TABLE access.permission TO crm_service;


--
-- Name: TABLE role; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE access.role TO crm_service;
GRANT SELECT ON TABLE access.role TO crm_limited;
GRANT SELECT ON TABLE access.role TO crm_reader;
GRANT SELECT ON TABLE access.role TO crm_report;


--
-- Name: COLUMN role.code; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(code),UPDATE(code) ON TABLE access.role TO crm_service;


--
-- Name: COLUMN role.name_en; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(name_en),UPDATE(name_en) ON TABLE access.role TO crm_service;


--
-- Name: COLUMN role.name_ru; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(name_ru),UPDATE(name_ru) ON TABLE access.role TO crm_service;


--
-- Name: COLUMN role.archived_at; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(archived_at),UPDATE(archived_at) ON TABLE access.role TO crm_service;


--
-- Name: FUNCTION administered(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.administered() FROM PUBLIC;


--
-- Name: FUNCTION departments(resource text, action_name text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.departments(resource text, action_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION access.departments(resource text, action_name text) TO crm_service;
GRANT ALL ON FUNCTION access.departments(resource text, action_name text) TO crm_limited;
GRANT ALL ON FUNCTION access.departments(resource text, action_name text) TO crm_reader;
GRANT ALL ON FUNCTION access.departments(resource text, action_name text) TO crm_report;


--
-- Name: FUNCTION everything(resource text, action_name text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.everything(resource text, action_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION access.everything(resource text, action_name text) TO crm_service;
GRANT ALL ON FUNCTION access.everything(resource text, action_name text) TO crm_limited;
GRANT ALL ON FUNCTION access.everything(resource text, action_name text) TO crm_reader;
GRANT ALL ON FUNCTION access.everything(resource text, action_name text) TO crm_report;


--
-- Name: FUNCTION owners(resource text, action_name text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.owners(resource text, action_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION access.owners(resource text, action_name text) TO crm_service;
GRANT ALL ON FUNCTION access.owners(resource text, action_name text) TO crm_limited;
GRANT ALL ON FUNCTION access.owners(resource text, action_name text) TO crm_reader;
GRANT ALL ON FUNCTION access.owners(resource text, action_name text) TO crm_report;


--
-- Name: FUNCTION covers(p_resource text, p_action text, p_owners bigint[], p_departments bigint[]); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.covers(p_resource text, p_action text, p_owners bigint[], p_departments bigint[]) FROM PUBLIC;


--
-- Name: FUNCTION login_setting(name text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.login_setting(name text) FROM PUBLIC;
GRANT ALL ON FUNCTION access.login_setting(name text) TO crm_service;
GRANT ALL ON FUNCTION access.login_setting(name text) TO crm_limited;
GRANT ALL ON FUNCTION access.login_setting(name text) TO crm_reader;
GRANT ALL ON FUNCTION access.login_setting(name text) TO crm_report;


--
-- Name: FUNCTION setting(name text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.setting(name text) FROM PUBLIC;
GRANT ALL ON FUNCTION access.setting(name text) TO crm_service;
GRANT ALL ON FUNCTION access.setting(name text) TO crm_limited;
GRANT ALL ON FUNCTION access.setting(name text) TO crm_reader;
GRANT ALL ON FUNCTION access.setting(name text) TO crm_report;


--
-- Name: FUNCTION level(resource text, action_name text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.level(resource text, action_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION access.level(resource text, action_name text) TO crm_service;
GRANT ALL ON FUNCTION access.level(resource text, action_name text) TO crm_limited;
GRANT ALL ON FUNCTION access.level(resource text, action_name text) TO crm_reader;
GRANT ALL ON FUNCTION access.level(resource text, action_name text) TO crm_report;


--
-- Name: FUNCTION subtree(p_department bigint); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.subtree(p_department bigint) FROM PUBLIC;


--
-- Name: TABLE team; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE access.team TO crm_service;
GRANT SELECT ON TABLE access.team TO crm_limited;
GRANT SELECT ON TABLE access.team TO crm_reader;
GRANT SELECT ON TABLE access.team TO crm_report;


--
-- Name: COLUMN team.name; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(name),UPDATE(name) ON TABLE access.team TO crm_service;


--
-- Name: COLUMN team.archived_at; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(archived_at),UPDATE(archived_at) ON TABLE access.team TO crm_service;


--
-- Name: TABLE team_member; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE access.team_member TO crm_service;
GRANT SELECT ON TABLE access.team_member TO crm_limited;
GRANT SELECT ON TABLE access.team_member TO crm_reader;
GRANT SELECT ON TABLE access.team_member TO crm_report;


--
-- Name: COLUMN team_member.team_id; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(team_id),UPDATE(team_id) ON TABLE access.team_member TO crm_service;


--
-- Name: COLUMN team_member.account_id; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT INSERT(account_id),UPDATE(account_id) ON TABLE access.team_member TO crm_service;


--
-- Name: FUNCTION teammates(p_account bigint); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.teammates(p_account bigint) FROM PUBLIC;


--
-- Name: FUNCTION beyond(p_account bigint, p_resource text, p_action text, p_level integer); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.beyond(p_account bigint, p_resource text, p_action text, p_level integer) FROM PUBLIC;


--
-- Name: FUNCTION scope_level(scope text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.scope_level(scope text) FROM PUBLIC;


--
-- Name: FUNCTION held(p_account bigint); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.held(p_account bigint) FROM PUBLIC;


--
-- Name: FUNCTION beyond_caller(p_account bigint); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.beyond_caller(p_account bigint) FROM PUBLIC;


--
-- Name: FUNCTION bound(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.bound() FROM PUBLIC;


--
-- Name: FUNCTION change_password(p_hash text, p_address text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.change_password(p_hash text, p_address text) FROM PUBLIC;
GRANT ALL ON FUNCTION access.change_password(p_hash text, p_address text) TO crm_service;
GRANT ALL ON FUNCTION access.change_password(p_hash text, p_address text) TO crm_limited;


--
-- Name: FUNCTION changes(table_name text, record_id bigint); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.changes(table_name text, record_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION access.changes(table_name text, record_id bigint) TO crm_service;
GRANT ALL ON FUNCTION access.changes(table_name text, record_id bigint) TO crm_limited;
GRANT ALL ON FUNCTION access.changes(table_name text, record_id bigint) TO crm_reader;


--
-- Name: FUNCTION close_sessions(p_session bigint); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.close_sessions(p_session bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION access.close_sessions(p_session bigint) TO crm_service;
GRANT ALL ON FUNCTION access.close_sessions(p_session bigint) TO crm_limited;


--
-- Name: FUNCTION context(p_account bigint, p_narrowed text[], OUT department text, OUT team text, OUT below text, OUT may_read text, OUT may_create text, OUT may_update text, OUT may_delete text, OUT may_act text, OUT context_until timestamp with time zone); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.context(p_account bigint, p_narrowed text[], OUT department text, OUT team text, OUT below text, OUT may_read text, OUT may_create text, OUT may_update text, OUT may_delete text, OUT may_act text, OUT context_until timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION forget_failures(p_account bigint, p_address text, p_device bytea); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.forget_failures(p_account bigint, p_address text, p_device bytea) FROM PUBLIC;


--
-- Name: FUNCTION grant_columns(target regclass); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.grant_columns(target regclass) FROM PUBLIC;


--
-- Name: FUNCTION guard_reference(p_table regclass, p_column text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.guard_reference(p_table regclass, p_column text) FROM PUBLIC;


--
-- Name: FUNCTION judge_reference(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.judge_reference() FROM PUBLIC;


--
-- Name: FUNCTION keep_administrator(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.keep_administrator() FROM PUBLIC;


--
-- Name: FUNCTION lifted(p_role bigint, p_account bigint); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.lifted(p_role bigint, p_account bigint) FROM PUBLIC;


--
-- Name: FUNCTION lock_account(p_account bigint, p_locked boolean); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.lock_account(p_account bigint, p_locked boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION access.lock_account(p_account bigint, p_locked boolean) TO crm_service;
GRANT ALL ON FUNCTION access.lock_account(p_account bigint, p_locked boolean) TO crm_limited;


--
-- Name: FUNCTION lock_rights(p_shared boolean); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.lock_rights(p_shared boolean) FROM PUBLIC;


--
-- Name: FUNCTION make_policy(target regclass, command text, seen text, roles text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.make_policy(target regclass, command text, seen text, roles text) FROM PUBLIC;


--
-- Name: TABLE session; Type: ACL; Schema: access; Owner: crm_owner
--

GRANT SELECT ON TABLE access.session TO crm_service;
GRANT SELECT ON TABLE access.session TO crm_limited;
GRANT SELECT ON TABLE access.session TO crm_reader;


--
-- Name: FUNCTION narrowed(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.narrowed() FROM PUBLIC;
GRANT ALL ON FUNCTION access.narrowed() TO crm_service;
GRANT ALL ON FUNCTION access.narrowed() TO crm_limited;
GRANT ALL ON FUNCTION access.narrowed() TO crm_reader;


--
-- Name: FUNCTION network(address text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.network(address text) FROM PUBLIC;


--
-- Name: FUNCTION note_password(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.note_password() FROM PUBLIC;


--
-- Name: FUNCTION open(p_account bigint, p_token_hash bytea, p_kind text, p_name text, p_narrowed text[], p_expires_at timestamp with time zone, p_address text, p_user_agent text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.open(p_account bigint, p_token_hash bytea, p_kind text, p_name text, p_narrowed text[], p_expires_at timestamp with time zone, p_address text, p_user_agent text) FROM PUBLIC;


--
-- Name: FUNCTION open_session(p_token_hash text, OUT session_id bigint, OUT account_id bigint, OUT version bigint, OUT login text, OUT name text, OUT kind text, OUT department_id bigint, OUT language text, OUT time_zone text, OUT expires_at timestamp with time zone, OUT may_read text, OUT may_create text, OUT may_update text, OUT may_delete text, OUT may_act text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.open_session(p_token_hash text, OUT session_id bigint, OUT account_id bigint, OUT version bigint, OUT login text, OUT name text, OUT kind text, OUT department_id bigint, OUT language text, OUT time_zone text, OUT expires_at timestamp with time zone, OUT may_read text, OUT may_create text, OUT may_update text, OUT may_delete text, OUT may_act text) FROM PUBLIC;
GRANT ALL ON FUNCTION access.open_session(p_token_hash text, OUT session_id bigint, OUT account_id bigint, OUT version bigint, OUT login text, OUT name text, OUT kind text, OUT department_id bigint, OUT language text, OUT time_zone text, OUT expires_at timestamp with time zone, OUT may_read text, OUT may_create text, OUT may_update text, OUT may_delete text, OUT may_act text) TO crm_service;
GRANT ALL ON FUNCTION access.open_session(p_token_hash text, OUT session_id bigint, OUT account_id bigint, OUT version bigint, OUT login text, OUT name text, OUT kind text, OUT department_id bigint, OUT language text, OUT time_zone text, OUT expires_at timestamp with time zone, OUT may_read text, OUT may_create text, OUT may_update text, OUT may_delete text, OUT may_act text) TO crm_limited;
GRANT ALL ON FUNCTION access.open_session(p_token_hash text, OUT session_id bigint, OUT account_id bigint, OUT version bigint, OUT login text, OUT name text, OUT kind text, OUT department_id bigint, OUT language text, OUT time_zone text, OUT expires_at timestamp with time zone, OUT may_read text, OUT may_create text, OUT may_update text, OUT may_delete text, OUT may_act text) TO crm_reader;


--
-- Name: FUNCTION open_token(p_token_hash bytea, p_name text, p_narrowed text[], p_expires_at timestamp with time zone, p_address text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.open_token(p_token_hash bytea, p_name text, p_narrowed text[], p_expires_at timestamp with time zone, p_address text) FROM PUBLIC;
GRANT ALL ON FUNCTION access.open_token(p_token_hash bytea, p_name text, p_narrowed text[], p_expires_at timestamp with time zone, p_address text) TO crm_service;
GRANT ALL ON FUNCTION access.open_token(p_token_hash bytea, p_name text, p_narrowed text[], p_expires_at timestamp with time zone, p_address text) TO crm_limited;


--
-- Name: FUNCTION own_part(resource text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.own_part(resource text) FROM PUBLIC;


--
-- Name: FUNCTION own_password(p_address text, OUT hash text, OUT wait_seconds integer); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.own_password(p_address text, OUT hash text, OUT wait_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION access.own_password(p_address text, OUT hash text, OUT wait_seconds integer) TO crm_service;
GRANT ALL ON FUNCTION access.own_password(p_address text, OUT hash text, OUT wait_seconds integer) TO crm_limited;


--
-- Name: FUNCTION owns(resource text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.owns(resource text) FROM PUBLIC;
GRANT ALL ON FUNCTION access.owns(resource text) TO crm_service;
GRANT ALL ON FUNCTION access.owns(resource text) TO crm_limited;
GRANT ALL ON FUNCTION access.owns(resource text) TO crm_reader;


--
-- Name: FUNCTION plural(noun text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.plural(noun text) FROM PUBLIC;
GRANT ALL ON FUNCTION access.plural(noun text) TO crm_service;
GRANT ALL ON FUNCTION access.plural(noun text) TO crm_limited;
GRANT ALL ON FUNCTION access.plural(noun text) TO crm_reader;
GRANT ALL ON FUNCTION access.plural(noun text) TO crm_report;


--
-- Name: FUNCTION protect(target regclass, resource text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.protect(target regclass, resource text) FROM PUBLIC;


--
-- Name: FUNCTION protect_child(target regclass, resource text, parent_column text, parent regclass); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.protect_child(target regclass, resource text, parent_column text, parent regclass) FROM PUBLIC;


--
-- Name: FUNCTION protect_shared(target regclass, resource text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.protect_shared(target regclass, resource text) FROM PUBLIC;


--
-- Name: FUNCTION reach(resource text, action_name text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.reach(resource text, action_name text) FROM PUBLIC;


--
-- Name: FUNCTION refresh(accounts bigint[]); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.refresh(accounts bigint[]) FROM PUBLIC;


--
-- Name: FUNCTION refuse_account(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.refuse_account() FROM PUBLIC;


--
-- Name: FUNCTION refuse_beyond(p_table text, p_rule text, p_column text, p_missing text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.refuse_beyond(p_table text, p_rule text, p_column text, p_missing text) FROM PUBLIC;


--
-- Name: FUNCTION refuse_department(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.refuse_department() FROM PUBLIC;


--
-- Name: FUNCTION refuse_department_cycle(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.refuse_department_cycle() FROM PUBLIC;


--
-- Name: FUNCTION refuse_giving(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.refuse_giving() FROM PUBLIC;


--
-- Name: FUNCTION refuse_team(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.refuse_team() FROM PUBLIC;


--
-- Name: FUNCTION require_session(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.require_session() FROM PUBLIC;
GRANT ALL ON FUNCTION access.require_session() TO crm_service;
GRANT ALL ON FUNCTION access.require_session() TO crm_limited;


--
-- Name: FUNCTION reset_password(p_account bigint, p_hash text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.reset_password(p_account bigint, p_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION access.reset_password(p_account bigint, p_hash text) TO crm_service;
GRANT ALL ON FUNCTION access.reset_password(p_account bigint, p_hash text) TO crm_limited;


--
-- Name: FUNCTION rights_changed(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.rights_changed() FROM PUBLIC;


--
-- Name: FUNCTION role_beyond_caller(p_role bigint, p_account bigint); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.role_beyond_caller(p_role bigint, p_account bigint) FROM PUBLIC;


--
-- Name: FUNCTION role_holders(p_role bigint); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.role_holders(p_role bigint) FROM PUBLIC;


--
-- Name: FUNCTION role_ids(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.role_ids() FROM PUBLIC;
GRANT ALL ON FUNCTION access.role_ids() TO crm_service;
GRANT ALL ON FUNCTION access.role_ids() TO crm_limited;
GRANT ALL ON FUNCTION access.role_ids() TO crm_reader;


--
-- Name: FUNCTION sees(table_name text, record_id bigint); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.sees(table_name text, record_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION access.sees(table_name text, record_id bigint) TO crm_service;
GRANT ALL ON FUNCTION access.sees(table_name text, record_id bigint) TO crm_limited;
GRANT ALL ON FUNCTION access.sees(table_name text, record_id bigint) TO crm_reader;
GRANT ALL ON FUNCTION access.sees(table_name text, record_id bigint) TO crm_report;


--
-- Name: FUNCTION sees_history(table_name text, record_id bigint); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.sees_history(table_name text, record_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION access.sees_history(table_name text, record_id bigint) TO crm_service;
GRANT ALL ON FUNCTION access.sees_history(table_name text, record_id bigint) TO crm_limited;
GRANT ALL ON FUNCTION access.sees_history(table_name text, record_id bigint) TO crm_reader;
GRANT ALL ON FUNCTION access.sees_history(table_name text, record_id bigint) TO crm_report;


--
-- Name: FUNCTION sees_owned(table_name text, parent_table text, parent_id bigint); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.sees_owned(table_name text, parent_table text, parent_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION access.sees_owned(table_name text, parent_table text, parent_id bigint) TO crm_service;
GRANT ALL ON FUNCTION access.sees_owned(table_name text, parent_table text, parent_id bigint) TO crm_limited;
GRANT ALL ON FUNCTION access.sees_owned(table_name text, parent_table text, parent_id bigint) TO crm_reader;
GRANT ALL ON FUNCTION access.sees_owned(table_name text, parent_table text, parent_id bigint) TO crm_report;


--
-- Name: FUNCTION service_reach(resource text, action_name text); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.service_reach(resource text, action_name text) FROM PUBLIC;


--
-- Name: FUNCTION set_password(p_account bigint, p_hash text, p_must_change boolean); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.set_password(p_account bigint, p_hash text, p_must_change boolean) FROM PUBLIC;


--
-- Name: FUNCTION sign_in_lookup(p_login text, p_address text, p_device bytea, OUT account_id bigint, OUT hash text, OUT wait_seconds integer); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.sign_in_lookup(p_login text, p_address text, p_device bytea, OUT account_id bigint, OUT hash text, OUT wait_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION access.sign_in_lookup(p_login text, p_address text, p_device bytea, OUT account_id bigint, OUT hash text, OUT wait_seconds integer) TO crm_service;
GRANT ALL ON FUNCTION access.sign_in_lookup(p_login text, p_address text, p_device bytea, OUT account_id bigint, OUT hash text, OUT wait_seconds integer) TO crm_limited;


--
-- Name: FUNCTION sign_in_succeed(p_account bigint, p_hash text, p_token_hash bytea, p_device bytea, p_address text, p_user_agent text, p_lifetime interval, OUT session_id bigint, OUT expires_at timestamp with time zone, OUT must_change_password boolean); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.sign_in_succeed(p_account bigint, p_hash text, p_token_hash bytea, p_device bytea, p_address text, p_user_agent text, p_lifetime interval, OUT session_id bigint, OUT expires_at timestamp with time zone, OUT must_change_password boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION access.sign_in_succeed(p_account bigint, p_hash text, p_token_hash bytea, p_device bytea, p_address text, p_user_agent text, p_lifetime interval, OUT session_id bigint, OUT expires_at timestamp with time zone, OUT must_change_password boolean) TO crm_service;
GRANT ALL ON FUNCTION access.sign_in_succeed(p_account bigint, p_hash text, p_token_hash bytea, p_device bytea, p_address text, p_user_agent text, p_lifetime interval, OUT session_id bigint, OUT expires_at timestamp with time zone, OUT must_change_password boolean) TO crm_limited;


--
-- Name: FUNCTION sign_in_wait(p_login text, p_address text, p_device bytea); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.sign_in_wait(p_login text, p_address text, p_device bytea) FROM PUBLIC;


--
-- Name: FUNCTION signed_in(); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.signed_in() FROM PUBLIC;


--
-- Name: FUNCTION sweep(most integer); Type: ACL; Schema: access; Owner: crm_owner
--

REVOKE ALL ON FUNCTION access.sweep(most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION access.sweep(most integer) TO crm_service;
GRANT ALL ON FUNCTION access.sweep(most integer) TO crm_limited;


--
-- Name: FUNCTION ensure_partitions(months integer); Type: ACL; Schema: audit; Owner: crm_owner
--

REVOKE ALL ON FUNCTION audit.ensure_partitions(months integer) FROM PUBLIC;


--
-- Name: FUNCTION record(); Type: ACL; Schema: audit; Owner: crm_owner
--

REVOKE ALL ON FUNCTION audit.record() FROM PUBLIC;


--
-- Name: FUNCTION weighted_sum(digits text, weights integer[]); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.weighted_sum(digits text, weights integer[]) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.weighted_sum(digits text, weights integer[]) TO crm_service;
GRANT ALL ON FUNCTION clients.weighted_sum(digits text, weights integer[]) TO crm_limited;


--
-- Name: FUNCTION account_valid(account text, bic text, correspondent boolean); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.account_valid(account text, bic text, correspondent boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.account_valid(account text, bic text, correspondent boolean) TO crm_service;
GRANT ALL ON FUNCTION clients.account_valid(account text, bic text, correspondent boolean) TO crm_limited;


--
-- Name: FUNCTION address_tidy(); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.address_tidy() FROM PUBLIC;


--
-- Name: FUNCTION bank_account_tidy(); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.bank_account_tidy() FROM PUBLIC;


--
-- Name: FUNCTION bic_valid(bic text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.bic_valid(bic text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.bic_valid(bic text) TO crm_service;
GRANT ALL ON FUNCTION clients.bic_valid(bic text) TO crm_limited;


--
-- Name: FUNCTION calling_code(country text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.calling_code(country text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.calling_code(country text) TO crm_service;
GRANT ALL ON FUNCTION clients.calling_code(country text) TO crm_limited;
GRANT ALL ON FUNCTION clients.calling_code(country text) TO crm_reader;
GRANT ALL ON FUNCTION clients.calling_code(country text) TO crm_report;


--
-- Name: FUNCTION says(en text, ru text); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.says(en text, ru text) FROM PUBLIC;
GRANT ALL ON FUNCTION system.says(en text, ru text) TO crm_service;
GRANT ALL ON FUNCTION system.says(en text, ru text) TO crm_limited;
GRANT ALL ON FUNCTION system.says(en text, ru text) TO crm_reader;
GRANT ALL ON FUNCTION system.says(en text, ru text) TO crm_report;


--
-- Name: FUNCTION change_title(old jsonb, new jsonb); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.change_title(old jsonb, new jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.change_title(old jsonb, new jsonb) TO crm_service;
GRANT ALL ON FUNCTION clients.change_title(old jsonb, new jsonb) TO crm_limited;
GRANT ALL ON FUNCTION clients.change_title(old jsonb, new jsonb) TO crm_reader;
GRANT ALL ON FUNCTION clients.change_title(old jsonb, new jsonb) TO crm_report;


--
-- Name: FUNCTION changed_fields(old jsonb, new jsonb); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.changed_fields(old jsonb, new jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.changed_fields(old jsonb, new jsonb) TO crm_service;
GRANT ALL ON FUNCTION clients.changed_fields(old jsonb, new jsonb) TO crm_limited;
GRANT ALL ON FUNCTION clients.changed_fields(old jsonb, new jsonb) TO crm_reader;
GRANT ALL ON FUNCTION clients.changed_fields(old jsonb, new jsonb) TO crm_report;


--
-- Name: FUNCTION channel_tidy(); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.channel_tidy() FROM PUBLIC;


--
-- Name: FUNCTION inn_valid(inn text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.inn_valid(inn text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.inn_valid(inn text) TO crm_service;
GRANT ALL ON FUNCTION clients.inn_valid(inn text) TO crm_limited;


--
-- Name: FUNCTION kpp_valid(kpp text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.kpp_valid(kpp text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.kpp_valid(kpp text) TO crm_service;
GRANT ALL ON FUNCTION clients.kpp_valid(kpp text) TO crm_limited;


--
-- Name: FUNCTION luhn(digits text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.luhn(digits text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.luhn(digits text) TO crm_service;
GRANT ALL ON FUNCTION clients.luhn(digits text) TO crm_limited;


--
-- Name: FUNCTION mod_11_10(digits text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.mod_11_10(digits text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.mod_11_10(digits text) TO crm_service;
GRANT ALL ON FUNCTION clients.mod_11_10(digits text) TO crm_limited;


--
-- Name: FUNCTION ogrn_valid(ogrn text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.ogrn_valid(ogrn text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.ogrn_valid(ogrn text) TO crm_service;
GRANT ALL ON FUNCTION clients.ogrn_valid(ogrn text) TO crm_limited;


--
-- Name: FUNCTION phone(typed text, country text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.phone(typed text, country text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.phone(typed text, country text) TO crm_service;
GRANT ALL ON FUNCTION clients.phone(typed text, country text) TO crm_limited;
GRANT ALL ON FUNCTION clients.phone(typed text, country text) TO crm_reader;
GRANT ALL ON FUNCTION clients.phone(typed text, country text) TO crm_report;


--
-- Name: FUNCTION tidy(typed text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.tidy(typed text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.tidy(typed text) TO crm_service;
GRANT ALL ON FUNCTION clients.tidy(typed text) TO crm_limited;
GRANT ALL ON FUNCTION clients.tidy(typed text) TO crm_reader;
GRANT ALL ON FUNCTION clients.tidy(typed text) TO crm_report;


--
-- Name: FUNCTION vat_france(digits text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.vat_france(digits text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.vat_france(digits text) TO crm_service;
GRANT ALL ON FUNCTION clients.vat_france(digits text) TO crm_limited;


--
-- Name: FUNCTION vat_netherlands(vat text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.vat_netherlands(vat text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.vat_netherlands(vat text) TO crm_service;
GRANT ALL ON FUNCTION clients.vat_netherlands(vat text) TO crm_limited;


--
-- Name: FUNCTION vat_spain(digits text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.vat_spain(digits text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.vat_spain(digits text) TO crm_service;
GRANT ALL ON FUNCTION clients.vat_spain(digits text) TO crm_limited;


--
-- Name: FUNCTION vat_digits(country text, digits text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.vat_digits(country text, digits text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.vat_digits(country text, digits text) TO crm_service;
GRANT ALL ON FUNCTION clients.vat_digits(country text, digits text) TO crm_limited;


--
-- Name: FUNCTION vat_form(vat text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.vat_form(vat text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.vat_form(vat text) TO crm_service;
GRANT ALL ON FUNCTION clients.vat_form(vat text) TO crm_limited;


--
-- Name: FUNCTION vat_valid(vat text, country text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.vat_valid(vat text, country text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.vat_valid(vat text, country text) TO crm_service;
GRANT ALL ON FUNCTION clients.vat_valid(vat text, country text) TO crm_limited;


--
-- Name: TABLE party; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE clients.party TO crm_service;
GRANT SELECT ON TABLE clients.party TO crm_limited;
GRANT SELECT ON TABLE clients.party TO crm_reader;
GRANT SELECT ON TABLE clients.party TO crm_report;


--
-- Name: COLUMN party.owner_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(owner_id),UPDATE(owner_id) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.department_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(department_id),UPDATE(department_id) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.kind; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(kind),UPDATE(kind) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.name; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(name),UPDATE(name) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.legal_name; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(legal_name),UPDATE(legal_name) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.customer; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(customer),UPDATE(customer) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.supplier; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(supplier),UPDATE(supplier) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.partner; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(partner),UPDATE(partner) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.code; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(code),UPDATE(code) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.inn; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(inn),UPDATE(inn) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.kpp; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(kpp),UPDATE(kpp) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.ogrn; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(ogrn),UPDATE(ogrn) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.vat_number; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(vat_number),UPDATE(vat_number) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.country; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(country),UPDATE(country) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.currency; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(currency),UPDATE(currency) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.language; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(language),UPDATE(language) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.rating; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(rating),UPDATE(rating) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.party_group_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(party_group_id),UPDATE(party_group_id) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.parent_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(parent_id),UPDATE(parent_id) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.notes; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(notes),UPDATE(notes) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.external_source; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_source),UPDATE(external_source) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.external_key; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_key),UPDATE(external_key) ON TABLE clients.party TO crm_service;


--
-- Name: COLUMN party.archived_at; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(archived_at),UPDATE(archived_at) ON TABLE clients.party TO crm_service;


--
-- Name: FUNCTION channel_value(kind text, typed text, party_id bigint); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.channel_value(kind text, typed text, party_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.channel_value(kind text, typed text, party_id bigint) TO crm_service;
GRANT ALL ON FUNCTION clients.channel_value(kind text, typed text, party_id bigint) TO crm_limited;
GRANT ALL ON FUNCTION clients.channel_value(kind text, typed text, party_id bigint) TO crm_reader;
GRANT ALL ON FUNCTION clients.channel_value(kind text, typed text, party_id bigint) TO crm_report;


--
-- Name: FUNCTION compact(typed text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.compact(typed text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.compact(typed text) TO crm_service;
GRANT ALL ON FUNCTION clients.compact(typed text) TO crm_limited;
GRANT ALL ON FUNCTION clients.compact(typed text) TO crm_reader;
GRANT ALL ON FUNCTION clients.compact(typed text) TO crm_report;


--
-- Name: FUNCTION contact_kinds(); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.contact_kinds() FROM PUBLIC;


--
-- Name: FUNCTION describe_common(record regclass); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.describe_common(record regclass) FROM PUBLIC;


--
-- Name: FUNCTION email_valid(value text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.email_valid(value text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.email_valid(value text) TO crm_service;
GRANT ALL ON FUNCTION clients.email_valid(value text) TO crm_limited;
GRANT ALL ON FUNCTION clients.email_valid(value text) TO crm_reader;
GRANT ALL ON FUNCTION clients.email_valid(value text) TO crm_report;


--
-- Name: FUNCTION iban_valid(iban text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.iban_valid(iban text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.iban_valid(iban text) TO crm_service;
GRANT ALL ON FUNCTION clients.iban_valid(iban text) TO crm_limited;


--
-- Name: FUNCTION like_escape(word text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.like_escape(word text) FROM PUBLIC;


--
-- Name: FUNCTION party_kind_kept(); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.party_kind_kept() FROM PUBLIC;


--
-- Name: FUNCTION party_tidy(); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.party_tidy() FROM PUBLIC;


--
-- Name: FUNCTION phone_valid(value text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.phone_valid(value text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.phone_valid(value text) TO crm_service;
GRANT ALL ON FUNCTION clients.phone_valid(value text) TO crm_limited;
GRANT ALL ON FUNCTION clients.phone_valid(value text) TO crm_reader;
GRANT ALL ON FUNCTION clients.phone_valid(value text) TO crm_report;


--
-- Name: FUNCTION pieces(words text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.pieces(words text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.pieces(words text) TO crm_service;
GRANT ALL ON FUNCTION clients.pieces(words text) TO crm_limited;
GRANT ALL ON FUNCTION clients.pieces(words text) TO crm_reader;
GRANT ALL ON FUNCTION clients.pieces(words text) TO crm_report;


--
-- Name: FUNCTION pieces_wanted(words text[]); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.pieces_wanted(words text[]) FROM PUBLIC;


--
-- Name: FUNCTION refuse_cycle(); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.refuse_cycle() FROM PUBLIC;


--
-- Name: FUNCTION search_party(q text); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.search_party(q text) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.search_party(q text) TO crm_service;
GRANT ALL ON FUNCTION clients.search_party(q text) TO crm_limited;
GRANT ALL ON FUNCTION clients.search_party(q text) TO crm_reader;
GRANT ALL ON FUNCTION clients.search_party(q text) TO crm_report;


--
-- Name: TABLE interaction_participant; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE clients.interaction_participant TO crm_service;
GRANT SELECT ON TABLE clients.interaction_participant TO crm_limited;
GRANT SELECT ON TABLE clients.interaction_participant TO crm_reader;
GRANT SELECT ON TABLE clients.interaction_participant TO crm_report;


--
-- Name: COLUMN interaction_participant.interaction_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(interaction_id),UPDATE(interaction_id) ON TABLE clients.interaction_participant TO crm_service;


--
-- Name: COLUMN interaction_participant.party_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(party_id),UPDATE(party_id) ON TABLE clients.interaction_participant TO crm_service;


--
-- Name: COLUMN interaction_participant.account_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(account_id),UPDATE(account_id) ON TABLE clients.interaction_participant TO crm_service;


--
-- Name: COLUMN interaction_participant.role; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(role),UPDATE(role) ON TABLE clients.interaction_participant TO crm_service;


--
-- Name: COLUMN interaction_participant.external_source; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_source),UPDATE(external_source) ON TABLE clients.interaction_participant TO crm_service;


--
-- Name: COLUMN interaction_participant.external_key; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_key),UPDATE(external_key) ON TABLE clients.interaction_participant TO crm_service;


--
-- Name: FUNCTION takes_part(interaction bigint); Type: ACL; Schema: clients; Owner: crm_owner
--

REVOKE ALL ON FUNCTION clients.takes_part(interaction bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION clients.takes_part(interaction bigint) TO crm_service;
GRANT ALL ON FUNCTION clients.takes_part(interaction bigint) TO crm_limited;
GRANT ALL ON FUNCTION clients.takes_part(interaction bigint) TO crm_reader;
GRANT ALL ON FUNCTION clients.takes_part(interaction bigint) TO crm_report;


--
-- Name: FUNCTION lo_close(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_close(integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.lo_close(integer) TO crm_backup;


--
-- Name: FUNCTION lo_creat(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_creat(integer) FROM PUBLIC;


--
-- Name: FUNCTION lo_create(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_create(oid) FROM PUBLIC;


--
-- Name: FUNCTION lo_from_bytea(oid, bytea); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC;


--
-- Name: FUNCTION lo_get(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_get(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.lo_get(oid) TO crm_backup;


--
-- Name: FUNCTION lo_get(oid, bigint, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_get(oid, bigint, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.lo_get(oid, bigint, integer) TO crm_backup;


--
-- Name: FUNCTION lo_lseek(integer, integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_lseek(integer, integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.lo_lseek(integer, integer, integer) TO crm_backup;


--
-- Name: FUNCTION lo_lseek64(integer, bigint, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_lseek64(integer, bigint, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.lo_lseek64(integer, bigint, integer) TO crm_backup;


--
-- Name: FUNCTION lo_open(oid, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_open(oid, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.lo_open(oid, integer) TO crm_backup;


--
-- Name: FUNCTION lo_put(oid, bigint, bytea); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_put(oid, bigint, bytea) FROM PUBLIC;


--
-- Name: FUNCTION lo_tell(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_tell(integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.lo_tell(integer) TO crm_backup;


--
-- Name: FUNCTION lo_tell64(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_tell64(integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.lo_tell64(integer) TO crm_backup;


--
-- Name: FUNCTION lo_truncate(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_truncate(integer, integer) FROM PUBLIC;


--
-- Name: FUNCTION lo_truncate64(integer, bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_truncate64(integer, bigint) FROM PUBLIC;


--
-- Name: FUNCTION lo_unlink(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_unlink(oid) FROM PUBLIC;


--
-- Name: FUNCTION loread(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.loread(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.loread(integer, integer) TO crm_backup;


--
-- Name: FUNCTION lowrite(integer, bytea); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lowrite(integer, bytea) FROM PUBLIC;


--
-- Name: FUNCTION pg_advisory_lock(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) TO crm_limited;


--
-- Name: FUNCTION pg_advisory_lock(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) TO crm_limited;


--
-- Name: FUNCTION pg_advisory_lock_shared(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) TO crm_limited;


--
-- Name: FUNCTION pg_advisory_lock_shared(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) TO crm_limited;


--
-- Name: FUNCTION pg_advisory_unlock(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) TO crm_limited;


--
-- Name: FUNCTION pg_advisory_unlock(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) TO crm_limited;


--
-- Name: FUNCTION pg_advisory_unlock_all(); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_all() TO crm_limited;


--
-- Name: FUNCTION pg_advisory_unlock_shared(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) TO crm_limited;


--
-- Name: FUNCTION pg_advisory_unlock_shared(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) TO crm_limited;


--
-- Name: FUNCTION pg_advisory_xact_lock(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) TO crm_limited;


--
-- Name: FUNCTION pg_advisory_xact_lock(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) TO crm_limited;


--
-- Name: FUNCTION pg_advisory_xact_lock_shared(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) TO crm_limited;


--
-- Name: FUNCTION pg_advisory_xact_lock_shared(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) TO crm_limited;


--
-- Name: FUNCTION pg_try_advisory_lock(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) TO crm_limited;


--
-- Name: FUNCTION pg_try_advisory_lock(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) TO crm_limited;


--
-- Name: FUNCTION pg_try_advisory_lock_shared(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) TO crm_limited;


--
-- Name: FUNCTION pg_try_advisory_lock_shared(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) TO crm_limited;


--
-- Name: FUNCTION pg_try_advisory_xact_lock(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) TO crm_limited;


--
-- Name: FUNCTION pg_try_advisory_xact_lock(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) TO crm_limited;


--
-- Name: FUNCTION pg_try_advisory_xact_lock_shared(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) TO crm_limited;


--
-- Name: FUNCTION pg_try_advisory_xact_lock_shared(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) TO crm_owner;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) TO crm_migrator;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) TO crm_service;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) TO crm_limited;


--
-- Name: FUNCTION abort_exports(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.abort_exports() FROM PUBLIC;
GRANT ALL ON FUNCTION system.abort_exports() TO crm_service;


--
-- Name: FUNCTION custom_words_valid(p_words text, p_forbidden text); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.custom_words_valid(p_words text, p_forbidden text) FROM PUBLIC;
GRANT ALL ON FUNCTION system.custom_words_valid(p_words text, p_forbidden text) TO crm_service;


--
-- Name: FUNCTION custom_choices_valid(p_values text[], p_en text[], p_ru text[]); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.custom_choices_valid(p_values text[], p_en text[], p_ru text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION system.custom_choices_valid(p_values text[], p_en text[], p_ru text[]) TO crm_service;


--
-- Name: FUNCTION custom_default_valid(p_type text, p_value text, p_choices text[]); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.custom_default_valid(p_type text, p_value text, p_choices text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION system.custom_default_valid(p_type text, p_value text, p_choices text[]) TO crm_service;


--
-- Name: TABLE custom_field; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE system.custom_field TO crm_service;
GRANT SELECT ON TABLE system.custom_field TO crm_limited;
GRANT SELECT ON TABLE system.custom_field TO crm_reader;
GRANT SELECT ON TABLE system.custom_field TO crm_report;


--
-- Name: COLUMN custom_field.resource; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(resource) ON TABLE system.custom_field TO crm_service;


--
-- Name: COLUMN custom_field.name; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(name) ON TABLE system.custom_field TO crm_service;


--
-- Name: COLUMN custom_field.type; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(type) ON TABLE system.custom_field TO crm_service;


--
-- Name: COLUMN custom_field.label_en; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(label_en),UPDATE(label_en) ON TABLE system.custom_field TO crm_service;


--
-- Name: COLUMN custom_field.label_ru; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(label_ru),UPDATE(label_ru) ON TABLE system.custom_field TO crm_service;


--
-- Name: COLUMN custom_field.description_en; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(description_en),UPDATE(description_en) ON TABLE system.custom_field TO crm_service;


--
-- Name: COLUMN custom_field.description_ru; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(description_ru),UPDATE(description_ru) ON TABLE system.custom_field TO crm_service;


--
-- Name: COLUMN custom_field.is_required; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(is_required),UPDATE(is_required) ON TABLE system.custom_field TO crm_service;


--
-- Name: COLUMN custom_field.default_value; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(default_value),UPDATE(default_value) ON TABLE system.custom_field TO crm_service;


--
-- Name: COLUMN custom_field.is_unique; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(is_unique) ON TABLE system.custom_field TO crm_service;


--
-- Name: COLUMN custom_field.is_indexed; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(is_indexed),UPDATE(is_indexed) ON TABLE system.custom_field TO crm_service;


--
-- Name: COLUMN custom_field.choices; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(choices),UPDATE(choices) ON TABLE system.custom_field TO crm_service;


--
-- Name: COLUMN custom_field.choices_en; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(choices_en),UPDATE(choices_en) ON TABLE system.custom_field TO crm_service;


--
-- Name: COLUMN custom_field.choices_ru; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(choices_ru),UPDATE(choices_ru) ON TABLE system.custom_field TO crm_service;


--
-- Name: COLUMN custom_field.target; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(target) ON TABLE system.custom_field TO crm_service;


--
-- Name: COLUMN custom_field.archived_at; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(archived_at) ON TABLE system.custom_field TO crm_service;


--
-- Name: FUNCTION add_custom_column(p_field system.custom_field); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.add_custom_column(p_field system.custom_field) FROM PUBLIC;


--
-- Name: FUNCTION announce_jobs(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.announce_jobs() FROM PUBLIC;


--
-- Name: FUNCTION archive_action(p_action text, p_old jsonb, p_new jsonb); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.archive_action(p_action text, p_old jsonb, p_new jsonb) FROM PUBLIC;


--
-- Name: FUNCTION business(target regclass, parent_column text, parent regclass); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.business(target regclass, parent_column text, parent regclass) FROM PUBLIC;


--
-- Name: FUNCTION cancel_job(p_id bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.cancel_job(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION system.cancel_job(p_id bigint) TO crm_service;


--
-- Name: FUNCTION changes_file(p_file bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.changes_file(p_file bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION system.changes_file(p_file bigint) TO crm_service;
GRANT ALL ON FUNCTION system.changes_file(p_file bigint) TO crm_limited;
GRANT ALL ON FUNCTION system.changes_file(p_file bigint) TO crm_reader;


--
-- Name: FUNCTION close_custom_column(p_field system.custom_field); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.close_custom_column(p_field system.custom_field) FROM PUBLIC;


--
-- Name: FUNCTION count_custom_fields(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.count_custom_fields() FROM PUBLIC;


--
-- Name: FUNCTION count_look(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.count_look() FROM PUBLIC;
GRANT ALL ON FUNCTION system.count_look() TO crm_service;
GRANT ALL ON FUNCTION system.count_look() TO crm_limited;
GRANT ALL ON FUNCTION system.count_look() TO crm_reader;


--
-- Name: FUNCTION cron_field(p_field text, p_low integer, p_high integer, p_names text[]); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.cron_field(p_field text, p_low integer, p_high integer, p_names text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION system.cron_field(p_field text, p_low integer, p_high integer, p_names text[]) TO crm_service;


--
-- Name: FUNCTION cron_fields(p_cron text); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.cron_fields(p_cron text) FROM PUBLIC;
GRANT ALL ON FUNCTION system.cron_fields(p_cron text) TO crm_service;


--
-- Name: FUNCTION cron_next(p_cron text, p_zone text, p_after timestamp with time zone); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.cron_next(p_cron text, p_zone text, p_after timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION cron_valid(p_cron text); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.cron_valid(p_cron text) FROM PUBLIC;
GRANT ALL ON FUNCTION system.cron_valid(p_cron text) TO crm_service;


--
-- Name: FUNCTION custom_columns(p_field system.custom_field); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.custom_columns(p_field system.custom_field) FROM PUBLIC;


--
-- Name: FUNCTION custom_type(p_field system.custom_field); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.custom_type(p_field system.custom_field) FROM PUBLIC;


--
-- Name: FUNCTION touch(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.touch() FROM PUBLIC;


--
-- Name: FUNCTION is_extensible(p_table regclass); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.is_extensible(p_table regclass) FROM PUBLIC;


--
-- Name: FUNCTION is_referable(p_table regclass); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.is_referable(p_table regclass) FROM PUBLIC;


--
-- Name: FUNCTION custom_field_faults(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.custom_field_faults() FROM PUBLIC;
GRANT ALL ON FUNCTION system.custom_field_faults() TO crm_service;
GRANT ALL ON FUNCTION system.custom_field_faults() TO crm_limited;
GRANT ALL ON FUNCTION system.custom_field_faults() TO crm_reader;
GRANT ALL ON FUNCTION system.custom_field_faults() TO crm_monitor;


--
-- Name: FUNCTION custom_indexes(p_field system.custom_field); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.custom_indexes(p_field system.custom_field) FROM PUBLIC;


--
-- Name: FUNCTION declare_resources(p_names text[], p_tables text[], p_labels text[]); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.declare_resources(p_names text[], p_tables text[], p_labels text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION system.declare_resources(p_names text[], p_tables text[], p_labels text[]) TO crm_service;


--
-- Name: FUNCTION declare_schedule(p_kind text, p_cron text); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.declare_schedule(p_kind text, p_cron text) FROM PUBLIC;
GRANT ALL ON FUNCTION system.declare_schedule(p_kind text, p_cron text) TO crm_service;


--
-- Name: FUNCTION deliver_again(p_most integer); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.deliver_again(p_most integer) FROM PUBLIC;


--
-- Name: FUNCTION deliver_events(p_most integer); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.deliver_events(p_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION system.deliver_events(p_most integer) TO crm_service;


--
-- Name: FUNCTION deliver_to(p_consumer system.consumer, p_events system.event[]); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.deliver_to(p_consumer system.consumer, p_events system.event[]) FROM PUBLIC;


--
-- Name: FUNCTION demand_custom_column(p_field system.custom_field); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.demand_custom_column(p_field system.custom_field) FROM PUBLIC;


--
-- Name: FUNCTION describe_custom_field(p_field system.custom_field); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.describe_custom_field(p_field system.custom_field) FROM PUBLIC;


--
-- Name: FUNCTION doubt_content(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.doubt_content() FROM PUBLIC;


--
-- Name: FUNCTION end_export(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.end_export() FROM PUBLIC;


--
-- Name: FUNCTION enter_job(p_id bigint, p_fence bigint, p_token_hash bytea); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.enter_job(p_id bigint, p_fence bigint, p_token_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION system.enter_job(p_id bigint, p_fence bigint, p_token_hash bytea) TO crm_service;


--
-- Name: FUNCTION enter_rights(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.enter_rights() FROM PUBLIC;


--
-- Name: COLUMN delivery.id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(id) ON TABLE system.delivery TO crm_service;
GRANT SELECT(id) ON TABLE system.delivery TO crm_limited;
GRANT SELECT(id) ON TABLE system.delivery TO crm_reader;


--
-- Name: COLUMN delivery.version; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(version) ON TABLE system.delivery TO crm_service;
GRANT SELECT(version) ON TABLE system.delivery TO crm_limited;
GRANT SELECT(version) ON TABLE system.delivery TO crm_reader;


--
-- Name: COLUMN delivery.created_at; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(created_at) ON TABLE system.delivery TO crm_service;
GRANT SELECT(created_at) ON TABLE system.delivery TO crm_limited;
GRANT SELECT(created_at) ON TABLE system.delivery TO crm_reader;


--
-- Name: COLUMN delivery.consumer; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(consumer) ON TABLE system.delivery TO crm_service;
GRANT SELECT(consumer) ON TABLE system.delivery TO crm_limited;
GRANT SELECT(consumer) ON TABLE system.delivery TO crm_reader;


--
-- Name: COLUMN delivery.event_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(event_id) ON TABLE system.delivery TO crm_service;
GRANT SELECT(event_id) ON TABLE system.delivery TO crm_limited;
GRANT SELECT(event_id) ON TABLE system.delivery TO crm_reader;


--
-- Name: COLUMN delivery.at; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(at) ON TABLE system.delivery TO crm_service;
GRANT SELECT(at) ON TABLE system.delivery TO crm_limited;
GRANT SELECT(at) ON TABLE system.delivery TO crm_reader;


--
-- Name: COLUMN delivery.table_name; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(table_name) ON TABLE system.delivery TO crm_service;
GRANT SELECT(table_name) ON TABLE system.delivery TO crm_limited;
GRANT SELECT(table_name) ON TABLE system.delivery TO crm_reader;


--
-- Name: COLUMN delivery.record_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(record_id) ON TABLE system.delivery TO crm_service;
GRANT SELECT(record_id) ON TABLE system.delivery TO crm_limited;
GRANT SELECT(record_id) ON TABLE system.delivery TO crm_reader;


--
-- Name: COLUMN delivery.action; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(action) ON TABLE system.delivery TO crm_service;
GRANT SELECT(action) ON TABLE system.delivery TO crm_limited;
GRANT SELECT(action) ON TABLE system.delivery TO crm_reader;


--
-- Name: COLUMN delivery.account_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(account_id) ON TABLE system.delivery TO crm_service;
GRANT SELECT(account_id) ON TABLE system.delivery TO crm_limited;
GRANT SELECT(account_id) ON TABLE system.delivery TO crm_reader;


--
-- Name: COLUMN delivery.request_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(request_id) ON TABLE system.delivery TO crm_service;
GRANT SELECT(request_id) ON TABLE system.delivery TO crm_limited;
GRANT SELECT(request_id) ON TABLE system.delivery TO crm_reader;


--
-- Name: COLUMN delivery.failures; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(failures) ON TABLE system.delivery TO crm_service;
GRANT SELECT(failures) ON TABLE system.delivery TO crm_limited;
GRANT SELECT(failures) ON TABLE system.delivery TO crm_reader;


--
-- Name: COLUMN delivery.next_at; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(next_at) ON TABLE system.delivery TO crm_service;
GRANT SELECT(next_at) ON TABLE system.delivery TO crm_limited;
GRANT SELECT(next_at) ON TABLE system.delivery TO crm_reader;


--
-- Name: COLUMN delivery.parked_at; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(parked_at) ON TABLE system.delivery TO crm_service;
GRANT SELECT(parked_at) ON TABLE system.delivery TO crm_limited;
GRANT SELECT(parked_at) ON TABLE system.delivery TO crm_reader;


--
-- Name: COLUMN delivery.fault_code; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(fault_code) ON TABLE system.delivery TO crm_service;
GRANT SELECT(fault_code) ON TABLE system.delivery TO crm_limited;
GRANT SELECT(fault_code) ON TABLE system.delivery TO crm_reader;


--
-- Name: COLUMN delivery.state; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(state) ON TABLE system.delivery TO crm_service;
GRANT SELECT(state) ON TABLE system.delivery TO crm_limited;
GRANT SELECT(state) ON TABLE system.delivery TO crm_reader;


--
-- Name: FUNCTION event_figures(OUT waiting bigint, OUT lag double precision, OUT failing bigint, OUT behind bigint, OUT parked bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.event_figures(OUT waiting bigint, OUT lag double precision, OUT failing bigint, OUT behind bigint, OUT parked bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION system.event_figures(OUT waiting bigint, OUT lag double precision, OUT failing bigint, OUT behind bigint, OUT parked bigint) TO crm_service;
GRANT ALL ON FUNCTION system.event_figures(OUT waiting bigint, OUT lag double precision, OUT failing bigint, OUT behind bigint, OUT parked bigint) TO crm_limited;
GRANT ALL ON FUNCTION system.event_figures(OUT waiting bigint, OUT lag double precision, OUT failing bigint, OUT behind bigint, OUT parked bigint) TO crm_reader;
GRANT ALL ON FUNCTION system.event_figures(OUT waiting bigint, OUT lag double precision, OUT failing bigint, OUT behind bigint, OUT parked bigint) TO crm_monitor;


--
-- Name: FUNCTION fail_job(p_id bigint, p_fence bigint, p_retry boolean, p_code text, p_en text, p_ru text); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.fail_job(p_id bigint, p_fence bigint, p_retry boolean, p_code text, p_en text, p_ru text) FROM PUBLIC;
GRANT ALL ON FUNCTION system.fail_job(p_id bigint, p_fence bigint, p_retry boolean, p_code text, p_en text, p_ru text) TO crm_service;


--
-- Name: FUNCTION find_table(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.find_table() FROM PUBLIC;


--
-- Name: FUNCTION finish_jobs(p_ids bigint[], p_fences bigint[], p_results jsonb[]); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.finish_jobs(p_ids bigint[], p_fences bigint[], p_results jsonb[]) FROM PUBLIC;
GRANT ALL ON FUNCTION system.finish_jobs(p_ids bigint[], p_fences bigint[], p_results jsonb[]) TO crm_service;


--
-- Name: FUNCTION fire_schedules(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.fire_schedules() FROM PUBLIC;
GRANT ALL ON FUNCTION system.fire_schedules() TO crm_service;


--
-- Name: FUNCTION follow_import(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.follow_import() FROM PUBLIC;


--
-- Name: FUNCTION give_back_jobs(p_ids bigint[], p_fences bigint[]); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.give_back_jobs(p_ids bigint[], p_fences bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION system.give_back_jobs(p_ids bigint[], p_fences bigint[]) TO crm_service;


--
-- Name: FUNCTION hold_reversals(p_job bigint, p_steps bigint[]); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.hold_reversals(p_job bigint, p_steps bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION system.hold_reversals(p_job bigint, p_steps bigint[]) TO crm_service;


--
-- Name: TABLE file_link; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE system.file_link TO crm_service;
GRANT SELECT ON TABLE system.file_link TO crm_limited;
GRANT SELECT ON TABLE system.file_link TO crm_reader;


--
-- Name: COLUMN file_link.file_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(file_id) ON TABLE system.file_link TO crm_service;


--
-- Name: COLUMN file_link.resource; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(resource) ON TABLE system.file_link TO crm_service;


--
-- Name: COLUMN file_link.table_name; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(table_name) ON TABLE system.file_link TO crm_service;


--
-- Name: COLUMN file_link.record_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(record_id) ON TABLE system.file_link TO crm_service;


--
-- Name: COLUMN file_link.label; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(label),UPDATE(label) ON TABLE system.file_link TO crm_service;


--
-- Name: FUNCTION home_of_file(p_file bigint, OUT table_name text, OUT record_id bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.home_of_file(p_file bigint, OUT table_name text, OUT record_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION system.home_of_file(p_file bigint, OUT table_name text, OUT record_id bigint) TO crm_service;
GRANT ALL ON FUNCTION system.home_of_file(p_file bigint, OUT table_name text, OUT record_id bigint) TO crm_limited;
GRANT ALL ON FUNCTION system.home_of_file(p_file bigint, OUT table_name text, OUT record_id bigint) TO crm_reader;


--
-- Name: FUNCTION hurry(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.hurry() FROM PUBLIC;


--
-- Name: FUNCTION index_custom_column(p_field system.custom_field); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.index_custom_column(p_field system.custom_field) FROM PUBLIC;


--
-- Name: FUNCTION is_linked(p_file bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.is_linked(p_file bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION system.is_linked(p_file bigint) TO crm_service;
GRANT ALL ON FUNCTION system.is_linked(p_file bigint) TO crm_limited;
GRANT ALL ON FUNCTION system.is_linked(p_file bigint) TO crm_reader;


--
-- Name: FUNCTION is_small(p_table regclass); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.is_small(p_table regclass) FROM PUBLIC;


--
-- Name: TABLE job; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT ON TABLE system.job TO crm_service;
GRANT SELECT ON TABLE system.job TO crm_limited;
GRANT SELECT ON TABLE system.job TO crm_reader;


--
-- Name: COLUMN job.kind; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(kind) ON TABLE system.job TO crm_service;


--
-- Name: COLUMN job.priority; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(priority) ON TABLE system.job TO crm_service;


--
-- Name: COLUMN job.run_at; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(run_at) ON TABLE system.job TO crm_service;


--
-- Name: COLUMN job.input; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(input) ON TABLE system.job TO crm_service;


--
-- Name: COLUMN job.total; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(total) ON TABLE system.job TO crm_service;


--
-- Name: COLUMN job.most_failures; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(most_failures) ON TABLE system.job TO crm_service;


--
-- Name: FUNCTION job_figures(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.job_figures() FROM PUBLIC;
GRANT ALL ON FUNCTION system.job_figures() TO crm_service;
GRANT ALL ON FUNCTION system.job_figures() TO crm_limited;
GRANT ALL ON FUNCTION system.job_figures() TO crm_reader;
GRANT ALL ON FUNCTION system.job_figures() TO crm_monitor;


--
-- Name: FUNCTION job_pause(failures integer); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.job_pause(failures integer) FROM PUBLIC;


--
-- Name: FUNCTION judge_custom_choices(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.judge_custom_choices() FROM PUBLIC;


--
-- Name: FUNCTION judge_custom_demand(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.judge_custom_demand() FROM PUBLIC;


--
-- Name: FUNCTION judge_custom_pace(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.judge_custom_pace() FROM PUBLIC;


--
-- Name: FUNCTION judge_custom_table(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.judge_custom_table() FROM PUBLIC;


--
-- Name: FUNCTION judge_custom_target(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.judge_custom_target() FROM PUBLIC;


--
-- Name: FUNCTION judge_followed(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.judge_followed() FROM PUBLIC;


--
-- Name: FUNCTION judge_import_file(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.judge_import_file() FROM PUBLIC;


--
-- Name: FUNCTION judge_import_job(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.judge_import_job() FROM PUBLIC;


--
-- Name: FUNCTION judge_link(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.judge_link() FROM PUBLIC;


--
-- Name: FUNCTION judge_piece(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.judge_piece() FROM PUBLIC;


--
-- Name: FUNCTION judge_shared_roles(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.judge_shared_roles() FROM PUBLIC;


--
-- Name: TABLE content; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE system.content TO crm_service;
GRANT SELECT ON TABLE system.content TO crm_limited;
GRANT SELECT ON TABLE system.content TO crm_reader;


--
-- Name: COLUMN content.type; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(type) ON TABLE system.content TO crm_service;


--
-- Name: COLUMN content.size; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(size) ON TABLE system.content TO crm_service;


--
-- Name: COLUMN content.sha256; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(sha256) ON TABLE system.content TO crm_service;


--
-- Name: FUNCTION keep_content(p_content bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.keep_content(p_content bigint) FROM PUBLIC;


--
-- Name: FUNCTION keep_custom_field(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.keep_custom_field() FROM PUBLIC;


--
-- Name: FUNCTION keep_version(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.keep_version() FROM PUBLIC;


--
-- Name: FUNCTION kept_columns(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.kept_columns() FROM PUBLIC;


--
-- Name: FUNCTION label_of(p_table text, p_id bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.label_of(p_table text, p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION system.label_of(p_table text, p_id bigint) TO crm_service;
GRANT ALL ON FUNCTION system.label_of(p_table text, p_id bigint) TO crm_limited;
GRANT ALL ON FUNCTION system.label_of(p_table text, p_id bigint) TO crm_reader;


--
-- Name: FUNCTION lacking(p_table regclass, p_column text); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.lacking(p_table regclass, p_column text) FROM PUBLIC;


--
-- Name: FUNCTION limit_custom_column(p_field system.custom_field); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.limit_custom_column(p_field system.custom_field) FROM PUBLIC;


--
-- Name: FUNCTION linked_tables(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.linked_tables() FROM PUBLIC;
GRANT ALL ON FUNCTION system.linked_tables() TO crm_service;
GRANT ALL ON FUNCTION system.linked_tables() TO crm_limited;
GRANT ALL ON FUNCTION system.linked_tables() TO crm_reader;


--
-- Name: FUNCTION links_of_table(p_table text); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.links_of_table(p_table text) FROM PUBLIC;
GRANT ALL ON FUNCTION system.links_of_table(p_table text) TO crm_service;
GRANT ALL ON FUNCTION system.links_of_table(p_table text) TO crm_limited;
GRANT ALL ON FUNCTION system.links_of_table(p_table text) TO crm_reader;


--
-- Name: FUNCTION lock_custom_table(p_field system.custom_field, p_new boolean, p_deep boolean); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.lock_custom_table(p_field system.custom_field, p_new boolean, p_deep boolean) FROM PUBLIC;


--
-- Name: FUNCTION look(p_table text, p_record bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.look(p_table text, p_record bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION system.look(p_table text, p_record bigint) TO crm_service;
GRANT ALL ON FUNCTION system.look(p_table text, p_record bigint) TO crm_limited;
GRANT ALL ON FUNCTION system.look(p_table text, p_record bigint) TO crm_reader;


--
-- Name: FUNCTION looks_ended(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.looks_ended() FROM PUBLIC;
GRANT ALL ON FUNCTION system.looks_ended() TO crm_service;
GRANT ALL ON FUNCTION system.looks_ended() TO crm_limited;
GRANT ALL ON FUNCTION system.looks_ended() TO crm_reader;


--
-- Name: FUNCTION make_reversible(target regclass); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.make_reversible(target regclass) FROM PUBLIC;


--
-- Name: FUNCTION may_link(p_file bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.may_link(p_file bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION system.may_link(p_file bigint) TO crm_service;
GRANT ALL ON FUNCTION system.may_link(p_file bigint) TO crm_limited;
GRANT ALL ON FUNCTION system.may_link(p_file bigint) TO crm_reader;


--
-- Name: FUNCTION may_steer(p_job system.job); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.may_steer(p_job system.job) FROM PUBLIC;


--
-- Name: FUNCTION members(p_object jsonb, p_names text[]); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.members(p_object jsonb, p_names text[]) FROM PUBLIC;


--
-- Name: FUNCTION notify_accounts(p_events system.event[]); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.notify_accounts(p_events system.event[]) FROM PUBLIC;


--
-- Name: FUNCTION open_custom_column(p_field system.custom_field); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.open_custom_column(p_field system.custom_field) FROM PUBLIC;


--
-- Name: FUNCTION own(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.own() FROM PUBLIC;


--
-- Name: TABLE file; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE system.file TO crm_service;
GRANT SELECT ON TABLE system.file TO crm_limited;
GRANT SELECT ON TABLE system.file TO crm_reader;


--
-- Name: COLUMN file.name; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(name),UPDATE(name) ON TABLE system.file TO crm_service;


--
-- Name: COLUMN file.content_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(content_id),UPDATE(content_id) ON TABLE system.file TO crm_service;


--
-- Name: COLUMN file.is_shared; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(is_shared) ON TABLE system.file TO crm_service;


--
-- Name: FUNCTION own_files(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.own_files() FROM PUBLIC;
GRANT ALL ON FUNCTION system.own_files() TO crm_service;
GRANT ALL ON FUNCTION system.own_files() TO crm_limited;
GRANT ALL ON FUNCTION system.own_files() TO crm_reader;


--
-- Name: TABLE notification; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT ON TABLE system.notification TO crm_service;
GRANT SELECT ON TABLE system.notification TO crm_limited;
GRANT SELECT ON TABLE system.notification TO crm_reader;


--
-- Name: COLUMN notification.read_at; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(read_at) ON TABLE system.notification TO crm_service;


--
-- Name: FUNCTION own_notifications(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.own_notifications() FROM PUBLIC;
GRANT ALL ON FUNCTION system.own_notifications() TO crm_service;
GRANT ALL ON FUNCTION system.own_notifications() TO crm_limited;
GRANT ALL ON FUNCTION system.own_notifications() TO crm_reader;


--
-- Name: FUNCTION owner_in(p_row jsonb); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.owner_in(p_row jsonb) FROM PUBLIC;


--
-- Name: FUNCTION owners_of(p_table text, p_ids bigint[]); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.owners_of(p_table text, p_ids bigint[]) FROM PUBLIC;


--
-- Name: FUNCTION pending_custom_indexes(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.pending_custom_indexes() FROM PUBLIC;


--
-- Name: FUNCTION plan_reversal(p_job bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.plan_reversal(p_job bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION system.plan_reversal(p_job bigint) TO crm_service;


--
-- Name: FUNCTION prepare_custom_field(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.prepare_custom_field() FROM PUBLIC;


--
-- Name: FUNCTION preset_custom_column(p_field system.custom_field); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.preset_custom_column(p_field system.custom_field) FROM PUBLIC;


--
-- Name: FUNCTION prove_reversal(p_job bigint, p_steps bigint[]); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.prove_reversal(p_job bigint, p_steps bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION system.prove_reversal(p_job bigint, p_steps bigint[]) TO crm_service;


--
-- Name: FUNCTION put_back_job(p_id bigint, p_retry boolean, p_code text, p_en text, p_ru text); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.put_back_job(p_id bigint, p_retry boolean, p_code text, p_en text, p_ru text) FROM PUBLIC;


--
-- Name: FUNCTION record_end(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.record_end() FROM PUBLIC;


--
-- Name: FUNCTION refuse_custom_demand(p_rule text, p_count bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.refuse_custom_demand(p_rule text, p_count bigint) FROM PUBLIC;


--
-- Name: FUNCTION refuse_custom_field(p_rule text, p_column text); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.refuse_custom_field(p_rule text, p_column text) FROM PUBLIC;


--
-- Name: FUNCTION renew_jobs(p_ids bigint[], p_fences bigint[], p_lease interval); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.renew_jobs(p_ids bigint[], p_fences bigint[], p_lease interval) FROM PUBLIC;
GRANT ALL ON FUNCTION system.renew_jobs(p_ids bigint[], p_fences bigint[], p_lease interval) TO crm_service;


--
-- Name: FUNCTION repeat_job(p_id bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.repeat_job(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION system.repeat_job(p_id bigint) TO crm_service;


--
-- Name: FUNCTION require_own_work(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.require_own_work() FROM PUBLIC;


--
-- Name: FUNCTION retry_delivery(p_id bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.retry_delivery(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION system.retry_delivery(p_id bigint) TO crm_service;


--
-- Name: FUNCTION reversal_lack(p_job bigint, p_n bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.reversal_lack(p_job bigint, p_n bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION system.reversal_lack(p_job bigint, p_n bigint) TO crm_service;


--
-- Name: FUNCTION reversal_retired(p_job bigint, p_n bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.reversal_retired(p_job bigint, p_n bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION system.reversal_retired(p_job bigint, p_n bigint) TO crm_service;


--
-- Name: FUNCTION reverse(p_job bigint, p_steps bigint[]); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.reverse(p_job bigint, p_steps bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION system.reverse(p_job bigint, p_steps bigint[]) TO crm_service;


--
-- Name: FUNCTION reverse_part(p_job bigint, p_table text, p_action text, p_columns text[], p_steps bigint[], p_ids bigint[]); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.reverse_part(p_job bigint, p_table text, p_action text, p_columns text[], p_steps bigint[], p_ids bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION system.reverse_part(p_job bigint, p_table text, p_action text, p_columns text[], p_steps bigint[], p_ids bigint[]) TO crm_service;


--
-- Name: FUNCTION reverse_rows(p_job bigint, p_table text, p_action text, p_columns text[], p_steps bigint[], p_ids bigint[]); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.reverse_rows(p_job bigint, p_table text, p_action text, p_columns text[], p_steps bigint[], p_ids bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION system.reverse_rows(p_job bigint, p_table text, p_action text, p_columns text[], p_steps bigint[], p_ids bigint[]) TO crm_service;


--
-- Name: FUNCTION reversible_job(p_id bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.reversible_job(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION system.reversible_job(p_id bigint) TO crm_service;


--
-- Name: FUNCTION schema_stamp(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.schema_stamp() FROM PUBLIC;
GRANT ALL ON FUNCTION system.schema_stamp() TO crm_service;
GRANT ALL ON FUNCTION system.schema_stamp() TO crm_limited;
GRANT ALL ON FUNCTION system.schema_stamp() TO crm_reader;


--
-- Name: FUNCTION seen_links(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.seen_links() FROM PUBLIC;
GRANT ALL ON FUNCTION system.seen_links() TO crm_service;
GRANT ALL ON FUNCTION system.seen_links() TO crm_limited;
GRANT ALL ON FUNCTION system.seen_links() TO crm_reader;


--
-- Name: FUNCTION seen_files(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.seen_files() FROM PUBLIC;
GRANT ALL ON FUNCTION system.seen_files() TO crm_service;
GRANT ALL ON FUNCTION system.seen_files() TO crm_limited;
GRANT ALL ON FUNCTION system.seen_files() TO crm_reader;


--
-- Name: FUNCTION seen_notifications(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.seen_notifications() FROM PUBLIC;
GRANT ALL ON FUNCTION system.seen_notifications() TO crm_service;
GRANT ALL ON FUNCTION system.seen_notifications() TO crm_limited;
GRANT ALL ON FUNCTION system.seen_notifications() TO crm_reader;


--
-- Name: FUNCTION sees_end(p_kind text, p_resource text); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.sees_end(p_kind text, p_resource text) FROM PUBLIC;
GRANT ALL ON FUNCTION system.sees_end(p_kind text, p_resource text) TO crm_service;
GRANT ALL ON FUNCTION system.sees_end(p_kind text, p_resource text) TO crm_limited;
GRANT ALL ON FUNCTION system.sees_end(p_kind text, p_resource text) TO crm_reader;


--
-- Name: FUNCTION sees_file(p_file bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.sees_file(p_file bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION system.sees_file(p_file bigint) TO crm_service;
GRANT ALL ON FUNCTION system.sees_file(p_file bigint) TO crm_limited;
GRANT ALL ON FUNCTION system.sees_file(p_file bigint) TO crm_reader;


--
-- Name: FUNCTION sees_versions(p_file bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.sees_versions(p_file bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION system.sees_versions(p_file bigint) TO crm_service;
GRANT ALL ON FUNCTION system.sees_versions(p_file bigint) TO crm_limited;
GRANT ALL ON FUNCTION system.sees_versions(p_file bigint) TO crm_reader;


--
-- Name: FUNCTION set_next(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.set_next() FROM PUBLIC;


--
-- Name: FUNCTION shape_custom_field(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.shape_custom_field() FROM PUBLIC;


--
-- Name: FUNCTION skip_delivery(p_id bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.skip_delivery(p_id bigint) FROM PUBLIC;


--
-- Name: FUNCTION spare_file(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.spare_file() FROM PUBLIC;


--
-- Name: FUNCTION sweep(most integer); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.sweep(most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION system.sweep(most integer) TO crm_service;
GRANT ALL ON FUNCTION system.sweep(most integer) TO crm_limited;


--
-- Name: FUNCTION sweep_contents(p_most integer); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.sweep_contents(p_most integer) FROM PUBLIC;


--
-- Name: FUNCTION sweep_files(p_most integer); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.sweep_files(p_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION system.sweep_files(p_most integer) TO crm_service;


--
-- Name: FUNCTION sweep_links(p_most integer); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.sweep_links(p_most integer) FROM PUBLIC;


--
-- Name: FUNCTION sweep_logs(p_most integer); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.sweep_logs(p_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION system.sweep_logs(p_most integer) TO crm_service;


--
-- Name: FUNCTION sweep_notifications(most integer); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.sweep_notifications(most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION system.sweep_notifications(most integer) TO crm_service;


--
-- Name: FUNCTION sweep_window(p_name text, p_table regclass, p_most integer); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.sweep_window(p_name text, p_table regclass, p_most integer) FROM PUBLIC;


--
-- Name: FUNCTION take_back(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.take_back() FROM PUBLIC;


--
-- Name: FUNCTION take_content(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.take_content() FROM PUBLIC;


--
-- Name: FUNCTION take_jobs(p_worker text, p_kinds text[], p_most integer[], p_places integer, p_lease interval); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.take_jobs(p_worker text, p_kinds text[], p_most integer[], p_places integer, p_lease interval) FROM PUBLIC;
GRANT ALL ON FUNCTION system.take_jobs(p_worker text, p_kinds text[], p_most integer[], p_places integer, p_lease interval) TO crm_service;


--
-- Name: FUNCTION tell_job(p_id bigint, p_fence bigint, p_done bigint, p_total bigint, p_checkpoint jsonb, p_lease interval); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.tell_job(p_id bigint, p_fence bigint, p_done bigint, p_total bigint, p_checkpoint jsonb, p_lease interval) FROM PUBLIC;
GRANT ALL ON FUNCTION system.tell_job(p_id bigint, p_fence bigint, p_done bigint, p_total bigint, p_checkpoint jsonb, p_lease interval) TO crm_service;


--
-- Name: FUNCTION unindex_custom_column(p_field system.custom_field); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.unindex_custom_column(p_field system.custom_field) FROM PUBLIC;


--
-- Name: FUNCTION unshare_file(); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.unshare_file() FROM PUBLIC;


--
-- Name: FUNCTION validate_custom_field(p_id bigint); Type: ACL; Schema: system; Owner: crm_owner
--

REVOKE ALL ON FUNCTION system.validate_custom_field(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION system.validate_custom_field(p_id bigint) TO crm_service;


--
-- Name: TABLE change; Type: ACL; Schema: audit; Owner: crm_owner
--

GRANT SELECT ON TABLE audit.change TO crm_service;
GRANT SELECT ON TABLE audit.change TO crm_limited;
GRANT SELECT ON TABLE audit.change TO crm_reader;
GRANT SELECT ON TABLE audit.change TO crm_report;


--
-- Name: TABLE address; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE clients.address TO crm_service;
GRANT SELECT ON TABLE clients.address TO crm_limited;
GRANT SELECT ON TABLE clients.address TO crm_reader;
GRANT SELECT ON TABLE clients.address TO crm_report;


--
-- Name: COLUMN address.party_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(party_id),UPDATE(party_id) ON TABLE clients.address TO crm_service;


--
-- Name: COLUMN address.kind; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(kind),UPDATE(kind) ON TABLE clients.address TO crm_service;


--
-- Name: COLUMN address.country; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(country),UPDATE(country) ON TABLE clients.address TO crm_service;


--
-- Name: COLUMN address.postal_code; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(postal_code),UPDATE(postal_code) ON TABLE clients.address TO crm_service;


--
-- Name: COLUMN address.region; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(region),UPDATE(region) ON TABLE clients.address TO crm_service;


--
-- Name: COLUMN address.city; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(city),UPDATE(city) ON TABLE clients.address TO crm_service;


--
-- Name: COLUMN address.street; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(street),UPDATE(street) ON TABLE clients.address TO crm_service;


--
-- Name: COLUMN address.is_primary; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(is_primary),UPDATE(is_primary) ON TABLE clients.address TO crm_service;


--
-- Name: COLUMN address.notes; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(notes),UPDATE(notes) ON TABLE clients.address TO crm_service;


--
-- Name: COLUMN address.external_source; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_source),UPDATE(external_source) ON TABLE clients.address TO crm_service;


--
-- Name: COLUMN address.external_key; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_key),UPDATE(external_key) ON TABLE clients.address TO crm_service;


--
-- Name: TABLE bank_account; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE clients.bank_account TO crm_service;
GRANT SELECT ON TABLE clients.bank_account TO crm_limited;
GRANT SELECT ON TABLE clients.bank_account TO crm_reader;
GRANT SELECT ON TABLE clients.bank_account TO crm_report;


--
-- Name: COLUMN bank_account.party_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(party_id),UPDATE(party_id) ON TABLE clients.bank_account TO crm_service;


--
-- Name: COLUMN bank_account.holder; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(holder),UPDATE(holder) ON TABLE clients.bank_account TO crm_service;


--
-- Name: COLUMN bank_account.bank_name; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(bank_name),UPDATE(bank_name) ON TABLE clients.bank_account TO crm_service;


--
-- Name: COLUMN bank_account.bic; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(bic),UPDATE(bic) ON TABLE clients.bank_account TO crm_service;


--
-- Name: COLUMN bank_account.account; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(account),UPDATE(account) ON TABLE clients.bank_account TO crm_service;


--
-- Name: COLUMN bank_account.correspondent_account; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(correspondent_account),UPDATE(correspondent_account) ON TABLE clients.bank_account TO crm_service;


--
-- Name: COLUMN bank_account.iban; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(iban),UPDATE(iban) ON TABLE clients.bank_account TO crm_service;


--
-- Name: COLUMN bank_account.swift; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(swift),UPDATE(swift) ON TABLE clients.bank_account TO crm_service;


--
-- Name: COLUMN bank_account.currency; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(currency),UPDATE(currency) ON TABLE clients.bank_account TO crm_service;


--
-- Name: COLUMN bank_account.is_primary; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(is_primary),UPDATE(is_primary) ON TABLE clients.bank_account TO crm_service;


--
-- Name: COLUMN bank_account.notes; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(notes),UPDATE(notes) ON TABLE clients.bank_account TO crm_service;


--
-- Name: COLUMN bank_account.external_source; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_source),UPDATE(external_source) ON TABLE clients.bank_account TO crm_service;


--
-- Name: COLUMN bank_account.external_key; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_key),UPDATE(external_key) ON TABLE clients.bank_account TO crm_service;


--
-- Name: TABLE channel; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE clients.channel TO crm_service;
GRANT SELECT ON TABLE clients.channel TO crm_limited;
GRANT SELECT ON TABLE clients.channel TO crm_reader;
GRANT SELECT ON TABLE clients.channel TO crm_report;


--
-- Name: COLUMN channel.party_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(party_id),UPDATE(party_id) ON TABLE clients.channel TO crm_service;


--
-- Name: COLUMN channel.kind; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(kind),UPDATE(kind) ON TABLE clients.channel TO crm_service;


--
-- Name: COLUMN channel.value; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(value),UPDATE(value) ON TABLE clients.channel TO crm_service;


--
-- Name: COLUMN channel.typed; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(typed),UPDATE(typed) ON TABLE clients.channel TO crm_service;


--
-- Name: COLUMN channel.extension; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(extension),UPDATE(extension) ON TABLE clients.channel TO crm_service;


--
-- Name: COLUMN channel.purpose; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(purpose),UPDATE(purpose) ON TABLE clients.channel TO crm_service;


--
-- Name: COLUMN channel.messenger; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(messenger),UPDATE(messenger) ON TABLE clients.channel TO crm_service;


--
-- Name: COLUMN channel.is_primary; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(is_primary),UPDATE(is_primary) ON TABLE clients.channel TO crm_service;


--
-- Name: COLUMN channel.do_not_contact; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(do_not_contact),UPDATE(do_not_contact) ON TABLE clients.channel TO crm_service;


--
-- Name: COLUMN channel.consent_on; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(consent_on),UPDATE(consent_on) ON TABLE clients.channel TO crm_service;


--
-- Name: COLUMN channel.consent_source; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(consent_source),UPDATE(consent_source) ON TABLE clients.channel TO crm_service;


--
-- Name: COLUMN channel.notes; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(notes),UPDATE(notes) ON TABLE clients.channel TO crm_service;


--
-- Name: COLUMN channel.external_source; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_source),UPDATE(external_source) ON TABLE clients.channel TO crm_service;


--
-- Name: COLUMN channel.external_key; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_key),UPDATE(external_key) ON TABLE clients.channel TO crm_service;


--
-- Name: TABLE contact; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE clients.contact TO crm_service;
GRANT SELECT ON TABLE clients.contact TO crm_limited;
GRANT SELECT ON TABLE clients.contact TO crm_reader;
GRANT SELECT ON TABLE clients.contact TO crm_report;


--
-- Name: COLUMN contact.company_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(company_id),UPDATE(company_id) ON TABLE clients.contact TO crm_service;


--
-- Name: COLUMN contact.person_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(person_id),UPDATE(person_id) ON TABLE clients.contact TO crm_service;


--
-- Name: COLUMN contact."position"; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT("position"),UPDATE("position") ON TABLE clients.contact TO crm_service;


--
-- Name: COLUMN contact.main; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(main),UPDATE(main) ON TABLE clients.contact TO crm_service;


--
-- Name: COLUMN contact.valid_from; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(valid_from),UPDATE(valid_from) ON TABLE clients.contact TO crm_service;


--
-- Name: COLUMN contact.valid_until; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(valid_until),UPDATE(valid_until) ON TABLE clients.contact TO crm_service;


--
-- Name: COLUMN contact.notes; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(notes),UPDATE(notes) ON TABLE clients.contact TO crm_service;


--
-- Name: COLUMN contact.external_source; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_source),UPDATE(external_source) ON TABLE clients.contact TO crm_service;


--
-- Name: COLUMN contact.external_key; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_key),UPDATE(external_key) ON TABLE clients.contact TO crm_service;


--
-- Name: TABLE interaction; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE clients.interaction TO crm_service;
GRANT SELECT ON TABLE clients.interaction TO crm_limited;
GRANT SELECT ON TABLE clients.interaction TO crm_reader;
GRANT SELECT ON TABLE clients.interaction TO crm_report;


--
-- Name: COLUMN interaction.owner_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(owner_id),UPDATE(owner_id) ON TABLE clients.interaction TO crm_service;


--
-- Name: COLUMN interaction.department_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(department_id),UPDATE(department_id) ON TABLE clients.interaction TO crm_service;


--
-- Name: COLUMN interaction.party_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(party_id),UPDATE(party_id) ON TABLE clients.interaction TO crm_service;


--
-- Name: COLUMN interaction.kind; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(kind),UPDATE(kind) ON TABLE clients.interaction TO crm_service;


--
-- Name: COLUMN interaction.direction; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(direction),UPDATE(direction) ON TABLE clients.interaction TO crm_service;


--
-- Name: COLUMN interaction.at; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(at),UPDATE(at) ON TABLE clients.interaction TO crm_service;


--
-- Name: COLUMN interaction.duration; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(duration),UPDATE(duration) ON TABLE clients.interaction TO crm_service;


--
-- Name: COLUMN interaction.subject; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(subject),UPDATE(subject) ON TABLE clients.interaction TO crm_service;


--
-- Name: COLUMN interaction.body; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(body),UPDATE(body) ON TABLE clients.interaction TO crm_service;


--
-- Name: COLUMN interaction.outcome; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(outcome),UPDATE(outcome) ON TABLE clients.interaction TO crm_service;


--
-- Name: COLUMN interaction.next_step; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(next_step),UPDATE(next_step) ON TABLE clients.interaction TO crm_service;


--
-- Name: COLUMN interaction.private; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(private),UPDATE(private) ON TABLE clients.interaction TO crm_service;


--
-- Name: COLUMN interaction.external_source; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_source),UPDATE(external_source) ON TABLE clients.interaction TO crm_service;


--
-- Name: COLUMN interaction.external_key; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_key),UPDATE(external_key) ON TABLE clients.interaction TO crm_service;


--
-- Name: COLUMN interaction.archived_at; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(archived_at),UPDATE(archived_at) ON TABLE clients.interaction TO crm_service;


--
-- Name: TABLE party_group; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE clients.party_group TO crm_service;
GRANT SELECT ON TABLE clients.party_group TO crm_limited;
GRANT SELECT ON TABLE clients.party_group TO crm_reader;
GRANT SELECT ON TABLE clients.party_group TO crm_report;


--
-- Name: COLUMN party_group.name; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(name),UPDATE(name) ON TABLE clients.party_group TO crm_service;


--
-- Name: COLUMN party_group.code; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(code),UPDATE(code) ON TABLE clients.party_group TO crm_service;


--
-- Name: COLUMN party_group.parent_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(parent_id),UPDATE(parent_id) ON TABLE clients.party_group TO crm_service;


--
-- Name: COLUMN party_group.description; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(description),UPDATE(description) ON TABLE clients.party_group TO crm_service;


--
-- Name: COLUMN party_group.external_source; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_source),UPDATE(external_source) ON TABLE clients.party_group TO crm_service;


--
-- Name: COLUMN party_group.external_key; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_key),UPDATE(external_key) ON TABLE clients.party_group TO crm_service;


--
-- Name: COLUMN party_group.archived_at; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(archived_at),UPDATE(archived_at) ON TABLE clients.party_group TO crm_service;


--
-- Name: TABLE party_tag; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE clients.party_tag TO crm_service;
GRANT SELECT ON TABLE clients.party_tag TO crm_limited;
GRANT SELECT ON TABLE clients.party_tag TO crm_reader;
GRANT SELECT ON TABLE clients.party_tag TO crm_report;


--
-- Name: COLUMN party_tag.party_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(party_id),UPDATE(party_id) ON TABLE clients.party_tag TO crm_service;


--
-- Name: COLUMN party_tag.tag_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(tag_id),UPDATE(tag_id) ON TABLE clients.party_tag TO crm_service;


--
-- Name: COLUMN party_tag.external_source; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_source),UPDATE(external_source) ON TABLE clients.party_tag TO crm_service;


--
-- Name: COLUMN party_tag.external_key; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_key),UPDATE(external_key) ON TABLE clients.party_tag TO crm_service;


--
-- Name: TABLE relation; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE clients.relation TO crm_service;
GRANT SELECT ON TABLE clients.relation TO crm_limited;
GRANT SELECT ON TABLE clients.relation TO crm_reader;
GRANT SELECT ON TABLE clients.relation TO crm_report;


--
-- Name: COLUMN relation.party_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(party_id),UPDATE(party_id) ON TABLE clients.relation TO crm_service;


--
-- Name: COLUMN relation.other_id; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(other_id),UPDATE(other_id) ON TABLE clients.relation TO crm_service;


--
-- Name: COLUMN relation.kind; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(kind),UPDATE(kind) ON TABLE clients.relation TO crm_service;


--
-- Name: COLUMN relation.valid_from; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(valid_from),UPDATE(valid_from) ON TABLE clients.relation TO crm_service;


--
-- Name: COLUMN relation.valid_until; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(valid_until),UPDATE(valid_until) ON TABLE clients.relation TO crm_service;


--
-- Name: COLUMN relation.notes; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(notes),UPDATE(notes) ON TABLE clients.relation TO crm_service;


--
-- Name: COLUMN relation.external_source; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_source),UPDATE(external_source) ON TABLE clients.relation TO crm_service;


--
-- Name: COLUMN relation.external_key; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_key),UPDATE(external_key) ON TABLE clients.relation TO crm_service;


--
-- Name: TABLE tag; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE clients.tag TO crm_service;
GRANT SELECT ON TABLE clients.tag TO crm_limited;
GRANT SELECT ON TABLE clients.tag TO crm_reader;
GRANT SELECT ON TABLE clients.tag TO crm_report;


--
-- Name: COLUMN tag.name; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(name),UPDATE(name) ON TABLE clients.tag TO crm_service;


--
-- Name: COLUMN tag.color; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(color),UPDATE(color) ON TABLE clients.tag TO crm_service;


--
-- Name: COLUMN tag.external_source; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_source),UPDATE(external_source) ON TABLE clients.tag TO crm_service;


--
-- Name: COLUMN tag.external_key; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT INSERT(external_key),UPDATE(external_key) ON TABLE clients.tag TO crm_service;


--
-- Name: TABLE timeline; Type: ACL; Schema: clients; Owner: crm_owner
--

GRANT SELECT ON TABLE clients.timeline TO crm_service;
GRANT SELECT ON TABLE clients.timeline TO crm_limited;
GRANT SELECT ON TABLE clients.timeline TO crm_reader;
GRANT SELECT ON TABLE clients.timeline TO crm_report;


--
-- Name: TABLE content_piece; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT ON TABLE system.content_piece TO crm_service;
GRANT SELECT ON TABLE system.content_piece TO crm_limited;
GRANT SELECT ON TABLE system.content_piece TO crm_reader;


--
-- Name: COLUMN content_piece.content_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(content_id) ON TABLE system.content_piece TO crm_service;


--
-- Name: COLUMN content_piece.start; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(start) ON TABLE system.content_piece TO crm_service;


--
-- Name: COLUMN content_piece.bytes; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(bytes) ON TABLE system.content_piece TO crm_service;


--
-- Name: TABLE country; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT ON TABLE system.country TO crm_service;
GRANT SELECT ON TABLE system.country TO crm_limited;
GRANT SELECT ON TABLE system.country TO crm_reader;
GRANT SELECT ON TABLE system.country TO crm_report;


--
-- Name: TABLE currency; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT ON TABLE system.currency TO crm_service;
GRANT SELECT ON TABLE system.currency TO crm_limited;
GRANT SELECT ON TABLE system.currency TO crm_reader;
GRANT SELECT ON TABLE system.currency TO crm_report;


--
-- Name: TABLE export; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT ON TABLE system.export TO crm_service;
GRANT SELECT ON TABLE system.export TO crm_limited;
GRANT SELECT ON TABLE system.export TO crm_reader;


--
-- Name: COLUMN export.resource; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(resource) ON TABLE system.export TO crm_service;
GRANT INSERT(resource) ON TABLE system.export TO crm_limited;


--
-- Name: COLUMN export.kind; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(kind) ON TABLE system.export TO crm_service;
GRANT INSERT(kind) ON TABLE system.export TO crm_limited;


--
-- Name: COLUMN export.format; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(format) ON TABLE system.export TO crm_service;
GRANT INSERT(format) ON TABLE system.export TO crm_limited;


--
-- Name: COLUMN export.query; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(query) ON TABLE system.export TO crm_service;
GRANT INSERT(query) ON TABLE system.export TO crm_limited;


--
-- Name: COLUMN export.outcome; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(outcome) ON TABLE system.export TO crm_service;
GRANT UPDATE(outcome) ON TABLE system.export TO crm_limited;


--
-- Name: COLUMN export.rows; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(rows) ON TABLE system.export TO crm_service;
GRANT UPDATE(rows) ON TABLE system.export TO crm_limited;


--
-- Name: COLUMN export.bytes; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(bytes) ON TABLE system.export TO crm_service;
GRANT UPDATE(bytes) ON TABLE system.export TO crm_limited;


--
-- Name: TABLE file_download; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT ON TABLE system.file_download TO crm_service;
GRANT SELECT ON TABLE system.file_download TO crm_limited;
GRANT SELECT ON TABLE system.file_download TO crm_reader;


--
-- Name: COLUMN file_download.file_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(file_id) ON TABLE system.file_download TO crm_service;


--
-- Name: COLUMN file_download.number; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(number) ON TABLE system.file_download TO crm_service;


--
-- Name: COLUMN file_download.start; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(start) ON TABLE system.file_download TO crm_service;


--
-- Name: COLUMN file_download.bytes; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(bytes) ON TABLE system.file_download TO crm_service;


--
-- Name: TABLE file_version; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT ON TABLE system.file_version TO crm_service;
GRANT SELECT ON TABLE system.file_version TO crm_limited;
GRANT SELECT ON TABLE system.file_version TO crm_reader;


--
-- Name: TABLE follow; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE system.follow TO crm_service;
GRANT SELECT ON TABLE system.follow TO crm_limited;
GRANT SELECT ON TABLE system.follow TO crm_reader;


--
-- Name: COLUMN follow.resource; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(resource) ON TABLE system.follow TO crm_service;


--
-- Name: COLUMN follow.record_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(record_id) ON TABLE system.follow TO crm_service;


--
-- Name: TABLE idempotency; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE system.idempotency TO crm_service;


--
-- Name: TABLE import; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT ON TABLE system.import TO crm_service;
GRANT SELECT ON TABLE system.import TO crm_limited;
GRANT SELECT ON TABLE system.import TO crm_reader;


--
-- Name: COLUMN import.resource; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(resource) ON TABLE system.import TO crm_service;


--
-- Name: COLUMN import.mapping; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(mapping) ON TABLE system.import TO crm_service;


--
-- Name: COLUMN import.dry_run; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(dry_run) ON TABLE system.import TO crm_service;


--
-- Name: COLUMN import.state; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(state) ON TABLE system.import TO crm_service;


--
-- Name: COLUMN import.read; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(read) ON TABLE system.import TO crm_service;


--
-- Name: COLUMN import.created; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(created) ON TABLE system.import TO crm_service;


--
-- Name: COLUMN import.updated; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(updated) ON TABLE system.import TO crm_service;


--
-- Name: COLUMN import.unchanged; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(unchanged) ON TABLE system.import TO crm_service;


--
-- Name: COLUMN import.skipped; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(skipped) ON TABLE system.import TO crm_service;


--
-- Name: COLUMN import.refused; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(refused) ON TABLE system.import TO crm_service;


--
-- Name: COLUMN import.fault_en; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(fault_en) ON TABLE system.import TO crm_service;


--
-- Name: COLUMN import.fault_ru; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(fault_ru) ON TABLE system.import TO crm_service;


--
-- Name: COLUMN import.alive_at; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(alive_at) ON TABLE system.import TO crm_service;


--
-- Name: COLUMN import.job_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(job_id) ON TABLE system.import TO crm_service;


--
-- Name: COLUMN import.file_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(file_id) ON TABLE system.import TO crm_service;


--
-- Name: COLUMN import.header; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(header) ON TABLE system.import TO crm_service;


--
-- Name: TABLE import_mapping; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE system.import_mapping TO crm_service;
GRANT SELECT ON TABLE system.import_mapping TO crm_limited;
GRANT SELECT ON TABLE system.import_mapping TO crm_reader;


--
-- Name: COLUMN import_mapping.name; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(name),UPDATE(name) ON TABLE system.import_mapping TO crm_service;


--
-- Name: COLUMN import_mapping.mapping; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(mapping),UPDATE(mapping) ON TABLE system.import_mapping TO crm_service;


--
-- Name: COLUMN import_mapping.role_ids; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(role_ids),UPDATE(role_ids) ON TABLE system.import_mapping TO crm_service;


--
-- Name: TABLE import_refusal; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE system.import_refusal TO crm_service;
GRANT SELECT ON TABLE system.import_refusal TO crm_limited;
GRANT SELECT ON TABLE system.import_refusal TO crm_reader;


--
-- Name: COLUMN import_refusal.import_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(import_id) ON TABLE system.import_refusal TO crm_service;


--
-- Name: COLUMN import_refusal.line; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(line) ON TABLE system.import_refusal TO crm_service;


--
-- Name: COLUMN import_refusal.cells; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(cells) ON TABLE system.import_refusal TO crm_service;


--
-- Name: COLUMN import_refusal.reason_en; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(reason_en) ON TABLE system.import_refusal TO crm_service;


--
-- Name: COLUMN import_refusal.reason_ru; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(reason_ru) ON TABLE system.import_refusal TO crm_service;


--
-- Name: TABLE job_record; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT ON TABLE system.job_record TO crm_service;
GRANT SELECT ON TABLE system.job_record TO crm_limited;
GRANT SELECT ON TABLE system.job_record TO crm_reader;


--
-- Name: COLUMN job_record.job_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(job_id) ON TABLE system.job_record TO crm_service;


--
-- Name: COLUMN job_record.n; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(n) ON TABLE system.job_record TO crm_service;


--
-- Name: COLUMN job_record.record_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(record_id) ON TABLE system.job_record TO crm_service;


--
-- Name: COLUMN job_record.version; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(version) ON TABLE system.job_record TO crm_service;


--
-- Name: TABLE job_refusal; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE system.job_refusal TO crm_service;
GRANT SELECT ON TABLE system.job_refusal TO crm_limited;
GRANT SELECT ON TABLE system.job_refusal TO crm_reader;


--
-- Name: COLUMN job_refusal.job_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(job_id) ON TABLE system.job_refusal TO crm_service;


--
-- Name: COLUMN job_refusal.n; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(n) ON TABLE system.job_refusal TO crm_service;


--
-- Name: COLUMN job_refusal.resource; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(resource) ON TABLE system.job_refusal TO crm_service;


--
-- Name: COLUMN job_refusal.record_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(record_id) ON TABLE system.job_refusal TO crm_service;


--
-- Name: COLUMN job_refusal.code; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(code) ON TABLE system.job_refusal TO crm_service;


--
-- Name: COLUMN job_refusal.reason_en; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(reason_en) ON TABLE system.job_refusal TO crm_service;


--
-- Name: COLUMN job_refusal.reason_ru; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(reason_ru) ON TABLE system.job_refusal TO crm_service;


--
-- Name: COLUMN job_refusal.pointer; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(pointer) ON TABLE system.job_refusal TO crm_service;


--
-- Name: COLUMN job_reversal.job_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(job_id) ON TABLE system.job_reversal TO crm_service;
GRANT SELECT(job_id) ON TABLE system.job_reversal TO crm_limited;
GRANT SELECT(job_id) ON TABLE system.job_reversal TO crm_reader;


--
-- Name: COLUMN job_reversal.n; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(n) ON TABLE system.job_reversal TO crm_service;
GRANT SELECT(n) ON TABLE system.job_reversal TO crm_limited;
GRANT SELECT(n) ON TABLE system.job_reversal TO crm_reader;


--
-- Name: COLUMN job_reversal.table_name; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(table_name) ON TABLE system.job_reversal TO crm_service;
GRANT SELECT(table_name) ON TABLE system.job_reversal TO crm_limited;
GRANT SELECT(table_name) ON TABLE system.job_reversal TO crm_reader;


--
-- Name: COLUMN job_reversal.record_id; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(record_id) ON TABLE system.job_reversal TO crm_service;
GRANT SELECT(record_id) ON TABLE system.job_reversal TO crm_limited;
GRANT SELECT(record_id) ON TABLE system.job_reversal TO crm_reader;


--
-- Name: COLUMN job_reversal.action; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(action) ON TABLE system.job_reversal TO crm_service;
GRANT SELECT(action) ON TABLE system.job_reversal TO crm_limited;
GRANT SELECT(action) ON TABLE system.job_reversal TO crm_reader;


--
-- Name: COLUMN job_reversal.columns; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT(columns) ON TABLE system.job_reversal TO crm_service;
GRANT SELECT(columns) ON TABLE system.job_reversal TO crm_limited;
GRANT SELECT(columns) ON TABLE system.job_reversal TO crm_reader;


--
-- Name: TABLE migration; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT ON TABLE system.migration TO crm_service;
GRANT SELECT ON TABLE system.migration TO crm_limited;
GRANT SELECT ON TABLE system.migration TO crm_reader;
GRANT SELECT ON TABLE system.migration TO crm_monitor;


--
-- Name: TABLE notice; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT ON TABLE system.notice TO crm_service;
GRANT SELECT ON TABLE system.notice TO crm_limited;
GRANT SELECT ON TABLE system.notice TO crm_reader;


--
-- Name: TABLE notification_mute; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE system.notification_mute TO crm_service;
GRANT SELECT ON TABLE system.notification_mute TO crm_limited;
GRANT SELECT ON TABLE system.notification_mute TO crm_reader;


--
-- Name: COLUMN notification_mute.kind; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(kind) ON TABLE system.notification_mute TO crm_service;


--
-- Name: TABLE resource; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT ON TABLE system.resource TO crm_service;
GRANT SELECT ON TABLE system.resource TO crm_limited;
GRANT SELECT ON TABLE system.resource TO crm_reader;


--
-- Name: TABLE schedule; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT ON TABLE system.schedule TO crm_service;
GRANT SELECT ON TABLE system.schedule TO crm_limited;
GRANT SELECT ON TABLE system.schedule TO crm_reader;
GRANT SELECT ON TABLE system.schedule TO crm_report;


--
-- Name: COLUMN schedule.cron; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(cron) ON TABLE system.schedule TO crm_service;


--
-- Name: COLUMN schedule.zone; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(zone) ON TABLE system.schedule TO crm_service;


--
-- Name: COLUMN schedule.enabled; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT UPDATE(enabled) ON TABLE system.schedule TO crm_service;


--
-- Name: TABLE view; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT SELECT,DELETE ON TABLE system.view TO crm_service;
GRANT SELECT ON TABLE system.view TO crm_limited;
GRANT SELECT ON TABLE system.view TO crm_reader;


--
-- Name: COLUMN view.resource; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(resource) ON TABLE system.view TO crm_service;


--
-- Name: COLUMN view.kind; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(kind) ON TABLE system.view TO crm_service;


--
-- Name: COLUMN view.name; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(name),UPDATE(name) ON TABLE system.view TO crm_service;


--
-- Name: COLUMN view.query; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(query),UPDATE(query) ON TABLE system.view TO crm_service;


--
-- Name: COLUMN view.layout; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(layout),UPDATE(layout) ON TABLE system.view TO crm_service;


--
-- Name: COLUMN view.role_ids; Type: ACL; Schema: system; Owner: crm_owner
--

GRANT INSERT(role_ids),UPDATE(role_ids) ON TABLE system.view TO crm_service;


--
-- Name: DEFAULT PRIVILEGES FOR TYPES; Type: DEFAULT ACL; Schema: -; Owner: crm_owner
--

ALTER DEFAULT PRIVILEGES FOR ROLE crm_owner REVOKE ALL ON TYPES  FROM PUBLIC;


--
-- Name: DEFAULT PRIVILEGES FOR FUNCTIONS; Type: DEFAULT ACL; Schema: -; Owner: crm_owner
--

ALTER DEFAULT PRIVILEGES FOR ROLE crm_owner REVOKE ALL ON FUNCTIONS  FROM PUBLIC;


--
-- PostgreSQL database dump complete
--

\unrestrict crm

