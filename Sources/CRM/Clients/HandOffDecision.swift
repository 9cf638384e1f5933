extension RecordVerb {
  /// Takes the client and the attached work at once; only the other side can.
  static let handOffAcceptance = RecordVerb(
    id: "hand_offs.accept", method: .post, resource: .handOffs, noun: "acceptance",
    summary: Text(
      "Take a client that is offered, with the attached work",
      ru: "Принять предложенного клиента вместе с работой"),
    permission: Permission("hand_offs", "accept")
  ) { id, _ in "clients.accept_hand_off(\(id))" }

  /// Leaves the client where it is, and says why.
  static let handOffReturn = RecordVerb(
    id: "hand_offs.return", method: .post, resource: .handOffs, noun: "return",
    summary: Text(
      "Return a client that is offered, with a reason",
      ru: "Вернуть предложенного клиента с указанием причины"),
    permission: Permission("hand_offs", "accept"),
    body: [.required("reason", .text(2000), "Why it is returned.")]
  ) { id, body in "clients.return_hand_off(\(id), \(body["reason"]))" }

  /// Takes an offer back that nobody has decided.
  static let handOffWithdrawal = RecordVerb(
    id: "hand_offs.withdraw", method: .delete, resource: .handOffs, noun: "offer",
    summary: Text("Withdraw an offer", ru: "Отозвать предложение"),
    permission: Permission("hand_offs", "update")
  ) { id, _ in "clients.withdraw_hand_off(\(id))" }

  static let clientsHandOff: [RecordVerb] = [handOffAcceptance, handOffReturn, handOffWithdrawal]
}
