import Glibc

/// Nanoseconds of the monotonic clock.
typealias Nanoseconds = UInt64

enum Clock {
  static func now() -> Nanoseconds {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

extension Duration {
  /// Whole nanoseconds, at least 0 and at most about a century.
  var nanoseconds: Nanoseconds {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    return UInt64(min(seconds, 3_000_000_000)) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
  }

  /// Whole milliseconds, rounded up.
  var milliseconds: Int { Int((nanoseconds + 999_999) / 1_000_000) }
}
