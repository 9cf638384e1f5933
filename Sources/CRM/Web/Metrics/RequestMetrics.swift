import Synchronization

/// How many requests there were of each route, how they were answered, and how long that took.
final class RequestMetrics: Sendable {
  private struct Key: Hashable {
    let method: String
    let route: String
  }

  private struct Figures {
    var statuses: [Int: Int] = [:]
    /// How many took at most as long as the bound of the same place, and longer than the one before.
    var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count + 1)
    var seconds = 0.0
  }

  /// Upper bounds in seconds.
  static let bounds = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60,
  ]

  private let figures = Mutex<[Key: Figures]>([:])

  /// - Parameter route: The template of the path; nil where none matched, so that strangers cannot make up names.
  func observe(method: String, route: String?, status: Int, duration: Duration) {
    let seconds = duration / .seconds(1)
    let place = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
    let key = Key(method: route == nil ? "" : method, route: route ?? "")
    figures.withLock { figures in
      figures[key, default: Figures()].statuses[status, default: 0] += 1
      figures[key, default: Figures()].buckets[place] += 1
      figures[key, default: Figures()].seconds += seconds
    }
  }

  /// The families, routes in the order of their names.
  var metrics: [Metric] {
    let all = figures.withLock { $0 }.sorted {
      ($0.key.route, $0.key.method) < ($1.key.route, $1.key.method)
    }
    return [
      Metric(
        "crm_http_requests_total", .counter, "Requests answered.",
        all.flatMap { key, figures in
          figures.statuses.sorted { $0.key < $1.key }.map { status, count in
            .init(labels: Self.labels(key) + [("status", String(status))], value: Double(count))
          }
        }),
      Metric(
        "crm_http_request_duration_seconds", .histogram,
        "From the head of the request to the last byte of the answer.",
        all.flatMap { key, figures in Self.histogram(Self.labels(key), figures) }),
    ]
  }

  private static func labels(_ key: Key) -> [(name: String, value: String)] {
    [("method", key.method), ("route", key.route)]
  }

  private static func histogram(
    _ labels: [(name: String, value: String)], _ figures: Figures
  ) -> [Metric.Sample] {
    var total = 0
    let buckets = zip(bounds.map { "\($0)" } + ["+Inf"], figures.buckets).map { bound, count in
      total += count
      return Metric.Sample(
        suffix: "_bucket", labels: labels + [("le", bound)], value: Double(total))
    }
    return buckets + [
      .init(suffix: "_sum", labels: labels, value: figures.seconds),
      .init(suffix: "_count", labels: labels, value: Double(total)),
    ]
  }
}
