/// Growing pauses between attempts, with a random part so that many do not come at once.
struct Backoff {
  private var milliseconds = 0.0
  private let maximum: Double

  init(maximum: Double = 2000) {
    self.maximum = maximum
  }

  /// There was no pause yet.
  var isFresh: Bool { milliseconds == 0 }

  /// The next pause in milliseconds: 50, doubled each time, half of it random.
  mutating func next() -> Int32 {
    milliseconds = min(max(milliseconds * 2, 50), maximum)
    return Int32(Double.random(in: milliseconds / 2...milliseconds))
  }
}
