extension RecordVerb {
  private static let terms: [VerbField] = [
    .optional("invoiced_on", .date, "The day of the invoice; today without it."),
    .optional("payment_term_id", .id, "By when it is to be paid; at once without it."),
  ]

  /// A draft of what was shipped or done and asked to be invoiced.
  static let requestInvoicing = RecordVerb(
    id: "invoice_requests.invoice", method: .post, resource: .invoiceRequests, noun: "invoices",
    summary: Text("Draft the invoice that was asked for", ru: "Подготовить счёт по запросу"),
    permission: Permission("invoice_requests", "invoice"), makes: .invoices, body: terms
  ) { id, body in
    "finance.invoice_request(\(id), \(body["invoiced_on"]), \(body["payment_term_id"]))"
  }

  /// A draft of what is left to be invoiced of an order.
  static let salesOrderInvoicing = RecordVerb(
    id: "sales_orders.invoice", method: .post, resource: .orders, noun: "invoices",
    summary: Text("Draft the invoice of an order", ru: "Подготовить счёт по заказу"),
    permission: Permission("sales_orders", "invoice"), makes: .invoices, body: terms
  ) { id, body in
    "finance.invoice_sales_order(\(id), \(body["invoiced_on"]), \(body["payment_term_id"]))"
  }

  /// A draft of the supplier's invoice for what arrived of an order.
  static let purchaseOrderInvoicing = RecordVerb(
    id: "purchase_orders.invoice", method: .post, resource: .purchaseOrders, noun: "invoices",
    summary: Text(
      "Enter the supplier's invoice of an order", ru: "Внести счёт поставщика по заказу"),
    permission: Permission("purchase_orders", "invoice"), makes: .invoices,
    body: [.required("number_given", .text(100), "The supplier's number.")] + terms
  ) { id, body in
    """
    finance.invoice_purchase_order(\(id), \(body["number_given"]), \(body["invoiced_on"]),
      \(body["payment_term_id"]))
    """
  }

  static let documentInvoicing = [requestInvoicing, salesOrderInvoicing, purchaseOrderInvoicing]
}
