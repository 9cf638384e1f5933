/// What is wrong with a query, so that all of it is told at once.
struct QueryFaults: Sendable {
  private var problems: [Problem] = []

  var isEmpty: Bool { problems.isEmpty }

  /// Does a part of the work; nil where it throws a 400, which is kept.
  ///
  /// - Throws: everything else.
  mutating func attempt<Value>(_ work: () throws -> Value) rethrows -> Value? {
    do {
      return try work()
    } catch let problem as Problem where problem.status == 400 {
      problems.append(problem)
      return nil
    }
  }

  /// - Throws: the only 400 as it was, or one with the faults of all; nothing where there are none.
  func finish() throws {
    if !isEmpty { throw problem }
  }

  /// What ``finish()`` throws.
  var problem: Problem {
    if problems.count == 1 { return problems[0] }
    var errors: [Problem.Field] = []
    for error in problems.flatMap(\.errors) where !errors.contains(error) { errors.append(error) }
    return .query(errors)
  }
}

extension Problem {
  /// 400: several parameters cannot be read; each error has the code that it would have alone, and so has the
  /// whole where they all have the same.
  fileprivate static func query(_ errors: [Field]) -> Problem {
    let told = Array(errors.prefix(Faults.maximum))
    let codes = Set(errors.map(\.code))
    let code = codes.count == 1 ? codes.first : nil
    return Problem(
      400, code ?? "malformed_query",
      Text("The request cannot be read", ru: "Запрос не удалось прочитать"),
      detail: Text(
        "Correct the parameters: there are \(errors.count) faults.",
        ru: "Исправьте параметры, ошибок: \(errors.count)."), errors: told)
  }
}
