import Postgres
import Testing

struct NotificationTests {
  @Test func `notifications arrive, and go on after the connection was lost`() async throws {
    try await withClient { client in
      let channel = uniqueName("Kanal")
      var stream = client.notifications(channel).makeAsyncIterator()
      #expect(await stream.next() == "")
      try await client.execute("select pg_notify(\(channel), 'eins'), pg_notify(\(channel), 'два')")
      #expect(await stream.next() == "eins")
      #expect(await stream.next() == "два")

      let listen = "listen \(SQL.quoted(channel))"
      let pid = try await client.first("select pid from pg_stat_activity where query = \(listen)")
      _ = try await client.rows("select pg_terminate_backend(\(pid?.int("pid") ?? 0)::int)")
      #expect(await stream.next() == "")
      try await client.execute("select pg_notify(\(channel), 'three')")
      #expect(await stream.next() == "three")
    }
  }

  @Test func `each reader has all notifications of its channel and no others`() async throws {
    try await withClient { client in
      let channels = [uniqueName("a"), uniqueName("b")]
      var first = client.notifications(channels[0]).makeAsyncIterator()
      #expect(await first.next() == "")
      var second = client.notifications(channels[0]).makeAsyncIterator()
      #expect(await second.next() == "")
      var other = client.notifications(channels[1]).makeAsyncIterator()
      #expect(await other.next() == "")
      try await client.execute("select pg_notify(\(channels[0]), 'x')")
      try await client.execute("select pg_notify(\(channels[1]), 'y')")
      #expect(await first.next() == "x")
      #expect(await second.next() == "x")
      #expect(await other.next() == "y")
    }
  }
}
