import Postgres

extension Problem {
  /// What the database refused, as the field and sentence that its catalogue has for the rule; nil when it is no such refusal.
  ///
  /// - Parameter pointer: Where the data of the failed statement stand in the body.
  static func refused(
    _ error: DatabaseError, _ resource: Resource, _ model: Model, pointer: String
  ) -> Problem? {
    if let problem = recordState(error, model, pointer: pointer) { return problem }
    let table = model.catalogue.table(of: error)
    switch error.sqlState {
    case "23505":
      return broken(error, table ?? resource.table, model, pointer, code: "taken")
    case "23503":
      return broken(error, table ?? resource.table, model, pointer, code: "unknown_reference")
    case "23514", "23P01":
      return broken(error, table ?? resource.table, model, pointer, code: error.constraint)
    case "42501":
      return hidden(error, resource, model, pointer)
    case "23502":
      let text = Text("This field is required.", ru: "Это поле обязательно.")
      return .validation([.init("\(pointer)/\(error.column ?? "")", "required", text)])
    case let state where state.hasPrefix("22"):
      let text = Text("A value is out of its range.", ru: "Значение вне допустимых пределов.")
      return .validation([.init(pointer, "out_of_range", text)])
    default: return nil
    }
  }

  /// The same of a draft: what breaks a rule only behind the last record of a list is told of that list.
  static func refused(
    _ error: DatabaseError, _ draft: Draft, _ model: Model, pointer: String
  ) -> Problem? {
    guard var problem = refused(error, draft.resource, model, pointer: pointer) else { return nil }
    guard problem.status == 422, pointer == draft.pointer, let fault = problem.errors.first,
      let table = model.catalogue.table(of: error),
      let list = draft.lists.first(where: { model.resource($0.child.resource)?.table == table })
    else { return problem }
    problem.errors = [.init("\(pointer)/\(list.child.member)", fault.code, fault.detail)]
    return problem
  }

  /// A reference to what the caller may not see, which he is told like one to what does not exist.
  private static func hidden(
    _ error: DatabaseError, _ resource: Resource, _ model: Model, _ pointer: String
  ) -> Problem? {
    let tables =
      [resource.table] + resource.children.compactMap { model.resource($0.resource)?.table }
    for table in tables {
      guard let rule = model.catalogue.policy(in: error.message, of: table) else { continue }
      return .validation(
        rule.columns.map { .init("\(pointer)/\($0)", "unknown_reference", rule.message) })
    }
    return nil
  }

  private static func broken(
    _ error: DatabaseError, _ table: String, _ model: Model, _ pointer: String, code: String?
  ) -> Problem {
    let rule = error.constraint.flatMap { model.catalogue.constraint($0, of: table) }
    let hidden = Set(model.resource(serving: table)?.keys.values.map { $0 } ?? [])
    // A trigger's rule speaks of no column; what it raises may, of several with commas.
    let spoken = rule?.columns ?? []
    let told = error.column?.split(separator: ",").map(String.init) ?? []
    let columns = (spoken.isEmpty ? told : spoken).map { column in
      hidden.contains(column)
        ? model.resource(serving: table)?.keys.first { $0.value == column }?.key ?? column : column
    }
    let message =
      rule?.message.telling(error.hint)
      ?? Text("A rule of the data is broken.", ru: "Нарушено правило данных.")
    let places = columns.isEmpty ? [pointer] : columns.map { "\(pointer)/\($0)" }
    return .validation(places.map { .init($0, code ?? "refused", message) })
  }
}

extension Text {
  /// The same with what a rule of ours gives as its hint: a whole number in the place of `{count}`, any words in that
  /// of `{value}`, which goes with its colon where there is no hint.
  fileprivate func telling(_ hint: String?) -> Text {
    guard let hint else { return replacing(": {value}", with: "") }
    let told = replacing("{value}", with: hint)
    return Int(hint) == nil ? told : told.replacing("{count}", with: hint)
  }

  private func replacing(_ place: String, with words: String) -> Text {
    Text(en.replacing(place, with: words), ru: ru.replacing(place, with: words))
  }
}
