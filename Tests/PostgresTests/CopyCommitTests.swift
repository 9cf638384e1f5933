import Postgres
import Testing

@Suite struct `The commit of a COPY` {
  /// A table whose COMMIT takes a second.
  private func withSlowTable(
    _ client: Client, _ body: (String) async throws -> Void
  ) async throws {
    let table = uniqueName("slow")
    try await client.execute("create table \(identifier: table) (id int)")
    try await client.execute(
      """
      create function \(identifier: table)() returns trigger language plpgsql
      as 'begin perform pg_sleep(1); return null; end'
      """)
    try await client.execute(
      """
      create constraint trigger slow after insert on \(identifier: table)
      deferrable initially deferred for each row when (new.id = 1)
      execute function \(identifier: table)()
      """)
    try await body(table)
    try await client.execute("drop table \(identifier: table)")
    try await client.execute("drop function \(identifier: table)()")
  }

  @Test func `is awaited by a task that was cancelled meanwhile`() async throws {
    try await withClient { client in
      try await withSlowTable(client) { table in
        let copying = Task {
          try await client.copyIn("copy \(identifier: table) from stdin", Chunks())
        }
        try await eventually {
          let busy = try await client.rows(
            "select from pg_stat_activity where query = 'commit' and wait_event = 'PgSleep'")
          return busy.count == 1
        }
        copying.cancel()
        #expect(try await copying.value == 2)
        let rows = try await client.rows("select id from \(identifier: table)")
        #expect(rows.count == 2)
      }
    }
  }

  /// Two rows.
  private struct Chunks: AsyncSequence {
    struct AsyncIterator: AsyncIteratorProtocol {
      var rest: [[UInt8]] = [Array("1\n".utf8), Array("2\n".utf8)]
      mutating func next() async throws -> [UInt8]? { rest.isEmpty ? nil : rest.removeFirst() }
    }
    func makeAsyncIterator() -> AsyncIterator { AsyncIterator() }
  }
}
