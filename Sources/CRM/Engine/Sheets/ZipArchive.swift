import CZip

/// The parts of a ZIP file, by their names.
final class ZipArchive {
  private let spool: Spool
  fileprivate let archive: OpaquePointer

  /// - Throws: ``SheetFailure`` for a file that is none or is damaged.
  init(_ spool: Spool) throws {
    self.spool = spool
    try ZipDirectory(spool.descriptor).check()
    var code: Int32 = 0
    // By this name the file is opened anew, with a place of reading of its own.
    guard let archive = zip_open("/proc/self/fd/\(spool.descriptor)", ZIP_RDONLY, &code) else {
      throw code == ZIP_ER_NOZIP ? SheetFailure.notAWorkbook : SheetFailure.broken("ZIP")
    }
    self.archive = archive
  }

  deinit { zip_discard(archive) }

  /// The part of that name, in whatever case (ECMA-376, part 2); nil where there is none.
  ///
  /// - Parameter limit: More bytes than that are not unpacked.
  func part(_ name: String, limit: Int, _ limits: SheetLimits) throws -> ZipPart? {
    let place = zip_name_locate(archive, name, ZIP_FL_NOCASE)
    guard place >= 0 else { return nil }
    return try ZipPart(self, UInt64(place), name, limit: limit, limits)
  }
}

extension ZipArchive {
  /// Of its parts, in the order of the file.
  var names: [String] {
    (0..<max(0, zip_get_num_entries(archive, 0))).compactMap { place in
      zip_get_name(archive, UInt64(place), 0).map { String(cString: $0) }
    }
  }

  /// How many bytes a part has unpacked, as the directory says; 0 where there is none.
  func size(of name: String) -> Int {
    var status = zip_stat_t()
    return zip_stat(archive, name, 0, &status) == 0 ? Int(clamping: status.size) : 0
  }
}

/// One part of a ZIP file as it is unpacked.
final class ZipPart {
  let name: String
  private let archive: ZipArchive
  private let file: OpaquePointer
  private let limit: Int
  private var count = 0

  fileprivate init(
    _ archive: ZipArchive, _ place: UInt64, _ name: String, limit: Int, _ limits: SheetLimits
  ) throws {
    var status = zip_stat_t()
    guard zip_stat_index(archive.archive, place, 0, &status) == 0 else {
      throw SheetFailure.broken(name)
    }
    guard status.encryption_method == ZIP_EM_NONE else { throw SheetFailure.encrypted }
    guard let file = zip_fopen_index(archive.archive, place, 0) else {
      throw SheetFailure.broken(name)
    }
    let packed = Int(clamping: status.comp_size).multipliedReportingOverflow(by: limits.ratio)
    let expected = packed.overflow ? Int.max : packed.partialValue
    self.limit = min(limit, max(limits.grace, expected))
    (self.archive, self.file, self.name) = (archive, file, name)
  }

  deinit { zip_fclose(file) }

  /// Unpacks the next bytes and tells how many; 0 behind the last.
  ///
  /// - Throws: ``SheetFailure`` for damage, and for more bytes than are taken.
  func read(into space: UnsafeMutableRawBufferPointer) throws -> Int {
    guard let start = space.baseAddress else { return 0 }
    let read = Int(zip_fread(file, start, UInt64(space.count)))
    guard read >= 0 else { throw SheetFailure.broken(name) }
    count += read
    guard count <= limit else { throw SheetFailure.tooLarge(name) }
    return read
  }
}
