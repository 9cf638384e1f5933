extension Resource {
  /// Requisitions, requests for quotations, purchase orders and their approval.
  static let purchasingOrders: [Resource] = []
}

extension RecordVerb {
  static let purchasingOrders: [RecordVerb] = []
}
