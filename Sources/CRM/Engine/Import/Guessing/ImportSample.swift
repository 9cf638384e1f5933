/// The beginning of a file: how it is written, and its first records.
struct ImportSample: Sendable {
  let records: [FileRecord]
  let columns: [ColumnGuess]
  /// The members of a mapping that say how the file is written, where that is not as it is without a word.
  let members: [JSON.Member]
  /// The name of the file without its ending.
  let source: String
  /// What is told of the file.
  let json: [JSON.Member]

  /// Text.
  ///
  /// - Parameters:
  ///   - told: What is known of how it is written.
  ///   - zone: The time zone of who asks.
  init(
    _ bytes: [UInt8], _ stored: StoredContent, told: ToldForm?, zone: String
  ) throws {
    let isWhole = bytes.count >= stored.size
    let guess = try FormGuess(bytes, isWhole: isWhole, told: told)
    let form = guess.form
    let encoding = form.encoding ?? .utf8
    let delimiter = String(Unicode.Scalar(form.delimiter))
    var csv: [JSON.Member] = []
    if form.delimiter != UInt8(ascii: ",") { csv.append(.init("delimiter", .string(delimiter))) }
    if encoding != .utf8 { csv.append(.init("encoding", .string(encoding.rawValue))) }
    var members: [JSON.Member] = csv.isEmpty ? [] : [.init("csv", .object(csv))]
    if !form.hasHeader { members.append(.init("header", false)) }
    let used = max(guess.records.map(\.size).reduce(0, +), 1)
    let estimate = isWhole ? guess.count : guess.records.count * stored.size / used
    let json: JSON = [
      "type": "csv", "encoding": .string(encoding.rawValue), "delimiter": .string(delimiter),
      "header": .bool(form.hasHeader),
      "confidence": [
        "encoding": .share(guess.confidence.encoding),
        "delimiter": .share(guess.confidence.delimiter), "header": .share(guess.confidence.header),
      ],
    ]
    self.init(
      guess.records, form, members, stored, json, rows: estimate, isExact: isWhole, zone: zone)
  }

  /// A workbook.
  init(
    workbook: Spool, _ stored: StoredContent, told: ToldForm?, zone: String
  ) async throws {
    var form = ImportForm(encoding: nil, sheet: told?.sheet)
    var reader = try await SheetRecords(workbook, form)
    var records: [FileRecord] = []
    while records.count < FormGuess.most, let more = try await reader.next() { records += more }
    guard !records.isEmpty else {
      throw Problem.file(Text("The sheet is empty.", ru: "Лист пуст."))
    }
    let header = HeaderGuess.guess(records)
    form.hasHeader = told?.hasHeader ?? header.isThere
    let sheets = try await SheetRows.sheets(of: workbook).map { JSON.string($0.name) }
    let json: JSON = [
      "type": "xlsx", "sheets": .array(sheets), "sheet": form.sheet.map(JSON.string) ?? .null,
      "header": .bool(form.hasHeader), "confidence": ["header": .share(header.confidence)],
    ]
    var members: [JSON.Member] = form.sheet.map { [.init("sheet", .string($0))] } ?? []
    if !form.hasHeader { members.append(.init("header", false)) }
    let isExact = records.count < FormGuess.most
    self.init(
      records, form, members, stored, json, rows: records.count, isExact: isExact, zone: zone)
  }

  private init(
    _ records: [FileRecord], _ form: ImportForm, _ members: [JSON.Member],
    _ stored: StoredContent, _ told: JSON, rows: Int, isExact: Bool, zone: String
  ) {
    let names = records.first.map(form.names) ?? []
    let data = records.dropFirst(form.hasHeader ? 1 : 0)
    columns = names.enumerated().map { ColumnGuess($1, $0, data, zone: zone) }
    self.records = Array(records.prefix(FormGuess.most))
    self.members = members
    let dot = stored.name.lastIndex(of: ".") ?? stored.name.endIndex
    source = String(stored.name[..<dot].prefix(100))
    let twice = Dictionary(grouping: names) { $0 }.filter { $1.count > 1 }.keys.sorted()
    json = [
      .init("file", ["name": .string(stored.name), "size": .number(String(stored.size))]),
      .init("form", told), .init("columns", .array(columns.map(\.json))),
      .init("repeated", .array(twice.map(JSON.string))),
      .init("row_count", .number(String(max(0, rows - (form.hasHeader ? 1 : 0))))),
      .init("row_count_kind", isExact ? "exact" : "estimate"),
      .init("rows", .array(data.prefix(20).map(Self.row))),
    ]
  }

  private static func row(_ record: FileRecord) -> JSON {
    [
      "line": .number(String(record.line)), "cells": .array(record.cells.map(JSON.string)),
    ]
  }
}
