import CRM
import Postgres
import Support
import Testing

@Suite struct `A call` {
  @Test func `is logged with its participants, its time and the next task in one step`()
    async throws
  {
    try await withCareDesk { desk in
      let party = try await desk.party("Ромашка")
      let anna = try await desk.party("Anna", ["kind": "person"])
      let call = try await desk.seller.post(
        "parties/\(party)/calls",
        [
          "subject": "Price of pipes", "direction": "in", "at": "2025-03-03T09:00:00Z",
          "duration": 25, "outcome": "Wants an offer", "next_step": "Send it",
          "participants": [["party_id": .id(anna)], ["account_id": .id(desk.seller.account)]],
          "next_task": ["title": "Send the offer", "due_on": "2025-03-05"],
        ])
      #expect(call.status == 201 && call["kind"] == "call", "\(call.text)")
      #expect(call["participants"]?.array?.count == 2, "\(call.text)")
      let time = try await desk.seller.get("time-entries?party_id=\(party)")
      #expect(time.data.map { $0["minutes"]?.int } == [25], "\(time.text)")
      #expect(time.data.first?["worked_on"] == "2025-03-03")
      let task = try await desk.seller.get("tasks?resource=parties&record_id=\(party)")
      #expect(task.data.map { $0["title"] } == ["Send the offer"], "\(task.text)")
      #expect(task.data.first?["assignee_id"]?.int == desk.seller.account)
    }
  }

  @Test func `of which a part is wrong is not logged at all`() async throws {
    try await withCareDesk { desk in
      let party = try await desk.party("Ромашка")
      let bodies: [JSON] = [
        [
          "subject": "S", "direction": "in", "duration": 5,
          "participants": [["party_id": .id(party), "account_id": .id(desk.seller.account)]],
        ],
        [
          "subject": "S", "direction": "in", "duration": 5,
          "next_task": ["title": "T", "assignee_id": .id(World.nowhere)],
        ],
        ["subject": "S", "direction": "in", "next_task": ["due_on": "2025-01-01"]],
        ["subject": "S", "direction": "up"], ["direction": "in"],
      ]
      for body in bodies {
        let reply = try await desk.seller.post("parties/\(party)/calls", body)
        #expect(reply.status == 422, "\(body) \(reply.text)")
      }
      let buyer = try await desk.crm.as(.purchasing)
      let body: JSON = ["subject": "S", "direction": "in"]
      #expect(try await buyer.post("parties/\(party)/calls", body).status == 404)
      let made = try await desk.text(
        """
        select concat_ws(' ', (select count(*) from clients.interaction),
          (select count(*) from work.time_entry), (select count(*) from work.task))
        """)
      #expect(made == "0 0 0", "\(made ?? "")")
    }
  }

  @Test func `goes out to nobody who asked not to be called, unless the mark is lifted`()
    async throws
  {
    try await withCareDesk { desk in
      let party = try await desk.party("Ромашка")
      let phone = try await desk.channel(party, "phone", "84951234567", ["do_not_contact": true])
      let path = "parties/\(party)/calls"
      let named: JSON = ["subject": "S", "direction": "out", "channel_id": .id(phone)]
      let plain: JSON = ["subject": "S", "direction": "out"]
      for body in [named, plain] {
        let refused = try await desk.seller.post(path, body)
        #expect(
          refused.pointers == ["/channel_id"] && refused.firstFault.contains("+74951234567"),
          "\(refused.text)")
      }
      let letter: JSON = [
        "party_id": .id(party), "kind": "call", "direction": "out", "subject": "S",
      ]
      #expect(try await desk.seller.post("interactions", letter).pointers == ["/channel_id"])
      #expect(
        try await desk.refusal(
          desk.seller,
          """
          insert into clients.interaction (party_id, kind, direction, subject)
          values (\(party), 'call', 'out', 'S')
          """) == "interaction_channel_unwilling")
      // They may call us, and another number may be used.
      #expect(try await desk.seller.post(path, ["subject": "S", "direction": "in"]).status == 201)
      let other = try await desk.channel(party, "phone", "84951234568")
      #expect(try await desk.seller.post(path, plain).status == 201)
      #expect(try await desk.seller.post(path, named).status == 422)
      _ = try await desk.seller.patch("channels/\(phone)", ["do_not_contact": false])
      #expect(try await desk.seller.post(path, named).status == 201)
      _ = try await desk.seller.patch("parties/\(party)", ["do_not_contact": true])
      let whole = try await desk.seller.post(
        path, ["subject": "S", "direction": "out", "channel_id": .id(other)])
      #expect(whole.pointers == ["/party_id"], "\(whole.text)")
      #expect(
        try await desk.refusal(
          desk.seller,
          """
          insert into clients.interaction (party_id, kind, direction, subject)
          values (\(party), 'email', 'out', 'S')
          """) == "interaction_party_unwilling")
    }
  }

  @Test func `is logged without what belongs to a module that is off`() async throws {
    try await withCareDesk { desk in
      let party = try await desk.party("Ромашка")
      try await desk.crm.arrange(
        "update licensing.state set modules = array_remove(modules, 'work') returning 1")
      let made = try await desk.crm.sql(
        desk.seller,
        """
        select clients.log_call(\(party),
          '{"subject": "S", "direction": "in", "duration": 5, "next_task": {"title": "T"}}') as id
        """)
      #expect(made.error == nil, "\(String(describing: made.error))")
    }
  }
}
