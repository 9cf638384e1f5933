extension Resource {
  /// Orders, shipments and requests for invoices.
  static let salesOrders: [Resource] = []
}

extension RecordVerb {
  static let salesOrders: [RecordVerb] = []
}
