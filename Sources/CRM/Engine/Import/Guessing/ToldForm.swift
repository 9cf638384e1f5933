/// What is known of how a file is written before it is looked at; the rest is guessed.
struct ToldForm: Sendable {
  var delimiter: UInt8?
  var encoding: ImportEncoding?
  var hasHeader: Bool?
  var sheet: String?

  /// All that a mapping says.
  init(_ form: ImportForm) {
    (delimiter, encoding, hasHeader, sheet) = (
      form.delimiter, form.encoding, form.hasHeader, form.sheet
    )
  }

  /// What a member `csv` says.
  ///
  /// - Throws: a 422 that says what would be right.
  init(csv: JSON) throws {
    let form = try ImportForm(mapping: ["csv": csv])
    if csv["delimiter"] != nil { delimiter = form.delimiter }
    encoding = form.encoding
  }
}
