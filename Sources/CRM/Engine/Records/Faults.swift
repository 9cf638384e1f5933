/// The faults found in what a client sent; behind the first hundred they are only counted.
struct Faults: Sendable {
  private(set) var told: [Problem.Field] = []
  private(set) var count = 0
  /// How many unknown names may still be compared with the known ones.
  private var guesses = 5

  /// How many faults one answer tells.
  static let maximum = 100
  /// How many characters of a name sent are repeated to the client.
  private static let excerpt = 64

  /// - Parameter fault: Is made only if it is told.
  mutating func append(_ fault: @autoclosure () -> Problem.Field) {
    count += 1
    if told.count < Self.maximum { told.append(fault()) }
  }

  /// A field that nobody sends.
  mutating func append(readOnly pointer: String) {
    let detail = Text("This field cannot be written.", ru: "Это поле нельзя записать.")
    append(.init(pointer, "read_only", detail))
  }

  /// A name that is none of the known ones; the first few faults say which one is near.
  mutating func append(unknown name: String, at pointer: String, known: () -> [String]) {
    guard told.count < Self.maximum else {
      count += 1
      return
    }
    let short = String(name.prefix(Self.excerpt))
    let near = short.utf8.count == name.utf8.count ? guess(short, known) : nil
    let shown = short.utf8.count == name.utf8.count ? short : short + "…"
    append(
      .init(
        pointer, "unknown_field",
        Text(
          "There is no field '\(shown)'." + (near.map { " Did you mean '\($0)'?" } ?? ""),
          ru: "Поля «\(shown)» нет." + (near.map { " Может быть, «\($0)»?" } ?? ""))))
  }

  /// Does a part of the work; nil where it throws a 422, whose faults are taken over.
  ///
  /// - Throws: everything else.
  @discardableResult
  mutating func attempt<Value>(_ work: () throws -> Value) rethrows -> Value? {
    do {
      return try work()
    } catch let problem as Problem where problem.status == 422 {
      for error in problem.errors { append(error) }
      return nil
    }
  }

  private mutating func guess(_ name: String, _ known: () -> [String]) -> String? {
    guard guesses > 0 else { return nil }
    guesses -= 1
    let near = known().map { (name: $0, distance: $0.distance(to: name)) }
      .min { $0.distance < $1.distance }
    // Of a short name nearly every other short one is a few letters away.
    return near.flatMap { $0.distance <= min(3, name.count / 2) ? $0.name : nil }
  }

  /// - Throws: a 422 with the faults, where there are any.
  func finish() throws {
    if count > 0 { throw Problem.validation(told, of: count) }
  }
}

extension String {
  /// Letters to insert, drop or change to come from one to the other (Levenshtein), of the first 64.
  public func distance(to other: String) -> Int {
    let (left, right) = (Array(prefix(64)), Array(other.prefix(64)))
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = Swift.min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}
