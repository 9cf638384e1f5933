import ArgumentParser
import Cluster
import Foundation
import License

/// How a command answers and which day it is for it.
struct AnswerOptions: ParsableArguments {
  @Flag(help: "Answer with JSON.")
  var json = false

  @Option(help: ArgumentHelp("Take this day for today (YYYY-MM-DD).", valueName: "date"))
  var at: String?

  func validate() throws {
    if let at, Day(at) == nil { throw ValidationError("--at \(at) is no day; write 2026-12-01.") }
  }

  /// The day it is, in the standard zone.
  var today: Day { at.flatMap { Day($0) } ?? Zone.standard.day(of: Date()) }

  /// The instant to sign with: now, or noon of the day that was given.
  var now: Date {
    guard at != nil else { return Date() }
    return Zone.standard.start(of: today).addingTimeInterval(12 * 3600)
  }
}

/// Which ledger.
struct LedgerOptions: ParsableArguments {
  @OptionGroup var answer: AnswerOptions

  @Option(
    help: ArgumentHelp(
      "The ledger as a libpq connection string or postgres:// URI (CRM_LICENSE_LEDGER).",
      valueName: "conninfo"))
  var ledger: String?

  @Option(
    help: ArgumentHelp(
      "The data directory of a ledger that `crm-license up` runs (CRM_LICENSE_DATA; else vendor).",
      valueName: "directory"))
  var data: String?

  /// The data directory of the tool's own ledger, which also holds the keys.
  var directory: String {
    data ?? ProcessInfo.processInfo.environment["CRM_LICENSE_DATA"] ?? "vendor"
  }

  /// The connection string of a log-in.
  ///
  /// - Throws: ``Failure``: nothing is named and nothing runs.
  func conninfo(as role: String = "license_operator") throws -> String {
    let named = ledger ?? ProcessInfo.processInfo.environment["CRM_LICENSE_LEDGER"]
    if let named, data == nil || ledger != nil { return named }
    let directories = Directories(data: directory)
    guard FileManager.default.fileExists(atPath: "\(directories.socket)/.s.PGSQL.5432") else {
      throw Failure(
        .usage, "unreachable",
        "No ledger is running under \(directories.data). Start it by crm-license up --data \(directory), "
          + "or name another by --ledger.",
        ru:
          "Реестр в \(directories.data) не запущен. Запустите его: crm-license up --data \(directory), или укажите другой ключом --ledger."
      )
    }
    return try directories.conninfo(role: role, database: LedgerPlace.database)
  }
}

/// The database of the tool's own ledger.
enum LedgerPlace {
  static let database = "ledger"
}

/// What every command that changes something takes.
struct ChangeOptions: ParsableArguments {
  @OptionGroup var place: LedgerOptions

  @Flag(help: "Do everything and take it back: nothing is written, no file is made.")
  var dryRun = false

  @Option(
    name: .customLong("operator"),
    help: ArgumentHelp(
      "Who does it (CRM_LICENSE_OPERATOR; else the user of this machine).", valueName: "name"))
  var operatorName: String?

  @Option(help: ArgumentHelp("Why, for the ledger.", valueName: "text"))
  var reason: String?

  func validate() throws {
    try Naming.judge(operatorText, "--operator")
    if let reason, !reason.isEmpty { try Naming.judge(reason, "--reason", limit: 500) }
  }

  var operatorText: String {
    let environment = ProcessInfo.processInfo.environment
    return operatorName ?? environment["CRM_LICENSE_OPERATOR"] ?? UnixUser.current.name
  }

  /// The reason, which this command must be given.
  ///
  /// - Throws: ``Failure`` when there is none.
  func demandReason() throws -> String {
    if let reason, !reason.isEmpty { return reason }
    throw Failure(
      .usage, "reason", "Give --reason: the ledger keeps why this was done.",
      ru: "Укажите --reason: реестр хранит причину этого действия.")
  }
}
