// What is wrong with a record, by the line on which it begins.
extension CSVParser {
  var tooLong: Failure {
    Failure(
      line: began,
      detail: Text(
        "A cell of line \(began) is larger than 1 MB; is a quote missing?",
        ru: "Ячейка строки \(began) больше 1 МБ; не потеряна ли кавычка?"))
  }

  var tooLarge: Failure {
    Failure(
      line: began,
      detail: Text(
        "The record of line \(began) is larger than 4 MB; is a line end or a quote missing?",
        ru: "Запись строки \(began) больше 4 МБ; не потерян ли конец строки или кавычка?"))
  }

  var tooWide: Failure {
    Failure(
      line: began,
      detail: Text(
        "Line \(began) has more than 1000 cells; is a line end missing?",
        ru: "В строке \(began) больше 1000 ячеек; не потерян ли конец строки?"))
  }

  /// The text is not in the encoding that was told.
  var foreign: Text {
    guard encoding == .utf8 else {
      return Text(
        "Line \(began) is not in \(encoding.rawValue): set csv.encoding of the mapping to \"utf-8\".",
        ru:
          "Строка \(began) не в \(encoding.rawValue): укажите в сопоставлении csv.encoding \"utf-8\"."
      )
    }
    return Text(
      "Line \(began) is not UTF-8. If the file is in Windows-1251, set csv.encoding of the mapping to \"windows-1251\".",
      ru:
        "Строка \(began) не в UTF-8. Если файл в Windows-1251, укажите в сопоставлении csv.encoding \"windows-1251\"."
    )
  }
}
