/// A kind of signed file. Its name is the first line of the signed message, so that a file of one kind
/// can never pass as one of another.
public enum Format: String, Sendable, CaseIterable {
  /// What a site may use, signed by the vendor.
  case license = "crm-license/1"
  /// Serials that are valid no more, signed by the vendor.
  case revocations = "crm-revocations/1"
  /// An instance asks for a licence bound to it; signed by the instance.
  case activation = "crm-activation/1"
  /// What an instance used, signed by the instance.
  case usage = "crm-usage/1"
  /// Leave to set the clock back on one instance, signed by the vendor.
  case clock = "crm-clock/1"
  /// Prices, signed by the vendor.
  case priceList = "crm-pricelist/1"

  /// The word in the lines BEGIN and END of the payload.
  public var label: String {
    switch self {
    case .license: "CRM LICENSE"
    case .revocations: "CRM REVOCATIONS"
    case .activation: "CRM ACTIVATION"
    case .usage: "CRM USAGE"
    case .clock: "CRM CLOCK"
    case .priceList: "CRM PRICELIST"
    }
  }

  /// The word in the lines BEGIN and END of the signature, the same for every format.
  public static let signatureLabel = "CRM SIGNATURE"

  /// The largest file in bytes: 64 KiB; what grows with use may have 16 MiB.
  public var maximumSize: Int {
    switch self {
    case .license, .activation, .clock, .priceList: 65_536
    case .revocations, .usage: 16_777_216
    }
  }

  /// What is signed: the format's name, a line feed, and the payload byte for byte.
  public func message(_ payload: [UInt8]) -> [UInt8] {
    Array(rawValue.utf8) + [0x0A] + payload
  }
}
