extension RecordVerb {
  /// Asks for an invoice of all that was shipped of an order and is in no request, or of the lines that are named.
  static let salesOrderInvoiceRequest = RecordVerb(
    id: "sales_orders.request", method: .post, resource: .orders, noun: "invoice-requests",
    summary: Text("Ask for an invoice of an order", ru: "Запросить счёт по заказу"),
    permission: Permission("sales_orders", "request"), makes: .invoiceRequests,
    body: VerbField.invoiceRequest
  ) { id, body in "sales.request_invoice(\(id), \(body["notes"]), \(body["lines"]))" }

  /// Asks for an invoice of what one shipment is of.
  static let shipmentInvoiceRequest = RecordVerb(
    id: "shipments.request", method: .post, resource: .shipments, noun: "invoice-requests",
    summary: Text("Ask for an invoice of a shipment", ru: "Запросить счёт за отгрузку"),
    permission: Permission("shipments", "request"), makes: .invoiceRequests,
    body: VerbField.invoiceRequest
  ) { id, body in "sales.request_shipment_invoice(\(id), \(body["notes"]), \(body["lines"]))" }

  /// Takes the request back.
  static let invoiceRequestCancellation = RecordVerb(
    id: "invoice_requests.cancel", method: .post, resource: .invoiceRequests,
    noun: "cancellation",
    summary: Text("Cancel a request for an invoice", ru: "Отменить заявку на счёт"),
    permission: Permission("invoice_requests", "cancel"), body: [.cancelReason]
  ) { id, body in "sales.cancel_invoice_request(\(id), \(body["reason"]))" }
}

extension VerbField {
  fileprivate static let invoiceRequest: [VerbField] = [
    .verbNotes,
    .optional(
      "lines",
      .rows([
        .required("shipment_line_id", .id, "The line of the shipment."),
        .required("quantity", .decimal, "How much of it."),
      ]), "What is to be invoiced; all that is left unless it is given."),
  ]
}
