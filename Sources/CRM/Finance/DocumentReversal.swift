extension RecordVerb {
  /// What undoes a posted document: the day and why.
  private static let undoing: [VerbField] = [
    .optional("reversed_on", .date, "The day of the entry; today without it."),
    .required("reason", .text(2000), "Why."),
  ]
  private static let redoing: [VerbField] = [
    .optional("reversed_on", .date, "The day of the entry; that of the revaluation without it."),
    undoing[1],
  ]
  private static let days = ["posted_on": "reversed_on", "allocated_on": "reversed_on"]

  /// A posted invoice or credit note by an entry the other way round.
  static let invoiceReversal = RecordVerb(
    id: "invoices.reverse", method: .post, resource: .invoices, noun: "reversal",
    summary: Text("Reverse an invoice", ru: "Сторнировать счёт"),
    permission: Permission("invoices", "reverse"), body: undoing, members: days
  ) { id, body in "finance.reverse_invoice(\(id), \(body["reversed_on"]), \(body["reason"]))" }

  /// A posted payment by an entry the other way round.
  static let paymentReversal = RecordVerb(
    id: "payments.reverse", method: .post, resource: .payments, noun: "reversal",
    summary: Text("Reverse a payment", ru: "Сторнировать платёж"),
    permission: Permission("payments", "reverse"), movesMoney: true, body: undoing, members: days
  ) { id, body in "finance.reverse_payment(\(id), \(body["reversed_on"]), \(body["reason"]))" }

  /// What an allocation settled is open again.
  static let allocationReversal = RecordVerb(
    id: "allocations.reverse", method: .post, resource: .allocations, noun: "reversal",
    summary: Text("Take an allocation back", ru: "Отменить разнесение"),
    permission: Permission("allocations", "reverse"), makes: .allocations, movesMoney: true,
    body: undoing,
    members: days
  ) { id, body in "finance.reverse_allocation(\(id), \(body["reversed_on"]), \(body["reason"]))" }

  /// What open items in other currencies are worth at a day, into the ledger.
  static let revaluationPosting = RecordVerb(
    id: "revaluations.post", method: .post, resource: .revaluations, noun: "posting",
    summary: Text("Post a revaluation", ru: "Провести переоценку"),
    permission: Permission("revaluations", "post"), members: ["posted_on": "revalued_on"]
  ) { id, _ in "finance.post_revaluation(\(id))" }

  /// A revaluation by an entry the other way round.
  static let revaluationReversal = RecordVerb(
    id: "revaluations.reverse", method: .post, resource: .revaluations, noun: "reversal",
    summary: Text("Reverse a revaluation", ru: "Сторнировать переоценку"),
    permission: Permission("revaluations", "reverse"), body: redoing, members: days
  ) { id, body in "finance.reverse_revaluation(\(id), \(body["reversed_on"]), \(body["reason"]))" }

  static let financeReversals = [
    invoiceReversal, paymentReversal, allocationReversal, revaluationPosting, revaluationReversal,
  ]
}
