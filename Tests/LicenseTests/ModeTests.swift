import Foundation
import License
import Testing

@Suite struct `The mode` {
  private func mode(_ facts: Facts) -> Mode { facts.evaluate().mode }

  private func facts(_ today: String, _ change: (inout Facts) -> Void = { _ in }) -> Facts {
    let grant = Sample.grant(term: Sample.annual("2026-12-01", "2027-12-01")) {
      $0.instance = UUID()
    }
    var facts = Facts(grant: grant, today: Sample.day(today))
    change(&facts)
    return facts
  }

  @Test func `is free with one seat while nothing was installed`() {
    let evaluation = Facts(grant: nil, today: Sample.day("2027-01-01")).evaluate()
    #expect(evaluation.mode == .free && evaluation.seats == 1)
    #expect(evaluation.modules == Edition.freeSingle.features)
    #expect(mode(facts("2026-11-30")) == .free)
  }

  @Test(arguments: [
    ("2026-12-01", Mode.full), ("2027-10-01", .full), ("2027-10-02", .warn), ("2027-12-01", .warn),
    ("2027-12-02", .warn), ("2027-12-31", .warn), ("2028-01-01", .readOnly),
  ])
  func `follows the term`(today: String, expected: Mode) {
    #expect(mode(facts(today)) == expected)
  }

  @Test func `does not warn of an end that a waiting revision follows`() {
    let waiting = Sample.grant(term: Sample.annual("2027-12-02", "2028-12-01")) { $0.revision = 2 }
    #expect(mode(facts("2027-11-30") { $0.waiting = waiting }) == .full)
    #expect(mode(facts("2027-12-02") { $0.waiting = waiting }) == .warn)
  }

  @Test func `tells everybody in the last week of grace`() {
    #expect(facts("2027-12-24").evaluate().reasons.first?.audience == .administrators)
    #expect(facts("2027-12-25").evaluate().reasons.first?.audience == .everyone)
  }

  @Test func `follows revocation from its day on`() {
    func list(_ serial: String, _ revision: Int?) -> RevocationList {
      RevocationList(
        kid: "test", sequence: 1, issued: Date(),
        entries: [
          .init(
            serial: serial, revision: revision, effective: Sample.day("2027-03-01"), reason: "x")
        ])
    }
    let own = "CRM-2026-000123"
    #expect(mode(facts("2027-02-28") { $0.revocations = list(own, nil) }) == .warn)
    #expect(mode(facts("2027-03-01") { $0.revocations = list(own, nil) }) == .readOnly)
    #expect(mode(facts("2027-03-01") { $0.revocations = list(own, 1) }) == .readOnly)
    #expect(mode(facts("2027-03-01") { $0.revocations = list(own, 2) }) == .full)
    #expect(mode(facts("2027-03-01") { $0.revocations = list("CRM-2026-000124", nil) }) == .full)
  }

  @Test func `follows the binding after a fortnight`() {
    let since = Sample.day("2027-02-01")
    for binding in [Binding.copy(since: since), .mismatch(since: since)] {
      #expect(mode(facts("2027-02-14") { $0.binding = binding }) == .warn)
      #expect(mode(facts("2027-02-15") { $0.binding = binding }) == .readOnly)
    }
    #expect(mode(facts("2027-02-15") { $0.binding = .soft }) == .warn)
    var unbound = facts("2027-02-15") { $0.binding = .copy(since: since) }
    unbound.grant?.instance = nil
    #expect(mode(unbound) == .full)
  }

  @Test func `follows seats after thirty days`() {
    let since = Sample.day("2027-02-01")
    #expect(mode(facts("2027-03-03") { $0.seatsOverSince = since }) == .warn)
    #expect(mode(facts("2027-03-04") { $0.seatsOverSince = since }) == .capped)
  }

  @Test func `only warns of the clock, the network and the build`() {
    #expect(mode(facts("2027-02-01") { $0.isClockSuspect = true }) == .warn)
    #expect(mode(facts("2027-02-01") { $0.isOutsideNetwork = true }) == .warn)
    let build = Facts.Build(version: "9.0.0", seriesDate: Sample.day("2028-01-01"))
    #expect(mode(facts("2027-02-01") { $0.build = build }) == .warn)
  }

