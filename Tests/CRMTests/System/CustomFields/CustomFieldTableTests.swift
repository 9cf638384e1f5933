import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `A custom field of a large table` {
  /// A page for each row.
  private static func enlarge(_ crm: TestCRM, _ table: SQL) async throws {
    try await crm.arrange("alter table \(table) set (fillfactor = 10, autovacuum_enabled = off)")
    try await crm.arrange(
      """
      insert into \(table) (name, notes) select 'P' || n, repeat('x', 900) from generate_series(1, 2200) as n
      """)
    let size = try await crm.observed("select pg_relation_size('clients.party') > 16777216 as big")
    try #require(try size[0].bool("big"))
  }

  @Test func `is indexed behind, and opened then where it is unique`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await Self.enlarge(crm, "clients.party")
      let quick = try await chief.create(
        "custom-fields", customField("x_region", "text", ["is_indexed": true]))
      #expect(quick["state"] == "active" && quick["index_state"] == "pending", "\(quick.text)")
      #expect(try await chief.get("parties?x_region=a").status == 200)
      let unique = try await chief.create(
        "custom-fields", customField("x_no", "integer", ["is_unique": true]))
      #expect(unique["state"] == "pending", "\(unique.text)")
      #expect(try await chief.post("parties", ["name": "P", "x_no": 1]).pointers == ["/x_no"])
      let migrator = Migrator(conninfo: crm.database.migrator, files: TestDatabase.files)
      #expect(try await migrator.buildIndexes() == 2)
      #expect(try await migrator.buildIndexes() == 0)
      let read = try await chief.get("custom-fields/\(unique.id)")
      #expect(read["state"] == "active" && read["index_state"] == "ready", "\(read.text)")
      let indexes = try await crm.observed(
        """
        select from pg_catalog.pg_index where indisvalid and indexrelid in
          ('clients.party_x_region_idx'::regclass, 'clients.party_x_no_key'::regclass)
        """)
      #expect(indexes.count == 2)
      #expect(try await eventually { try await chief.get("parties?x_no=1").status == 200 })
      try await chief.create("parties", ["name": "P", "x_no": 1])
      #expect(try await chief.post("parties", ["name": "Q", "x_no": 1]).pointers == ["/x_no"])
    }
  }

  @Test func `is validated by a job, and the database has no faults then`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await Self.enlarge(crm, "clients.party")
      try await chief.create("custom-fields", customField("x_budget", "money"))
      let must: JSON = ["is_required": true, "default_value": "none yet"]
      try await chief.create("custom-fields", customField("x_must", "text", must))
      let open: SQL = "select from pg_catalog.pg_constraint where not convalidated"
      #expect(try await eventually { try await crm.observed(open).isEmpty })
      let migrator = Migrator(conninfo: crm.database.migrator, files: TestDatabase.files)
      try await migrator.buildIndexes()
      #expect(try await crm.arrange("select * from system.custom_field_faults()").count == 0)
      let rules = try Script(TestDatabase.files.deployText("verify.sql")).statements
      for rule in rules {
        #expect(try await crm.observed("\(raw: rule.text)").count == 0)
      }
      try await crm.arrange("alter table clients.party add column x_stray text")
      try await crm.arrange("alter table clients.party drop column x_budget cascade")
      let faults = try await crm.arrange(
        "select object from system.custom_field_faults() order by object")
      #expect(
        try faults.map { try $0.string("object") } == [
          "clients.party.x_budget", "clients.party.x_stray",
        ])
    }
  }
}

@Suite struct `A custom field of a table that only the test knows` {
  private static let crates = Resource("crates", table: "depot.crate", label: "name")

  private static let statements = [
    "create schema depot", "grant usage on schema depot to crm_service",
    """
    create table depot.crate (id bigint generated always as identity primary key,
      version bigint not null default 1, created_at timestamptz not null default now(), created_by bigint,
      updated_at timestamptz not null default now(), updated_by bigint, name text not null)
    """,
    "select system.business('depot.crate'::regclass)",
    "select access.protect_shared('depot.crate'::regclass, 'tags')",
  ]

  @Test func `is a field of its resource`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      for statement in Self.statements { try await crm.arrange("\(raw: statement)") }
      try await withClient(crm.database.service) { client in
        _ = try await client.rows(
          "select system.declare_resources('{crates}', '{depot.crate}', '{name}')")
      }
      let made = try await crm.sql(
        chief,
        """
        insert into system.custom_field (resource, name, type, label_en, label_ru)
        values ('crates', 'x_weight', 'integer', 'Weight', 'Вес')
        """)
      #expect(made.error == nil, "\(String(describing: made.error))")
      try await withClient(crm.database.service) { client in
        let catalogue = try await Catalogue.load(client, tables: ["depot.crate"])
        let model = try Model(catalogue: catalogue, resources: [Self.crates])
        let field = try model.field("x_weight", of: Self.crates)
        #expect(field?.label.ru == "Вес" && field?.insertable == true && field?.type == .integer)
      }
      let kept = try await crm.sql(
        chief, "insert into depot.crate (name, x_weight) values ('C', 5) returning x_weight")
      #expect(kept.results.first?.string(0, 0) == "5")
      let change = try await crm.observed(
        "select new ->> 'x_weight' from audit.change where table_name = 'depot.crate'")
      #expect(change.string(0, 0) == "5")
    }
  }
}
