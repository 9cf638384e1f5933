/// One family of figures as Prometheus reads it (text format 0.0.4).
struct Metric: Sendable {
  /// How the figures behave.
  enum Kind: String, Sendable {
    case counter, gauge, histogram
  }

  /// One figure of the family.
  struct Sample: Sendable {
    /// Behind the family's name: `_bucket`, `_sum`, `_count`, or nothing.
    var suffix = ""
    var labels: [(name: String, value: String)] = []
    let value: Double
  }

  let name: String
  let kind: Kind
  let help: String
  let samples: [Sample]

  init(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
    self.name = name
    self.kind = kind
    self.help = help
    self.samples = samples
  }

  /// A family of one figure.
  init(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
    self.init(name, kind, help, [Sample(value: value)])
  }

  /// Appends the family's lines.
  func write(into text: inout String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    for sample in samples {
      text += name + sample.suffix
      if !sample.labels.isEmpty {
        let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
        text += "{\(labels.joined(separator: ","))}"
      }
      text += " \(Self.number(sample.value))\n"
    }
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }
}
