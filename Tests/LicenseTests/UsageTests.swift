import Foundation
import License
import Testing

/// An instance at a customer's, as far as the vendor sees it.
private struct Instance {
  let id = UUID()
  let key = SigningKey.random(kid: SelfSigned.kid)!

  func request(_ serial: String) -> [UInt8] {
    let request = ActivationRequest(
      key: key.publicKey, serial: serial, instance: id, issued: Date(),
      facts: ["system_identifier": "7301", "host": "crm-1"])
    return Array(key.sign(request).text.utf8)
  }

  func report(_ chain: UsageChain, held: Int = 3, denials: Int = 0) -> [UInt8] {
    let report = UsageReport(
      key: key.publicKey, serial: "CRM-2026-000001", revision: 2, seats: 5, instance: id,
      issued: Date(),
      days: [
        UsageDay(
          day: Sample.day("2026-12-02"), maximumHeld: held, denials: denials, distinctSubjects: 4)
      ], chain: chain)
    return Array(key.sign(report).text.utf8)
  }
}

@Suite struct `A usage report` {
  private func chain(_ subjects: [String], after: UsageEvent? = nil) -> UsageChain {
    var events: [UsageEvent] = []
    var last = after
    for subject in subjects {
      let event = UsageEvent(
        number: (last?.number ?? 0) + 1, at: "2026-12-02 10:00:00+00", kind: "admit",
        subject: subject, slot: 1, epoch: 1, after: last?.hash ?? UsageChain.origin)
      events.append(event)
      last = event
    }
    return UsageChain(
      after: after?.number ?? 0, previous: after?.hash ?? UsageChain.origin, events: events)
  }

  private func withActivated(
    _ body: (LedgerFixture, Instance) async throws -> Void
  ) async throws {
    try await withLedger { ledger in
      try await ledger.begin()
      let instance = Instance()
      try Data(instance.request("CRM-2026-000001")).write(
        to: URL(fileURLWithPath: ledger.path("a.act")))
      let bound = try await ledger.json([
        "activate", ledger.path("a.act"), "--output", ledger.folder.path,
      ])
      #expect(bound["instance"]?.plain == instance.id.uuidString.lowercased())
      #expect(bound["revision"] == 2)
      try await body(ledger, instance)
    }
  }

  private func write(_ ledger: LedgerFixture, _ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: ledger.path(name)))
    return ledger.path(name)
  }

  @Test func `that is in order is found so and recorded`() async throws {
    try await withActivated { ledger, instance in
      let file = try write(ledger, "1.use", instance.report(chain(["a", "b"])))
      let run = try await ledger.run(["audit", file])
      #expect(run.status == 0 && run.output.contains("nothing found"), "\(run.output)")
      #expect(try await ledger.run(["audit", file, "--record"]).status == 0)
      for again in [[file], [file, file]] {
        let run = try await ledger.run(["audit", "--record"] + again)
        #expect(run.status == 5 && run.output.contains("recorded already"), "\(run.output)")
        #expect(!run.output.contains("usage_pkey"))
      }
    }
  }

  @Test func `of a second instance on one licence is a fork`() async throws {
    try await withActivated { ledger, instance in
      let first = try write(ledger, "1.use", instance.report(chain(["a", "b", "c"])))
      let second = try write(ledger, "2.use", instance.report(chain(["a", "b", "x"])))
      let same = try write(ledger, "3.use", instance.report(chain(["a", "b", "c", "d"])))
      let run = try await ledger.run(["audit", first, second])
      #expect(run.status == 5 && run.output.contains("in event 3"), "\(run.output)")
      #expect(try await ledger.run(["audit", first, same]).status == 0)
      #expect(try await ledger.run(["audit", first, "--record"]).status == 0)
      #expect(try await ledger.run(["audit", second]).status == 5)
    }
  }

  @Test func `that was tampered with, or is of another key, is not believed`() async throws {
    try await withActivated { ledger, instance in
      var broken = chain(["a", "b", "c"])
      broken.events[1].subject = "z"
      let file = try write(ledger, "1.use", instance.report(broken))
      let run = try await ledger.run(["audit", file])
      #expect(run.status == 2 && run.output.contains("event 2"), "\(run.output)")
      let other = SigningKey.random(kid: SelfSigned.kid)!
      let report = UsageReport(
        key: other.publicKey, serial: "CRM-2026-000001", revision: 2, seats: 5,
        instance: instance.id, issued: Date(), days: [], chain: chain(["a"]))
      let forged = try write(ledger, "2.use", Array(other.sign(report).text.utf8))
      #expect(try await ledger.run(["audit", forged]).status == 2)
      var bytes = instance.report(chain(["a"]))
      bytes[60] ^= 1
      let damaged = try write(ledger, "3.use", bytes)
      #expect(try await ledger.run(["audit", damaged]).status == 2)
    }
  }

  @Test func `of more seats than were bought leads to an offer`() async throws {
    try await withActivated { ledger, instance in
      let file = try write(
        ledger, "1.use", instance.report(chain(["a"]), held: 7, denials: 2))
      let run = try await ledger.run(["audit", file, "--json", "--at", "2026-12-01"])
      #expect(run.status == 0)
      let offer = try run.json["true_up"]?.elements.first?.texts ?? [:]
      // Two seats of 12 000 for 365 of 365 days.
      #expect(offer["seats"] == "7" && offer["amount"] == "2400000")
    }
  }

  @Test func `proves a transfer, and another instance's does not`() async throws {
    try await withActivated { ledger, instance in
      let own = try write(ledger, "1.use", instance.report(chain(["a"])))
      let stranger = try write(ledger, "2.use", Instance().report(chain(["a"])))
      let transfer = [
        "transfer", "CRM-2026-000001", "--to-instance", UUID().uuidString, "--output",
        ledger.folder.path, "--receipt",
      ]
      #expect(try await ledger.run(transfer + [stranger]).status == 6)
      #expect(try await ledger.run(transfer + [own]).status == 0)
    }
  }

  @Test func `comes from an instance that may be given a clock reset`() async throws {
    try await withActivated { ledger, instance in
      let out = ["--reason", "a wrong date", "--output", ledger.folder.path]
      let unknown = try await ledger.run(["clock-reset", UUID().uuidString] + out)
      #expect(unknown.status == 4)
      let given = try await ledger.json(["clock-reset", instance.id.uuidString] + out)
      #expect(given["instance"]?.plain == instance.id.uuidString.lowercased())
      let other = try await ledger.run([
        "activate", try write(ledger, "b.act", Instance().request("CRM-2026-000001")),
      ])
      #expect(other.status == 6)
    }
  }
}
