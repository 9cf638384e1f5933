import License
import Postgres
import Support
import Testing

@testable import CRM

/// What an edition lacks, or an enterprise does without, is not there.
@Suite struct `A module that is off` {
  private func put(_ session: TestSession, _ modules: [String]) async throws -> Reply {
    try await session.put(
      "license/modules", ["switched_off": .array(modules.map { .string($0) })])
  }

  @Test func `has no resources, no operations, and nothing in the description`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      #expect(try await chief.get("custom-fields").status == 200)
      let field: JSON = [
        "resource": "parties", "name": "x_size", "type": "text", "label_en": "Size",
        "label_ru": "Размер",
      ]
      #expect(try await chief.post("custom-fields", field).status == 201)

      let reply = try await put(chief, ["automation"])
      #expect(reply.status == 200, "\(reply.text)")
      #expect(reply["switched_off"]?.array?.compactMap(\.string) == ["automation"])
      #expect(try await chief.get("custom-fields").status == 404)
      #expect(try await chief.get("parties").status == 200)
      let description = try await chief.get("openapi.json").text
      #expect(!description.contains("/custom-fields") && description.contains("/parties"))
      // What was entered by it stays.
      #expect(description.contains("x_size"))

      #expect(try await put(chief, []).status == 200)
      #expect(try await chief.get("custom-fields").status == 200)
    }
  }

  @Test func `is written by no way, and read by every one`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      #expect(try await put(chief, ["clients"]).status == 200)
      #expect(try await chief.get("parties").status == 404)
      let refused = try await crm.sql(
        chief, "insert into clients.tag (name) values ('late')")
      #expect(refused.error?.sqlState == "CL004", "\(String(describing: refused.error))")
      let read = try await crm.sql(chief, "select count(*) as n from clients.tag")
      #expect(read.error == nil)
      let count = try await crm.observed(
        "select count(*) as n from clients.tag where name = 'late'")
      #expect(try count.single.int("n") == 0)
    }
  }

  @Test func `goes and comes with the edition, without a restart`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      for (revision, edition, status) in [(2, Edition.smallBusiness, 404), (3, .enterprise, 200)] {
        let file = try TestLicence.file(seats: 5, revision: revision, edition: edition)
        let reply = try await chief.send(
          "PUT", "license", headers: [("Content-Type", "text/plain")], body: file)
        #expect(reply.status == 200, "\(reply.text)")
        #expect(try await chief.get("custom-fields").status == status)
      }
    }
  }

  @Test func `is known by name`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let reply = try await put(chief, ["warehouse"])
      #expect(reply.status == 422 && reply.text.contains("automation"), "\(reply.text)")
      #expect(try await put(crm.as(.sales), []).status == 403)
      let kept = try await crm.observed(
        "select cardinality(switched_off) as n from licensing.state")
      #expect(try kept.single.int("n") == 0)
    }
  }

  @Test func `is the same for the database and for the vendor's tool`() async throws {
    try await withDatabase { database in
      let rows = try await database.observed(
        "select code, array_to_string(modules, ',') as modules from licensing.edition")
      #expect(rows.count == Edition.allCases.count)
      for row in rows {
        let edition = try #require(Edition(rawValue: try row.string("code")))
        let modules = Set(try row.string("modules").split(separator: ",").map(String.init))
        #expect(modules == Set(edition.features.map(\.rawValue)))
      }
    }
  }
}
