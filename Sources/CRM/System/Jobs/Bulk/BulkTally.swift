/// How far a job of many is.
struct BulkTally: Sendable {
  /// The place of the last record that was done.
  var last = 0
  var changed = 0
  var unchanged = 0
  var refused = 0
  /// All is done; only its end is left to tell.
  var isComplete = false

  init() {}

  /// As ``checkpoint`` has it; at the beginning where there is none.
  init(_ checkpoint: JSON?) {
    last = checkpoint?["last"]?.int ?? 0
    changed = checkpoint?["changed"]?.int ?? 0
    unchanged = checkpoint?["unchanged"]?.int ?? 0
    refused = checkpoint?["refused"]?.int ?? 0
    isComplete = checkpoint?["complete"]?.bool ?? false
  }

  mutating func add(_ writing: BulkWriting, last: Int) {
    self.last = last
    changed += writing.changed
    unchanged += writing.unchanged
    refused += writing.refused.count
  }

  private var counts: [JSON.Member] {
    [
      .init("changed", .number("\(changed)")), .init("unchanged", .number("\(unchanged)")),
      .init("refused", .number("\(refused)")),
    ]
  }

  var checkpoint: JSON {
    .object(
      [.init("last", .number("\(last)"))] + counts + [.init("complete", .bool(isComplete))])
  }

  /// What came of the job.
  var result: JSON { .object(counts) }
}
