import NIOCore
import Postgres

/// The whole of a list as CSV (RFC 4180), streamed while the database delivers.
struct Export: Sendable {
  let engine: Engine
  let resource: Resource

  /// `text/csv;bom=true;delimiter=;`: a BOM and the delimiter that Russian spreadsheets expect.
  struct Form: Sendable {
    var bom = false
    var delimiter = UInt8(ascii: ",")

    /// - Throws: a 406 for parameters that are not understood.
    init(accept: String) throws {
      let type =
        accept.split(separator: ",").first { String($0).trimmed.hasPrefix("text/csv") } ?? ""
      for part in type.split(separator: ";").dropFirst() {
        let sides = part.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
        switch (sides.first, sides.dropFirst().first) {
        case ("bom", let value): bom = value == "true"
        case ("delimiter", "tab"): delimiter = UInt8(ascii: "\t")
        case ("delimiter", let value?): delimiter = value.utf8.first ?? UInt8(ascii: ",")
        default: continue
        }
      }
      if type.hasSuffix("delimiter=") || type.contains("delimiter=;") {
        delimiter = UInt8(ascii: ";")
      }
    }
  }

  func answer(_ call: Call) async throws -> Answer {
    let form = try Form(accept: call.headers["accept"] ?? "")
    let request = try ListRequest(query: call.query)
    let (caller, entry) = try await engine.door.entry(call)
    try caller.require(Permission(resource.key, "read"))
    try caller.require(Permission(resource.key, "export"))
    let statement = try ExportStatement(request, resource, engine.model.value, caller)
    let reader = CSVReader(
      engine.client.cursor(statement.sql, before: entry + [Self.patience], chunk: 500),
      statement, form)
    let name = "\(resource.name).csv"
    return Answer(
      200,
      headers: [
        ("Content-Type", "text/csv; charset=utf-8; header=present"),
        ("Content-Disposition", "attachment; filename=\"\(name)\""),
      ], body: .stream { try await reader.next() })
  }

  /// A whole list takes longer than a page.
  private static let patience: SQL = "select set_config('statement_timeout', '15min', true)"
}

/// The statement of an export: every field of every record that the filter and the rights leave.
struct ExportStatement: Sendable {
  let sql: SQL
  let names: [String]
  let types: [ValueType]

  init(
    _ request: ListRequest, _ resource: Resource, _ model: Model, _ caller: Caller
  ) throws {
    var joins = Joins(model, resource)
    let columns =
      try request.fields?.map { try joins.field($0, parameter: "fields") }
      ?? model.fields(of: resource).map {
        FieldReference(column: $0, resource: resource, alias: "t")
      }
    let sorting = try Sorting(request.sort, &joins)
    let conditions = try ListStatement.conditions(request, resource, model, caller, &joins)
    names = request.fields ?? columns.map(\.column.name)
    types = columns.map(\.column.type)
    sql =
      "select \(columns.map(\.output).joined(", ")) \(try joins.from()) where \(conditions) \(sorting.order)"
  }
}

/// Turns the rows of an export into CSV, a chunk at a time.
actor CSVReader {
  private var rows: Postgres.Cursor.AsyncIterator
  private let statement: ExportStatement
  private let form: Export.Form
  private var begun = false

  init(_ rows: Postgres.Cursor, _ statement: ExportStatement, _ form: Export.Form) {
    self.rows = rows.makeAsyncIterator()
    self.statement = statement
    self.form = form
  }

  /// The next piece; nil behind the last.
  func next() async throws -> ByteBuffer? {
    var out = ByteBuffer()
    if !begun {
      begun = true
      header(into: &out)
    }
    var iterator = rows
    let chunk = try await iterator.next()
    rows = iterator
    guard let chunk else { return out.readableBytes > 0 ? out : nil }
    for row in 0..<chunk.count { write(chunk, row, into: &out) }
    return out
  }

  private func header(into out: inout ByteBuffer) {
    if form.bom { out.writeBytes([0xEF, 0xBB, 0xBF]) }
    for (place, name) in statement.names.enumerated() {
      if place > 0 { out.writeInteger(form.delimiter) }
      out.writeString(name)
    }
    out.writeStaticString("\r\n")
  }

  private func write(_ rows: Rows, _ row: Int, into out: inout ByteBuffer) {
    for (place, type) in statement.types.enumerated() {
      if place > 0 { out.writeInteger(form.delimiter) }
      guard let cell = rows.bytes(row, place) else { continue }
      CSVCell.write(cell, type, delimiter: form.delimiter, into: &out)
    }
    out.writeStaticString("\r\n")
  }
}

/// How one cell stands in CSV.
enum CSVCell {
  static func write(
    _ cell: UnsafeBufferPointer<UInt8>, _ type: ValueType, delimiter: UInt8,
    into out: inout ByteBuffer
  ) {
    switch type {
    case .integer, .decimal, .date: out.writeBytes(cell)
    case .boolean: out.writeStaticString(cell.first == UInt8(ascii: "t") ? "true" : "false")
    case .instant:
      var json = ByteBuffer()
      Shape.Style.instant.write(cell, into: &json)
      out.writeBytes(json.readableBytesView.dropFirst().dropLast())
    case .text, .json, .textList, .integerList: write(text: cell, delimiter, into: &out)
    }
  }

  /// Quotes what needs it; a cell that a spreadsheet would take for a formula gets an apostrophe (OWASP).
  private static func write(
    text cell: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8, into out: inout ByteBuffer
  ) {
    let guarded = cell.first.map { Array("=+-@\t\r".utf8).contains($0) } ?? true
    let special: (UInt8) -> Bool = { $0 == delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    guard guarded || cell.contains(where: special) else {
      out.writeBytes(cell)
      return
    }
    out.writeInteger(UInt8(ascii: "\""))
    if guarded, !cell.isEmpty { out.writeInteger(UInt8(ascii: "'")) }
    for byte in cell {
      if byte == 0x22 { out.writeInteger(byte) }
      out.writeInteger(byte)
    }
    out.writeInteger(UInt8(ascii: "\""))
  }
}

extension Call {
  /// Whether the client wants the list as CSV.
  var wantsCSV: Bool { headers["accept"]?.contains("text/csv") ?? false }
}
