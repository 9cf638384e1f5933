import CRM
import Postgres
import Support
import Testing

/// What people have entered outlives every later migration.
@Suite struct `Data under migrations` {
  @Test func `stay as they were through every later one`() async throws {
    try await withMigrations { fixture in
      try await withClient(fixture.database.superuser) { try await survive(fixture, $0) }
    }
  }

  private func survive(_ fixture: MigrationFixture, _ reader: Client) async throws {
    try fixture.remove("0001_system_migration")
    try await reader.execute("create temp table kept (name text, row text)")
    var columns: [String: String] = [:]
    for file in try TestDatabase.files.migrations() {
      try fixture.write(file.name, file.text)
      try await fixture.migrator().run()
      let lost = try await reader.rows(
        """
        select distinct l.name
        from (select k.name, k.row from kept as k except (\(Self.rows(columns)))) as l
        """)
      for row in lost { Issue.record("\(file.name) has changed \(try row.string("name"))") }
      for entry in Self.entries where file.name.hasPrefix(entry.after) {
        try await fixture.execute(entry.sql)
      }
      columns = try await Self.columns(reader)
      try await reader.execute("truncate kept")
      try await reader.execute("insert into kept \(Self.rows(columns))")
    }
    let full = Set(
      try await reader.rows("select distinct name from kept").map { try $0.string("name") })
    #expect(full.isSuperset(of: ["access.account", "access.session", "clients.party"]))
    #expect(full.isSuperset(of: ["clients.channel", "clients.interaction", "audit.change"]))
    try await balance(reader)
  }

