import Foundation
import Support
import Testing

@testable import CRM

@Suite struct `The published OpenAPI document` {
  @Test func `is what the service serves`() async throws {
    try await withCRM { crm in
      let reply = try await crm.as(.administrator).get("openapi.json")
      let served = Self.parts(try JSONParser.parse(reply.body))
      let published = Self.parts(try JSONParser.parse(Self.file()))
      #expect(served.keys.count > 200)
      let changed = Set(served.keys).union(published.keys).filter { served[$0] != published[$0] }
      #expect(changed.sorted().prefix(10).isEmpty, "run deploy/openapi-snapshot")
    }
  }

  private static func file() throws -> [UInt8] {
    let path = "\(TestDatabase.files.directory)/../Sources/CRM/openapi.json"
    return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// The document in parts small enough to be told in a failure.
  private static func parts(_ document: JSON) -> [String: JSON] {
    var parts: [String: JSON] = [:]
    for member in document.object ?? [] {
      for inner in member.value.object ?? [.init("", member.value)] {
        for part in inner.value.object ?? [.init("", inner.value)] {
          parts["\(member.name) \(inner.name) \(part.name)"] = part.value
        }
      }
    }
    return parts
  }
}
