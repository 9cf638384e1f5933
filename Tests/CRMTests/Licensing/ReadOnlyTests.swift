import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `READ_ONLY` {
  /// What goes on: signing in and out, passwords, tokens, locking, taking roles away, looking, taking out, the
  /// licence itself, and what concerns only oneself or a job that is under way.
  private static let going: Set<String> = [
    "sessions.create", "sessions.delete", "sessions.delete_all", "sessions.delete_current",
    "me.password", "tokens.create", "tokens.delete", "accounts.lock", "accounts.reset_password",
    "accounts.delete", "account_roles.delete", "license.install", "license.claim", "license.lease",
    "license.release", "notifications.read", "notifications.unread", "notifications.read_all",
    "follows.create", "follows.delete", "notification_mutes.create", "notification_mutes.delete",
    "jobs.create", "imports.create",
  ]

  /// Every operation that changes something, sent by an administrator with what would do it otherwise.
  @Test func `refuses every change of a business record, by the API and by SQL`() async throws {
    try await withCRM { crm in
      try await withClient(crm.database.migration) { arranger in
        try await withClient(crm.database.service) { service in
          let world = try await World(crm, .administrator, arranger: arranger, service: service)
          let twin = try await world.twin()
          try await crm.database.endLicense()
          #expect(try await crm.database.mode() == "READ_ONLY")
          var tried = 0
          // What ends everybody's sessions comes last.
          let last = "sessions.delete_all"
          let all = try await MatrixOperation.all(twin).filter { !$0.isReading }
          for operation in all.filter({ $0.id != last }) + all.filter({ $0.id == last }) {
            guard let subject = Subject.all[operation.resource] else { continue }
            tried += 1
            let faults = try await Self.faults(operation, subject, world)
            #expect(faults.isEmpty, "\(operation.name): \(faults.joined(separator: "; "))")
          }
          #expect(tried > 60)
        }
      }
    }
  }

  private static func faults(
    _ operation: MatrixOperation, _ subject: Subject, _ world: World
  ) async throws -> [String] {
    let relation =
      [Relation.other, .own, .same].first { operation.relations(subject).contains($0) } ?? .own
    let record = try await subject.record(world, relation)
    let body = try await operation.body(subject, world, relation, "\(World.number())")
    let before = try await subject.state(world, record.id)
    let reply = try await operation.send(record.session, record, subject, world, body: body)
    let after = try await subject.state(world, record.id)
    if going.contains(operation.id) {
      return reply.status == 402 ? ["is refused: \(reply.text)"] : []
    }
    var faults: [String] = []
    // What has a body of its own to be judged first is refused for that; it changes nothing all the same.
    let plain = ["create", "update", "delete", "restore"].contains(operation.verb)
    if plain, reply.problem != "license_read_only" {
      faults.append("\(reply.status) \(reply.text.prefix(200))")
    }
    if before != after { faults.append("the row has changed") }
    if let statement = operation.statement(subject, record, body) {
      let attempt = try await world.crm.sql(record.session, statement)
      if attempt.error == nil, try await subject.state(world, record.id) != before {
        faults.append("SQL has changed it")
      }
    }
    return faults
  }

  /// Grants and policies set aside, the licence alone refuses.
  @Test(arguments: ["crm_service", "crm_limited"])
  func `refuses SQL of each log-in that writes`(role: String) async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await crm.database.endLicense()
      for statement: SQL in [
        "insert into clients.party (name) values ('Gull')",
        "update clients.party set name = 'Gull'",
        "delete from clients.party",
        "insert into access.role (code, name_en, name_ru) values ('a', 'A', 'A')",
        "insert into access.account (login, name) values ('gull', 'Gull')",
        "update access.account set name = 'Gull'",
      ] {
        let attempt = try await crm.sql(as: role, chief, statement)
        let state = attempt.error?.sqlState
        #expect(state == "CL001" || (role == "crm_limited" && state == "42501"), "\(statement)")
      }
    }
  }

  @Test func `lets everybody in, to look and to take out all there is`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      for number in 1...20 {
        try await chief.create("parties", ["kind": "company", "name": .string("Gull \(number)")])
      }
      try await crm.database.endLicense()
      #expect(try await crm.as(.sales).get("parties").status == 200)
      let export = try await chief.get(
        "parties?fields=id,name&sort=id", headers: [("Accept", "text/csv")])
      #expect(export.status == 200)
      let lines = export.text.split(whereSeparator: \.isNewline).dropFirst()
      let rows = try await crm.observed("select id, name from clients.party order by id")
      let told = try rows.map { "\(try $0.int("id")),\(try $0.string("name"))" }
      #expect(lines.map(String.init) == told)
      #expect(try await chief.get("parties/summary?group=kind").status == 200)
      let logged = try await crm.observed("select from system.export where outcome = 'done'")
      #expect(logged.count == 1)
    }
  }

  @Test func `ends with a licence, at once and without a restart`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await crm.database.endLicense()
      let refused = try await chief.post("parties", ["kind": "company", "name": "Gull"])
      #expect(refused.status == 402 && refused.problem == "license_read_only", "\(refused.text)")
      let status = try await chief.get("license")
      #expect(status["mode"]?.string == "READ_ONLY")
      #expect(status["reasons"]?.array?.first?["code"]?.string == "ended", "\(status.text)")
      let installed = try await chief.send(
        "PUT", "license", headers: [("Content-Type", "text/plain")],
        body: try TestLicence.file(seats: 100, revision: 3))
      #expect(installed.status == 200, "\(installed.text)")
      #expect(try await chief.post("parties", ["kind": "company", "name": "Gull"]).status == 201)
    }
  }

  /// Bulk requests, imports and undo write by ways of their own.
  @Test func `stops jobs that write`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let party = try await chief.create("parties", ["kind": "company", "name": "Gull"])
      try await crm.database.endLicense()
      let bulk = try await chief.post(
        "parties/bulk",
        [
          "mode": "atomic",
          "operations": [["op": "create", "data": ["kind": "company", "name": "Tern"]]],
        ])
      #expect(bulk.status == 402, "\(bulk.text)")
      let job = try await chief.post(
        "jobs",
        [
          "kind": "bulk",
          "input": [
            "resource": "parties", "op": "update", "data": ["name": "Tern"],
            "ids": [.number(String(party["id"]?.int ?? 0))], "expected_count": 1,
          ],
        ])
      if job.status < 300, let id = job["id"]?.int {
        _ = try await eventually {
          ["done", "failed"].contains(try await chief.get("jobs/\(id)")["state"]?.string ?? "")
        }
      }
      let names = try await crm.observed("select name from clients.party")
      #expect(try names.map { try $0.string("name") } == ["Gull"])
    }
  }
}
