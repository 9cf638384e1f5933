import Postgres
import Support
import Synchronization
import Testing

@testable import CRM

@Suite struct `A job` {
  @Test func `works with the rights of who asked for it, and its session ends with it`()
    async throws
  {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let client = try await crm.as(.administrator).create("parties", ["name": "Чужой"])
      let other = try await crm.enqueue("look", ["id": .number("\(client.id)")], as: seller)[0]
      try await withRunner(crm.database, [try await Self.look(crm)]) {
        let row = try await crm.job(other, becomes: ["done"])
        #expect(try row.string("result") == #"{"seen": 0, "login": "\#(seller.account)"}"#)
        #expect(try row.intIfPresent("session_id") == nil)
      }
      let sessions = try await crm.observed("select from access.session where kind = 'job'")
      #expect(sessions.count == 0)
    }
  }

  @Test func `that there is not costs little: who looks for work wakes nobody`() async throws {
    try await withCRM { crm in
      let commits: SQL =
        "select xact_commit as n from pg_stat_database where datname = current_database()"
      try await Task.sleep(for: .seconds(1))
      let before = try await crm.observed(commits)[0].int("n")
      try await Task.sleep(for: .seconds(4))
      let after = try await crm.observed(commits)[0].int("n")
      #expect(after - before < 100)
    }
  }

  /// Counts the parties of an id that the job sees, and says who it is.
  private static func look(_ crm: TestCRM) async throws -> JobKind {
    JobKind("look") { job in
      let id = job.input["id"]?.int ?? 0
      let hash = try await job.call().tokenHash ?? ""
      return try await withClient(crm.database.service) { client in
        let rows = try await client.batch(
          Enter.statements(tokenHash: hash, version: 1, requestID: "t") + [
            "select count(*) as seen, access.account_id()::text as login from clients.party where id = \(id)"
          ])
        let row = try rows[2].single
        return [
          "seen": .number("\(try row.int("seen"))"), "login": .string(try row.string("login")),
        ]
      }
    }
  }

  /// Renames a party, and says how many it saw and renamed.
  private static func rename(_ crm: TestCRM) -> JobKind {
    JobKind("rename") { job in
      let id = job.input["id"]?.int ?? 0
      let hash = try await job.call().tokenHash ?? ""
      return try await withClient(crm.database.service) { client in
        let rows = try await client.batch(
          Enter.statements(tokenHash: hash, version: 1, requestID: "t") + [
            "select id from clients.party where id = \(id)",
            "update clients.party set name = 'Renamed' where id = \(id) returning id",
          ])
        return ["seen": .id(rows[2].count), "renamed": .id(rows[3].count)]
      }
    }
  }

  @Test func `may no more than the token that asked for it`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let token = try await chief.post(
        "me/tokens", ["name": "t", "permissions": ["parties.read"], "days": 1])
      let narrow = chief.with(token: token["token"]?.string)
      let party = try await chief.create("parties", ["name": "Kept"]).id
      let id = try await crm.enqueue("rename", ["id": .id(party)], as: narrow)[0]
      let free = try await crm.enqueue("rename", ["id": .id(party)], as: chief)[0]
      try await withRunner(crm.database, [Self.rename(crm)]) {
        let row = try await crm.job(id, becomes: ["done"])
        #expect(try row.string("result") == #"{"seen": 1, "renamed": 0}"#, "\(token.text)")
        let other = try await crm.job(free, becomes: ["done"])
        #expect(try other.string("result") == #"{"seen": 1, "renamed": 1}"#)
      }
    }
  }

  @Test func `goes on from its last checkpoint when its worker has died, who writes nothing more`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let id = try await crm.enqueue("count", as: chief)[0]
      try await withClient(crm.database.service) { client in
        let dead = JobQueue(client: client, worker: "dead", lease: .milliseconds(300))
        let count = JobKind("count") { job in ["from": job.checkpoint ?? .null] }
        let taken = try await dead.take([.init(kinds: [count], places: 1)])[0]
        try await taken[0].job.tell(done: 700, total: 1000, checkpoint: ["line": 700])
        try await withRunner(crm.database, [count]) {
          let row = try await crm.job(id, becomes: ["done"])
          #expect(try row.string("result") == #"{"from": {"line": 700}}"#)
          #expect(try row.int("done") == 700)
        }
        await #expect(throws: Job.Ending.lost) {
          try await taken[0].job.tell(done: 800, total: 1000)
        }
        try await dead.finish([(taken[0], ["from": "the dead"])])
        #expect(try await crm.job(id).string("result") == #"{"from": {"line": 700}}"#)
      }
    }
  }

  @Test func `is done by one worker only, never more at once than its kind allows`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let ids = try await crm.enqueue("narrow", as: chief, count: 60)
      let running = Mutex((now: 0, most: 0, runs: [Int: Int]()))
      let kind = JobKind("narrow", most: 3) { job in
        running.withLock {
          $0.now += 1
          $0.most = max($0.most, $0.now)
          $0.runs[job.id, default: 0] += 1
        }
        try await Task.sleep(for: .milliseconds(5))
        running.withLock { $0.now -= 1 }
        return [:]
      }
      try await withRunner(crm.database, [kind]) {
        try await withRunner(crm.database, [kind]) {
          for id in ids { try await crm.job(id, becomes: ["done"]) }
        }
      }
      let seen = running.withLock { $0 }
      #expect(seen.most <= 3 && seen.most > 1)
      #expect(seen.runs.count == 60 && seen.runs.values.allSatisfy { $0 == 1 })
    }
  }

  @Test
  func `that fails is tried again later and later, at last it has failed and can be repeated`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let id = try await crm.enqueue("flaky", as: chief, most: 2)[0]
      let isMended = Mutex(false)
      let kind = JobKind("flaky") { _ in
        guard isMended.withLock({ $0 }) else { throw ClientError.unavailable }
        return ["ok": true]
      }
      try await withRunner(crm.database, [kind]) {
        var first: Row?
        #expect(
          try await eventually {
            first = try await crm.job(id)
            return try first?.int("failures") == 1
          })
        #expect(try first?.bool("later") == true)
        let failed = try await crm.job(id, becomes: ["failed"])
        #expect(try failed.string("fault_code") == "internal" && failed.int("failures") == 2)
        isMended.withLock { $0 = true }
        let again = try await chief.post("jobs/\(id)/retry")
        #expect(again.status == 200 && again["state"]?.string == "waiting", "\(again.text)")
        let done = try await crm.job(id, becomes: ["done"])
        #expect(try done.stringIfPresent("fault_code") == nil)
        #expect(try await chief.post("jobs/\(id)/retry").problem == "job_not_failed")
      }
    }
  }

  @Test func `that breaks a rule fails at once and says which`() async throws {
    try await withCRM { crm in
      let id = try await crm.enqueue("wrong", as: crm.as(.sales))[0]
      let kind = JobKind("wrong") { _ in throw Problem.conflict("no_way", Text("No.", ru: "Нет.")) }
      try await withRunner(crm.database, [kind]) {
        let row = try await crm.job(id, becomes: ["failed"])
        #expect(try row.string("fault_code") == "no_way" && row.string("fault_ru") == "Нет.")
        #expect(try row.int("failures") == 1)
      }
    }
  }

  @Test func `is cancelled by who asked for it, waiting or running, and by nobody else`()
    async throws
  {
    try await withCRM { crm in
      let (seller, other) = (try await crm.as(.sales), try await crm.as(.sales, number: 2))
      let waiting = try await crm.enqueue("nobody-does", as: seller)[0]
      #expect(try await other.post("jobs/\(waiting)/cancellation").status == 404)
      #expect(try await other.get("jobs/\(waiting)").status == 404)
      #expect(try await crm.job(waiting).string("state") == "waiting")
      let cancelled = try await seller.post("jobs/\(waiting)/cancellation")
      #expect(cancelled["state"]?.string == "cancelled", "\(cancelled.text)")
      #expect(try await seller.post("jobs/\(waiting)/cancellation").problem == "job_ended")
      let running = try await crm.enqueue("long", as: seller)[0]
      let kind = JobKind("long") { _ in
        try await Task.sleep(for: .seconds(600))
        return [:]
      }
      try await withRunner(crm.database, [kind], lease: .seconds(1)) {
        try await crm.job(running, becomes: ["running"])
        #expect(try await seller.post("jobs/\(running)/cancellation").status == 200)
        try await crm.job(running, becomes: ["cancelled"])
      }
    }
  }

  @Test func `goes back to the others when its worker ends in order`() async throws {
    try await withCRM { crm in
      let id = try await crm.enqueue("long", as: crm.as(.sales))[0]
      let kind = JobKind("long") { _ in
        try await Task.sleep(for: .seconds(600))
        return [:]
      }
      try await withRunner(crm.database, [kind]) {
        _ = try await crm.job(id, becomes: ["running"])
      }
      let row = try await crm.job(id)
      #expect(try row.string("state") == "waiting")
      #expect(try row.int("failures") == 0)
    }
  }

  @Test func `of an account that was locked meanwhile fails`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let id = try await crm.enqueue("enter", as: seller)[0]
      _ = try await crm.as(.administrator).post("accounts/\(seller.account)/lock")
      let kind = JobKind("enter") { job in .string(try await job.call().requestID) }
      try await withRunner(crm.database, [kind]) {
        let row = try await crm.job(id, becomes: ["failed"])
        #expect(try row.string("fault_code") == "job_without_account")
      }
    }
  }

  @Test func `is changed by nobody in plain SQL`() async throws {
    try await withCRM { crm in
      let (seller, other) = (try await crm.as(.sales), try await crm.as(.sales, number: 2))
      let id = try await crm.enqueue("nobody-does", as: seller)[0]
      let attacks: [SQL] = [
        "update system.job set state = 'done' where id = \(id)",
        "delete from system.job where id = \(id)",
        "insert into system.job (kind, account_id) values ('x', \(seller.account))",
        "insert into system.job (kind, narrowed) values ('x', null)",
        "select system.put_back_job(\(id), false, 'x', 'x', 'x')",
        "update system.schedule set kind = 'x'",
        "insert into system.schedule (kind, cron) values ('x', '* * * * *')",
      ]
      for attack in attacks {
        let attempt = try await crm.sql(other, attack)
        #expect(attempt.error?.sqlState == "42501", "\(attack.text)")
      }
      let hidden = try await crm.sql(
        other, "select system.cancel_job(\(id)) as was", "select id from system.job"
      ).complete()
      #expect(try hidden[0].single.stringIfPresent("was") == nil)
      #expect(hidden[1].count == 0)
      #expect(try await crm.job(id).string("state") == "waiting")
    }
  }
}
