import CRM
import Foundation
import License
import Postgres
import Support
import Testing

/// Files that a running service is sent, one after the other, without a restart.
@Suite struct `A list of revocations that a running service is sent` {
  private func put(_ session: TestSession, _ file: [UInt8]) async throws -> Reply {
    try await session.send(
      "PUT", "license", headers: [("Content-Type", "text/plain")], body: file)
  }

  private func list(_ number: Int, _ serial: String, inDays days: Int) throws -> [UInt8] {
    let day = try #require(Day(TestDatabase.day(days)))
    return try TestLicence.sign(
      RevocationList(
        kid: "test", sequence: number, issued: Date(timeIntervalSince1970: 1_767_225_600),
        entries: [.init(serial: serial, revision: nil, effective: day, reason: "resold")]))
  }

  private func reasons(_ reply: Reply) -> [String] {
    (reply["reasons"]?.array ?? []).compactMap { $0["code"]?.string }
  }

  private func entered(_ session: TestSession) async throws -> Int {
    try await session.post("parties", ["kind": "company", "name": "Gull"]).status
  }

  @Test func `warns before its day, ends work on it, and only a newer one gives it back`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let ours = "CRM-2026-000001"
      let ahead = try await put(chief, try list(2, ours, inDays: 40))
      #expect(ahead["mode"]?.string == "WARN", "\(ahead.text)")
      #expect(reasons(ahead) == ["revocation_ahead"] && ahead["revocations"]?.int == 2)
      #expect(try await entered(chief) == 201)
      let revoked = try await put(chief, try list(3, ours, inDays: 0))
      #expect(revoked["mode"]?.string == "READ_ONLY" && reasons(revoked) == ["revoked"])
      #expect(try await entered(chief) == 402)
      for older in [2, 1] {
        let refused = try await put(chief, try list(older, "CRM-2026-000777", inDays: 0))
        #expect(refused.status == 422 && refused.problem == "license_revocations_rollback")
      }
      let again = try await put(chief, try TestLicence.file(seats: 9, revision: 2))
      #expect(again.status == 422 && again.problem == "license_revoked", "\(again.text)")
      #expect(try await entered(chief) == 402)
      let newer = try await put(chief, try list(4, "CRM-2026-000777", inDays: 0))
      #expect(newer["mode"]?.string == "FULL" && newer["revocations"]?.int == 4)
      #expect(try await entered(chief) == 201)
      let lists = try await crm.observed("select seq from licensing.revocation_list order by seq")
      #expect(try lists.map { try $0.int("seq") } == [2, 3, 4])
    }
  }

  @Test func `ends one revision and leaves the next one, which cannot be rolled back`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let list = RevocationList(
        kid: "test", sequence: 1, issued: Date(timeIntervalSince1970: 1_767_225_600),
        entries: [
          .init(
            serial: "CRM-2026-000001", revision: 1,
            effective: try #require(Day(TestDatabase.day(0))), reason: "replaced")
        ])
      let revoked = try await put(chief, try TestLicence.sign(list))
      #expect(revoked["mode"]?.string == "READ_ONLY", "\(revoked.text)")
      let next = try await put(chief, try TestLicence.file(seats: 9, revision: 2))
      #expect(next["mode"]?.string == "FULL", "\(next.text)")
      let back = try await put(chief, try TestLicence.file(seats: 9, revision: 1))
      #expect(back.status == 422, "\(back.text)")
      #expect(try await entered(chief) == 201)
      let state = try await crm.observed("select cap from licensing.state").single
      #expect(try state.int("cap") == 9)
    }
  }
}
