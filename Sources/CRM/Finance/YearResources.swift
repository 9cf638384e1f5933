extension Resource {
  /// What stood on accounts when the books were begun here; posted when it is entered.
  static let openingBalances = Resource(
    "opening-balances", table: "finance.opening_balance", label: "opened_on"
  ).only("create").movingMoney()

  /// When a year was closed, with which result.
  static let yearCloses = Resource("year-closes", table: "finance.year_close", label: "id")
    .newestFirst(by: "created_at").only()

  /// With what accounts go into the year after a closed one.
  static let carriedBalances = Resource(
    "carried-balances", table: "finance.carried_balance", label: "id"
  ).only()

  /// Where years begin and end.
  static let financeYears = [openingBalances, yearCloses, carriedBalances]
}
