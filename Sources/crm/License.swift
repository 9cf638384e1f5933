import ArgumentParser
import CRM
import Foundation

/// The licence from the machine: also when nobody can sign in.
struct License: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See and install the licence, and who holds seats.",
    discussion:
      "Connects as crm_migrator. What is installed takes effect at once, without a restart.",
    subcommands: [
      Status.self, Install.self, Holders.self, ReleaseSeat.self, Claim.self, Request.self,
      Usage.self, Events.self,
    ], defaultSubcommand: Status.self)

  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tell the mode and its reasons, the licence and the seats.")

    @Flag(help: "As JSON, as GET /api/v1/license answers it.") var json = false
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
      try await Failure.reporting {
        let status = try await database.licence { try await $0.status(in: .ofTerminal) }
        Progress.say(json ? status.json : status.text)
      }
    }
  }

  struct Install: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Install a licence, a list of revocations or a clock reset, as the vendor's file.")

    @Argument(help: "The file.") var file: String
    @Flag(
      help: "Make a new instance one for trying out first, which takes files of the key for tests.")
    var trial = false
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
      try await Failure.reporting {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
        if trial {
          try await CommandClient.run(try database.conninfo(as: "crm_migrator")) {
            try await TrialLicense($0).install(bytes)
          }
        }
        let status = try await database.licence { register in
          try await register.install(bytes)
          return try await register.status(in: .ofTerminal)
        }
        Progress.say(status.text)
      }
    }
  }

  struct Holders: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List who holds seats: slot, login, name, since, until; separated by tabs.")

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
      try await Failure.reporting {
        for line in try await database.licence({ try await $0.holders() }) { Progress.say(line) }
      }
    }
  }

  struct ReleaseSeat: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take an account's seat away, with a minute's notice.",
      discussion: """
        The account gets no seat again until 5 minutes after that, so that another can take the one that \
        became free.
        """)

    @Argument(help: "The account's login.") var login: String
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
      try await Failure.reporting {
        let free = try await database.licence { try await $0.release(login: login) }
        guard let free else {
          throw Failure(
            Text("\(login) holds no seat.", ru: "\(login) не занимает места.")[.ofTerminal])
        }
        Progress.say(
          "the seat of \(login) is free at \(free); \(login) gets none until 5 minutes after that")
      }
    }
  }

  struct Claim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what a copy of a database is: moved, or a test copy of its own.")

    @Argument(help: "moved or test.") var what: String
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
      try await Failure.reporting {
        let status = try await database.licence { register in
          try await register.claim(what)
          return try await register.status(in: .ofTerminal)
        }
        Progress.say(status.text)
      }
    }
  }

  struct Request: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ask the vendor for the installed licence, bound to this instance.",
      discussion: "Send the file to the vendor, and install the one that comes back.")

    @Option(help: ArgumentHelp("Where it goes; standard output unless given.", valueName: "file"))
    var output: String?
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
      try await Failure.reporting {
        try License.write(try await database.licence { try await $0.request() }, to: output)
      }
    }
  }

  struct Usage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tell the vendor what was used: seats a day, and a chain of pseudonymous events.")

    @Option(
      help: ArgumentHelp(
        "The seat event before the first one that is told, 0 for all; the newest 50,000 unless given.",
        valueName: "number"))
    var after: Int?
    @Option(help: ArgumentHelp("Where it goes; standard output unless given.", valueName: "file"))
    var output: String?
    @OptionGroup var database: DatabaseOptions

    func validate() throws {
      if let after, after < 0 { throw ValidationError("--after is 0 or the number of an event.") }
    }

    func run() async throws {
      try await Failure.reporting {
        let text = try await database.licence { try await $0.usage(after: after) }
        try License.write(text, to: output)
      }
    }
  }

  /// Writes a file for the vendor.
  ///
  /// - Throws: ``Failure`` that says why it cannot be written.
  fileprivate static func write(_ text: String, to output: String?) throws {
    let handle =
      try output.map { try TransferOptions.open($0, "--output") } ?? FileHandle.standardOutput
    try handle.write(contentsOf: Data(text.utf8))
  }

  struct Events: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tell what happened to the licence, the latest first; separated by tabs.")

    @Option(help: "How many.") var most = 50
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
      try await Failure.reporting {
        for line in try await database.licence({ try await $0.events(most) }) { Progress.say(line) }
      }
    }
  }
}

extension Language {
  /// Of whoever reads what the command says.
  static var ofTerminal: Language {
    Language(environment: ProcessInfo.processInfo.environment)
  }
}

extension DatabaseOptions {
  /// Lends the licence of the database that is named.
  fileprivate func licence<Answer: Sendable>(
    _ body: (LicenseRegister) async throws -> Answer
  ) async throws -> Answer {
    try await CommandClient.run(try conninfo(as: "crm_migrator")) { client in
      try await body(LicenseRegister(client))
    }
  }
}
