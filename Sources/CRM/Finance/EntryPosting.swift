extension RecordVerb {
  /// An entry by hand, whole with its lines; from then on it can only be reversed.
  static let entryPosting = RecordVerb(
    id: "journals.post", method: .post, resource: .journals, noun: "entries",
    summary: Text("Post an entry by hand", ru: "Провести вручную"),
    permission: Permission("entries", "create"), makes: .entries, movesMoney: true,
    body: [
      .required("posted_on", .date, "The day of the books."),
      .required("description", .text(2000), "What happened."),
      .optional("department_id", .id, "Whose entry it is; numbers run by department."),
      .required("lines", .rows(line, atLeast: 2), "Whose debits and credits are equal."),
    ]
  ) { id, body in
    "finance.enter_by_hand(\(id), \(body["posted_on"]), \(body["description"]), \(body["department_id"]), \(body["lines"]))"
  }

  private static let line: [VerbField] = [
    .required("account_id", .id, "The account in the ledger."),
    .optional("debit", .decimal, "In the currency of the books; either this or a credit."),
    .optional("credit", .decimal, "In the currency of the books."),
    .optional("currency", .text(3), "Of the amount; the currency of the books where left out."),
    .optional(
      "amount", .decimal,
      "In that currency, negative on the credit side; alone, it is reckoned by the rate of the day."
    ),
    .optional("party_id", .id, "With whom."),
    .optional("department_id", .id, "Whose it is; the entry's where left out."),
    .optional("project_id", .id, "For which project."),
    .optional("contract_id", .id, "Under which contract."),
    .optional("description", .text(2000), "Of the line."),
  ]
}
