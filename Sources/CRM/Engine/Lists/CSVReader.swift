import NIOCore
import Postgres

/// Turns rows into CSV while the database delivers them, a chunk at a time.
actor CSVReader {
  private var iterator: Postgres.Cursor.AsyncIterator
  private let form: CSVForm
  private let names: [String]
  private let write: @Sendable (Rows, Int, inout ByteBuffer) throws -> Void
  private var ready: ByteBuffer?
  /// How many have been read.
  private(set) var rows = 0

  /// - Parameters:
  ///   - names: Of the columns, for the first line.
  ///   - write: Appends one row without its line end.
  init(
    _ rows: Postgres.Cursor, _ form: CSVForm, _ names: [String],
    write: @escaping @Sendable (Rows, Int, inout ByteBuffer) throws -> Void
  ) {
    iterator = rows.makeAsyncIterator()
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
    var iterator = iterator
    let chunk = try await iterator.next()
    self.iterator = iterator
    guard let chunk else { return }
    rows += chunk.count
    for row in 0..<chunk.count {
      try write(chunk, row, &out)
      out.writeStaticString("\r\n")
    }
  }
}
