import Logging
import Postgres
import Support
import Synchronization
import Testing

@testable import CRM

@Suite struct `A schema that does not fit` {
  @Test(arguments: [
    "alter table clients.party rename to lost",
    "alter table clients.party rename column rating to lost",
    "alter function access.open_session rename to lost",
    "alter schema clients rename to lost",
  ])
  func `is told as such, without SQL`(change: String) async throws {
    try await withCRM { crm in
      let sales = try await crm.as(.sales)
      try await crm.arrange("\(raw: change)")
      let reply = try await sales.get("parties")
      #expect(reply.status == 503 && reply.problem == "schema_mismatch", "\(reply.text)")
      #expect(reply.text.contains("crm check"))
      let states = ["42P01", "42703", "42883", "3F000"]
      for word in ["clients.", "rating", "open_session", "select"] + states {
        #expect(!reply.text.contains(word), "\(reply.text)")
      }
    }
  }

  @Test func `is named in the log`() {
    let lines = Lines()
    let logger = Logger(label: "test") { _ in lines.handler }
    let error = DatabaseError(
      sqlState: "42P01", message: "relation \"clients.party\" does not exist")
    let problem = Trouble(logger: logger, isReadOnly: false).problem(error, requestID: "r1")
    #expect(problem.code == "schema_mismatch")
    #expect(lines.all.count == 1)
    #expect(lines.all.first?.contains("crm check") == true)
    #expect(lines.all.first?.contains("relation \"clients.party\" does not exist") == true)
  }
}

/// Keeps the messages of a log.
private final class Lines: Sendable {
  private let kept = Mutex<[String]>([])

  var all: [String] { kept.withLock { $0 } }
  var handler: Handler { Handler(lines: self) }

  struct Handler: LogHandler {
    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      lines.kept.withLock { $0.append(event.message.description) }
    }
  }
}
