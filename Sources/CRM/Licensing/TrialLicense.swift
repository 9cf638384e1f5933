import License
import Postgres

/// The licence of a demonstration, signed by the key for tests: 25 seats, for a new instance that only tries out.
public struct TrialLicense: Sendable {
  private let client: Client

  /// - Parameter client: Connected as `crm_migrator`.
  public init(_ client: Client) { self.client = client }

  /// Makes a new instance one for trying out and installs the file; one that has a licence is left as it is.
  ///
  /// - Throws: ``Problem`` for a file that is not taken, `DatabaseError`, `ClientError`.
  public func install(_ bytes: [UInt8]) async throws {
    let file = try LicenseFile(bytes)
    do {
      try await client.transaction { transaction in
        try await transaction.execute("set local role crm_owner")
        let found = try await transaction.rows("select from licensing.licence limit 1")
        guard found.isEmpty else { return }
        _ = try await transaction.rows("select licensing.make_test()")
        _ = try await transaction.rows(file.statement)
      }
    } catch let error as DatabaseError {
      throw Problem.ofLicense(error)
    }
  }
}
