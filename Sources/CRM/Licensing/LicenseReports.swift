import NIOCore
import Postgres

/// What the instance tells the vendor, for who manages the licence to send.
extension LicenseOperations {
  /// `GET /license/request` and `GET /license/usage`.
  var reports: [Operation] {
    [
      Operation(
        "license.request", .get, "/license/request",
        Text(
          "Ask the vendor for the licence bound to this instance",
          ru: "Запросить у поставщика лицензию для этого экземпляра"),
        access: .permission(Self.manage), responses: [200: Self.signed], problems: [409]
      ) { call in
        try await report(call, .request())
      },
      Operation(
        "license.usage", .get, "/license/usage",
        Text("Tell the vendor what was used", ru: "Сообщить поставщику об использовании"),
        access: .permission(Self.manage), parameters: [Self.stretch],
        responses: [200: Self.signed], problems: [409]
      ) { call in
        try await report(call, .usage(after: Self.after(call.query)))
      },
    ]
  }

  private func report(_ call: Call, _ file: SelfSignedFile) async throws -> Answer {
    let text = try file.text(await run(call, Self.manage, file.statements))
    return Answer(
      200, headers: [("Content-Type", "text/plain; charset=utf-8")],
      body: .bytes(ByteBuffer(string: text)))
  }

  private static let signed: [String: JSON] = ["text/plain": ["type": "string"]]

  private static let stretch = Operation.Parameter(
    "after", in: "query", ["type": "integer", "minimum": 0],
    Text(
      "The number of the seat event before the first one that is told; the newest 50,000 unless given",
      ru: "Номер события места перед первым в отчёте; без него последние 50 000"))

  /// - Throws: a 400 for anything but the number of a seat event.
  private static func after(_ query: [(name: String, value: String)]) throws -> Int? {
    for (name, _) in query where name != "after" {
      throw Problem.malformed(
        "unknown_parameter",
        Text(
          "There is no parameter '\(name)'; there is after.",
          ru: "Параметра «\(name)» нет; есть after."), field: name)
    }
    guard let text = query.first?.value else { return nil }
    guard query.count == 1 else { throw Problem.repeated("after") }
    guard let number = Int(text), number >= 0, String(number) == text else {
      throw Problem.malformed(
        "malformed_after",
        Text(
          "The number of a seat event, or 0: digits alone.",
          ru: "Номер события места или 0: только цифры."), field: "after")
    }
    return number
  }
}
