/// The name of one request, in its answer, its log line and its changes.
enum RequestName {
  /// What the names of the requests that jobs make begin with: what a job has changed is found by it, so that no
  /// client's request may be named so.
  private static let work = "job-"

  /// The request of a job.
  static func job(_ id: Int) -> String { "\(work)\(id)" }

  /// The client's own `X-Request-Id` where it is sound and no job's, else a new one.
  static func choose(_ sent: String?) -> String {
    if let sent, (1...64).contains(sent.utf8.count), sent.utf8.allSatisfy(isPlain),
      !sent.lowercased().hasPrefix(work)
    {
      return sent
    }
    return String(UInt64.random(in: .min ... .max), radix: 36)
  }

  /// The trace id of a sound `traceparent` (W3C Trace Context); nil for anything else.
  static func trace(_ sent: String?) -> String? {
    guard let sent, sent.utf8.count == 55 else { return nil }
    let parts = sent.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [2, 32, 16, 2], parts[0] != "ff",
      parts.allSatisfy({ $0.utf8.allSatisfy(isHexadecimal) }),
      parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" })
    else { return nil }
    return String(parts[1])
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }
}
