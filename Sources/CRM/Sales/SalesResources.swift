extension Resource {
  /// What the area of sales serves.
  static let sales: [Resource] =
    salesGoods + salesStock + salesQuotes + salesOrders + salesDeals + salesContracts
}

extension RecordVerb {
  /// What is done in sales beyond keeping records.
  static let sales: [RecordVerb] =
    salesQuotes + salesOrders + salesDeals + salesContracts
}
