/// Which files the service takes.
struct FileRules: Sendable {
  /// In bytes.
  let size: Int
  /// Media ranges, such as `image/*`, of which one must cover the type.
  let types: [String]
  /// Media ranges of which none may cover it.
  let refused: [String]

  /// The type that a header says, without its parameters.
  ///
  /// - Throws: a 415 for a type that is not taken.
  func type(_ header: String?) throws -> String {
    let said = header?.split(separator: ";").first.map { String($0).trimmed.lowercased() }
    let type = said.flatMap { $0.isEmpty ? nil : $0 } ?? "application/octet-stream"
    guard type.count <= 127, type.wholeMatch(of: /[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+/) != nil
    else {
      throw unsupported(
        Text(
          "Content-Type is a media type, such as application/pdf.",
          ru: "Content-Type — это тип данных, например application/pdf."))
    }
    try judge(type)
    return type
  }

  /// - Throws: a 415 where the first bytes show something else, or what is not taken.
  func judge(_ type: String, _ head: [UInt8]) throws {
    guard let active = ActiveContent(head) else { return }
    guard active.admits(type) else {
      throw unsupported(
        Text(
          "The bytes are \(active.type), not \(type): send them as what they are.",
          ru: "Это \(active.type), а не \(type): передайте с верным типом."))
    }
    try judge(active.type)
  }

  private func judge(_ type: String) throws {
    let isTaken = Self.covers(types, type) && !Self.covers(refused, type)
    guard !isTaken else { return }
    let (taken, not) = (types.joined(separator: ", "), refused.joined(separator: ", "))
    throw unsupported(
      Text(
        "No \(type) is taken here, but \(taken)\(refused.isEmpty ? "" : " without \(not)").",
        ru: "\(type) здесь не принимается, но \(taken)\(refused.isEmpty ? "" : ", кроме \(not)")."))
  }

  private static func covers(_ ranges: [String], _ type: String) -> Bool {
    !ranges.isEmpty
      && MediaRange.accepted(ranges.joined(separator: ",")).contains { $0.covers(type) }
  }

  private func unsupported(_ detail: Text) -> Problem {
    Problem(
      415, "unsupported_media_type",
      Text("This media type is not taken", ru: "Такой тип данных не принимается"), detail: detail,
      headers: [("Accept", types.joined(separator: ", "))])
  }
}
