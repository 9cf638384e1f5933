/// One of the kinds of answer that a client takes (RFC 9110, 12.5.1).
struct MediaRange: Sendable {
  /// `text/csv`, `text/*` or `*/*`, in lower case.
  let type: String
  /// From 0, not at all, to 1.
  let weight: Double
  let parameters: [(name: String, value: String)]

  /// The kinds that `Accept` names, the best first, without those that are not wanted; everything where it names none.
  static func accepted(_ header: String?) -> [MediaRange] {
    guard let header, !header.trimmed.isEmpty else { return [any] }
    return header.parts(by: ",").compactMap { MediaRange($0) }.filter { $0.weight > 0 }
      .sorted { $0.weight > $1.weight }
  }

  private static let any = MediaRange(type: "*/*", weight: 1, parameters: [])

  private init(type: String, weight: Double, parameters: [(name: String, value: String)]) {
    (self.type, self.weight, self.parameters) = (type, weight, parameters)
  }

  private init?(_ text: String) {
    let parts = text.parts(by: ";")
    guard let type = parts.first?.trimmed, !type.isEmpty else { return nil }
    let parameters = parts.dropFirst().compactMap(Self.parameter)
    let weight = parameters.first { $0.name == "q" }.flatMap { Double($0.value) } ?? 1
    self.init(type: type.lowercased(), weight: weight, parameters: parameters)
  }

  private static func parameter(_ part: String) -> (name: String, value: String)? {
    let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard sides.count == 2 else { return nil }
    let value = String(sides[1]).trimmed
    let bare =
      value.count > 1 && value.hasPrefix("\"") ? String(value.dropFirst().dropLast()) : value
    return (String(sides[0]).trimmed.lowercased(), bare)
  }

  /// Whether an answer of this kind is among those that are meant.
  func covers(_ kind: String) -> Bool {
    type == "*/*" || type == kind || type.hasSuffix("/*") && kind.hasPrefix(type.dropLast())
  }
}

extension String {
  /// The parts between separators that stand outside of quotes.
  fileprivate func parts(by separator: Character) -> [String] {
    var (parts, quoted) = ([""], false)
    for character in self {
      if character == "\"" { quoted.toggle() }
      if character == separator, !quoted {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }
}
