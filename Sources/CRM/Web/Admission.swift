/// Lets in who may do a thing, before the service works for him.
struct Admission: Sendable {
  /// Who asks for what.
  struct Entrant: Sendable {
    let tokenHash: String
    let access: Operation.Access
    let requestID: String

    /// Nil where nobody needs to have signed in.
    init?(_ tokenHash: String?, _ operation: Operation, _ requestID: String) {
      guard let tokenHash, operation.access != .open else { return nil }
      self.tokenHash = tokenHash
      access = operation.access
      self.requestID = requestID
    }
  }

  let door: any Door

  /// - Throws: a 401 or 403.
  func admit(_ entrant: Entrant) async throws {
    try await door.admit(
      entrant.tokenHash, entrant.access, requestID: entrant.requestID, confirmed: false)
  }

  /// The same by what the database knows now.
  func confirm(_ entrant: Entrant) async throws {
    try await door.admit(
      entrant.tokenHash, entrant.access, requestID: entrant.requestID, confirmed: true)
  }
}

extension Problem {
  /// Whether it is told of the request alone, before any record was looked at.
  var isAboutRequest: Bool { [400, 406, 413, 415, 422].contains(status) }
}
