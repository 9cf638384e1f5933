import License
import Postgres

/// What more seats would cost until the end of the term, where more were held than bought.
struct TrueUp: Sendable {
  let serial: String
  let seats: Int
  let amount: Int
  let currency: String

  static func offers(
    _ reports: [UsageFile], _ today: Day, _ transaction: Transaction
  ) async throws -> [TrueUp] {
    let prices = try await LedgerPrices.find(today, transaction)
    var offers: [TrueUp] = []
    for file in reports where file.maximumHeld > file.report.seats {
      let stored = try await Stored.find(file.report.serial, transaction)
      // A free edition has no more seats to sell.
      guard stored.grant.edition.isPaid else { continue }
      let amount = try cost(stored.grant, file, prices, today)
      offers.append(
        TrueUp(
          serial: stored.serial, seats: file.maximumHeld, amount: amount, currency: prices.currency)
      )
    }
    return offers
  }

  /// The difference in the software's price: by days left of the year for an annual licence.
  private static func cost(
    _ grant: LicenseGrant, _ file: UsageFile, _ prices: PriceList, _ today: Day
  ) throws -> Int {
    func software(_ seats: Int) throws -> Int {
      let request = QuoteRequest(
        edition: grant.edition, kind: grant.term.kind, setup: false,
        sites: [.init(name: grant.site.name, seats: seats)])
      return try MakeQuote.priced(request, prices).sites[0].software
    }
    let difference = try software(file.maximumHeld) - software(file.report.seats)
    guard let until = grant.term.until else { return difference }
    let left = max(0, today.days(to: until))
    return Rounding.part(left, of: 365, amount: difference)
  }
}
