import Foundation
import Support
import Testing

@testable import CRM

@Suite struct `The engine` {
  /// Words that name a table and besides mean something to the engine itself: who asks (account,
  /// department, permission, role, session, team), the network (address, channel), OpenAPI (document, tag),
  /// PostgreSQL (relation, notice, notification), texts and days (position, calendar), work behind
  /// requests (job, schedule), what is kept of a request (view), what a request brings or takes
  /// (file, export, entry, journal), amounts (unit, rate, period), forms of values (tax, as in the number of one who
  /// pays it), reports (chart), CSV and SQL (quote), libpq (pipeline), Swift (allocation, task), and English (follow,
  /// lead, product).
  private static let own: Set = [
    "account", "accounts", "address", "addresses", "allocation", "allocations", "calendar",
    "calendars", "channel", "channels",
    "chart", "charts", "department", "departments", "document", "documents", "entries", "entry",
    "export", "exports", "file", "files", "follow", "follows", "import mapping", "import mappings",
    "job", "jobs", "journal", "journals", "lead", "leads", "notice", "notification",
    "notifications", "period", "periods", "permission", "permissions", "pipeline", "pipelines",
    "position", "positions", "product", "products", "quote", "quotes", "rate", "rates", "relation",
    "relations", "role", "roles", "schedule", "schedules", "session", "sessions", "tag", "tags",
    "task", "tasks", "tax", "taxes", "team", "teams", "unit", "units", "view", "views",
  ]

  /// Every area of the product, from the declarations and from the tables behind the engine.
  private static var areas: Set<String> {
    let relations = Mirror(reflecting: CRM.relations).children.compactMap { $0.value as? String }
    let tables = CRM.resources.map(\.table) + relations
    return Set(tables.compactMap { $0.split(separator: ".").first.map(String.init) })
  }

  /// The nouns of all tables and the names of all resources, in words.
  private static var nouns: Set<String> {
    let tables = CRM.resources.compactMap { $0.table.split(separator: ".").last.map(String.init) }
    return Set((tables + CRM.resources.map(\.name)).map { words($0) }).subtracting(own)
  }

  /// `partyGroups`, `party_groups` and `/party-groups` all as `party groups`.
  private static func words(_ text: String) -> String {
    text.replacing(/([a-z])([A-Z])/) { "\($0.output.1) \($0.output.2)" }.lowercased()
      .split { !$0.isLetter }.joined(separator: " ")
  }

  @Test(arguments: ["CRM/Engine", "CRM/Web", "Postgres"])
  func `names no area, no table and no resource, not even in a comment`(folder: String) throws {
    let (areas, nouns) = (Self.areas, Self.nouns)
    #expect(areas.count > 3 && nouns.count > 15)
    for file in try SourceFile.all(under: folder) {
      for area in areas {
        let name = try Regex("\\b\(area)\\.\\w")
        #expect(file.text.firstMatch(of: name) == nil, "\(file.path) names \(area).")
      }
      let words = " \(Self.words(file.text)) "
      for noun in nouns { #expect(!words.contains(" \(noun) "), "\(file.path) names \(noun)") }
    }
  }
}
