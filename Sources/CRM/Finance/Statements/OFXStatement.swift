/// Reads OFX 1 (SGML) and 2 (XML): accounts in banks and of cards.
enum OFXStatement {
  /// - Throws: ``StatementFailure``.
  static func read(_ text: StatementText) throws -> [BankStatement] {
    let whole = text.text[...]
    let tree = try OFXTree(whole.utf8)
    let found = tree.root.all("STMTRS") + tree.root.all("CCSTMTRS")
    guard !found.isEmpty else {
      throw StatementFailure(
        tree.root.children.first?.line ?? 1,
        Text(
          "There is no statement of an account (STMTRS, CCSTMTRS).",
          ru: "Нет выписки по счёту (STMTRS, CCSTMTRS)."))
    }
    return try found.map { try statement($0, whole) }
  }

  private static func statement(
    _ element: OFXTree.Element, _ text: Substring
  ) throws -> BankStatement {
    let account = element.first("BANKACCTFROM") ?? element.first("CCACCTFROM")
    let list = element.first("BANKTRANLIST")
    let balance = element.first("LEDGERBAL")
    var statement = BankStatement(line: element.line)
    statement.account = account?["ACCTID"]
    statement.bank = account?["BANKID"]
    statement.currency = element["CURDEF"]
    statement.begins = list?["DTSTART"].flatMap { StatementValue.compactDay($0) }
    statement.ends =
      (balance?["DTASOF"] ?? list?["DTEND"]).flatMap { StatementValue.compactDay($0) }
    if let balance {
      statement.closing = balance["BALAMT"].flatMap { StatementValue.amount($0) }
      if statement.closing == nil {
        throw StatementFailure(
          balance.line,
          Text("The balance has no amount (BALAMT).", ru: "В остатке нет суммы (BALAMT)."))
      }
    }
    statement.lines = (list?.all("STMTTRN") ?? []).map { line($0, text) }
    return statement
  }

  private static func line(_ element: OFXTree.Element, _ text: Substring) -> StatementLine {
    let source = String(Substring(text.utf8[element.range])).trimmed
    var line = StatementLine(line: element.line, source: source)
    line.amount = element["TRNAMT"].flatMap { StatementValue.amount($0) }
    if line.amount == nil {
      line.fault = Text(
        "TRNAMT is no amount: \"\(element["TRNAMT"] ?? "")\".",
        ru: "TRNAMT — не сумма: «\(element["TRNAMT"] ?? "")».")
    }
    line.booked = element["DTPOSTED"].flatMap { StatementValue.compactDay($0) }
    line.valued = element["DTAVAIL"].flatMap { StatementValue.compactDay($0) } ?? line.booked
    if line.booked == nil, line.fault == nil {
      line.fault = Text(
        "DTPOSTED is no day: \"\(element["DTPOSTED"] ?? "")\".",
        ru: "DTPOSTED — не день: «\(element["DTPOSTED"] ?? "")».")
    }
    line.kind = element["TRNTYPE"]
    line.document = element["CHECKNUM"]
    line.reference = element["REFNUM"]
    line.bankReference = element["FITID"]
    line.purpose = element["MEMO"]
    line.party.name = element["NAME"] ?? element.first("PAYEE")?["NAME"]
    let other = element.first("BANKACCTTO") ?? element.first("CCACCTTO")
    (line.party.account, line.party.bank) = (other?["ACCTID"], other?["BANKID"])
    return line
  }
}
