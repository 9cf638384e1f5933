/// Why a file is not taken: a stable code for programs and a message for a person that says what is
/// wrong, since when, and who can put it right.
public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
  /// What programs go by; the raw values never change.
  public enum Code: String, Sendable, CaseIterable {
    /// The lines BEGIN and END of a block are missing or out of order.
    case armorMissing = "armor_missing"
    /// A block occurs twice, so that it is not clear which one counts.
    case armorRepeated = "armor_repeated"
    /// The file is larger than its format may be.
    case tooLarge = "too_large"
    /// A block is not canonical base64.
    case base64
    /// The signature has another length than 64 bytes.
    case signatureLength = "signature_length"
    /// No key verifies the file, and the key it names is none of this build's.
    case unknownKey = "unknown_key"
    /// No key verifies the file, though it names one of this build's.
    case badSignature = "bad_signature"
    /// The file is signed by the key for tests, which this trust does not take.
    case testKey = "test_key"
    /// The file is signed by a key that was revoked.
    case revokedKey = "revoked_key"
    /// The signed bytes are not one JSON object.
    case json
    /// The file names another key than the one that signed it.
    case keyMismatch = "key_mismatch"
    /// The file is of another format or version of it.
    case format
    /// The file is for another product.
    case product
    /// A member is missing or has a value that it cannot have.
    case field
    /// The file demands something that this build does not know.
    case critical
    /// The serial is on the list of revocations, and the day has come.
    case revoked
    /// The file is for another instance.
    case instance
    /// A newer revision is installed.
    case rollback
    /// A newer list of revocations is installed.
    case revocationsRollback = "revocations_rollback"
    /// The term has not begun.
    case pending
    /// The term and its grace are over.
    case ended
    /// The licence does not cover this build.
    case notEntitled = "not_entitled"
  }

  /// What programs go by.
  public let code: Code
  /// What a person reads.
  public let message: Wording
  /// The dotted name of the member that is wrong, where one is.
  public let field: String?

  /// What is wrong, without the advice to ask the vendor: for the vendor.
  public var fault: Wording { message.without(.askVendor).without(.takeAgain) }

  /// A refusal with its message.
  public init(_ code: Code, _ message: Wording, field: String? = nil) {
    self.code = code
    self.message = message
    self.field = field
  }

  /// The code and the English message.
  public var description: String { "\(code.rawValue): \(message.en)" }

  /// A member with a value that it cannot have.
  static func field(_ name: String, _ en: String, _ ru: String) -> Refusal {
    Refusal(
      .field, Wording("The member \(name) \(en).", ru: "Поле \(name) \(ru).") + .askVendor,
      field: name)
  }
}
