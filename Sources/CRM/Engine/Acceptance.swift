/// What kind of answer a client takes (RFC 9110, 12.5.1).
enum Acceptance: Sendable {
  case json
  case csv(CSVForm)
  case xlsx

  /// The kind that `Accept` likes best; JSON where it says nothing.
  ///
  /// - Parameter workbooks: Whether it can be had as XLSX too.
  /// - Throws: a 406 when there is nothing for it here.
  init(_ accept: String?, workbooks: Bool = false) throws {
    let kinds = Self.kinds + (workbooks ? [Self.workbook] : [])
    let served = MediaRange.accepted(accept).compactMap { range in
      kinds.first { range.covers($0) }.map { (kind: $0, range) }
    }
    guard let (kind, range) = served.first else { throw Problem.notAcceptable }
    let parameters = range.type == kind ? range.parameters : []
    switch kind {
    case "text/csv": self = .csv(try CSVForm(parameters))
    case Self.workbook: self = .xlsx
    default: self = .json
    }
  }

  private static let kinds = ["application/json", "text/csv"]

  /// The media type of XLSX.
  static let workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

  /// The form of the file that is wanted; nil for JSON.
  var file: ExportForm? {
    switch self {
    case .json: nil
    case .csv(let form): .csv(form)
    case .xlsx: .xlsx
    }
  }
}

extension Problem {
  /// 406: a list is JSON, CSV or XLSX.
  static var notAcceptable: Problem {
    Problem(
      406, "not_acceptable", Text("Not in this form", ru: "Такого формата нет"),
      detail: Text(
        "A list comes as application/json, as text/csv;bom=true;delimiter=; (comma or tab as well), or as \(Acceptance.workbook).",
        ru:
          "Список выдаётся как application/json, text/csv;bom=true;delimiter=; (или запятая, tab) или \(Acceptance.workbook)."
      ))
  }
}
