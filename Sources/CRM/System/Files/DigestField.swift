import Foundation

/// `Content-Digest` and `Repr-Digest`: what bytes come to, so that damage on the way is found (RFC 9530).
enum DigestField {
  private static let names = ["content-digest", "repr-digest"]

  /// The field of what is sent.
  static func text(_ sha256: [UInt8]) -> String {
    "sha-256=:\(Data(sha256).base64EncodedString()):"
  }

  /// The SHA-256 that the client says, under the names of the fields that say it; others are not judged.
  ///
  /// - Throws: a 400 for one that is no SHA-256.
  static func expected(_ call: Call) throws -> [(field: String, sha256: [UInt8])] {
    try names.compactMap { name in
      guard let field = call.headers[name],
        let part = field.split(separator: ",").map({ String($0).trimmed })
          .first(where: { $0.hasPrefix("sha-256=") })
      else { return nil }
      let value = part.dropFirst(8)
      guard value.count > 2, value.hasPrefix(":"), value.hasSuffix(":"),
        let data = Data(base64Encoded: String(value.dropFirst().dropLast())), data.count == 32
      else { throw malformed(name) }
      return (name, Array(data))
    }
  }

  private static func malformed(_ name: String) -> Problem {
    .malformed(
      "malformed_digest",
      Text(
        "A digest is sha-256=:…: with the 32 bytes in base64.",
        ru: "Сумма записывается как sha-256=:…:, 32 байта в base64."), field: name)
  }

  /// - Throws: a 422 that names each field whose digest is another one.
  static func judge(
    _ expected: [(field: String, sha256: [UInt8])], _ sha256: [UInt8]
  ) throws {
    let wrong = expected.filter { $0.sha256 != sha256 }.map { entry in
      Problem.Field(
        entry.field, "digest_mismatch",
        Text(
          "The bytes that came have \(text(sha256)): send them again.",
          ru: "У полученных байтов \(text(sha256)): передайте их ещё раз."))
    }
    if !wrong.isEmpty { throw Problem.validation(wrong) }
  }
}
