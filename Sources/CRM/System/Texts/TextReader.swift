import NIOPosix
import Synchronization

/// Reads the text of a file within bounds, on a thread that may block.
struct TextReader: Sendable {
  var limits = TextLimits()
  var pdf = PDFText()

  /// - Returns: The text, or why there is none.
  /// - Throws: When the disk is full, and `CancellationError`.
  func read(_ file: Spool, name: String, type: String) async throws -> FileText {
    let abandoned = Abandonment()
    return try await withTaskCancellationHandler {
      try await Self.threads.runIfActive {
        try self.gather(file, name, type) { abandoned.isSet }
      }
    } onCancel: {
      abandoned.set()
    }
  }

  /// One file at a time, apart from the threads on which requests wait for files.
  private static let threads: NIOThreadPool = {
    let threads = NIOThreadPool(numberOfThreads: 1)
    threads.start()
    return threads
  }()

  private func gather(
    _ file: Spool, _ name: String, _ type: String, isAbandoned: @escaping @Sendable () -> Bool
  ) throws -> FileText {
    let gathering = TextGathering(limits, isAbandoned: isAbandoned)
    do {
      switch try TextKind(file.bytes(most: 1024), name: name, type: type) {
      case .pdf: try pdf.gather(file, gathering)
      case .packed: try OfficeText.gather(file, gathering)
      case .mail: try MailText.gather(file.bytes(most: limits.mail), gathering)
      case .html:
        let page = try PlainText.decoded(file.text(limits))
        try gathering.append(HTMLText.plain(page, titled: true))
      case .plain: try gathering.append(PlainText.decoded(file.text(limits)))
      }
      return FileText(gathering.text)
    } catch let failure as TextFailure {
      return FileText(gathering.text, failure)
    } catch let failure as SheetFailure {
      return FileText(gathering.text, TextFailure(failure))
    }
  }

  private final class Abandonment: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }

    func set() { flag.store(true, ordering: .relaxed) }
  }
}

extension Spool {
  /// The first bytes.
  fileprivate func bytes(most: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Swift.min(most, size))
    var done = 0
    while done < bytes.count {
      let count = try bytes.withUnsafeMutableBytes { space in
        try get(UnsafeMutableRawBufferPointer(rebasing: space[done...]), at: done)
      }
      guard count > 0 else { break }
      done += count
    }
    return Array(bytes.prefix(done))
  }

  /// One letter more than a text may have, so that a longer one is told from one that fits.
  fileprivate func text(_ limits: TextLimits) throws -> [UInt8] { try bytes(most: limits.text + 4) }
}
