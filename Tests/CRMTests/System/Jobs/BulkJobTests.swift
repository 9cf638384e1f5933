import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `A bulk job` {
  private static func field(_ name: JSON, _ op: JSON, _ value: JSON) -> JSON {
    ["field": name, "op": op, "value": value]
  }

  private static func update(_ filter: JSON, _ data: JSON, _ count: Int) -> JSON {
    [
      "resource": "parties", "op": "update", "filter": filter, "data": data,
      "expected_count": .id(count),
    ]
  }

  @Test(arguments: ["atomic", "each"])
  func `changes the records of its filter, and leaves what is so already`(mode: JSON) async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let ids = try await crm.firms(1203)
      _ = try await crm.arrange("update clients.party set rating = 4 where id = \(ids[7])")
      _ = try await crm.arrange("update clients.party set archived_at = now() where id = \(ids[9])")
      let reply = try await chief.post(
        "jobs",
        [
          "kind": "bulk",
          "input": Self.update(Self.field("name", "starts", "Firm"), ["rating": 4], 1202)
            .with(["mode": mode]),
        ])
      #expect(reply.status == 202 && reply["kind"] == "bulk", "\(reply.text)")
      #expect(reply[header: "location"] == "/api/v1/jobs/\(reply.id)")
      #expect(reply["total"] == 1202 && reply["input"]?["resource"] == "parties")
      let row = try await crm.ended(reply.id)
      #expect(try row.string("state") == "done", "\(row)")
      #expect(try row.result("changed") == 1201 && row.result("unchanged") == 1)
      #expect(try row.result("refused") == 0 && row.int("done") == 1202)
      let seen = try await crm.observed(
        """
        select count(*) filter (where rating = 4) as changed, max(version) as version,
          count(*) filter (where rating = 1) as left_alone,
          (select count(*) from audit.change where request_id = 'job-' || \(reply.id)::bigint
            and account_id = \(chief.account)) as changes
        from clients.party
        """
      ).single
      #expect(try seen.int("changed") == 1202 && seen.int("version") == 2)
      #expect(try seen.int("left_alone") == 1 && seen.int("changes") == 1201)
    }
  }

  @Test
  func `of ids, of words and of a view changes what they mean, and restores from the archive`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let ids = try await crm.firms(4)
      let input: JSON = [
        "resource": "parties", "op": "update", "data": ["rating": 2], "expected_count": 2,
        "ids": [.id(ids[0]), .id(ids[1]), .id(ids[1])],
      ]
      #expect(try await crm.bulk(chief, input).result("changed") == 2)
      let words: JSON = [
        "resource": "parties", "op": "update", "data": ["rating": 3], "expected_count": 1,
        "q": "Firm 3",
      ]
      #expect(try await crm.bulk(chief, words).result("changed") == 1)
      let view = try await chief.create(
        "views",
        ["resource": "parties", "name": "low", "query": ["rating[lte]": "1", "limit": "1"]])
      try await chief.create(
        "interactions", ["party_id": .id(ids[3]), "kind": "note", "subject": "x"])
      let removal: JSON = [
        "resource": "parties", "op": "delete", "view": .id(view.id), "expected_count": 1,
      ]
      #expect(try await crm.bulk(chief, removal).result("changed") == 1)
      #expect(try await chief.get("parties/\(ids[3])")["archived_at"] != .null)
      let back: JSON = [
        "resource": "parties", "op": "restore", "expected_count": 1,
        "filter": Self.field("name", "starts", "Firm"),
      ]
      #expect(try await crm.bulk(chief, back).result("changed") == 1)
      let ratings = try await crm.observed(
        "select string_agg(rating::text || (archived_at is null), ' ' order by id) as text from clients.party"
      )
      #expect(try ratings.single.string("text") == "2true 2true 3true 1true")
    }
  }

  @Test func `with each does what can be done and tells of the rest, in pages and as a file`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let ids = try await crm.firms(520)
      let input = Self.update(Self.field("rating", "eq", 1), ["code": "same"], 520)
      let row = try await crm.bulk(chief, input.with(["mode": "each"]))
      #expect(try row.result("changed") == 1 && row.result("refused") == 519)
      let id = try row.int("id")
      let page = try await chief.get("jobs/\(id)/refusals?limit=2")
      #expect(
        page.data.first == [
          "resource": "parties", "record_id": .id(ids[1]), "code": "taken",
          "reason": page.data.first?["reason"] ?? .null, "pointer": "/data/code",
        ], "\(page.text)")
      let cursor = page["page"]?["next"]?.string ?? ""
      let next = try await chief.get("jobs/\(id)/refusals?limit=2&cursor=\(cursor)")
      #expect(next.data.map { $0["record_id"] } == [.id(ids[3]), .id(ids[4])], "\(next.text)")
      let file = try await chief.get("jobs/\(id)/refusals", headers: [("Accept", "text/csv")])
      let lines = file.text.split(separator: "\r\n")
      #expect(lines.count == 520 && lines.first == "resource,record_id,code,reason,pointer")
      #expect(try await crm.as(.sales).get("jobs/\(id)/refusals").status == 404)
    }
  }

  @Test func `that is atomic does nothing where a record is refused, and tells of each`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let ids = try await crm.firms(600)
      let before = try await crm.records()
      let row = try await crm.bulk(
        chief,
        Self.update(
          Self.field("id", "in", .array(ids.prefix(3).map { .string("\($0)") })),
          ["code": "same"], 3))
      #expect(try row.string("state") == "failed" && row.string("fault_code") == "bulk_refused")
      let refused = try await crm.refusals(row.int("id"))
      #expect(refused == ["\(ids[1]):taken", "\(ids[2]):taken"])
      #expect(try await crm.records() == before)
    }
  }

  @Test func `reaches no further than the rights of who asks`() async throws {
    try await withCRM { crm in
      let (seller, other) = (try await crm.as(.sales), try await crm.as(.sales, number: 2))
      let own = try await seller.create("parties", ["name": "Own"]).id
      let theirs = try await other.create("parties", ["name": "Theirs"]).id
      try await crm.as(.administrator).create("parties", ["name": "Hidden"])
      let input: JSON = [
        "resource": "parties", "op": "delete", "mode": "each", "expected_count": 2,
        "filter": Self.field("id", "gt", 0),
      ]
      let row = try await crm.bulk(seller, input)
      #expect(try row.result("changed") == 1 && row.result("refused") == 1)
      #expect(try await crm.refusals(row.int("id")) == ["\(theirs):forbidden"])
      let left = try await crm.observed("select id from clients.party order by id")
      #expect(try left.map { try $0.int("id") }.contains(own) == false && left.count == 2)
      let reader = try await crm.as(.readOnly).post(
        "jobs", ["kind": "bulk", "input": input.with(["expected_count": 1])])
      #expect(reader.status == 403 && reader["permission"] == "parties.delete", "\(reader.text)")
    }
  }

  @Test func `with an Idempotency-Key is asked for once`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let chief = try await crm.as(.administrator)
      _ = try await crm.firms(1)
      let body: JSON = [
        "kind": "bulk", "input": Self.update(Self.field("rating", "eq", 1), ["rating": 2], 1),
      ]
      let first = try await chief.post("jobs", body, headers: [("Idempotency-Key", "k")])
      let second = try await chief.post("jobs", body, headers: [("Idempotency-Key", "k")])
      #expect(first.status == 202 && second.status == 202 && first.id == second.id)
      #expect(second[header: "idempotency-replayed"] == "true")
      #expect(second[header: "location"] == "/api/v1/jobs/\(first.id)")
      #expect(try await crm.observed("select from system.job where kind = 'bulk'").count == 1)
    }
  }
}
