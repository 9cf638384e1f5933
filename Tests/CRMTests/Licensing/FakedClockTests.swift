import CRM
import Foundation
import Postgres
import Support
import Testing

/// The clock of the database's machine is set while service and database run.
@Suite struct `A clock that is set wrong under a running service` {
  private static let twoYears = 2 * 365 * 24
  private static let tenYears = 10 * 365 * 24

  /// How the licence stands, as its administrator is told.
  private struct Standing: Equatable {
    let mode: String?
    let reasons: [String]
    let day: String?

    init(_ session: TestSession) async throws {
      let reply = try await session.get("license")
      mode = reply["mode"]?.string
      reasons = (reply["reasons"]?.array ?? []).compactMap { $0["code"]?.string }
      day = reply["day"]?.string
    }
  }

  /// What comes of entering a record.
  private func entered(_ session: TestSession) async throws -> Reply {
    try await session.post("parties", ["kind": "company", "name": "Gull"])
  }

  @Test func `back by two years gains no day of a licence that runs`() async throws {
    try await FakedCluster.lend { cluster in
      try await cluster.license(days: 100)
      try await withService(cluster.service) { service in
        let chief = try await cluster.chief(at: service)
        let before = try await Standing(chief)
        #expect(before.mode == "FULL" && before.reasons == [])
        try await cluster.set(hours: -Self.twoYears)
        let back = try await Standing(chief)
        #expect(back.mode == "WARN" && back.reasons == ["clock_behind"])
        #expect(try #require(back.day) >= #require(before.day))
        #expect(try await entered(chief).status == 201)
        try await cluster.set(hours: 0)
        let right = try await Standing(chief)
        #expect(right.mode == "FULL" && right.reasons == [])
      }
    }
  }

  @Test func `back by two years brings no licence back that has ended`() async throws {
    try await FakedCluster.lend { cluster in
      try await cluster.license(days: 1, graceDays: 0)
      try await withService(cluster.service) { service in
        // Days pass: each look is one that a clock which goes on would give.
        for hours in [35, 70, 105] {
          try await cluster.set(hours: hours)
          try await cluster.look()
        }
        let chief = try await cluster.chief(at: service)
        let ended = try await Standing(chief)
        #expect(ended.mode == "READ_ONLY" && ended.reasons == ["ended"])
        for hours in [-Self.twoYears, 0] {
          try await cluster.set(hours: hours)
          let back = try await Standing(chief)
          #expect(back.mode == "READ_ONLY" && back.reasons == ["ended", "clock_behind"])
          #expect(try #require(back.day) >= #require(ended.day))
          let refused = try await entered(chief)
          #expect(refused.status == 402 && refused.problem == "license_read_only")
        }
      }
    }
  }

  @Test func `forward by ten years for an hour costs no licence`() async throws {
    try await FakedCluster.lend { cluster in
      try await cluster.license(days: 100)
      try await withService(cluster.service) { service in
        let before = try await Standing(cluster.chief(at: service))
        #expect(before.mode == "FULL" && before.reasons == [])
        try await cluster.set(hours: Self.tenYears)
        // Whoever was signed in for some hours has to do it anew.
        let late = try await cluster.chief(at: service)
        for hours in [Self.tenYears, Self.tenYears + 1] {
          try await cluster.set(hours: hours)
          let ahead = try await Standing(late)
          #expect(ahead.mode == "WARN" && ahead.reasons == ["clock_ahead"])
          #expect(try #require(ahead.day) < TestDatabase.day(3))
          #expect(try await entered(late).status == 201)
        }
        try await cluster.set(hours: 1)
        let chief = try await cluster.chief(at: service)
        let after = try await Standing(chief)
        #expect(after.mode == "FULL" && after.reasons == [])
        #expect(try await entered(chief).status == 201)
      }
    }
  }
}
