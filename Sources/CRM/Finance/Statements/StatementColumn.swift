/// What a column of a statement in CSV holds, and how banks call it.
enum StatementColumn: String, Sendable, CaseIterable {
  case booked, valued, amount, credit, debit, purpose, party, account, bank, currency, document
  case reference, kind
  case taxNumber = "tax_number"
  case bankReference = "bank_reference"

  /// The headings, in small letters.
  var headings: [String] {
    switch self {
    case .booked:
      [
        "date", "booked", "booking date", "transaction date", "дата", "дата операции",
        "дата проводки",
      ]
    case .valued: ["value date", "valued", "дата валютирования"]
    case .amount: ["amount", "сумма", "сумма операции", "сумма платежа"]
    case .credit:
      ["credit", "paid in", "приход", "поступление", "зачисление", "кредит", "сумма по кредиту"]
    case .debit: ["debit", "paid out", "расход", "списание", "дебет", "сумма по дебету"]
    case .purpose:
      ["purpose", "description", "details", "memo", "назначение платежа", "назначение", "описание"]
    case .party:
      ["party", "name", "counterparty", "payee", "контрагент", "наименование контрагента"]
    case .account:
      ["account", "counterparty account", "iban", "счет контрагента", "счёт контрагента"]
    case .bank: ["bank", "bic", "бик", "бик банка контрагента"]
    case .currency: ["currency", "валюта"]
    case .document: ["document", "number", "document number", "номер", "номер документа"]
    case .reference: ["reference", "end to end id"]
    case .kind: ["type", "kind", "вид операции", "тип операции"]
    case .taxNumber: ["tax number", "inn", "инн", "инн контрагента"]
    case .bankReference: ["bank reference", "transaction id", "id", "id операции"]
    }
  }

  /// Where the columns stand in a record that names them; empty for one that names no day and no amount.
  ///
  /// - Parameter told: The headings that are known; they go before ours.
  static func places(_ cells: [String], told: [StatementColumn: String]) -> [StatementColumn: Int] {
    let names = cells.map { $0.trimmed.lowercased() }
    var places: [StatementColumn: Int] = [:]
    for column in allCases {
      let wanted = told[column].map { [$0.trimmed.lowercased()] } ?? column.headings
      places[column] = wanted.lazy.compactMap { names.firstIndex(of: $0) }.first
    }
    let hasAmount = places[.amount] != nil || places[.credit] != nil && places[.debit] != nil
    return places[.booked] != nil && hasAmount ? places : [:]
  }
}
