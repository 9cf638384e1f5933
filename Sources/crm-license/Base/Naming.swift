import ArgumentParser

/// Texts that a person types and that go into files which are signed for ever.
enum Naming {
  /// - Throws: `ValidationError` that names the option, for a text that no file takes.
  static func judge(_ text: String, _ option: String, limit: Int = 200) throws {
    guard (1...limit).contains(text.unicodeScalars.count) else {
      throw ValidationError("\(option) is a text of 1 to \(limit) characters.")
    }
    let hidden = text.unicodeScalars.first {
      [.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
    }
    if let hidden {
      let code = String(hidden.value, radix: 16, uppercase: true)
      throw ValidationError("\(option) has the control character U+\(code); leave it out.")
    }
  }
}
