import ArgumentParser
import CRM
import Logging

struct Migrate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring the database to the schema of this release.",
    discussion: """
      Connect as crm_migrator. Files run in the order of their numbers, each in one transaction with \
      its row in system.migration. One runner works at a time; a second one waits and then finds \
      nothing to do. Locks are waited for briefly and tried up to 50 times, so that readers go on.
      """)

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var sql: SQLOption

  @Flag(
    help: "Print the pending SQL, its locks and the sizes of the tables they hit; change nothing.")
  var plan = false

  @Flag(help: "Run what is pending in one transaction and roll it back.")
  var dryRun = false

  @Flag(help: "Record what is pending as applied: you ran it by psql.")
  var adopt = false

  func validate() throws {
    guard [plan, dryRun, adopt].count(where: { $0 }) <= 1 else {
      throw ValidationError("--plan, --dry-run and --adopt exclude each other.")
    }
  }

  func run() async throws {
    try await Failure.reporting {
      let migrator = Migrator(
        conninfo: try database.conninfo(as: "crm_migrator"), files: try sql.files(),
        note: { Progress.say($0) })
      if plan { return Progress.say(try await migrator.plan()) }
      let mode: Migrator.Mode = dryRun ? .dryRun : adopt ? .adopt : .apply
      Progress.say(summary(of: try await migrator.run(mode), mode))
    }
  }

  private func summary(of names: [String], _ mode: Migrator.Mode) -> String {
    guard let last = names.last else { return "nothing to do: the schema is up to date" }
    let done =
      switch mode {
      case .apply: "applied"
      case .dryRun: "rehearsed and rolled back"
      case .adopt: "recorded as applied"
      }
    return "\(names.count) \(done), up to \(last)"
  }
}
