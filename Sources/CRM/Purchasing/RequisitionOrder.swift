extension RecordVerb {
  /// What is left of an approved requisition becomes the draft of an order.
  static let requisitionOrder = RecordVerb(
    id: "requisitions.order", method: .post, resource: .requisitions, noun: "order",
    summary: Text("Order what a requisition asks for", ru: "Заказать по заявке"),
    permission: Permission("requisitions", "order"), makes: .purchaseOrders,
    body: [.required("party_id", .id, "The supplier.")]
  ) { id, body in "purchasing.order_requisition(\(id), \(body["party_id"]))" }

  /// A need of which nothing is being bought is gone.
  static let requisitionCancellation = RecordVerb(
    id: "requisitions.cancel", method: .post, resource: .requisitions, noun: "cancellation",
    summary: Text("Cancel a requisition", ru: "Отменить заявку"),
    permission: Permission("requisitions", "cancel"),
    body: [.required("reason", .text(2000), "Why.")],
    rules: ["requisition_unordered": ordered]
  ) { id, body in "purchasing.cancel_requisition(\(id), \(body["reason"]))" }

  private static let ordered = Problem.conflict(
    "requisition_ordered",
    Text(
      "Orders were made of it: cancel them first.",
      ru: "По заявке есть заказы: сначала отмените их."
    ))
}
