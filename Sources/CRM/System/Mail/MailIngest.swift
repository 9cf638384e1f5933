import Foundation
import Postgres

/// What became of messages that were read.
public struct MailReport: Sendable {
  /// Are interactions now.
  public fileprivate(set) var filed = 0
  /// Somebody is to say with whom they were written.
  public fileprivate(set) var open = 0
  /// Are kept with the reason why they could not be read.
  public fileprivate(set) var unreadable = 0
  /// Were here already.
  public fileprivate(set) var known = 0
  /// Could not be kept and lie where they lay: the file and why.
  public fileprivate(set) var refused: [(file: String, reason: any Error)] = []

  fileprivate mutating func count(_ outcome: MailKeeping.Outcome) {
    switch outcome {
    case .filed: filed += 1
    case .open: open += 1
    case .unreadable: unreadable += 1
    case .known: known += 1
    }
  }
}

/// A message that is larger than the house takes.
public struct LargeMail: Error, CustomStringConvertible {
  /// In bytes.
  public let limit: Int

  /// What may be done, in English.
  public var description: String {
    "The message has more than \(limit >> 20) MiB, which the setting file.size allows; it lies where it lay."
  }
}

extension FileTransfer {
  /// Keeps one message.
  ///
  /// - Parameters:
  ///   - login: The account that it is kept as.
  ///   - settings: Which files are taken, and whose addresses are ours.
  /// - Throws: ``LargeMail``, ``Problem`` or what the database says; then nothing is kept.
  public func ingest(
    _ message: [UInt8], as login: String, _ settings: Config
  ) async throws -> MailReport {
    guard message.count <= settings.fileSize else { throw LargeMail(limit: settings.fileSize) }
    return try await withMail(login, settings) { keeping, call in
      var report = MailReport()
      report.count(try await keeping.keep(message, call))
      return report
    }
  }

  /// Keeps the messages of a Maildir; each that is kept is put into `cur`.
  ///
  /// - Parameter all: Those of `cur` too; they are known again.
  /// - Throws: what the system says of the directory, `ClientError` when the database is away.
  public func ingest(
    _ maildir: Maildir, all: Bool, as login: String, _ settings: Config
  ) async throws -> MailReport {
    let files = try maildir.files(all: all)
    return try await withMail(login, settings) { keeping, call in
      var report = MailReport()
      for file in files {
        do {
          report.count(try await keeping.keep(Self.read(file, settings.fileSize), call))
        } catch let error where error is LargeMail || error is Problem || error is DatabaseError {
          report.refused.append((file.lastPathComponent, error))
          continue
        }
        try maildir.settle(file)
      }
      return report
    }
  }

  private static func read(_ file: URL, _ limit: Int) throws -> [UInt8] {
    let size = try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
    guard size <= limit else { throw LargeMail(limit: limit) }
    return Array(try Data(contentsOf: file))
  }

  private func withMail(
    _ login: String, _ settings: Config,
    _ body: (MailKeeping, Call) async throws -> MailReport
  ) async throws -> MailReport {
    // Files are linked to records by their resource, which the service may never have told.
    try await CRM.declare(service)
    let rules = FileRules(
      size: settings.fileSize, types: settings.fileTypes, refused: settings.refusedFileTypes)
    let own = Set(settings.ownMail.map { $0.lowercased() })
    return try await withSession(login) { engine, call in
      try await body(MailKeeping(engine: engine, rules: rules, own: own), call)
    }
  }
}
