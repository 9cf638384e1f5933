import Postgres

/// Signing out: this session, another one, or all of one's own.
struct SessionClosing: Sendable {
  let door: Entrance

  var operations: [Operation] {
    [
      Operation(
        "sessions.delete_current", .delete, "/sessions/current", Text("Sign out", ru: "Выйти"),
        access: .signedIn, responses: [204: [:]]
      ) { call in
        try await close(call) { "select access.close_sessions(\($0.session)) as ended" }
      },
      Operation(
        "sessions.delete_all", .delete, "/sessions",
        Text("Sign out everywhere, tokens included", ru: "Выйти везде, включая токены"),
        access: .signedIn, responses: [204: [:]]
      ) { call in
        try await close(call) { _ in "select access.close_sessions(null) as ended" }
      },
      Operation(
        "sessions.delete", .delete, "/sessions/{id}",
        Text("End one session or token", ru: "Закрыть сеанс или токен"), access: .signedIn,
        parameters: [.recordID], responses: [204: [:]]
      ) { call in
        let id = try call.id()
        return try await close(call) { _ in "select access.close_sessions(\(id)) as ended" }
      },
    ]
  }

  private func close(_ call: Call, _ sql: @Sendable (Caller) -> SQL) async throws -> Answer {
    let passage = try await door.pass(call, lane: .general, deadline: nil) { [sql($0)] }
    if let error = passage.error { throw error }
    guard try passage.results[0].first?.int("ended") ?? 0 > 0 else { throw Problem.notFound }
    let hasCookie = call.headers["cookie"]?.contains("__Host-crm=") == true
    return Answer(204, headers: hasCookie ? [("Set-Cookie", Token.cookie("", seconds: 0))] : [])
  }
}
