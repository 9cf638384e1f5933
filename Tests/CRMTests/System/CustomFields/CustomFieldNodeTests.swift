import Postgres
import Support
import Synchronization
import Testing

@testable import CRM

@Suite struct `A change of custom fields` {
  @Test func `is known to the service that made it with the answer, and to others soon`()
    async throws
  {
    try await withCRM { first in
      try await withCRM(on: first.database) { second in
        let chief = try await first.as(.administrator)
        let other = second.anyone.with(token: chief.token)
        let field = try await chief.create("custom-fields", customField("x_region"))
        #expect(try await chief.get("parties?x_region=a").status == 200)
        #expect(
          try await eventually {
            try await other.get("parties?x_region=a").status == 200
          })
        _ = try await chief.delete("custom-fields/\(field.id)")
        #expect(try await chief.get("parties?x_region=a").status == 400)
        #expect(
          try await eventually {
            try await other.get("parties?x_region=a").status == 400
          })
      }
    }
  }

  @Test func `is not missed by a service that hears no notifications`() async throws {
    try await withCRM { first in
      try await withCRM(on: first.database, .set(\.database, first.database.reader)) { reader in
        let chief = try await first.as(.administrator)
        let there = reader.anyone.with(token: chief.token)
        #expect(try await there.get("parties?x_region=a").status == 400)
        try await chief.create("custom-fields", customField("x_region"))
        let party = try await chief.create("parties", ["name": "P", "x_region": "a"])
        #expect(
          try await eventually {
            try await there.get("parties?x_region=a").data.first?["id"]?.int == party.id
          })
      }
    }
  }

  private static func isListening(_ crm: TestCRM) async throws -> Bool {
    try await withClient(crm.database.superuser) { superuser in
      try await superuser.rows(
        """
        select from pg_catalog.pg_stat_activity
        where datname = current_database() and application_name = 'watch' and query like 'listen%'
        """
      ).count == 1
    }
  }

  @Test func `is heard of by who does not look by himself`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await withClient(crm.database.service + " application_name=watch") { client in
        let (readings, read) = AsyncStream<Void>.makeStream()
        let watch = SchemaWatch(client, logger: .quiet, pause: .seconds(600)) { _ in
          read.yield()
        }
        let watching = Task { await watch.run(listening: true) }
        for await _ in readings { break }
        // When it begins to listen it looks as well, and then finds nothing new.
        try #require(try await eventually { try await Self.isListening(crm) })
        let count = Mutex(0)
        let counting = Task { for await _ in readings { count.withLock { $0 += 1 } } }
        try await chief.create("custom-fields", customField("x_region"))
        #expect(try await eventually { count.withLock { $0 } == 1 })
        watching.cancel()
        read.finish()
        _ = await (watching.value, counting.value)
      }
    }
  }

  @Test func `waits for a long reader without making others wait`() async throws {
    try await withCRM(.set(\.connections, 4)) { crm in
      let chief = try await crm.as(.administrator)
      try await chief.create("parties", ["name": "P"])
      try await withClient(crm.database.migration) { reader in
        let making = try await reader.transaction { transaction in
          _ = try await transaction.rows("select count(*) from clients.party")
          let making = Task { try await chief.post("custom-fields", customField("x_region")) }
          #expect(try await eventually { try await crm.database.blocked() > 0 })
          // Behind a lock that waits for the reader they would wait for him, who waits for them.
          for _ in 0..<20 { #expect(try await chief.get("parties").status == 200) }
          return making
        }
        let made = try await making.value
        #expect(made.status == 201, "\(made.text)")
      }
    }
  }

  @Test func `waits for its lock a tenth of a second, whatever the session says`() async throws {
    try await withCRM(.set(\.jobs, 0)) { crm in
      let chief = try await crm.as(.administrator)
      try await withClient(crm.database.migration) { reader in
        let tried = try await reader.transaction { transaction in
          _ = try await transaction.rows("select count(*) from clients.party")
          return try await crm.sql(
            chief, "select set_config('lock_timeout', '0', true)",
            """
            insert into system.custom_field (resource, name, type, label_en, label_ru)
            values ('parties', 'x_b', 'text', 'b', 'b')
            """, "set constraints all immediate")
        }
        // Without its own limit it would wait until the statement is broken off.
        #expect(tried.error?.sqlState == "55P03", "\(tried)")
      }
    }
  }

  @Test func `on a table that is never free is given up, and leaves nothing`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      try await withClient(crm.database.migration) { reader in
        try await reader.transaction { transaction in
          _ = try await transaction.rows("select count(*) from clients.party")
          let reply = try await chief.post("custom-fields", customField("x_region"))
          #expect(reply.status == 503 && reply.problem == "table_busy", "\(reply.text)")
          #expect(reply[header: "retry-after"] != nil)
        }
      }
      #expect(try await crm.observed("select from system.custom_field").count == 0)
      #expect(try await chief.post("custom-fields", customField("x_region")).status == 201)
    }
  }
}
