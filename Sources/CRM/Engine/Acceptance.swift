/// What kind of answer a client takes (RFC 9110, 12.5.1).
enum Acceptance: Sendable {
  case json
  case csv(CSVForm)

  /// The kind that `Accept` likes best; JSON where it says nothing.
  ///
  /// - Throws: a 406 when there is nothing for it here.
  init(_ accept: String?) throws {
    let served = MediaRange.accepted(accept).compactMap { range in
      Self.kinds.first { range.covers($0) }.map { (kind: $0, range) }
    }
    guard let (kind, range) = served.first else { throw Problem.notAcceptable }
    let parameters = range.type == kind ? range.parameters : []
    self = kind == "text/csv" ? .csv(try CSVForm(parameters)) : .json
  }

  private static let kinds = ["application/json", "text/csv"]
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
