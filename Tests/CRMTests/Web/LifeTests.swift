import CRM
import Postgres
import Support
import Synchronization
import Testing

@Suite struct `The life of the service` {
  /// The log-in of the service, whose statements wait longer for a lock than a test takes.
  private static func patient(_ database: TestDatabase) -> String {
    "\(database.service) options='-c lock_timeout=600s'"
  }

  @Test func `an open request is answered before the service ends`() async throws {
    try await withDatabase { database in
      try await withCRM(
        on: database, .set(\.database, Self.patient(database)), .set(\.deadline, .seconds(600))
      ) { crm in
        let sales = try await crm.as(.sales)
        let (ended, end) = AsyncStream<Void>.makeStream()
        try await withClient(database.migration) { arranger in
          let (locked, lock) = AsyncStream<Void>.makeStream()
          async let holding: Void = arranger.transaction { transaction in
            try await transaction.execute("lock table system.country in access exclusive mode")
            lock.yield()
            for await _ in ended { return }
          }
          _ = await locked.first { _ in true }
          async let slow = sales.get("countries?limit=1")
          #expect(try await eventually { try await database.blocked() == 1 })
          await crm.lifecycle.triggerGracefulShutdown()
          let refuses = try await eventually { (try? await sales.get("/livez")) == nil }
          #expect(refuses)
          end.yield()
          #expect(try await slow.status == 200)
          try await holding
        }
      }
    }
  }

  @Test func `it is not ready before it stops to accept`() async throws {
    try await withCRM(.set(\.notice, .seconds(10))) { crm in
      await crm.lifecycle.triggerGracefulShutdown()
      let unready = try await eventually { try await crm.anyone.get("/readyz").status == 503 }
      #expect(unready)
      #expect(try await crm.anyone.get("/readyz").text.contains("serving: draining"))
      #expect(try await crm.anyone.get("/livez").status == 200)
    }
  }

  @Test func `a stuck request does not keep it for ever`() async throws {
    try await withDatabase { database in
      let (ended, end) = AsyncStream<Void>.makeStream()
      let asked = try await withCRM(
        on: database, .set(\.database, Self.patient(database)), .set(\.deadline, .seconds(600)),
        .set(\.shutdown, .milliseconds(500))
      ) { crm in
        let sales = try await crm.as(.sales)
        let (locked, lock) = AsyncStream<Void>.makeStream()
        Task {
          try await withClient(database.migration) { arranger in
            try await arranger.transaction { transaction in
              try await transaction.execute("lock table system.country in access exclusive mode")
              lock.yield()
              for await _ in ended { return }
            }
          }
        }
        _ = await locked.first { _ in true }
        Task { try await sales.get("countries") }
        #expect(try await eventually { try await database.blocked() == 1 })
        return ContinuousClock.now
      }
      // What the statement waits for is still held, and tests end a service by force after 30 s.
      #expect(asked.duration(to: .now) < .seconds(25))
      end.yield()
    }
  }

  @Test func `it answers 503 while the database is away, and heals`() async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      try await withClient(crm.database.postgres) { server in
        try await server.execute(
          "alter database \(identifier: crm.database.name) allow_connections false")
        _ = try await server.rows(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = \(crm.database.name)"
        )
        // What was cut off under way is told otherwise.
        let away = try await eventually {
          let reply = try await sales.get("me")
          return reply.status == 503 && reply.problem == "unavailable"
            && reply[header: "retry-after"] != nil
        }
        #expect(away)
        #expect(try await sales.get("/readyz").status == 503)
        #expect(try await sales.get("/livez").status == 200)
        try await server.execute(
          "alter database \(identifier: crm.database.name) allow_connections true")
      }
      #expect(try await eventually { try await sales.get("me").status == 200 })
    }
  }

  @Test func `it waits for the migration it needs`() async throws {
    try await withDatabase { database in
      try await withClient(database.migration) { arranger in
        let row = try await arranger.rows(
          "delete from system.migration where version = (select max(version) from system.migration) returning to_jsonb(migration)::text as row"
        )
        let text = try row[0].string("row")
        try await withCRM(on: database) { crm in
          let early = try await crm.anyone.get("parties")
          #expect(early.status == 503 && early.problem == "not_ready")
          #expect(try await crm.anyone.get("/readyz").text.contains("Run: crm migrate"))
          _ = try await arranger.execute(
            "insert into system.migration select * from jsonb_populate_record(null::system.migration, \(text)::jsonb)"
          )
          #expect(try await eventually { try await crm.anyone.get("parties").status == 401 })
        }
      }
    }
  }

  private static let unbound: [String] = ["postgres", "crm_owner", "crm_migrator"]

  @Test func `it refuses to start as one whom no policy binds`() async throws {
    try await withDatabase { database in
      await each(Self.unbound) { role in
        let conninfo = role == "crm_owner" ? database.migration : database.conninfo(as: role)
        await #expect(throws: Unready.self, "\(role)") {
          try await withCRM(on: database, .set(\.database, conninfo)) { _ in }
        }
      }
    }
  }

  @Test func `each request is one line, without data of people`() async throws {
    let lines = Lines()
    try await withCRM(.set(\.requestLog, { lines.append($0) })) { crm in
      let sales = try await crm.as(.sales)
      _ = try await sales.get("parties?name=Secret")
      let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
      _ = try await sales.get("me", headers: [("traceparent", parent), ("X-Request-Id", "r-1")])
      #expect(try await eventually { lines.text.contains("\"route\":\"me.get\"") })
      let line = lines.text.split(separator: "\n").last { $0.contains("\"r-1\"") } ?? ""
      let json = try JSONParser.parse(Array(line.utf8))
      #expect(json["account_id"]?.int == sales.account && json["status"]?.int == 200)
      #expect(json["trace_id"]?.string == "0af7651916cd43dd8448eb211c80319c")
      #expect(json["duration_ms"] != nil)
      for secret in ["Secret", "crm_", "127.0.0.1", "sales-sales"] {
        #expect(!lines.text.contains(secret))
      }
    }
  }
}

/// What was logged.
private final class Lines: Sendable {
  private let bytes = Mutex<[UInt8]>([])

  var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

  func append(_ more: [UInt8]) { bytes.withLock { $0 += more } }
}

/// Whether the condition comes to hold within three minutes.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
  let start = ContinuousClock.now
  while start.duration(to: .now) < .seconds(180) {
    if try await condition() { return true }
    try await Task.sleep(for: .milliseconds(50))
  }
  return false
}
