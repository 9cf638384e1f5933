/// What kind of answer a client takes (RFC 9110, 12.5.1).
enum Acceptance: Sendable {
  case json
  case csv(CSVForm)

  /// The kind that `Accept` likes best; JSON where it says nothing.
  ///
  /// - Throws: a 406 when there is nothing for it here.
  init(_ accept: String?) throws {
    guard let accept, !accept.trimmed.isEmpty else {
      self = .json
      return
    }
    let ranges = accept.parts(by: ",").compactMap { Range($0) }.filter { $0.weight > 0 }
    let best = ranges.sorted { $0.weight > $1.weight }.lazy.compactMap(\.known).first
    guard let best else { throw Problem.notAcceptable }
    self = best.type == "text/csv" ? .csv(try CSVForm(best.parameters)) : .json
  }

  /// One media range with its parameters.
  private struct Range {
    let type: String
    let weight: Double
    let parameters: [(name: String, value: String)]

    init?(_ text: String) {
      let parts = text.parts(by: ";")
      guard let first = parts.first, !first.trimmed.isEmpty else { return nil }
      type = first.trimmed.lowercased()
      parameters = parts.dropFirst().compactMap { part in
        let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2 else { return nil }
        let value = String(sides[1]).trimmed
        let bare =
          value.count > 1 && value.hasPrefix("\"") ? String(value.dropFirst().dropLast()) : value
        return (String(sides[0]).trimmed.lowercased(), bare)
      }
      weight = parameters.first { $0.name == "q" }.flatMap { Double($0.value) } ?? 1
    }

    /// Itself, if it is served.
    var known: Range? {
      ["application/json", "text/csv", "application/*", "text/*", "*/*"].contains(type) ? self : nil
    }
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

extension Problem {
  /// 406: a list is JSON or CSV.
  static var notAcceptable: Problem {
    Problem(
      406, "not_acceptable", Text("Not in this form", ru: "Такого формата нет"),
      detail: Text(
        "A list comes as application/json or as text/csv;bom=true;delimiter=; (comma or tab as well).",
        ru:
          "Список выдаётся как application/json или text/csv;bom=true;delimiter=; (или запятая, tab)."
      ))
  }
}
