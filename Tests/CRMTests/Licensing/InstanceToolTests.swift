import CRM
import Foundation
import Postgres
import Support
import Testing

/// What PostgreSQL's own tools do to an instance, each done for real. `createdb --template`, which leaves the
/// cluster alone, is beside the other cases of one cluster.
@Suite struct `An instance in the hands of PostgreSQL's tools` {
  /// pg_basebackup, then pg_promote.
  @Test func `is told by a standby as the primary found it, and is itself when promoted`()
    async throws
  {
    try await withPrimary { primary in
      try await SmallCluster.lend { standby in
        try await standby.tool(
          "pg_basebackup", "-h", primary.directory, "-U", "crm_backup", "-D", standby.data, "-R",
          "-X", "stream", "--checkpoint=fast", "--no-sync")
        try await standby.start()
        try await tells(standby, of: primary)
        try await admitsNobody(standby)
        try await isPromoted(standby, beside: primary)
      }
    }
  }

  /// Something that only the primary can have found, since a standby installs nothing.
  private func tells(_ standby: SmallCluster, of primary: SmallCluster) async throws {
    let ending = try TestLicence.file(seats: 5, revision: 2, until: TestDatabase.day(20))
    try await withClient(primary.conninfo(as: "crm_migrator")) {
      try await LicenseRegister($0).install(ending)
    }
    let found = try await primary.judge("here")
    #expect(found.hasPrefix("WARN") && found.contains("\"ending\""))
    let told = try await eventually {
      try await standby.judge("elsewhere", as: "crm_reader") == found
    }
    #expect(told)
    // Whatever machine and log-in asks: nothing is judged there.
    #expect(try await standby.judge("elsewhere") == found)
    #expect(try await standby.text("i.hosts = array[md5('here')]") == "true")
  }

  private func admitsNobody(_ standby: SmallCluster) async throws {
    let admission = try await withClient(standby.conninfo(as: "postgres")) {
      try await $0.attempt(["select slot from licensing.admit(1)"])
    }
    #expect(admission.error?.sqlState == "25006")
  }

  private func isPromoted(_ standby: SmallCluster, beside primary: SmallCluster) async throws {
    try await withClient(standby.conninfo(as: "postgres")) { client in
      #expect(try await client.rows("select pg_promote() as done").single.bool("done"))
      // The control file tells the new timeline from the next checkpoint on.
      _ = try await client.execute("checkpoint")
    }
    #expect(try await standby.isMatch("elsewhere"))
    #expect(try await standby.text("i.timeline") == "2")
    #expect(try await standby.text("i.hosts = array[md5('elsewhere'), md5('here')]") == "true")
    #expect(try await standby.bindings() == ["timeline 1", "timeline 2"])
    // The old primary may live on, on the old line: neither can see the other.
    #expect(try await primary.isMatch("here"))
    #expect(try await primary.text("i.timeline") == "1")
    #expect(try await primary.bindings() == ["timeline 1"])
  }

  /// cp -a of the data directory: nothing in the database differs, so that it is a move to the machine where it
  /// is started, and the original next to it is none the wiser.
  @Test func `is itself with its data directory, wherever that is taken`() async throws {
    try await withPrimary { primary in
      try await primary.stop()
      try await SmallCluster.lend { copy in
        try await copy.copy(primary)
        try await copy.start()
        #expect(try await copy.isMatch("elsewhere"))
        #expect(try await copy.text("i.hosts = array[md5('elsewhere'), md5('here')]") == "true")
        #expect(try await copy.bindings().count == 2)
        try await primary.start()
        #expect(try await primary.isMatch("here"))
        #expect(try await primary.identity() == copy.identity())
        #expect(try await primary.cluster() == copy.cluster())
      }
    }
  }

