extension Resource {
  /// What a client has ordered; confirmed, shipped and closed by verbs.
  static let orders = Resource("sales-orders", table: "sales.sales_order", label: "number")
    .child("lines", .orderLines, by: "sales_order_id")
    .newestFirst(by: "ordered_on")
    .only("create", "update")

  /// A product of an order.
  static let orderLines = Resource("sales-order-lines", table: "sales.sales_order_line", label: "id")

  /// Orders, shipments and requests for invoices.
  static let salesOrders: [Resource] = [orders, orderLines]
}

extension RecordVerb {
  static let salesOrders: [RecordVerb] = []
}
