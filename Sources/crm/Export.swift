import ArgumentParser
import CRM
import Foundation

struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a list as CSV or XLSX.",
    discussion:
      "Only what the account may see. Filters are those of the API: --filter 'city=Казань'.")

  @Argument(help: "The resource, as in the API: parties, channels …") var resource: String
  @Option(help: "The fields, between commas; all unless given.") var fields: String?
  @Option(help: "A filter, name=value or name[op]=value; may be repeated.") var filter: [String] =
    []
  @Option(help: ArgumentHelp("Where it goes; standard output unless given.", valueName: "file"))
  var output: String?
  @Option(
    help: ArgumentHelp(
      "csv or xlsx; as the name of the output ends unless given, else csv.", valueName: "format"))
  var format: FileTransfer.Format?
  @OptionGroup var transfer: TransferOptions

  private var chosen: FileTransfer.Format {
    format ?? (output?.lowercased().hasSuffix(".xlsx") == true ? .xlsx : .csv)
  }

  func run() async throws {
    try await Failure.reporting {
      var query = filter.map { text in
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (name: String(sides[0]), value: sides.count > 1 ? String(sides[1]) : "")
      }
      if let fields { query.append(("fields", fields)) }
      let handle =
        try output.map { try TransferOptions.open($0, "--output") } ?? FileHandle.standardOutput
      let (asked, form) = (query, chosen)
      try await transfer.run {
        try await $0.export(resource, query: asked, as: transfer.login, form, to: handle)
      }
    }
  }
}

extension FileTransfer.Format: ExpressibleByArgument {}
