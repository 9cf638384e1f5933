import ArgumentParser
import Foundation
import License
import Postgres

struct Revoke: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Revoke a licence, or one revision, from a day at least 30 days ahead.",
    discussion: """
      It takes effect where the next list of revocations is installed: `revocations build`. A mistaken \
      one is withdrawn before its day by --withdraw; the next list does not have it.
      """)

  @Argument(help: "The licence.") var serial: String
  @Option(help: "Only this revision.") var revision: Int?
  @Option(help: ArgumentHelp("The first day it is not valid.", valueName: "date"))
  var effective: String?
  @Flag(help: "Take back a revocation whose day has not come.") var withdraw = false
  @OptionGroup var change: ChangeOptions

  func validate() throws {
    guard (effective == nil) == withdraw else {
      throw ValidationError("Give --effective with a day, or --withdraw.")
    }
    if let effective, Day(effective) == nil {
      throw ValidationError("--effective \(effective) is no day; write 2026-12-01.")
    }
  }

  func run() async throws {
    let reason = try change.demandReason()
    let day = try effective.flatMap { Day($0) }.map(judge)
    try await Ledger.open(change.place.conninfo()) { ledger in
      try await ledger.add(change) { transaction in
        let stored = try await Stored.find(serial, transaction)
        if let revision, !(1...stored.grant.revision).contains(revision) {
          throw Failure(
            .notFound, "not_found", "\(serial) has no revision \(revision).",
            ru: "У \(serial) нет редакции \(revision).")
        }
        guard let day else { return try await withdrawal(reason, transaction) }
        try await judgeNew(transaction)
        return event("revoked", "revocations", row(day, reason), effective: day, reason)
      }
    }
  }

  private func row(_ day: Day, _ reason: String) -> Value {
    [
      "serial": .string(serial), "revision": Value(revision), "effective": .string("\(day)"),
      "reason": .string(reason),
    ]
  }

  private func event(
    _ kind: String, _ table: String, _ row: Value, effective: Day?, _ reason: String
  ) -> Event {
    Event(
      kind: kind, subject: serial, reason: reason, rows: [table: [row]],
      answer: [
        "serial": .string(serial), "revision": revision.map { Value($0) } ?? "*",
        "effective": Value(effective), "next_step": "build a list of revocations",
      ] as Sheet)
  }

  private func judge(_ day: Day) throws -> Day {
    let earliest = change.place.answer.today.adding(days: Revising.noticeDays)
    guard day >= earliest else {
      throw Failure(
        .policy, "notice",
        "A revocation is announced \(Revising.noticeDays) days ahead: \(earliest) is the earliest day.",
        ru: "Об отзыве предупреждают за \(Revising.noticeDays) дней: не раньше \(earliest).")
    }
    return day
  }
}

extension Revoke {
  /// - Throws: ``Failure`` with `conflict` for what is revoked already.
  private func judgeNew(_ transaction: Transaction) async throws {
    let known = try await Stored.revocations(serial, transaction)
      .first { $0.revision == nil || $0.revision == revision }
    guard let known else { return }
    let what = known.revision.map { "\(serial) revision \($0)" } ?? serial
    throw Failure(
      .conflict, "conflict",
      "\(what) is revoked from \(known.effective) on already; before that day revoke --withdraw takes it back.",
      ru:
        "\(what): отзыв с \(known.effective) уже записан; до этого дня его снимает revoke --withdraw."
    )
  }

  private func withdrawal(_ reason: String, _ transaction: Transaction) async throws -> Event {
    let found = try await transaction.first(
      """
      select r.effective::text as effective, e.kind from ledger.revocation as r
      join ledger.event as e on e.seq = r.event_seq
      where r.serial = \(serial) and r.revision is not distinct from \(revision)::integer
      """)
    guard let found, let day = Day(try found.string("effective")) else {
      throw Failure(
        .notFound, "not_found", "There is no such revocation of \(serial).",
        ru: "Такого отзыва \(serial) нет.")
    }
    let kind = try found.string("kind")
    guard kind == "revoked" else { throw Self.leftBehind(kind) }
    guard day > change.place.answer.today else {
      throw Failure(
        .policy, "effective", "It is revoked since \(day); issue a new licence.",
        ru: "Отзыв действует с \(day); выпустите новую лицензию.")
    }
    return event(
      "revocation_withdrawn", "withdrawals", row(day, reason), effective: nil, reason)
  }

  private static func leftBehind(_ kind: String) -> Failure {
    Failure(
      .policy, "left_behind",
      "It was \(kind): the revision left behind stays revoked, else two could use one licence.",
      ru: "Отзыв следует из события \(kind): иначе одной лицензией пользовались бы двое.")
  }
}

struct Revocations: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists of revocations, which go into every release and every mail with a licence.",
    subcommands: [Build.self])

  struct Build: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Sign the list as it is now.")

    @OptionGroup var options: RevisionOptions

    func run() async throws {
      try await Ledger.open(options.change.place.conninfo()) { ledger in
        try await ledger.add(options.change) { transaction in
          let key = try await Signer(place: options.change.place, keys: options.keys)
            .open(transaction)
          let list = try await list(key.kid, transaction)
          return event(list, key.sign(list))
        }
      }
    }

    private func list(_ kid: String, _ transaction: Transaction) async throws -> RevocationList {
      let sequence = try await transaction.rows(
        "select coalesce(max(seq), 0) + 1 as seq from ledger.revocation_list"
      ).single.int("seq")
      let entries = try await transaction.rows(
        """
        select serial, revision, effective::text as effective, reason from ledger.revocation
        order by serial, revision nulls first
        """
      ).map {
        RevocationList.Entry(
          serial: try $0.string("serial"), revision: try $0.intIfPresent("revision"),
          effective: Day(try $0.string("effective")) ?? Day(number: 0),
          reason: try $0.string("reason"))
      }
      let reissued = try await transaction.rows(
        """
        select i.kid, i.serial, i.revision, r.sha256 from ledger.reissue as i
        join ledger.revision as r on (r.serial, r.revision) = (i.serial, i.revision)
        order by i.kid, i.serial, i.revision
        """
      ).map {
        RevocationList.Reissue(
          kid: try $0.string("kid"), serial: try $0.string("serial"),
          revision: try $0.int("revision"), sha256: try $0.string("sha256"))
      }
      return RevocationList(
        kid: kid, sequence: sequence, issued: options.change.place.answer.now, entries: entries,
        reissued: reissued)
    }

    private func event(_ list: RevocationList, _ armor: Armor) -> Event {
      let row: Value = [
        "seq": Value(list.sequence), "issued": .string(Instant.text(list.issued)),
        "sha256": .string(Digest.sha256(armor.payload)), "file": .string(armor.text),
      ]
      let path = "\(options.output)/revocations-\(list.sequence).crl"
      return Event(
        kind: "revocations_built", subject: "\(list.sequence)", reason: "a new list",
        rows: ["revocation_lists": [row]], files: [OutputFile(path: path, text: armor.text)],
        answer: [
          "seq": Value(list.sequence), "entries": Value(list.entries.count),
          "reissued": Value(list.reissued.count), "file": .string(path),
        ] as Sheet)
    }
  }
}
