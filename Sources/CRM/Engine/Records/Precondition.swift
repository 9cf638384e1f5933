extension Call {
  /// The version that the client has read, of `If-Match: "v7"` (RFC 9110, 13.1.1).
  ///
  /// - Returns: nil for `*`, any version.
  /// - Throws: a 428 when it is missing, a 400 when it is no ETag of ours.
  func expectedVersion() throws -> Int? {
    guard let sent = headers["if-match"] else { throw Problem.preconditionRequired }
    if sent.trimmed == "*" { return nil }
    guard let match = sent.trimmed.wholeMatch(of: /"v([0-9]{1,18})(-[0-9a-z]+)?"/),
      let version = Int(match.output.1)
    else {
      throw Problem.malformed(
        "malformed_if_match",
        Text(
          "If-Match is the record's ETag, \"v7\".", ru: "If-Match — это ETag записи, \"v7\"."),
        field: "If-Match")
    }
    return version
  }

  /// The whole ETag that the client has read, where it speaks of owned lists too: `"v7-3f"`.
  var expectedLists: String? {
    headers["if-match"]?.trimmed.wholeMatch(of: /"v[0-9]+-[0-9a-z]+"/).map { String($0.output) }
  }
}
