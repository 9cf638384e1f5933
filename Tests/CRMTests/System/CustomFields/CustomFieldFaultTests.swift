import CRM
import Postgres
import Support
import Testing

@Suite struct `What cannot be a custom field` {
  struct Case: Sendable {
    let change: JSON
    let pointers: Set<String>

    init(_ change: JSON, _ pointers: String...) {
      self.change = change
      self.pointers = Set(pointers)
    }
  }

  private static let injection = "x'; drop table clients.party; --"

  private static let cases = [
    Case(["resource": "partys"], "/resource"),
    Case(["resource": "accounts"], "/resource"),
    Case(["resource": "jobs"], "/resource"),
    Case(["resource": "timeline"], "/resource"),
    Case(["name": "region"], "/name"),
    Case(["name": "x_Region"], "/name"),
    Case(["name": "x_"], "/name"),
    Case(["name": "x_budget_currency"], "/name"),
    Case(["name": .string("x_" + String(repeating: "a", count: 40))], "/name"),
    Case(["name": .string(injection)], "/name"),
    Case(["type": "varchar"], "/type"),
    Case(["label_en": "a: b"], "/label_en"),
    Case(["label_ru": ""], "/label_ru"),
    Case(["description_en": "{a=b}"], "/description_en"),
    Case(["default_value": "3,5", "type": "decimal"], "/type", "/default_value", "/choices"),
    Case(["default_value": "2026-02-30", "type": "date"], "/type", "/default_value", "/choices"),
    Case(["type": "enumeration"], "/type", "/choices", "/choices_en", "/choices_ru"),
    Case(["type": "reference", "name": "x_a_id"], "/type", "/target"),
    Case(["type": "reference", "name": "x_a_id", "target": "nothing"], "/target"),
    Case(["type": "reference", "name": "x_a_id", "target": "timeline"], "/target"),
    Case(["type": "reference", "name": "x_a_id", "target": "jobs"], "/target"),
    Case(["type": "reference", "name": "x_a_id", "target": "sessions"], "/target"),
    Case(["type": "reference", "name": "x_a_id", "target": "files"], "/target"),
    Case(["type": "reference", "name": "x_a_id", "target": "deliveries"], "/target"),
    Case(["type": "reference", "name": "x_a_id", "target": "account-roles"], "/target"),
    Case(["name": "x_a_id"], "/type", "/name"),
    Case(["is_unique": true, "default_value": "a"], "/is_unique", "/default_value", "/type"),
    Case(["is_indexed": true, "type": "long_text"], "/is_indexed", "/type"),
    Case(["table_name": "access.password"], "/table_name"),
    Case(["name": "x y", "label_en": "|", "type": "blob"], "/name", "/label_en", "/type"),
  ]

  @Test func `is refused by its fields, and leaves nothing`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let before = try await Self.columns(crm)
      await each(Self.cases) { item in
        let reply = try await chief.post("custom-fields", customField("x_region").with(item.change))
        #expect(reply.status == 422, "\(item.change.text): \(reply.text)")
        #expect(Set(reply.pointers) == item.pointers, "\(item.change.text): \(reply.text)")
        #expect(try await Self.columns(crm) == before, "\(item.change.text)")
        #expect(
          try await crm.observed("select from system.custom_field").count == 0,
          "\(item.change.text)")
      }
    }
  }

  @Test func `is a second one of a name, even of a retired one`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let first = try await chief.create("custom-fields", customField("x_region"))
      let second = try await chief.post("custom-fields", customField("x_region", "integer"))
      #expect(second.pointers.contains("/name"), "\(second.text)")
      _ = try await chief.delete("custom-fields/\(first.id)")
      #expect(try await chief.post("custom-fields", customField("x_region")).status == 422)
    }
  }

  @Test func `is a second one in the same transaction`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let operations = ["x_a", "x_b"].map { name -> JSON in
        ["op": "create", "data": customField(name)]
      }
      let reply = try await chief.post(
        "custom-fields/bulk", ["mode": "each", "operations": .array(operations)])
      #expect(reply["results"]?.array?.map { $0["status"] } == [201, 422], "\(reply.text)")
      #expect(reply.text.contains("custom_field_alone"), "\(reply.text)")
      #expect(try await chief.get("parties?x_a=a").status == 200)
      #expect(try await chief.get("parties?x_b=a").status == 400)
    }
  }

  @Test func `is the hundred and first of a resource`() async throws {
    // No job may hold a lock that the next field waits for.
    try await withCRM(.set(\.jobs, 0)) { crm in
      let chief = try await crm.as(.administrator)
      for number in 1...100 {
        let name = "x_f\(number)"
        let made = try await crm.sql(
          chief,
          """
          insert into system.custom_field (resource, name, type, label_en, label_ru)
          values ('tags', \(name), 'integer', 'a', 'а')
          """)
        try #require(made.error == nil)
      }
      let last = try await chief.post("custom-fields", customField("x_last", of: "tags"))
      #expect(last.status == 422 && last.pointers == ["/resource"], "\(last.text)")
    }
  }

  @Test func `keeps its words as words`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let made = try await chief.post(
        "custom-fields",
        customField(
          "x_region", "text",
          ["label_en": .string(Self.injection), "default_value": .string(Self.injection)]))
      #expect(made.status == 201, "\(made.text)")
      #expect(
        try await chief.create("parties", ["name": "P"])["x_region"]?.string == Self.injection)
    }
  }

  private static func columns(_ crm: TestCRM) async throws -> Int {
    try await crm.observed(
      "select count(*) as n from pg_catalog.pg_attribute where attname ~ '^x_' or attname ~ 'region'"
    )[0].int("n")
  }
}

