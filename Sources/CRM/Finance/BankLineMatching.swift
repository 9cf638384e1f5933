extension RecordVerb {
  /// What a line of a statement was: payments of invoices, advances, fees and transfers are posted, what is in the ledger
  /// already is found again.
  static let bankLineMatching = RecordVerb(
    id: "bank_statement_lines.match", method: .post, resource: .bankStatementLines,
    noun: "matching",
    summary: Text(
      "Say what a line of a statement was, and post it", ru: "Разнести строку выписки и провести"),
    permission: matching, movesMoney: true,
    body: [
      .optional("posted_on", .date, "The day of posting; the bank's where left out."),
      .required("parts", .rows(part), "That add up to the line."),
    ]
  ) { id, body in "finance.match_bank_line(\(id), \(body["posted_on"]), \(body["parts"]))" }

  /// It was not that: what the matching posted is reversed.
  static let bankLineUnmatching = RecordVerb(
    id: "bank_statement_lines.unmatch", method: .delete, resource: .bankStatementLines,
    noun: "matching",
    summary: Text("Take the matching of a line back", ru: "Отменить разнесение строки"),
    permission: matching, movesMoney: true
  ) { id, _ in "finance.unmatch_bank_line(\(id))" }

  /// The bank did the same twice: the line repeats none.
  static let bankLineDistinction = RecordVerb(
    id: "bank_statement_lines.distinguish", method: .delete, resource: .bankStatementLines,
    noun: "repetition",
    summary: Text(
      "Say that a line repeats no other", ru: "Отметить, что строка не повторяет другую"),
    permission: matching
  ) { id, _ in "finance.distinguish_bank_line(\(id))" }

  private static let matching = Permission("bank_statements", "match")

  private static let part: [VerbField] = [
    .optional(
      "amount", .decimal,
      "With its sign, below 0 what went; the line's where this is its only part."),
    .optional("invoice_id", .id, "The invoice or credit note that is paid."),
    .optional("payment_id", .id, "The payment that it is, posted before."),
    .optional("entry_line_id", .id, "The line of the ledger that it is, posted before."),
    .optional("account_id", .id, "The account against which it is posted: a fee, a transfer."),
    .optional("party_id", .id, "With whom; alone it is an advance."),
    .optional(
      "side", .choice(["customer", "supplier"]),
      "As what the party pays or is paid; customers pay and suppliers are paid where left out."),
    .optional("project_id", .id, "For which project."),
    .optional("contract_id", .id, "Under which contract."),
    .optional("description", .text(2000), "Of the entry; the purpose where left out."),
  ]
}
