extension Resource {
  /// A client that a department offers to another.
  static let handOffs = Resource("hand-offs", table: "clients.hand_off", label: "party_name")
    .newestFirst(by: "created_at")
    .child("items", .handOffItems, by: "hand_off_id")
    .only("create")

  /// Open work that is offered with a client.
  static let handOffItems = Resource(
    "hand-off-items", table: "clients.hand_off_item", label: "title"
  ).only("create")

  /// How clients pass from one department to another.
  static let clientsHandOff: [Resource] = [handOffs, handOffItems]
}
