import Foundation

/// A file that a command leaves behind, written whole or not at all.
struct OutputFile: Sendable {
  let path: String
  let text: String
  var mode: mode_t = 0o644
  /// Whether one that is there already may be replaced.
  var replaces = true

  /// - Throws: ``Failure`` with `file`, or with `conflict` for one that must not be replaced.
  func write() throws {
    if !replaces, FileManager.default.fileExists(atPath: path) {
      throw Failure(
        .conflict, "conflict", "\(path) is there already; it is not replaced.",
        ru: "\(path) уже существует и не будет заменён.")
    }
    let draft = "\(path).\(getpid())"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw failure() }
    let bytes = Array(text.utf8)
    let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
    let synced = fsync(descriptor) == 0
    close(descriptor)
    guard written == bytes.count, synced, rename(draft, path) == 0 else {
      let trouble = failure()
      unlink(draft)
      throw trouble
    }
  }

  private func failure() -> Failure {
    let reason = String(cString: strerror(errno))
    return Failure(
      .usage, "file", "\(path) cannot be written: \(reason). Choose another place.",
      ru: "\(path) не записывается: \(reason). Выберите другое место.")
  }

  /// The bytes of a file that a command is given.
  ///
  /// - Throws: ``Failure`` with `file`, exit 4 where there is none.
  static func read(_ path: String) throws -> [UInt8] {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      let reason = String(cString: strerror(errno))
      throw Failure(
        .notFound, "file", "\(path) cannot be read: \(reason).",
        ru: "\(path) не читается: \(reason).")
    }
    defer { try? handle.close() }
    return Array(try handle.readToEnd() ?? Data())
  }
}
