import CRM
import Postgres
import Support
import Testing

@Suite struct `A deal` {
  @Test func `goes through its stages to the end, and may be opened again`() async throws {
    try await withDealDesk { desk in
      let deal = try await desk.deal(["amount": "1000"])
      let new = try await desk.seller.get("deals/\(deal)")
      #expect(new["state"] == "open" && new["currency"] == "RUB", "\(new.text)")
      #expect(new["stage_id"]?.int == desk.stages["New"])
      #expect(try await desk.move(deal, "Offer").status == 200)
      // Back is always possible.
      #expect(try await desk.move(deal, "Talks").status == 200)
      let won = try await desk.seller.post(
        "deals/\(deal)/winning", ["closed_on": "2026-02-03", "amount": "900"])
      #expect(won["state"] == "won" && won["closed_on"] == "2026-02-03", "\(won.text)")
      #expect(won["amount"] == "900.0000" && won["stage_id"]?.int == desk.stages["Won"])
      let more = try await desk.seller.patch("deals/\(deal)", ["amount": "9000", "notes": "Well"])
      #expect(more.status == 422 && more.pointers == ["/amount"], "\(more.text)")
      for path in ["winning", "stage"] {
        let again = try await desk.seller.post(
          "deals/\(deal)/\(path)", path == "stage" ? ["stage_id": .id(desk.stages["New"])] : nil)
        #expect(again.problem == "record_state" && again["state"] == "won", "\(again.text)")
      }
      let open = try await desk.seller.post("deals/\(deal)/reopening")
      #expect(open["state"] == "open" && open["closed_on"] == .null, "\(open.text)")
      #expect(open["stage_id"]?.int == desk.stages["Talks"])
      #expect(try await desk.seller.post("deals/\(deal)/reopening").problem == "record_state")
      let names = try await desk.text(
        """
        select string_agg(s.name, ' ' order by y.id) from sales.deal_stay as y
        join sales.stage as s on s.id = y.stage_id where y.deal_id = \(deal)
        """)
      #expect(names == "New Offer Talks Won Talks")
    }
  }

  @Test func `comes to a stage only with what it demands, and is told all that is missing`()
    async throws
  {
    try await withDealDesk { desk in
      try await desk.demand("Offer", ["required_fields": ["party_id", "amount", "expected_on"]])
      let deal = try await desk.deal()
      let refused = try await desk.move(deal, "Offer")
      #expect(refused.status == 422, "\(refused.text)")
      #expect(refused.pointers == ["/party_id", "/amount", "/expected_on"], "\(refused.text)")
      #expect(try await desk.seller.get("deals/\(deal)")["stage_id"]?.int == desk.stages["New"])
      let party = try await desk.seller.create("parties", ["name": "Plant"]).id
      _ = try await desk.seller.patch(
        "deals/\(deal)", ["party_id": .id(party), "amount": "5", "expected_on": "2030-01-01"])
      #expect(try await desk.move(deal, "Offer").status == 200)
      // What the stage demands stays there while the deal stands in it.
      let emptied = try await desk.seller.patch("deals/\(deal)", ["amount": .null])
      #expect(emptied.pointers == ["/amount"], "\(emptied.text)")
      let byHand = try await desk.refusal(
        "update sales.deal set party_id = null where id = \(deal)")
      #expect(byHand == "deal_required_fields")
    }
  }

  @Test func `comes step by step where a stage says so, and not before its time`() async throws {
    try await withDealDesk { desk in
      try await desk.demand("Offer", ["one_step": true])
      try await desk.demand("Talks", ["least_days": 3])
      let deal = try await desk.deal()
      let leap = try await desk.move(deal, "Offer")
      #expect(leap.status == 422 && leap.pointers == ["/stage_id"], "\(leap.text)")
      #expect(try await desk.move(deal, "Talks").status == 200)
      let early = try await desk.move(deal, "Offer")
      #expect(early.status == 422 && early.firstFault.contains("days: 3"), "\(early.text)")
      try await desk.crm.arrange(
        """
        update sales.deal_stay set entered_at = now() - interval '73 hours'
        where deal_id = \(deal) and left_at is null returning id
        """)
      #expect(try await desk.move(deal, "Offer").status == 200)
      let other = try await desk.chief.create(
        "pipelines",
        ["name": "Other", "currency": "RUB", "stages": [["name": "Other", "place": 1]]])
      let stage = other["stages"]?.array?.first?["id"] ?? .null
      let strange = try await desk.seller.post("deals/\(deal)/stage", ["stage_id": stage])
      #expect(strange.status == 422 && strange.pointers == ["/stage_id"], "\(strange.text)")
      let closing = try await desk.move(deal, "Lost")
      #expect(closing.status == 422 && closing.firstFault.contains("loss"), "\(closing.text)")
    }
  }

