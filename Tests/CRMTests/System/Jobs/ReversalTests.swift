import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `The undo of a job` {
  private static func task(_ op: JSON, _ ids: [Int], _ data: JSON = .null) -> JSON {
    [
      "resource": "parties", "op": op, "mode": "each", "ids": .array(ids.map { .id($0) }),
      "expected_count": .id(ids.count), "data": data,
    ]
  }

  /// A company with everything that can hang on one.
  private static func company(_ chief: TestSession, _ name: JSON) async throws -> Int {
    try await chief.create(
      "parties",
      [
        "name": name, "kind": "company",
        "channels": [
          ["kind": "email", "value": "a@a.example"], ["kind": "email", "value": "b@b.example"],
        ],
        "addresses": [["kind": "legal", "city": "Казань"]],
      ]
    ).id
  }

  @Test func `brings back deleted records with all that hung on them, under their own numbers`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      var ids: [Int] = []
      for name in ["One", "Two", "Three"] {
        ids.append(try await Self.company(chief, .string(name)))
      }
      let below = try await chief.create("parties", ["name": "Below", "parent_id": .id(ids[0])]).id
      _ = try await crm.arrange(
        "update clients.party set parent_id = \(below) where id = \(ids[1])")
      let before = try await crm.records()
      let job = try await crm.bulk(chief, Self.task("delete", ids.reversed() + [below]))
      #expect(try row(job, "changed") == 4)
      #expect(try await crm.observed("select from clients.party").count == 0)
      let undone = try await crm.undo(chief, job.int("id"))
      #expect(try undone.string("state") == "done" && row(undone, "refused") == 0, "\(undone)")
      #expect(try await crm.records() == before)
      let version = try await chief.get("parties/\(ids[2])")["version"]?.int
      #expect(version == 2)
      let redone = try await crm.undo(chief, undone.int("id"))
      #expect(try row(redone, "refused") == 0)
      #expect(try await crm.observed("select from clients.party").count == 0)
      try await crm.undo(chief, redone.int("id"))
      #expect(try await crm.records() == before)
    }
  }

  private func row(_ job: Row, _ name: String) throws -> Int? { try job.result(name) }

  @Test func `of a field that was retired since says so, and is done when the field is back`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let field = try await chief.create("custom-fields", customField("x_region"))
      let ids = try await crm.firms(2)
      let whole = try await crm.bulk(chief, Self.task("update", ids, ["x_region": "a"]))
      let mixed = try await crm.bulk(
        chief, Self.task("update", ids, ["x_region": "b", "rating": 5]))
      _ = try await chief.delete("custom-fields/\(field.id)")
      for job in [mixed, whole] {
        let undone = try await crm.undo(chief, job.int("id"))
        let refused = try await crm.refusals(undone.int("id"))
        #expect(Set(refused) == Set(ids.map { "\($0):field_retired" }), "\(refused)")
        let told = try await chief.get("jobs/\(undone.int("id"))/refusals")
        #expect(told.text.contains("was retired since"), "\(told.text)")
      }
      #expect(try await crm.observed("select from clients.party where rating = 5").count == 2)
      _ = try await chief.post("custom-fields/\(field.id)/restoration")
      for job in [mixed, whole] {
        #expect(try await row(crm.undo(chief, job.int("id")), "restored") == 2)
      }
      let left = try await crm.observed(
        "select from clients.party where rating = 1 and x_region is null")
      #expect(left.count == 2)
    }
  }

  @Test func `leaves alone what somebody changed since, and tells exactly of that`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let ids = try await crm.firms(6)
      let job = try await crm.bulk(chief, Self.task("update", ids, ["rating": 5, "name": "Same"]))
      _ = try await chief.patch("parties/\(ids[0])", ["rating": 3])
      _ = try await chief.patch("parties/\(ids[1])", ["notes": "Mine"])
      _ = try await chief.delete("parties/\(ids[2])")
      let removed = try await crm.bulk(chief, Self.task("delete", [ids[5]]))
      let tried = try await crm.undo(chief, job.int("id"), dryRun: true)
      let before = try await crm.records()
      #expect(try row(tried, "restored") == 3 && row(tried, "refused") == 3)
      #expect(try await crm.records() == before)
      let undone = try await crm.undo(chief, job.int("id"))
      #expect(try row(undone, "restored") == 3 && row(undone, "refused") == 3)
      let refused = [ids[0], ids[2], ids[5]].map { "\($0):changed_since" }
      #expect(try await Set(crm.refusals(undone.int("id"))) == Set(refused))
      #expect(try await Set(crm.refusals(tried.int("id"))) == Set(refused))
      let seen = try await crm.observed(
        "select concat_ws(':', id, name, rating, notes) as text from clients.party order by id")
      #expect(
        try seen.map { try $0.string("text") } == [
          "\(ids[0]):Same:3", "\(ids[1]):Firm 2:1:Mine", "\(ids[3]):Firm 4:1", "\(ids[4]):Firm 5:1",
        ])
      // What was deleted by another job comes back as that one left it, and then to before the first.
      try await crm.undo(chief, removed.int("id"))
      let again = try await crm.undo(chief, job.int("id"))
      #expect(try row(again, "restored") == 1 && row(again, "unchanged") == 3)
      #expect(try await chief.get("parties/\(ids[5])")["name"] == "Firm 6")
    }
  }

  @Test func `removes what the job made, but nothing that others have built upon since`()
    async throws
  {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let chief = try await crm.as(.administrator)
      let before = try await crm.records()
      let job = try await crm.imported(
        chief, Loading.file("a,Alone,RU,1", "b,Edited,RU,1", "c,Built upon,RU,1", "d,Referred,RU,1")
      )
      let made = try await crm.observed("select id from clients.party order by id")
        .map { try $0.int("id") }
      try #require(made.count == 4)
      _ = try await chief.patch("parties/\(made[1])", ["rating": 2])
      try await chief.create(
        "channels", ["party_id": .id(made[2]), "kind": "email", "value": "x@x.example"])
      try await chief.create(
        "interactions", ["party_id": .id(made[3]), "kind": "note", "subject": "x"])
      try await withBulkWorker(crm) {
        let undone = try await crm.undo(chief, job)
        #expect(try row(undone, "removed") == 1 && row(undone, "refused") == 3)
        #expect(
          try await Set(crm.refusals(undone.int("id"))) == [
            "\(made[1]):changed_since", "\(made[2]):in_use", "\(made[3]):in_use",
          ])
        _ = try await crm.arrange("delete from clients.interaction")
        _ = try await crm.arrange("delete from clients.channel")
        _ = try await crm.arrange("update clients.party set rating = 1 where id = \(made[1])")
        let again = try await crm.undo(chief, job)
        #expect(try row(again, "removed") == 3 && row(again, "unchanged") == 1)
      }
      #expect(try await crm.records() == before)
    }
  }

  @Test func `is for who asked, and for who may change all jobs, each under his own rights`()
    async throws
  {
    try await withCRM { crm in
      let (seller, other) = (try await crm.as(.sales), try await crm.as(.sales, number: 2))
      let id = try await seller.create("parties", ["name": "Mine"]).id
      let job = try await crm.bulk(seller, Self.task("delete", [id])).int("id")
      #expect(try await other.post("jobs/\(job)/reversal").status == 404)
      #expect(try await crm.as(.auditor).post("jobs/\(job)/reversal").status == 404)
      #expect(try await seller.post("jobs/999999/reversal").status == 404)
      // His right to create is taken from him before he undoes.
      _ = try await crm.arrange(
        "delete from access.permission where resource = 'parties' and action = 'create' and scope = 'own'"
      )
      let refused = try await crm.undo(seller, job)
      #expect(try row(refused, "refused") == 1)
      #expect(try await crm.refusals(refused.int("id")) == ["\(id):forbidden"])
      let undone = try await crm.undo(crm.as(.administrator), job)
      #expect(try row(undone, "restored") == 1)
      #expect(try await seller.get("parties/\(id)")["owner_id"] == .id(seller.account))
    }
  }
}

extension TestCRM {
  /// Loads a file by a job.
  ///
  /// - Returns: its number.
  func imported(_ session: TestSession, _ file: String) async throws -> Int {
    try await withClient(database.service, connections: 4, fast: 1) { client in
      let (engine, _) = try await CRM.engine(client, secret: [])
      return try await withRunner(database, [ImportJob { engine }.kind]) {
        let reply = try await Loading(session: session).load(file)
        guard reply.status == 200, let job = reply["job_id"]?.int else {
          throw Late(state: reply.text, id: 0)
        }
        return job
      }
    }
  }
}
