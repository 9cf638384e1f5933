/// The name of a file as people see it: no path, nothing that does not show.
struct FileName: Sendable {
  let text: String

  /// - Throws: a 422 that says what a name is.
  init(_ text: String) throws {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      scalar.properties.generalCategory != .control && scalar != "/" && scalar != "\\"
        && !(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
    }
    let isName = (1...255).contains(text.unicodeScalars.count) && !text.trimmed.isEmpty
    guard isPlain, isName, text != ".", text != ".." else { throw Self.wrong }
    self.text = text
  }

  private static let wrong = Problem.validation([
    .init(
      "name", "file_name_form",
      Text(
        "A name has 1 to 255 characters, no / or \\ and no control characters: send ?name=contract.pdf or Content-Disposition: attachment; filename=\"contract.pdf\".",
        ru:
          "Имя: от 1 до 255 знаков, без / и \\ и управляющих символов: передайте ?name=договор.pdf или Content-Disposition: attachment; filename=\"dogovor.pdf\"."
      ))
  ])
}
