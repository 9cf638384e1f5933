import ArgumentParser
import License
import Postgres

struct Prices: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Publish price lists; until there is one, the standard list holds.",
    subcommands: [Publish.self, Current.self])

  struct Current: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Print the price list that holds, as JSON to start one from.")

    @OptionGroup var place: LedgerOptions

    func run() async throws {
      let day = place.answer.today
      let list = try await Ledger.open(place.conninfo()) {
        try await $0.client.transaction { try await LedgerPrices.find(day, $0) }
      }
      Console.write(String(decoding: list.bytes.dropLast(), as: UTF8.self))
    }
  }

  struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Sign a price list and publish it.",
      discussion: "Amounts are in hundredths, rates in hundredths of a percent; see `prices show`.")

    @Argument(help: "The JSON of the list; its kid becomes that of the key in use.") var file:
      String
    @OptionGroup var change: ChangeOptions
    @OptionGroup var keys: KeyOptions

    func run() async throws {
      let bytes = try OutputFile.read(file)
      var list: PriceList
      do { list = try PriceList(bytes: bytes) } catch let refusal as Refusal {
        throw Failure(refusal, status: .usage)
      }
      try await Ledger.open(change.place.conninfo()) { ledger in
        try await ledger.add(change) { transaction in
          try await Self.judgeNew(list, transaction)
          let key = try await Signer(place: change.place, keys: keys).open(transaction)
          list.kid = key.kid
          return Self.event(list, key.sign(list))
        }
      }
    }

    private static func judgeNew(_ list: PriceList, _ transaction: Transaction) async throws {
      let row = try await transaction.first(
        """
        select valid_from::text as day from ledger.price_list where version = \(list.version)
        """)
      guard let day = try row?.string("day") else { return }
      throw Failure(
        .conflict, "conflict",
        "The price list \(list.version) is published already, valid from \(day). Give the new one another version.",
        ru:
          "Прайс-лист \(list.version) уже опубликован, действует с \(day). Дайте новому другую версию."
      )
    }

    private static func event(_ list: PriceList, _ armor: Armor) -> Event {
      let row: Value = [
        "version": .string(list.version), "valid_from": .string("\(list.validFrom)"),
        "currency": .string(list.currency), "sha256": .string(list.hash),
        "file": .string(armor.text),
      ]
      return Event(
        kind: "prices_published", subject: list.version, reason: "a new price list",
        rows: ["price_lists": [row]],
        answer: [
          "price_list": .string(list.version), "valid_from": .string("\(list.validFrom)"),
          "sha256": .string(list.hash),
        ] as Sheet)
    }
  }
}
