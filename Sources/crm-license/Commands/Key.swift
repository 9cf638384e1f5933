import ArgumentParser
import Foundation
import License
import Postgres

struct Key: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Keep the keys that sign: one in use, the next one offline, those before.",
    subcommands: [
      Generate.self, All.self, Rotate.self, Retire.self, RevokeKey.self, ExportPublic.self,
    ])

  struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a key; the first one signs from now on, another waits as the next.")

    @Argument(help: "Its name, such as 2026a: small letters, digits, hyphens.") var kid: String
    @OptionGroup var change: ChangeOptions
    @OptionGroup var keys: KeyOptions

    func validate() throws {
      guard KeyName.isValid(kid), kid != "test", kid != SelfSigned.kid else {
        throw ValidationError("\(kid) cannot be the name of a key; write 2026a.")
      }
    }

    func run() async throws {
      let place = change.place
      guard let key = SigningKey.random(kid: kid) else {
        throw Failure(.usage, "random", "No random numbers.", ru: "Нет случайных чисел.")
      }
      let pem = try KeyFile.pem(key, passphrase: try keys.passphrase(isNew: true))
      if !change.dryRun { try Self.makeDirectory(keys.directory(place)) }
      try await Ledger.open(place.conninfo()) { ledger in
        try await ledger.add(change) { transaction in
          let known = try await LedgerKey.all(transaction)
          if known.contains(where: { $0.kid == kid }) { throw Self.taken(kid) }
          let status = known.contains { $0.status == "active" } ? "next" : "active"
          let made = LedgerKey(kid: kid, publicKey: key.publicKey, status: status)
          let file = OutputFile(
            path: keys.path(kid, place), text: pem, mode: 0o600, replaces: false)
          // Before the ledger knows the key: one that it knows must not be missing.
          if !change.dryRun { try file.write() }
          return Event(
            kind: "key_generated", subject: kid, reason: "a new key", rows: ["keys": [made.row]],
            answer: Self.answer(made, file: file.path))
        }
      }
    }

    private static func makeDirectory(_ path: String) throws {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    private static func taken(_ kid: String) -> Failure {
      Failure(
        .conflict, "conflict", "There is a key \(kid) already.", ru: "Ключ \(kid) уже есть.")
    }

    private static func answer(_ key: LedgerKey, file: String) -> Sheet {
      [
        "key": .string(key.kid), "status": .string(key.status),
        "fingerprint": .string(key.fingerprint), "private_key": .string(file),
      ]
    }
  }

  struct All: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the keys.")

    @OptionGroup var place: LedgerOptions

    func run() async throws {
      let keys = try await Ledger.open(place.conninfo()) {
        try await $0.client.transaction { try await LedgerKey.all($0) }
      }
      let table = Table(
        columns: ["key", "status", "fingerprint"],
        rows: keys.map { [.string($0.kid), .string($0.status), .string($0.fingerprint)] })
      Console.show(table, json: place.answer.json)
    }
  }

  struct Rotate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign with the next key from now on; the one in use is retired.",
      discussion:
        "Then make another next key, and ship a build that knows it (key export-public --swift).")

    @OptionGroup var change: ChangeOptions

    func run() async throws {
      try await Ledger.open(change.place.conninfo()) { ledger in
        try await ledger.add(change) { transaction in
          let keys = try await LedgerKey.all(transaction)
          let active = try await LedgerKey.active(transaction)
          guard let next = keys.first(where: { $0.status == "next" }) else { throw Key.noNext }
          return Event(
            kind: "key_rotated", subject: next.kid, reason: "rotation",
            rows: ["keys": [active.with(status: "retired").row, next.with(status: "active").row]],
            answer: ["active": .string(next.kid), "retired": .string(active.kid)] as Sheet)
        }
      }
    }
  }

  static let noNext = Failure(
    .policy, "no_next_key",
    "There is no next key. Make one first and ship a build that knows it: crm-license key generate NAME",
    ru:
      "Нет следующего ключа. Сначала создайте его и выпустите сборку, которая его знает: crm-license key generate ИМЯ"
  )
}

extension Sheet: ExpressibleByDictionaryLiteral {
  init(dictionaryLiteral elements: (String, Value)...) {
    self.init(elements)
  }
}
