import CRM
import Postgres
import Support
import Testing

@Suite struct `The documents of a merged party` {
  /// What a merge of a party into a new one says that it left where it was.
  private func aside(_ merge: Reply) -> [String] {
    (merge["moved"]?.object ?? []).flatMap { place in
      (place.value["kept_aside"]?.array ?? []).map { "\(place.name) \($0["rule"]?.string ?? "")" }
    }
  }

  @Test func `move though they are confirmed, and move back`() async throws {
    try await withOrderDesk { desk in
      let quote = try await desk.accepted()
      let order = try await desk.seller.post("quotes/\(quote)/order")
      let confirmed = try await desk.seller.post("sales-orders/\(order.id)/confirmation")
      #expect(confirmed.status == 200, "\(order.text) \(confirmed.text)")
      let shipped = try await desk.ship(confirmed)
      #expect(shipped.status == 201, "\(shipped.text)")
      let places: SQL = """
        select concat_ws(' ', (select party_id from sales.quote where id = \(quote)),
          (select party_id from sales.sales_order where id = \(order.id)),
          (select party_id from clients.timeline_entry where kind = 'shipment'))
        """
      let kept = try await desk.seller.create("parties", ["name": "Kept"]).id
      let merge = try await desk.seller.post(
        "parties/\(kept)/merge", ["from_id": .id(desk.client)])
      #expect(merge.status == 201 && aside(merge) == [], "\(merge.text)")
      #expect(try await desk.text(places) == "\(kept) \(kept) \(kept)")
      #expect(
        try await desk.ownerRefusal(
          "update sales.sales_order set party_id = \(desk.client) where id = \(order.id)")
          == "sales_order_frozen")
      let back = try await desk.seller.post("party-merges/\(merge.id)/reversal")
      #expect(back.status == 200 && back["stayed"]?.object?.isEmpty == true, "\(back.text)")
      let client = desk.client
      #expect(try await desk.text(places) == "\(client) \(client) \(client)")
    }
  }

  @Test func `move with the invoice behind its order and match`() async throws {
    try await withReceivingDesk { desk in
      let order = try await desk.order("10")
      _ = try await desk.receive(order, "6")
      let match = try await desk.matched(order, 4)
      #expect(match["state"] == "matched", "\(match.text)")
      let places: SQL = """
        select concat_ws(' ', (select party_id from purchasing.purchase_order),
          (select party_id from finance.invoice), (select party_id from purchasing.invoice_match))
        """
      let kept = try await desk.buyer.create("parties", ["name": "Kept"]).id
      let merge = try await desk.buyer.post(
        "parties/\(kept)/merge", ["from_id": .id(desk.supplier)])
      #expect(merge.status == 201 && aside(merge) == [], "\(merge.text)")
      #expect(try await desk.text(places) == "\(kept) \(kept) \(kept)")
      let back = try await desk.buyer.post("party-merges/\(merge.id)/reversal")
      #expect(back.status == 200 && back["stayed"]?.object?.isEmpty == true, "\(back.text)")
      let supplier = desk.supplier
      #expect(try await desk.text(places) == "\(supplier) \(supplier) \(supplier)")
    }
  }
}
