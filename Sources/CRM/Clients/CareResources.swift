extension Resource {
  /// Duplicates, consents and what else keeps the register of parties in order.
  static let clientsCare: [Resource] = []
}

extension RecordVerb {
  static let clientsCare: [RecordVerb] = []
}
