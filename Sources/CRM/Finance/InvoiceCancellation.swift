extension RecordVerb {
  /// A draft that is not to be paid; its number may be entered again.
  static let invoiceCancellation = RecordVerb(
    id: "invoices.cancel", method: .post, resource: .invoices, noun: "cancellation",
    summary: Text("Cancel an invoice", ru: "Отменить счёт"),
    permission: Permission("invoices", "cancel"),
    body: [.required("reason", .text(2000), "Why.")]
  ) { id, body in "finance.cancel_invoice(\(id), \(body["reason"]))" }
}
