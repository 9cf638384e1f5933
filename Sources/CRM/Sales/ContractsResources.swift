extension Resource {
  /// What was agreed with a party, for sale or purchase.
  static let contracts = Resource("contracts", table: "sales.contract", label: "title")
    .newestFirst(by: "created_at")
    .child("obligations", .contractObligations, by: "contract_id")
    .child("points", .contractPoints, by: "contract_id")
    .child("amendments", .contractAmendments, by: "contract_id")
    .only("create", "update")

  /// What one side owes under a contract by a day.
  static let contractObligations = Resource(
    "contract-obligations", table: "sales.contract_obligation", label: "title")

  /// What speaks for or against a contract.
  static let contractPoints = Resource(
    "contract-points", table: "sales.contract_point", label: "body")

  /// What changed the amount or the end of a contract.
  static let contractAmendments = Resource(
    "contract-amendments", table: "sales.contract_amendment", label: "kind"
  ).only()

  /// Money that is to be paid under contracts.
  static let contractCash = Resource(
    "contract-cash", table: "sales.contract_cash", label: "direction"
  ).only()

  /// Contracts of whose end notice is to be given soon.
  static let contractRenewals = Resource(
    "contract-renewals", table: "sales.contract_renewal", label: "title"
  ).only()

  /// Contracts and their obligations.
  static let salesContracts: [Resource] = [
    contracts, contractObligations, contractPoints, contractAmendments, contractCash,
    contractRenewals,
  ]
}
