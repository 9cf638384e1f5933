import Foundation
import NIOCore
import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `The undo of any work` {
  /// What of a table is left alone, so that who works keeps his rights.
  private static let kept = [
    "access.account": "login not like 'administrator%'",
    "access.account_role":
      "account_id not in (select id from access.account where login like 'administrator%')",
    "access.permission": "role_id not in (select id from access.role where code = 'administrator')",
    "access.role": "code <> 'administrator'",
    // The bytes of a file that is deleted are gone.
    "system.file": "false",
  ]

  @Test(arguments: ["first", "second"])
  func `on every resource brings back everything`(seed: String) async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let chief = try await crm.as(.administrator)
      try await Self.fill(crm)
      let before = try await crm.records()
      let model = try await withClient(crm.database.service) {
        try await CRM.engine($0, secret: []).0.model
      }
      var jobs = [
        try await crm.imported(
          chief, Loading.file("x1,Imported,RU,1", "x2,Imported too,RU,2", "x3,Third,XX,9"))
      ]
      try await withBulkWorker(crm) {
        for resource in model.resources {
          for input in try await Self.inputs(resource, model, seed, crm) {
            jobs.append(try await crm.bulk(chief, input).int("id"))
          }
          if let input = try await Self.restoration(resource, model, crm) {
            jobs.append(try await crm.bulk(chief, input).int("id"))
          }
        }
        let touched = try await crm.observed(
          """
          select count(distinct table_name) as tables, count(*) as changes from audit.change
          where request_id like 'job-%'
          """
        ).single
        #expect(try touched.int("tables") >= 12 && touched.int("changes") > 500, "\(touched)")
        for job in jobs.reversed() {
          let undone = try await crm.undo(chief, job)
          let refused = try await crm.refusals(undone.int("id"))
          let input = try await crm.job(job).string("input")
          #expect(refused == [], "\(input)")
        }
      }
      let difference = try await crm.records().symmetricDifference(before)
      #expect(difference.isEmpty, "\(difference.sorted().prefix(4))")
    }
  }

  /// Loads the demonstration company.
  private static func fill(_ crm: TestCRM) async throws {
    let folder = "\(TestDatabase.files.directory)/seed/demo"
    let text = try String(contentsOfFile: "\(folder)/imports.txt", encoding: .utf8)
    try await withClient(crm.database.service, connections: 2, fast: 1) { service in
      try await withClient(crm.database.migrator) { migrator in
        let transfer = FileTransfer(service: service, migrator: migrator)
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
          let words = line.split(separator: " ")
          _ = try await transfer.load(
            "\(folder)/\(words[1])", into: String(words[0]), mapping: "\(folder)/\(words[2])",
            as: "administrator-office-1", dryRun: false, refusals: nil, progress: { _ in })
        }
      }
    }
  }

  /// Empties some columns of some records, and deletes some; what cannot be done is refused.
  private static func inputs(
    _ resource: Resource, _ model: Model, _ seed: String, _ crm: TestCRM
  ) async throws -> [JSON] {
    let table = try model.table(of: resource)
    let kinds = BulkTask.kinds(resource, table).map(\.rawValue)
    guard !kinds.isEmpty else { return [] }
    let chosen = try await crm.observed(
      """
      select id from \(identifier: resource.table) where \(raw: kept[resource.table] ?? "true")
      order by md5(id || \(seed)) limit 40
      """)
    guard let base = try base(resource, chosen) else { return [] }
    let emptied = table.columns.filter { $0.updatable && !$0.notNull && $0.name != "archived_at" }
      .sorted { Digest.sha256("\(seed)\($0.name)".utf8) < Digest.sha256("\(seed)\($1.name)".utf8) }
      .prefix(4).map { column in
        base.with(["op": "update", "data": .object([.init(column.name, .null)])])
      }
    return (emptied + [base.with(["op": "delete"])])
      .filter { kinds.contains($0["op"]?.string ?? "") }
  }

  /// Brings back what lies in the archive now; nil where nothing does.
  private static func restoration(
    _ resource: Resource, _ model: Model, _ crm: TestCRM
  ) async throws -> JSON? {
    guard BulkTask.kinds(resource, try model.table(of: resource)).contains(.restore) else {
      return nil
    }
    let archived = try await crm.observed(
      "select id from \(identifier: resource.table) where archived_at is not null limit 40")
    return try base(resource, archived)?.with(["op": "restore"])
  }

  private static func base(_ resource: Resource, _ chosen: Rows) throws -> JSON? {
    let ids = try chosen.map { JSON.id(try $0.int("id")) }
    guard !ids.isEmpty else { return nil }
    return [
      "resource": .string(resource.name), "mode": "each", "ids": .array(ids),
      "expected_count": .id(ids.count),
    ]
  }

  @Test func `on a table that only the test knows brings back what the service cannot read`()
    async throws
  {
    let rights = """
      insert into access.permission (role_id, resource, action, scope)
      select r.id, s, a, 'all' from access.role r, unnest(array['things', 'makers', 'parts']) s,
        unnest(array['create', 'update', 'delete']) a where r.code = 'master'
      """
    try await withWorkshop(WorkshopSchema.things + rights, more: [.jobs]) { workshop in
      let engine = workshop.engine
      let call = Call(
        method: .post, tokenHash: Digest.sha256("anna".utf8), requestID: "asking")
      let before = try await workshop.database.records()
      let base: JSON = ["mode": "each", "filter": ["field": "id", "op": "gt", "value": 0]]
      let inputs = [
        base.with([
          "resource": "things", "op": "update",
          "data": ["price": "7.5", "tags": ["x"], "due_on": nil], "expected_count": 12,
        ]),
        base.with(["resource": "makers", "op": "delete", "expected_count": 3]),
        base.with(["resource": "things", "op": "delete", "expected_count": 12]),
        base.with(["resource": "makers", "op": "delete", "expected_count": 3]),
      ]
      let current = CurrentEngine()
      current.renew(engine)
      let kinds = [BulkJob(engine: current).kind, ReversalJob(engine: current).kind]
      try await withRunner(workshop.database, kinds) {
        var jobs: [Int] = []
        for input in inputs {
          let order = try await BulkForm(engine: engine).form.order(input, call)
          jobs.append(try await Self.run(order, call, workshop).0)
        }
        #expect(try await workshop.database.records().allSatisfy { !$0.hasPrefix("workshop.") })
        for job in jobs.reversed() {
          let order = JobOrder(kind: ReversalJob.name, input: ["job": .id(job)]) { _, _, _ in }
          let (_, result) = try await Self.run(order, call, workshop)
          #expect(result["refused"] == 0, "\(result)")
        }
      }
      let difference = try await workshop.database.records().symmetricDifference(before)
      #expect(difference.isEmpty, "\(difference.sorted().prefix(4))")
    }
  }

  /// Asks for a job and waits for its end.
  private static func run(
    _ order: JobOrder, _ call: Call, _ workshop: Workshop
  ) async throws -> (Int, JSON) {
    let answer = try await order.answer(call, path: "/jobs", workshop.engine)
    guard case .bytes(let body) = answer.body else { throw Problem.internalError }
    let id = try JSONParser.parse(body.readableBytesView)["id"]?.int ?? 0
    return try await withClient(workshop.database.observer) { client in
      while true {
        let row = try await client.all(
          "select state, result::text as result from system.job where id = \(id)")[0]
        if try row.string("state") == "done" {
          return (id, try JSONParser.parse(Array(row.string("result").utf8)))
        }
        try #require(!["failed", "cancelled"].contains(row.string("state")))
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }
}
