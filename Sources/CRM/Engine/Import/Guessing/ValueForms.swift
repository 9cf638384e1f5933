/// Which forms the values of a column have in common.
enum ValueForms {
  struct Judgement {
    let kind: ColumnGuess.Kind
    /// How they may be written; more than one where no value decides.
    var formats: [[JSON.Member]] = [[]]
    var certainty = 0.9
  }

  static func judge(_ values: [String]) -> Judgement {
    guard !values.isEmpty else { return Judgement(kind: .empty, certainty: 0) }
    let all = { (fits: (String) -> Bool) in values.allSatisfy(fits) }
    if all(isEmail) { return Judgement(kind: .email, certainty: 0.98) }
    if all(isAddress) { return Judgement(kind: .url, certainty: 0.98) }
    if all(isINN) { return Judgement(kind: .inn, certainty: 0.95) }
    if let date = dates(values) { return date }
    if all(isWhole) { return Judgement(kind: .integer) }
    if let number = numbers(values) { return number }
    if all(isPhone), !values.contains(where: isDate) {
      return Judgement(kind: .phone, certainty: 0.8)
    }
    if Set(values.map { $0.lowercased() }).count <= 2,
      all({ (try? BooleanForm.common.value($0)) != nil })
    {
      let isPlain = all { $0 == "true" || $0 == "false" }
      return Judgement(kind: .boolean, formats: [isPlain ? [] : [.init("boolean", "common")]])
    }
    return Judgement(kind: .text)
  }

  /// The values of a spreadsheet that are typed, and those that are texts: where both are of one kind, the texts say
  /// how it is written.
  static func judge(typed: [String], texts: [String]) -> Judgement {
    guard !typed.isEmpty, !texts.isEmpty else { return judge(typed + texts) }
    let (known, written) = (judge(typed), judge(texts))
    let families: [Set<ColumnGuess.Kind>] = [[.date, .instant], [.integer, .decimal], [.boolean]]
    guard let family = families.first(where: { $0.contains(known.kind) }),
      family.contains(written.kind)
    else { return Judgement(kind: .text) }
    guard known.kind != written.kind else { return written }
    let kind: ColumnGuess.Kind = family.contains(.instant) ? .instant : .decimal
    return Judgement(kind: kind, formats: written.formats, certainty: written.certainty)
  }

  private static let times = ["", " hh:mm", " hh:mm:ss"]
  private static let patterns = [
    "yyyy-mm-dd", "yyyy/mm/dd", "yyyy.mm.dd", "dd.mm.yyyy", "dd.mm.yy", "dd/mm/yyyy",
    "mm/dd/yyyy", "dd/mm/yy", "mm/dd/yy", "dd-mm-yyyy", "mm-dd-yyyy", "d month yyyy",
    "month d, yyyy", "dd-month-yyyy", "dd-month-yy",
  ]
  private static let forms =
    times.flatMap { time in
      patterns.compactMap { DateForm($0 + time) }
    } + ["yyyy-mm-ddThh:mm:ss", "yyyy-mm-ddThh:mm"].compactMap { DateForm($0) }

  private static func dates(_ values: [String]) -> Judgement? {
    let instant = Column.probe(.instant)
    if values.allSatisfy({ (try? FieldValue.bind(text: $0, instant)) != nil }) {
      return Judgement(kind: .instant, certainty: 0.99)
    }
    let isDigits = values.allSatisfy {
      $0.count == 8 && $0.allSatisfy(\.isNumber) && ["19", "20"].contains(String($0.prefix(2)))
    }
    let candidates = isDigits ? [DateForm("yyyymmdd")].compactMap { $0 } : forms
    guard isDigits || values[0].contains(where: \.isNumber) else { return nil }
    let fitting = candidates.filter { form in values.allSatisfy { (try? form.date($0)) != nil } }
    guard let first = fitting.first else { return nil }
    let formats = fitting.map { form -> [JSON.Member] in
      form.pattern == "yyyy-mm-dd" ? [] : [.init("date", .string(form.pattern))]
    }
    return Judgement(
      kind: first.pattern.hasSuffix("hh:mm") || first.pattern.hasSuffix("ss") ? .instant : .date,
      formats: formats, certainty: isDigits ? 0.7 : 0.95)
  }

  private static func isDate(_ text: String) -> Bool {
    forms.contains { (try? $0.date(text)) != nil }
  }

  private static func numbers(_ values: [String]) -> Judgement? {
    let decimal = Column.probe(.decimal)
    if values.allSatisfy({ (try? FieldValue.bind(text: $0, decimal)) != nil && !isPadded($0) }) {
      return Judgement(kind: .decimal)
    }
    let marks = [",", "."].filter { mark in
      let form = NumberForm(mark: mark == "," ? "," : ".", percent: .number)
      return values.allSatisfy { (try? form.value($0, whole: false)) != nil && !isPadded($0) }
    }
    guard !marks.isEmpty else { return nil }
    let percent = values.contains { $0.contains("%") }
    let formats = marks.flatMap { mark -> [[JSON.Member]] in
      let own = [JSON.Member("decimal", .string(mark))]
      guard percent else { return [own] }
      return ["number", "fraction"].map { own + [.init("percent", .string($0))] }
    }
    return Judgement(kind: .decimal, formats: formats)
  }

  /// Numbers of documents and post codes begin with zeros, amounts do not.
  private static func isPadded(_ text: String) -> Bool {
    text.count > 1 && text.first == "0" && text.dropFirst().first?.isNumber == true
  }

  private static func isWhole(_ text: String) -> Bool { Int(text) != nil && !isPadded(text) }

  private static func isEmail(_ text: String) -> Bool {
    text.wholeMatch(of: /[^@\s]+@[^@\s]+\.[^@\s.]+/) != nil
  }

  private static func isAddress(_ text: String) -> Bool {
    text.wholeMatch(of: /(https?:\/\/|www\.)\S+/.ignoresCase()) != nil
  }

  private static func isPhone(_ text: String) -> Bool {
    let digits = text.count(where: \.isNumber)
    return (7...15).contains(digits) && text.allSatisfy { $0.isNumber || "+()-. ".contains($0) }
      && (text.first == "+" || text.contains { "()-. ".contains($0) })
  }

  /// The Russian tax number of a firm or a person, by its check digits.
  private static func isINN(_ text: String) -> Bool {
    let digits = text.compactMap { $0.isASCII ? $0.wholeNumberValue : nil }
    guard digits.count == text.count else { return false }
    let check = { (weights: [Int]) in zip(weights, digits).map { $0 * $1 }.reduce(0, +) % 11 % 10 }
    switch digits.count {
    case 10: return check([2, 4, 10, 3, 5, 9, 4, 6, 8]) == digits[9]
    case 12:
      return check([7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) == digits[10]
        && check([3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) == digits[11]
    default: return false
    }
  }
}

extension Column {
  /// A column that is nowhere, to judge values by its type.
  fileprivate static func probe(_ type: ValueType) -> Column {
    Column(
      name: "", type: type, sqlType: "", oid: 0, notNull: false, hasDefault: false, readable: true,
      insertable: true, updatable: true, label: Text("", ru: ""), description: Text("", ru: ""))
  }
}
