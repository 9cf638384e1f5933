extension BankStatement {
  /// As `finance.take_statements` takes it; its members are the columns of the tables.
  ///
  /// - Parameter language: In which faults are told.
  func json(_ language: Language) -> JSON {
    .members([
      ("file_line", .number(String(line))), ("account_given", account.json),
      ("bank_given", bank.json), ("currency", currency.json), ("number_given", number.json),
      ("begins_on", begins.json), ("ends_on", ends.json), ("opening", opening.json),
      ("closing", closing.json), ("credits_given", credits.json), ("debits_given", debits.json),
      ("lines", .array(lines.map { $0.json(language) })),
    ])
  }
}

extension StatementLine {
  fileprivate func json(_ language: Language) -> JSON {
    let own: [(String, JSON)] = [
      ("file_line", .number(String(line))), ("source", .string(source)), ("amount", amount.json),
      ("fault", (fault?[language]).json), ("booked_on", booked.json), ("valued_on", valued.json),
      ("kind_given", kind.json), ("document_number", document.json),
      ("document_on", documented.json), ("reference", reference.json),
      ("bank_reference", bankReference.json), ("purpose", purpose.json),
      ("parts", parts.isEmpty ? .null : .array(parts.map(\.json))),
    ]
    return .members(own + party.members)
  }
}

extension StatementLine.Part {
  fileprivate var json: JSON {
    let own: [(String, JSON)] = [
      ("amount", amount.json), ("reference", reference.json), ("purpose", purpose.json),
    ]
    return .members(own + party.members)
  }
}

extension StatementLine.Counterparty {
  fileprivate var members: [(String, JSON)] {
    [
      ("party_name", name.json), ("party_account", account.json), ("party_bank", bank.json),
      ("party_tax_number", taxNumber.json),
    ]
  }
}

extension String? {
  fileprivate var json: JSON { map { .string($0) } ?? .null }
}

extension JSON {
  /// An object without the members that say nothing.
  fileprivate static func members(_ all: [(String, JSON)]) -> JSON {
    .object(all.filter { $0.1 != .null }.map { .init($0.0, $0.1) })
  }
}
