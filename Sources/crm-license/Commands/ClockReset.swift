import ArgumentParser
import Foundation
import License

struct ClockReset: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Give an instance leave to set its clock mark back to now, once.")

  @Argument(help: "The instance.") var instance: String
  @Option(help: "For how many days it may be used.") var days = 7
  @OptionGroup var options: RevisionOptions

  func validate() throws {
    guard UUID(uuidString: instance) != nil, (1...30).contains(days) else {
      throw ValidationError("The instance is a UUID, --days is 1 to 30.")
    }
  }

  func run() async throws {
    let reason = try options.change.demandReason()
    let answer = options.change.place.answer
    try await Ledger.open(options.change.place.conninfo()) { ledger in
      try await ledger.add(options.change) { transaction in
        let id = UUID(uuidString: instance) ?? UUID()
        let known = try await transaction.first(
          "select from ledger.revision where instance = \(id) limit 1")
        guard known != nil else {
          throw Failure(
            .notFound, "not_found", "No licence is bound to the instance \(instance).",
            ru: "К экземпляру \(instance) не привязана ни одна лицензия.")
        }
        let key = try await Signer(place: options.change.place, keys: options.keys)
          .open(transaction)
        let token = ClockToken(
          kid: key.kid, instance: id, issued: answer.now,
          until: answer.today.adding(days: days), nonce: UUID(), reason: reason)
        return event(token, key.sign(token))
      }
    }
  }

  private func event(_ token: ClockToken, _ armor: Armor) -> Event {
    let row: Value = [
      "nonce": Value(token.nonce), "instance": Value(token.instance), "until": Value(token.until),
      "file": .string(armor.text),
    ]
    let path = "\(options.output)/clock-\(token.nonce.uuidString.lowercased().prefix(8)).clk"
    return Event(
      kind: "clock_reset", subject: instance.lowercased(), reason: token.reason,
      rows: ["clock_tokens": [row]], files: [OutputFile(path: path, text: armor.text)],
      answer: [
        "instance": Value(token.instance), "until": Value(token.until),
        "nonce": Value(token.nonce), "file": .string(path),
      ] as Sheet)
  }
}
