import Foundation
import License
import Postgres
import Testing

@Suite struct `The vendor` {
  @Test func `makes keys, quotes, issues and renews, and the customer's build takes it`()
    async throws
  {
    try await withLedger { ledger in
      let key = try await ledger.json(["key", "generate", "2026a"])
      #expect(key["status"] == "active")
      let next = try await ledger.json(["key", "generate", "2026b"])
      #expect(next["status"] == "next")
      let quote = try await ledger.json([
        "quote", "--customer", "ООО «Ромашка»", "--edition", "enterprise", "--term", "annual",
        "--site", "Москва:3", "--site", "Казань:20", "--at", "2026-12-01",
      ])
      #expect(quote["quote"] == "Q-2026-0001")
      let issued = try await ledger.json([
        "issue", "--quote", "Q-2026-0001", "--at", "2026-12-01", "--output", ledger.folder.path,
      ]).elements.map(\.texts)
      #expect(issued.map { $0["seats"] } == ["5", "20"])
      #expect(issued.map { $0["until"] } == ["2027-12-01", "2027-12-01"])
      let renewed = try await ledger.json([
        "renew", "CRM-2026-000002", "--years", "2", "--at", "2027-11-01", "--output",
        ledger.folder.path,
      ])
      #expect(renewed["until"] == "2029-12-01" && renewed["revision"] == 2)

      try await takes(ledger, "CRM-2026-000002-r2.lic", at: "2029-12-01", mode: "WARN")
      try await takes(ledger, "CRM-2026-000001-r1.lic", at: "2026-12-01", mode: "FULL")
      let late = try await verify(ledger, "CRM-2026-000001-r1.lic", at: "2028-01-01")
      #expect(late.status == 3 && late.output.contains("\"error\":\"ended\""))
      let early = try await verify(ledger, "CRM-2026-000001-r1.lic", at: "2026-11-30")
      #expect(early.status == 3)
    }
  }

