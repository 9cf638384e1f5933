import ArgumentParser
import License
import Postgres

/// What a licence is asked for: by `quote`, and by `issue` where there is no quote.
struct RequestOptions: ParsableArguments {
  @Option(help: "enterprise (unless given), small-business, free-small or free-single.")
  var edition: Edition?

  @Option(
    name: .customLong("site"),
    help: ArgumentHelp(
      "A site and its workplaces; give it once for each site.", valueName: "name:seats"),
    transform: SiteArgument.read)
  var sites: [SiteArgument] = []

  @Option(help: "annual (unless given) or perpetual.") var term: Term.Kind?
  @Option(help: "For how many years an annual licence runs; 1 unless given.") var years: Int?
  @Option(help: "For how many years a perpetual licence has maintenance; 1 unless given.")
  var maintenanceYears: Int?
  @Option(help: ArgumentHelp("For whom.", valueName: "name")) var customer: String?
  @Option(help: ArgumentHelp("The customer's tax number.", valueName: "digits")) var inn: String?

  /// The options that were given.
  var given: [String] {
    let all = [
      ("--edition", edition != nil), ("--site", !sites.isEmpty), ("--term", term != nil),
      ("--years", years != nil), ("--maintenance-years", maintenanceYears != nil),
      ("--customer", customer != nil), ("--inn", inn != nil),
    ]
    return all.filter(\.1).map(\.0)
  }

  func validate() throws {
    if let customer { try Naming.judge(customer, "--customer") }
    if term == .perpetual, years != nil {
      throw ValidationError(
        "--years is of an annual licence; a perpetual one has --maintenance-years.")
    }
    if term != .perpetual, maintenanceYears != nil {
      throw ValidationError(
        "--maintenance-years is of a perpetual licence; an annual one contains maintenance.")
    }
  }

  func request(setup: Bool) -> QuoteRequest {
    let kind = term ?? .annual
    return QuoteRequest(
      edition: edition ?? .enterprise, kind: kind, years: years ?? 1,
      maintenanceYears: kind == .perpetual ? maintenanceYears ?? 1 : 0, setup: setup,
      sites: sites.map(\.site))
  }

  /// The customer.
  ///
  /// - Throws: ``Failure`` when none is named, or the tax number is none.
  func licensee() throws -> LicenseGrant.Licensee {
    try .named(customer ?? "", inn: inn)
  }
}

/// `name:seats`; the name may contain colons.
struct SiteArgument: Sendable {
  let site: QuoteRequest.Site

  /// - Throws: `ValidationError` that says what is wrong with it.
  @Sendable static func read(_ argument: String) throws -> SiteArgument {
    guard let colon = argument.lastIndex(of: ":") else {
      throw ValidationError("the number of workplaces is missing; write 'Москва:12'.")
    }
    let name = String(argument[..<colon])
    try Naming.judge(name, "the name of a --site")
    guard let seats = Int(argument[argument.index(after: colon)...]),
      (1...1_000_000).contains(seats)
    else { throw ValidationError("a site has 1 to 1000000 workplaces; write 'Москва:12'.") }
    return SiteArgument(site: .init(name: name, seats: seats))
  }
}

extension Edition: ExpressibleByArgument {}
extension Term.Kind: ExpressibleByArgument {}
extension Seats.Subject: ExpressibleByArgument {}

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

extension LicenseGrant.Licensee {
  /// The firm that --customer and --inn name.
  ///
  /// - Throws: ``Failure`` when none is named, or the tax number is none.
  static func named(_ customer: String, inn: String?) throws -> LicenseGrant.Licensee {
    guard (1...200).contains(customer.unicodeScalars.count) else {
      throw Failure(
        .usage, "customer", "Give --customer with a name of 1 to 200 characters.",
        ru: "Укажите --customer: название от 1 до 200 знаков.")
    }
    if let inn, ![10, 12].contains(inn.count) || !inn.allSatisfy({ ("0"..."9").contains($0) }) {
      throw Failure(
        .usage, "inn", "--inn has 10 or 12 digits.", ru: "--inn содержит 10 или 12 цифр.")
    }
    return .init(name: customer, inn: inn)
  }

  /// The row of the state.
  var row: Value { ["name": .string(name), "inn": Value(inn)] }
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