  /// Balances that were not kept when the lines were posted are theirs.
  private func balance(_ reader: Client) async throws {
    #expect(try await reader.rows("select fault from finance.ledger_faults()").count == 0)
    let kept = try await reader.rows(
      """
      select concat_ws(' ', b.grain, b.starts_on, trim_scale(b.debit), trim_scale(b.credit)) as line
      from finance.account_balance as b join finance.account as a on a.id = b.account_id
      where a.code = '100' order by b.grain, b.starts_on
      """
    ).map { try $0.string("line") }
    #expect(
      kept == [
        "day 2026-02-03 30.5 0", "day 2026-03-01 40 0", "month 2026-02-01 30.5 0",
        "month 2026-03-01 40 0", "year 2026-01-01 70.5 0",
      ])
  }

  /// What is entered as soon as there are tables for it.
  private static let entries: [(after: String, sql: String)] = [
    ("0004", "insert into access.department (name) values ('Office')"),
    (
      "0004",
      "insert into access.account (login, name, department_id) values ('anna', 'Анна', 1)"
    ),
    ("0006", "insert into access.role (code, name_en, name_ru) values ('kept', 'Kept', 'Старая')"),
    ("0006", "insert into access.account_role (account_id, role_id) values (1, 1)"),
    (
      "0014",
      """
      select access.open(
        1, sha256('anna'), 'session', null, null, now() + interval '1 hour', null, null)
      """
    ),
    ("0026", "insert into clients.party (name, customer) values ('ООО «Ромашка»', true)"),
    (
      "0030",
      "insert into clients.channel (party_id, kind, value) values (1, 'email', 'a@b.example')"
    ),
    (
      "0035",
      "insert into clients.interaction (party_id, kind, subject) values (1, 'call', 'Звонок')"
    ),
    (
      "0348",
      "insert into system.currency (code, name_en, name_ru) values ('RUB', 'Ruble', 'Рубль')"
    ),
    ("0348", "insert into clients.party (name, supplier) values ('ООО «Лютик»', true)"),
    (
      "0348",
      """
      insert into finance.invoice (party_id, number_given, invoiced_on, currency, net_given, vat_given, gross_given)
      values (2, '17', '2026-02-03', 'RUB', 100, 20, 120)
      """
    ),
    (
      "0348",
      """
      insert into finance.invoice_line (invoice_id, description, quantity, unit_price, vat) values (1, 'Paper', 3, 33.3333, 20)
      """
    ),
    (
      "0480",
      "insert into finance.fiscal_year (name, starts_on, ends_on) values ('2026', '2026-01-01', '2026-12-31')"
    ),
    (
      "0480",
      "insert into finance.account (code, name, type) values ('100', 'Bank', 'asset'), ('300', 'Capital', 'equity')"
    ),
    (
      "0480",
      """
      select finance.post_entry(finance.journal_of('general'), d.day::date, 'Capital', d.department, jsonb_build_array(
        jsonb_build_object('account_id', (select id from finance.account where code = '100'), 'debit', d.sum),
        jsonb_build_object('account_id', (select id from finance.account where code = '300'), 'credit', d.sum)))
      from (values ('2026-02-03', 1, 10.5), ('2026-02-03', null, 20), ('2026-03-01', 1, 40)) as d (day, department, sum)
      """
    ),
  ]

  /// A draft of a supplier with amounts below 0 was lawful before there were credit notes.
  @Test func `of suppliers who took back become credit notes`() async throws {
    try await withMigrations { fixture in
      try fixture.remove("0001_system_migration")
      let files = try TestDatabase.files.migrations()
      for file in files where file.name < "0349" { try fixture.write(file.name, file.text) }
      try await fixture.migrator().run()
      try await fixture.execute(
        "insert into system.currency (code, name_en, name_ru) values ('RUB', 'Ruble', 'Рубль')")
      try await fixture.execute(
        "insert into clients.party (name, supplier) values ('Лютик', true)")
      try await fixture.execute(
        """
        insert into finance.invoice (party_id, number_given, invoiced_on, currency, net_given, vat_given, gross_given, as_stated)
        values (1, 'back', '2026-02-03', 'RUB', -100, -20, -120, false),
          (1, 'both', '2026-02-03', 'RUB', 100, -20, 80, false), (1, 'false', '2026-02-03', 'RUB', -100, 20, 100, true)
        """)
      for file in files where file.name >= "0349" { try fixture.write(file.name, file.text) }
      try await fixture.migrator().run()
      let kept = try await withClient(fixture.database.superuser) { client in
        try await client.rows(
          """
          select concat_ws(' ', number_given, kind, state, trim_scale(net_given), trim_scale(gross_given)) as line
          from finance.invoice order by id
          """
        ).map { try $0.string("line") }
      }
      #expect(
        kept == [
          "back credit_note draft 100 120", "both invoice cancelled 100 80",
          "false invoice draft -100 100",
        ])
    }
  }

  /// Of every table in which anything stands; generated ones are nobody's entry, nor is the version of a session,
  /// which is raised to have the session read anew.
  private static func columns(_ reader: Client) async throws -> [String: String] {
    let rows = try await reader.rows(
      """
      select format('%I.%I', n.nspname, c.relname) as name,
        string_agg(quote_ident(a.attname), ',' order by a.attnum) as columns
      from pg_class as c
      join pg_namespace as n on n.oid = c.relnamespace
      join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and a.attgenerated = ''
      where n.oid in (\(sql: TestDatabase.areas)) and c.relkind in ('r', 'p')
        and not c.relispartition and c.relname <> 'migration'
        and (n.nspname, c.relname, a.attname) <> ('access', 'session', 'version')
        and (pg_relation_size(c.oid) > 0 or exists (
          select from pg_partition_tree(c.oid) as p where pg_relation_size(p.relid) > 0))
      group by 1
      """)
    return try rows.reduce(into: [:]) { columns, row in
      columns[try row.string("name")] = try row.string("columns")
    }
  }

  /// What stands in these columns of tables: compared where it stands, since to read it all, hundreds of times over,
  /// would be most of the test.
  private static func rows(_ columns: [String: String]) -> SQL {
    let parts = columns.map { "select '\($0)', row(\($1))::text from \($0)" }
    return "\(raw: (["select null, null where false"] + parts).joined(separator: " union all "))"
  }
}
