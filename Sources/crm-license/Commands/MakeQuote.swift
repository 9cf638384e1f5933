import ArgumentParser
import License
import Postgres

struct MakeQuote: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quote", abstract: "Offer licences: the same request always costs the same.")

  @OptionGroup var request: RequestOptions
  @Flag(help: "Leave out setting up the workplaces.") var noSetup = false
  @OptionGroup var change: ChangeOptions

  func run() async throws {
    let licensee = try request.licensee()
    let today = change.place.answer.today
    try await Ledger.open(change.place.conninfo()) { ledger in
      try await ledger.add(change) { transaction in
        let prices = try await LedgerPrices.find(today, transaction)
        let quote = try Self.priced(request.request(setup: !noSetup), prices)
        let year = today.parts.year
        let no = try await transaction.rows("select ledger.next_quote(\(year)::integer) as no")
          .single.string("no")
        return try Self.event(quote, no: no, licensee, today)
      }
    }
  }

  /// The request with its prices.
  ///
  /// - Throws: ``Failure`` for a request that cannot be priced, or a site too large for a free edition.
  static func priced(_ request: QuoteRequest, _ prices: PriceList) throws -> Quote {
    try judgeSize(request)
    do { return try prices.quote(request) } catch let refusal as Refusal {
      throw Failure(refusal, status: .usage)
    }
  }

  private static func judgeSize(_ request: QuoteRequest) throws {
    guard let most = request.edition.maximumSeats,
      let site = request.sites.first(where: { $0.seats > most })
    else { return }
    throw Failure(
      .policy, "edition_size",
      "The site \(site.name) has \(site.seats) workplaces; \(request.edition.rawValue) is for at most \(most). Choose a paid edition.",
      ru:
        "На площадке \(site.name) рабочих мест: \(site.seats); редакция \(request.edition.rawValue) рассчитана не более чем на \(most). Выберите платную редакцию."
    )
  }

  private static func event(
    _ quote: Quote, no: String, _ licensee: LicenseGrant.Licensee, _ today: Day
  ) throws -> Event {
    let row: Value = [
      "no": .string(no), "customer": .string(licensee.name), "day": .string("\(today)"),
      "price_list": .string(quote.priceList), "sha256": .string(quote.hash),
      "currency": .string(quote.currency), "total": Value(quote.total),
      "content": try ValueParser.parse(quote.bytes),
    ]
    return Event(
      kind: "quoted", subject: no, reason: "an offer",
      rows: ["customers": [licensee.row], "quotes": [row]],
      answer: QuoteAnswer(no: no, licensee: licensee, quote: quote))
  }
}

/// A quote with every line.
struct QuoteAnswer: Answer {
  let no: String
  let licensee: LicenseGrant.Licensee
  let quote: Quote

  var value: Value {
    // The bytes were made by the quote itself.
    let content = (try? ValueParser.parse(quote.bytes)) ?? .null
    return [
      "quote": .string(no), "customer": .string(licensee.name), "inn": Value(licensee.inn),
      "sha256": .string(quote.hash), "content": content,
    ]
  }

  var text: String {
    let head: Sheet = [
      "quote": .string(no), "customer": .string(licensee.name), "inn": Value(licensee.inn),
      "edition": .string(quote.request.edition.rawValue),
      "term": .string(quote.request.kind.rawValue), "price_list": .string(quote.priceList),
      "price_list_sha256": .string(quote.priceListHash), "quote_sha256": .string(quote.hash),
    ]
    let rows = quote.sites.flatMap { site in
      site.lines.map { line in
        [
          site.site.name, line.kind.rawValue, Self.quantity(line), Money.text(line.amount),
        ].map(Value.string)
      }
    }
    let table = Table(columns: ["site", "line", "quantity", "amount"], rows: rows)
    return "\(head.text)\n\n\(table.text)\n\ntotal  \(Money.text(quote.total)) \(quote.currency)"
  }

  private static func quantity(_ line: Quote.Line) -> String {
    line.kind == .vat ? "\(Money.text(line.quantity)) %" : "\(line.quantity)"
  }
}
