import Postgres

extension Problem {
  /// 409: the state of the record does not allow it; `state` says which that is, and `possible_in`, where it is known,
  /// in which it would be possible. Nil for any other refusal.
  static func recordState(_ error: DatabaseError, _ model: Model, pointer: String) -> Problem? {
    guard let state = error.detail, !state.isEmpty else { return nil }
    switch error.sqlState {
    case "CJ010": return impossible(error, state, model)
    // `refuse_frozen`: a rule of the data speaks of no state else.
    case "23514" where error.column == "state": return frozen(error, state, model, pointer)
    default: return nil
    }
  }

  private static func impossible(
    _ error: DatabaseError, _ state: String, _ model: Model
  ) -> Problem {
    let possible = (error.hint ?? "").split(separator: ",").map(String.init)
    let words = Words(error, model)
    let list = possible.joined(separator: ", ")
    let russian = possible.map(words.russian).joined(separator: ", ")
    var problem = Problem.conflict(
      "record_state",
      Text(
        "The record is \(state); this is possible for one that is \(list).",
        ru: "Состояние записи — \(words.russian(state)); это возможно в состоянии: \(russian)."))
    problem.members = [
      .init("state", .string(state)), .init("possible_in", .array(possible.map { .string($0) })),
    ]
    return problem
  }

  /// The words are the rule's own.
  private static func frozen(
    _ error: DatabaseError, _ state: String, _ model: Model, _ pointer: String
  ) -> Problem {
    let rule = error.constraint.flatMap { name in
      Words.table(error).flatMap { model.catalogue.constraint(name, of: $0) }
    }
    let message =
      rule?.message.replacing("{value}", state, ru: Words(error, model).russian(state))
      ?? Text("The record is \(state).", ru: "Состояние записи — \(state).")
    var problem = Problem.conflict(
      "record_state", message,
      errors: [.init(pointer, error.constraint ?? "record_state", message)])
    problem.members = [.init("state", .string(state))]
    return problem
  }

  /// What people call the states of the record that an error speaks of.
  private struct Words {
    private let choices: [Column.Choice]

    /// The state of a line is that of a record to which it refers.
    init(_ error: DatabaseError, _ model: Model) {
      let tables = model.catalogue.tables
      let table = Self.table(error).flatMap { tables[$0] }
      let near = table?.columns.compactMap { $0.reference.flatMap { tables[$0.table] } } ?? []
      let all = ([table].compactMap { $0 } + near).compactMap { $0["state"]?.choices }
      choices = all.first { $0.contains { $0.value == error.detail } } ?? []
    }

    static func table(_ error: DatabaseError) -> String? {
      error.schema.flatMap { schema in error.table.map { "\(schema).\($0)" } }
    }

    func russian(_ state: String) -> String {
      switch state {
      case "archived": "«В архиве»"
      case "restored": "«Не в архиве»"
      default: choices.first { $0.value == state }.map { "«\($0.label.ru)»" } ?? state
      }
    }
  }
}

extension Text {
  fileprivate func replacing(_ place: String, _ words: String, ru russian: String) -> Text {
    Text(en.replacing(place, with: words), ru: ru.replacing(place, with: russian))
  }
}
