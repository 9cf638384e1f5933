import Postgres

/// One field of a filter and the values that it is compared with.
struct FilterOperand {
  let field: FieldReference
  let caller: Caller

  var left: SQL { field.compared }

  /// A value of the field's type; a key is compared without regard to case.
  ///
  /// - Throws: ``FieldValue/Mismatch`` for a value of another type.
  func right(_ text: String) throws -> SQL {
    let bind = try value(text)
    return field.key == nil ? "\(bind)" : "lower(\(bind))"
  }

  /// A value that the field can have: one of its choices where it has choices.
  func choice(_ text: String) throws -> SQL {
    let choices = field.column.choices.map(\.value)
    guard choices.isEmpty || choices.contains(text) else {
      let list = choices.joined(separator: ", ")
      throw FieldValue.Mismatch("one of \(list).", ru: "одно из: \(list).")
    }
    return try right(text)
  }

  /// `me` and `my_department` stand for the caller's own where a reference is asked for.
  private func value(_ text: String) throws -> Bind {
    if field.column.reference != nil, field.column.type == .integer {
      if text == "me" { return caller.account.bind }
      if text == "my_department" { return caller.department.bind }
    }
    return Bind(
      text: try FieldValue.bind(text: text, field.column).text, type: field.comparedType)
  }

  func list(_ texts: [String]) throws -> SQL {
    "\(left) in (\(try texts.map(choice).joined(", ")))"
  }

  func between(_ texts: [String]) throws -> SQL {
    guard texts.count == 2 else {
      throw FieldValue.Mismatch("two values, \"from,to\".", ru: "два значения, «от,до».")
    }
    return "\(left) >= \(try right(texts[0])) and \(left) <= \(try right(texts[1]))"
  }

  func empty(_ text: String) throws -> SQL {
    guard text == "true" || text == "false" else {
      throw FieldValue.Mismatch("true or false.", ru: "true или false.")
    }
    return text == "true" ? "\(field.sql) is null" : "\(field.sql) is not null"
  }

  func contains(_ text: String) throws -> SQL {
    switch field.column.type {
    case .textList: return "\(field.sql) @> array[\(text)]"
    case .integerList:
      guard let number = Int(text) else {
        throw FieldValue.Mismatch("a whole number.", ru: "целое число.")
      }
      return "\(field.sql) @> array[\(number)]"
    default: return "position(lower(\(text)) in \(field.key ?? "lower(\(field.sql))")) > 0"
    }
  }

  /// Both bounds are bound, since only then a generic plan uses the index.
  func starts(_ text: String) -> SQL {
    let last = text + "\u{10FFFF}"
    guard field.key == nil else { return "\(left) >= lower(\(text)) and \(left) < lower(\(last))" }
    return "\(left) collate \"C\" >= \(text) and \(left) collate \"C\" < \(last)"
  }
}
