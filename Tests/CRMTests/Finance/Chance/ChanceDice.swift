import Foundation
import Support

/// What chance decides, from a seed that a failed run tells: `CRM_CHANCE_SEED=… deploy/test …` throws the same again.
enum ChanceSeed {
  /// The seed of the environment, or a new one.
  static func any() -> UInt64 {
    let told = ProcessInfo.processInfo.environment["CRM_CHANCE_SEED"].flatMap(UInt64.init)
    return told ?? UInt64.random(in: 1...999_999_999)
  }
}

extension Dice {
  mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &self) < share }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func one<Element>(_ all: [Element]) -> Element {
    all[Int.random(in: all.indices, using: &self)]
  }

  /// Where in what there is by now: what came last more often, since more of it is still open.
  mutating func place() -> Double {
    Double.random(in: 0..<1, using: &self).squareRoot()
  }

  /// A day of two years, in no order.
  mutating func day() -> String {
    let start = Date(timeIntervalSince1970: 1_735_689_600)  // 2025-01-01
    let day = start.addingTimeInterval(Double(number(0...699)) * 86_400)
    return String(day.ISO8601Format().prefix(10))
  }

  mutating func currency() -> String { one(["RUB", "RUB", "RUB", "USD", "EUR", "JPY"]) }

  /// An amount that a currency has.
  mutating func money(_ currency: String, upTo limit: Int = 3000) -> String {
    currency == "JPY" ? "\(number(1...limit))" : "\(number(1...limit)).\(cents())"
  }

  mutating func cents() -> String {
    let cents = number(0...99)
    return cents < 10 ? "0\(cents)" : "\(cents)"
  }
}
