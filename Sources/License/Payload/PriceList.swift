import Foundation

/// Prices in integer kopecks, or the hundredth of whatever currency (`crm-pricelist/1`).
public struct PriceList: Payload {
  /// `crm-pricelist/1`.
  public static let format = Format.priceList

  /// The key that signed it.
  public var kid: String
  /// How the vendor calls it; up to 32 characters.
  public var version: String
  /// ISO 4217.
  public var currency: String
  /// The first day it may be used.
  public var validFrom: Day
  /// Setting up one real workplace.
  public var setupPrice: Int
  /// A year of maintenance, in hundredths of a percent of the software.
  public var maintenanceRate: Int
  /// Whether the price of the software contains the first year of maintenance.
  public var includesFirstYear: Bool
  /// Value added tax, in hundredths of a percent.
  public var vatRate: Int
  /// What each edition costs.
  public var editions: [PriceLine]

  /// What this build understands.
  public static let known: Set<String> = [
    "format", "kid", "version", "currency", "valid_from", "setup_price", "maintenance_rate_bp",
    "includes_first_year", "vat_rate_bp", "editions", "crit",
  ]

  /// A list of its parts.
  public init(
    kid: String, version: String, currency: String = "RUB", validFrom: Day, setupPrice: Int,
    maintenanceRate: Int, includesFirstYear: Bool, vatRate: Int, editions: [PriceLine]
  ) {
    self.kid = kid
    self.version = version
    self.currency = currency
    self.validFrom = validFrom
    self.setupPrice = setupPrice
    self.maintenanceRate = maintenanceRate
    self.includesFirstYear = includesFirstYear
    self.vatRate = vatRate
    self.editions = editions
  }

  /// The highest price, in hundredths: with a million seats no sum of a quote leaves 64 bits.
  static let highestPrice = 100_000_000_000

  /// Reads the members of a list.
  public init(_ payload: PayloadFields) throws {
    let fields = payload.fields
    kid = try fields.kid()
    version = try fields.string("version", limit: 32)
    currency = try fields.string("currency", limit: 3)
    validFrom = try fields.day("valid_from")
    setupPrice = try fields.int("setup_price", 0...Self.highestPrice)
    maintenanceRate = try fields.int("maintenance_rate_bp", 0...10_000)
    includesFirstYear = try fields.bool("includes_first_year")
    vatRate = try fields.int("vat_rate_bp", 0...10_000)
    editions = try fields.objects("editions").map { try PriceLine($0) }
    guard Set(editions.map(\.edition)).count == editions.count else {
      throw Refusal.field("editions", "name an edition twice", "называют редакцию дважды")
    }
  }

  /// The members in the order of the format's description.
  public var bytes: [UInt8] {
    let value: Value = [
      "format": .string(Self.format.rawValue), "kid": .string(kid), "version": .string(version),
      "currency": .string(currency), "valid_from": .string("\(validFrom)"),
      "setup_price": Value(setupPrice), "maintenance_rate_bp": Value(maintenanceRate),
      "includes_first_year": .bool(includesFirstYear), "vat_rate_bp": Value(vatRate),
      "editions": .array(editions.map(\.value)), "crit": [],
    ]
    return value.payload
  }

  /// SHA-256 of the signed bytes, as a quote names it.
  public var hash: String { Digest.sha256(bytes) }
}

/// What one edition costs.
public struct PriceLine: Sendable, Hashable {
  /// Which edition.
  public var edition: Edition
  /// The fewest seats that are billed for one site.
  public var minimumSeats: Int
  /// One seat: for a year, or for ever.
  public var seatPrice: TermPrice
  /// One site, beside its seats.
  public var siteBase: TermPrice
  /// Discounts for the seats of one site, by the first seat they hold for, in rising order.
  public var volume: [VolumeStep]

  /// A line of its parts.
  public init(
    edition: Edition, minimumSeats: Int, seatPrice: TermPrice, siteBase: TermPrice,
    volume: [VolumeStep] = []
  ) {
    self.edition = edition
    self.minimumSeats = minimumSeats
    self.seatPrice = seatPrice
    self.siteBase = siteBase
    self.volume = volume
  }

  init(_ fields: Fields) throws {
    edition = try fields.choice("edition")
    minimumSeats = try fields.int("min_seats", 1...1000)
    seatPrice = try TermPrice(fields.fields("seat_price"))
    siteBase = try TermPrice(fields.fields("site_base"))
    volume = try fields.objects("volume").map { try VolumeStep($0) }
    for (step, next) in zip(volume, volume.dropFirst()) where step.from >= next.from {
      throw Refusal.field(
        fields.name("volume"), "must rise by its first seats",
        "должно возрастать по первому месту")
    }
  }

  var value: Value {
    [
      "edition": .string(edition.rawValue), "min_seats": Value(minimumSeats),
      "seat_price": seatPrice.value, "site_base": siteBase.value,
      "volume": .array(
        volume.map { ["from": Value($0.from), "discount_bp": Value($0.discount)] }),
    ]
  }
}

/// A price by the kind of term.
public struct TermPrice: Sendable, Hashable {
  /// For one year.
  public var annual: Int
  /// For ever.
  public var perpetual: Int

  /// A price of its parts.
  public init(annual: Int, perpetual: Int) {
    self.annual = annual
    self.perpetual = perpetual
  }

  init(_ fields: Fields) throws {
    annual = try fields.int("annual", 0...PriceList.highestPrice)
    perpetual = try fields.int("perpetual", 0...PriceList.highestPrice)
  }

  /// The price for that kind of term.
  public subscript(kind: Term.Kind) -> Int { kind == .annual ? annual : perpetual }

  var value: Value { ["annual": Value(annual), "perpetual": Value(perpetual)] }
}

/// A discount for the seats of one site from that one on; the seats before keep their price.
public struct VolumeStep: Sendable, Hashable {
  /// The first seat it holds for, from 2.
  public var from: Int
  /// In hundredths of a percent.
  public var discount: Int

  /// A step of its parts.
  public init(from: Int, discount: Int) {
    self.from = from
    self.discount = discount
  }

  init(_ fields: Fields) throws {
    from = try fields.int("from", 2...1_000_000)
    discount = try fields.int("discount_bp", 0...10_000)
  }
}
