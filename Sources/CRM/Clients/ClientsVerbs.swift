extension RecordVerb {
  /// What is done with clients beyond keeping their records.
  static let clients: [RecordVerb] = clientsCare + clientsHandOff
}
