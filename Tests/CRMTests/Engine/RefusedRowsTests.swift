import CRM
import Postgres
import Support
import Testing

@Suite struct `What is wrong with a row that a verb takes` {
  @Test func `is told at the row, all of it at once`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10", "10", "10", "10", "10")
      let path = "purchase-orders/\(order.id)/receipts"
      let one = try await desk.buyer.post(path, Self.rows(order.lines, ["1", "2", "3", "11"]))
      #expect(one.status == 422 && one.pointers == ["/lines/3/quantity"], "\(one.text)")
      #expect(one.firstFault.contains("may come still: 10"), "\(one.text)")
      let three = try await desk.buyer.post(
        path, Self.rows(order.lines, ["11", "1", "0", "1", "12"]))
      #expect(
        Set(three.pointers) == ["/lines/0/quantity", "/lines/2/quantity", "/lines/4/quantity"],
        "\(three.text)")
      let vast = try await desk.buyer.post(
        path, Self.rows(order.lines, ["1", "99999999999999999999"]))
      #expect(vast.pointers == ["/lines/1/quantity"], "\(vast.text)")
      let nowhere = try await desk.buyer.post(
        path, Self.rows([order.lines[0], World.nowhere], ["1", "1"]))
      #expect(nowhere.pointers == ["/lines/1/order_line_id"], "\(nowhere.text)")
      let twice = try await desk.buyer.post(
        path, Self.rows([order.lines[0], order.lines[1], order.lines[0]], ["1", "1", "1"]))
      #expect(twice.pointers == ["/lines/2/order_line_id"], "\(twice.text)")
      // Nothing of the search stays.
      #expect(try await desk.text("select count(*)::text from purchasing.receipt") == "0")
      let good = try await desk.buyer.post(
        path, Self.rows(order.lines, ["1", "2", "3", "4", "5"]))
      #expect(good.status == 201, "\(good.text)")
    }
  }

  @Test func `is told of shipments too`() async throws {
    try await withOrderDesk { desk in
      let order = try await desk.confirmed([
        desk.books.line(), desk.books.line(["place": 2]),
      ])
      let lines = (order["lines"]?.array ?? []).compactMap { $0["id"]?.int }
      let over = try await desk.seller.post(
        "sales-orders/\(order.id)/shipments",
        Self.rows(lines, ["1", "1000"], of: "sales_order_line_id"))
      #expect(over.status == 422 && over.pointers == ["/lines/1/quantity"], "\(over.text)")
      let foreign = try await desk.seller.post(
        "sales-orders/\(order.id)/invoice-requests",
        Self.rows([World.nowhere], ["1"], of: "shipment_line_id"))
      #expect(foreign.pointers == ["/lines/0/shipment_line_id"], "\(foreign.text)")
    }
  }

  @Test func `is told in the part of the body where it stands`() async throws {
    try await withCareDesk { desk in
      let path = "parties/\(try await desk.party("Ромашка"))/calls"
      let task = try await desk.seller.post(
        path,
        [
          "subject": "S", "direction": "in",
          "next_task": ["title": "T", "assignee_id": .id(World.nowhere)],
        ])
      #expect(task.status == 422 && task.pointers == ["/next_task/assignee_id"], "\(task.text)")
      let people = try await desk.seller.post(
        path,
        [
          "subject": "S", "direction": "in",
          "participants": [
            ["account_id": .id(desk.seller.account)], ["account_id": .id(World.nowhere)],
          ],
        ])
      #expect(people.pointers == ["/participants/1/account_id"], "\(people.text)")
    }
  }

  @Test func `is no member where nothing is sent`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let much = try await desk.buyer.post("purchase-orders/\(order.id)/sending", ["why": "x"])
      #expect(much.pointers == ["/why"] && much.firstFault == "Nothing is sent here.")
    }
  }

  private static func rows(
    _ lines: [Int], _ quantities: [String], of member: String = "order_line_id"
  ) -> JSON {
    let rows = zip(lines, quantities).map { line, quantity -> JSON in
      .object([.init(member, .id(line)), .init("quantity", .string(quantity))])
    }
    return ["lines": .array(rows)]
  }
}

@Suite struct `A state that keeps a document as it is` {
  @Test func `is told with 409 in the language of the one who asks`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      let russian = [("Accept-Language", "ru")]
      let changes: [(path: String, body: JSON)] = [
        ("purchase-orders/\(order.id)", ["currency": "EUR"]),
        ("purchase-order-lines/\(order.lines[0])", ["quantity": "11"]),
      ]
      for (path, body) in changes {
        let told = try await desk.buyer.patch(path, body, headers: russian)
        #expect(told.problem == "record_state" && told["state"] == "sent", "\(told.text)")
        #expect(told["detail"]?.string?.contains("«Отправлен»") == true, "\(told.text)")
      }
      let late = try await desk.buyer.post(
        "purchase-orders/\(order.id)/submission", headers: russian)
      #expect(late["state"] == "sent" && late["possible_in"] == ["draft"], "\(late.text)")
      #expect(late["detail"]?.string?.contains("«Отправлен»") == true, "\(late.text)")
    }
  }
}
