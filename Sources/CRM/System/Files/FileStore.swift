import NIOCore
import Postgres

/// Keeps bytes in the database, in pieces that go and come with short requests of their own: no connection waits for a
/// client, and row policies judge every piece.
struct FileStore: ContentStore {
  let door: any Door
  /// To send anything takes this.
  static let permission = Permission("files", "create")

  func keep(
    _ spool: Spool, name: String, type: String, for call: Call
  ) async throws -> Int {
    let name = try FileName(name)
    let kept = try await keep(ReceivedContent(spool), type: type, for: call) { content in
      ["insert into system.file (name, content_id) values (\(name.text), \(content)) returning id"]
    }
    guard let id = try kept.first?.first?.int("id") else { throw Problem.internalError }
    return id
  }

  /// Sends the bytes, and leaves none behind that `take` has not given to a file.
  ///
  /// - Parameter take: Is told the number of the content that has arrived. Where its first statement answers no row,
  ///   nothing was taken.
  /// - Returns: what the statements of `take` answer.
  func keep(
    _ received: ReceivedContent, type: String, for call: Call,
    _ take: @Sendable (Int) -> [SQL]
  ) async throws -> [Rows] {
    let content = try await announce(received, type, call)
    do {
      try await send(received, content, call)
      let results = try await run(take(content), call)
      if results.first?.isEmpty != false { await drop(content, call) }
      return results
    } catch {
      await drop(content, call)
      throw error
    }
  }

  /// Sends several, and leaves none behind where the statements fail.
  ///
  /// - Parameter take: Is told the numbers of the contents that have arrived, in their order.
  /// - Returns: what the statements of `take` answer.
  func keep(
    all parts: [(received: ReceivedContent, type: String)], for call: Call,
    _ take: @Sendable ([Int]) -> [SQL]
  ) async throws -> [Rows] {
    var contents: [Int] = []
    do {
      for part in parts {
        let content = try await announce(part.received, part.type, call)
        contents.append(content)
        try await send(part.received, content, call)
      }
      return try await run(take(contents), call)
    } catch {
      for content in contents { await drop(content, call) }
      throw error
    }
  }

  private func announce(
    _ received: ReceivedContent, _ type: String, _ call: Call
  ) async throws -> Int {
    let passage = try await door.pass(call, lane: .general, deadline: nil) { caller in
      try caller.require(Self.permission)
      return [
        """
        insert into system.content (type, size, sha256)
        values (\(type), \(received.size), \(Digest.hex(received.sha256))) returning id
        """
      ]
    }
    if let error = passage.error { throw error }
    return try passage.results[0].single.int("id")
  }

  private func send(_ received: ReceivedContent, _ content: Int, _ call: Call) async throws {
    var start = 0
    for try await piece in received.spool {
      let bytes = Array(piece.readableBytesView)
      _ = try await run(
        [
          """
          insert into system.content_piece (content_id, start, bytes)
          values (\(content), \(start), \(bytes))
          """
        ], call)
      start += bytes.count
    }
  }

  /// Also when the request itself has been cancelled; what cannot go now is swept the next day.
  private func drop(_ content: Int, _ call: Call) async {
    await Task {
      _ = try? await run(["delete from system.content where id = \(content)"], call)
    }.value
  }

  func run(_ statements: [SQL], _ call: Call) async throws -> [Rows] {
    let passage = try await door.pass(call, lane: .general, deadline: nil) { _ in statements }
    if let error = passage.error { throw error }
    return passage.results
  }
}
