/// In what amounts of a file are counted, where their cells say so: it must be what the row says.
enum ImportUnits {
  /// What a sign or word of money may mean, by ISO 4217; a code means itself.
  static func codes(_ unit: String) -> Set<String> { signs[unit.lowercased()] ?? [unit] }

  private static let signs: [String: Set<String>] = [
    "₽": ["RUB"], "рублей": ["RUB"], "руб.": ["RUB"], "руб": ["RUB"], "р.": ["RUB"], "р": ["RUB"],
    "€": ["EUR"], "£": ["GBP"], "¥": ["JPY", "CNY"], "₸": ["KZT"], "₴": ["UAH"], "₹": ["INR"],
    "$": ["USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD"],
  ]

  /// For each amount of a table the field that says in what it is counted.
  ///
  /// - Parameter units: The table of units.
  static func fields(of table: Table, _ units: String) -> @Sendable (String) -> String? {
    let noun = units.split(separator: ".").last.map(String.init) ?? units
    let all = table.columns.filter { $0.reference?.table == units || $0.name == noun }.map(\.name)
    return { amount in
      let own = "\(amount)_\(noun)"
      return all.contains(own) ? own : all.contains(noun) ? noun : nil
    }
  }
}

extension ImportTarget {
  /// What is wrong with the amounts whose cells name another unit than the row.
  func faultyUnits(_ values: [String?]) -> [Text] {
    fields.indices.compactMap { place in
      guard case .number(let form)? = fields[place].source?.format, let cell = values[place],
        let name = unit(fields[place].column.name), let sign = form.unit(cell)
      else { return nil }
      let told = fields.firstIndex { $0.column.name == name }.flatMap { values[$0] }
      guard let told else {
        return named(
          fields[place].column.name,
          Text(
            "'\(cell)' is in \(sign): \(name) must say so.",
            ru: "«\(cell)» — в \(sign): это должно стоять в \(name)."))
      }
      guard !ImportUnits.codes(sign).contains(told.trimmed.uppercased()) else { return nil }
      return named(
        fields[place].column.name,
        Text(
          "'\(cell)' is in \(sign), but \(name) is \(told).",
          ru: "«\(cell)» — в \(sign), а \(name) — \(told)."))
    }
  }
}