@Suite struct `The right to custom fields` {
  @Test func `is not that of`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let field = try await chief.create("custom-fields", customField("x_region"))
      await each(TestCRM.Role.allCases.filter { $0 != .administrator }) { role in
        let session = try await crm.as(role)
        #expect(try await session.get("custom-fields/\(field.id)").status == 200, "\(role)")
        #expect(
          try await session.post("custom-fields", customField("x_b")).status == 403, "\(role)")
        let path = "custom-fields/\(field.id)"
        #expect(try await session.patch(path, ["label_en": "B"]).status == 403, "\(role)")
        #expect(try await session.delete(path).status == 403, "\(role)")
        #expect(try await session.post("\(path)/restoration").status == 403, "\(role)")
      }
    }
  }

  /// Each as SQL with the service's log-in, in the context of a salesman.
  private static let attacks = [
    "alter table clients.party add column x_b text",
    "insert into system.custom_field (resource, name, type, label_en, label_ru) values ('parties', 'x_b', 'text', 'b', 'b')",
    "select system.add_custom_column(f) from system.custom_field as f",
    "select system.open_custom_column(f) from system.custom_field as f",
    "select system.close_custom_column(f) from system.custom_field as f",
    "insert into system.resource values ('secrets', 'access.password')",
    "update system.custom_field set table_name = 'access.password'",
    "update system.custom_field set index_state = 'ready'",
    "comment on column clients.party.x_region is 'mine'",
    "create index on clients.party (x_region)",
  ]

  @Test func `is not had by SQL`() async throws {
    try await withAttack { attacker in
      try await attacker.crm.as(.administrator).create("custom-fields", customField("x_region"))
      await each(Self.attacks) { attack in
        let refusal = try await attacker.refusal("\(raw: attack)")
        #expect(refusal == "42501", "\(attack)")
      }
    }
  }

  @Test func `reaches no row of a field by SQL without it`() async throws {
    try await withAttack { attacker in
      try await attacker.crm.as(.administrator).create("custom-fields", customField("x_region"))
      #expect(try await attacker.reached("update system.custom_field set label_en = 'b'") == 0)
      #expect(try await attacker.reached("delete from system.custom_field") == 0)
    }
  }

  private static let tables: [String] = [
    "access.password", "access.account", "system.custom_field", "audit.change",
    "pg_catalog.pg_class",
    "clients.timeline", "clients.nothing", "system.currency",
  ]

  /// Even who has the right and the service's log-in, and lies about tables, changes business tables alone.
  @Test func `does not reach the table`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      await each(Self.tables) { table in
        try await withClient(crm.database.service) { client in
          _ = try await client.rows(
            "select system.declare_resources('{lies}', array[\(table)], '{id}')")
        }
        let attempt = try await crm.sql(
          chief,
          """
          insert into system.custom_field (resource, name, type, label_en, label_ru)
          values ('lies', 'x_b', 'text', 'b', 'b')
          """)
        #expect(
          attempt.error?.constraint == "custom_field_business",
          "\(table): \(String(describing: attempt.error))"
        )
      }
    }
  }
}
