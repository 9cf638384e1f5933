extension Resource {
  /// What the area of purchasing serves.
  static let purchasing: [Resource] = purchasingOrders + purchasingReceipts
}

extension RecordVerb {
  /// What is done in purchasing beyond keeping records.
  static let purchasing: [RecordVerb] = purchasingOrders + purchasingReceipts
}
