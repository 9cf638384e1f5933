extension Problem {
  /// 422: the list has more rows than a sheet.
  static var tooManyRows: Problem {
    notInXLSX(
      "too_many_rows",
      Text(
        "A sheet holds \(SheetWriter.maximumRows) rows and a header: filter the list, or take it as text/csv.",
        ru:
          "На листе помещаются \(SheetWriter.maximumRows) строк и заголовок: ограничьте список фильтром или возьмите text/csv."
      ))
  }

  /// 422: the rows take more than the four gigabytes that a part of such a file can have.
  static var tooLargeForXLSX: Problem {
    notInXLSX(
      "workbook_too_large",
      Text(
        "The rows are too large for one XLSX file: filter the list, ask for fewer fields, or take it as text/csv.",
        ru:
          "Строки слишком велики для одного файла XLSX: ограничьте список фильтром или полями или возьмите text/csv."
      ))
  }

  /// 422: a text is longer than a cell.
  static func tooLongForCell(_ field: String, row: Int, _ count: Int) -> Problem {
    notInXLSX(
      "text_too_long",
      Text(
        "'\(field)' of row \(row) has \(count) characters, a cell holds \(SheetCell.maximum): leave the field out with 'fields', or take the list as text/csv.",
        ru:
          "«\(field)» в строке \(row) — \(count) знаков, в ячейке помещаются \(SheetCell.maximum): исключите поле через «fields» или возьмите text/csv."
      ), field: field)
  }

  /// The same for a text whose control characters take more room in the file.
  static func escapedTooLong(row: Int) -> Problem {
    notInXLSX(
      "text_too_long",
      Text(
        "A text of row \(row) does not fit into a cell: take the list as text/csv.",
        ru: "Текст в строке \(row) не помещается в ячейку: возьмите text/csv."))
  }

  private static func notInXLSX(_ code: String, _ detail: Text, field: String? = nil) -> Problem {
    Problem(
      422, code, Text("Not possible as XLSX", ru: "Невозможно в виде XLSX"), detail: detail,
      errors: field.map { [.init($0, code, detail)] } ?? [])
  }
}
