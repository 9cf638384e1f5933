import Postgres

/// What is reckoned of the records of a group.
struct SummaryMeasure: Sendable {
  enum Function: String, Sendable, CaseIterable {
    case count, sum, avg, median, min, max
    case distinct = "count_distinct"

    /// The functions that make sense for a field.
    static func all(for column: Column) -> [Function] {
      guard column.type.isSortable else { return [.count] }
      if column.isSummable { return [.count, .distinct, .sum, .avg, .median, .min, .max] }
      return column.type == .boolean ? [.count, .distinct] : [.count, .distinct, .min, .max]
    }
  }

  /// As the client wrote it, `sum(amount)`; its name in the answer.
  let name: String
  let function: Function
  /// Nil where records are counted.
  let field: FieldReference?

  /// - Throws: a 400 for what is no measure, or none of this field.
  init(_ name: String, _ joins: inout Joins, parameter: String) throws {
    self.name = name
    if name == "count" {
      function = .count
      field = nil
      return
    }
    guard let match = name.wholeMatch(of: /([a-z_]+)\(([A-Za-z0-9_.]+)\)/),
      let function = Function(rawValue: String(match.output.1))
    else { throw Self.unknown(name, parameter) }
    let field = try joins.field(String(match.output.2), parameter: parameter)
    guard Function.all(for: field.column).contains(function) else {
      throw try Self.unfit(function, field, String(match.output.2), joins.model, parameter)
    }
    self.function = function
    self.field = field
  }

  private static func unknown(_ name: String, _ parameter: String) -> Problem {
    let list = ["count"] + Function.allCases.map { "\($0.rawValue)(field)" }
    let words = list.joined(separator: " ")
    return .malformed(
      "unknown_measure",
      Text(
        "There is no measure '\(name)'; there are: \(words).",
        ru: "Показателя «\(name)» нет; есть: \(words)."), field: parameter)
  }

  private static func unfit(
    _ function: Function, _ field: FieldReference, _ path: String, _ model: Model,
    _ parameter: String
  ) throws -> Problem {
    let fit = try model.fields(of: field.resource).filter {
      Function.all(for: $0).contains(function)
    }
    let hops = hops(path).map { "\($0)." }.joined()
    let names = fit.map { hops + $0.name }.joined(separator: ", ")
    let (code, en, ru) =
      switch function {
      case .sum, .avg, .median: ("not_summable", "added up", "складывать")
      default: ("not_comparable", "compared", "сравнивать")
      }
    return .malformed(
      code,
      Text(
        "'\(path)' cannot be \(en); these can: \(names.isEmpty ? "none" : names).",
        ru: "«\(path)» нельзя \(ru); можно: \(names.isEmpty ? "ничего" : names)."),
      field: parameter)
  }

  /// The references that its field lies behind.
  var hops: [String] { Self.hops(name.split(separator: "(").last?.dropLast() ?? "") }

  private static func hops(_ path: some StringProtocol) -> [String] {
    path.split(separator: ".").dropLast().map { String($0) }
  }

  /// As it is answered and compared; what is taken from a text of another type is text.
  var type: ValueType {
    switch function {
    case .count, .distinct: .integer
    case .avg, .median: .decimal
    case .sum, .min, .max: field?.column.type ?? .integer
    }
  }

  /// What is reckoned with; nil where records are counted.
  var argument: SQL? {
    guard let field else { return nil }
    let isText = field.column.type == .text && !field.column.isPlainText
    return isText && (function == .min || function == .max) ? "\(field.sql)::text" : field.sql
  }

  /// The aggregate over what ``argument`` says, under the name it has been given.
  func aggregate(_ argument: SQL?) -> SQL {
    guard let argument else { return "count(*)" }
    switch function {
    case .distinct: return "count(distinct \(argument))"
    case .median: return Self.median(argument)
    default: return "\(raw: function.rawValue)(\(argument))"
    }
  }

  /// Half the sum of the middle value from below and from above: `percentile_cont` would reckon in floating point.
  private static func median(_ argument: SQL) -> SQL {
    """
    trim_scale((percentile_disc(0.5) within group (order by (\(argument))::numeric)
      + percentile_disc(0.5) within group (order by (\(argument))::numeric desc)) / 2)
    """
  }
}

extension Column {
  /// A number of which many make a sum; what names a record is none.
  var isSummable: Bool {
    guard type == .integer || type == .decimal, reference == nil else { return false }
    return !Self.names.contains(name) && !name.hasSuffix("_id")
  }

  /// Numbers that every table has and that count nothing.
  private static let names: Set = ["id", "version", "created_by", "updated_by"]
}
