import CRM
import Foundation
import Postgres
import Support
import Testing

/// Every operation that the OpenAPI document tells of and that changes something.
@Suite struct `READ_ONLY over HTTP` {
  /// What goes on: signing in and out, passwords, tokens, locking, taking roles away, the licence itself, what
  /// concerns only oneself, and asking for jobs, whose own writing is refused.
  private static let going: Set<String> = [
    "sessions.create", "sessions.delete", "sessions.delete_all", "sessions.delete_current",
    "me.password", "tokens.create", "tokens.delete", "accounts.lock", "accounts.reset_password",
    "account_roles.delete", "license.install", "license.claim", "license.lease",
    "license.modules", "license.release", "notifications.read", "notifications.unread",
    "notifications.read_all", "follows.create", "follows.delete", "notification_mutes.create",
    "notification_mutes.delete", "jobs.create", "jobs.cancel", "jobs.retry", "jobs.reverse",
    "deliveries.retry", "imports.create", "calendar.open_feed", "calendar.close_feed",
    // They ask, and change nothing.
    "parties.find_duplicates", "parties.preview_merge",
  ]

  /// An operation that needs a body or a record of its own to be let through.
  private struct Particular: Sendable {
    let id: String
    let send: @Sendable () async throws -> Reply
  }

  @Test func `is told by every operation that changes a business record, or it goes on`()
    async throws
  {
    try await withCRM { crm in
      try await withClient(crm.database.migration) { arranger in
        try await withClient(crm.database.service) { service in
          let world = try await World(crm, .administrator, arranger: arranger, service: service)
          let leaving = try await world.twin()
          let particulars = try await Self.particulars(world)
          let writing = try await MatrixOperation.all(world.caller).filter { !$0.isReading }
          try await crm.database.endLicense()
          var refused = try await Self.refused(particulars, crm)
          for operation in writing {
            guard let subject = Subject.all[operation.resource] else { continue }
            let tried = try await Self.tried(operation, subject, world, leaving)
            #expect(tried.faults == [], "\(operation.name)")
            if tried.isRefused { refused.insert(operation.id) }
          }
          let all = Set(writing.map(\.id))
          #expect(all.count > 80)
          #expect(all.subtracting(refused).subtracting(Self.going).sorted() == [], "neither")
          #expect(refused.intersection(Self.going).sorted() == [], "goes on, yet is refused")
          #expect(Self.going.subtracting(all).sorted() == [], "is listed, yet not served")
        }
      }
    }
  }

  private static func particulars(_ world: World) async throws -> [Particular] {
    let chief = try await world.twin()
    let filing = Filing(session: chief)
    let party = try await chief.create("parties", ["kind": "company", "name": "Gull"]).id
    let rows = Array(Loading.file("1,Gull,,").utf8)
    let file = try await filing.send(rows, name: "a.csv", type: "text/csv").id
    let path = try await Loading(session: chief).announce()
    let account = world.spare
    let (employee, post) = (try await Subject.employee(world), try await Subject.post(world))
    let project = try await chief.create("projects", ["name": "Gull"]).id
    let calendar = """
      BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Gull\r\nDTSTART:20300101T090000Z\r
      END:VEVENT\r\nEND:VCALENDAR\r\n
      """
    let task = try await chief.create("tasks", ["title": "Gull", "due_on": "2030-01-01"]).id
    let weekly: JSON = ["rule": "FREQ=WEEKLY;COUNT=2"]
    let meetings = try await meetings(chief, repeating: weekly)
    let sheet = try await chief.create(
      "timesheets", ["employee_id": .id(employee), "month": "2025-05-01"]
    ).id
    #expect(try await chief.post("accounts/\(account)/lock").status == 204)
    let arrival: JSON = [
      "employee": ["personnel_number": "late", "last_name": "L", "first_name": "L"],
      "employment": ["position_id": .id(post), "valid_from": "2040-01-01"],
    ]
    return [
      .init(id: "employees.transfer") {
        try await chief.post(
          "employees/\(employee)/transfer", ["position_id": .id(post), "valid_from": "2024-01-01"])
      },
      .init(id: "employees.dismiss") {
        try await chief.post("employees/\(employee)/departure", ["last_day": "2025-01-01"])
      },
      .init(id: "arrivals.create") { try await chief.post("arrivals", arrival) },
      .init(id: "accounts.unlock") {
        try await chief.delete("accounts/\(account)/lock", ifMatch: nil)
      },
      .init(id: "files.upload") { try await filing.send([1]) },
      .init(id: "files.replace") { try await filing.replace(file, [1], ifMatch: "\"v1\"") },
      .init(id: "file_links.link") { try await filing.link(file, party) },
      .init(id: "tasks.reschedule") {
        try await chief.post("tasks/reschedule", ["ids": [.id(task)], "days": 1])
      },
      .init(id: "projects.copy") {
        try await chief.post("projects/\(project)/copy", ["name": "Gull too"])
      },
      .init(id: "meetings.import") {
        try await chief.post("meetings/import", ["calendar": .string(calendar)])
      },
      .init(id: "rates.import") {
        try await chief.send(
          "POST", "rates/import", headers: [("Content-Type", "text/csv")],
          body: Array("Date,USD,RUB\n2001-01-02,0.9,27.1\n".utf8))
      },
      .init(id: "bank_statements.import") {
        try await chief.send(
          "POST", "bank-statements/import", headers: [("Content-Type", "text/plain")],
          body: Array(":20:A\n:25:1\n:60F:C250301RUB0,\n:62F:C250301RUB0,\n-\n".utf8))
      },
      .init(id: "meetings.repeat") {
        try await chief.post("meetings/\(meetings[1])/repetition", weekly)
      },
      .init(id: "meetings.end_repetition") {
        try await chief.delete("meetings/\(meetings[0])/repetition", ifMatch: nil)
      },
      .init(id: "timesheets.prefill") { try await chief.post("timesheets/\(sheet)/prefill") },
      .init(id: "imports.preview") {
        try await chief.post("imports/preview", ["file_id": .id(file), "resource": "parties"])
      },
      .init(id: "imports.content") {
        try await chief.send(
          "PUT", "\(path)/content", headers: [("Content-Type", "text/csv")], body: rows)
      },
    ]
  }

