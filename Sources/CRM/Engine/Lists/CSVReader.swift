import NIOCore
import Postgres

/// Turns rows into CSV while the database delivers them, a chunk at a time.
actor CSVReader {
  private var rows: Postgres.Cursor.AsyncIterator
  private let form: CSVForm
  private let names: [String]
  private let write: @Sendable (Rows, Int, inout ByteBuffer) throws -> Void
  private var ready: ByteBuffer?

  /// - Parameters:
  ///   - names: Of the columns, for the first line.
  ///   - write: Appends one row without its line end.
  init(
    _ rows: Postgres.Cursor, _ form: CSVForm, _ names: [String],
    write: @escaping @Sendable (Rows, Int, inout ByteBuffer) throws -> Void
  ) {
    self.rows = rows.makeAsyncIterator()
    self.form = form
    self.names = names
    self.write = write
  }

  /// Makes the header and the first piece ready.
  func begin() async throws {
    var out = ByteBuffer()
    form.header(names, into: &out)
    try await read(into: &out)
    ready = out
  }

  /// The next piece; nil behind the last.
  func next() async throws -> ByteBuffer? {
    if let first = ready {
      ready = nil
      return first
    }
    var out = ByteBuffer()
    try await read(into: &out)
    return out.readableBytes > 0 ? out : nil
  }

  private func read(into out: inout ByteBuffer) async throws {
    var iterator = rows
    let chunk = try await iterator.next()
    rows = iterator
    guard let chunk else { return }
    for row in 0..<chunk.count {
      try write(chunk, row, &out)
      out.writeStaticString("\r\n")
    }
  }
}
