extension Resource {
  /// Contracts and their obligations.
  static let salesContracts: [Resource] = []
}

extension RecordVerb {
  static let salesContracts: [RecordVerb] = []
}
