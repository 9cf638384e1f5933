import CRM
import Foundation
import Support
import Testing

extension JSON {
  /// Of an operation of OpenAPI: whether it is refused without an `Idempotency-Key`.
  var demandsKey: Bool {
    (self["parameters"]?.array ?? []).contains {
      $0["name"] == "Idempotency-Key" && $0["required"] == true
    }
  }
}

/// What the service says of itself in its OpenAPI document, which tests go through one by one.
struct Description {
  /// One operation, its path with ids that may or may not exist.
  struct Operation {
    let id: String
    let method: String
    let path: String
    let json: JSON
    /// Fields of the body and their schemas; nil where no JSON is taken.
    let body: [(name: String, schema: JSON)]?

    /// The names of its parameters in a place, `query` or `path`.
    func parameters(_ place: String) -> [(name: String, schema: JSON)] {
      (json["parameters"]?.array ?? []).filter { $0["in"]?.string == place }
        .compactMap { parameter in
          parameter["name"]?.string.map { ($0, parameter["schema"] ?? .null) }
        }
    }

    /// Whether it is refused without an `Idempotency-Key`.
    var demandsKey: Bool { json.demandsKey }

    var isList: Bool { takes("sort") && takes("fields") }
    var isSummary: Bool { takes("measure") }

    private func takes(_ name: String) -> Bool {
      method == "GET" && parameters("query").contains { $0.name == name }
    }

    /// Sends it with whatever else it demands.
    func send(
      _ session: TestSession, query: [(String, String)] = [], body: [UInt8]? = nil
    ) async throws -> Reply {
      let text = query.map { "\($0.0.escaped)=\($0.1.escaped)" }.joined(separator: "&")
      return try await session.send(
        method, text.isEmpty ? path : "\(path)?\(text)",
        headers: [("If-Match", "\"v1\"")]
          + (demandsKey ? [("Idempotency-Key", UUID().uuidString)] : []),
        body: body)
    }
  }

  let operations: [Operation]

  init(_ session: TestSession) async throws {
    let document = try await session.get("openapi.json").json
    var all: [Operation] = []
    for path in document["paths"]?.object ?? [] {
      for entry in path.value.object ?? [] {
        all.append(Self.operation(entry.name.uppercased(), path.name, entry.value, document))
      }
    }
    try #require(all.count > 50)
    operations = all
  }

  private static func operation(
    _ method: String, _ path: String, _ json: JSON, _ document: JSON
  ) -> Operation {
    var schema = json["requestBody"]?["content"]?["application/json"]?["schema"]
    if let name = schema?["$ref"]?.string?.split(separator: "/").last {
      schema = document["components"]?["schemas"]?[String(name)]
    }
    let filled = String(path.dropFirst()).replacing(/\{[a-z_]+\}/, with: "1")
    return Operation(
      id: json["operationId"]?.string ?? "", method: method, path: filled, json: json,
      body: schema.map { ($0["properties"]?.object ?? []).map { ($0.name, $0.value) } })
  }

  /// Every list.
  var lists: [Operation] { operations.filter(\.isList) }
  /// Every operation that takes JSON.
  var writing: [Operation] { operations.filter { $0.body != nil } }
}

extension Array {
  /// Two of them, others at each place, so that many operations together are sent all.
  func some(_ place: Int) -> [Element] { (0..<2).map { self[(2 * place + $0) % count] } }
}

extension String {
  /// As part of a query, everything escaped that is no letter or digit.
  var escaped: String {
    utf8.map { byte in
      let scalar = Character(Unicode.Scalar(byte))
      let digits = String(byte, radix: 16, uppercase: true)
      return byte < 0x80 && (scalar.isLetter || scalar.isNumber)
        ? String(scalar) : "%" + (byte < 16 ? "0" : "") + digits
    }.joined()
  }
}

extension Reply {
  /// Records a fault of the test unless this is a problem of the client's making that says nothing of SQL.
  func expectRefusal(
    _ what: String, naming field: String? = nil, _ statuses: [Int] = [400, 422],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let told: Comment = "\(what): \(text)"
    #expect(statuses.contains(status) && problem != nil, told, sourceLocation: sourceLocation)
    if let field {
      #expect(
        pointers.contains(field) || pointers.contains { $0.hasPrefix("\(field)/") }, told,
        sourceLocation: sourceLocation)
    }
    expectNoSQL(what, sourceLocation: sourceLocation)
  }

  /// Records a fault of the test where the answer shows the database's own words.
  func expectNoSQL(_ what: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let words = [
      "syntax error", "SQLSTATE", "LINE 1", "ERROR:", "select ", "pg_", "crm_service",
      "permission denied", "does not exist", "::bigint", "::text",
    ]
    #expect(
      status < 500 && !words.contains { text.contains($0) }, "\(what): \(status) \(text)",
      sourceLocation: sourceLocation)
  }
}

extension TestCRM {
  /// What each table has of rows, such as `access.account=3`: the same while nothing is written. Jobs that a schedule
  /// makes do not count, since one may fall due at any time, nor events, which are handed on meanwhile.
  func rowCounts() async throws -> Set<String> {
    let counts = try await arrange(
      """
      select c.oid::regclass || '=' || (xpath('/row/n/text()', query_to_xml(
        format('select count(*) as n from %s %s', c.oid::regclass,
          case c.oid when 'system.job'::regclass then 'where account_id is not null'
            when 'system.event'::regclass then 'where false' end),
        false, true, '')))[1] as told
      from pg_class as c where c.relnamespace in (\(sql: TestDatabase.areas)) and c.relkind in ('r', 'p')
      """)
    return try Set(counts.map { try $0.string("told") })
  }

  /// Records a fault of the test where tables have other rows than they had.
  func expectRows(_ before: Set<String>, sourceLocation: SourceLocation = #_sourceLocation)
    async throws
  {
    let added = try await rowCounts().subtracting(before)
    #expect(added == [], sourceLocation: sourceLocation)
  }

  /// A few records of several resources, whose events have been handed on.
  func furnish() async throws {
    let chief = try await self.as(.administrator)
    for name in ["First", "Second", "Третья"] {
      try await chief.create(
        "parties",
        [
          "name": .string(name), "channels": [["kind": "email", "value": "a@a.example"]],
          "addresses": [["kind": "legal", "city": "Казань"]],
        ])
      try await chief.create("tags", ["name": .string(name)])
      try await chief.create("interactions", ["party_id": 1, "kind": "note", "subject": "x"])
    }
    let isQuiet = try await eventually { try await observed("select from system.event").isEmpty }
    #expect(isQuiet)
  }
}
