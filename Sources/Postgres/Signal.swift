import CPostgres
import Glibc

/// An eventfd: wakes a thread that waits in `poll`, from any other thread.
final class Signal: Sendable {
  let descriptor: Int32

  init() {
    descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
  }

  deinit { close(descriptor) }

  /// Wakes the thread, now or when it next waits.
  func raise() {
    var one: UInt64 = 1
    _ = write(descriptor, &one, 8)
  }

  /// Forgets what has been raised.
  func clear() {
    var count: UInt64 = 0
    _ = read(descriptor, &count, 8)
  }

  /// Waits until raised or until the time is over, and clears.
  func wait(milliseconds: Int32) {
    var descriptors = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    if poll(&descriptors, 1, milliseconds) > 0 { clear() }
  }
}
