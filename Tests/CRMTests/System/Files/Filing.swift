import CRM
import Postgres
import Support

/// Sends and takes files as somebody.
struct Filing: Sendable {
  let session: TestSession

  @discardableResult
  func send(
    _ bytes: [UInt8], name: String = "a.bin", type: String = "application/octet-stream",
    headers: [(String, String)] = []
  ) async throws -> Reply {
    try await session.send(
      "PUT", "files?name=\(name.escaped)", headers: [("Content-Type", type)] + headers,
      body: bytes)
  }

  func replace(
    _ id: Int, _ bytes: [UInt8], ifMatch: String?, type: String = "application/octet-stream"
  ) async throws -> Reply {
    try await session.send(
      "PUT", "files/\(id)/content",
      headers: [("Content-Type", type)] + (ifMatch.map { [("If-Match", $0)] } ?? []), body: bytes)
  }

  func content(_ id: Int, _ query: String = "", headers: [(String, String)] = []) async throws
    -> Reply
  {
    try await session.get("files/\(id)/content\(query)", headers: headers)
  }

  @discardableResult
  func link(_ file: Int, _ record: Int, _ resource: String = "parties") async throws -> Reply {
    try await session.post(
      "file-links",
      ["file_id": .id(file), "resource": .string(resource), "record_id": .id(record)])
  }

  /// So many bytes that no pattern repeats at the bounds of pieces.
  static func bytes(_ count: Int, seed: UInt32 = 1) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(truncatingIfNeeded: state >> 24)
    }
  }
}

extension TestCRM {
  /// How many contents, pieces, files and versions there are.
  func filed() async throws -> [Int] {
    let row = try await observed(
      """
      select (select count(*) from system.content) as contents,
        (select count(*) from system.content_piece) as pieces,
        (select count(*) from system.file) as files,
        (select count(*) from system.file_version) as versions
      """)[0]
    return try ["contents", "pieces", "files", "versions"].map { try row.int($0) }
  }
}
