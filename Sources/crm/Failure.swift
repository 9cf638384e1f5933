import ArgumentParser
import CRM
import Cluster
import Foundation
import Postgres

/// A failure told to a person: one message on standard error, one documented exit code.
struct Failure: Error {
  let message: String
  let code: Int32

  static let faults: Int32 = 2
  static let unavailable: Int32 = 69
  static let temporary: Int32 = 75
  static let misconfigured: Int32 = 78

  /// Runs a command's work and ends the program with the code of what it throws.
  static func reporting(_ work: () async throws -> Void) async throws {
    do {
      try await work()
    } catch let error as ExitCode {
      throw error
    } catch {
      let failure = Failure(error)
      // The exit code tells it too, where nobody reads.
      try? FileHandle.standardError.write(contentsOf: Data("crm: \(failure.message)\n".utf8))
      throw ExitCode(failure.code)
    }
  }

  init(_ message: String, code: Int32 = 1) {
    self.message = message
    self.code = code
  }

  /// Translates what the layers below throw.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as MigrationError: self.init(error.description, code: error.code)
    case let error as ClusterError: self.init(error.description)
    case let error as Unready: self.init(error.description, code: Self.misconfigured)
    case let error as Unreachable: self.init(error.description, code: Self.unavailable)
    case let error as DatabaseError: self.init(database: error)
    case let problem as Problem: self.init(Self.text(problem))
    case let error as ClientError: self.init(Self.text(error), code: Self.unavailable)
    default: self.init(FileTrouble(error)?.description ?? "\(error)")
    }
  }

  private init(database error: DatabaseError) {
    let lost = error.sqlState.hasPrefix("08") || error.sqlState.hasPrefix("57P")
    let refused = error.sqlState.hasPrefix("28") || error.sqlState == "3D000"
    let advice = error.sqlState == "42501" ? Self.otherRole : ""
    self.init(
      "The database says: \(error.message) [\(error.sqlState)]\(advice)",
      code: lost || refused ? Self.unavailable : 1)
  }

  private static let otherRole =
    "\nThe log-in of the connection string may not do this. crm migrate and crm account connect as "
    + "crm_migrator (--database 'host=… user=crm_migrator dbname=…'), crm serve and crm check as "
    + "crm_service; deploy/roles.sql makes both and their grants."

  private static func text(_ problem: Problem) -> String {
    let language = Language.ofTerminal
    let fields = problem.errors.map { "\n  \($0.pointer): \($0.detail[language])" }.joined()
    return "\(problem.title[language]). \(problem.detail[language])\(fields)"
  }

  private static func text(_ error: ClientError) -> String {
    "The database cannot be reached (\(error)). Is it running, and are --database or CRM_DATABASE, "
      + "the password and pg_hba.conf right?"
  }
}

extension MigrationError {
  /// Trouble of the moment is a failure; what does not fit is a wrong schema or setting.
  fileprivate var code: Int32 {
    switch self {
    case .failed, .locked, .busy, .lost: 1
    default: Failure.misconfigured
    }
  }
}
