/// A row of a sheet that has at least one cell with something in it.
struct SheetRow: Sendable, Equatable {
  /// As in the sheet, counted from 1; empty rows are left out.
  let line: Int
  /// By columns from A, up to the last that is not empty.
  ///
  /// Numbers are plain decimals, dates `YYYY-MM-DD`, with time `YYYY-MM-DDTHH:MM:SS` (and `Z` where the format shows
  /// it), times `HH:MM:SS`, booleans `true` and `false`, errors as they are shown, `#N/A`.
  let cells: [String]
  /// The places in `cells` that hold an error of a formula.
  let errors: [Int]
  /// The places in `cells` that are no texts but numbers, dates or booleans.
  var typed: [Int] = []
  /// How many bytes the cells take.
  let size: Int

  /// A row of more cells is refused.
  static let maximumCells = CSVParser.maximumCells
  /// A row of more bytes is refused.
  static let maximumSize = CSVParser.maximumRecord
}

/// The rows of one sheet, one after another.
final class SheetReader {
  /// Of the sheet.
  let name: String
  private let xml: XMLReader
  private let handler: SheetHandler

  init(_ name: String, _ xml: XMLReader, _ handler: SheetHandler) {
    (self.name, self.xml, self.handler) = (name, xml, handler)
  }

  /// The next row; nil behind the last.
  ///
  /// - Throws: ``SheetFailure`` for what cannot be read; the reader is of no more use then.
  func next() throws -> SheetRow? {
    while try xml.advance() {
      if let row = handler.take() { return row }
    }
    return nil
  }
}
