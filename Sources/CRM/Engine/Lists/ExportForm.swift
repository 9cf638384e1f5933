/// The form of the file that a list or a summary is taken out as.
enum ExportForm: Sendable {
  case csv(CSVForm)
  case xlsx

  /// The ending of the file's name, and the name of the form in the log.
  var name: String {
    switch self {
    case .csv: "csv"
    case .xlsx: "xlsx"
    }
  }

  /// The headers of a file of that name, which is told without its ending.
  func headers(_ file: String) -> [(name: String, value: String)] {
    let type =
      switch self {
      case .csv: "text/csv; charset=utf-8; header=present"
      case .xlsx: Acceptance.workbook
      }
    return [
      ("Content-Type", type),
      ("Content-Disposition", "attachment; filename=\"\(file).\(name)\""),
      ("Vary", "Accept"),
    ]
  }
}
