import ArgumentParser
import License

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
