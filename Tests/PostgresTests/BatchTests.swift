import Postgres
import Testing

struct BatchTests {
  @Test func `a batch answers each statement in its order`() async throws {
    try await withClient { client in
      let (one, text) = (1, "Ульяновск")
      let results = try await client.batch([
        "select \(one) as a", "select \(text) as b", "select generate_series(1, 3) as c",
      ])
      #expect(try results[0][0].int("a") == 1)
      #expect(try results[1][0].string("b") == "Ульяновск")
      #expect(try results[2].map { try $0.int("c") } == [1, 2, 3])
    }
  }

  @Test func `an error in the middle of a batch undoes all of it and names its statement`()
    async throws
  {
    try await withClient { client in
      let table = uniqueName("batch")
      try await client.execute(
        "create table \(identifier: table) (id int constraint id_key unique)")
      let insert: SQL = "insert into \(identifier: table) values (1)"
      let error = try await #require(throws: DatabaseError.self) {
        try await client.batch([insert, "select 1", insert, "select 2"])
      }
      #expect(error.sqlState == "23505")
      #expect(error.statement == 2)
      #expect(error.constraint == "id_key")
      #expect(error.table == table)
      let left = try await client.first("select count(*) as n from \(identifier: table)")
      #expect(try left?.int("n") == 0)
      try await client.execute("drop table \(identifier: table)")
    }
  }

  @Test func `an attempt returns what came before the error`() async throws {
    try await withClient { client in
      let attempt = try await client.attempt(["select 7 as n", "select 1/0", "select 8 as n"])
      try #require(attempt.results.count == 1)
      #expect(try attempt.results[0][0].int("n") == 7)
      #expect(attempt.error?.sqlState == "22012")
      #expect(attempt.error?.statement == 1)
    }
  }

  @Test func `a deferred constraint that fails at the end has no statement`() async throws {
    try await withClient { client in
      let table = uniqueName("deferred")
      try await client.execute(
        """
        create table \(identifier: table) (
          id int primary key,
          parent int constraint parent_fkey references \(identifier: table) deferrable
            initially deferred)
        """)
      for lane in [Client.Lane.general, .fast] {
        let error = try await #require(throws: DatabaseError.self) {
          try await client.batch(
            ["insert into \(identifier: table) values (1, 2)", "select 1"], lane: lane)
        }
        #expect(error.sqlState == "23503")
        #expect(error.constraint == "parent_fkey")
        #expect(error.statement == nil)
      }
      #expect(try await client.rows("select from \(identifier: table)").isEmpty)
      try await client.execute("drop table \(identifier: table)")
    }
  }

  @Test func `a statement whose table has changed is prepared again`() async throws {
    try await withClient(.test(general: 1)) { client in
      let table = uniqueName("changing")
      try await client.execute("create table \(identifier: table) (a int)")
      try await client.execute("insert into \(identifier: table) values (1)")
      let query: SQL = "select * from \(identifier: table)"
      for _ in 0..<3 { #expect(try await client.rows(query).columnNames == ["a"]) }
      try await client.execute("alter table \(identifier: table) add b text")
      #expect(try await client.rows(query).columnNames == ["a", "b"])
      try await client.execute("deallocate all")
      #expect(try await client.rows(query).columnNames == ["a", "b"])
      try await client.execute("alter table \(identifier: table) drop b")
      let names = try await client.transaction { try await $0.rows(query).columnNames }
      #expect(names == ["a"])
      try await client.execute("drop table \(identifier: table)")
    }
  }

  @Test func `more different statements than are kept still answer`() async throws {
    try await withClient(.test(general: 1, preparedLimit: 16)) { client in
      for round in 0..<3 {
        for number in 0..<60 {
          let row = try await client.first("select \(raw: "\(number)") as n, \(round) as r")
          #expect(try row?.int("n") == number)
        }
      }
      let kept = try await client.first("select count(*) as n from pg_prepared_statements")
      #expect(try kept?.int("n") ?? 100 <= 18)
    }
  }

  @Test func `a NUL character in a bind is refused with a clear error`() async throws {
    try await withClient { client in
      let text = "a\0b"
      let error = try await #require(throws: DatabaseError.self) {
        try await client.batch(["select 1", "select \(text)"])
      }
      #expect(error.sqlState == "22021")
      #expect(error.statement == 1)
      #expect(error.message.contains("NUL"))
    }
  }

  @Test func `COPY in a batch is refused and the connection replaced`() async throws {
    try await withClient(.test(general: 1)) { client in
      let error = try await #require(throws: DatabaseError.self) {
        try await client.execute("copy (select 1) to stdout")
      }
      #expect(error.sqlState == "0A000")
      #expect(try await client.first("select 1 as n")?.int("n") == 1)
    }
  }

  @Test func `a transaction opened inside a batch does not leak to the next`() async throws {
    try await withClient(.test(general: 1)) { client in
      _ = try await client.batch(["begin", "select set_config('my.value', 'leaked', false)"])
      let row = try await client.first("select current_setting('my.value', true) as v")
      #expect(try row?.stringIfPresent("v") ?? "" == "")
    }
  }
}
