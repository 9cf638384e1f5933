import Cluster
import Foundation
import Postgres
import Support
import Testing

/// `client_connection_check_interval` of deploy/roles.sql: the server looks whether anybody still waits.
@Suite struct `A query whose client is gone` {
  @Test func `is stopped`() async throws {
    try await withDatabase { database in
      let client = Process()
      client.executableURL = URL(fileURLWithPath: try Programs.find().path("psql"))
      client.arguments = [
        "-X", "-d", database.service + " options='-c statement_timeout=0'", "-c",
        "select pg_sleep(3600)",
      ]
      client.standardOutput = FileHandle.nullDevice
      client.standardError = FileHandle.nullDevice
      try client.run()
      let isRunning = try await eventually { try await Self.queries(database) == 1 }
      kill(client.processIdentifier, SIGKILL)
      #expect(isRunning)
      let isStopped = try await eventually { try await Self.queries(database) == 0 }
      #expect(isStopped)
    }
  }

  private static func queries(_ database: TestDatabase) async throws -> Int {
    try await withClient(database.superuser) { client in
      try await client.rows(
        """
        select from pg_stat_activity
        where datname = current_database() and state = 'active' and query like 'select pg_sleep%'
        """
      ).count
    }
  }
}
