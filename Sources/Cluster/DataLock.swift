import Foundation

/// Keeps a second service away from the same data directory, for as long as this value lives.
///
/// The lock is the kernel's (`flock`), so it ends with the process however it dies; the file holds
/// the process id, for `deploy/stop` and for people.
final class DataLock: Sendable {
  private let descriptor: Int32

  /// - Throws: ``ClusterError/busy(path:process:)`` or ``ClusterError/unwritable(path:reason:)``.
  init(_ directories: Directories) throws {
    // Kept only at the end: once it is, a throw would let `deinit` close what was closed before.
    let file = open(directories.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      throw ClusterError.unwritable(
        path: directories.lock, reason: String(cString: strerror(errno)))
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let holder = (try? String(contentsOfFile: directories.lock, encoding: .utf8)) ?? ""
      close(file)
      throw ClusterError.busy(
        path: directories.data, process: holder.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    descriptor = file
    ftruncate(descriptor, 0)
    let line = Array("\(getpid())\n".utf8)
    _ = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }

  deinit {
    ftruncate(descriptor, 0)
    close(descriptor)
  }
}
