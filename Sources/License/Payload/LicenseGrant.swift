import Foundation

/// What one revision of a licence grants to one site (`crm-license/1`).
public struct LicenseGrant: Payload {
  /// `crm-license/1`.
  public static let format = Format.license

  /// The name of the product that a licence must be for.
  public static let product = "crm"

  /// The key that signed it.
  public var kid: String
  /// Its number, the same for all revisions.
  public var serial: String
  /// Counts from 1; the highest one whose term has begun is in force.
  public var revision: Int
  /// The revision that this one takes the place of, or nil for the first.
  public var supersedes: Int?
  /// The higher revision that this one takes back, or nil: the only way to a lower revision.
  public var corrects: Int?
  /// When it was signed.
  public var issued: Date
  /// The vendor's order or quote, where there is one.
  public var order: String?
  /// Whose it is.
  public var licensee: Licensee
  /// Which set of modules.
  public var edition: Edition
  /// For real work or for a test instance.
  public var environment: Environment
  /// The one LAN it is for.
  public var site: Site
  /// The instance it is bound to, or nil while it is bound to none.
  public var instance: UUID?
  /// How many may work at once.
  public var seats: Seats
  /// How long it runs.
  public var term: Term
  /// The right to updates and consultations, or nil.
  public var maintenance: Period?
  /// Modules beyond those of the edition, by name; names that this build does not know grant nothing.
  public var features: [String]
  /// In which calendar days are counted; `zone` in the file, ``Zone/standard`` where it says nothing.
  public var zone: Zone

  /// The holder of a licence.
  public struct Licensee: Sendable, Hashable {
    /// The name, up to 200 characters.
    public var name: String
    /// The Russian tax number, 10 or 12 digits, or nil.
    public var inn: String?

    /// A holder.
    public init(name: String, inn: String?) {
      self.name = name
      self.inn = inn
    }
  }

  /// What an instance is used for.
  public enum Environment: String, Sendable, CaseIterable {
    /// Real work.
    case production
    /// Trying out; nothing leaves the instance.
    case test
  }

  /// A revision of its parts; the parts are judged when it is read back.
  public init(
    kid: String, serial: String, revision: Int = 1, supersedes: Int? = nil, corrects: Int? = nil,
    issued: Date, order: String? = nil, licensee: Licensee, edition: Edition,
    environment: Environment = .production, site: Site, instance: UUID? = nil, seats: Seats,
    term: Term, maintenance: Period? = nil, features: [String] = [], zone: Zone = .standard
  ) {
    self.kid = kid
    self.serial = serial
    self.revision = revision
    self.supersedes = supersedes
    self.corrects = corrects
    self.issued = issued
    self.order = order
    self.licensee = licensee
    self.edition = edition
    self.environment = environment
    self.site = site
    self.instance = instance
    self.seats = seats
    self.term = term
    self.maintenance = maintenance
    self.features = features
    self.zone = zone
  }

  /// The modules it switches on: those of the edition and the known ones among ``features``.
  public var modules: Set<Feature> {
    edition.features.union(features.compactMap(Feature.init(rawValue:)))
  }
}
