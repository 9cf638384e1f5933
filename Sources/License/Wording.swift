/// One message for a person, in each language of the product.
public struct Wording: Sendable, Hashable {
  /// In English.
  public let en: String
  /// In Russian.
  public let ru: String

  /// The same message in both languages.
  public init(_ en: String, ru: String) {
    self.en = en
    self.ru = ru
  }

  /// The message without what another one says at its end.
  func without(_ tail: Wording) -> Wording {
    Wording(
      en.hasSuffix(" \(tail.en)") ? String(en.dropLast(tail.en.count + 1)) : en,
      ru: ru.hasSuffix(" \(tail.ru)") ? String(ru.dropLast(tail.ru.count + 1)) : ru)
  }

  /// One message behind the other, with a blank between them.
  public static func + (left: Wording, right: Wording) -> Wording {
    Wording("\(left.en) \(right.en)", ru: "\(left.ru) \(right.ru)")
  }
}

extension Wording {
  /// Who can help when a file is not what it should be.
  static let askVendor = Wording(
    "Ask the vendor for a new file.", ru: "Запросите новый файл у поставщика.")
  /// What helps when a file was spoiled on its way.
  static let takeAgain = Wording(
    "Save the file again exactly as the vendor sent it; if that does not help, ask the vendor for a new one.",
    ru:
      "Сохраните файл ещё раз точно так, как его прислал поставщик; если не поможет, запросите у него новый."
  )
}
