import ArgumentParser
import Foundation
import License
import Postgres

struct Audit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Judge usage reports: their chains, use beyond the seats, two instances on one licence.",
    discussion: """
      Reports are compared with each other and with those recorded before. Exit 2 when a chain is broken \
      or a key is another, 5 when reports of one instance went different ways, else 0.
      """)

  @Argument(help: "Reports, crm-usage/1.") var files: [String]
  @Flag(help: "Keep the reports in the ledger, so that later ones are compared with them.")
  var record = false
  @OptionGroup var change: ChangeOptions

  func run() async throws {
    let reports = try files.map { try UsageFile($0) }
    let findings = try await Ledger.open(change.place.conninfo()) { ledger in
      let today = change.place.answer.today
      let (findings, offers) = try await ledger.client.transaction { transaction in
        (
          try await Self.findings(reports, transaction),
          try await TrueUp.offers(reports, today, transaction)
        )
      }
      if record { try await keep(reports, ledger) }
      Console.show(
        AuditAnswer(reports: reports, findings: findings, offers: offers),
        json: change.place.answer.json)
      return findings
    }
    let kinds = Set(findings.map(\.kind))
    if kinds.contains(.broken) || kinds.contains(.key) {
      throw ExitCode(ExitStatus.untrusted.rawValue)
    }
    if kinds.contains(.fork) { throw ExitCode(ExitStatus.conflict.rawValue) }
  }

  private func keep(_ reports: [UsageFile], _ ledger: Ledger) async throws {
    try await ledger.add(change) { transaction in
      try await Self.judgeNew(reports, transaction)
      return Event(
        kind: "usage_recorded", subject: reports.first?.report.serial ?? "usage",
        reason: "audited", rows: ["usages": reports.map(\.row)],
        answer: ["recorded": Value(reports.count)] as Sheet)
    }
  }

  private static func judgeNew(_ reports: [UsageFile], _ transaction: Transaction) async throws {
    var seen: Set<String> = []
    for file in reports {
      let row = try await transaction.first(
        "select from ledger.usage where sha256 = \(file.sha256)")
      guard row != nil || !seen.insert(file.sha256).inserted else { continue }
      throw Failure(
        .conflict, "conflict",
        "\(file.path) is recorded already, or given twice. Leave it out.",
        ru: "\(file.path) уже записан или указан дважды. Не указывайте его.")
    }
  }

  private static func findings(
    _ reports: [UsageFile], _ transaction: Transaction
  ) async throws -> [Finding] {
    var findings: [Finding] = []
    for file in reports {
      findings += judge(file)
      let known = try await UsageFile.key(of: file.report.instance, transaction)
      if let known, known != file.report.key {
        findings.append(
          Finding(
            kind: .key, report: file.path,
            text: "signed by another key than the instance was activated with"))
      }
    }
    return findings + forks(reports, try await UsageTrail.recorded(transaction))
  }

  private static func judge(_ file: UsageFile) -> [Finding] {
    var findings: [Finding] = []
    if let number = file.report.chain.firstBreak {
      findings.append(
        Finding(kind: .broken, report: file.path, text: "event \(number) does not follow"))
    }
    for day in file.report.days where day.maximumHeld > file.report.seats {
      let text = "\(day.day): \(day.maximumHeld) held, \(file.report.seats) bought"
      findings.append(Finding(kind: .over, report: file.path, text: text))
    }
    if file.denials > 0 {
      findings.append(
        Finding(kind: .denied, report: file.path, text: "refused \(file.denials) times"))
    }
    return findings
  }

  private static func forks(_ reports: [UsageFile], _ recorded: [UsageTrail]) -> [Finding] {
    var trails = recorded
    var findings: [Finding] = []
    for file in reports {
      let trail = UsageTrail(
        source: file.path, instance: file.report.instance, hashes: file.report.chain.hashes)
      for other in trails {
        guard let number = trail.fork(from: other) else { continue }
        findings.append(
          Finding(
            kind: .fork, report: file.path,
            text: "differs from \(other.source) in event \(number): two instances, one licence"))
      }
      trails.append(trail)
    }
    return findings
  }
}

/// What an audit found, with the reports it judged.
private struct AuditAnswer: Answer {
  let reports: [UsageFile]
  let findings: [Finding]
  let offers: [TrueUp]

  private var reportTable: Table {
    Table(
      columns: ["report", "serial", "instance", "days", "seats", "max_held", "denials", "events"],
      rows: reports.map {
        [
          .string($0.path), .string($0.report.serial), Value($0.report.instance),
          Value($0.report.days.count), Value($0.report.seats), Value($0.maximumHeld),
          Value($0.denials), Value($0.report.chain.events.count),
        ]
      })
  }

  private var findingTable: Table {
    Table(
      columns: ["finding", "report", "text"],
      rows: findings.map { [$0.kind.rawValue, $0.report, $0.text].map(Value.string) })
  }

  private var dayTable: Table {
    Table(
      columns: ["report", "day", "max_held", "denies", "distinct_subjects"],
      rows: reports.flatMap { file in
        file.report.days.map {
          [
            .string(file.path), Value($0.day), Value($0.maximumHeld), Value($0.denials),
            Value($0.distinctSubjects),
          ]
        }
      })
  }

  var value: Value {
    [
      "reports": reportTable.value, "days": dayTable.value, "findings": findingTable.value,
      "true_up": .array(
        offers.map {
          [
            "serial": .string($0.serial), "seats": Value($0.seats), "amount": Value($0.amount),
            "currency": .string($0.currency),
          ]
        }),
    ]
  }

  var text: String {
    var parts = [reportTable.text, dayTable.text]
    parts.append(findings.isEmpty ? "nothing found" : findingTable.text)
    parts += offers.map {
      "true-up: \($0.serial) to \($0.seats) seats, \(Money.text($0.amount)) \($0.currency) before tax"
    }
    return parts.joined(separator: "\n\n")
  }
}
