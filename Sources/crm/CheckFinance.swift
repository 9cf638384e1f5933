import ArgumentParser
import CRM

/// The books, reckoned anew.
struct CheckFinance: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finance",
    abstract:
      "Hold everything that must agree with the ledger against it; names each failing line.",
    discussion:
      "Connects as crm_migrator and reads the whole ledger. Exit code 2 when a line fails.")

  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    try await Failure.reporting {
      let lines = try await CommandClient.run(try database.conninfo(as: "crm_migrator")) {
        try await TieOut($0).lines()
      }
      for line in lines { Progress.say(Self.text(line)) }
      let faults = lines.count { $0.subject != nil }
      Progress.say(faults == 0 ? "no faults" : Progress.count(faults, "fault"))
      if faults > 0 { throw ExitCode(Failure.faults) }
    }
  }

  private static func text(_ line: TieOut.Line) -> String {
    guard let subject = line.subject else { return "ok       \(line.check)" }
    return
      "fault    \(line.check): \(subject): \(line.found ?? "nothing") instead of \(line.expected ?? "nothing")"
  }
}
