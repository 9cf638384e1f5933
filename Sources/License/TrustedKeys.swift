/// The public keys that this build trusts: one in use, the next one kept offline, and those before.
///
/// The private halves of the two keys below were thrown away. A vendor replaces this file in one step,
/// by `crm-license key export-public --swift --output Sources/License/TrustedKeys.swift`.
public enum TrustedKeys {
  /// The vendor's keys.
  public static let vendor: [TrustedKey] = [
    TrustedKey(
      "2026a", "b4de9c14fa5b4f4418c5e0dc3407d419f6c6f8c2b53369cf1e6406f0b58d4e75",
      .active),
    TrustedKey(
      "2026b", "6e44a8b1bbcefd929e0858ee3c357a518ed02c7080d75c27e3312537aa623695",
      .active),
  ]

  /// The key for tests, whose private half is published in Tests/LicenseTests/Vectors.
  public static let test = TrustedKey(
    "test", "bd68d78d7c7de4ed93d09b9d3e7e2be5ca8153e7c96e13b841ddaa5c1f94cf8f",
    .active)
}
