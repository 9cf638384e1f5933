extension Resource {
  /// Leads, pipelines and deals.
  static let salesDeals: [Resource] = []
}

extension RecordVerb {
  static let salesDeals: [RecordVerb] = []
}
