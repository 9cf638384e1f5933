import NIOCore
import Postgres

/// `GET /x/{id}`: one record with its owned lists, or 304 when the client has it already.
struct GetOperation: Sendable {
  let engine: Engine
  let resource: Resource

  func answer(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let query = try RecordRequest(query: call.query)
    let model = engine.model
    let box = Box<RecordStatement>()
    let passage = try await engine.door.pass(call, lane: .fast, deadline: nil) { caller in
      try caller.require(reading: resource)
      let record = try statement(id, query, model, caller)
      box.value = record
      return record.statements
    }
    if let error = passage.error { throw error }
    guard let record = box.value else { throw Problem.internalError }
    guard let (body, etag) = record.read(passage.results) else { throw Problem.notFound }
    if query.expand.isEmpty, call.matches(etag) { return Answer(304, headers: [("ETag", etag)]) }
    return Answer(
      200, headers: [("Content-Type", "application/json"), ("ETag", etag)], body: .bytes(body))
  }

  private func statement(
    _ id: Int, _ query: RecordRequest, _ model: Model, _ caller: Caller
  ) throws -> RecordStatement {
    var faults = query.faults
    let record = try faults.attempt {
      guard !query.expand.isEmpty else {
        return try RecordStatement(resource, model, id: "\(id)", fields: query.fields)
      }
      return try RecordStatement(
        resource, model, id: "\(id)", fields: query.fields, expand: query.expand,
        children: query.fields == nil, caller: caller)
    }
    guard let record, faults.isEmpty else { throw faults.problem }
    return record
  }
}

/// What may be asked of one record.
struct RecordRequest: Sendable {
  var fields: [String]?
  var expand: [Expansion] = []
  /// What could not be read; to be told with what only the statement shows.
  private(set) var faults = QueryFaults()

  /// Reads what can be read; the rest is in ``faults``.
  init(query: [(name: String, value: String)]) throws {
    var faults = QueryFaults()
    for (name, value) in query { try faults.attempt { try take(name, value) } }
    self.faults = faults
  }

  private mutating func take(_ name: String, _ value: String) throws {
    switch name {
    case "fields": fields = ListRequest.names(value)
    case "expand": expand = try Expansion.parse(value)
    default:
      throw Problem.malformed(
        "unknown_parameter",
        Text(
          "There is no parameter '\(name)'; there are fields and expand.",
          ru: "Параметра «\(name)» нет; есть fields и expand."), field: name)
    }
  }
}

extension Call {
  /// Whether the client has this version already (RFC 9110, 13.1.2).
  func matches(_ etag: String) -> Bool {
    guard let sent = headers["if-none-match"] else { return false }
    return sent.split(separator: ",").contains {
      let tag = String($0).trimmed
      return tag == "*" || tag == etag || tag == "W/\(etag)"
    }
  }
}
