import Foundation

/// What the system says of this process, by the names that Prometheus' own client libraries use.
enum ProcessMetrics {
  static var metrics: [Metric] {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    let seconds = [usage.ru_utime, usage.ru_stime].map {
      Double($0.tv_sec) + Double($0.tv_usec) / 1_000_000
    }
    return [
      Metric(
        "process_cpu_seconds_total", .counter, "Time on processors, user and system.",
        seconds[0] + seconds[1]),
      Metric(
        "process_start_time_seconds", .gauge, "When the process began, since 1970.", started),
    ] + memory + descriptors
  }

  private static let started = Date().timeIntervalSince1970

  /// Resident pages; none where the system does not tell.
  private static var memory: [Metric] {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .ascii),
      let pages = text.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
    else { return [] }
    return [
      Metric(
        "process_resident_memory_bytes", .gauge, "Memory in use.", pages * Double(getpagesize()))
    ]
  }

  private static var descriptors: [Metric] {
    guard let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") else {
      return []
    }
    return [Metric("process_open_fds", .gauge, "Open descriptors.", Double(open.count))]
  }
}
