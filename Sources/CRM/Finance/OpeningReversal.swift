extension RecordVerb {
  /// Takes an opening balance back by an entry of its own; until the first year is closed.
  static let openingReversal = RecordVerb(
    id: "opening_balances.reverse", method: .post, resource: .openingBalances, noun: "reversal",
    summary: Text("Reverse an opening balance", ru: "Сторнировать начальный остаток"),
    permission: Permission("opening_balances", "reverse"),
    body: [
      .required("reason", .text(2000), "Why."),
      .optional(
        "reversed_on", .date, "The day of the entry; that of the opening balance without it."),
    ],
    members: ["posted_on": "reversed_on", "allocated_on": "reversed_on"]
  ) { id, body in "finance.reverse_opening(\(id), \(body["reversed_on"]), \(body["reason"]))" }
}
