extension RecordVerb {
  /// An approved order goes to its supplier.
  static let purchaseOrderSending = RecordVerb(
    id: "purchase_orders.send", method: .post, resource: .purchaseOrders, noun: "sending",
    summary: Text("Send an order to its supplier", ru: "Отправить заказ поставщику"),
    permission: Permission("purchase_orders", "send")
  ) { id, _ in "purchasing.send_order(\(id))" }

  /// No more is expected of it.
  static let purchaseOrderClosing = RecordVerb(
    id: "purchase_orders.close", method: .post, resource: .purchaseOrders, noun: "closing",
    summary: Text("Close an order", ru: "Закрыть заказ"),
    permission: Permission("purchase_orders", "close")
  ) { id, _ in "purchasing.close_order(\(id))" }

  /// An order of which nothing was received is not wanted any more.
  static let purchaseOrderCancellation = RecordVerb(
    id: "purchase_orders.cancel", method: .post, resource: .purchaseOrders, noun: "cancellation",
    summary: Text("Cancel an order", ru: "Отменить заказ"),
    permission: Permission("purchase_orders", "cancel"),
    body: [.required("reason", .text(2000), "Why.")],
    rules: ["purchase_order_unreceived": received]
  ) { id, body in "purchasing.cancel_order(\(id), \(body["reason"]))" }

  private static let received = Problem.conflict(
    "order_received",
    Text(
      "Something of it was received: close the order instead.",
      ru: "По заказу есть поступления: закройте его вместо отмены."))
}
