import Foundation

/// The name of one request, in its answer, its log line and its changes.
enum RequestName {
  /// The client's own `X-Request-Id` where it is sound, else a new one.
  static func choose(_ sent: String?) -> String {
    if let sent, (1...64).contains(sent.utf8.count), sent.utf8.allSatisfy(isPlain) { return sent }
    return String(UInt64.random(in: .min ... .max), radix: 36)
      + String(UInt64.random(in: .min ... .max), radix: 36)
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
