/// What a change has changed, as the API shows its fields: computed when it is read, from the row before and after.
struct Difference: Sendable {
  private let fields: [Column]

  /// Kept by the database at every change, and no news.
  private static let bookkeeping: Set = ["version", "updated_at", "updated_by"]

  /// - Parameter fields: Those that the API shows; no other is told of.
  init(fields: [Column]) {
    self.fields = fields.filter { !Self.bookkeeping.contains($0.name) }
  }

  /// A list of `{field, old, new}` in the order of the fields.
  ///
  /// - Parameters: Rows as JSON objects; nil where there was none.
  func changes(from old: String?, to new: String?) throws -> JSON {
    let (old, new) = (try row(old), try row(new))
    return .array(
      fields.compactMap { field in
        let (before, after) = (old[field.name] ?? .null, new[field.name] ?? .null)
        guard before != after else { return nil }
        return [
          "field": .string(field.name), "old": Self.shown(before, field.type),
          "new": Self.shown(after, field.type),
        ]
      })
  }

  private func row(_ text: String?) throws -> [String: JSON] {
    guard let text else { return [:] }
    let members = try JSONParser.parse(Array(text.utf8)).object ?? []
    return Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
  }

  /// PostgreSQL writes decimals as numbers and UTC as `+00:00`; the API does not.
  private static func shown(_ value: JSON, _ type: ValueType) -> JSON {
    switch (type, value) {
    case (.decimal, .number(let digits)): .string(digits)
    case (.instant, .string(let text)) where text.hasSuffix("+00:00"):
      .string(text.dropLast(6) + "Z")
    default: value
    }
  }
}
