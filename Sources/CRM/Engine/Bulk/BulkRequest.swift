/// The body of `POST /x/bulk`.
struct BulkRequest: Sendable {
  /// What becomes of the others when one operation is refused.
  enum Mode: String, CaseIterable, Sendable {
    /// Nothing is done.
    case atomic
    /// They are done.
    case each
  }

  let mode: Mode
  let entries: [BulkEntry]

  /// How many operations one request may have.
  static let maximum = 200

  /// - Parameter kinds: What may be done to records of the resource.
  /// - Throws: a 422 for what is wrong with the body as a whole; what is wrong with one operation is kept with it.
  init(
    _ body: JSON, _ resource: Resource, _ model: Model, kinds: [BulkEntry.Kind]
  ) throws {
    var fields = Fields(body, known: ["mode", "operations"])
    let word = fields.stringIfPresent("mode", maximum: 100) ?? Mode.atomic.rawValue
    let mode = Mode(rawValue: word)
    if mode == nil {
      fields.fault(
        "mode", "unknown_value",
        Text("One of these is expected: atomic, each.", ru: "Ожидается одно из: atomic, each."))
    }
    let operations = body["operations"]?.array ?? []
    if !(1...Self.maximum).contains(operations.count) {
      fields.fault(
        "operations", operations.isEmpty ? "required" : "too_many",
        Text(
          "A list of 1 to \(Self.maximum) operations is expected.",
          ru: "Ожидается список от 1 до \(Self.maximum) операций."))
    }
    try fields.finish()
    self.mode = mode ?? .atomic
    entries = try operations.enumerated().map { place, json in
      let pointer = "/operations/\(place)"
      return try BulkEntryReader(resource, model, kinds, pointer).read(json)
    }
  }
}
