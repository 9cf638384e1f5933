import ArgumentParser
import CRM
import Foundation
import Logging
import Postgres

struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check connection, roles, schema and grants; exit code 2 when there are faults.",
    discussion: "Runs deploy/verify.sql too: every row it returns is a fault.",
    subcommands: [CheckFinance.self])

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var sql: SQLOption

  func run() async throws {
    try await Failure.reporting {
      let files = try sql.files()
      let conninfo = try database.conninfo(as: "crm_service")
      let faults = try await CommandClient.run(conninfo) {
        client in
        try await Inspection(client: client, files: files).run()
      }
      Progress.say(
        faults == 0 ? "no faults" : faults == 1 ? "1 fault" : Progress.count(faults, "fault"))
      if faults > 0 { throw ExitCode(Failure.faults) }
    }
  }
}
