import ArgumentParser
import License
import Postgres

struct Correct: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take back what was done since a revision: the next one grants what that one did.",
    discussion: """
      For a renewal, days, seats or maintenance given by mistake. The new file has the highest number, \
      so that it is taken by every instance, whichever files it has. Holder and instance stay as they \
      are: assign and transfer change them back.
      """)

  @Argument(help: "The licence.") var serial: String
  @Option(help: "The revision that was right.") var revision: Int
  @OptionGroup var options: RevisionOptions

  func run() async throws {
    let reason = try options.change.demandReason()
    let today = options.change.place.answer.today
    try await Revising(serial: serial, kind: "corrected", options: options).run {
      grant, stored, transaction in
      guard (1..<stored.grant.revision).contains(revision) else { throw noSuch(stored) }
      var right = try await Stored.grant(serial, revision, transaction)
      right.licensee = grant.licensee
      right.instance = grant.instance
      if case .ended = right.term.state(on: today) { throw ended }
      grant = right
      return RevisionExtras(reason: reason)
    }
  }

  private func noSuch(_ stored: Stored) -> Failure {
    Failure(
      .notFound, "not_found",
      "\(serial) has no revision \(revision) before its newest, \(stored.grant.revision).",
      ru: "У \(serial) нет редакции \(revision) до последней, \(stored.grant.revision).")
  }

  private var ended: Failure {
    Failure(
      .policy, "ended",
      "What revision \(revision) granted is over, and no instance takes such a file. Revoke the later "
        + "revisions instead: crm-license revoke \(serial) --revision NUMBER",
      ru:
        "Срок редакции \(revision) истёк, и такой файл не примет ни один экземпляр. Отзовите поздние редакции: crm-license revoke \(serial) --revision НОМЕР"
    )
  }
}
