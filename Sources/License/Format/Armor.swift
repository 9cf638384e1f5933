/// A signed file as it travels: two blocks of base64 between lines BEGIN and END.
///
/// Carriage returns, a byte order mark and text around the blocks do no harm, so that a file survives
/// mail; within a block nothing but base64 may stand.
public struct Armor: Sendable, Hashable {
  /// What kind of file it is.
  public let format: Format
  /// The bytes that were signed, without the format's line.
  public let payload: [UInt8]
  /// The 64 bytes of the Ed25519 signature.
  public let signature: [UInt8]

  /// The length of an Ed25519 signature in bytes.
  public static let signatureLength = 64

  /// A file of its parts.
  public init(format: Format, payload: [UInt8], signature: [UInt8]) {
    self.format = format
    self.payload = payload
    self.signature = signature
  }

  /// Reads a file of that format; says nothing about who signed it.
  ///
  /// - Throws: ``Refusal`` with `too_large`, `armor_missing`, `armor_repeated`, `base64` or
  ///   `signature_length`.
  public init(_ bytes: [UInt8], as format: Format) throws {
    guard bytes.count <= format.maximumSize else { throw Self.tooLarge(bytes.count, format) }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let lines = text.filter { $0 != 0x0D }
      .split(separator: 0x0A, omittingEmptySubsequences: false)
    payload = try Self.block(format.label, lines)
    signature = try Self.block(Format.signatureLabel, lines)
    self.format = format
    guard signature.count == Self.signatureLength else {
      throw Refusal(
        .signatureLength,
        Wording(
          "The signature has \(signature.count) bytes instead of \(Self.signatureLength).",
          ru: "Подпись содержит \(signature.count) байт вместо \(Self.signatureLength).")
          + .takeAgain)
    }
  }

  /// The file's text: lines of 64 letters, line feeds.
  public var text: String {
    let blocks = [(format.label, payload), (Format.signatureLabel, signature)]
    return blocks.map { label, bytes in
      let body = Base64.encode(bytes)
      let lines = stride(from: 0, to: body.count, by: 64).map {
        String(decoding: body[$0..<min($0 + 64, body.count)], as: UTF8.self) + "\n"
      }
      return "-----BEGIN \(label)-----\n\(lines.joined())-----END \(label)-----\n"
    }.joined()
  }

  /// The format that a file says it has by its first line BEGIN, or nil when it says none.
  public static func format(of bytes: [UInt8]) -> Format? {
    let lines = Set(bytes.filter { $0 != 0x0D }.split(separator: 0x0A).map(Array.init))
    return Format.allCases.first { format in
      let line = Array("-----BEGIN \(format.label)-----".utf8)
      return lines.contains(line) || lines.contains([0xEF, 0xBB, 0xBF] + line)
    }
  }

  private static func block(_ label: String, _ lines: [ArraySlice<UInt8>]) throws -> [UInt8] {
    let starts = places(of: "-----BEGIN \(label)-----", lines)
    let ends = places(of: "-----END \(label)-----", lines)
    guard let start = starts.first, let end = ends.first, start < end else {
      throw Refusal(
        .armorMissing,
        Wording(
          "There is no block from -----BEGIN \(label)----- to -----END \(label)----- in the file.",
          ru: "В файле нет блока от -----BEGIN \(label)----- до -----END \(label)-----.")
          + .takeAgain)
    }
    guard starts.count == 1, ends.count == 1 else {
      throw Refusal(
        .armorRepeated,
        Wording(
          "The block \(label) occurs more than once; one file holds one.",
          ru: "Блок \(label) встречается более одного раза; в файле должен быть один.")
          + .takeAgain)
    }
    guard let bytes = Base64.decode(lines[(start + 1)..<end].flatMap { $0 }) else {
      throw Refusal(
        .base64,
        Wording(
          "The block \(label) is not canonical base64.",
          ru: "Блок \(label) не является каноническим base64.") + .takeAgain)
    }
    return bytes
  }

  private static func places(of line: String, _ lines: [ArraySlice<UInt8>]) -> [Int] {
    let wanted = Array(line.utf8)
    return lines.indices.filter { lines[$0].elementsEqual(wanted) }
  }

  private static func tooLarge(_ count: Int, _ format: Format) -> Refusal {
    Refusal(
      .tooLarge,
      Wording(
        "The file has \(count) bytes; a file \(format.rawValue) has at most \(format.maximumSize).",
        ru:
          "Файл занимает \(count) байт; файл \(format.rawValue) не может быть больше \(format.maximumSize)."
      ) + .takeAgain)
  }
}
