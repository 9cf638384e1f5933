import ArgumentParser
import Foundation
import License
import Postgres

struct Revoke: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Revoke a licence, or one revision, from a day at least 30 days ahead.",
    discussion:
      "It takes effect where the next list of revocations is installed: `revocations build`.")

  @Argument(help: "The licence.") var serial: String
  @Option(help: "Only this revision.") var revision: Int?
  @Option(help: ArgumentHelp("The first day it is not valid.", valueName: "date"))
  var effective: String
  @OptionGroup var change: ChangeOptions

  func validate() throws {
    guard Day(effective) != nil else {
      throw ValidationError("--effective \(effective) is no day; write 2026-12-01.")
    }
  }

  func run() async throws {
    let reason = try change.demandReason()
    let day = try Day(effective).map(judge) ?? change.place.answer.today
    try await Ledger.open(change.place.conninfo()) { ledger in
      try await ledger.add(change) { transaction in
        let stored = try await Stored.find(serial, transaction)
        if let revision, !(1...stored.grant.revision).contains(revision) {
          throw Failure(
            .notFound, "not_found", "\(serial) has no revision \(revision).",
            ru: "У \(serial) нет редакции \(revision).")
        }
        let row: Value = [
          "serial": .string(serial), "revision": Value(revision), "effective": .string("\(day)"),
          "reason": .string(reason),
        ]
        return Event(
          kind: "revoked", subject: serial, reason: reason, rows: ["revocations": [row]],
          answer: [
            "serial": .string(serial), "revision": revision.map { Value($0) } ?? "*",
            "effective": Value(day),
          ] as Sheet)
      }
    }
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
          "reissued": Value(list.reissued.count),
        ] as Sheet)
    }
  }
}
