import CRM
import Postgres
import Support
import Testing

@Suite struct `A hand-off` {
  @Test func `moves the client and the open work at once, and keeps its history`() async throws {
    try await withCRM { crm in
      let desk = try await HandOffDesk(crm)
      let (open, closed) = (try await desk.task("Call"), try await desk.task("Old"))
      let offer = try await desk.offer(["items": desk.items(open, closed)])
      #expect(offer.status == 201 && offer["state"] == "offered", "\(offer.text)")
      #expect(offer["items"]?.array?.compactMap { $0["title"]?.string } == ["Call", "Old"])
      try await desk.seller.patch("tasks/\(closed)", ["state": "done"]).expect(200)
      // Until it is taken it stays hers, and the other sees the offer alone.
      #expect(try await desk.owner() == "\(desk.seller.account) \(desk.sales)")
      #expect(try await desk.buyer.get("parties/\(desk.party)").status == 404)
      let seen = try await desk.buyer.get("hand-offs/\(offer.id)")
      #expect(seen["party_name"] == "Firm" && seen["items"]?.array?.count == 2, "\(seen.text)")

      let taken = try await desk.buyer.post("hand-offs/\(offer.id)/acceptance")
      #expect(taken.status == 200 && taken["state"] == "accepted", "\(taken.text)")
      #expect(taken["new_owner_id"]?.int == desk.buyer.account)
      let states = taken["items"]?.array?.compactMap { $0["state"]?.string }
      #expect(states == ["moved", "closed"], "\(taken.text)")
      #expect(try await desk.owner() == "\(desk.buyer.account) \(desk.purchasing)")
      #expect(try await desk.buyer.get("parties/\(desk.party)").status == 200)
      let tasks = try await desk.text(
        """
        select string_agg(owner_id || ' ' || department_id, ', ' order by id) from work.task
        where id in (\(open), \(closed))
        """)
      #expect(
        tasks
          == "\(desk.buyer.account) \(desk.purchasing), \(desk.seller.account) \(desk.sales)")
      let told = try await desk.text(
        "select count(*)::text from system.notification where account_id = \(desk.seller.account)")
      #expect(told != "0")
    }
  }

  @Test func `moves what waits for approval, which stays its department's`() async throws {
    try await withCRM { crm in
      let desk = try await HandOffDesk(crm)
      let chief = try await crm.as(.administrator)
      try await chief.create(
        "approval-rules",
        [
          "applies_to": "requisition", "from_amount": "0", "currency": "RUB",
          "approver_account_id": .id(desk.second.account),
        ])
      let asked = try await desk.seller.create(
        "requisitions",
        [
          "currency": "RUB",
          "lines": [
            ["description": "Thing", "quantity": "1", "unit_id": 1, "estimated_price": "5"]
          ],
        ])
      try await desk.seller.post("requisitions/\(asked.id)/submission").expect(200)
      let offer = try await desk.offer([
        "items": [["resource": "requisitions", "record_id": .id(asked.id)]]
      ])
      let taken = try await desk.buyer.post("hand-offs/\(offer.id)/acceptance")
      #expect(taken["items"]?.array?.first?["state"] == "moved", "\(taken.text)")
      let kept = try await desk.text(
        "select concat_ws(' ', owner_id, department_id, state) from purchasing.requisition")
      #expect(kept == "\(desk.buyer.account) \(desk.sales) submitted")
    }
  }

  @Test func `is taken once by a hundred at once`() async throws {
    try await withCRM { crm in
      let desk = try await HandOffDesk(crm)
      let offer = try await desk.offer()
      let statuses = try await atOnce(100) { n in
        try await (n % 2 == 0 ? desk.buyer : desk.second).post("hand-offs/\(offer.id)/acceptance")
      }
      #expect(statuses == [200: 1, 409: 99])
      let moves = try await desk.text(
        """
        select count(*)::text from audit.change
        where table_name = 'clients.party' and record_id = \(desk.party) and action = 'update'
        """)
      #expect(moves == "1")
    }
  }

  @Test func `goes back with a reason, or is withdrawn, and is then over`() async throws {
    try await withCRM { crm in
      let desk = try await HandOffDesk(crm)
      let offer = try await desk.offer()
      let twice = try await desk.offer()
      #expect(twice.status == 409 || twice.status == 422, "\(twice.text)")
      #expect(twice.text.contains("offered already"), "\(twice.text)")
      let silent = try await desk.buyer.post("hand-offs/\(offer.id)/return")
      #expect(silent.pointers == ["/reason"], "\(silent.text)")
      let back = try await desk.buyer.post("hand-offs/\(offer.id)/return", ["reason": "Not ours"])
      #expect(back["state"] == "returned" && back["return_reason"] == "Not ours", "\(back.text)")
      #expect(try await desk.owner() == "\(desk.seller.account) \(desk.sales)")

      let next = try await desk.offer()
      let withdrawn = try await desk.seller.delete("hand-offs/\(next.id)/offer", ifMatch: nil)
      #expect(withdrawn["state"] == "withdrawn", "\(withdrawn.text)")
      for over in [offer.id, next.id] {
        for path in ["acceptance", "return"] {
          let reply = try await desk.buyer.post(
            "hand-offs/\(over)/\(path)", path == "return" ? ["reason": "No"] : nil)
          #expect(reply.status == 409 && reply.problem == "record_state", "\(reply.text)")
        }
        let again = try await desk.seller.delete("hand-offs/\(over)/offer", ifMatch: nil)
        #expect(again.problem == "record_state", "\(again.text)")
        for statement: SQL in [
          "select clients.accept_hand_off(\(over))", "select clients.return_hand_off(\(over), 'x')",
        ] {
          #expect(try await desk.refusal(desk.buyer, statement) == "CJ010")
        }
        #expect(
          try await desk.refusal(desk.seller, "select clients.withdraw_hand_off(\(over))")
            == "CJ010")
      }
    }
  }

  @Test func `is taken by nobody but the other side`() async throws {
    try await withCRM { crm in
      let desk = try await HandOffDesk(crm)
      let offer = try await desk.offer(["to_owner_id": .id(desk.buyer.account)])
      #expect(offer.status == 201, "\(offer.text)")
      let (chief, other) = (try await crm.as(.administrator), try await crm.as(.sales, number: 2))
      for (session, status) in [(desk.seller, 404), (desk.second, 404), (other, 404)] {
        let reply = try await session.post("hand-offs/\(offer.id)/acceptance")
        #expect(reply.status == status, "\(reply.text)")
      }
      #expect(
        try await desk.second.delete("hand-offs/\(offer.id)/offer", ifMatch: nil).status == 404)
      // Whoever has the right over everything takes it for the one who is named.
      let taken = try await chief.post("hand-offs/\(offer.id)/acceptance")
      #expect(taken["new_owner_id"]?.int == desk.buyer.account, "\(taken.text)")

      // But not what he offers himself, nor for himself when he is of another department.
      let own = try await chief.create(
        "hand-offs", ["party_id": .id(desk.party), "to_department_id": .id(desk.sales)])
      let alone = try await chief.post("hand-offs/\(own.id)/acceptance")
      #expect(alone.text.contains("offers himself"), "\(alone.text)")
      #expect(
        try await desk.refusal(chief, "select clients.accept_hand_off(\(own.id))")
          == "hand_off_not_own")
      let another = try await crm.as(.administrator, number: 2)
      let foreign = try await another.post("hand-offs/\(own.id)/acceptance")
      #expect(foreign.text.contains("receiving department"), "\(foreign.text)")
      let named = try await desk.buyer.post(
        "hand-offs",
        [
          "party_id": .id(desk.party), "to_department_id": .id(desk.sales),
          "to_owner_id": .id(desk.buyer.account),
        ])
      #expect(named.status >= 400, "\(named.text)")
    }
  }

  @Test func `is refused when the client has changed hands meanwhile`() async throws {
    try await withCRM { crm in
      let desk = try await HandOffDesk(crm)
      let offer = try await desk.offer()
      let chief = try await crm.as(.administrator)
      let colleague = try await crm.as(.sales, number: 2)
      try await chief.patch("parties/\(desk.party)", ["owner_id": .id(colleague.account)]).expect(
        200)
      let reply = try await desk.buyer.post("hand-offs/\(offer.id)/acceptance")
      #expect(reply.status == 422 && reply.text.contains("changed hands"), "\(reply.text)")
      #expect(try await desk.owner() == "\(colleague.account) \(desk.sales)")
    }
  }

  @Test func `takes no work that is not the offerer's to give`() async throws {
    try await withCRM { crm in
      let desk = try await HandOffDesk(crm)
      let theirs = try await desk.buyer.create("tasks", ["title": "Theirs"]).id
      let done = try await desk.task("Done")
      try await desk.seller.patch("tasks/\(done)", ["state": "done"]).expect(200)
      for (items, word) in [
        (desk.items(theirs), "may change"), (desk.items(done), "stays where it is"),
        ([["resource": "parties", "record_id": .id(desk.party)]], "open work"),
        ([["resource": "nothings", "record_id": 1]], "open work"),
      ] as [(JSON, String)] {
        let reply = try await desk.offer(["items": items])
        #expect(reply.status == 422 && reply.text.contains(word), "\(reply.text)")
      }
      #expect(try await desk.text("select count(*)::text from clients.hand_off") == "0")
    }
  }

  @Test func `cannot be forged with plain SQL`() async throws {
    try await withCRM { crm in
      let desk = try await HandOffDesk(crm)
      let task = try await desk.task("Call")
      let offer = try await desk.offer(["items": desk.items(task)])
      let attacks: [(SQL, String)] = [
        ("update clients.hand_off set state = 'accepted'", "42501"),
        ("update clients.hand_off set message = 'x'", "42501"),
        ("delete from clients.hand_off", "42501"),
        ("update clients.hand_off_item set state = 'moved'", "42501"),
        ("delete from clients.hand_off_item", "42501"),
        (
          """
          insert into clients.hand_off (party_id, to_department_id, state)
          values (\(desk.party), \(desk.purchasing), 'accepted')
          """, "42501"
        ),
        ("update clients.party set owner_id = null, department_id = null", "42501"),
      ]
      for (attack, rule) in attacks {
        #expect(try await desk.refusal(desk.seller, attack) == rule, "\(attack)")
      }
      let chief = try await crm.as(.administrator)
      let none: SQL =
        "update clients.party set owner_id = null, department_id = null where id = \(desk.party)"
      #expect(try await desk.refusal(chief, none) == "party_owned")
      let patch = try await chief.patch(
        "parties/\(desk.party)", ["owner_id": .null, "department_id": .null])
      #expect(patch.status == 422, "\(patch.text)")
      try await desk.buyer.post("hand-offs/\(offer.id)/acceptance").expect(200)
      let late: SQL = """
        insert into clients.hand_off_item (hand_off_id, resource, record_id)
        values (\(offer.id), 'tasks', \(task))
        """
      #expect(try await desk.refusal(chief, late) != nil)
      #expect(
        try await desk.refusal(
          chief, "update clients.hand_off set message = 'x' where id = \(offer.id)") == "42501")
    }
  }
}
