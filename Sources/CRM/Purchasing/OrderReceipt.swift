extension RecordVerb {
  /// Goods that arrived of an order, all that is open or line by line.
  static let orderReceipt = RecordVerb(
    id: "purchase_orders.receive", method: .post, resource: .purchaseOrders, noun: "receipts",
    summary: Text("Receive what arrived of an order", ru: "Принять пришедшее по заказу"),
    permission: Permission("receipts", "create"), makes: .receipts,
    body: [
      .optional("received_on", .date, "The day of arrival; today without it."),
      .optional("delivery_note", .text(100), "The number of the supplier's delivery note."),
      .optional("notes", .text(2000), "Whatever else is to be known."),
      .optional(
        "lines",
        .rows([
          .required("order_line_id", .id, "The line of the order."),
          .required("quantity", .decimal, "How much arrived, in the unit of the order."),
        ]), "What arrived; all that is open without it."),
    ]
  ) { id, body in
    """
    purchasing.receive_order(\(id), \(body["received_on"]), \(body["delivery_note"]),
      \(body["notes"]), \(body["lines"]))
    """
  }

  /// A receipt that nothing depends on is undone.
  static let receiptCancellation = RecordVerb(
    id: "receipts.cancel", method: .post, resource: .receipts, noun: "cancellation",
    summary: Text("Cancel a receipt", ru: "Отменить поступление"),
    permission: Permission("receipts", "cancel"),
    body: [.required("reason", .text(2000), "Why.")]
  ) { id, body in "purchasing.cancel_receipt(\(id), \(body["reason"]))" }

  /// Goods that go back to the supplier, all of a receipt or line by line.
  static let receiptReturn = RecordVerb(
    id: "receipts.return", method: .post, resource: .receipts, noun: "returns",
    summary: Text("Return goods to the supplier", ru: "Вернуть товары поставщику"),
    permission: Permission("purchase_returns", "create"), makes: .purchaseReturns,
    body: [
      .optional("returned_on", .date, "The day; today without it."),
      .required("reason", .text(2000), "Why."),
      .optional(
        "lines",
        .rows([
          .required("receipt_line_id", .id, "The line of the receipt."),
          .required("quantity", .decimal, "How much goes back, in the unit of the order."),
        ]), "What goes back; all that is here of the receipt without it."),
    ]
  ) { id, body in
    """
    purchasing.return_receipt(\(id), \(body["returned_on"]), \(body["reason"]), \(body["lines"]))
    """
  }
}
