import Foundation

/// Letters out of bytes of an encoding by its name, as the C library knows it (iconv).
enum Charset {
  /// Bytes that stand for nothing become U+FFFD; an unknown name is taken for UTF-8.
  static func decoded(_ bytes: [UInt8], _ name: String) -> String {
    // Behind a slash stand orders to the converter.
    let known = name.utf8.allSatisfy { $0 > 0x2C && $0 < 0x7B && $0 != 0x2F }
    guard known, (1...40).contains(name.utf8.count), let converter = iconv_open("UTF-8", name),
      Int(bitPattern: converter) != -1
    else { return String(decoding: bytes, as: UTF8.self) }
    defer { iconv_close(converter) }
    var source = bytes
    return String(decoding: convert(&source, converter), as: UTF8.self)
  }

  private static func convert(_ source: inout [UInt8], _ converter: iconv_t) -> [UInt8] {
    var out: [UInt8] = []
    var space = [CChar](repeating: 0, count: 1 << 13)
    source.withUnsafeMutableBytes { source in
      var next = source.baseAddress?.assumingMemoryBound(to: CChar.self)
      var left = source.count
      while left > 0 {
        let (count, failure) = space.withUnsafeMutableBufferPointer { space in
          var place = space.baseAddress
          var room = space.count
          let done = iconv(converter, &next, &left, &place, &room)
          return (space.count - room, done == -1 ? errno : 0)
        }
        out += space.prefix(count).map { UInt8(bitPattern: $0) }
        guard left > 0, failure != E2BIG else { continue }
        out += [0xEF, 0xBF, 0xBD]
        next = next.map { $0 + 1 }
        left -= 1
      }
    }
    return out
  }
}
