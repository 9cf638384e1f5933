import ArgumentParser
import CRM

/// The program: one subcommand per file.
@main
struct Command: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crm",
    abstract: "An enterprise CRM on PostgreSQL.",
    discussion: """
      Start with `crm up`: it makes a private PostgreSQL cluster and serves on it. With a server of \
      your own, run deploy/roles.sql there, then `crm migrate` and `crm serve`.

      EXIT CODES:
        0   done
        1   failed; the message says why and what to do
        2   `crm check` found faults, `crm import` refused rows, or `crm mail ingest` messages
        64  wrong usage
        69  the database cannot be reached
        75  `crm mail ingest` has kept nothing; the mail server is to try again
        78  wrong configuration, or the schema is not the one this release needs
      """,
    version: Release.text,
    subcommands: [
      Up.self, Serve.self, Work.self, Migrate.self, Check.self, Account.self, License.self,
      Import.self, Export.self, Mail.self,
      Version.self,
    ])

  static func main() async {
    Cryptography.keepToTheEnd()
    await main(nil)
  }
}
