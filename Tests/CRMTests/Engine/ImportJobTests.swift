import CRM
import Foundation
import Postgres
import Support
import Testing

@Suite struct `An import as a job` {
  private static let workbook =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

  @Test func `answers at once who does not like to wait, and tells how far it is`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let path = try await loading.announce()
      let rows = (1...2500).map { "\($0),Name \($0),\($0 % 1000 == 7 ? "QQ" : "RU"),\n" }
      let told = try await loading.session.send(
        "PUT", "\(path)/content",
        headers: [("Content-Type", "text/csv"), ("Prefer", "respond-async")],
        body: Array((Loading.file() + rows.joined()).utf8))
      #expect(told.status == 202 && told["state"] == "running", "\(told.text)")
      #expect(told[header: "preference-applied"] == "wait=0")
      let job = try #require(told["job_id"]?.int)
      #expect(told[header: "location"] == "/api/v1/jobs/\(job)")
      let ended = try await crm.job(job, becomes: ["done", "failed"])
      #expect(try ended.string("state") == "done")
      #expect(try ended.int("done") == 2500 && ended.int("total") == 2500)
      let found = try await loading.session.get(path)
      #expect(
        found["state"] == "done" && found.counts == [2500, 2497, 0, 0, 0, 3], "\(found.text)")
      let traces = try await crm.observed(
        """
        select distinct request_id from audit.change where table_name = 'clients.party'
        """)
      #expect(try traces.map { try $0.string("request_id") } == ["job-\(job)"])
      #expect(try await crm.observed("select from clients.party").count == 2497)
    }
  }

  @Test func `loads a file that is kept, once for an Idempotency-Key`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.headOfDepartment)
      let file = try await chief.send(
        "PUT", "files?name=parties.csv", headers: [("Content-Type", "text/csv")],
        body: Array(Loading.file("1,One,RU,", "2,Two,,").utf8))
      #expect(file.status == 201, "\(file.text)")
      let body: JSON = ["file_id": file.json["id"] ?? .null, "mapping": Loading.mapping]
      let headers = [("Prefer", "wait=30"), ("Idempotency-Key", "k")]
      let told = try await chief.post("imports", body, headers: headers)
      #expect(told.status == 200 && told.counts == [2, 2, 0, 0, 0, 0], "\(told.text)")
      let again = try await chief.post("imports", body, headers: headers)
      #expect(again["id"] == told["id"], "\(again.text)")
      #expect(try await crm.observed("select from clients.party").count == 2)
      let stranger = try await crm.as(.sales).post("imports", body)
      #expect(stranger.status == 422 && stranger.pointers == ["/file_id"], "\(stranger.text)")
      let later = try await chief.post("imports", body)
      #expect(later.status == 202 && later[header: "location"] != nil, "\(later.text)")
    }
  }

  @Test func `is cancelled with its job, keeps what was loaded, and goes on when it is repeated`()
    async throws
  {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let path = try await loading.announce()
      let told = try await loading.later(Loading.file("1,One,,"), to: path)
      let job = told["job_id"]?.int ?? 0
      let second = try await loading.announce()
      let refused = try await loading.send(Loading.file("2,Two,,"), to: second)
      #expect(refused.status == 409 && refused.problem == "import_running", "\(refused.text)")
      #expect(try await loading.session.post("jobs/\(job)/cancellation").status == 200)
      #expect(try await loading.session.get(path)["state"] == "cancelled")
      _ = try await loading.later(Loading.file("2,Two,,"), to: second)
      let blocked = try await loading.session.post("jobs/\(job)/retry")
      #expect(blocked.status == 409 && blocked.problem == "import_running", "\(blocked.text)")
      try await withWork(crm.database) {
        let other = try await loading.session.get(second)["job_id"]?.int ?? 0
        _ = try await crm.job(other, becomes: ["done"])
        #expect(try await loading.session.post("jobs/\(job)/retry").status == 200)
        _ = try await crm.job(job, becomes: ["done"])
      }
      #expect(try await loading.session.get(path)["state"] == "done")
      #expect(try await crm.observed("select from clients.party").count == 2)
    }
  }

  /// What an import has made, whatever ids and times it was given.
  private func content(_ crm: TestCRM) async throws -> [String] {
    try await crm.observed(
      """
      select p.external_key || ' ' || p.name || ' ' || p.version || ' ' || coalesce(p.country, '')
        || ' ' || coalesce((select string_agg(c.value || c.version, ',' order by c.value)
          from clients.channel as c where c.party_id = p.id), '')
        || ' ' || (select count(*) from audit.change as a
          where a.table_name = 'clients.party' and a.record_id = p.id) as row
      from clients.party as p order by p.external_key::int
      """
    ).map { try $0.string("row") }
      + crm.observed(
        "select line || ' ' || array_to_string(cells, ',') || ' ' || reason_en as row from system.import_refusal order by id"
      ).map { try $0.string("row") }
      + crm.observed(
        "select concat_ws(' ', state, read, created, updated, unchanged, skipped, refused) as row from system.import"
      ).map { try $0.string("row") }
  }

  private static let mapping = Loading.mapping.with([
    "children": [
      "channels": [["constants": ["kind": "email"], "columns": ["value": ["column": "Mail"]]]]
    ]
  ])
  private static let count = 8000

  private static func cells(_ row: Int) -> [String] {
    [
      "\(row % 500 == 0 ? row - 1 : row)", "Фирма \(row)", row % 700 == 7 ? "QQ" : "RU", "",
      row % 3 == 0 ? "a\(row)@b.ru" : "",
    ]
  }

  private static func file(isWorkbook: Bool) throws -> [UInt8] {
    let names = ["ID", "Name", "Country", "Rating", "Mail"]
    let rows = [names] + (1...count).map(cells)
    guard isWorkbook else {
      return Array(rows.map { $0.joined(separator: ",") + "\n" }.joined().utf8)
    }
    let xml = rows.enumerated().map { place, cells in
      let cells = cells.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined()
      return "<row r=\"\(place + 1)\">\(cells)</row>"
    }
    return try SheetFixture(xml.joined()).bytes()
  }

  /// Loads the file by processes of their own; `kills` of them die in the middle.
  private func load(isWorkbook: Bool, kills: Int) async throws -> [String] {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let path = try await loading.announce(Self.mapping)
      let told = try await loading.session.send(
        "PUT", "\(path)/content",
        headers: [
          ("Content-Type", isWorkbook ? Self.workbook : "text/csv"), ("Prefer", "respond-async"),
        ], body: Self.file(isWorkbook: isWorkbook))
      let job = try #require(told["job_id"]?.int, "\(told.text)")
      var done = 0
      for round in 0..<kills {
        let worker = try WorkProcess(crm.database)
        let end = ContinuousClock.now + .seconds(600)
        // At the next part that this worker has done: the rest is long enough for a busy machine to be in time.
        while true {
          let row = try await crm.job(job)
          if try row.int("fence") > round && row.int("done") > done { break }
          try #require(ContinuousClock.now < end, "\(worker.output)")
          try await Task.sleep(for: .milliseconds(20))
        }
        worker.send(SIGKILL)
        let row = try await crm.job(job)
        done = try row.int("done")
        #expect(try row.string("state") == "running" && done < Self.count)
        // Another may take it when its lease has ended.
        try await crm.arrange("update system.job set lease_until = now() where id = \(job)")
      }
      let worker = try WorkProcess(crm.database)
      let ended = try await crm.job(job, becomes: ["done", "failed"])
      worker.send(SIGTERM)
      #expect(try ended.string("state") == "done", "\(worker.output)")
      #expect(try ended.int("done") == Self.count && ended.int("fence") == kills + 1)
      return try await content(crm)
    }
  }

  @Test(arguments: [false, true])
  func `killed in the middle goes on as if nothing had happened`(isWorkbook: Bool) async throws {
    let whole = try await load(isWorkbook: isWorkbook, kills: 0)
    let broken = try await load(isWorkbook: isWorkbook, kills: 2)
    #expect(whole.count > Self.count * 9 / 10 && broken == whole)
    #expect(broken.last == "done 8000 7972 16 0 0 12", "\(broken.last ?? "")")
  }
}

extension Loading {
  /// Sends the file and does not wait for its end.
  func later(_ file: String, to path: String) async throws -> Reply {
    try await session.send(
      "PUT", "\(path)/content",
      headers: [("Content-Type", "text/csv"), ("Prefer", "wait=0")], body: Array(file.utf8))
  }
}
