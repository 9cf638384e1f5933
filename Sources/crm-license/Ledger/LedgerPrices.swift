import License
import Postgres

/// The price list that holds on a day.
struct LedgerPrices {
  /// The newest list that is valid by then, or the standard one where none was published.
  static func find(_ day: Day, _ transaction: Transaction) async throws -> PriceList {
    let row = try await transaction.first(
      """
      select file from ledger.price_list where valid_from <= \("\(day)")::date
      order by valid_from desc, version desc limit 1
      """)
    guard let row else { return PriceList.standard(kid: "standard") }
    let armor = try Armor(Array(try row.string("file").utf8), as: .priceList)
    return try PriceList(bytes: armor.payload)
  }
}
