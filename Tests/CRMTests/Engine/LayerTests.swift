import Foundation
import Support
import Testing

@Suite struct `The layers of the service` {
  /// Each knows those before it and none behind it; the areas do not know each other's.
  @Test(arguments: [
    (
      "Base",
      [
        "Engine", "Access", "Web", "System", "Clients", "Staff", "Work", "Sales", "Purchasing",
        "Finance", "Reports",
      ]
    ),
    (
      "Engine",
      [
        "Access", "Web", "System", "Clients", "Staff", "Work", "Sales", "Purchasing", "Finance",
        "Reports",
      ]
    ),
    (
      "Web",
      ["Access", "System", "Clients", "Staff", "Work", "Sales", "Purchasing", "Finance", "Reports"]
    ),
    (
      "Clients",
      ["Access", "Web", "System", "Staff", "Work", "Sales", "Purchasing", "Finance", "Reports"]
    ),
    (
      "Staff",
      ["Access", "Web", "System", "Clients", "Work", "Sales", "Purchasing", "Finance", "Reports"]
    ),
    (
      "Work",
      ["Access", "Web", "System", "Clients", "Staff", "Sales", "Purchasing", "Finance", "Reports"]
    ),
    (
      "Sales",
      ["Access", "Web", "System", "Clients", "Staff", "Work", "Purchasing", "Finance", "Reports"]
    ),
    (
      "Purchasing",
      ["Access", "Web", "System", "Clients", "Staff", "Work", "Sales", "Finance", "Reports"]
    ),
    (
      "Finance",
      ["Access", "Web", "System", "Clients", "Staff", "Work", "Sales", "Purchasing", "Reports"]
    ),
    (
      "Reports",
      ["Access", "Web", "System", "Clients", "Staff", "Work", "Sales", "Purchasing", "Finance"]
    ),
  ])
  func `know nothing of what stands above them`(layer: String, above: [String]) throws {
    let names = try above.flatMap { try Self.code(of: $0).flatMap(Self.types) }
    #expect(names.count > above.count)
    for code in try Self.code(of: layer) {
      let words = Set(code.matches(of: /\b[A-Z]\w*/).map { String($0.output) })
      #expect(words.intersection(names) == [])
    }
  }

  /// The Swift files of a layer without comments and texts.
  private static func code(of layer: String) throws -> [String] {
    let root = URL(fileURLWithPath: TestDatabase.files.directory).deletingLastPathComponent()
      .appendingPathComponent("Sources/CRM/\(layer)")
    let names = try FileManager.default.subpathsOfDirectory(atPath: root.path)
    return try names.filter { $0.hasSuffix(".swift") }.map { name in
      try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
        .replacing(/\/\/.*/, with: "").replacing(/"""[\s\S]*?"""/, with: "")
        .replacing(/"[^"\n]*"/, with: "")
    }
  }

  /// The types that a file declares outside of others.
  private static func types(_ code: String) -> [String] {
    code.matches(of: /(?m)^(?:public |final |indirect )*(?:struct|class|enum|actor|protocol) (\w+)/)
      .map { String($0.output.1) }
  }
}
