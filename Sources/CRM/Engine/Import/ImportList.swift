import NIOCore
import Postgres

/// `GET /imports`: what the caller has loaded, newest first.
struct ImportList: Sendable {
  let engine: Engine

  private static let question = "imports\nlist"

  func answer(_ call: Call) async throws -> Answer {
    let request = try HistoryRequest(call.query, question: Self.question, engine.cursors)
    let select = ImportRecord.select(engine.relations, call.language)
    let passage = try await engine.door.pass(call, lane: .general, deadline: nil) { _ in
      [
        """
        \(select) where id < \(request.before) order by id desc
        limit \(raw: "\(request.limit + 1)")
        """
      ]
    }
    if let error = passage.error { throw error }
    return page(passage.results[0], request)
  }

  private func page(_ rows: Rows, _ request: HistoryRequest) -> Answer {
    let shown = min(rows.count, request.limit)
    var out = ByteBuffer()
    out.writeStaticString("{\"data\":[")
    for row in 0..<shown {
      if row > 0 { out.writeInteger(UInt8(ascii: ",")) }
      ImportRecord.write(rows, row, into: &out)
    }
    var next: String?
    if rows.count > shown {
      next = PageCursor(values: [rows.string(shown - 1, 0)]).text(Self.question, engine.cursors)
    }
    let page: JSON = [
      "limit": .number(String(request.limit)), "next": next.map { .string($0) } ?? .null,
    ]
    out.writeStaticString("],\"page\":")
    out.writeBytes(page.bytes)
    out.writeStaticString("}")
    var headers = [(name: "Content-Type", value: "application/json")]
    if let next {
      let link = "</api/v1/imports?limit=\(request.limit)&cursor=\(next)>; rel=\"next\""
      headers.append(("Link", link))
    }
    return Answer(200, headers: headers, body: .bytes(out))
  }
}
