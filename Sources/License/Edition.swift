/// What is sold: a set of modules and a number of seats.
public enum Edition: String, Sendable, CaseIterable {
  /// Everything.
  case enterprise
  /// What a small firm works with.
  case smallBusiness = "small-business"
  /// One person, for nothing; also what runs without any licence file.
  case freeSingle = "free-single"
  /// A small firm, for nothing.
  case freeSmall = "free-small"

  /// Whether it costs anything.
  public var isPaid: Bool { maximumSeats == nil }

  /// The most seats that a licence of it may have, or nil for no such bound.
  public var maximumSeats: Int? {
    switch self {
    case .enterprise, .smallBusiness: nil
    case .freeSingle: 1
    case .freeSmall: 3
    }
  }

  /// The fewest seats that are billed for one site; the price list may say more.
  public var minimumSeats: Int { isPaid ? 5 : 1 }

  /// How many service accounts come with it.
  public var serviceAccounts: Int {
    switch self {
    case .enterprise: 25
    case .smallBusiness: 5
    case .freeSmall: 1
    case .freeSingle: 0
    }
  }

  /// The modules that it switches on.
  public var features: Set<Feature> {
    switch self {
    case .enterprise: Set(Feature.allCases)
    case .smallBusiness: [.clients, .sales, .work, .reports, .purchasing, .finance, .api]
    case .freeSmall: [.clients, .sales, .work, .reports, .api]
    case .freeSingle: [.clients, .sales, .work, .reports]
    }
  }
}

/// A module that an edition or a licence switches on. Access, audit, backup, export and licensing are in every one.
public enum Feature: String, Sendable, CaseIterable, Comparable {
  /// Parties, contacts and interactions.
  case clients
  /// Leads, deals, products, orders.
  case sales
  /// Requisitions, suppliers, orders, receipts.
  case purchasing
  /// Journal, invoices, payments, budgets.
  case finance
  /// Employees, positions, absences.
  case staff
  /// Tasks, projects, documents.
  case work
  /// Ready and own reports.
  case reports
  /// Tickets and campaigns.
  case service
  /// Service accounts and webhooks.
  case api
  /// Rules, custom fields and approval matrices.
  case automation

  /// By name.
  public static func < (left: Feature, right: Feature) -> Bool { left.rawValue < right.rawValue }
}
