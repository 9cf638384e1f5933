extension Resource {
  /// What a client has ordered; confirmed, shipped and closed by verbs.
  static let orders = Resource("sales-orders", table: "sales.sales_order", label: "number")
    .child("lines", .orderLines, by: "sales_order_id")
    .newestFirst(by: "ordered_on")
    .only("create", "update")

  /// A product of an order.
  static let orderLines = Resource(
    "sales-order-lines", table: "sales.sales_order_line", label: "id")

  /// Goods by a waybill or services by an act.
  static let shipments = Resource("shipments", table: "sales.shipment", label: "number")
    .child("lines", .shipmentLines, by: "shipment_id")
    .newestFirst(by: "shipped_on")
    .only()

  /// How much of a line of an order was shipped.
  static let shipmentLines = Resource("shipment-lines", table: "sales.shipment_line", label: "id")
    .only()

  /// Asks for an invoice of what was shipped.
  static let invoiceRequests = Resource(
    "invoice-requests", table: "sales.invoice_request", label: "number"
  )
  .child("lines", .invoiceRequestLines, by: "invoice_request_id")
  .newestFirst(by: "requested_on")
  .only()

  /// How much of what was shipped is to be invoiced.
  static let invoiceRequestLines = Resource(
    "invoice-request-lines", table: "sales.invoice_request_line", label: "id"
  ).only()

  /// How much a client and everybody below it may owe.
  static let creditLimits = Resource("credit-limits", table: "sales.credit_limit", label: "id")

  /// An order that was confirmed beyond a limit which only warns.
  static let creditWarnings = Resource(
    "credit-warnings", table: "sales.credit_warning", label: "id"
  ).only()

  /// Orders, shipments and requests for invoices.
  static let salesOrders: [Resource] =
    [
      orders, orderLines, shipments, shipmentLines, invoiceRequests, invoiceRequestLines,
      creditLimits, creditWarnings,
    ] + salesFigures
}

extension RecordVerb {
  static let salesOrders: [RecordVerb] = [
    quoteOrder, salesOrderConfirmation, salesOrderCancellation, salesOrderShipment,
    salesOrderInvoiceRequest,
    shipmentCancellation, shipmentInvoiceRequest, invoiceRequestCancellation,
  ]
}
