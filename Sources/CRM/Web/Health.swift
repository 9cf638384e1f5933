import NIOCore

/// Whether the process lives and whether it can serve: for load balancers and the curious.
struct Health: Sendable {
  /// One thing that must hold for the service to be ready; nil when it does, else what is wrong.
  struct Check: Sendable {
    let name: String
    let fault: @Sendable () async -> String?
  }

  let checks: [Check]

  var operations: [Operation] {
    [
      Operation(
        "livez", .get, "/livez", Text("The process lives", ru: "Процесс жив"), access: .open,
        responses: [200: ["text/plain": ["type": "string"]]]
      ) { _ in .plain("ok\n") },
      Operation(
        "readyz", .get, "/readyz", Text("The service can work", ru: "Служба готова к работе"),
        access: .open,
        parameters: [
          .init(
            "verbose", in: "query", ["type": "string"],
            Text("List every check.", ru: "Перечислить проверки."))
        ],
        responses: [
          200: ["text/plain": ["type": "string"]], 503: ["text/plain": ["type": "string"]],
        ]
      ) { call in await ready(verbose: call.query.contains { $0.name == "verbose" }) },
    ]
  }

  private func ready(verbose: Bool) async -> Answer {
    var lines = ""
    var status = 200
    for check in checks {
      let fault = await check.fault()
      if fault != nil { status = 503 }
      lines += "\(check.name): \(fault ?? "ok")\n"
    }
    let text = verbose || status != 200 ? lines : "ok\n"
    var answer = Answer.plain(text, status)
    if status != 200 { answer.headers.append(("Retry-After", "1")) }
    return answer
  }
}

extension Answer {
  static func plain(_ text: String, _ status: Int = 200) -> Answer {
    Answer(
      status, headers: [("Content-Type", "text/plain; charset=utf-8")],
      body: .bytes(ByteBuffer(string: text)))
  }
}