  @Test func `is itself after pg_resetwal, which changes no witness`() async throws {
    try await withPrimary { primary in
      let (identity, cluster) = try await (primary.identity(), primary.cluster())
      try await primary.stop()
      try await primary.tool("pg_resetwal", "-f", "-D", primary.data)
      try await primary.start()
      #expect(try await primary.isMatch("here"))
      #expect(try await primary.identity() == identity)
      #expect(try await primary.cluster() == cluster)
      #expect(try await primary.bindings() == ["timeline 1"])
    }
  }

  /// pg_dump and pg_restore. On the same machine it looks like pg_upgrade: the documented limit.
  @Test func `restored into another cluster is a copy, unless on its own machine under its name`()
    async throws
  {
    try await withPrimary { primary in
      try await SmallCluster.lend { other in
        try await other.make()
        try await other.start()
        try await other.restore(primary.conninfo(as: "crm_backup"))
        #expect(try await other.identity() == primary.identity())
        #expect(try await other.cluster() != primary.cluster())
        #expect(try await other.judge("elsewhere").hasPrefix("WARN"))
        #expect(try await !other.isMatch("elsewhere"))
        #expect(try await other.isMatch("here"))
        #expect(try await other.bindings().count == 2)
        #expect(try await primary.isMatch("here"))
      }
    }
  }

  /// pg_upgrade from 15 to 15.
  @Test func `is itself after pg_upgrade on its machine, and a copy on another`() async throws {
    try await withPrimary { primary in
      let (identity, cluster) = try await (primary.identity(), primary.cluster())
      try await primary.stop()
      try await SmallCluster.lend { new in
        try await new.make()
        try await new.upgrade(from: primary)
        try await new.start()
        #expect(try await new.identity() == identity)
        #expect(try await new.cluster() != cluster)
        #expect(try await !new.isMatch("elsewhere"))
        #expect(try await new.isMatch("here"))
        #expect(try await new.bindings().count == 2)
      }
    }
  }
}

/// Gives the body a running cluster whose instance is licensed and has served on the machine `here`.
private func withPrimary(_ body: (SmallCluster) async throws -> Void) async throws {
  try await SmallCluster.lend { primary in
    try await primary.make()
    try await primary.start()
    try await withDatabase { try await primary.restore($0.conninfo(as: "crm_backup")) }
    #expect(try await primary.judge("here").hasPrefix("FULL"))
    try await body(primary)
  }
}

extension SmallCluster {
  /// Judges at once as the service of a machine does: the mode, its reasons, and when that was found.
  fileprivate func judge(_ host: String, as role: String = "crm_service") async throws -> String {
    let sql: SQL = """
      select mode || ' ' || reasons::text || ' ' || computed_at::text as answer
      from licensing.judge(md5(\(host)), true)
      """
    return try await withClient(conninfo(as: role)) { client in
      try await client.rows(sql).single.string("answer")
    }
  }

  /// Whether the machine's service is told that this is the instance and no copy of it.
  fileprivate func isMatch(_ host: String) async throws -> Bool {
    let answer = try await judge(host)
    return try await text("i.copy_since is null") == "true" && !answer.contains("\"copy\"")
  }

  /// The number that the instance keeps.
  fileprivate func identity() async throws -> String { try await text("i.instance_id") }

  /// The number of the cluster, as PostgreSQL has it.
  fileprivate func cluster() async throws -> String {
    try await text("(select s.system_identifier from pg_control_system() as s)")
  }

  /// An expression over the instance, as text.
  fileprivate func text(_ expression: String) async throws -> String {
    let sql = SQL(raw: "select (\(expression))::text as answer from licensing.instance as i")
    return try await withClient(conninfo(as: "postgres")) { client in
      try await client.rows(sql).single.string("answer")
    }
  }

  /// What was logged of every time that witnesses were entered.
  fileprivate func bindings() async throws -> [String] {
    try await withClient(conninfo(as: "postgres")) { client in
      try await client.rows(
        """
        select 'timeline ' || (e.detail ->> 'timeline') as line from licensing.event as e
        where e.kind = 'bound' order by e.id
        """
      ).map { try $0.string("line") }
    }
  }
}
