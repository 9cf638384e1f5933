extension Resource {
  /// How clients pass from one department to another.
  static let clientsHandOff: [Resource] = []
}

extension RecordVerb {
  static let clientsHandOff: [RecordVerb] = []
}
