import Postgres
import Testing

struct PoolingTests {
  @Test func `without prepared statements nothing stays on the server`() async throws {
    var configuration = try Client.Configuration.test(general: 1)
    configuration.preparedStatements = false
    try await withClient(configuration) { client in
      for number in 0..<5 {
        let row = try await client.first("select \(number) as n, current_setting('TimeZone') as z")
        #expect(try row?.int("n") == number)
        #expect(try row?.string("z") == "UTC")
      }
      #expect(try await client.rows("select name from pg_prepared_statements").isEmpty)
    }
  }

  @Test func `behind a pooler settings travel with each batch and leave nothing`() async throws {
    var configuration = try Client.Configuration.test(general: 1, fast: 1)
    configuration.transactionPooling = true
    configuration.deadline = .seconds(7)
    configuration.conninfo += " options='-c TimeZone=Asia/Tokyo -c IntervalStyle=postgres'"
    try await withClient(configuration) { client in
      let query: SQL = """
        select current_setting('TimeZone') as zone, current_setting('statement_timeout') as timeout,
          interval '1 day 2 hours' as span
        """
      for lane in [Client.Lane.general, .fast] {
        let row = try await client.batch(["select 1", query], lane: lane)[1][0]
        #expect(try row.string("zone") == "UTC")
        #expect(try row.string("timeout") == "7s")
        #expect(try row.string("span") == "P1DT2H")
      }
      let inside = try await client.transaction { try await $0.first(query) }
      #expect(try inside?.string("zone") == "UTC")
      let error = try await #require(throws: DatabaseError.self) {
        try await client.batch(["select 1", "select 1/0"])
      }
      #expect(error.statement == 1)
      #expect(try await client.rows("select name from pg_prepared_statements").isEmpty)
    }
  }

  @Test func `every connection speaks UTC, ISO dates and UTF-8 and says who it is`() async throws {
    var configuration = try Client.Configuration.test()
    configuration.conninfo += " options='-c DateStyle=German -c my.own=kept'"
    try await withClient(configuration) { client in
      let row = try #require(
        try await client.first(
          """
          select current_setting('DateStyle') as dates, current_setting('client_encoding') as letters,
            current_setting('application_name') as name, current_setting('my.own') as own,
            current_setting('statement_timeout') as timeout
          """))
      #expect(try row.string("dates").hasPrefix("ISO"))
      #expect(try row.string("letters") == "UTF8")
      #expect(try row.string("name") == "crm")
      #expect(try row.string("own") == "kept")
      #expect(try row.string("timeout") == "15s")
    }
  }
}