  /// Two meetings, of which the first comes again.
  private static func meetings(
    _ chief: TestSession, repeating rule: JSON
  ) async throws -> [Int] {
    var made: [Int] = []
    for title in ["Weekly", "Once"] {
      made.append(
        try await chief.create(
          "meetings",
          [
            "title": .string(title), "starts_at": "2030-01-01T09:00:00Z",
            "ends_at": "2030-01-01T10:00:00Z",
          ]
        ).id)
    }
    let repeated = try await chief.post("meetings/\(made[0])/repetition", rule)
    #expect(repeated.status == 201, "\(repeated.text)")
    return made
  }

  /// The ids of those that were refused; all of them have to be, and leave nothing behind.
  private static func refused(
    _ particulars: [Particular], _ crm: TestCRM
  ) async throws -> Set<String> {
    let before = try await crm.filed()
    for particular in particulars {
      let reply = try await particular.send()
      #expect(
        reply.status == 402 && reply.problem == "license_read_only",
        "\(particular.id): \(reply.text)")
    }
    let after = try await crm.filed()
    #expect(after.suffix(2) == before.suffix(2), "files and versions")
    return Set(particulars.map(\.id))
  }

  /// Sends an operation on a record of which it would do it otherwise, and does the same by SQL.
  private static func tried(
    _ operation: MatrixOperation, _ subject: Subject, _ world: World, _ leaving: TestSession
  ) async throws -> (isRefused: Bool, faults: [String]) {
    let relation =
      [Relation.other, .own, .same].first { operation.relations(subject).contains($0) } ?? .own
    var record = try await subject.record(world, relation)
    // Else whoever tries all the others would be signed out on the way.
    if operation.resource == "sessions" {
      record = .init(id: record.id, mark: record.mark, session: leaving)
    }
    if operation.verb == "unlock" {
      _ = try await world.arranger.execute(
        "update access.account set locked_at = now() where id = \(record.id)")
    }
    try await VerbCase.all[operation.id]?.prepare(world, record.id)
    let body = try await operation.body(subject, world, relation, "\(World.number())")
    let before = try await subject.state(world, record.id)
    let reply = try await operation.send(record.session, record, subject, world, body: body)
    let isRefused = reply.problem == "license_read_only"
    if going.contains(operation.id) {
      return (isRefused, reply.status == 402 ? ["is refused: \(reply.text)"] : [])
    }
    var faults: [String] = []
    // What has a body of its own to be judged first is refused for that; it changes nothing all the same.
    if ["create", "update", "delete", "restore"].contains(operation.verb), !isRefused {
      faults.append("\(reply.status) \(reply.text.prefix(200))")
    }
    if try await subject.state(world, record.id) != before { faults.append("the row has changed") }
    if let statement = operation.statement(subject, record, body) {
      let attempt = try await world.crm.sql(record.session, statement)
      if attempt.error == nil, try await subject.state(world, record.id) != before {
        faults.append("SQL has changed it")
      }
    }
    return (isRefused, faults)
  }
}
