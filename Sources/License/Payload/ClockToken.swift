import Foundation

/// Leave to set the clock mark back on one instance (`crm-clock/1`).
public struct ClockToken: Payload {
  /// `crm-clock/1`.
  public static let format = Format.clock

  /// The key that signed it.
  public var kid: String
  /// For which instance.
  public var instance: UUID
  /// When it was signed; the instance's mark becomes this.
  public var issued: Date
  /// The last day it may be used, in ``Zone/standard``.
  public var until: Day
  /// Used once: an instance takes no token it has taken before.
  public var nonce: UUID
  /// Why it was given.
  public var reason: String

  /// What this build understands.
  public static let known: Set<String> = [
    "format", "kid", "instance", "issued", "until", "nonce", "reason", "crit",
  ]

  /// A token of its parts.
  public init(kid: String, instance: UUID, issued: Date, until: Day, nonce: UUID, reason: String) {
    self.kid = kid
    self.instance = instance
    self.issued = issued
    self.until = until
    self.nonce = nonce
    self.reason = reason
  }

  /// Reads the members of a token.
  public init(_ payload: PayloadFields) throws {
    let fields = payload.fields
    kid = try fields.kid()
    instance = try fields.uuid("instance")
    issued = try fields.instant("issued")
    until = try fields.day("until")
    nonce = try fields.uuid("nonce")
    reason = try fields.string("reason", limit: 500)
  }

  /// Whether an instance may take it.
  ///
  /// - Throws: ``Refusal`` with `instance` or `ended`.
  public func judge(instance own: UUID, today: Day) throws {
    guard instance == own else { throw Binding.refusal(of: instance, on: own) }
    guard today <= until else {
      throw Refusal(
        .ended,
        Wording(
          "The leave to set the clock back could be used until \(until). Ask the vendor for a new one.",
          ru:
            "Разрешение на сброс часов действовало до \(until). Запросите новое у поставщика."))
    }
  }

  /// The members in the order of the format's description.
  public var bytes: [UInt8] {
    let value: Value = [
      "format": .string(Self.format.rawValue), "kid": .string(kid),
      "instance": .string(instance.uuidString.lowercased()),
      "issued": .string(Instant.text(issued)), "until": .string("\(until)"),
      "nonce": .string(nonce.uuidString.lowercased()), "reason": .string(reason), "crit": [],
    ]
    return value.payload
  }
}
