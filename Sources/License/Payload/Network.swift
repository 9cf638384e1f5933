import Glibc

/// Blocks of addresses in CIDR notation (RFC 4632, RFC 4291).
public enum Network {
  /// Whether it is an address, a slash and a length, with no bit set behind the length.
  public static func isValid(_ block: String) -> Bool { parse(block) != nil }

  /// Whether the address lies in the block; an address or block that is none lies nowhere.
  public static func contains(_ block: String, _ address: String) -> Bool {
    guard let block = parse(block), let address = bytes(of: address),
      address.count == block.address.count
    else { return false }
    return masked(address, block.length) == block.address
  }

  private static func parse(_ block: String) -> (address: [UInt8], length: Int)? {
    let parts = block.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = bytes(of: String(parts[0])), let length = Int(parts[1]),
      String(length) == parts[1], (0...address.count * 8).contains(length),
      masked(address, length) == address
    else { return nil }
    return (address, length)
  }

  private static func masked(_ address: [UInt8], _ length: Int) -> [UInt8] {
    address.enumerated().map { place, byte in
      let bits = min(max(length - place * 8, 0), 8)
      return byte & UInt8(truncatingIfNeeded: 0xFF00 >> bits)
    }
  }

  /// The 4 or 16 bytes of an address (inet_pton(3)).
  private static func bytes(of address: String) -> [UInt8]? {
    for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
      var out = [UInt8](repeating: 0, count: count)
      if inet_pton(family, address, &out) == 1 { return out }
    }
    return nil
  }
}
