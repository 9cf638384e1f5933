import Foundation
import License
import Postgres
import Support
import Testing

/// A list of revocations takes the place of all before it: one that is damaged must not bring back what was revoked.
@Suite struct `A list of revocations` {
  private let key = SigningKey(kid: "own", seed: [UInt8](repeating: 7, count: 32))

  /// Gives the body a database that trusts this suite's key for tests.
  private func withKey(
    _ body: (Client, SigningKey) async throws -> Void
  ) async throws {
    let own = try #require(key)
    try await withDatabase { database in
      try await withClient(database.migration) { client in
        _ = try await client.execute(
          """
          insert into licensing.trusted_key (kid, public_key, status, test)
          values ('own', \(own.publicKey), 'active', true)
          """)
        try await body(client, own)
      }
    }
  }

  /// What the database says: `ok`, or the rule that refuses.
  private func told(_ client: Client, _ key: SigningKey, _ text: [UInt8]) async throws -> String {
    let file = key.sign(text, as: .revocations)
    let attempt = try await client.attempt([
      "select licensing.install_revocations(\(file.payload), \(file.signature)) as seq"
    ])
    guard let error = attempt.error else { return "ok" }
    return error.constraint ?? "\(error)"
  }

  private static let entry = """
    {"serial":"CRM-2026-000001","revision":"*","effective":"2030-01-01","reason":"resold"}
    """

  /// A list with these entries and re-issues, as JSON.
  private static func list(_ seq: String, _ members: String) -> [UInt8] {
    Array(
      """
      {"format":"crm-revocations/1","kid":"own","seq":\(seq),"issued":"2026-01-01T00:00:00Z",
       \(members),"crit":[]}
      """.utf8)
  }

