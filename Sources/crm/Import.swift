import ArgumentParser
import CRM
import Foundation

struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Load a CSV or XLSX file by a mapping.",
    discussion: """
      The mapping is JSON: resource, match_by, mode, and where each field comes from \
      (sql/seed/demo/README.md). Loading the same file again changes nothing. Rows that are refused \
      are told with all that is wrong with them; the others are loaded. Exit code 2 when rows were refused.
      """)

  @Argument(help: "The resource, as in the API: parties, channels …") var resource: String
  @Argument(help: "The file, CSV or XLSX.") var file: String
  @Option(help: ArgumentHelp("The mapping.", valueName: "file.json")) var mapping: String
  @Flag(help: "Read and check everything, keep nothing.") var dryRun = false
  @Option(
    help: ArgumentHelp(
      "Where refused rows go, as CSV with the reason, to be mended and loaded; replaced if it is there.",
      valueName: "file.csv"))
  var errors: String?
  @OptionGroup var transfer: TransferOptions

  func validate() throws {
    for path in [file, mapping] where !FileManager.default.isReadableFile(atPath: path) {
      throw ValidationError("\(path) cannot be read: is there such a file, and may you read it?")
    }
  }

  func run() async throws {
    try await Failure.reporting {
      // Before anything is loaded: afterwards it would be too late to say that there is no place for them.
      let refusals = try errors.map { try TransferOptions.open($0, "--errors") }
      let report = try await transfer.run {
        try await $0.load(
          file, into: resource, mapping: mapping, as: transfer.login, dryRun: dryRun,
          refusals: refusals,
          progress: { report in
            if report.read % 10_000 < 1000 {
              Progress.say("\(Progress.count(report.read, "row")) read")
            }
          })
      }
      Progress.say(
        """
        \(resource): \(report.read) read, \(report.created) created, \(report.updated) updated, \
        \(report.unchanged) unchanged, \(report.skipped) skipped, \(report.refused) refused\
        \(dryRun ? "; dry run: nothing was kept" : "")
        """)
      if report.refused > 0 { throw ExitCode(Failure.faults) }
    }
  }
}
