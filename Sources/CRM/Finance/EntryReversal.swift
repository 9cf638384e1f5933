extension RecordVerb {
  /// An entry by hand is taken back by one of the same lines on the other side.
  static let entryReversal = RecordVerb(
    id: "entries.reverse", method: .post, resource: .entries, noun: "reversal",
    summary: Text("Reverse an entry that was posted by hand", ru: "Сторнировать ручную проводку"),
    permission: Permission("entries", "reverse"), makes: .entries, movesMoney: true,
    body: [
      .optional("reversed_on", .date, "The day of the reversal; that of the entry where left out."),
      .required("reason", .text(2000), "Why."),
    ],
    members: ["posted_on": "reversed_on"]
  ) { id, body in "finance.reverse_by_hand(\(id), \(body["reversed_on"]), \(body["reason"]))" }
}
