import Foundation

/// What a signed file says, after its signature was found to be good.
public protocol Payload: Sendable, Hashable {
  /// The kind of file it is in.
  static var format: Format { get }
  /// The members that this build understands; a member of members is written with a point.
  static var known: Set<String> { get }
  /// The name of the key that the file says it is signed by.
  var kid: String { get }
  /// Reads the members; every one that is wrong is refused by name.
  ///
  /// - Throws: ``Refusal`` with `field` or `product`.
  init(_ payload: PayloadFields) throws
  /// The bytes to sign.
  var bytes: [UInt8] { get }
}

/// The members of a payload, as the initializers of ``Payload`` read them.
public struct PayloadFields {
  let fields: Fields
}

extension Payload {
  /// Reads signed bytes: one JSON object of this format.
  ///
  /// A member that this build does not know is ignored, unless `crit` lists it.
  ///
  /// - Throws: ``Refusal`` with `json`, `format`, `critical`, `product` or `field`.
  public init(bytes: [UInt8]) throws {
    let fields = try Fields(ValueParser.parse(bytes), path: "")
    let format = try fields.string("format")
    guard format == Self.format.rawValue else {
      throw Refusal(
        .format,
        Wording(
          "The file is of the format \(format); \(Self.format.rawValue) is expected. "
            + "Use the file meant for this, or update the program.",
          ru:
            "Формат файла \(format), а нужен \(Self.format.rawValue). Возьмите нужный файл или обновите программу."
        ), field: "format")
    }
    try Self.judgeCritical(fields)
    try self.init(PayloadFields(fields: fields))
  }

  private static func judgeCritical(_ fields: Fields) throws {
    guard fields.contains("crit") else { return }
    let names = try fields.strings("crit")
    for name in names {
      guard known.contains(name) else {
        throw Refusal(
          .critical,
          Wording(
            "The file demands \"\(name)\", which this build does not know. Update the product.",
            ru: "Файл требует «\(name)», чего эта сборка не знает. Обновите продукт."),
          field: "crit")
      }
      guard fields.contains(name[...]) else {
        throw Refusal.field(
          "crit", "lists \(name), which is not in the file", "называет \(name), чего в файле нет")
      }
    }
    guard Set(names).count == names.count else {
      throw Refusal.field("crit", "lists a name twice", "называет одно имя дважды")
    }
  }
}

extension Fields {
  /// The name of a key: letters, digits and hyphens.
  func kid(_ member: String = "kid") throws -> String {
    let kid = try string(member, limit: 32)
    guard KeyName.isValid(kid) else {
      throw Refusal.field(
        name(member), "must consist of small letters, digits and hyphens",
        "должно состоять из строчных латинских букв, цифр и дефисов")
    }
    return kid
  }

  /// A serial such as `CRM-2026-000123`.
  func serial(_ member: String = "serial") throws -> String {
    let text = try string(member, limit: 32)
    guard Serial(text) != nil else {
      throw Refusal.field(
        name(member), "is \"\(text)\"; it must be like CRM-2026-000123",
        "содержит «\(text)»; нужно как CRM-2026-000123")
    }
    return text
  }
}

/// The rule for names of keys, which also become names of files.
public enum KeyName {
  /// Whether it has 1 to 32 small letters, digits and hyphens, no hyphen in front.
  public static func isValid(_ name: String) -> Bool {
    (1...32).contains(name.utf8.count) && name.first != "-"
      && name.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
      }
  }
}

/// The number of a licence: `CRM-` the year of the first issue, four digits `-` six to twelve digits.
public struct Serial: Sendable, Hashable {
  /// The year of the first issue.
  public let year: Int
  /// Its number within the year, from 1.
  public let number: Int

  /// A serial of its parts.
  public init(year: Int, number: Int) {
    self.year = year
    self.number = number
  }

  /// Exactly as it is written, or nil.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "CRM", let year = Int(parts[1]), let number = Int(parts[2])
    else { return nil }
    self.init(year: year, number: number)
    guard (2000...9999).contains(year), (1...999_999_999_999).contains(number), self.text == text
    else { return nil }
  }

  /// As `CRM-2026-000123`.
  public var text: String {
    let digits = String(number)
    return "CRM-\(year)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
  }
}
