import CZlib
import NIOCore

/// Compression as HTTP's `gzip` (RFC 1952), of what is made once and sent often.
enum Gzip {
  /// The bytes compressed; nil when zlib has no memory for it.
  static func compress(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    guard crm_deflate_init_gzip(&stream) == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    var (input, output) = (
      bytes, [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
    )
    let status = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        return deflate(&stream, Z_FINISH)
      }
    }
    guard status == Z_STREAM_END else { return nil }
    return Array(output.prefix(Int(stream.total_out)))
  }

  /// Whether `Accept-Encoding` takes it (RFC 9110, 12.5.3).
  static func isAccepted(_ header: String?) -> Bool {
    let weights = (header ?? "").lowercased().split(separator: ",").map { part in
      let pieces = part.split(separator: ";").map { String($0).trimmed }
      let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap {
        Double($0.dropFirst(2))
      }
      return (coding: pieces.first ?? "", weight: weight ?? 1)
    }
    let named = weights.first { $0.coding == "gzip" } ?? weights.first { $0.coding == "*" }
    return (named?.weight ?? 0) > 0
  }
}
