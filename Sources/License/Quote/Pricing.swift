extension PriceList {
  /// What the request costs by this list.
  ///
  /// Each site is counted alone, tax included, so that the parts add up to the whole.
  ///
  /// - Throws: ``Refusal`` with `field` for a request that cannot be priced.
  public func quote(_ request: QuoteRequest) throws -> Quote {
    let line = try line(request)
    return Quote(
      request: request, priceList: version, priceListHash: hash, currency: currency,
      sites: request.sites.map { site($0, request, line) })
  }

  private func line(_ request: QuoteRequest) throws -> PriceLine {
    guard !request.sites.isEmpty else {
      throw Self.refuse("sites", "A quote needs a site.", "В предложении нужна площадка.")
    }
    guard request.sites.allSatisfy({ (1...1_000_000).contains($0.seats) }) else {
      throw Self.refuse(
        "seats", "A site has 1 to 1000000 seats.", "На площадке от 1 до 1000000 рабочих мест.")
    }
    guard Set(request.sites.map(\.name)).count == request.sites.count else {
      throw Self.refuse(
        "sites", "Two sites have the same name.", "У двух площадок одинаковое название.")
    }
    guard (1...10).contains(request.years), (0...10).contains(request.maintenanceYears) else {
      throw Self.refuse("years", "Years are 1 to 10.", "Число лет от 1 до 10.")
    }
    guard let line = editions.first(where: { $0.edition == request.edition }) else {
      throw Self.refuse(
        "edition", "The price list \(version) has no edition \(request.edition.rawValue).",
        "В прайс-листе \(version) нет редакции \(request.edition.rawValue).")
    }
    return line
  }

  private static func refuse(_ field: String, _ en: String, _ ru: String) -> Refusal {
    Refusal(.field, Wording(en, ru: ru), field: field)
  }

  private func site(
    _ site: QuoteRequest.Site, _ request: QuoteRequest, _ price: PriceLine
  ) -> Quote.SiteQuote {
    let billable = max(site.seats, price.minimumSeats)
    let periods = request.kind == .annual ? request.years : 1
    let seats = price.seats(billable, request.kind) * periods
    let base = price.siteBase[request.kind] * periods
    var lines = [
      Quote.Line(kind: .seats, quantity: billable, amount: seats),
      Quote.Line(kind: .base, quantity: 1, amount: base),
    ]
    if request.setup, request.edition.isPaid {
      lines.append(.init(kind: .setup, quantity: site.seats, amount: site.seats * setupPrice))
    }
    if request.kind == .perpetual, request.maintenanceYears > 0 {
      lines.append(maintenance(of: seats + base, years: request.maintenanceYears))
    }
    let net = lines.reduce(0) { $0 + $1.amount }
    lines.append(.init(kind: .vat, quantity: vatRate, amount: Rounding.share(vatRate, of: net)))
    return Quote.SiteQuote(site: site, billable: billable, lines: lines)
  }

  private func maintenance(of software: Int, years: Int) -> Quote.Line {
    let paid = includesFirstYear ? years - 1 : years
    return .init(
      kind: .maintenance, quantity: years,
      amount: Rounding.share(maintenanceRate, of: software) * paid)
  }
}

extension PriceLine {
  /// What so many seats of one site cost; a step lowers the price of the seats from its first one on.
  func seats(_ count: Int, _ kind: Term.Kind) -> Int {
    let price = seatPrice[kind]
    var amount = 0
    var from = 1
    var discount = 0
    for step in volume where step.from <= count {
      amount += (step.from - from) * Rounding.share(10_000 - discount, of: price)
      (from, discount) = (step.from, step.discount)
    }
    return amount + (count - from + 1) * Rounding.share(10_000 - discount, of: price)
  }
}

/// Shares of amounts, rounded to the nearest, halves up; amounts are not negative.
public enum Rounding {
  /// So many hundredths of a percent of the amount.
  public static func share(_ points: Int, of amount: Int) -> Int {
    divide(amount, points, by: 10_000)
  }

  /// The part of the amount for some of the days.
  public static func part(_ days: Int, of total: Int, amount: Int) -> Int {
    divide(amount, days, by: total)
  }

  /// Amount by factor by divisor, exact before it is rounded.
  private static func divide(_ amount: Int, _ factor: Int, by divisor: Int) -> Int {
    let product = amount.multipliedFullWidth(by: factor)
    let (low, carry) = product.low.addingReportingOverflow(UInt(divisor / 2))
    return divisor.dividingFullWidth((product.high + (carry ? 1 : 0), low)).quotient
  }
}
