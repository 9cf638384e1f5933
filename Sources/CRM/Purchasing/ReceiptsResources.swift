extension Resource {
  /// Receipts, returns, supplier invoices and their match with orders.
  static let purchasingReceipts: [Resource] = []
}

extension RecordVerb {
  static let purchasingReceipts: [RecordVerb] = []
}
