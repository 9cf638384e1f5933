import Postgres
import Support
import Testing

@testable import CRM

@Suite struct `Somebody's notifications` {
  /// The seller has been told of a party that the administrator gave him.
  private static func told(
    _ crm: TestCRM, parties: Int = 1
  ) async throws -> (chief: TestSession, seller: TestSession, parties: [Int]) {
    let (chief, seller) = (try await crm.as(.administrator), try await crm.as(.sales))
    var ids: [Int] = []
    for number in 0..<parties {
      let party = try await chief.create(
        "parties",
        ["name": .string("P\(number)"), "owner_id": .number("\(seller.account)")])
      ids.append(party.id)
    }
    try #require(try await seller.notifications(parties).count == parties)
    return (chief, seller, ids)
  }

  @Test func `are seen by nobody else, not even an administrator, nor marked by him`() async throws
  {
    try await withCRM { crm in
      let (chief, seller, _) = try await Self.told(crm)
      let id = try #require(try await seller.get("notifications").data.first?["id"]?.int)
      #expect(try await chief.get("notifications/\(id)").status == 404)
      #expect(try await chief.post("notifications/\(id)/reading").status == 404)
      #expect(try await chief.send("DELETE", "notifications/\(id)/reading").status == 404)
      let all = try await chief.post("notifications/reading", ["up_to": 1_000_000])
      #expect(all.status == 200 && all["read"] == 0, "\(all.text)")
      let attack = try await crm.sql(
        chief, "update system.notification set read_at = now() returning id",
        "select from system.notification", "select from system.notice", "select from system.follow")
      #expect(attack.results.allSatisfy { $0.count == 0 } && attack.error == nil)
      #expect(try await seller.get("notifications/\(id)")["read_at"] == .null)
    }
  }

  @Test func `are there only while they may see the record`() async throws {
    try await withCRM { crm in
      let (chief, seller, parties) = try await Self.told(crm)
      let id = try #require(try await seller.get("notifications").data.first?["id"]?.int)
      let (away, buyer) = (try await crm.id(of: .purchasing), try await crm.as(.purchasing))
      _ = try await chief.patch(
        "parties/\(parties[0])",
        [
          "owner_id": .number("\(buyer.account)"), "department_id": .number("\(away)"),
          "name": "Тайна",
        ])
      #expect(try await buyer.notifications(1).first?["label"] == "Тайна")
      try await crm.settle()
      let list = try await seller.get("notifications")
      #expect(list.data.isEmpty, "\(list.text)")
      #expect(try await seller.get("notifications/\(id)").status == 404)
      #expect(try await seller.post("notifications/\(id)/reading").status == 404)
      let sum = try await seller.get("notifications/summary?measure=count")
      #expect(sum.data.first?["measures"]?["count"] == 0, "\(sum.text)")
      _ = try await chief.patch(
        "parties/\(parties[0])", ["department_id": .number("\(try await crm.id(of: .sales))")])
      #expect(try await seller.get("notifications/\(id)").status == 200)
    }
  }

  @Test func `are marked as read, one or all up to one, and as not read`() async throws {
    try await withCRM { crm in
      let (_, seller, _) = try await Self.told(crm, parties: 4)
      let ids = try await seller.get("notifications?sort=id").data.compactMap { $0["id"]?.int }
      try #require(ids.count == 4)
      let read = try await seller.post("notifications/\(ids[3])/reading")
      let at = read["read_at"]?.string
      #expect(read.status == 200 && at != nil, "\(read.text)")
      #expect(try await seller.post("notifications/\(ids[3])/reading")["read_at"]?.string == at)
      let body: JSON = ["up_to": .number("\(ids[1])")]
      let key = [("Idempotency-Key", "once")]
      let all = try await seller.post("notifications/reading", body, headers: key)
      #expect(all.status == 200 && all["read"] == 2, "\(all.text)")
      let again = try await seller.post("notifications/reading", body, headers: key)
      #expect(
        again["read"] == 2 && again[header: "idempotency-replayed"] == "true", "\(again.text)")
      let unread = try await seller.get("notifications?read_at%5Bempty%5D=true")
      #expect(unread.data.compactMap { $0["id"]?.int } == [ids[2]], "\(unread.text)")
      #expect(try await seller.send("DELETE", "notifications/\(ids[0])/reading").status == 204)
      let sum = try await seller.get("notifications/summary?measure=count&read_at%5Bempty%5D=true")
      #expect(sum.data.first?["measures"]?["count"] == 2, "\(sum.text)")
    }
  }

  private static let wrong: [(body: JSON, pointer: String)] = [
    ([:], "/up_to"), (["up_to": "7"], "/up_to"), (["up_to": 0], "/up_to"),
    (["up_to": 7, "all": true], "/all"),
  ]

  @Test func `are not marked up to what is no number`() async throws {
    try await withCRM { crm in
      await each(Self.wrong) { item in
        let reply = try await crm.as(.sales).post("notifications/reading", item.body)
        #expect(
          reply.status == 422 && reply.pointers == [item.pointer], "\(item.body): \(reply.text)")
      }
    }
  }
}