  @Test func `has a file checked by a key whose file is called as one likes`() async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      let pem = ledger.path("Our key (new).pem")
      _ = try await ledger.run(["key", "export-public", "2026a", "--output", pem])
      let verify = [
        "verify", ledger.path("CRM-2026-000001-r1.lic"), "--at", "2026-12-15", "--public-key", pem,
      ]
      let nameless = try await ledger.run(verify)
      #expect(nameless.status == 1 && nameless.output.contains("--kid"), "\(nameless.output)")
      #expect(try await ledger.run(verify + ["--kid", "2026a"]).status == 0)
      #expect(try await ledger.run(verify + ["--kid", "2026b"]).status == 2)
    }
  }

  private func verify(_ ledger: LedgerFixture, _ file: String, at day: String) async throws -> Run {
    let pem = ledger.path("crm-2026a.pub.pem")
    _ = try await ledger.run(["key", "export-public", "2026a", "--output", pem])
    return try await ledger.run([
      "verify", ledger.path(file), "--public-key", pem, "--at", day, "--json",
    ])
  }

  private func takes(
    _ ledger: LedgerFixture, _ file: String, at day: String, mode: String
  ) async throws {
    let run = try await verify(ledger, file, at: day)
    let found = try run.json["mode"]?.plain
    #expect(run.status == 0 && found == mode, "\(run.output)")
  }

  @Test func `gives a build its keys in one step`() async throws {
    try await withLedger { ledger in
      _ = try await ledger.json(["key", "generate", "2026a"])
      let early = try await ledger.run(["key", "export-public", "--swift"])
      #expect(early.status == 6 && early.output.contains("next key"))
      _ = try await ledger.json(["key", "generate", "2026b"])
      let text = try await ledger.run(["key", "export-public", "--swift"]).output
      let rows = try await ledger.rows("select kid, public_key from ledger.signing_key")
      for row in rows {
        #expect(text.contains("\"\(row[0] ?? "")\", \"\(row[1] ?? "")\""))
      }
      // The file of this repository has the same form: only the keys differ.
      let own = try String(
        contentsOf: Sample.root.appendingPathComponent("Sources/License/TrustedKeys.swift"),
        encoding: .utf8)
      #expect(Self.skeleton(text) == Self.skeleton(own))
    }
  }

  /// The lines of code, every name and key blotted out.
  private static func skeleton(_ text: String) -> [String] {
    text.split(separator: "\n").filter { !$0.contains("///") }.map {
      String($0.replacing(/"[^"]*"/, with: "…"))
    }
  }

  @Test func `keeps private keys under a passphrase that openssl takes`() async throws {
    try await withLedger { ledger in
      _ = try await ledger.json(["key", "generate", "2026a"])
      let pem = try String(contentsOfFile: ledger.path("keys/crm-2026a.pem"), encoding: .utf8)
      #expect(pem.hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
      let attributes = try FileManager.default.attributesOfItem(
        atPath: ledger.path("keys/crm-2026a.pem"))
      #expect(attributes[.posixPermissions] as? Int == 0o600)
      let shown = try await OpenSSL.publicKey(
        ledger.path("keys/crm-2026a.pem"), passphrase: "correct horse battery")
      let printed = try await ledger.run(["key", "export-public", "2026a"]).output
      #expect(shown == printed)
      let wrong = try await ledger.run(
        ["revocations", "build", "--output", ledger.folder.path],
        environment: ["CRM_LICENSE_PASSPHRASE": "another one entirely"])
      #expect(wrong.status == 6 && wrong.output.contains("passphrase"))
      let short = try await ledger.run(
        ["key", "generate", "2026c"], environment: ["CRM_LICENSE_PASSPHRASE": "short"])
      #expect(short.status == 6)
      #expect(!FileManager.default.fileExists(atPath: ledger.path("keys/crm-2026c.pem")))
    }
  }

  @Test func `rotates keys, and revokes one but for what it re-issues`() async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      #expect(try await ledger.run(["key", "retire", "2026a"]).status == 6)
      _ = try await ledger.json(["key", "rotate"])
      #expect(try await ledger.run(["key", "rotate"]).status == 6)
      _ = try await ledger.json(["key", "generate", "2026c"])
      let renewed = try await ledger.json([
        "renew", "CRM-2026-000001", "--at", "2027-11-01", "--output", ledger.folder.path,
      ])
      #expect(renewed["key"] == "2026b")
      let revoked = try await ledger.json([
        "key", "revoke", "2026b", "--reissue", "--reason", "stolen",
      ])
      #expect(revoked["reissued"] == 1)
      let states = try await ledger.rows("select kid, status from ledger.signing_key order by kid")
      #expect(states.map { $0[1] } == ["retired", "revoked", "active"])
      _ = try await ledger.json(["revocations", "build", "--output", ledger.folder.path])
      try await judgesReissue(ledger)
    }
  }

  private func judgesReissue(_ ledger: LedgerFixture) async throws {
    let keys = try await ledger.rows("select kid, public_key, status from ledger.signing_key")
    let trust = Trust(
      keys: keys.map { row in
        TrustedKey(
          kid: row[0]!, bytes: bytes(row[1]!), status: TrustedKey.Status(rawValue: row[2]!)!)
      })
    let list = try Verifier(trust: trust).verify(
      read(ledger, "revocations-1.crl"), as: RevocationList.self
    ).payload
    let file = read(ledger, "CRM-2026-000001-r2.lic")
    #expect(Sample.code(file, trust: trust) == .revokedKey)
    #expect(Sample.code(file, trust: trust, revocations: list) == nil)
    #expect(Sample.code(read(ledger, "CRM-2026-000001-r1.lic"), trust: trust) == nil)
  }

  private func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal)
    return stride(from: 0, to: digits.count, by: 2).map {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16)!
    }
  }

  private func read(_ ledger: LedgerFixture, _ name: String) -> [UInt8] {
    Array(FileManager.default.contents(atPath: ledger.path(name)) ?? Data())
  }
}
