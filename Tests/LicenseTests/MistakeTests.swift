import Foundation
import License
import Testing

@Suite struct `A mistake of the vendor` {
  private let serial = "CRM-2026-000001"

  @Test func `signs the tax number of the firm that a quote was made for`() async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      let quote = ["quote", "--customer", "ООО «Вега»", "--site", "A:5", "--at", "2026-12-15"]
      for inn in [["--inn", "7811111111"], ["--inn", "7822222222"], []] {
        _ = try await ledger.json(quote + inn)
      }
      for number in 1...3 {
        _ = try await ledger.json([
          "issue", "--quote", "Q-2026-000\(number)", "--at", "2026-12-15", "--output",
          ledger.folder.path,
        ])
      }
      let signed = try (2...4).map { number in
        let bytes = try Data(
          contentsOf: URL(fileURLWithPath: ledger.path("CRM-2026-00000\(number)-r1.lic")))
        let armor = try Armor(Array(bytes), as: .license)
        return try LicenseGrant(bytes: armor.payload).licensee.inn
      }
      #expect(signed == ["7811111111", "7822222222", nil])
      let same = ["assign", "CRM-2026-000002", "--customer", "ООО «Вега»", "--reason", "sold"]
      #expect(try await ledger.run(same).status == 5)
      let other = same + ["--inn", "7822222222", "--output", ledger.folder.path]
      #expect(try await ledger.run(other).status == 0)
      #expect(try await ledger.json(["ledger", "verify"])["ok"] == true)
    }
  }

  @Test func `revokes once, and withdraws a revocation before its day`() async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      let revoke = ["revoke", serial, "--reason", "unpaid", "--at", "2026-12-15"]
      #expect(try await ledger.run(revoke + ["--withdraw"]).status == 4)
      _ = try await ledger.json(revoke + ["--effective", "2027-02-01"])
      let again = try await ledger.run(revoke + ["--effective", "2027-03-01"])
      #expect(again.status == 5 && again.output.contains("revoked from 2027-02-01 on already"))
      let one = try await ledger.run(revoke + ["--revision", "1", "--effective", "2027-03-01"])
      #expect(one.status == 5 && !one.output.contains("["), "\(one.output)")
      let late = ["revoke", serial, "--withdraw", "--reason", "paid", "--at", "2027-02-01"]
      #expect(try await ledger.run(late).status == 6)
      _ = try await ledger.json(revoke + ["--withdraw"])
      #expect(try await ledger.rows("select from ledger.revocation").isEmpty)
      let list = try await ledger.json(["revocations", "build", "--output", ledger.folder.path])
      #expect(list["entries"] == 0)
      let history = try await ledger.json(["history", serial]).elements.map(\.texts)
      #expect(history.map { $0["kind"] } == ["issued", "revoked", "revocation_withdrawn"])
      #expect(try await ledger.json(["ledger", "verify"])["ok"] == true)
    }
  }

  @Test func `takes back what was given by mistake, but neither holder nor instance`()
    async throws
  {
    try await withLedger { ledger in
      try await ledger.begin()
      let at = ["--at", "2026-12-15", "--output", ledger.folder.path]
      _ = try await ledger.json(["renew", serial, "--years", "10"] + at)
      let target = UUID().uuidString.lowercased()
      _ = try await ledger.json(["transfer", serial, "--to-instance", target] + at)
      let correct = ["correct", serial, "--reason", "ten years for one", "--revision"]
      #expect(try await ledger.run(correct + ["3"] + at).status == 4)
      let late = ["--at", "2029-01-01", "--output", ledger.folder.path]
      #expect(try await ledger.run(correct + ["1"] + late).status == 6)
      let right = try await ledger.json(correct + ["1"] + at)
      #expect(right["until"] == "2027-12-01" && right["revision"] == 4)
      #expect(right["instance"]?.plain == target)
      let shown = try await ledger.json(["show", serial])
      #expect(shown["supersedes"] == 3 && shown["until"] == "2027-12-01")
    }
  }
}
