extension RecordVerb {
  /// A request takes no more quotations.
  static let quotationClosing = RecordVerb(
    id: "requests_for_quotations.close", method: .post, resource: .requestsForQuotations,
    noun: "closing", summary: Text("Close a request for quotations", ru: "Закрыть запрос цен"),
    permission: closing
  ) { id, _ in "purchasing.move_request(\(id), 'closed')" }

  /// It takes them again.
  static let quotationReopening = RecordVerb(
    id: "requests_for_quotations.reopen", method: .delete, resource: .requestsForQuotations,
    noun: "closing",
    summary: Text("Open a request for quotations again", ru: "Снова открыть запрос цен"),
    permission: closing
  ) { id, _ in "purchasing.move_request(\(id), 'open')" }

  /// Nobody will be chosen.
  static let quotationCancellation = RecordVerb(
    id: "requests_for_quotations.cancel", method: .post, resource: .requestsForQuotations,
    noun: "cancellation",
    summary: Text("Cancel a request for quotations", ru: "Отменить запрос цен"),
    permission: closing
  ) { id, _ in "purchasing.move_request(\(id), 'cancelled')" }

  /// The chosen quotation becomes the draft of an order that is bound to it; once for a request.
  static let quotationAward = RecordVerb(
    id: "supplier_quotes.award", method: .post, resource: .supplierQuotes, noun: "award",
    summary: Text("Choose a quotation and order by it", ru: "Выбрать предложение и заказать"),
    permission: Permission("requests_for_quotations", "award"), makes: .purchaseOrders
  ) { id, _ in "purchasing.award_quote(\(id))" }

  private static let closing = Permission("requests_for_quotations", "close")
}
