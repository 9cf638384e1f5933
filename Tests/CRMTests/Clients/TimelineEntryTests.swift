import CRM
import Postgres
import Support
import Testing

@Suite struct `An entry of the timeline` {
  /// What the timeline of a client tells somebody, `kind title`.
  private func told(_ session: TestSession, _ party: Int) async throws -> [String] {
    try await session.get("timeline?party_id=\(party)").data.map {
      "\($0["kind"]?.string ?? "") \($0["title"]?.string ?? "")"
    }
  }

  @Test func `follows its record: changed, moved, put away, brought back, deleted`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let (one, two) = (
        try await seller.create("parties", ["name": "One"]).id,
        try await seller.create("parties", ["name": "Two"]).id
      )
      let call = try await seller.create(
        "interactions", ["party_id": .id(one), "kind": "call", "subject": "Hello"]
      ).id
      #expect(try await told(seller, one) == ["call Hello", "change Created"])
      let entry = try await seller.get("timeline?party_id=\(one)&kind=call").data.first?["id"]?.int
      #expect(entry == call * 2)
      try await seller.patch("interactions/\(call)", ["subject": "Bye", "kind": "note"]).expect(200)
      #expect(try await told(seller, one) == ["note Bye", "change Created"])
      try await seller.patch("interactions/\(call)", ["party_id": .id(two)]).expect(200)
      #expect(try await told(seller, one) == ["change Created"])
      #expect(try await told(seller, two).contains("note Bye"))
      let path = "interactions/\(call)"
      _ = try await crm.arrange(
        "update clients.interaction set archived_at = now() where id = \(call)")
      #expect(try await told(seller, two) == ["change Created"])
      try await seller.post("\(path)/restoration").expect(200)
      #expect(try await told(seller, two).contains("note Bye"))
      try await seller.delete(path).expect(204)
      #expect(try await told(seller, two) == ["change Created"])
    }
  }

  @Test func `is seen by who sees its record, also when that changes hands`() async throws {
    try await withCRM { crm in
      let (seller, buyer) = (try await crm.as(.sales), try await crm.as(.purchasing))
      let party = try await seller.create("parties", ["name": "Firm"]).id
      let call = try await seller.create(
        "interactions", ["party_id": .id(party), "kind": "call", "subject": "Ours"]
      ).id
      #expect(try await told(buyer, party) == [])
      let chief = try await crm.as(.administrator)
      try await chief.patch(
        "interactions/\(call)",
        ["owner_id": .id(buyer.account), "department_id": .id(try await crm.id(of: .purchasing))]
      ).expect(200)
      #expect(try await told(buyer, party) == ["call Ours"])
      #expect(try await told(seller, party) == ["change Created"])
      _ = try await crm.arrange(
        "update clients.interaction set private = true where id = \(call)")
      #expect(try await told(buyer, party) == ["call Ours"])
      #expect(try await told(chief, party) == ["change Created"])
    }
  }

  @Test func `is a task at the client, too`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let party = try await seller.create("parties", ["name": "Firm"]).id
      let task = try await seller.create(
        "tasks", ["title": "Ring them", "resource": "parties", "record_id": .id(party)]
      ).id
      try await seller.create("tasks", ["title": "Something else"])
      #expect(try await told(seller, party) == ["task Ring them", "change Created"])
      #expect(try await told(try await crm.as(.purchasing), party) == [])
      let entry = try await seller.get("timeline?party_id=\(party)&kind=task").data.first
      #expect(entry?["resource"] == "tasks" && entry?["record_id"]?.int == task)
      #expect(entry?["kind_label"] == "Task")
    }
  }

  @Test func `is written by nobody, and the same for every way of reading`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let party = try await seller.create("parties", ["name": "Firm"]).id
      for attack: SQL in [
        "update clients.timeline_entry set title = 'x'", "delete from clients.timeline_entry",
        "insert into clients.timeline_entry select * from clients.timeline_entry",
        "select clients.fill_timeline('clients.interaction', 0, 1)",
      ] {
        #expect(try await crm.sql(seller, attack).error?.sqlState == "42501")
      }
      let nobody = try await crm.sql(nil, "select id from clients.timeline_entry")
      #expect(nobody.results[0].count == 0)
      let seen = try await crm.sql(
        as: "crm_reader", seller, "select id from clients.timeline where party_id = \(party)")
      #expect(seen.results[0].count == 1)
    }
  }

  @Test func `is made anew out of what is there`() async throws {
    try await withCRM { crm in
      let seller = try await crm.as(.sales)
      let party = try await seller.create("parties", ["name": "Firm"]).id
      try await seller.create(
        "interactions", ["party_id": .id(party), "kind": "call", "subject": "Hello"])
      try await seller.patch("parties/\(party)", ["rating": 3]).expect(200)
      let before = try await seller.get("timeline?party_id=\(party)").text
      try await withClient(crm.database.migration) { owner in
        _ = try await owner.batch([
          "delete from clients.timeline_entry",
          "select clients.fill_timeline('clients.interaction', 0, 1000)",
          "select clients.fill_timeline('work.task', 0, 1000)",
          "select clients.fill_changes(0, 1000)",
        ])
      }
      #expect(try await seller.get("timeline?party_id=\(party)").text == before)
    }
  }
}
