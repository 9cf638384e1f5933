import CRM
import Support
import Testing

/// Imports of parties over HTTP, as a client does it.
struct Loading {
  let session: TestSession

  /// A mapping that knows parties again by the key of the file.
  static let mapping: JSON = [
    "resource": "parties", "match_by": ["external_source", "external_key"],
    "constants": ["external_source": "test"],
    "columns": [
      "external_key": ["column": "ID"], "name": ["column": "Name", "squeeze": true],
      "country": ["column": "Country"], "rating": ["column": "Rating"],
    ],
  ]

  /// A file of the mapping above: ID, Name, Country, Rating.
  static func file(_ rows: String...) -> String {
    "ID,Name,Country,Rating\n" + rows.map { $0 + "\n" }.joined()
  }

  /// Announces an import; the path of it.
  func announce(_ mapping: JSON = Self.mapping, dryRun: Bool = false) async throws -> String {
    let reply = try await session.create(
      "imports", ["mapping": mapping, "dry_run": .bool(dryRun)])
    return "imports/\(reply.id)"
  }

  /// Sends the file of an import that was announced, and waits for its end.
  func send(_ file: String, to path: String) async throws -> Reply {
    var reply = try await session.send(
      "PUT", "\(path)/content", headers: [("Content-Type", "text/csv"), ("Prefer", "wait=60")],
      body: Array(file.utf8))
    let end = ContinuousClock.now + .seconds(900)
    while reply.status == 202 || reply.status == 200 && reply["state"] == "running",
      ContinuousClock.now < end
    {
      try await Task.sleep(for: .milliseconds(500))
      reply = try await session.get(path)
    }
    return reply
  }

  /// Both steps; what came of them.
  func load(
    _ file: String, _ mapping: JSON = Self.mapping, dryRun: Bool = false
  ) async throws -> Reply {
    try await send(file, to: announce(mapping, dryRun: dryRun))
  }
}

extension Reply {
  /// The counts of an import: read, created, updated, unchanged, skipped, refused.
  var counts: [Int?] {
    ["read", "created", "updated", "unchanged", "skipped", "refused"].map { json[$0]?.int }
  }
}

extension JSON {
  /// The object with other members, new ones added.
  func with(_ members: JSON) -> JSON {
    let new = members.object ?? []
    let old = (object ?? []).filter { member in !new.contains { $0.name == member.name } }
    return .object(old + new)
  }
}
