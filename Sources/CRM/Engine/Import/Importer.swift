import NIOCore
import Postgres

/// Reads a file row by row and writes it chunk by chunk, under the rights of the caller.
actor Importer {
  let plan: ImportPlan
  let executor: any ImportExecutor
  let model: Model
  private let statement: ImportStatement
  private let tell: @Sendable (ImportReport, [ImportRefusal]) async throws -> Void
  private var header: ImportHeader?
  private var waiting: [ImportStatement.Row] = []
  private var refusals: [ImportRefusal] = []
  /// What the rows of the chunk, taken and refused, have in the file.
  private var held = (rows: 0, bytes: 0)
  var report = ImportReport()

  /// A chunk is written when it has so many rows, or so many bytes of the file, whichever comes first.
  static let chunk = (rows: 1000, bytes: 8 << 20)

  /// - Parameter tell: Is called behind every chunk with the counts so far and the rows refused in it.
  init(
    _ plan: ImportPlan, _ model: Model, _ executor: any ImportExecutor,
    tell: @escaping @Sendable (ImportReport, [ImportRefusal]) async throws -> Void
  ) {
    self.plan = plan
    self.model = model
    self.executor = executor
    self.tell = tell
    statement = ImportStatement(plan: plan)
  }

  /// - Throws: a 422 problem for a file that is no CSV or lacks a column; what was written before it stays.
  func run(
    _ pieces: some AsyncSequence<ByteBuffer, any Error>, _ form: ImportForm
  ) async throws -> ImportReport {
    do {
      try await read(pieces, form)
    } catch  where error is Problem || error is CSVParser.Failure {
      try await tell(report, refused)
      guard let failure = error as? CSVParser.Failure else { throw error }
      throw Problem.file(failure.detail)
    }
    return report
  }

  private func read(
    _ pieces: some AsyncSequence<ByteBuffer, any Error>, _ form: ImportForm
  ) async throws {
    var parser = CSVParser(delimiter: form.delimiter, encoding: form.encoding)
    var bytes = 0
    for try await piece in pieces {
      bytes += piece.readableBytes
      guard bytes <= ImportOperations.maximumFile else {
        throw Problem.tooLarge(ImportOperations.maximumFile)
      }
      var records: [CSVParser.Record] = []
      try parser.take(piece.readableBytesView) { records.append($0) }
      try await take(records, form)
    }
    var last: [CSVParser.Record] = []
    try parser.finish { last.append($0) }
    try await take(last, form)
    guard header != nil else {
      throw Problem.file(Text("The file has no header line.", ru: "В файле нет строки заголовков."))
    }
    try await flush()
  }

  private func take(_ records: [CSVParser.Record], _ form: ImportForm) async throws {
    for record in records {
      guard let header else {
        header = try ImportHeader(record, plan, form)
        continue
      }
      take(record, header)
      if held.rows >= Self.chunk.rows || held.bytes >= Self.chunk.bytes { try await flush() }
    }
  }

  private func take(_ record: CSVParser.Record, _ header: ImportHeader) {
    report.read += 1
    guard header.fits(record) else {
      refuse(record, header.misfit(record))
      return hold(record)
    }
    guard let values = plan.values({ header.cell($0, record) }) else {
      report.skipped += 1
      return
    }
    hold(record)
    if let fault = plan.fault(values) {
      refuse(record, fault)
    } else {
      waiting.append(.init(record: record, values: values, id: nil))
    }
  }

  private func hold(_ record: CSVParser.Record) {
    held.rows += 1
    held.bytes += record.size
  }

  func refuse(_ record: CSVParser.Record, _ reason: Text) {
    report.refused += 1
    refusals.append(ImportRefusal(line: record.line, cells: record.cells, reason: reason))
  }

  /// The refusals in the order of the file; the database finds its own behind the others.
  private var refused: [ImportRefusal] { refusals.sorted { $0.line < $1.line } }

  /// Writes what waits. Rows that refer to rows of the same chunk, or repeat its keys, come behind them.
  private func flush() async throws {
    while !waiting.isEmpty {
      let rows = waiting
      waiting = []
      let sorted = try sort(try await resolve(rows))
      try await write(sorted.new, sorted.known)
      if sorted.later.count == rows.count {
        for row in sorted.later { refuse(row.record, unresolved(row)) }
      } else {
        waiting = sorted.later.map { .init(record: $0.record, values: original($0, rows), id: nil) }
      }
    }
    try await tell(report, refused)
    refusals = []
    held = (0, 0)
  }

  private func original(
    _ row: ImportStatement.Row, _ rows: [ImportStatement.Row]
  ) -> [String?] {
    rows.first { $0.record.line == row.record.line }?.values ?? row.values
  }

  private func resolve(_ rows: [ImportStatement.Row]) async throws -> [ImportStatement.Row] {
    let attempt = try await executor.run([statement.resolve(rows)])
    if let error = attempt.error {
      throw Problem.refused(error, plan.resource, model, pointer: "") ?? error
    }
    let found = attempt.results[0]
    return rows.enumerated().map { place, row in
      var row = row
      row.values = plan.fields.indices.map { found.string(place, $0 + 1) }
      row.id = found.string(place, plan.fields.count + 1).flatMap { Int($0) }
      return row
    }
  }

  private func sort(
    _ rows: [ImportStatement.Row]
  ) throws -> (
    new: [ImportStatement.Row], known: [ImportStatement.Row], later: [ImportStatement.Row]
  ) {
    var (new, known, later) = (
      [ImportStatement.Row](), [ImportStatement.Row](), [ImportStatement.Row]()
    )
    var seen: Set<[String?]> = []
    for row in rows {
      switch lot(of: row, &seen) {
      case .new: new.append(row)
      case .known: known.append(row)
      case .later: later.append(row)
      case .skipped: report.skipped += 1
      case .refused: refuse(row.record, unresolved(row))
      }
    }
    return (new, known, later)
  }

  /// What becomes of a row: what comes later needs another row of the file, what is refused refers to nothing.
  private enum Lot {
    case new, known, later, skipped, refused
  }

  /// - Parameter seen: The keys of the rows before it.
  private func lot(of row: ImportStatement.Row, _ seen: inout Set<[String?]>) -> Lot {
    let lost = plan.fields.indices.compactMap { place in
      row.values[place] == "?" ? plan.fields[place].lookup : nil
    }
    if !lost.isEmpty {
      return lost.contains { $0.table == plan.table.name } ? .later : .refused
    }
    let key = plan.keys.map { row.values[$0] }
    if !key.isEmpty, !key.contains(nil), !seen.insert(key).inserted {
      return plan.mode == .insert ? .skipped : .later
    }
    if row.id != nil { return plan.mode == .insert ? .skipped : .known }
    return plan.mode == .update ? .skipped : .new
  }

  private func unresolved(_ row: ImportStatement.Row) -> Text {
    let names = plan.fields.indices.filter { row.values[$0] == "?" }
      .map { plan.fields[$0].column.name }.joined(separator: ", ")
    return Text("\(names): there is no such record.", ru: "\(names): такой записи нет.")
  }
}