  @Test func `is the gravest of all that is wrong, each with words in both languages`() {
    let evaluation = facts("2028-01-05") {
      $0.isClockSuspect = true
      $0.isOutsideNetwork = true
      $0.seatsOverSince = Sample.day("2027-01-01")
      $0.binding = .soft
    }.evaluate()
    #expect(evaluation.mode == .readOnly)
    #expect(evaluation.reasons.map(\.code).first == .ended)
    #expect(evaluation.reasons.map(\.mode) == evaluation.reasons.map(\.mode).sorted(by: >))
    #expect(evaluation.reasons.count == 5)
    for reason in evaluation.reasons {
      #expect(reason.message.en.count > 40 && reason.message.ru.count > 40)
    }
  }

  @Test func `takes the highest revision that has begun`() {
    let all = [
      Sample.grant { $0.revision = 1 }, Sample.grant { $0.revision = 3 },
      Sample.grant(term: Sample.annual("2027-06-01", "2028-06-01")) { $0.revision = 4 },
    ]
    let selection = Selection(all) { _ in Sample.day("2027-01-01") }
    #expect(selection.current?.revision == 3 && selection.waiting?.revision == 4)
    let corrected = Sample.grant { ($0.revision, $0.corrects) = (2, 3) }
    let after = Selection(all + [corrected]) { _ in Sample.day("2027-01-01") }
    #expect(after.current?.revision == 2)
  }

  @Test func `refuses a lower revision unless it takes that one back`() throws {
    let installed = Sample.grant { $0.revision = 3 }
    try Sample.grant { $0.revision = 4 }.judge(replacing: installed)
    try Sample.grant { $0.revision = 3 }.judge(replacing: installed)
    try Sample.grant { ($0.revision, $0.corrects) = (2, 3) }.judge(replacing: installed)
    for corrects in [nil, 4] {
      #expect {
        try Sample.grant { ($0.revision, $0.corrects) = (2, corrects) }.judge(replacing: installed)
      } throws: { ($0 as? Refusal)?.code == .rollback }
    }
    let earlier = Sample.grant { ($0.revision, $0.issued) = (4, installed.issued - 1) }
    #expect { try earlier.judge(replacing: installed) } throws: {
      ($0 as? Refusal)?.code == .rollback
    }
  }

  @Test func `refuses a lower list of revocations and another instance`() {
    let high = RevocationList(kid: "test", sequence: 5, issued: Date(), entries: [])
    let low = RevocationList(kid: "test", sequence: 4, issued: Date(), entries: [])
    #expect(throws: Never.self) { try high.judge(replacing: low) }
    #expect { try low.judge(replacing: high) } throws: {
      ($0 as? Refusal)?.code == .revocationsRollback
    }
    let bound = Sample.grant { $0.instance = UUID() }
    #expect { try bound.judge(instance: UUID()) } throws: { ($0 as? Refusal)?.code == .instance }
  }
}

@Suite struct `The clock of a licence` {
  private let mark = Instant.parse("2027-01-01T00:00:00Z")!
  private let hour = 3600.0

  @Test func `gains nothing when it is set back`() {
    let judged = ClockJudgement(now: mark.addingTimeInterval(-2 * 365 * 24 * hour), mark: mark)
    #expect(judged.effective == mark && judged.isSuspect)
    #expect(!ClockJudgement(now: mark.addingTimeInterval(-600), mark: mark).isSuspect)
    #expect(ClockJudgement(now: mark.addingTimeInterval(-601), mark: mark).isSuspect)
  }

  @Test func `loses nothing when it was ahead for an hour`() {
    let ahead = mark.addingTimeInterval(10 * 365 * 24 * hour)
    let judged = ClockJudgement(now: ahead, mark: mark, steady: hour)
    #expect(judged.isAheadUnproven && judged.effective == mark.addingTimeInterval(hour))
    let back = ClockJudgement(now: mark.addingTimeInterval(hour), mark: mark, steady: hour)
    #expect(!back.isSuspect && back.effective == mark.addingTimeInterval(hour))
  }

  @Test func `is believed ahead after three days of work or of running`() {
    let ahead = mark.addingTimeInterval(400 * 24 * hour)
    let running = ClockJudgement(now: ahead, mark: mark, steady: 72 * hour + 1)
    #expect(running.effective == ahead && !running.isAheadUnproven)
    #expect(ClockJudgement(now: ahead, mark: mark, activeDays: 3).effective == ahead)
    #expect(ClockJudgement(now: ahead, mark: mark, activeDays: 2).isAheadUnproven)
  }

  @Test func `may rest a day`() {
    let next = mark.addingTimeInterval(36 * hour)
    #expect(ClockJudgement(now: next, mark: mark).effective == next)
  }
}
