import ArgumentParser
import CRM
import Foundation

struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a list as CSV or XLSX, or everything into a directory.",
    discussion:
      "Only what the account may see. Filters are those of the API: --filter 'city=Казань'.")

  @Argument(help: "The resource, as in the API: parties, channels …") var resource: String?
  @Option(
    help: ArgumentHelp(
      "Write every resource, and the contents of files, into this new directory.",
      valueName: "directory"))
  var all: String?
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

  func validate() throws {
    guard (resource == nil) != (all == nil) else {
      throw ValidationError("Name a resource, or a directory with --all.")
    }
    guard all == nil || filter.isEmpty && fields == nil && output == nil else {
      throw ValidationError(
        "With --all everything is written: leave --filter, --fields, --output out.")
    }
  }

  func run() async throws {
    try await Failure.reporting {
      if let all { return try await writeAll(all) }
      guard let resource else { return }
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

  private func writeAll(_ directory: String) async throws {
    let report = try await transfer.run {
      try await $0.exportAll(to: directory, as: transfer.login) { Progress.say($0) }
    }
    Progress.say(
      "\(report.resources) resources, \(report.contents) contents of files, \(report.bytes) bytes")
  }
}

extension FileTransfer.Format: ExpressibleByArgument {}
