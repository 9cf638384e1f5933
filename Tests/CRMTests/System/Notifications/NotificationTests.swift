import Postgres
import Support
import Testing

@testable import CRM

extension TestSession {
  /// What somebody has been told, newest first, as soon as it is so many.
  func notifications(_ count: Int, _ query: String = "") async throws -> [JSON] {
    var last: [JSON] = []
    _ = try await eventually {
      last = try await get("notifications\(query)").data
      return last.count >= count
    }
    return last
  }
}

extension TestCRM {
  /// Waits until everything that has happened has been handed on.
  func settle() async throws {
    #expect(try await eventually { try await observed("select from system.event").count == 0 })
  }
}

@Suite struct `A notification` {
  @Test func `tells who got a record from somebody else, with its name as it is now`() async throws
  {
    try await withCRM { crm in
      let (chief, seller) = (try await crm.as(.administrator), try await crm.as(.sales))
      let made = try await chief.create(
        "parties", ["name": "Ромашка", "owner_id": .number("\(seller.account)")])
      let told = try await seller.notifications(1)
      #expect(told.count == 1)
      let one = try #require(told.first)
      #expect(one["kind"] == "assigned" && one["action"] == "insert")
      #expect(one["resource"] == "parties" && one["record_id"]?.int == made.id)
      #expect(one["label"] == "Ромашка" && one["read_at"] == .null)
      #expect(one["actor_id"]?.int == chief.account && one["actor"] == "administrator-office-1")
      _ = try await chief.patch("parties/\(made.id)", ["name": "Лютик"])
      let both = try await seller.notifications(2)
      #expect(both.map { $0["kind"] } == ["changed", "assigned"])
      #expect(both.map { $0["label"] } == ["Лютик", "Лютик"])
      #expect(try await chief.get("notifications").data.isEmpty)
    }
  }

  @Test func `tells of the archive, and of a record that is gone`() async throws {
    try await withCRM { crm in
      let (chief, seller) = (try await crm.as(.administrator), try await crm.as(.sales))
      let party = try await seller.create("parties", ["name": "Ромашка"])
      // A record that nothing refers to would be deleted at once.
      let call = try await chief.create(
        "interactions", ["party_id": .id(party.id), "kind": "note", "subject": "Звонок"])
      _ = try await chief.delete("parties/\(party.id)")
      #expect(try await seller.notifications(1).map { $0["action"] } == ["archive"])
      _ = try await chief.post("parties/\(party.id)/restoration")
      #expect(try await seller.notifications(2).map { $0["action"] } == ["restore", "archive"])
      #expect(try await chief.delete("interactions/\(call.id)").status == 204)
      _ = try await chief.delete("parties/\(party.id)")
      // What is told of a record lasts as long as the record; that it is gone is told for good.
      var told: [JSON] = []
      let isTold = try await eventually {
        told = try await seller.get("notifications").data
        return told.map { $0["action"] } == ["delete"]
      }
      #expect(isTold, "\(told)")
      #expect(told.first?["label"] == .null)
    }
  }

  @Test func `is not made of what one does oneself, and once of what one request does`()
    async throws
  {
    try await withCRM { crm in
      let (chief, seller) = (try await crm.as(.administrator), try await crm.as(.sales))
      let party = try await seller.create("parties", ["name": "Ромашка"])
      _ = try await seller.patch("parties/\(party.id)", ["name": "Лютик"])
      let reply = try await chief.patch(
        "parties/\(party.id)",
        [
          "name": "Мята",
          "channels": [
            ["kind": "email", "value": "a@b.example"], ["kind": "email", "value": "c@d.example"],
          ],
        ])
      #expect(reply.status == 200, "\(reply.text)")
      _ = try await seller.notifications(1)
      try await crm.settle()
      let told = try await seller.get("notifications").data
      #expect(told.map { $0["actor_id"]?.int } == [chief.account], "\(told)")
      let channel = reply["channels"]?.array?.first?["id"]?.int ?? 0
      _ = try await chief.patch("channels/\(channel)", ["value": "e@f.example"])
      let more = try #require(try await seller.notifications(2).first)
      #expect(more["resource"] == "parties" && more["record_id"]?.int == party.id)
      #expect(try await crm.observed("select from system.notification").count == 2)
    }
  }

  @Test func `works for a table that nobody has told it of, and is told once however often`()
    async throws
  {
    try await withDepot { world in
      let owner = try await world.count(
        "insert into access.account (login, name) values ('owner', 'Owner') returning id")
      let other = try await world.count(
        "insert into access.account (login, name) values ('other', 'Other') returning id")
      let crate = try await world.crates(1, owner: owner)[0]
      _ = try await world.arranger.execute(
        "insert into depot.lid (crate_id, name) values (\(crate), 'lid')")
      _ = try await world.arranger.execute(
        "update depot.crate set owner_id = \(other) where id = \(crate)")
      let events: SQL = "(select array_agg(e order by e.id) from system.event as e)"
      for _ in 0..<2 {
        _ = try await world.arranger.rows("select system.notify_accounts(\(sql: events))")
      }
      try await world.deliver()
      let told = try await world.arranger.rows(
        """
        select account_id, kind, resource, record_id from system.notification order by event_id, account_id
        """)
      #expect(
        try told.map { try $0.string("kind") } == ["assigned", "changed", "changed", "assigned"])
      #expect(try told.map { try $0.int("account_id") } == [owner, other, owner, other])
      #expect(
        try told.allSatisfy {
          try $0.string("resource") == "crates" && $0.int("record_id") == crate
        })
    }
  }

  @Test func `of a kind that somebody has muted is not made for him, until he wants it again`()
    async throws
  {
    try await withCRM { crm in
      let (chief, seller) = (try await crm.as(.administrator), try await crm.as(.sales))
      let party = try await seller.create("parties", ["name": "Ромашка"])
      let mute = try await seller.create("notification-mutes", ["kind": "changed"])
      let twice = try await seller.post("notification-mutes", ["kind": "changed"])
      #expect(twice.status == 422 && twice.text.contains("muted this kind"), "\(twice.text)")
      let wrong = try await seller.post("notification-mutes", ["kind": "shouted"])
      #expect(wrong.status == 422 && wrong.pointers == ["/kind"], "\(wrong.text)")
      _ = try await chief.patch("parties/\(party.id)", ["name": "Лютик"])
      try await crm.settle()
      #expect(try await seller.get("notifications").data.isEmpty)
      #expect(try await seller.delete("notification-mutes/\(mute.id)").status == 204)
      _ = try await chief.patch("parties/\(party.id)", ["name": "Мята"])
      #expect(try await seller.notifications(1).count == 1)
    }
  }

  @Test func `tells that a job has ended, and how`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let good = try await crm.enqueue("good", as: seller)[0]
      let bad = try await crm.enqueue("bad", as: seller)[0]
      let kinds = [
        JobKind("good") { _ in [:] },
        JobKind("bad") { _ in throw Problem.conflict("no_way", Text("No.", ru: "Нет.")) },
      ]
      try await withRunner(crm.database, kinds) {
        let told = try await seller.notifications(2)
        let ends = told.map { [$0["kind"]?.string, $0["action"]?.string, $0["label"]?.string] }
        #expect(Set(ends) == [["job_ended", "done", "good"], ["job_ended", "failed", "bad"]])
        #expect(Set(told.compactMap { $0["record_id"]?.int }) == [good, bad])
      }
    }
  }
}
