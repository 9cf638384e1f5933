extension Resource {
  /// Quotes and their versions.
  static let salesQuotes: [Resource] = []
}

extension RecordVerb {
  static let salesQuotes: [RecordVerb] = []
}
