import Foundation

/// What an instance used (`crm-usage/1`), signed by its own key: days, and the chain of seat events.
public struct UsageReport: Payload {
  /// `crm-usage/1`.
  public static let format = Format.usage

  /// The name that stands for the key in the file itself.
  public var kid: String
  /// The instance's public key, 32 bytes.
  public var key: [UInt8]
  /// The licence in force.
  public var serial: String
  /// The revision in force.
  public var revision: Int
  /// How many seats it grants.
  public var seats: Int
  /// Which instance.
  public var instance: UUID
  /// When the report was made.
  public var issued: Date
  /// One entry a day.
  public var days: [UsageDay]
  /// The seat events since the last report.
  public var chain: UsageChain

  /// What this build understands.
  public static let known: Set<String> = [
    "format", "kid", "key", "serial", "revision", "seats", "instance", "issued", "days", "chain",
    "chain.after", "chain.previous", "chain.events", "crit",
  ]

  /// A report of its parts.
  public init(
    key: [UInt8], serial: String, revision: Int, seats: Int, instance: UUID, issued: Date,
    days: [UsageDay], chain: UsageChain
  ) {
    kid = SelfSigned.kid
    self.key = key
    self.serial = serial
    self.revision = revision
    self.seats = seats
    self.instance = instance
    self.issued = issued
    self.days = days
    self.chain = chain
  }

  /// Reads the members of a report.
  public init(_ payload: PayloadFields) throws {
    let fields = payload.fields
    kid = try fields.kid()
    key = try fields.publicKey()
    serial = try fields.serial()
    revision = try fields.int("revision", 1...1_000_000)
    seats = try fields.int("seats", 1...1_000_000)
    instance = try fields.uuid("instance")
    issued = try fields.instant("issued")
    days = try fields.objects("days").map { try UsageDay($0) }
    chain = try UsageChain(fields.fields("chain"))
  }

  /// The members in the order of the format's description.
  public var bytes: [UInt8] {
    let value: Value = [
      "format": .string(Self.format.rawValue), "kid": .string(kid),
      "key": .string(String(decoding: Base64.encode(key), as: UTF8.self)),
      "serial": .string(serial), "revision": Value(revision), "seats": Value(seats),
      "instance": .string(instance.uuidString.lowercased()),
      "issued": .string(Instant.text(issued)), "days": .array(days.map(\.value)),
      "chain": chain.value, "crit": [],
    ]
    return value.payload
  }
}

/// What was used on one day.
public struct UsageDay: Sendable, Hashable {
  /// The day.
  public var day: Day
  /// The most seats that were held at once.
  public var maximumHeld: Int
  /// How often somebody was refused for want of a seat.
  public var denials: Int
  /// How many different people or devices held one.
  public var distinctSubjects: Int

  /// A day of its parts.
  public init(day: Day, maximumHeld: Int, denials: Int, distinctSubjects: Int) {
    self.day = day
    self.maximumHeld = maximumHeld
    self.denials = denials
    self.distinctSubjects = distinctSubjects
  }

  init(_ fields: Fields) throws {
    day = try fields.day("day")
    maximumHeld = try fields.int("max_held", 0...1_000_000)
    denials = try fields.int("denies", 0...1_000_000_000)
    distinctSubjects = try fields.int("distinct_subjects", 0...1_000_000_000)
  }

  var value: Value {
    [
      "day": .string("\(day)"), "max_held": Value(maximumHeld), "denies": Value(denials),
      "distinct_subjects": Value(distinctSubjects),
    ]
  }
}