  @Test func `is lost with a reason or not at all`() async throws {
    try await withDealDesk { desk in
      let deal = try await desk.deal()
      let bare = try await desk.seller.post("deals/\(deal)/loss", ["note": "So what"])
      #expect(bare.status == 422 && bare.pointers == ["/lost_reason_id"], "\(bare.text)")
      #expect(
        try await desk.refusal("select sales.lose_deal(\(deal), null, null, null)")
          == "deal_reason_given")
      // Nor can the owner of the tables, past every function.
      let forced = try? await desk.crm.arrange(
        """
        update sales.deal set state = 'lost', stage_id = \(desk.stages["Lost"] ?? 0),
          closed_on = current_date where id = \(deal) returning id
        """)
      #expect(forced == nil)
      let lost = try await desk.seller.post(
        "deals/\(deal)/loss",
        ["lost_reason_id": try await desk.reason(), "note": "Too dear", "closed_on": "2026-01-02"])
      #expect(lost["state"] == "lost" && lost["lost_note"] == "Too dear", "\(lost.text)")
      #expect(lost["win_percent"] == "0.00")
    }
  }

  @Test func `has its state from verbs alone`() async throws {
    try await withDealDesk { desk in
      let deal = try await desk.deal()
      let fields: [JSON] = [
        ["state": "won"], ["stage_id": .id(desk.stages["Offer"])], ["closed_on": "2026-01-01"],
        ["pipeline_id": .id(desk.pipeline)], ["lost_reason_id": try await desk.reason()],
      ]
      for field in fields {
        let reply = try await desk.seller.patch("deals/\(deal)", field)
        #expect(reply.status == 422, "\(reply.text)")
      }
      let attacks: [SQL] = [
        "update sales.deal set state = 'won', closed_on = current_date where id = \(deal)",
        "update sales.deal set stage_id = \(desk.stages["Offer"] ?? 0) where id = \(deal)",
        "insert into sales.deal (title, state) values ('Won at once', 'won')",
        "insert into sales.deal_stay (deal_id, stage_id, entered_at) values (\(deal), 1, now())",
        "update sales.deal_stay set entered_at = now() - interval '1 year'",
        "delete from sales.deal_stay",
      ]
      for attack in attacks { #expect(try await desk.refusal(attack) == "42501") }
      #expect(try await desk.seller.post("deal-stays", ["deal_id": .id(deal)]).status == 405)
      for stage in ["Offer", "Won"] {
        let leap = try await desk.seller.post(
          "deals",
          [
            "title": "Leap", "stage_id": .id(desk.stages[stage]),
            "closed_on": stage == "Won" ? "2026-01-01" : .null,
          ])
        // Without its stage it is open, and has no last day either.
        #expect(leap.status == 422 && leap.pointers.first == "/stage_id", "\(leap.text)")
        let brought = try await desk.chief.post(
          "deals",
          [
            "title": "From elsewhere", "stage_id": .id(desk.stages[stage]),
            "closed_on": stage == "Won" ? "2026-01-01" : .null,
          ])
        #expect(brought["state"] == (stage == "Won" ? "won" : "open"), "\(brought.text)")
      }
    }
  }

  @Test func `is won once, however many win it at a time, and by nobody whose it is not`()
    async throws
  {
    try await withDealDesk { desk in
      let deal = try await desk.deal()
      let stranger = try await desk.crm.as(.sales, in: .purchasing, number: 2)
      #expect(try await stranger.post("deals/\(deal)/winning").status == 404)
      #expect(try await desk.crm.as(.accountant).post("deals/\(deal)/winning").status == 403)
      let told: SQL = """
        select d.state || ' ' || (select count(*) from audit.change as c
          where c.table_name = 'sales.deal' and c.record_id = d.id
            and c.old ->> 'state' = 'open' and c.new ->> 'state' = 'won')
        from sales.deal as d where d.id = \(deal)
        """
      #expect(try await desk.text(told) == "open 0")
      let outcomes = try await atOnce(100) { _ in
        try await desk.seller.post("deals/\(deal)/winning")
      }
      #expect(outcomes == [200: 1, 409: 99])
      #expect(try await desk.text(told) == "won 1")
    }
  }
}