  private static func list(_ seq: String, entry: String) -> [UInt8] {
    list(seq, #""entries":[\#(entry)],"reissued":[]"#)
  }

  private static func damaged(_ from: String, _ to: String) -> String {
    entry.replacing(from, with: to)
  }

  /// Members of a list, each with one fault.
  private static let faults: [String] = [
    #""reissued":[]"#, #""entries":null,"reissued":[]"#, #""entries":{},"reissued":[]"#,
    #""entries":[5],"reissued":[]"#, #""entries":[null],"reissued":[]"#, #""entries":[]"#,
    reissue(kid: "OWN"), reissue(revision: #""*""#), reissue(sha256: digest.uppercased()),
    reissue(sha256: String(digest.dropLast())), reissue(sha256: digest + "0"),
    #""entries":[],"reissued":[{"kid":"own","serial":"CRM-2026-000001","revision":1}]"#,
  ]

  private static let digest = String(repeating: "ab", count: 32)

  private static func reissue(
    kid: String = "own", revision: String = "1", sha256: String = digest
  ) -> String {
    #"""
    "entries":[],"reissued":[{"kid":"\#(kid)","serial":"CRM-2026-000001",
    "revision":\#(revision),"sha256":"\#(sha256)"}]
    """#
  }

  /// Entries, each with one fault.
  private static let wrongEntries: [String] = [
    damaged("CRM-2026", "crm-2026"), damaged(#""serial":"CRM-2026-000001","#, ""),
    damaged(#""*""#, "null"), damaged(#""*""#, "0"), damaged(#""*""#, #""1""#),
    damaged(#""revision":"*","#, ""), damaged("2030-01-01", "2030-02-30"),
    damaged("2030-01-01", "infinity"), damaged("resold", ""), damaged("resold", #"\u0007"#),
  ]

  @Test func `is refused whole for any damage, by program and database`() async throws {
    try await withKey { client, key in
      let numbers = ["0", "-1", "1000000001", "5.0", #""5""#, "null"]
      let lists: [[UInt8]] =
        Self.faults.map { Self.list("5", $0) }
        + Self.wrongEntries.map { Self.list("5", entry: $0) }
        + numbers.map { Self.list($0, entry: Self.entry) }
      for text in lists {
        let what = String(decoding: text, as: UTF8.self)
        #expect(ProgramReading.verdict(list: text) == "field", "\(what)")
        let database = try await told(client, key, text)
        #expect(database == "field", "\(what)")
      }
      let entered = try await client.rows("select from licensing.revocation_list")
      #expect(entered.isEmpty)
    }
  }

  @Test func `has a number of its own, up to a thousand millions`() async throws {
    try await withKey { client, key in
      let first = Self.list("5", entry: Self.entry)
      #expect(try await told(client, key, first) == "ok")
      #expect(try await told(client, key, first) == "ok")
      let other = Self.list("5", entry: Self.damaged("resold", "stolen"))
      #expect(try await told(client, key, other) == "licence_once")
      let last = Self.list("1000000000", entry: Self.damaged(#""*""#, "1000000"))
      #expect(ProgramReading.verdict(list: last) == "ok")
      #expect(try await told(client, key, last) == "ok")
      let rows = try await client.rows("select seq, revision from licensing.revocation order by id")
      #expect(try rows.map { try $0.int("seq") } == [5, 1_000_000_000])
      #expect(try rows.map { try $0.intIfPresent("revision") } == [nil, 1_000_000])
    }
  }

  /// The key is in other hands, which sign what they like under a number that was re-issued.
  @Test func `lets one file of a revoked key stay valid, and no other under its number`()
    async throws
  {
    try await withKey { client, key in
      let stolen = try #require(SigningKey(kid: "old", seed: [UInt8](repeating: 9, count: 32)))
      _ = try await client.execute(
        """
        insert into licensing.trusted_key (kid, public_key, status, test)
        values ('old', \(stolen.publicKey), 'revoked', true)
        """)
      var grant = try Verifier(trust: .testing).verify(
        TestLicence.file(seats: 7, revision: 5), as: LicenseGrant.self
      ).payload
      grant.kid = "old"
      let kept = stolen.sign(grant)
      grant.seats.count = 7000
      let forged = stolen.sign(grant)
      #expect(try await installed(client, kept) == "revoked_key")
      let sha256 = Digest.sha256(kept.payload)
      let text = Self.list("5", Self.reissue(kid: "old", revision: "5", sha256: sha256))
      #expect(ProgramReading.verdict(list: text) == "ok")
      #expect(try await told(client, key, text) == "ok")
      #expect(try await installed(client, forged) == "revoked_key")
      #expect(try await installed(client, kept) == "ok")
      let state = "select mode, cap from licensing.state" as SQL
      let before = try await client.rows(state).single
      #expect(try before.string("mode") != "READ_ONLY" && before.int("cap") == 7)
      let none = Self.list("6", #""entries":[],"reissued":[]"#)
      #expect(try await told(client, key, none) == "ok")
      let after = try await client.rows(state).single
      #expect(try after.string("mode") == "READ_ONLY")
    }
  }

  private func installed(_ client: Client, _ file: Armor) async throws -> String {
    let attempt = try await client.attempt([
      "select licensing.install(\(file.payload), \(file.signature)) as id"
    ])
    guard let error = attempt.error else { return "ok" }
    return error.constraint ?? "\(error)"
  }

  /// Some 90 bytes an entry: a vendor of some years has more of them than a licence may have bytes.
  @Test func `may be longer than a licence`() async throws {
    let entries = (1...1500).map { number in
      Self.damaged("000001", String(number + 100_000))
    }
    let text = Self.list("7", entry: entries.joined(separator: ","))
    #expect(text.count > 100_000)
    #expect(ProgramReading.verdict(list: text) == "ok")
    try await withKey { client, key in
      #expect(try await told(client, key, text) == "ok")
      let rows = try await client.rows("select from licensing.revocation where seq = 7")
      #expect(rows.count == entries.count)
    }
  }
}
