import NIOCore
import Postgres

/// Reads what the files at records say, so that they are found by it; what cannot be read has the reason on its
/// version.
struct FileTexts: Sendable {
  let client: Client
  var reader = TextReader()

  /// Every minute; the work of one goes on until no file waits.
  var kind: JobKind {
    JobKind("file-texts", schedule: "* * * * *") { _ in
      ["files": .number(String(try await read()))]
    }
  }

  /// - Returns: How many files it has looked at.
  /// - Throws: `DatabaseError`, `ClientError`, and when the disk is full; a file of which reading has failed so three
  ///   times is given up.
  func read() async throws -> Int {
    var total = 0
    while let file = try await take() {
      try Task.checkCancellation()
      if let text = try await text(of: file) { try await keep(text, file) }
      total += 1
    }
    return total
  }

  /// A version that waits to be read.
  private struct Waiting {
    let id: Int
    let number: Int
    let name: String
    let type: String
    let size: Int
    let content: Int
  }

  private func take() async throws -> Waiting? {
    let waits = reader.pdf.isInstalled ? ["job", "pdftotext"] : ["job"]
    let row = try await client.rows("select * from system.take_text(\(waits))").single
    guard let id = try row.intIfPresent("file_id") else { return nil }
    return Waiting(
      id: id, number: try row.int("number"), name: try row.string("name"),
      type: try row.string("type"), size: try row.int("size"), content: try row.int("content_id"))
  }

  /// Nil where it has been replaced meanwhile, and another version waits.
  private func text(of file: Waiting) async throws -> FileText? {
    guard file.size <= reader.limits.file else { return FileText("", .tooLarge) }
    let spool = try Spool()
    var place = 0
    while place < file.size {
      let rows = try await client.rows(
        "select system.text_piece(\(file.content), \(place)) as bytes")
      guard let bytes = try rows.single.bytesIfPresent("bytes"), !bytes.isEmpty else { return nil }
      try await spool.write(ByteBuffer(bytes: bytes), at: place)
      place += bytes.count
    }
    return try await reader.read(spool, name: file.name, type: file.type)
  }

  private func keep(_ text: FileText, _ file: Waiting) async throws {
    _ = try await client.rows(
      """
      select system.keep_text(\(file.id), \(file.number)::integer, \(text.state.rawValue),
        \(text.failure?.rawValue), \(text.text.isEmpty ? nil : text.text))
      """)
  }
}
