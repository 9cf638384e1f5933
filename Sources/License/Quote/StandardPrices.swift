extension PriceList {
  /// The list that holds until the vendor publishes one of its own.
  ///
  /// Value added tax is 22 % from 1 January 2026 (Federal Law 425-FZ of 28 November 2025).
  public static func standard(kid: String) -> PriceList {
    PriceList(
      kid: kid, version: "standard-2026", validFrom: Day(number: 20_454), setupPrice: 300_000,
      maintenanceRate: 2_500, includesFirstYear: false, vatRate: 2_200,
      editions: [
        PriceLine(
          edition: .enterprise, minimumSeats: 5,
          seatPrice: TermPrice(annual: 1_200_000, perpetual: 3_600_000),
          siteBase: TermPrice(annual: 3_000_000, perpetual: 9_000_000),
          volume: [VolumeStep(from: 51, discount: 1_000), VolumeStep(from: 201, discount: 2_000)]),
        PriceLine(
          edition: .smallBusiness, minimumSeats: 5,
          seatPrice: TermPrice(annual: 600_000, perpetual: 1_800_000),
          siteBase: TermPrice(annual: 0, perpetual: 0)),
        PriceLine(
          edition: .freeSmall, minimumSeats: 1, seatPrice: TermPrice(annual: 0, perpetual: 0),
          siteBase: TermPrice(annual: 0, perpetual: 0)),
        PriceLine(
          edition: .freeSingle, minimumSeats: 1, seatPrice: TermPrice(annual: 0, perpetual: 0),
          siteBase: TermPrice(annual: 0, perpetual: 0)),
      ])
  }
}
