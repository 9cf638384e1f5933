import Foundation
import Postgres
import Support

@testable import CRM

/// What a test puts into a mailbox and takes from it.
struct Post: Sendable {
  let crm: TestCRM
  let session: TestSession
  /// Addresses and domains that are ours.
  var own = ["us.example"]

  /// The work of `crm mail ingest` as the session's account.
  private func transfer<Value: Sendable>(
    _ work: (FileTransfer, String, Config) async throws -> Value
  ) async throws -> Value {
    let login = try await session.get("me")["login"]?.string ?? ""
    var settings = Config(database: crm.database.service, files: TestDatabase.files)
    settings.ownMail = own
    return try await withClient(crm.database.service, connections: 2, fast: 1) { service in
      try await withClient(crm.database.migrator) { migrator in
        try await work(FileTransfer(service: service, migrator: migrator), login, settings)
      }
    }
  }

  /// Takes one message, its lines as they are written here.
  @discardableResult
  func take(_ message: String) async throws -> MailReport {
    try await transfer { transfer, login, settings in
      try await transfer.ingest(Array(message.utf8), as: login, settings)
    }
  }

  func take(maildir: String, all: Bool = false) async throws -> MailReport {
    let place = try Maildir(maildir)
    return try await transfer { transfer, login, settings in
      try await transfer.ingest(place, all: all, as: login, settings)
    }
  }

  /// The message with that Message-ID, as the API tells it.
  func message(_ identifier: String) async throws -> JSON {
    let found = try await session.get("mail-messages?message_id=\(identifier)").data
    return found.first ?? .null
  }

  /// Makes a Maildir of files, and names it.
  static func maildir(_ files: [URL], in folder: String) throws -> String {
    for part in ["new", "cur", "tmp"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder)/\(part)", withIntermediateDirectories: true)
    }
    for file in files {
      let name = "\(file.deletingLastPathComponent().lastPathComponent).\(file.lastPathComponent)"
      try FileManager.default.copyItem(atPath: file.path, toPath: "\(folder)/new/\(name)")
    }
    return folder
  }
}
