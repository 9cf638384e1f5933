/// How far a reversal is.
struct ReversalTally: Sendable {
  /// Of how many steps; nil before they are known.
  var total: Int?
  /// Steps are tried again as long as that helps: what one needs, another may bring back.
  var pass = 1
  /// The last step that was tried in this pass.
  var last = 0
  /// Whether the pass has brought anything back.
  var helped = false
  var restored = 0
  var removed = 0
  var unchanged = 0
  var refused = 0
  var isComplete = false

  /// No chain of records is longer than this.
  static let maximumPasses = 20

  /// As ``checkpoint`` has it; at the beginning where there is none.
  init(_ checkpoint: JSON?) {
    total = checkpoint?["total"]?.int
    pass = checkpoint?["pass"]?.int ?? 1
    last = checkpoint?["last"]?.int ?? 0
    helped = checkpoint?["helped"]?.bool ?? false
    restored = checkpoint?["restored"]?.int ?? 0
    removed = checkpoint?["removed"]?.int ?? 0
    unchanged = checkpoint?["unchanged"]?.int ?? 0
    refused = checkpoint?["refused"]?.int ?? 0
    isComplete = checkpoint?["complete"]?.bool ?? false
  }

  /// How many steps were tried.
  var done: Int { pass == 1 ? last : total ?? last }

  /// There are no more steps in this pass.
  mutating func endPass() {
    isComplete = refused == 0 || !helped || pass == Self.maximumPasses
    guard !isComplete else { return }
    pass += 1
    last = 0
    helped = false
  }

  private var counts: [JSON.Member] {
    [
      .init("restored", .number("\(restored)")), .init("removed", .number("\(removed)")),
      .init("unchanged", .number("\(unchanged)")), .init("refused", .number("\(refused)")),
    ]
  }

  var checkpoint: JSON {
    .object(
      [
        .init("total", total.map { .number("\($0)") } ?? .null), .init("pass", .number("\(pass)")),
        .init("last", .number("\(last)")), .init("helped", .bool(helped)),
      ] + counts + [.init("complete", .bool(isComplete))])
  }

  /// What came of the job.
  var result: JSON { .object(counts) }
}
