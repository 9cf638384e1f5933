/// A reference that the client wants to see through: `owner` or `owner(name,email)`, `owner.department`.
struct Expansion: Sendable, Hashable {
  /// The references followed, without `_id`.
  let path: [String]
  /// Nil: the record's label only.
  let fields: [String]?

  /// Parts between commas that stand outside of parentheses.
  ///
  /// - Throws: a 400 for unbalanced parentheses or more than two steps.
  static func parse(_ text: String) throws -> [Expansion] {
    var (parts, depth) = ([""], 0)
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == ",", depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    guard depth == 0 else { throw malformed }
    return try parts.filter { !$0.isEmpty }.map(single)
  }

  private static func single(_ text: String) throws -> Expansion {
    guard let match = text.wholeMatch(of: /([A-Za-z0-9_.]+)(\(([A-Za-z0-9_,]*)\))?/) else {
      throw malformed
    }
    let path = match.output.1.split(separator: ".").map(String.init)
    guard (1...Joins.maximumHops).contains(path.count) else {
      throw Problem.malformed(
        "too_many_hops",
        Text("expand goes at most 2 references deep.", ru: "expand — не глубже 2 переходов."),
        field: "expand")
    }
    let fields = match.output.3.map { $0.split(separator: ",").map(String.init) }
    return Expansion(path: path, fields: fields)
  }

  private static var malformed: Problem {
    .malformed(
      "malformed_expand",
      Text("expand is like owner,department(name).", ru: "expand: owner,department(name)."),
      field: "expand")
  }
}
