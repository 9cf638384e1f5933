import CRM
import Foundation
import Postgres
import Support
import Testing

/// The sales of a trading company, whole: its files are loaded as `deploy/demo-import` loads them, its orders confirmed
/// and shipped on their days, and every figure of section A of ANSWERS.md beside the data is asked for over HTTP.
@Suite(.enabled(if: SharedData.isHere)) struct `The sales of a trading company that moves in` {
  private static let people = [
    "northwind-customers", "northwind-suppliers", "departments", "northwind-accounts",
    "northwind-positions", "northwind-staff", "northwind-employments", "northwind-reporting-lines",
    "northwind-heads",
  ]
  private static let sales = [
    "northwind-categories": 8, "northwind-products": 77, "northwind-shippers": 6,
    "northwind-sales-orders": 830, "northwind-sales-order-lines": 2155,
  ]
  private static let whole = "sales-facts/summary?currency=USD&measure=sum(net)"

  @Test
  func `are what is known of them, also after an order more, one less, and the same files again`()
    async throws
  {
    try await withRealData { data in
      for name in Self.people { try await data.load(name) }
      #expect(try await load(data).mapValues(\.created) == Self.sales)
      try await fulfil(data)
      try await data.chief.create("report-days", ["reported_on": "1998-05-06"])
      try await judge(NorthwindFigures.all, data.chief)
      try await suppliers(data)
      #expect(try await ask(data.chief, Self.whole, exact: true) == ["1265793.0395"])
      try await rights(data)
      try await sellMore(data)
      try await sellLess(data)
      #expect(try await load(data).mapValues(\.unchanged) == Self.sales)
      #expect(try await ask(data.chief, Self.whole, exact: true) == ["1264537.319"])
    }
  }

  private func load(_ data: RealData) async throws -> [String: ImportReport] {
    try await data.load(
      "northwind-categories", "northwind-products", "northwind-shippers", "northwind-sales-orders",
      "northwind-sales-order-lines")
  }

  /// Confirms all orders and ships those that were shipped, by the functions behind the verbs: one by one over HTTP
  /// would take a minute.
  private func fulfil(_ data: RealData) async throws {
    for first in stride(from: 0, to: 830, by: Self.portion) {
      let confirmed = try await data.crm.sql(
        data.chief,
        """
        select sales.confirm_order(o.id) from (
          select id from sales.sales_order where state = 'draft' order by id limit \(Self.portion)) as o
        """)
      #expect(
        confirmed.results.last?.count == min(Self.portion, 830 - first),
        "\(String(describing: confirmed.error))")
    }
    let shipped = try Self.shipped()
    #expect(shipped.count == 809)
    for first in stride(from: 0, to: shipped.count, by: Self.portion) {
      let part = shipped[first..<min(first + Self.portion, shipped.count)]
      let sent = try await data.crm.sql(
        data.chief,
        """
        select sales.ship_order(o.id, null, s.day::date, null, null)
        from unnest(\(part.map { $0.number })::text[], \(part.map { $0.day })::text[]) as s (number, day)
        join sales.sales_order as o on o.number = s.number
        """)
      #expect(sent.results.last?.count == part.count, "\(String(describing: sent.error))")
    }
  }

  private static let portion = 100

  /// The numbers of the orders that were shipped, and the days.
  private static func shipped() throws -> [(number: String, day: String)] {
    let text = String(decoding: try SharedData.bytes("northwind/orders.csv"), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return cells[5].isEmpty ? nil : (cells[0], cells[5])
    }
  }

  private func judge(_ questions: [(String, [String])], _ session: TestSession) async throws {
    for (question, expected) in questions {
      #expect(try await ask(session, question) == expected, "\(question)")
    }
  }

  /// What is answered, a line for each row; amounts in cents unless they are wanted exactly.
  private func ask(
    _ session: TestSession, _ question: String, exact: Bool = false
  ) async throws -> [String] {
    let reply = try await session.get(question.replacing(" ", with: "%20"))
    try #require(reply.status == 200, "\(question): \(reply.text)")
    return reply.data.map { row in
      let parts =
        row["measures"] == nil ? [row] : [row["group"], row["measures"]].compactMap { $0 }
      let values = parts.flatMap { $0.object ?? [] }.filter { $0.name != "id" }.map(\.value)
      return values.map { NorthwindFigures.text($0, exact: exact) }.joined(separator: " | ")
    }
  }

  private func suppliers(_ data: RealData) async throws {
    let names = try await data.crm.observed(
      "select id, name from clients.party where external_source = 'northwind-supplier'")
    let known = Dictionary(
      uniqueKeysWithValues: try names.map { (try $0.int("id"), try $0.string("name")) })
    let reply = try await data.chief.get(
      "sales-facts/summary?currency=USD&group=supplier_id&sort=-sum(net)&limit=8"
        + "&measure=count_distinct(product_id),sum(net)")
    let found = reply.data.map { row in
      let name = known[row["group"]?["supplier_id"]?.int ?? 0] ?? ""
      let products = row["measures"]?["count_distinct(product_id)"]?.int ?? 0
      let net = NorthwindFigures.text(row["measures"]?["sum(net)"] ?? .null, exact: false)
      return "\(name) | \(products) | \(net)"
    }
    #expect(found == NorthwindFigures.suppliers, "\(reply.text)")
  }

  /// Who heads a line sees its orders and their sums; who may only see his own, his own.
  private func rights(_ data: RealData) async throws {
    let question =
      "sales-facts/summary?currency=USD&measure=count_distinct(sales_order_id),sum(net)"
    let fuller = try await data.signIn("northwind-2", as: "head_of_department")
    #expect(try await ask(fuller, question) == ["830 | 1265793.04"])
    let buchanan = try await data.signIn("northwind-5", as: "head_of_department")
    #expect(try await ask(buchanan, question) == ["224 | 344581.71"])
    #expect(try await ask(buchanan, "sales-orders/summary") == ["224"])
    let permissions = ["sales_orders", "sales_order_lines", "sales_facts"].map { resource in
      JSON.object([
        .init("resource", .string(resource)), .init("action", "read"), .init("scope", "own"),
        .init("effect", "allow"),
      ])
    }
    try await data.chief.create(
      "roles",
      [
        "code": "own_sales", "name_en": "Own sales", "name_ru": "Свои продажи",
        "permissions": .array(permissions),
      ])
    let dodsworth = try await data.signIn("northwind-9", as: "own_sales")
    #expect(try await ask(dodsworth, question) == ["43 | 77308.07"])
    // The same to the service's own log-in, whatever it asks.
    let forged = try await data.crm.sql(
      dodsworth, "select distinct sales_order_id from sales.sales_order_line")
    #expect(forged.results.last?.count == 43)
    #expect(try await dodsworth.get("order-figures").status == 403)
  }

  /// An order for one who never bought; then it is cancelled, and all is as it was.
  private func sellMore(_ data: RealData) async throws {
    let client = try await data.chief.get("parties?code=FISSA").data.first?["id"]
    let seller = try await data.chief.get("accounts?login=northwind-4").data.first
    let order = try await data.chief.create(
      "sales-orders",
      [
        "party_id": try #require(client), "owner_id": try #require(seller?["id"]),
        "department_id": try #require(seller?["department_id"]), "currency": "USD",
        "ordered_on": "1998-05-07",
      ])
    for (code, quantity, price, discount) in [
      ("NW-1", "10", "18.00", "0"), ("NW-38", "5", "263.50", "10"),
    ] {
      let product = try await data.chief.get("products?code=\(code)").data.first?["id"]
      try await data.chief.create(
        "sales-order-lines",
        [
          "sales_order_id": .id(order.id), "product_id": try #require(product),
          "quantity": .string(quantity), "unit_price": .string(price),
          "discount_percent": .string(discount),
        ])
    }
    #expect(order["number"]?.string?.hasSuffix("-1998-00001") == true, "\(order.text)")
    // A draft is no sale.
    #expect(try await ask(data.chief, Self.whole, exact: true) == ["1265793.0395"])
    let confirmed = try await data.chief.post("sales-orders/\(order.id)/confirmation")
    #expect(confirmed.status == 200, "\(confirmed.text)")
    try await judge(NorthwindFigures.withMore, data.chief)
    #expect(try await ask(data.chief, Self.whole, exact: true) == ["1267158.7895"])
    let cancelled = try await data.chief.post(
      "sales-orders/\(order.id)/cancellation", ["reason": "Entered to see what changes"])
    #expect(cancelled.status == 200, "\(cancelled.text)")
    #expect(try await ask(data.chief, Self.whole, exact: true) == ["1265793.0395"])
  }

  private func sellLess(_ data: RealData) async throws {
    let may = "sales-facts/summary?currency=USD&ordered_on[gte]=1998-05-01&measure=sum(net)"
    let before = try await ask(data.chief, may, exact: true)
    let order = try await data.chief.get("sales-orders?number=11077").data.first?["id"]?.int
    let cancelled = try await data.chief.post(
      "sales-orders/\(order ?? 0)/cancellation", ["reason": "The client has withdrawn"])
    #expect(cancelled.status == 200, "\(cancelled.text)")
    try await judge(NorthwindFigures.withLess, data.chief)
    let after = try await ask(data.chief, may, exact: true)
    let lost = try #require(Decimal(string: before[0])) - #require(Decimal(string: after[0]))
    #expect("\(lost)" == "1255.7205")
  }
}
