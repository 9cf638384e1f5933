import CRM
import Postgres
import Support
import Testing

@Suite struct `A pipeline` {
  @Test func `is seen on a board in one answer, with what it expects and what rots`() async throws {
    try await withDealDesk { desk in
      let party = try await desk.seller.create("parties", ["name": "Plant"]).id
      let old = try await desk.deal(["amount": "1000", "party_id": .id(party)])
      _ = try await desk.deal(["amount": "500", "probability": "80", "opened_on": "2026-01-01"])
      #expect(try await desk.move(old, "Talks").status == 200)
      try await desk.crm.arrange(
        """
        update sales.deal_stay set entered_at = now() - interval '15 days'
        where deal_id = \(old) and left_at is null returning id
        """)
      let board = try await desk.seller.get("pipelines/\(desk.pipeline)/board?on=2026-02-01")
      let stages = board["stages"]?.array ?? []
      #expect(
        stages.map { $0["name"]?.string } == ["New", "Talks", "Offer"], "\(board.text)")
      #expect(stages.map { $0["count"]?.int } == [1, 1, 0])
      #expect(stages.map { $0["rotting"]?.int } == [0, 1, 0])
      #expect(stages[0]["expected_values"]?["RUB"] == "400.0000")
      #expect(stages[0]["mean_age_days"] == "31.00")
      let card = stages[1]["cards"]?.array?.first
      #expect(card?["expected_value"] == "400.0000" && card?["party"] == "Plant")
      #expect(card?["days_in_stage"] == 15 && card?["rotting"] == true)
      let listed = try await desk.seller.get("deal-cards?rotting=true")
      #expect(listed.data.map { $0["id"]?.int } == [old], "\(listed.text)")

      // Others see of the board what they see of the deals.
      let stranger = try await desk.crm.as(.sales, in: .purchasing, number: 2)
      let empty = try await stranger.get("pipelines/\(desk.pipeline)/board")
      #expect(empty["stages"]?.array?.compactMap { $0["count"]?.int } == [0, 0, 0])
      #expect(try await desk.crm.as(.hr).get("pipelines/\(desk.pipeline)/board").status == 403)
      #expect(try await desk.seller.get("pipelines/999/board").status == 404)
      #expect(try await desk.seller.get("pipelines/1/board?on=soon").status == 400)
    }
  }

  @Test func `holds a thousand open deals on its board`() async throws {
    try await withDealDesk { desk in
      try await desk.crm.arrange(
        """
        insert into sales.deal (title, amount, owner_id, department_id)
        select 'Deal ' || n, n, \(desk.seller.account), a.department_id
        from generate_series(1, 1000) as n join access.account as a on a.id = \(desk.seller.account)
        returning id
        """)
      let board = try await desk.seller.get("pipelines/\(desk.pipeline)/board")
      let cards = board["stages"]?.array?.first?["cards"]?.array ?? []
      #expect(cards.count == 1000 && board["stages"]?.array?.first?["count"] == 1000)
    }
  }

  @Test func `has one end of each kind, and stages that deals stand in stay what they are`()
    async throws
  {
    try await withDealDesk { desk in
      let second = try await desk.chief.post(
        "stages",
        [
          "pipeline_id": .id(desk.pipeline), "name": "Also won", "place": 9, "kind": "won",
          "probability": "100",
        ])
      #expect(second.status == 422, "\(second.text)")
      let unknown = try await desk.chief.patch(
        "stages/\(desk.stages["New"] ?? 0)", ["required_fields": ["beauty"]])
      #expect(unknown.pointers == ["/required_fields"], "\(unknown.text)")
      _ = try await desk.deal()
      let turned = try await desk.chief.patch(
        "stages/\(desk.stages["New"] ?? 0)", ["kind": "lost", "probability": "0"])
      #expect(turned.status >= 400, "\(turned.text)")
      #expect(
        try await desk.seller.patch("stages/\(desk.stages["New"] ?? 0)", ["place": 7]).status == 403
      )
    }
  }
}
