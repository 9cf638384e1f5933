extension RecordVerb {
  /// Ships the lines that are named, or all that is open of one kind.
  static let salesOrderShipment = RecordVerb(
    id: "sales_orders.ship", method: .post, resource: .orders, noun: "shipments",
    summary: Text("Ship of an order", ru: "Отгрузить по заказу"),
    permission: Permission("sales_orders", "ship"), makes: .shipments,
    body: [
      .optional(
        "kind", .choice(["goods", "service"]),
        "goods by a waybill, service by an act; that of the lines unless it is given."),
      .optional("shipped_on", .date, "The day; today unless it is given."),
      .verbNotes,
      .optional(
        "lines",
        .rows([
          .required("sales_order_line_id", .id, "The line of the order."),
          .required("quantity", .decimal, "How much of it."),
        ]), "What is shipped; all that is open unless it is given."),
    ]
  ) { id, body in
    """
    sales.ship_order(\(id), \(body["kind"]), \(body["shipped_on"]), \(body["notes"]), \
    \(body["lines"]))
    """
  }

  /// Takes a shipment back; only while no invoice is asked for.
  static let shipmentCancellation = RecordVerb(
    id: "shipments.cancel", method: .post, resource: .shipments, noun: "cancellation",
    summary: Text("Cancel a shipment", ru: "Отменить отгрузку"),
    permission: Permission("shipments", "cancel"), body: [.cancelReason]
  ) { id, body in "sales.cancel_shipment(\(id), \(body["reason"]))" }
}
