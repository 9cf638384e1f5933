import CRM
import Postgres
import Support
import Testing

@Suite struct `A forecast` {
  @Test func `adds up by month what is expected, by its probability, and what was won`()
    async throws
  {
    try await withDealDesk { desk in
      _ = try await desk.deal(["amount": "1000", "expected_on": "2030-03-05"])
      let talks = try await desk.deal(["amount": "500", "expected_on": "2030-03-25"])
      #expect(try await desk.move(talks, "Talks").status == 200)
      let won = try await desk.deal(["amount": "300", "expected_on": "2030-09-09"])
      #expect(
        try await desk.seller.post("deals/\(won)/winning", ["closed_on": "2030-03-01"]).status
          == 200)
      let lost = try await desk.deal(["amount": "777", "expected_on": "2030-03-09"])
      _ = try await desk.seller.post(
        "deals/\(lost)/loss", ["lost_reason_id": try await desk.reason()])
      let reply = try await desk.seller.get("forecasts?month=2030-03-01")
      #expect(reply.data.count == 1, "\(reply.text)")
      let march = try #require(reply.data.first)
      #expect(march["open_deals"] == 2 && march["open_amount"] == "1500.0000")
      // 10 % of a thousand and 40 % of five hundred.
      #expect(march["weighted_amount"] == "300.0000" && march["won_amount"] == "300.0000")
      let stranger = try await desk.crm.as(.sales, in: .purchasing, number: 2)
      #expect(try await stranger.get("forecasts").data.isEmpty)
    }
  }

  @Test func `is measured by a target of somebody, a team or a department`() async throws {
    try await withDealDesk { desk in
      for (amount, day) in [("300", "2030-03-01"), ("450", "2030-03-31"), ("999", "2030-04-01")] {
        let deal = try await desk.deal(["amount": .string(amount)])
        _ = try await desk.seller.post("deals/\(deal)/winning", ["closed_on": .string(day)])
      }
      let home = try await desk.crm.id(of: .sales)
      let span: JSON = [
        "valid_from": "2030-03-01", "valid_until": "2030-03-31", "amount": "1000",
        "currency": "RUB",
      ]
      let own = try await desk.chief.create(
        "sales-targets", span.with(["owner_id": .id(desk.seller.account)]))
      let whole = try await desk.chief.create(
        "sales-targets",
        span.with(["level": "department", "department_id": .id(home), "amount": "1500"]))
      let progress = try await desk.chief.get("target-progresses/\(own.id)")
      #expect(
        progress["won_amount"] == "750.0000" && progress["percent"] == "75.00", "\(progress.text)")
      #expect(try await desk.chief.get("target-progresses/\(whole.id)")["percent"] == "50.00")
      let twice = try await desk.chief.post(
        "sales-targets", span.with(["owner_id": .id(desk.seller.account)]))
      #expect(twice.status == 422, "\(twice.text)")
      let nobody = try await desk.chief.post("sales-targets", span.with(["level": "team"]))
      #expect(nobody.status == 422, "\(nobody.text)")
      #expect(try await desk.seller.get("target-progresses").data.count == 1)
    }
  }
}
