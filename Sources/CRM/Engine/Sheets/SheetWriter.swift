import CXLSXWriter
import Foundation

/// Writes rows into a workbook of one sheet, which holds no more than a row in memory.
///
/// Writing blocks; it belongs on a thread that may, see ``SheetSource``.
final class SheetWriter {
  private let file: Spool
  private let columns: [(name: String, type: ValueType)]
  private let workbook: UnsafeMutablePointer<lxw_workbook>
  private let sheet: UnsafeMutablePointer<lxw_worksheet>
  private let styles: Styles
  /// How many rows there are below the header.
  private(set) var rows = 0
  private var isClosed = false

  /// More do not fit below a header.
  static let maximumRows = CellReference.maximum.row - 1

  /// - Throws: when there is no place for temporary files.
  init(_ name: String, columns: [(name: String, type: ValueType)]) throws {
    let file = try Spool()
    var options = lxw_workbook_options()
    options.constant_memory = 1
    // The file has no name but this one, so that it is gone with who holds it.
    guard let workbook = workbook_new_opt("/proc/self/fd/\(file.descriptor)", &options) else {
      throw Spool.DiskError(code: errno)
    }
    guard let sheet = workbook_add_worksheet(workbook, String(name.prefix(31))) else {
      lxw_workbook_free(workbook)
      throw Spool.DiskError(code: errno)
    }
    (self.file, self.columns, self.workbook, self.sheet) = (file, columns, workbook, sheet)
    styles = Styles(workbook)
    try writeHeader()
  }

  deinit {
    guard !isClosed else { return }
    if let rest = sheet.pointee.optimize_tmpfile { fclose(rest) }
    lxw_workbook_free(workbook)
  }

  private struct Styles {
    let header: UnsafeMutablePointer<lxw_format>?
    let date: UnsafeMutablePointer<lxw_format>?
    let instant: UnsafeMutablePointer<lxw_format>?

    init(_ workbook: UnsafeMutablePointer<lxw_workbook>) {
      header = workbook_add_format(workbook)
      format_set_bold(header)
      date = workbook_add_format(workbook)
      format_set_num_format(date, "yyyy-mm-dd")
      // The Z says to people and to the reader that it is UTC.
      instant = workbook_add_format(workbook)
      format_set_num_format(instant, "yyyy-mm-dd hh:mm:ss.000\"Z\"")
    }
  }

  private func writeHeader() throws {
    for (place, column) in columns.enumerated() {
      let width = max(Self.width(column.type), Double(column.name.count + 5))
      worksheet_set_column(sheet, UInt16(place), UInt16(place), width, nil)
    }
    worksheet_freeze_panes(sheet, 1, 0)
    for (place, column) in columns.enumerated() {
      try check(
        worksheet_write_string(
          sheet, 0, UInt16(place), SheetText.escaped(column.name), styles.header))
    }
  }

  /// In characters; the name of a column stands beside the button of its filter.
  private static func width(_ type: ValueType) -> Double {
    switch type {
    case .boolean, .integer: 10
    case .date: 12
    case .decimal: 16
    case .instant: 27
    case .text, .json, .textList, .integerList: 24
    }
  }

  /// Appends a row.
  ///
  /// - Parameter cell: The value of each column as PostgreSQL writes it; nil where there is none.
  /// - Throws: a 422 for more rows or a longer text than a sheet can hold, and the word of the system on a full disk.
  func append(_ cell: (Int) -> String?) throws {
    guard rows < Self.maximumRows else { throw Problem.tooManyRows }
    rows += 1
    for place in columns.indices {
      guard let text = cell(place) else { continue }
      try write(SheetCell(text, columns[place].type), place)
    }
  }

  private func write(_ cell: SheetCell, _ place: Int) throws {
    let (row, column) = (UInt32(rows), UInt16(place))
    switch cell {
    case .text(let text):
      guard text.utf8.count <= SheetCell.maximum || text.utf16.count <= SheetCell.maximum else {
        throw Problem.tooLongForCell(columns[place].name, row: rows, text.utf16.count)
      }
      // Never as a formula, whatever it begins with.
      try check(worksheet_write_string(sheet, row, column, SheetText.escaped(text), nil))
    case .number(let number): try check(worksheet_write_number(sheet, row, column, number, nil))
    case .date(let day): try check(worksheet_write_number(sheet, row, column, day, styles.date))
    case .instant(let time):
      try check(worksheet_write_number(sheet, row, column, time, styles.instant))
    case .boolean(let flag):
      try check(worksheet_write_boolean(sheet, row, column, flag ? 1 : 0, nil))
    }
  }

  /// How many bytes the rows take so far, before they are packed.
  ///
  /// - Throws: a 422 for more than a file can hold, and the word of the system when they did not get to the disk.
  @discardableResult func weigh() throws -> Int {
    guard let rest = sheet.pointee.optimize_tmpfile else { return 0 }
    let size = ftell(rest)
    guard size >= 0, ferror(rest) == 0 else { throw Spool.DiskError(code: ENOSPC) }
    guard size < SheetLimits().sheet - Self.frame else { throw Problem.tooLargeForXLSX }
    return size
  }

  /// More than what stands in the file around the rows.
  private static let frame = 4 << 20

  private func check(_ code: lxw_error) throws {
    if code == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED { throw Problem.escapedTooLong(row: rows) }
    guard code == LXW_NO_ERROR else { throw Problem.internalError }
  }

  /// Puts the file together.
  ///
  /// - Throws: when the disk is full.
  func close() throws -> Spool {
    if !columns.isEmpty {
      worksheet_autofilter(sheet, 0, 0, UInt32(rows), UInt16(columns.count - 1))
    }
    if let rest = sheet.pointee.optimize_tmpfile { fflush(rest) }
    let size = try weigh()
    isClosed = true
    guard workbook_close(workbook) == LXW_NO_ERROR else {
      throw Spool.DiskError(code: errno == 0 ? EIO : errno)
    }
    // The rows are copied on the way; what a full disk swallowed there is told by nobody else.
    guard try ZipArchive(file).size(of: "xl/worksheets/sheet1.xml") >= size else {
      throw Spool.DiskError(code: ENOSPC)
    }
    return file
  }
}
