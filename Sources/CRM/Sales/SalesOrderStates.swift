extension RecordVerb {
  /// The client has it in writing: from then on the order stays as it is.
  static let salesOrderConfirmation = RecordVerb(
    id: "sales_orders.confirm", method: .post, resource: .orders, noun: "confirmation",
    summary: Text("Confirm an order", ru: "Подтвердить заказ"),
    permission: Permission("sales_orders", "confirm")
  ) { id, _ in "sales.confirm_order(\(id))" }

  /// Nothing comes of it; only while nothing was shipped.
  static let salesOrderCancellation = RecordVerb(
    id: "sales_orders.cancel", method: .post, resource: .orders, noun: "cancellation",
    summary: Text("Cancel an order", ru: "Отменить заказ"),
    permission: Permission("sales_orders", "cancel"), body: [.cancelReason]
  ) { id, body in "sales.cancel_order(\(id), \(body["reason"]))" }

  /// Makes a draft order of an accepted quote, once.
  static let quoteOrder = RecordVerb(
    id: "quotes.order", method: .post, resource: .quotes, noun: "order",
    summary: Text("Make an order of a quote", ru: "Сделать заказ по предложению"),
    permission: Permission("quotes", "order"), makes: .orders,
    rules: [
      "sales_order_quote_once": .conflict(
        "already_ordered",
        Text("The quote has become an order already.", ru: "По этому предложению заказ уже сделан.")
      )
    ]
  ) { id, _ in "sales.order_quote(\(id))" }
}

extension VerbField {
  /// Why something is cancelled.
  static let cancelReason = VerbField.required("reason", .text(2000), "Why it is cancelled.")

  /// Whatever else is to be known of what a verb makes.
  static let verbNotes = VerbField.optional("notes", .text(2000), "Whatever else is to be known.")
}
