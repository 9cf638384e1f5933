import Foundation

/// An instance asks for a licence bound to it (`crm-activation/1`), signed by its own key.
public struct ActivationRequest: Payload {
  /// `crm-activation/1`.
  public static let format = Format.activation

  /// The name that stands for the key in the file itself.
  public var kid: String
  /// The instance's public key, 32 bytes; the vendor remembers it and knows later reports by it.
  public var key: [UInt8]
  /// The licence that is asked for.
  public var serial: String
  /// Which instance asks.
  public var instance: UUID
  /// When.
  public var issued: Date
  /// What the instance knows of itself, name by name: `system_identifier`, `database`, `host`, `timeline`.
  public var facts: [String: String]

  /// What this build understands.
  public static let known: Set<String> = [
    "format", "kid", "key", "serial", "instance", "issued", "facts", "crit",
  ]

  /// A request of its parts.
  public init(
    key: [UInt8], serial: String, instance: UUID, issued: Date, facts: [String: String]
  ) {
    kid = SelfSigned.kid
    self.key = key
    self.serial = serial
    self.instance = instance
    self.issued = issued
    self.facts = facts
  }

  /// Reads the members of a request.
  public init(_ payload: PayloadFields) throws {
    let fields = payload.fields
    kid = try fields.kid()
    key = try fields.publicKey()
    serial = try fields.serial()
    instance = try fields.uuid("instance")
    issued = try fields.instant("issued")
    facts = try fields.texts("facts")
  }

  /// The members in the order of the format's description.
  public var bytes: [UInt8] {
    let value: Value = [
      "format": .string(Self.format.rawValue), "kid": .string(kid),
      "key": .string(String(decoding: Base64.encode(key), as: UTF8.self)),
      "serial": .string(serial), "instance": .string(instance.uuidString.lowercased()),
      "issued": .string(Instant.text(issued)),
      "facts": .object(
        facts.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: .string($0.value)) }),
      "crit": [],
    ]
    return value.payload
  }
}

/// Files that an instance signs by its own key, which the file carries.
public enum SelfSigned {
  /// What stands in place of a key's name.
  public static let kid = "instance"
}

extension Fields {
  /// The 32 bytes of an Ed25519 public key in base64.
  func publicKey() throws -> [UInt8] {
    let text = try string("key", limit: 44)
    guard let key = Base64.decode(Array(text.utf8)), key.count == 32 else {
      throw Refusal.field(
        name("key"), "must be 32 bytes in base64", "должно быть 32 байтами в base64")
    }
    return key
  }

  /// An object of texts.
  func texts(_ member: String) throws -> [String: String] {
    let inner = try fields(member)
    return try Dictionary(
      uniqueKeysWithValues: inner.names.map { ($0, try inner.string($0, limit: 500)) })
  }
}
