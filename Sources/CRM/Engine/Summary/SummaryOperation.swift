import NIOCore
import Postgres

/// `GET /x/summary`: what the records of a list come to, by groups.
struct SummaryOperation: Sendable {
  let engine: Engine
  let resource: Resource

  func answer(_ call: Call) async throws -> Answer {
    let view = try await engine.view(of: call, .summary, resource)
    let request = try SummaryRequest(query: call.query, view: view)
    if let form = try Acceptance(call.headers["accept"], workbooks: true).file {
      return try await file(call, request, form)
    }
    let box = Box<(SummaryColumns, zone: String)>()
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(reading: resource)
      let statement = try statement(request, caller)
      box.value = (statement.columns, caller.timeZone)
      return ["\(statement.sql) limit \(raw: "\(request.limit + 1)")"]
    }
    if let error = passage.error { throw error }
    guard let (columns, zone) = box.value else { throw Problem.internalError }
    return Self.answer(passage.results[0], columns, request.limit, zone)
  }

  private func statement(_ request: SummaryRequest, _ caller: Caller) throws -> SummaryStatement {
    try SummaryStatement(
      request, resource, engine.model, caller, units: engine.relations.units)
  }

  /// Every row, or the first of them where a limit says so.
  private func file(
    _ call: Call, _ request: SummaryRequest, _ form: ExportForm
  ) async throws -> Answer {
    let export = Export(engine: engine, resource: resource)
    return try await export.answer(call, .summary, form) { caller in
      let statement = try statement(request, caller)
      let columns = statement.columns
      let limit: SQL = request.isLimited ? " limit \(raw: "\(request.limit)")" : ""
      return ExportStatement(
        statement.sql + limit, names: Array(columns.names[columns.file]),
        types: Array(columns.types[columns.file]), from: columns.file.lowerBound)
    }
  }

  private static func answer(
    _ rows: Rows, _ columns: SummaryColumns, _ limit: Int, _ zone: String
  ) -> Answer {
    let shapes = columns.shapes
    let shown = min(rows.count, limit)
    var out = ByteBuffer()
    out.reserveCapacity(256 + shown * 200)
    out.writeStaticString("{\"data\":[")
    for row in 0..<shown {
      if row > 0 { out.writeInteger(UInt8(ascii: ",")) }
      let level = rows.string(row, 0).flatMap { Int($0) } ?? 0
      shapes[level].write(rows, row, into: &out)
    }
    let page: JSON = [
      "limit": .number("\(limit)"), "truncated": .bool(rows.count > limit),
      "time_zone": .string(zone),
    ]
    out.writeStaticString("],\"page\":")
    out.writeBytes(page.bytes)
    out.writeStaticString("}")
    return Answer(
      200, headers: [("Content-Type", "application/json"), ("Vary", "Accept")], body: .bytes(out))
  }
}
