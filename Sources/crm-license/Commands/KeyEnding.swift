import ArgumentParser
import Foundation
import License
import Postgres

extension Key {
  struct Retire: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Never sign with a key; what it has signed stays valid for ever.")

    @Argument(help: "The key.") var kid: String
    @OptionGroup var change: ChangeOptions

    func run() async throws {
      try await Ledger.open(change.place.conninfo()) { ledger in
        try await ledger.add(change) { transaction in
          let key = try await LedgerKey.find(kid, transaction)
          guard key.status == "next" else { throw Self.refusal(key) }
          return Event(
            kind: "key_retired", subject: kid, reason: "retired",
            rows: ["keys": [key.with(status: "retired").row]],
            answer: ["key": .string(kid), "status": "retired"] as Sheet)
        }
      }
    }

    private static func refusal(_ key: LedgerKey) -> Failure {
      if key.status == "active" {
        return Failure(
          .policy, "active_key",
          "\(key.kid) signs now; rotate to the next key: crm-license key rotate",
          ru: "Ключом \(key.kid) сейчас подписывают; смените его: crm-license key rotate")
      }
      return Failure(
        .conflict, "conflict", "\(key.kid) is \(key.status) already.",
        ru: "Ключ \(key.kid) уже в состоянии \(key.status).")
    }
  }

  struct RevokeKey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "revoke",
      abstract: "Never believe a key again: its private half fell into other hands.",
      discussion: """
        When it is the one in use, the next key takes its place. With --reissue every revision in \
        force that it signed stays valid by name, in the next list of revocations; the others must be \
        renewed.
        """)

    @Argument(help: "The key.") var kid: String
    @Flag(help: "Let the revisions in force that it signed stay valid.") var reissue = false
    @OptionGroup var change: ChangeOptions

    func run() async throws {
      let reason = try change.demandReason()
      try await Ledger.open(change.place.conninfo()) { ledger in
        try await ledger.add(change) { transaction in
          let key = try await LedgerKey.find(kid, transaction)
          let kept = reissue ? try await Self.inForce(kid, transaction) : []
          return Event(
            kind: "key_revoked", subject: kid, reason: reason,
            rows: ["keys": try await rows(key, transaction), "reissues": kept],
            answer: [
              "key": .string(kid), "status": "revoked", "reissued": Value(kept.count),
              "next_step":
                "build a list of revocations, and ship a build with the new keys",
            ] as Sheet)
        }
      }
    }

    private func rows(_ key: LedgerKey, _ transaction: Transaction) async throws -> [Value] {
      let revoked = key.with(status: "revoked").row
      switch key.status {
      case "active":
        let keys = try await LedgerKey.all(transaction)
        guard let next = keys.first(where: { $0.status == "next" }) else { throw Key.noNext }
        return [revoked, next.with(status: "active").row]
      case "revoked":
        throw Failure(
          .conflict, "conflict", "\(kid) is revoked already.", ru: "Ключ \(kid) уже отозван.")
      default: return [revoked]
      }
    }

    private static func inForce(_ kid: String, _ transaction: Transaction) async throws -> [Value] {
      try await transaction.rows(
        """
        select r.serial, r.revision from ledger.revision as r
        join ledger.license as l on l.serial = r.serial and l.revision = r.revision
        where r.kid = \(kid) order by 1
        """
      ).map {
        [
          "kid": .string(kid), "serial": .string(try $0.string("serial")),
          "revision": Value(try $0.int("revision")),
        ]
      }
    }
  }

  struct ExportPublic: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export-public",
      abstract: "Print a public key as PEM, or all of them as the Swift file of a build.")

    @Argument(help: "The key; not needed with --swift.") var kid: String?
    @Flag(help: "Write TrustedKeys.swift with every key of the ledger.") var swift = false
    @Option(help: ArgumentHelp("Write it there, not on the terminal.", valueName: "file"))
    var output: String?
    @OptionGroup var place: LedgerOptions

    func validate() throws {
      guard (kid == nil) == swift else {
        throw ValidationError("Name a key, or give --swift for all of them.")
      }
    }

    func run() async throws {
      let text = try await Ledger.open(place.conninfo()) { ledger in
        try await ledger.client.transaction { transaction in
          if let kid { return PublicKey.pem(try await LedgerKey.find(kid, transaction).publicKey) }
          return try TrustedKeysFile(keys: await LedgerKey.all(transaction)).text
        }
      }
      guard let output else { return Console.write(text.trimmingCharacters(in: .newlines)) }
      try OutputFile(path: output, text: text).write()
    }
  }
}
