import HTTPTypes
import NIOCore

/// Who sent a request, seen through the proxies that the configuration trusts.
enum ClientAddress {
  /// The peer's address, or the nearest one of `X-Forwarded-For` that is no trusted proxy's.
  static func find(_ channel: any Channel, _ headers: HTTPFields, proxies: Set<String>) -> String {
    let peer = channel.remoteAddress?.ipAddress ?? ""
    guard proxies.contains(peer), let name = HTTPField.Name.forwardedFor, let header = headers[name]
    else { return peer }
    let hops = header.split(separator: ",").map { String($0).trimmed }
    return hops.last { !proxies.contains($0) && isPlain($0) } ?? peer
  }

  /// At most 45 characters of an IP address; anything else is not believed.
  private static func isPlain(_ text: String) -> Bool {
    (2...45).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        Character(UnicodeScalar($0)).isHexDigit || $0 == 0x2E || $0 == 0x3A
      }
  }
}

extension HTTPField.Name {
  static let forwardedFor = Self(parsed: "x-forwarded-for")
}
