import Foundation

/// The text of a PDF by pdftotext of poppler-utils, in a process of its own that may take so much memory and time and
/// no more: a PDF is a program, and its readers have had faults.
struct PDFText: Sendable {
  /// A name that is looked for, or a path.
  var program = "pdftotext"

  /// Where programs are looked for.
  private static let places = ["/usr/local/bin", "/usr/bin", "/bin"]

  /// Nil where it is not installed.
  private var path: String? {
    let all = program.contains("/") ? [program] : Self.places.map { "\($0)/\(program)" }
    return all.first { access($0, X_OK) == 0 }
  }

  var isInstalled: Bool { path != nil }

  /// - Throws: ``TextFailure``, and `CancellationError`.
  func gather(_ file: Spool, _ gathering: TextGathering) throws {
    guard let path else { throw TextFailure.noReader }
    let complaints = try Spool()
    let seconds = Int(gathering.limits.time / .seconds(1)) + 1
    let child = try TextProgram(
      [
        "prlimit", "--as=\(gathering.limits.memory)", "--cpu=\(seconds)", "--core=0",
        "--fsize=65536", "--nofile=64", "--", path, "-enc", "UTF-8", "-nopgbrk",
        "/proc/self/fd/0", "-",
      ], input: file.descriptor, complaints: complaints.descriptor)
    try child.pour(into: gathering)
    switch try child.end(gathering) {
    case 0: return
    case 128 + SIGXCPU: throw TextFailure.tooSlow
    // What has no memory left aborts, or is killed.
    case 128 + SIGABRT, 128 + SIGKILL: throw TextFailure.tooLarge
    default:
      throw try complaint(complaints).contains("Incorrect password")
        ? TextFailure.encrypted : TextFailure.damaged
    }
  }

  private func complaint(_ complaints: Spool) throws -> String {
    let bytes = try [UInt8](unsafeUninitializedCapacity: 1 << 13) { space, count in
      count = try complaints.get(UnsafeMutableRawBufferPointer(space), at: 0)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
