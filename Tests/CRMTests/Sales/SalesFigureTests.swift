import CRM
import Postgres
import Support
import Testing

@Suite struct `Sales figures` {
  /// Two years of three clients: Big buys in both, Lost in the first alone, New in the second alone.
  struct Books: Sendable {
    let desk: OrderDesk
    let (big, lost, new): (Int, Int, Int)

    init(_ desk: OrderDesk) async throws {
      self.desk = desk
      var ids: [Int] = []
      for name in ["Big", "Lost", "New"] {
        ids.append(
          try await desk.seller.create(
            "parties", ["name": .string(name), "customer": true, "country": "DE"]
          ).id)
      }
      (big, lost, new) = (ids[0], ids[1], ids[2])
      try await sell(big, "2024-02-01", "10", shipped: "2024-02-05")
      try await sell(big, "2025-03-01", "20", shipped: "2025-03-31")
      try await sell(lost, "2024-02-03", "1", shipped: nil)
      try await sell(new, "2025-04-01", "2", shipped: "2025-04-03")
    }

    /// So many tens less 12.5 percent, required within ten days.
    func sell(_ client: Int, _ day: String, _ quantity: String, shipped: String?) async throws {
      let line = desk.books.line(["quantity": .string(quantity), "discount_percent": "12.5"])
      let draft = try await desk.order(
        [line], of: client,
        ["ordered_on": .string(day), "required_on": .string(day.prefix(8) + "11"), "freight": "3"])
      let order = try await desk.chief.post("sales-orders/\(draft.id)/confirmation")
      guard order.status == 200 else { throw TestSession.Refused(reply: order) }
      guard let shipped else { return }
      _ = try await desk.chief.post(
        "sales-orders/\(draft.id)/shipments", ["shipped_on": .string(shipped)])
    }

    /// The measures of the rows of a summary.
    func summary(_ query: String, as session: TestSession? = nil) async throws -> [[String]] {
      let reply = try await (session ?? desk.seller).get(query)
      guard reply.status == 200 else { throw TestSession.Refused(reply: reply) }
      return reply.data.map { row in
        (row["measures"]?.object ?? []).map {
          $0.value.string ?? $0.value.int.map(String.init) ?? ""
        }
      }
    }
  }

  private func withBooks(_ body: (Books) async throws -> Void) async throws {
    try await withOrderDesk { desk in try await body(Books(desk)) }
  }

  @Test func `add up every line exactly, by whatever one looks at them`() async throws {
    try await withBooks { books in
      let facts = "sales-facts/summary?currency=USD&measure=count_distinct(sales_order_id),sum(net)"
      #expect(try await books.summary(facts) == [["4", "288.75"]])
      let years = try await books.summary("\(facts)&group=ordered_on:year")
      #expect(years == [["2", "96.25"], ["2", "192.5"]])
      let countries = try await books.summary("\(facts)&group=country")
      #expect(countries == [["4", "288.75"]])
      let discount = try await books.summary(
        "sales-facts/summary?currency=USD&measure=sum(list_value),sum(discount)")
      #expect(
        discount == [["330.0000", "41.25"]] || discount == [["330", "41.25"]], "\(discount)")
      let mixed = try await books.desk.seller.get("sales-facts/summary?measure=sum(net)")
      #expect(mixed.problem == "mixed_units", "\(mixed.text)")
      // A draft is no sale, and what is cancelled is one no more.
      _ = try await books.desk.order(of: books.big)
      let order =
        try await books.desk.text(
          "select id::text from sales.sales_order where state = 'confirmed'") ?? ""
      _ = try await books.desk.seller.post(
        "sales-orders/\(order)/cancellation", ["reason": "Bankrupt"])
      #expect(try await books.summary(facts) == [["3", "280.0"]])
    }
  }

  @Test func `say how late orders were`() async throws {
    try await withBooks { books in
      let path = "order-figures/summary"
      #expect(try await books.summary("\(path)?late=true") == [["1"]])
      #expect(try await books.summary("\(path)?overdue=true") == [["1"]])
      let days = try await books.summary("\(path)?measure=median(days_to_ship),max(days_to_ship)")
      #expect(days == [["4", "30"]])
      let money = try await books.summary("\(path)?currency=USD&measure=avg(net),sum(freight)")
      #expect(money.first?.first?.hasPrefix("72.1875") == true, "\(money)")
      #expect(money.first?.last == "12.0000", "\(money)")
    }
  }

  @Test func `tell the best clients, and those who never came`() async throws {
    try await withBooks { books in
      let idle = try await books.desk.seller.create("parties", ["name": "Idle", "customer": true])
      let none = try await books.desk.seller.get("customer-figures?orders=0")
      #expect(none.data.map { $0["party_id"]?.int } == [idle.id], "\(none.text)")
      let best = try await books.desk.seller.get("customer-figures?place=1").data.first
      #expect(best?["party"] == "Big" && best?["abc"] == "A" && best?["net"] == "262.5")
      #expect(best?["running_percent"] == "90.9091", "\(best as Any)")
      let repeated = try await books.summary("customer-figures/summary?orders[gte]=2")
      #expect(repeated == [["1"]])
    }
  }

  @Test func `tell who stays, who is new and who was lost`() async throws {
    try await withBooks { books in
      let lost = try await books.desk.seller.get("customer-years?year=2024&bought_year_after=false")
      #expect(lost.data.map { $0["party"]?.string } == ["Lost"], "\(lost.text)")
      let new = try await books.desk.seller.get("customer-years?year=2025&bought_year_before=false")
      #expect(new.data.map { $0["party"]?.string } == ["New"], "\(new.text)")
      let kept = try await books.summary(
        "customer-years/summary?year=2025&bought_year_before=true")
      #expect(kept == [["1"]])
    }
  }

  @Test func `put clients into segments on the days that matter`() async throws {
    try await withBooks { books in
      let day = try await books.desk.seller.post("report-days", ["reported_on": "2025-04-10"])
      #expect(day.status == 201, "\(day.text)")
      _ = try await books.desk.chief.create(
        "segment-rules", ["place": 5, "code": "great", "orders_from": 2, "net_from": "100"])
      let path = "customer-segments/summary?reported_on=2025-04-10&currency=USD"
      let segments = try await books.desk.seller.get("\(path)&group=segment&measure=count,sum(net)")
      let told = segments.data.map { $0["group"]?["segment"]?.string ?? "" }
      #expect(told == ["great", "lost", "other"], "\(segments.text)")
      let new = try await books.desk.seller.get(
        "customer-segments?reported_on=2025-04-10&party_id=\(books.new)")
      #expect(new.data.first?["recency"]?.int == 9 && new.data.first?["net"] == "17.5")
      let today = try await books.desk.seller.get("customer-segments?segment=lost")
      #expect(today.data.isEmpty == false, "\(today.text)")
    }
  }

  @Test func `count for everybody only what he sees`() async throws {
    try await withBooks { books in
      let stranger = try await books.desk.crm.as(.sales, in: .purchasing, number: 7)
      let facts = "sales-facts/summary?currency=USD&measure=count"
      #expect(try await books.summary(facts, as: stranger) == [["0"]])
      #expect(try await stranger.get("customer-figures").data.isEmpty)
      #expect(try await stranger.get("order-figures").data.isEmpty)
      #expect(try await books.desk.crm.as(.purchasing).get("sales-facts").status == 403)
    }
  }
}
