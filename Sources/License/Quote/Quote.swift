/// What is asked for: one licence for each site.
public struct QuoteRequest: Sendable, Hashable {
  /// One site.
  public struct Site: Sendable, Hashable {
    /// How people call it.
    public var name: String
    /// Real workplaces, at least 1.
    public var seats: Int

    /// A site of its parts.
    public init(name: String, seats: Int) {
      self.name = name
      self.seats = seats
    }
  }

  /// Which edition.
  public var edition: Edition
  /// For years or for ever.
  public var kind: Term.Kind
  /// For how many years, when for years; 1 to 10.
  public var years: Int
  /// Years of maintenance for a perpetual licence, 0 to 10; an annual one contains it.
  public var maintenanceYears: Int
  /// Whether the vendor sets up the workplaces; those of a free edition are set up by whoever uses it.
  public var setup: Bool
  /// The sites, in the order in which they are written.
  public var sites: [Site]

  /// A request of its parts.
  public init(
    edition: Edition, kind: Term.Kind, years: Int = 1, maintenanceYears: Int = 0,
    setup: Bool = true, sites: [Site]
  ) {
    self.edition = edition
    self.kind = kind
    self.years = years
    self.maintenanceYears = maintenanceYears
    self.setup = setup
    self.sites = sites
  }
}

/// A quote: the same request and price list always make the same bytes.
public struct Quote: Sendable, Hashable {
  /// One amount of a site, in hundredths of the currency.
  public struct Line: Sendable, Hashable {
    /// What it is for.
    public enum Kind: String, Sendable, CaseIterable {
      /// The seats that are billed.
      case seats
      /// The site itself.
      case base
      /// Setting up real workplaces.
      case setup
      /// Maintenance.
      case maintenance
      /// Value added tax; always the last line.
      case vat
    }

    /// What it is for.
    public let kind: Kind
    /// How many: seats, workplaces, years; hundredths of a percent for the tax.
    public let quantity: Int
    /// The amount.
    public let amount: Int
  }

  /// The lines of one site.
  public struct SiteQuote: Sendable, Hashable {
    /// The site.
    public let site: QuoteRequest.Site
    /// How many seats are billed and granted.
    public let billable: Int
    /// Its lines, the tax last.
    public let lines: [Line]

    /// All lines together.
    public var total: Int { lines.reduce(0) { $0 + $1.amount } }
    /// Seats and base together.
    public var software: Int {
      lines.filter { $0.kind == .seats || $0.kind == .base }.reduce(0) { $0 + $1.amount }
    }
  }

  /// What was asked for.
  public let request: QuoteRequest
  /// The version of the price list.
  public let priceList: String
  /// SHA-256 of the price list.
  public let priceListHash: String
  /// ISO 4217.
  public let currency: String
  /// The sites in the order of the request.
  public let sites: [SiteQuote]

  /// All sites together, tax included.
  public var total: Int { sites.reduce(0) { $0 + $1.total } }

  /// SHA-256 of ``bytes``.
  public var hash: String { Digest.sha256(bytes) }

  /// The quote as JSON, always the same for the same request and list.
  public var bytes: [UInt8] {
    let value: Value = [
      "price_list": .string(priceList), "price_list_sha256": .string(priceListHash),
      "currency": .string(currency), "edition": .string(request.edition.rawValue),
      "term": .string(request.kind.rawValue), "years": Value(request.years),
      "maintenance_years": Value(request.maintenanceYears), "setup": .bool(request.setup),
      "sites": .array(sites.map(\.value)), "total": Value(total),
    ]
    return value.payload
  }
}

extension Quote.SiteQuote {
  var value: Value {
    [
      "name": .string(site.name), "seats": Value(site.seats), "billable": Value(billable),
      "lines": .array(
        lines.map {
          [
            "kind": .string($0.kind.rawValue), "quantity": Value($0.quantity),
            "amount": Value($0.amount),
          ]
        }), "total": Value(total),
    ]
  }
}
