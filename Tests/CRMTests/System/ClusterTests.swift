import Cluster
import Foundation
import Logging
import Support
import Testing

@Suite(.serialized) struct `A private cluster` {
  @Test func `starts from nothing, and again with what is there`() async throws {
    try await withFolder { folder in
      let cluster = try PrivateCluster(data: folder, logger: .quiet)
      let made = try await cluster.start()
      try await cluster.psql(database: "postgres", input: "create table kept (id int)")
      await cluster.stop()
      let madeAgain = try await cluster.start()
      let tables = try await cluster.psql(
        database: "postgres",
        input: "select count(*) from kept; show data_checksums; show listen_addresses")
      await cluster.stop()
      #expect(made && !madeAgain)
      #expect(tables == "0\non")
    }
  }

  @Test func `starts after its server was killed`() async throws {
    try await withFolder { folder in
      let cluster = try PrivateCluster(data: folder, logger: .quiet)
      try await cluster.start()
      let file = "\(cluster.directories.cluster)/postmaster.pid"
      let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
      kill(try #require(pid_t(lines[0])), SIGKILL)
      try await cluster.start()
      let answer = try await cluster.psql(database: "postgres", input: "select 1")
      await cluster.stop()
      #expect(answer == "1")
    }
  }

  @Test func `starts over a lock file whose number belongs to a stranger`() async throws {
    try await withFolder { folder in
      let cluster = try PrivateCluster(data: folder, logger: .quiet)
      try await cluster.start()
      await cluster.stop()
      let file = "\(cluster.directories.cluster)/postmaster.pid"
      try "\(getpid())\n\(cluster.directories.cluster)\n".write(
        toFile: file, atomically: true, encoding: .utf8)
      try await cluster.start()
      await cluster.stop()
    }
  }

  @Test func `is used by one service at a time`() async throws {
    try await withFolder { folder in
      let cluster = try PrivateCluster(data: folder, logger: .quiet)
      let message = Self.message { _ = try PrivateCluster(data: folder, logger: .quiet) }
      #expect(message.contains("Another crm (process \(getpid()))"))
      _ = cluster
    }
  }

  @Test func `of another version says what to do`() async throws {
    try await withFolder { folder in
      let cluster = try PrivateCluster(data: folder, logger: .quiet)
      try await cluster.start()
      await cluster.stop()
      try "13\n".write(
        toFile: "\(cluster.directories.cluster)/PG_VERSION", atomically: true, encoding: .utf8)
      await #expect(throws: ClusterError.self) { try await cluster.start() }
    }
  }

  @Test func `keeps its passwords in files that only their owner reads`() async throws {
    try await withFolder { folder in
      let cluster = try PrivateCluster(data: folder, logger: .quiet)
      let first = try cluster.secrets.password(for: "crm_service")
      let second = try cluster.secrets.password(for: "crm_service")
      let path = "\(cluster.directories.secrets)/crm_service"
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(first == second && first.count == 24)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func `has a socket path that fits even when its own does not`() {
    let deep = "/tmp/" + String(repeating: "deep/", count: 30)
    #expect(Directories(data: deep).socket.utf8.count < 80)
    #expect(Directories(data: "/srv/crm").socket == "/srv/crm/run")
  }

  @Test func `without PostgreSQL says which package to install`() {
    let found = try? Programs.find(environment: ["PATH": "/nonexistent"])
    let error = ClusterError.missing(searched: ["/nonexistent"])
    #expect(found?.directory == "/usr/lib/postgresql/15/bin" || found == nil)
    #expect(error.description.contains("apt-get install postgresql-15"))
  }

  @Test(arguments: ["/nonexistent", "/usr/bin"])
  func `takes no other PostgreSQL than the one that is named`(place: String) {
    let message = Self.message {
      _ = try Programs.find(environment: ["PATH": "/bin", "CRM_POSTGRES_BIN": place])
    }
    #expect(message.contains("CRM_POSTGRES_BIN names \(place), but "))
  }

  @Test func `is not made over a directory that holds something else`() async throws {
    try await withFolder { folder in
      let cluster = try PrivateCluster(data: folder, logger: .quiet)
      let place = cluster.directories.cluster
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
      try "mine".write(toFile: "\(place)/notes", atomically: true, encoding: .utf8)
      let error = await #expect(throws: ClusterError.self) { try await cluster.start() }
      #expect(error?.description.hasPrefix("\(place) is not empty, yet no cluster") == true)
      #expect(try FileManager.default.contentsOfDirectory(atPath: place) == ["notes"])
    }
  }

  private static func message(_ work: () throws -> Void) -> String {
    do {
      try work()
      return ""
    } catch {
      return "\(error)"
    }
  }
}

/// Lends a directory that does not exist yet, and removes what was made there.
func withFolder(_ body: (String) async throws -> Void) async throws {
  let folder = "/tmp/crm-\(UUID().uuidString.prefix(8))"
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try await body(folder)
}
