import ArgumentParser
import CRM
import Foundation

struct Mail: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring e-mail into the base.", subcommands: [Ingest.self])

  struct Ingest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep a message of standard input, or the messages of a Maildir.",
      discussion: """
        A message of RFC 5322 is kept with its bytes and attachments. Where its address belongs to one \
        party it becomes an interaction with it, else parties are suggested and somebody files it \
        (POST /mail-messages/{id}/filing). What comes again is known; what cannot be read is kept with \
        the reason. Messages of a Maildir that are kept go from new to cur. Exit code 75 when nothing \
        could be kept, so that a mail server tries again; 2 when some of a Maildir could not.
        """)

    @Argument(help: "The Maildir; one message of standard input unless given.") var maildir: String?
    @Flag(help: "Read the messages of cur too.") var all = false
    @OptionGroup var transfer: TransferOptions
    @OptionGroup var service: ServiceOptions

    func validate() throws {
      guard maildir != nil || !all else {
        throw ValidationError("With --all name a Maildir.")
      }
    }

    func run() async throws {
      try await Failure.reporting {
        let report: MailReport
        do { report = try await ingest() } catch {
          throw Failure(Failure(error).message, code: Failure.temporary)
        }
        Progress.say(
          """
          \(report.filed) filed, \(report.open) to be filed, \(report.unreadable) not readable, \
          \(report.known) known, \(report.refused.count) refused
          """)
        for (file, reason) in report.refused { Progress.say("\(file): \(Failure(reason).message)") }
        if !report.refused.isEmpty { throw ExitCode(Failure.faults) }
      }
    }

    private func ingest() async throws -> MailReport {
      let settings = try await service.read(
        database: try transfer.database.conninfo(as: "crm_service"))
      if let maildir {
        let place = try Maildir(maildir)
        return try await transfer.run {
          try await $0.ingest(place, all: all, as: transfer.login, settings)
        }
      }
      let message = Array(FileHandle.standardInput.readDataToEndOfFile())
      return try await transfer.run {
        try await $0.ingest(message, as: transfer.login, settings)
      }
    }
  }
}
