import NIOCore
import Synchronization

/// Whether the process lives and whether it can serve: for load balancers and the curious.
final class Health: Sendable {
  /// One thing that must hold for the service to be ready; nil when it does, else what is wrong.
  struct Check: Sendable {
    let name: String
    let fault: @Sendable () async -> String?
  }

  private struct Finding: Sendable {
    let at: ContinuousClock.Instant
    let faults: [(name: String, fault: String?)]
  }

  private let checks: [Check]
  private let last = Mutex<Finding?>(nil)
  /// However often one asks, the checks run once in this time.
  private static let pause = Duration.milliseconds(500)

  init(checks: [Check]) { self.checks = checks }

  var operations: [Operation] {
    let text = ["text/plain": JSON.object([.init("type", "string")])]
    let verbose = Operation.Parameter(
      "verbose", in: "query", ["type": "string"],
      Text("List every check.", ru: "Перечислить проверки."))
    return [
      Operation(
        "livez", .get, "/livez", Text("The process lives", ru: "Процесс жив"), access: .open,
        responses: [200: text]
      ) { _ in .alive },
      Operation(
        "readyz", .get, "/readyz", Text("The service can work", ru: "Служба готова к работе"),
        access: .open, parameters: [verbose], responses: [200: text, 503: text]
      ) { [self] call in await ready(verbose: call.query.contains { $0.name == "verbose" }) },
    ]
  }

  private func ready(verbose: Bool) async -> Answer {
    let faults = await faults()
    let isReady = faults.allSatisfy { $0.fault == nil }
    guard verbose || !isReady else { return .alive }
    let lines = faults.map { "\($0.name): \($0.fault ?? "ok")\n" }.joined()
    return .plain(lines, isReady ? 200 : 503, headers: isReady ? [] : [("Retry-After", "1")])
  }

  private func faults() async -> [(name: String, fault: String?)] {
    let now = ContinuousClock.now
    if let known = last.withLock({ $0 }), known.at.duration(to: now) < Self.pause {
      return known.faults
    }
    var faults: [(name: String, fault: String?)] = []
    for check in checks { faults.append((check.name, await check.fault())) }
    let finding = Finding(at: now, faults: faults)
    last.withLock { $0 = finding }
    return faults
  }
}

extension Answer {
  /// The shortest answer there is: what every other is measured by.
  fileprivate static let alive = plain("ok\n")

  fileprivate static func plain(
    _ text: String, _ status: Int = 200, headers: [(name: String, value: String)] = []
  ) -> Answer {
    Answer(
      status, headers: [("Content-Type", "text/plain; charset=utf-8")] + headers,
      body: .bytes(ByteBuffer(string: text)))
  }
}
