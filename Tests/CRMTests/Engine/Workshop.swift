import NIOCore
import Postgres
import Support

@testable import CRM

extension Resource {
  static let makers = Resource("makers", table: "workshop.maker", label: "name")
    .key("name_key", for: "name")

  static let parts = Resource("parts", table: "workshop.part", label: "name")

  static let things = Resource("things", table: "workshop.thing", label: "name")
    .key("name_key", for: "name")
    .search("workshop.find")
    .child("parts", .parts, by: "thing_id")

  static let testAccounts = Resource("accounts", table: "access.account", label: "name")
}

/// The engine over tables of its own, asked as one person.
struct Workshop {
  let engine: Engine
  let client: Client
  let operations: [Operation]
  let database: TestDatabase

  /// One answer, read whole.
  struct Reply {
    let status: Int
    let headers: [String: String]
    let text: String

    /// The body as JSON.
    var json: JSON { (try? JSONParser.parse(Array(text.utf8))) ?? .null }

    /// The members of each record of a page under a name, as text; null as "null".
    func column(_ name: String) -> [String] {
      (json["data"]?.array ?? []).map { $0[name]?.plain ?? "absent" }
    }

    var next: String? { json["page"]?["next"]?.string }
  }

  /// Asks as Anna, who may everything, unless another is named.
  func ask(
    _ id: String, _ query: [(name: String, value: String)] = [], path: [String: String] = [:],
    headers: [String: String] = [:], as login: String = "anna"
  ) async throws -> Reply {
    guard let operation = operations.first(where: { $0.id == id }) else { throw Problem.notFound }
    let call = Call(
      method: .get, path: path, query: query, headers: headers,
      tokenHash: Digest.sha256(login.utf8), requestID: "test")
    do {
      return try await read(operation.answer(call))
    } catch let problem as Problem {
      let body = problem.body(.en, requestID: "test")
      return Reply(
        status: problem.status, headers: [:], text: String(decoding: body.bytes, as: UTF8.self))
    }
  }

  /// The body of an answer to Anna as it is sent.
  func bytes(
    _ id: String, _ query: [(name: String, value: String)], accept: String
  ) async throws -> ByteBuffer {
    guard let operation = operations.first(where: { $0.id == id }) else { throw Problem.notFound }
    let call = Call(
      method: .get, query: query, headers: ["accept": accept],
      tokenHash: Digest.sha256("anna".utf8), requestID: "test")
    return try await body(operation.answer(call))
  }

  private func body(_ answer: Answer) async throws -> ByteBuffer {
    switch answer.body {
    case .none: return ByteBuffer()
    case .bytes(let bytes): return bytes
    case .stream(let next):
      var all = ByteBuffer()
      while let piece = try await next() { all.writeImmutableBuffer(piece) }
      return all
    }
  }

  private func read(_ answer: Answer) async throws -> Reply {
    let text = String(buffer: try await body(answer))
    let headers = answer.headers.map { ($0.name.lowercased(), $0.value) }
    return Reply(
      status: answer.status, headers: Dictionary(headers) { first, _ in first }, text: text)
  }

  /// A page of things.
  func things(_ query: (String, String)..., as login: String = "anna") async throws -> Reply {
    try await ask("things.list", query.map { (name: $0.0, value: $0.1) }, as: login)
  }

  /// One thing.
  func thing(
    _ id: String, _ query: (String, String)..., headers: [String: String] = [:],
    as login: String = "anna"
  ) async throws -> Reply {
    try await ask(
      "things.get", query.map { (name: $0.0, value: $0.1) }, path: ["id": id], headers: headers,
      as: login)
  }
}

extension JSON {
  /// A scalar without quotes.
  var plain: String { string ?? String(decoding: bytes, as: UTF8.self) }
}

/// Gives the body an engine over tables of its own in a database of its own.
///
/// - Parameter more: Resources whose tables `further` makes.
func withWorkshop(
  _ further: String = WorkshopSchema.things, more: [Resource] = [],
  _ body: (Workshop) async throws -> Void
) async throws {
  try await withDatabase(after: WorkshopSchema.text + WorkshopSchema.people) { database in
    try await withClient(database.migration) { arranger in
      for script in [WorkshopSchema.sessions, further] {
        _ = try await arranger.execute(.script(script))
      }
    }
    try await withClient(database.service, connections: 2, fast: 1) { client in
      let resources: [Resource] = [.things, .makers, .parts, .testAccounts] + more
      let catalogue = try await Catalogue.load(client, tables: resources.map(\.table))
      _ = try await client.rows(
        """
        select system.declare_resources(\(resources.map(\.name)), \(resources.map(\.table)),
          \(resources.map(\.label)))
        """)
      let engine = Engine(
        model: try Model(catalogue: catalogue, resources: resources),
        door: Entrance(client), client: client, secret: Array("secret".utf8),
        relations: CRM.relations, contents: FileStore(door: Entrance(client)))
      try await body(
        Workshop(
          engine: engine, client: client, operations: try engine.operations(), database: database))
    }
  }
}
