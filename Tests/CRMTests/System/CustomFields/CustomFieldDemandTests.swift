import CRM
import Postgres
import Support
import Testing

@Suite struct `A required custom field` {
  private static let must = customField("x_must", "text", ["is_required": true])

  @Test func `that old records would lack is refused, and they stay as they were`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let old = try await chief.create("parties", ["name": "Old"])
      let refused = try await chief.post("custom-fields", Self.must)
      #expect(refused.status == 422 && refused.pointers == ["/is_required"], "\(refused.text)")
      #expect(refused.text.contains("give a default_value"), "\(refused.text)")
      let column: SQL = "select from pg_catalog.pg_attribute where attname = 'x_must'"
      #expect(try await crm.observed(column).isEmpty)
      #expect(try await chief.patch("parties/\(old.id)", ["name": "Older"]).status == 200)
      #expect(try await chief.delete("parties/\(old.id)").status == 204)
    }
  }

  @Test func `is required when every record has a value, and not before`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let ids = try await crm.firms(3)
      let field = try await chief.create("custom-fields", customField("x_must"))
      let path = "custom-fields/\(field.id)"
      _ = try await chief.patch("parties/\(ids[0])", ["x_must": "a"])
      let refused = try await chief.patch(path, ["is_required": true])
      #expect(refused.status == 422 && refused.pointers == ["/is_required"], "\(refused.text)")
      #expect(refused.text.contains("Records without a value: 2."), "\(refused.text)")
      #expect(try await chief.patch("parties/\(ids[1])", ["name": "Free"]).status == 200)
      for id in ids { _ = try await chief.patch("parties/\(id)", ["x_must": "b"]) }
      #expect(try await chief.patch(path, ["is_required": true]).status == 200)
      #expect(try await chief.post("parties", ["name": "New"]).pointers == ["/x_must"])
      let plain = try await crm.sql(chief, "insert into clients.party (name) values ('x')")
      #expect(plain.error?.constraint == "x_must_required")
    }
  }

  @Test func `with a default lets an import that was made before be undone`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let before = try await crm.records()
      let loaded = try await Loading(session: chief).load(Loading.file("1,One,RU,1", "2,Two,RU,2"))
      let job = try #require(loaded["job_id"]?.int)
      #expect(try await chief.post("custom-fields", Self.must).status == 422)
      let field = try await chief.create(
        "custom-fields", Self.must.with(["default_value": "none yet"]))
      let undone = try await crm.undo(chief, job)
      #expect(try undone.result("removed") == 2 && undone.result("refused") == 0, "\(undone)")
      #expect(try await crm.observed("select from clients.party").isEmpty)
      _ = try await chief.delete("custom-fields/\(field.id)")
      let left = try await crm.records().subtracting(before)
      #expect(left.allSatisfy { $0.hasPrefix("system.") || $0.hasPrefix("access.") }, "\(left)")
    }
  }

  @Test func `that comes back is not required of what was written meanwhile`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let field = try await chief.create("custom-fields", Self.must)
      let path = "custom-fields/\(field.id)"
      _ = try await chief.delete(path)
      let party = try await chief.create("parties", ["name": "Meanwhile"])
      let refused = try await chief.post("\(path)/restoration")
      #expect(refused.status == 422 && refused.text.contains("value: 1."), "\(refused.text)")
      #expect(try await chief.patch(path, ["is_required": false]).status == 200)
      #expect(try await chief.post("\(path)/restoration").status == 200)
      #expect(try await chief.patch("parties/\(party.id)", ["x_must": "a"]).status == 200)
      #expect(try await chief.patch(path, ["is_required": true]).status == 200)
    }
  }
}

@Suite struct `An empty text` {
  @Test func `is no value of a custom field, whoever writes it`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await chief.create(
        "custom-fields", customField("x_must", "text", ["is_required": true]))
      let refused = try await chief.post("parties", ["name": "P", "x_must": ""])
      #expect(refused.status == 422 && refused.pointers == ["/x_must"], "\(refused.text)")
      let party = try await chief.create("parties", ["name": "P", "x_must": "a"])
      #expect(
        try await chief.patch("parties/\(party.id)", ["x_must": ""]).pointers == ["/x_must"])
      let loaded = try await Loading(session: chief).load(
        "Name,Must\nQ,\n",
        [
          "resource": "parties", "mode": "insert",
          "columns": ["name": ["column": "Name"], "x_must": ["column": "Must"]],
        ])
      #expect(loaded["refused"] == 1 && loaded["created"] == 0, "\(loaded.text)")
      for sql: SQL in [
        "insert into clients.party (name, x_must) values ('x', '')",
        "update clients.party set x_must = '' where id = \(party.id)",
      ] {
        #expect(try await crm.sql(chief, sql).error?.constraint == "x_must_length")
      }
      let kept = try await crm.observed("select x_must from clients.party")
      #expect(try kept.map { try $0.string("x_must") } == ["a"])
    }
  }

  @Test func `is no value of any other field either, and null is`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let made = try await chief.post("parties", ["name": "P", "notes": "", "code": ""])
      #expect(Set(made.pointers) == ["/notes", "/code"], "\(made.text)")
      let party = try await chief.create("parties", ["name": "P", "notes": "n"])
      let path = "parties/\(party.id)"
      #expect(try await chief.patch(path, ["notes": ""]).pointers == ["/notes"])
      #expect(try await chief.patch(path, ["notes": .null])["notes"] == .null)
      let schemas = try await chief.get("openapi.json")["components"]?["schemas"]
      let notes = schemas?["PartiesPatch"]?["properties"]?["notes"]
      #expect(notes?["minLength"] == 1 && notes?["maxLength"] == 10000, "\(notes ?? .null)")
    }
  }
}
