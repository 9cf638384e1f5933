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
    let draft = try draft()
    guard rename(draft.path, path) != 0 else { return }
    let reason = draft.trouble
    draft.discard()
    throw failure(reason)
  }

  /// Writes everything beside the place of the file, so that only its name is left to give.
  ///
  /// - Throws: ``Failure`` with `file`, or with `conflict` for one that must not be replaced.
  func draft() throws -> Draft {
    var isDirectory: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    guard !isDirectory.boolValue else { throw failure(String(cString: strerror(EISDIR))) }
    guard replaces || !isThere else {
      throw Failure(
        .conflict, "conflict", "\(path) is there already; it is not replaced.",
        ru: "\(path) уже существует и не будет заменён.")
    }
    let draft = Draft(path: "\(path).\(getpid())", target: path)
    let descriptor = open(draft.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw failure(draft.trouble) }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
    guard written == bytes.count, fsync(descriptor) == 0 else {
      let reason = draft.trouble
      draft.discard()
      throw failure(reason)
    }
    return draft
  }

  private func failure(_ reason: String) -> Failure {
    Failure(
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

/// A file that is written whole and waits for its name.
struct Draft: Sendable {
  /// Where it lies.
  let path: String
  /// Where it belongs.
  let target: String

  /// What the system said last.
  var trouble: String { String(cString: strerror(errno)) }

  /// Gives it its name; where that fails it stays where it lies.
  ///
  /// - Throws: ``Failure`` with `file` that says where it lies.
  func place() throws {
    guard rename(path, target) != 0 else { return }
    let reason = trouble
    throw Failure(
      .usage, "file",
      "The ledger has it, but \(target) cannot be written: \(reason). The file lies in \(path); rename it.",
      ru:
        "В реестре это есть, но \(target) не записывается: \(reason). Файл лежит в \(path); переименуйте его."
    )
  }

  func discard() { unlink(path) }
}
