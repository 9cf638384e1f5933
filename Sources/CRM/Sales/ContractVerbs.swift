extension RecordVerb {
  /// From here on what was agreed stays as it is, and our obligations are tasks.
  static let contractActivation = RecordVerb(
    id: "contracts.activate", method: .post, resource: .contracts, noun: "activation",
    summary: Text("Put a contract into force", ru: "Ввести договор в действие"),
    permission: Permission("contracts", "activate")
  ) { id, _ in "sales.activate_contract(\(id))" }

  /// Drops a draft; its number stays.
  static let contractCancellation = RecordVerb(
    id: "contracts.cancel", method: .post, resource: .contracts, noun: "cancellation",
    summary: Text("Cancel a draft of a contract", ru: "Отменить черновик договора"),
    permission: Permission("contracts", "update")
  ) { id, _ in "sales.cancel_contract(\(id))" }

  /// Ends it on a day, today unless said otherwise.
  static let contractTermination = RecordVerb(
    id: "contracts.terminate", method: .post, resource: .contracts, noun: "termination",
    summary: Text("Terminate a contract", ru: "Расторгнуть договор"),
    permission: Permission("contracts", "terminate"),
    body: [
      .required("reason", .text(2000), "Why it is terminated."),
      .optional("on", .date, "Its last day; today when left out."),
    ]
  ) { id, body in "sales.terminate_contract(\(id), \(body["reason"]), \(body["on"]))" }

  /// A new last day; by the contract's own period unless it is given.
  static let contractRenewal = RecordVerb(
    id: "contracts.renew", method: .post, resource: .contracts, noun: "renewal",
    summary: Text("Renew a contract", ru: "Продлить договор"),
    permission: Permission("contracts", "renew"),
    body: [
      .optional("until", .date, "The new last day; by the period of renewal when left out.")
    ]
  ) { id, body in "sales.renew_contract(\(id), \(body["until"]))" }

  /// Raises or lowers the amount by a percentage, the contract's own unless it is given.
  static let contractIndexation = RecordVerb(
    id: "contracts.index", method: .post, resource: .contracts, noun: "indexation",
    summary: Text("Index the amount of a contract", ru: "Проиндексировать сумму договора"),
    permission: Permission("contracts", "index"),
    body: [.optional("percent", .decimal, "The percentage; the contract's own when left out.")]
  ) { id, body in "sales.index_contract(\(id), \(body["percent"]))" }

  /// What repeats is owed again.
  static let obligationFulfilment = RecordVerb(
    id: "contract_obligations.fulfil", method: .post, resource: .contractObligations,
    noun: "fulfilment",
    summary: Text("Mark an obligation as fulfilled", ru: "Отметить обязательство исполненным"),
    permission: Permission("contracts", "fulfil")
  ) { id, _ in "sales.fulfil_obligation(\(id))" }

  static let salesContracts: [RecordVerb] = [
    contractActivation, contractCancellation, contractTermination, contractRenewal,
    contractIndexation,
    obligationFulfilment,
  ]
}
