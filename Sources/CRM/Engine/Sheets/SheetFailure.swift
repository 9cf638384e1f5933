/// Why a file cannot be read as a sheet; the rows that were read before it stand.
struct SheetFailure: Error, Sendable {
  /// Stable, snake_case.
  let code: String
  /// The row of the sheet, counted from 1; nil where the file as a whole is at fault.
  let line: Int?
  let detail: Text

  init(_ code: String, line: Int? = nil, _ detail: Text) {
    self.code = code
    self.line = line
    self.detail = detail
  }

  static let notAWorkbook = SheetFailure(
    "not_a_workbook",
    Text("The file is no XLSX workbook.", ru: "Файл не является книгой XLSX."))

  static let encrypted = SheetFailure(
    "encrypted_workbook",
    Text(
      "The workbook is protected by a password or is an old .xls: save it as .xlsx without a password.",
      ru: "Книга защищена паролем или это старый .xls: сохраните её как .xlsx без пароля."))

  static func broken(_ part: String) -> SheetFailure {
    SheetFailure(
      "broken_workbook",
      Text(
        "The workbook is damaged: \(part) cannot be read. Save it again or send it again.",
        ru: "Книга повреждена: не читается \(part). Сохраните её заново или передайте ещё раз."))
  }

  static func missing(_ part: String) -> SheetFailure {
    SheetFailure(
      "incomplete_workbook",
      Text("The workbook lacks \(part).", ru: "В книге нет части \(part)."))
  }

  static func tooLarge(_ part: String) -> SheetFailure {
    SheetFailure(
      "workbook_too_large",
      Text(
        "The workbook unpacks to more than is taken (\(part)): split it or send CSV.",
        ru: "Книга в распакованном виде слишком велика (\(part)): разделите её или передайте CSV."))
  }

  static func tooComplex(_ part: String) -> SheetFailure {
    SheetFailure(
      "workbook_too_complex",
      Text(
        "\(part) nests too deep or has names or tags that are too long.",
        ru: "В \(part) слишком глубокая вложенность, слишком длинные имена или теги."))
  }
}
