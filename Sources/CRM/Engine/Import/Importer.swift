import Postgres

/// Reads a file row by row and hands it on chunk by chunk.
struct Importer: Sendable {
  let plan: ImportPlan
  let model: Model
  let desk: any ImportDesk

  /// A chunk is written when it has so many rows, or so many bytes of the file, whichever comes first.
  static let chunk = (rows: 1000, bytes: 8 << 20)

  /// - Parameter report: What was done of the file before; so many rows are passed over.
  /// - Returns: what was done in all.
  /// - Throws: a 422 for a file that cannot be read or lacks a column; what was written before it stays.
  func run(_ file: ImportFile, from report: ImportReport) async throws -> ImportReport {
    var reader = try await file.reader()
    var header: ImportHeader?
    var intake = ImportIntake(report: report)
    var passed = 0
    while let records = try await reader.next() {
      for record in records {
        let isFirst = header == nil
        let known = try header ?? ImportHeader(record, plan, file.form)
        header = known
        if isFirst, file.form.hasHeader { continue }
        passed += 1
        guard passed > report.read else { continue }
        intake.take(record, known, plan)
        if intake.isFull { intake = ImportIntake(report: try await write(intake)) }
      }
    }
    return intake.isEmpty ? intake.report : try await write(intake)
  }

  private func write(_ intake: ImportIntake) async throws -> ImportReport {
    try await desk.keep { executor in
      var chunk = ImportChunk(
        plan, model, executor, report: intake.report, refusals: intake.refusals)
      try await chunk.write(intake.rows)
      return ImportStep(
        report: chunk.report, refusals: chunk.refusals.sorted { $0.line < $1.line })
    }
  }
}

/// What a chunk has come to.
struct ImportStep: Sendable {
  /// The counts of the file so far.
  let report: ImportReport
  /// The rows of the chunk that were refused, in the order of the file.
  let refusals: [ImportRefusal]
}

/// The rows of a chunk, as far as they can be judged without the database.
struct ImportIntake: Sendable {
  private(set) var report: ImportReport
  private(set) var rows: [ImportRow] = []
  private(set) var refusals: [ImportRefusal] = []
  /// What the records, taken, skipped and refused, have in the file.
  private var held = (rows: 0, bytes: 0)

  init(report: ImportReport) { self.report = report }

  var isEmpty: Bool { held.rows == 0 }

  var isFull: Bool { held.rows >= Importer.chunk.rows || held.bytes >= Importer.chunk.bytes }

  mutating func take(_ record: FileRecord, _ header: ImportHeader, _ plan: ImportPlan) {
    report.read += 1
    held.rows += 1
    held.bytes += record.size
    switch plan.read(record, header) {
    case .row(let row): rows.append(row)
    case .skipped: report.skipped += 1
    case .refused(let reason):
      report.refused += 1
      refusals.append(ImportRefusal(line: record.line, cells: record.cells, reason: reason))
    }
  }
}
