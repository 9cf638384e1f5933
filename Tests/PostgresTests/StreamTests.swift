import Postgres
import Testing

@Suite(.serialized) struct StreamTests {
  @Test func `a result of 400 MB is read by cursor in constant memory`() async throws {
    try await withClient { client in
      try await inConstantMemory { watch in
        var (rows, bytes) = (0, 0)
        let query: SQL = "select n, repeat('x', 4000) as t from generate_series(1, 100000) as n"
        for try await part in client.cursor(query, before: ["select 1"]) {
          rows += part.count
          bytes += part.bytes(0, 1).map { $0.count * part.count } ?? 0
          try watch.look()
        }
        #expect(rows == 100_000)
        #expect(bytes == 400_000_000)
      }
    }
  }

  @Test func `a million rows are copied in and out in constant memory`() async throws {
    try await withClient { client in
      let table = uniqueName("million")
      try await inConstantMemory { watch in
        try await client.execute("create unlogged table \(identifier: table) (id int, name text)")
        let copied = try await client.copyIn(
          "copy \(identifier: table) from stdin", Lines(rows: 1_000_000))
        try watch.look()
        #expect(copied == 1_000_000)
        var bytes = 0
        for try await chunk in client.copyOut("copy \(identifier: table) to stdout") {
          bytes += chunk.count
          try watch.look()
        }
        #expect(bytes == 1_000_000 * Lines.size)
        try await client.execute("drop table \(identifier: table)")
      }
    }
  }

  @Test func `a slow reader holds the server back`() async throws {
    try await withClient { client in
      let query: SQL =
        "copy (select repeat('y', 1000) from generate_series(1, 1000000)) to stdout"
      try await inConstantMemory { watch in
        var bytes = 0
        for try await chunk in client.copyOut(query) {
          bytes += chunk.count
          if bytes < 2_000_000 { try await Task.sleep(for: .milliseconds(20)) }
          try watch.look()
          if bytes > 20_000_000 { break }
        }
      }
      try await eventually { client.statistics.dedicated == 0 }
    }
  }

  @Test func `a statement before a COPY runs in its transaction and is judged`() async throws {
    struct Refusal: Error {}
    try await withClient { client in
      let before: [SQL] = ["select set_config('my.context', 'seen', true) as c"]
      var text: [UInt8] = []
      let wanted = "it's"
      let query: SQL = "copy (select current_setting('my.context'), \(wanted)) to stdout"
      for try await chunk in client.copyOut(query, before: before) { text += chunk }
      #expect(String(decoding: text, as: UTF8.self) == "seen\tit's\n")
      await #expect(throws: Refusal.self) {
        for try await _ in client.copyOut(query, before: before, check: { _ in throw Refusal() }) {}
      }
      await #expect(throws: Refusal.self) {
        let cursor = client.cursor("select 1", before: before) { results in
          if try results[0][0].string("c") == "seen" { throw Refusal() }
        }
        for try await _ in cursor {}
      }
    }
  }

  @Test func `a bad line undoes the whole COPY`() async throws {
    try await withClient { client in
      let table = uniqueName("bad")
      try await client.execute("create table \(identifier: table) (id int)")
      let copy: SQL = "copy \(identifier: table) from stdin"
      let error = try await #require(throws: DatabaseError.self) {
        try await client.copyIn(copy, chunks("1\n2\n", "x\n"), before: ["select 1"])
      }
      #expect(error.sqlState == "22P02")
      #expect(error.statement == 1)
      #expect(try await client.rows("select id from \(identifier: table)").isEmpty)
      #expect(try await client.copyIn(copy, chunks("1\n", "", "2\n")) == 2)
      try await client.execute("drop table \(identifier: table)")
    }
  }

  @Test func `a COPY whose chunks fail, or whose task is cancelled, copies nothing`() async throws {
    struct Broken: Error {}
    try await withClient { client in
      let table = uniqueName("broken")
      try await client.execute("create table \(identifier: table) (id int)")
      let copy: SQL = "copy \(identifier: table) from stdin"
      let broken = AsyncThrowingStream<[UInt8], any Error> { stream in
        stream.yield(Array("1\n".utf8))
        stream.finish(throwing: Broken())
      }
      await #expect(throws: Broken.self) { try await client.copyIn(copy, broken) }
      let endless = Task { try await client.copyIn(copy, Lines(rows: .max)) }
      try await Task.sleep(for: .milliseconds(200))
      endless.cancel()
      await #expect(throws: CancellationError.self) { try await endless.value }
      try await eventually { client.statistics.dedicated == 0 }
      #expect(try await client.rows("select id from \(identifier: table)").isEmpty)
      try await client.execute("drop table \(identifier: table)")
    }
  }

  @Test func `no more connections are opened beside the lanes than allowed`() async throws {
    var configuration = try Client.Configuration.test()
    configuration.dedicated = 2
    try await withClient(configuration) { client in
      var iterators = (0..<2).map { _ in
        client.cursor("select generate_series(1, 10000)").makeAsyncIterator()
      }
      for place in iterators.indices { _ = try await iterators[place].next() }
      var third = client.cursor("select 1").makeAsyncIterator()
      await #expect(throws: ClientError.overloaded(retryAfter: .seconds(5))) {
        try await third.next()
      }
      iterators = []
      try await eventually { client.statistics.dedicated == 0 }
      var fourth = client.cursor("select 1").makeAsyncIterator()
      #expect(try await fourth.next()?.count == 1)
      #expect(try await fourth.next() == nil)
    }
  }

  private func chunks(_ texts: String...) -> AsyncStream<[UInt8]> {
    AsyncStream { stream in
      for text in texts { stream.yield(Array(text.utf8)) }
      stream.finish()
    }
  }
}

/// Lines of COPY text, 1,000 in a chunk.
private struct Lines: AsyncSequence, AsyncIteratorProtocol {
  static let size = line.utf8.count

  private static let line = "7\t" + String(repeating: "n", count: 200) + "\n"
  private static let chunk = Array(String(repeating: line, count: 1000).utf8)

  let rows: Int
  private var written = 0

  init(rows: Int) {
    self.rows = rows
  }

  func makeAsyncIterator() -> Lines { self }

  mutating func next() async throws -> [UInt8]? {
    guard written < rows else { return nil }
    written += 1000
    return Self.chunk
  }
}

/// Waits up to three minutes for something to become true.
func eventually(_ condition: () async throws -> Bool) async throws {
  let start = ContinuousClock.now
  while start.duration(to: .now) < .seconds(180) {
    if try await condition() { return }
    try await Task.sleep(for: .milliseconds(10))
  }
  Issue.record("it did not become true within three minutes")
}
