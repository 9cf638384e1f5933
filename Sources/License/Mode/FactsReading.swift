extension Facts {
  /// Facts as `crm-license verify --facts` reads them: an object whose members may each be left out.
  ///
  /// `binding` is match, soft, copy or mismatch with `binding_since`; `seats_over_since` is a day; `clock_suspect` and
  /// `outside_network` are truth values.
  ///
  /// - Throws: ``Refusal`` with `json` or `field`.
  public mutating func read(_ bytes: [UInt8]) throws {
    let fields = try Fields(ValueParser.parse(bytes), path: "")
    let known = [
      "binding", "binding_since", "seats_over_since", "clock_suspect", "outside_network",
    ]
    if let name = fields.names.first(where: { !known.contains($0) }) {
      throw Refusal.field(
        name, "is no fact; there are \(known.joined(separator: ", "))",
        "не является фактом; есть \(known.joined(separator: ", "))")
    }
    if fields.contains("seats_over_since") {
      seatsOverSince = try fields.dayIfPresent("seats_over_since")
    }
    if fields.contains("clock_suspect") { isClockSuspect = try fields.bool("clock_suspect") }
    if fields.contains("outside_network") { isOutsideNetwork = try fields.bool("outside_network") }
    if fields.contains("binding") { binding = try Self.binding(fields) }
  }

  private enum BindingName: String, CaseIterable { case match, soft, copy, mismatch }

  private static func binding(_ fields: Fields) throws -> Binding {
    let name: BindingName = try fields.choice("binding")
    switch name {
    case .match: return .match
    case .soft: return .soft
    case .copy: return .copy(since: try fields.day("binding_since"))
    case .mismatch: return .mismatch(since: try fields.day("binding_since"))
    }
  }
}
