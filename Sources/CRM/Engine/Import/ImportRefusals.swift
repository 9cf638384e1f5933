import NIOCore
import Postgres

/// `GET /imports/{id}/errors`: every row that was refused, in the order of the file, with the reason.
struct ImportRefusals: Sendable {
  let engine: Engine

  /// In pages, or streamed as one CSV when `Accept` asks for it.
  ///
  /// - Throws: a 404 for an import that the caller may not see, a 400 that names the parameter.
  func answer(_ call: Call) async throws -> Answer {
    let id = try call.id()
    let question = "imports\n\(id)\nerrors"
    let request = try PageRequest(call.query, question: question, engine.cursors)
    if case .csv(let form) = try Acceptance(call.headers["accept"]) {
      return try await file(id, request, form, call)
    }
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
      [found(id), statement(id, after: request.last, limit: request.limit + 1, call.language)]
    }
    if let error = passage.error { throw error }
    guard passage.results[0].count == 1 else { throw Problem.notFound }
    let rows = passage.results[1]
    let page = Page(
      rows: rows, request: request, question: question, path: "/imports/\(id)/errors")
    var answer = page.answer(engine.cursors) { Self.shape.write(rows, $0, into: &$1) }
    answer.headers.append(("Vary", "Accept"))
    return answer
  }

  private func found(_ id: Int) -> SQL {
    "select from \(identifier: engine.relations.imports) where id = \(id)"
  }

  private func statement(_ id: Int, after last: Int?, limit: Int?, _ language: Language) -> SQL {
    let reason = language == .ru ? "reason_ru" : "reason_en"
    let rows: SQL = """
      select id, line, \(identifier: reason), to_jsonb(cells)::text
      from \(identifier: engine.relations.importRefusals)
      where import_id = \(id) and id > \(last ?? 0) order by id
      """
    return rows + (limit.map { " limit \(raw: String($0))" } ?? "")
  }

  private static let shape = Shape(parts: [
    .cell(name: Shape.name("line"), column: 1, style: .raw),
    .cell(name: Shape.name("reason"), column: 2, style: .text),
    .cell(name: Shape.name("cells"), column: 3, style: .raw),
  ])

  private func file(
    _ id: Int, _ request: PageRequest, _ form: CSVForm, _ call: Call
  ) async throws -> Answer {
    guard request.last == nil else { throw Problem.notInCSV("cursor") }
    let limit = request.isLimited ? request.limit : nil
    let (names, form) = try await shape(id, form, call)
    let (_, entry) = try await engine.door.entry(call)
    let rows = engine.client.cursor(
      statement(id, after: nil, limit: limit, call.language),
      before: entry + [Export.patience, found(id)], chunk: 500
    ) { results in
      guard results.dropLast(2).last?.count == 1 else { throw Problem.unauthenticated }
      guard results.last?.count == 1 else { throw Problem.notFound }
    }
    let reader = CSVReader(rows, form, ["line", "reason"] + (names ?? ["cells"])) {
      rows, row, out in
      try Self.write(rows, row, form, width: names?.count ?? 0, into: &out)
    }
    try await reader.begin()
    return Answer(200, headers: Self.headers(id), body: .stream { try await reader.next() })
  }

  /// The names of the file's columns, and the form in which its own mapping can read the rows once they are mended:
  /// its delimiter, unless the client wants another, and a mark of UTF-8 where it was written otherwise.
  private func shape(
    _ id: Int, _ asked: CSVForm, _ call: Call
  ) async throws -> (names: [String]?, form: CSVForm) {
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
      [
        """
        select to_jsonb(header)::text as names, mapping::text as mapping
        from \(identifier: engine.relations.imports) where id = \(id)
        """
      ]
    }
    if let error = passage.error { throw error }
    guard let row = passage.results[0].first else { throw Problem.notFound }
    let names = try row.stringIfPresent("names").map { try JSONParser.parse(Array($0.utf8)) }
    let told = try ImportForm(mapping: JSONParser.parse(Array(try row.string("mapping").utf8)))
    var form = asked
    if !form.isChosen { form.delimiter = told.delimiter }
    if let encoding = told.encoding, encoding != .utf8 { form.bom = true }
    return (names?.array?.compactMap(\.string), form)
  }

  private static func headers(_ id: Int) -> [(name: String, value: String)] {
    [
      ("Content-Type", "text/csv; charset=utf-8; header=present"),
      ("Content-Disposition", "attachment; filename=\"import-\(id)-errors.csv\""),
      ("Vary", "Accept"),
    ]
  }

  /// Line and reason, and behind them the cells as they were read, each in its own place.
  ///
  /// - Parameter width: How many cells there are at least.
  private static func write(
    _ rows: Rows, _ row: Int, _ form: CSVForm, width: Int, into out: inout ByteBuffer
  ) throws {
    form.write(rows.bytes(row, 1), .integer, into: &out)
    out.writeInteger(form.delimiter)
    form.write(rows.bytes(row, 2), .text, into: &out)
    let cells = try JSONParser.parse(Array((rows.string(row, 3) ?? "[]").utf8)).array ?? []
    let texts = cells.compactMap(\.string)
    for place in 0..<max(width, texts.count) {
      out.writeInteger(form.delimiter)
      guard place < texts.count else { continue }
      Array(texts[place].utf8).withUnsafeBufferPointer { form.write($0, .text, into: &out) }
    }
  }

  /// One refused row as OpenAPI describes it.
  static let schema: JSON = [
    "type": "object", "required": ["line", "reason", "cells"],
    "properties": [
      "line": [
        "type": "integer", "description": "The line of the file on which it begins, from 1.",
      ],
      "reason": [
        "type": "string", "description": "Why, in the language that was asked for.",
      ],
      "cells": [
        "type": "array", "items": ["type": "string"], "description": "The row as it was read.",
      ],
    ],
  ]
}
