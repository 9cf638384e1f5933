extension QuoteRequest {
  /// What a quote was asked for, read back from its bytes, with the seats that were billed for each site.
  ///
  /// - Throws: ``Refusal`` with `json` or `field`.
  public static func read(_ bytes: [UInt8]) throws -> (request: QuoteRequest, billable: [Int]) {
    let fields = try Fields(ValueParser.parse(bytes), path: "")
    let sites = try fields.objects("sites")
    let request = QuoteRequest(
      edition: try fields.choice("edition"), kind: try fields.choice("term"),
      years: try fields.int("years", 1...10),
      maintenanceYears: try fields.int("maintenance_years", 0...10),
      setup: try fields.bool("setup"),
      sites: try sites.map {
        Site(name: try $0.string("name"), seats: try $0.int("seats", 1...1_000_000))
      })
    return (request, try sites.map { try $0.int("billable", 1...1_000_000) })
  }
}
