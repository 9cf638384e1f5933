import CZlib

/// Unpacks gzip (RFC 1952) in memory.
enum Gunzip {
  /// More bytes than that are not unpacked.
  static let most = 64 << 20

  /// Whether it begins as gzip does.
  static func isPacked(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// - Throws: ``RateFile/Failure`` for what is damaged or too large.
  static func unpack(_ bytes: [UInt8]) throws -> [UInt8] {
    var stream = z_stream()
    // 15 bits of window, and the frame of gzip.
    guard
      inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw damaged }
    defer { inflateEnd(&stream) }
    var packed = bytes
    var plain: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    try packed.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      var status = Z_OK
      while status == Z_OK {
        let count = piece.withUnsafeMutableBufferPointer { output in
          stream.next_out = output.baseAddress
          stream.avail_out = UInt32(output.count)
          status = inflate(&stream, Z_NO_FLUSH)
          return output.count - Int(stream.avail_out)
        }
        plain += piece.prefix(count)
        guard plain.count <= most else { throw tooLarge }
      }
      guard status == Z_STREAM_END else { throw damaged }
    }
    return plain
  }

  private static let damaged = RateFile.Failure(
    1, Text("The file is packed by gzip and damaged.", ru: "Файл gzip повреждён."))
  private static let tooLarge = RateFile.Failure(
    1,
    Text(
      "Unpacked, the file has more than \(most >> 20) MB.",
      ru: "В распакованном файле больше \(most >> 20) МБ."))
}
