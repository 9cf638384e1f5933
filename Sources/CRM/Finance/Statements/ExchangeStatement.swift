/// Makes statements of what a file of 1CClientBankExchange holds: one for each section of an account, or for each account
/// of the header where it has none, as a bank's confirmation of single documents is.
struct ExchangeStatement {
  private let file: ClientBankExchange
  private var statements: [BankStatement] = []

  /// - Throws: ``StatementFailure``.
  static func read(_ text: StatementText) throws -> [BankStatement] {
    var reader = ExchangeStatement(file: try ClientBankExchange(text))
    try reader.begin()
    for document in reader.file.documents { try reader.place(document) }
    return reader.statements
  }

  private mutating func begin() throws {
    statements = try file.accounts.map { section in
      var statement = try Self.statement(section, section["РасчСчет"])
      statement.opening = try Self.amount(section, "НачальныйОстаток")
      statement.closing = try Self.amount(section, "КонечныйОстаток")
      statement.credits = try Self.amount(section, "ВсегоПоступило")
      statement.debits = try Self.amount(section, "ВсегоСписано")
      return statement
    }
    guard statements.isEmpty else { return }
    statements = try (file.header.values["РасчСчет"] ?? []).map {
      try Self.statement(file.header, StatementValue.words($0))
    }
    guard statements.isEmpty else { return }
    throw StatementFailure(
      1, Text("The file names no account (РасчСчет).", ru: "В файле нет счёта (РасчСчет)."))
  }

  private static func statement(
    _ section: ClientBankExchange.Section, _ account: String?
  ) throws -> BankStatement {
    var statement = BankStatement(line: section.line)
    statement.account = account
    statement.begins = try day(section, "ДатаНачала")
    statement.ends = try day(section, "ДатаКонца") ?? statement.begins
    return statement
  }

  /// A document moves the payer's account down and the receiver's up; where both are in the file, it stands in both.
  private mutating func place(_ document: ClientBankExchange.Section) throws {
    let payer = document["ПлательщикСчет"] ?? document["ПлательщикРасчСчет"]
    let receiver = document["ПолучательСчет"] ?? document["ПолучательРасчСчет"]
    let sides = [(payer, true), (receiver, false)]
    var isPlaced = false
    for (account, isOut) in sides {
      guard let account, statements.contains(where: { $0.account == account }) else { continue }
      let line = ExchangeDocument(document, isOut: isOut).line
      let index = try home(of: line, account, document)
      statements[index].lines.append(line)
      isPlaced = true
    }
    guard isPlaced else {
      throw StatementFailure(
        document.line,
        Text(
          "Neither the payer's account \(payer ?? "") nor the receiver's \(receiver ?? "") is an account of this file.",
          ru:
            "Ни счёт плательщика \(payer ?? ""), ни счёт получателя \(receiver ?? "") не относятся к счетам этого файла."
        ))
    }
  }

  /// The section of the account in whose time the movement is; the only one takes all.
  private func home(
    of line: StatementLine, _ account: String, _ document: ClientBankExchange.Section
  ) throws -> Int {
    let own = statements.indices.filter { statements[$0].account == account }
    guard own.count > 1, let day = line.booked ?? line.documented else { return own[0] }
    let found = own.first {
      (statements[$0].begins ?? day) <= day && day <= (statements[$0].ends ?? day)
    }
    guard let found else {
      throw StatementFailure(
        document.line,
        Text(
          "\(day) is in no section of the account \(account).",
          ru: "Дата \(day) не попадает ни в одну секцию счёта \(account)."))
    }
    return found
  }

  private static func amount(
    _ section: ClientBankExchange.Section, _ key: String
  ) throws -> String? {
    guard let text = section[key] else { return nil }
    guard let amount = StatementValue.amount(text) else {
      throw StatementFailure(
        section.line,
        Text("\(key) is no amount: \"\(text)\".", ru: "\(key) — не сумма: «\(text)»."))
    }
    return amount
  }

  private static func day(
    _ section: ClientBankExchange.Section, _ key: String
  ) throws -> String? {
    guard let text = section[key] else { return nil }
    guard let day = StatementValue.dottedDay(text) else {
      throw StatementFailure(
        section.line,
        Text("\(key) is no day: \"\(text)\".", ru: "\(key) — не дата: «\(text)»."))
    }
    return day
  }
}

/// A document as a movement of one of its two accounts.
struct ExchangeDocument {
  private(set) var line: StatementLine

  init(_ document: ClientBankExchange.Section, isOut: Bool) {
    line = StatementLine(
      line: document.line, source: document.source.joined(separator: "\n"))
    line.kind = StatementValue.words(document.kind)
    line.document = document["Номер"]
    line.documented = document["Дата"].flatMap { StatementValue.dottedDay($0) }
    let done = document[isOut ? "ДатаСписано" : "ДатаПоступило"]
    line.booked = done.flatMap { StatementValue.dottedDay($0) }
    line.valued = line.booked
    line.reference = document["Код"].flatMap { $0 == "0" ? nil : $0 }
    line.purpose = document["НазначениеПлатежа"] ?? Self.purpose(document)
    line.party = Self.party(document, isOut ? "Получатель" : "Плательщик")
    let amount = document["Сумма"].flatMap { StatementValue.amount($0) }
    guard let amount, !amount.hasPrefix("-") else {
      line.fault = Text(
        "Сумма is no amount: \"\(document["Сумма"] ?? "")\".",
        ru: "Сумма указана неверно: «\(document["Сумма"] ?? "")».")
      return
    }
    line.amount = isOut ? StatementValue.negated(amount) : amount
    if let done, line.booked == nil {
      line.fault = Text("There is no day \(done).", ru: "Дня \(done) не бывает.")
    }
  }

  private static func purpose(_ document: ClientBankExchange.Section) -> String? {
    let lines = (1...6).compactMap { document["НазначениеПлатежа\($0)"] }
    return StatementValue.words(lines.joined(separator: " "))
  }

  private static func party(
    _ document: ClientBankExchange.Section, _ side: String
  ) -> StatementLine.Counterparty {
    .init(
      name: document["\(side)1"] ?? document[side],
      account: document["\(side)Счет"] ?? document["\(side)РасчСчет"],
      bank: document["\(side)БИК"], taxNumber: document["\(side)ИНН"])
  }
}
