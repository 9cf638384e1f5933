import NIOCore
import Postgres

/// `GET /files/{id}/content`: the bytes, or a part of them; who has asked for which is kept.
struct FileDownload: Sendable {
  let store: FileStore

  func answer(_ call: Call) async throws -> Answer {
    let version = try await store.find(call.id(), number: number(call.query), call)
    let etag = "\"\(version.sha256)\""
    guard !call.matches(etag) else { return Answer(304, headers: [("ETag", etag)]) }
    switch range(call, version, etag) {
    case .unsatisfiable: throw Problem.rangeNotSatisfiable(version.size)
    case .whole: return try await send(version, 0..<version.size, 200, etag, call)
    case .part(let part):
      var answer = try await send(version, part, 206, etag, call)
      answer.headers.append(
        ("Content-Range", "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(version.size)"))
      return answer
    }
  }

  /// A part is wanted only of the whole that the client knows (RFC 9110, 13.1.5).
  private func range(_ call: Call, _ version: FileVersion, _ etag: String) -> ByteRange {
    let known = call.headers["if-range"].map { $0.trimmed == etag } ?? true
    guard known, !call.isHead else { return .whole }
    return ByteRange(call.headers["range"], of: version.size)
  }

  private func send(
    _ version: FileVersion, _ part: Range<Int>, _ status: Int, _ etag: String, _ call: Call
  ) async throws -> Answer {
    if !call.isHead { try await store.log(version, part, call) }
    let reading = store.read(version, from: part.lowerBound, to: part.upperBound, for: call)
    return Answer(
      status, headers: Self.headers(version, part.count, etag),
      body: .stream { try await reading.next() })
  }

  /// No browser shows the file in our name, whatever is in it.
  private static func headers(
    _ version: FileVersion, _ length: Int, _ etag: String
  ) -> [(name: String, value: String)] {
    [
      ("Content-Type", version.type), ("Content-Length", String(length)), ("ETag", etag),
      ("Content-Disposition", ContentDisposition.attachment(version.name)),
      ("Content-Security-Policy", "sandbox; default-src 'none'"), ("Accept-Ranges", "bytes"),
      ("Repr-Digest", DigestField.text(bytes(version.sha256))),
    ]
  }

  private static func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }

  /// - Throws: a 400 for anything but a version's number.
  private func number(_ query: [(name: String, value: String)]) throws -> Int? {
    for (name, _) in query where name != "version" {
      throw Problem.malformed(
        "unknown_parameter",
        Text(
          "There is no parameter '\(name)'; there is version.",
          ru: "Параметра «\(name)» нет; есть version."), field: name)
    }
    guard let text = query.first?.value else { return nil }
    guard query.count == 1 else { throw Problem.repeated("version") }
    guard let number = Int32(text), number > 0 else {
      throw Problem.malformed(
        "malformed_version",
        Text("A version is a number from 1.", ru: "Версия — это число от 1."), field: "version")
    }
    return Int(number)
  }
}

extension Problem {
  /// 416: the range begins behind the end (RFC 9110, 15.5.17).
  static func rangeNotSatisfiable(_ size: Int) -> Problem {
    Problem(
      416, "range_not_satisfiable", Text("No such bytes", ru: "Таких байтов нет"),
      detail: Text("There are \(size) bytes.", ru: "Всего байтов: \(size)."),
      headers: [("Content-Range", "bytes */\(size)")])
  }
}
