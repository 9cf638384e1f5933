import Foundation

extension LicenseGrant {
  /// What this build understands, with points for members of members.
  public static let known: Set<String> = [
    "format", "kid", "serial", "revision", "supersedes", "corrects", "issued", "order", "licensee",
    "licensee.name", "licensee.inn", "product", "edition", "environment", "site", "site.id",
    "site.name", "site.networks", "site.network_policy", "instance", "instance.id", "seats",
    "seats.count", "seats.subject", "seats.overdraft", "seats.service_accounts", "term",
    "term.kind", "term.from", "term.until", "term.warn_days", "term.grace_days", "maintenance",
    "maintenance.from", "maintenance.until", "features", "zone", "crit",
  ]

  /// Reads the members of a licence.
  public init(_ payload: PayloadFields) throws {
    let fields = payload.fields
    kid = try fields.kid()
    try Self.judgeProduct(fields)
    serial = try fields.serial()
    revision = try fields.int("revision", 1...1_000_000)
    supersedes = try fields.intIfPresent("supersedes", 1...1_000_000)
    corrects = try fields.intIfPresent("corrects", 1...1_000_000, optional: true)
    issued = try fields.instant("issued")
    order = try fields.stringIfPresent("order", optional: true)
    licensee = try Licensee(fields.fields("licensee"))
    edition = try fields.choice("edition")
    environment = try fields.choice("environment")
    site = try Site(fields.fields("site"))
    instance = try fields.fields("instance").uuidIfPresent("id")
    seats = try Seats(fields.fields("seats"), edition: edition)
    term = try Term(fields.fields("term"))
    maintenance = try fields.fieldsIfPresent("maintenance").map { try Period($0) }
    features = try fields.strings("features")
    zone = try Self.zone(fields)
    try judgeRevisions()
  }

  private static func judgeProduct(_ fields: Fields) throws {
    let product = try fields.string("product")
    guard product == Self.product else {
      throw Refusal(
        .product,
        Wording(
          "The licence is for the product \(product), this is \(Self.product).",
          ru: "Лицензия выдана на продукт \(product), а это \(Self.product).") + .askVendor,
        field: "product")
    }
  }

  private static func zone(_ fields: Fields) throws -> Zone {
    guard let name = try fields.stringIfPresent("zone", optional: true) else {
      if fields.contains("zone") { throw Refusal.field("zone", "is null", "содержит null") }
      return .standard
    }
    guard let zone = Zone(name) else {
      throw Refusal.field(
        "zone", "is \"\(name)\", which is no time zone such as Europe/Moscow",
        "содержит «\(name)», такого часового пояса нет; нужно как Europe/Moscow")
    }
    return zone
  }

  private func judgeRevisions() throws {
    if let supersedes, supersedes >= revision {
      throw Refusal.field(
        "supersedes", "must be lower than the revision", "должно быть меньше номера редакции")
    }
    if let corrects, corrects <= revision {
      throw Refusal.field(
        "corrects", "must be higher than the revision", "должно быть больше номера редакции")
    }
  }

  /// The members in the order of the format's description.
  public var bytes: [UInt8] {
    var members: [(String, Value)] = [
      ("format", .string(Self.format.rawValue)), ("kid", .string(kid)), ("serial", .string(serial)),
      ("revision", Value(revision)), ("supersedes", Value(supersedes)),
    ]
    if corrects != nil { members.append(("corrects", Value(corrects))) }
    members += [
      ("issued", .string(Instant.text(issued))), ("order", Value(order)),
      ("licensee", ["name": .string(licensee.name), "inn": Value(licensee.inn)]),
      ("product", .string(Self.product)), ("edition", .string(edition.rawValue)),
      ("environment", .string(environment.rawValue)), ("site", site.value),
      ("instance", ["id": Value(instance?.uuidString.lowercased())]), ("seats", seats.value),
      ("term", term.value), ("maintenance", maintenance?.value ?? .null),
      ("zone", .string(zone.identifier)), ("features", Value(features)), ("crit", []),
    ]
    return Value.object(members.map { Value.Member(name: $0.0, value: $0.1) }).payload
  }
}

extension LicenseGrant.Licensee {
  init(_ fields: Fields) throws {
    name = try fields.string("name")
    inn = try fields.stringIfPresent("inn", optional: true)
    let areDigits = inn?.utf8.allSatisfy { (0x30...0x39).contains($0) } ?? true
    if let inn, !areDigits || ![10, 12].contains(inn.utf8.count) {
      throw Refusal.field(
        fields.name("inn"), "must have 10 or 12 digits", "должно содержать 10 или 12 цифр")
    }
  }
}
