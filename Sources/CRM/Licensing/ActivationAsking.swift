import Foundation
import License
import Postgres

extension SelfSignedFile {
  /// What the instance knows of itself, each a column and a name in the file.
  private static let facts = ["system_identifier", "database", "host", "timeline"]

  /// Asks for the installed licence, bound to this instance (`crm-activation/1`).
  static func request() throws -> SelfSignedFile {
    try SelfSignedFile(["select * from licensing.request()"]) { key, results in
      guard let row = results[0].first else { throw Problem.unlicensed }
      var facts: [String: String] = [:]
      for name in Self.facts { facts[name] = try row.stringIfPresent(name) }
      let request = ActivationRequest(
        key: key.publicKey, serial: try row.string("serial"),
        instance: try row.decode("instance_id", as: UUID.self), issued: try row.date("issued"),
        facts: facts)
      return key.sign(request)
    }
  }
}
