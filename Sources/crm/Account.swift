import ArgumentParser
import CRM
import Cluster
import Foundation

struct Account: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Keep accounts from the machine: the way in when nobody can sign in.",
    discussion: "Connects as crm_migrator. A new password signs the account out everywhere.",
    subcommands: [Create.self, SetPassword.self, Lock.self, Unlock.self, List.self])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make an account; prints its password unless one is given.")

    @Argument(help: "What the person signs in with.") var login: String
    @Option(help: "The person's name; the login unless given.") var name: String?
    @Option(help: "The e-mail address.") var email: String?
    @Option(help: "A role, such as administrator or sales; may be repeated.") var role: [String] =
      []
    @OptionGroup var password: PasswordOption
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
      try await Failure.reporting {
        let chosen = try password.read()
        let hash = try await Password.hash(chosen.text)
        try await database.accounts {
          try await $0.insert(
            login: login, name: name ?? login, email: email, roles: role, passwordHash: hash)
        }
        chosen.tell(login)
      }
    }
  }

  struct SetPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "password",
      abstract: "Give an account a new password; prints it unless one is given.")

    @Argument(help: "The account's login.") var login: String
    @OptionGroup var password: PasswordOption
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
      try await Failure.reporting {
        let chosen = try password.read()
        let hash = try await Password.hash(chosen.text)
        try await database.accounts { try await $0.setPassword(login: login, passwordHash: hash) }
        chosen.tell(login)
      }
    }
  }

  struct Lock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lock an account; its sessions end at once.")

    @Argument(help: "The account's login.") var login: String
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
      try await Failure.reporting {
        try await database.accounts { try await $0.setLocked(true, login: login) }
        Progress.say("\(login) is locked")
      }
    }
  }

  struct Unlock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Unlock an account.")

    @Argument(help: "The account's login.") var login: String
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
      try await Failure.reporting {
        try await database.accounts { try await $0.setLocked(false, login: login) }
        Progress.say("\(login) is unlocked")
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the accounts: login, state, name, roles; separated by tabs.")

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
      try await Failure.reporting {
        for entry in try await database.accounts({ try await $0.list() }) {
          Progress.say([entry.login, entry.state, entry.name, entry.roles].joined(separator: "\t"))
        }
      }
    }
  }
}

/// Where a password comes from: standard input, CRM_PASSWORD, or chance.
struct PasswordOption: ParsableArguments {
  @Flag(help: "Read the password from the first line of standard input, else take CRM_PASSWORD.")
  var passwordStdin = false

  struct Chosen {
    let text: String
    let isRandom: Bool

    /// Shows a random password, once.
    func tell(_ login: String) {
      Progress.say(isRandom ? "password of \(login): \(text)" : "the password of \(login) is set")
    }
  }

  /// - Throws: ``Failure`` for one that the API would refuse too.
  func read() throws -> Chosen {
    let given =
      passwordStdin ? readLine() ?? "" : ProcessInfo.processInfo.environment["CRM_PASSWORD"]
    guard let given else { return Chosen(text: Secrets.random(), isRandom: true) }
    try Self.judge(given, from: passwordStdin ? "standard input" : "CRM_PASSWORD")
    return Chosen(text: given, isRandom: false)
  }

  /// - Throws: ``Failure`` for a password that is too short or too long.
  static func judge(_ password: String, from source: String) throws {
    guard let fault = Password.fault(password) else { return }
    throw Failure("\(fault.en) The one from \(source) has \(password.count).", code: 64)
  }
}

extension DatabaseOptions {
  /// Lends the register of accounts of the database that is named.
  func accounts<Answer: Sendable>(
    _ body: (AccountRegister) async throws -> Answer
  ) async throws -> Answer {
    try await CommandClient.run(try conninfo(as: "crm_migrator")) { client in
      try await body(AccountRegister(client))
    }
  }
}
