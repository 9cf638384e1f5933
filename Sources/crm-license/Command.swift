import ArgumentParser
import CCrypto
import Foundation
import License

/// The vendor's program: one subcommand per file.
@main
struct Command: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crm-license",
    abstract: "Licences of the product: the tool of the vendor's licence administrator.",
    discussion: """
      Everything that changes something is one event of a ledger in PostgreSQL, which is never changed \
      afterwards. Start a ledger of your own by `crm-license up`, or give --ledger for one that a DBA \
      keeps (sql/ledger/roles.sql, then `crm-license ledger migrate`).

      EXIT CODES:
        0  done, or valid
        1  wrong usage, or something around the tool is not in order; the message says what
        2  a file is damaged, has a bad signature or one of an unknown, test or revoked key
        3  a file is good but not valid now: pending, ended, revoked, or not for this build
        4  not found
        5  conflict: it exists already, or something newer is there
        6  refused by policy; the message names the rule
      """,
    subcommands: [
      Up.self, Key.self, Prices.self, MakeQuote.self, Issue.self, Activate.self, Renew.self,
      Extend.self, Reseat.self, Maintain.self, Transfer.self, Assign.self, Correct.self,
      Revoke.self, Revocations.self, Inspect.self, Verify.self, List.self, Show.self, History.self,
      Audit.self, ClockReset.self, LedgerCommand.self,
    ])

  static func main() async {
    // libcrypto's tables must outlive the threads that end while the program does.
    OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch let failure as Failure {
      failure.tell()
      Foundation.exit(failure.status.rawValue)
    } catch {
      Foundation.exit(told(error))
    }
  }

  /// Tells what the parser of arguments threw; help and version are no failures.
  private static func told(_ error: any Error) -> Int32 {
    let failure = Failure(error)
    guard exitCode(for: error) == .success || error is ValidationError || isParsing(error) else {
      failure.tell()
      return failure.status.rawValue
    }
    let isHelp = exitCode(for: error) == .success
    let text = message(for: error)
    if !isHelp { Failure(.usage, "usage", text, ru: text).tellProgram() }
    let channel = isHelp ? FileHandle.standardOutput : FileHandle.standardError
    // Who reads no more is not told; the exit code stays.
    try? channel.write(contentsOf: Data((fullMessage(for: error) + "\n").utf8))
    return isHelp ? ExitStatus.ok.rawValue : ExitStatus.usage.rawValue
  }

  private static func isParsing(_ error: any Error) -> Bool {
    exitCode(for: error) == .validationFailure
  }
}
