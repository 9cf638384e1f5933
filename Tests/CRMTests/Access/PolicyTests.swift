import CRM
import Postgres
import Support
import Testing

@Suite struct `Row security` {
  /// Counts what a log-in sees of every table that it may read.
  private static func visible(_ client: Client, _ before: [SQL] = []) async throws -> [String] {
    let tables = try await client.rows(
      """
      select c.oid::regclass::text as name from pg_class as c
      where c.relnamespace in (\(sql: TestDatabase.areas)) and c.relkind in ('r', 'p', 'v')
        and not c.relispartition and has_table_privilege(c.oid, 'SELECT')
        and c.oid <> 'system.migration'::regclass and c.oid <> all (\(open)::text[]::regclass[])
      """)
    var seen: [String] = []
    for table in tables {
      let name = try table.string("name")
      let rows = try await client.batch(before + ["select count(*) from \(raw: name)"])
      if rows[before.count].string(0, 0) != "0" { seen.append(name) }
    }
    return seen
  }

  /// What is no secret of the licence: which one this is, how it stands, and whose signatures count.
  private static let open = [
    "trusted_key", "instance", "clock", "state", "build", "edition", "module_table",
    "revocation_list", "revocation", "reissue",
  ].map { "licensing.\($0)" }

  private static let forgery: SQL = """
    select set_config('crm.' || name, value, true) from (values
      ('account', '1'), ('team', '{1,2,3,4,5,6,7}'), ('department', '{1,2,3,4}'),
      ('below', '{1,2,3,4}'), ('token', encode(sha256('admin'), 'hex')),
      ('read', ' parties=5 accounts=5 channels=5 sessions=5 history=5 countries=5 roles=5 '),
      ('act', ' history.read=5 ')) as forged (name, value)
    """

  private static let logins: [String] = ["crm_service", "crm_limited", "crm_reader", "crm_report"]

  @Test func `without a context shows no row of any table`() async throws {
    try await withStaff { staff in
      await each(Self.logins) { role in
        try await withClient(staff.database.conninfo(as: role)) { client in
          let seen = try await Self.visible(client)
          #expect(seen == [], "\(role)")
        }
      }
    }
  }

  @Test func `is looked for in a new area too`() async throws {
    try await withStaff { staff in
      try await withClient(staff.database.migration) { arranger in
        for statement in NewArea.statements { try await arranger.execute("\(raw: statement)") }
      }
      try await withClient(staff.database.service) { client in
        let seen = try await Self.visible(client)
        #expect(seen == ["depot.thing"])
      }
    }
  }

  @Test func `believes no setting that a person's log-in forges`() async throws {
    try await withStaff { staff in
      try await withClient(staff.database.report) { client in
        let seen = try await Self.visible(client, [Self.forgery])
        #expect(seen == [])
      }
    }
  }

  @Test func `shows a person's own log-in what his account may see`() async throws {
    try await withStaff { staff in
      try await staff.arrange("insert into access.database_login values ('crm_report', 3)")
      try await withClient(staff.database.report) { client in
        let seen = try await client.batch([Self.forgery, "select count(*) from clients.party"])
        #expect(seen[1].string(0, 0) == "3")
        try await staff.arrange("update access.account set locked_at = now() where id = 3")
        #expect(try await Self.visible(client) == [])
      }
    }
  }

  private static let reaches: [(login: String, count: Int)] = [
    ("admin", 7), ("head", 4), ("anna", 3), ("nora", 1), ("vera", 1), ("helper", 0),
  ]

  @Test func `shows as many parties as the role reaches`() async throws {
    try await withStaff { staff in
      await each(Self.reaches) { login, count in
        let parties = try await staff.count(login, "select count(*) from clients.party")
        let channels = try await staff.count(login, "select count(*) from clients.channel")
        #expect(parties == String(count), "\(login)")
        #expect(channels == String(count), "\(login)")
      }
    }
  }

  @Test func `lets a child be written only where the parent may be`() async throws {
    try await withStaff { staff in
      let all = "update clients.channel set value = 'c@d.example'"
      #expect(try await staff.work("anna", "\(raw: all)").affected == 3)
      try await staff.arrange(
        "update access.permission set scope = 'own' where resource = 'parties' and action = 'update'"
      )
      #expect(try await staff.work("anna", "\(raw: all)").affected == 1)
      try await staff.arrange("delete from access.permission where resource = 'channels'")
      #expect(try await staff.count("anna", "select count(*) from clients.channel") == "0")
    }
  }

  private static let needless: [String] = [
    "truncate clients.party", "delete from access.account", "update access.session set version = 9",
    "insert into audit.change (table_name, record_id, action) values ('a', 1, 'insert')",
    "delete from audit.change", "select hash from access.password",
    "select * from access.device", "select * from access.database_login", "set role crm_owner",
    "alter table clients.party disable row level security", "create schema mine",
    "create table system.mine (id bigint)", "create temporary table mine (id bigint)",
    "create trigger mine before insert on clients.party for each row execute function system.touch()",
    "select access.set_password(1, 'scrypt$ln=1,r=1,p=1$a', false)", "select access.refresh('{1}')",
    "select access.open(1, sha256('x'), 'session', null, null, 'infinity', null, null)",
    "update clients.party set version = 1", "update clients.party set created_by = 1",
    "update access.account set password_changed_at = now()", "select audit.ensure_partitions(1)",
  ]

  @Test func `leaves an administrator's service without rights it does not need`() async throws {
    try await withStaff { staff in
      await each(Self.needless) { attack in
        let refusal = try await staff.refusal("admin", "\(raw: attack)")
        #expect(refusal == "42501", "\(attack)")
      }
    }
  }

  @Test func `enters by one index, and not with rights of yesterday`() async throws {
    try await withStaff { staff in
      let version = try #require(try await staff.version("anna"))
      try await staff.arrange("delete from access.permission where resource = 'parties'")
      let stale = try await staff.work(
        "anna", version: version, "select count(*) from clients.channel")
      #expect(stale.string(0, 0) == "0")
      let plan = try await staff.work(
        "anna", "explain select 1 from access.session where token_hash = sha256('anna')",
        "set local enable_seqscan = off",
        "explain select 1 from access.session where token_hash = sha256('anna')")
      #expect(plan.string(0, 0)?.contains("session_token_hash_key") == true)
    }
  }
}
