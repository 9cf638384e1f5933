import Foundation
import Support
import Testing

@testable import CRM

@Suite struct `The engine` {
  /// Every table of the product as `area.noun`, and every resource by its name in quotes.
  private func names() throws -> [String] {
    let schema = try String(
      contentsOfFile: "\(TestDatabase.files.directory)/schema.sql", encoding: .utf8)
    let tables = schema.matches(of: /CREATE (?:TABLE|VIEW) ([a-z_]+\.[a-z_0-9]+)/)
    let resources = Resource.access + Resource.system + Resource.clients
    // OpenAPI has "tags" of its own.
    let own = resources.filter { $0.name != "tags" }
    return tables.map { String($0.output.1) }
      + own.flatMap { ["\"\($0.name)\"", "/\($0.name)"] }
  }

  @Test(arguments: ["CRM/Engine", "CRM/Web", "Postgres"])
  func `names no table and no resource`(folder: String) throws {
    let root = URL(fileURLWithPath: TestDatabase.files.directory).deletingLastPathComponent()
      .appendingPathComponent("Sources/\(folder)")
    let files = try FileManager.default.subpathsOfDirectory(atPath: root.path)
      .filter { $0.hasSuffix(".swift") }
    let names = try names()
    #expect(names.count > 30 && files.count > 5)
    for file in files {
      let text = try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
      for name in names {
        #expect(!text.contains(name), "\(file) names \(name)")
      }
    }
  }
}
