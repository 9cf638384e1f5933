/// Reads camt.053 of ISO 20022, any version.
struct CAMTStatement {
  typealias Element = StatementXML.Element

  private let text: String

  /// - Throws: ``StatementFailure``.
  static func read(_ text: StatementText) throws -> [BankStatement] {
    let reader = CAMTStatement(text: text.text)
    let root = try StatementXML.read(text.text)
    guard root.name == "Document", let message = root.first("BkToCstmrStmt") else {
      let found = root.children.first?.name ?? root.name
      throw StatementFailure(
        root.children.first?.line ?? root.line,
        Text(
          "This is no camt.053: Document/BkToCstmrStmt is expected, not \(found).",
          ru: "Это не camt.053: ожидается Document/BkToCstmrStmt, а не \(found)."))
    }
    let statements = message.all("Stmt")
    guard !statements.isEmpty else {
      throw StatementFailure(
        message.line, Text("There is no statement (Stmt).", ru: "Выписки (Stmt) нет."))
    }
    return try statements.map(reader.statement)
  }

  private func statement(_ element: Element) throws -> BankStatement {
    var statement = BankStatement(line: element.line)
    let account = element.first("Acct")
    statement.account = account?["Id", "IBAN"] ?? account?["Id", "Othr", "Id"]
    let bank = account?.first("Svcr", "FinInstnId")
    statement.bank = bank?["BICFI"] ?? bank?["BIC"] ?? bank?["ClrSysMmbId", "MmbId"]
    statement.number = element["Id"]
    statement.currency = account?["Ccy"]
    for balance in element.all("Bal") { try put(balance, &statement) }
    let period = element.first("FrToDt")
    statement.begins = Self.day(period, "FrDt", "FrDtTm") ?? statement.begins
    statement.ends = Self.day(period, "ToDt", "ToDtTm") ?? statement.ends
    let sums = element.first("TxsSummry")
    statement.credits = sums?["TtlCdtNtries", "Sum"].flatMap { StatementValue.amount($0) }
    statement.debits = sums?["TtlDbtNtries", "Sum"].flatMap { StatementValue.amount($0) }
    let currency = statement.currency
    statement.lines = element.all("Ntry").map {
      CAMTEntry(entry: $0, source: source($0), currency: currency).line
    }
    return statement
  }

  /// The balances at the beginning and at the end; others, such as those that are available, are not of the books.
  private func put(_ balance: Element, _ statement: inout BankStatement) throws {
    let kind = balance["Tp", "CdOrPrtry", "Cd"] ?? ""
    let isOpening = ["OPBD", "PRCD"].contains(kind)
    guard isOpening || kind == "CLBD" else { return }
    guard let amount = Self.amount(balance), let currency = balance.first("Amt")?.attributes["Ccy"]
    else {
      throw StatementFailure(
        balance.line,
        Text(
          "The balance \(kind) has no amount, currency or side.",
          ru: "У остатка \(kind) нет суммы, валюты или стороны."))
    }
    if let told = statement.currency, told != currency {
      throw StatementFailure(
        balance.line,
        Text(
          "The account is in \(told), its balance in \(currency).",
          ru: "Счёт в \(told), а остаток в \(currency)."))
    }
    statement.currency = currency
    let day = Self.day(balance.first("Dt"), "Dt", "DtTm")
    if !isOpening {
      (statement.closing, statement.ends) = (amount, day)
    } else if kind == "OPBD" || statement.opening == nil {
      (statement.opening, statement.begins) = (amount, day)
    }
  }

  private func source(_ element: Element) -> String {
    let bytes = text.utf8
    let start = bytes.index(bytes.startIndex, offsetBy: element.range.lowerBound)
    let end = bytes.index(bytes.startIndex, offsetBy: element.range.upperBound)
    return String(Substring(bytes[start..<end]))
  }

  /// The signed amount of a balance or an entry.
  static func amount(_ element: Element) -> String? {
    guard let amount = element["Amt"].flatMap({ StatementValue.amount($0) }),
      !amount.hasPrefix("-")
    else { return nil }
    switch element["CdtDbtInd"] {
    case "CRDT": return amount
    case "DBIT": return StatementValue.negated(amount)
    default: return nil
    }
  }

  /// A day, or the day of an instant as it is written.
  static func day(_ element: Element?, _ names: String...) -> String? {
    names.lazy.compactMap { element?[$0] }.first.flatMap { StatementValue.hyphenedDay($0) }
  }
}
