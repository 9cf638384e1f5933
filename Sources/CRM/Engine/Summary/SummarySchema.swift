/// A summary as OpenAPI describes it.
struct SummarySchema {
  private let model: Model
  private let resource: Resource

  init(_ model: Model, _ resource: Resource) {
    self.model = model
    self.resource = resource
  }

  /// Members of `group` and `measures` are named as they were asked for.
  func answer() throws -> JSON {
    let fields = try model.fields(of: resource)
    return [
      "type": "object", "required": ["data", "page"],
      "properties": [
        "data": [
          "type": "array",
          "items": [
            "type": "object", "required": ["group", "measures", "level"],
            "properties": [
              "group": group(fields), "measures": Self.measures(fields), "level": Self.level,
            ],
          ],
        ],
        "page": Self.page,
      ], "examples": [try example(fields)],
    ]
  }

  private func group(_ fields: [Column]) -> JSON {
    [
      "type": "object",
      "description":
        "By the names in `group`; a total lacks those over which it runs. A field of a reference is named by its path, `owner.name`.",
      "properties": .object(
        fields.filter { $0.type.isSortable && $0.type != .instant }
          .map { .init($0.name, value($0)) }),
      "patternProperties": .object([
        .init(
          "^[a-z0-9_.]+:(\(SummaryKey.Bucket.words.replacing(" ", with: "|")))$",
          ["type": ["string", "null"], "format": "date", "description": "The first day."])
      ]),
    ]
  }

  /// A reference by id with its label; any other value as the record has it.
  private func value(_ field: Column) -> JSON {
    guard let label = label(field) else {
      let record = "#/components/schemas/\(resource.schemaName)/properties"
      return ["$ref": .string("\(record)/\(field.name)")]
    }
    return [
      "type": ["object", "null"], "required": .array([.string("id"), .string(label.name)]),
      "properties": .object([
        .init("id", ValueType.integer.schema),
        .init(label.name, Self.optional(label.type.schema)),
      ]),
    ]
  }

  private func label(_ field: Column) -> Column? {
    guard field.reference?.column == "id", let target = model.target(of: field),
      target.label != "id"
    else { return nil }
    return try? model.field(target.label, of: target)
  }

  private static func optional(_ schema: JSON) -> JSON {
    guard let members = schema.object else { return schema }
    return .object(
      members.map { $0.name == "type" ? .init("type", .array([$0.value, "null"])) : $0 })
  }

  private static func measures(_ fields: [Column]) -> JSON {
    let sums = fields.filter(\.isSummable).map(\.name)
    let words =
      sums.isEmpty
      ? "No field here makes sums." : "Sums are made of: \(sums.joined(separator: ", "))."
    return [
      "type": "object",
      "description": .string(
        "By the names in `measure`. Integers are numbers, decimals and every `avg` are strings; null where no record has a value, and in a total over several units of an amount. \(words)"
      ),
      "properties": ["count": ["type": "integer", "format": "int64"]],
      "patternProperties": [
        "^count(_distinct)?\\(": ["type": "integer", "format": "int64"],
        "^avg\\(": optional(ValueType.decimal.schema),
        "^sum\\(": ["type": ["integer", "string", "null"]],
        "^(min|max)\\(": ["type": ["integer", "string", "null"]],
      ],
    ]
  }

  private static let level: JSON = [
    "type": "integer", "minimum": 0, "maximum": .number("\(SummaryRequest.maximumGroups)"),
    "description": "By how many of the groups the row is grouped; 0 is the grand total.",
  ]

  private static let page: JSON = [
    "type": "object", "required": ["limit", "truncated", "time_zone"],
    "properties": [
      "limit": ["type": "integer"],
      "truncated": ["type": "boolean", "description": "Whether there are more rows."],
      "time_zone": ["type": "string", "description": "Where days and months begin."],
    ],
  ]

  /// By month, with what can be reckoned of the resource's own fields.
  private func example(_ fields: [Column]) throws -> JSON {
    let sum = fields.first(where: \.isSummable)
    var measures: [JSON.Member] = [.init("count", 42)]
    if let sum {
      measures.append(.init("sum(\(sum.name))", sum.type == .decimal ? "1250.5000" : 1250))
    }
    let day = fields.first { $0.type == .instant || $0.type == .date }
    let group = day.map { [JSON.Member("\($0.name):month", "2026-11-01")] } ?? []
    return [
      "data": [
        [
          "group": .object(group), "measures": .object(measures),
          "level": .number("\(group.count)"),
        ]
      ], "page": ["limit": 200, "truncated": false, "time_zone": "Europe/Moscow"],
    ]
  }

  /// The parameters of a summary: its own, and the filter of the list.
  static func parameters(_ resource: Resource, _ fields: [Column]) -> [Operation.Parameter] {
    let list =
      Operation.parameters(ofList: resource).filter {
        ["filter", "q", "view"].contains($0.name)
      } + resource.arguments.map(\.parameter)
    let taken = Set(SummaryRequest.own)
    return own + list
      + FilterSchema.parameters(fields, of: resource).filter { !taken.contains($0.name) }
  }

  private static let text: JSON = ["type": "string"]

  private static let own: [Operation.Parameter] = [
    .init(
      "group", in: "query", ["type": "string", "examples": ["created_at:month", "owner_id"]],
      Text(
        "At most 4 fields; an instant or a date by \(SummaryKey.Bucket.words), as created_at:month, in the caller's time zone.",
        ru:
          "Не больше 4 полей; момент или дата — по \(SummaryKey.Bucket.words), например created_at:month, в часовом поясе пользователя."
      )),
    .init(
      "measure", in: "query", ["type": "string", "default": "count", "examples": ["count"]],
      Text(
        "count, count(field), count_distinct(field), sum, avg, median, min or max of a field.",
        ru: "count, count(поле), count_distinct(поле), sum, avg, median, min или max поля.")),
    .init(
      "having", in: "query", ["$ref": "#/components/schemas/FilterNode"],
      Text(
        "A filter tree whose fields are measures; it judges groups, not totals.",
        ru: "Дерево условий, где поля — показатели; относится к группам, не к итогам."), form: .json
    ),
    .init(
      "sort", in: "query", text,
      Text(
        "Groups, their labels and measures; - descends.",
        ru: "Группы, их названия и показатели; - по убыванию.")),
    .init(
      "limit", in: "query",
      ["type": "integer", "minimum": 1, "maximum": .number("\(SummaryRequest.maximumLimit)")],
      Text(
        "Rows, 200 unless told; the CSV is whole without it.",
        ru: "Строк, обычно 200; без него CSV целиком.")),
    .init(
      "totals", in: "query", ["type": "boolean"],
      Text(
        "Subtotals and the grand total, before what they are of.",
        ru: "Промежуточные и общий итог, перед тем, что в них входит.")),
  ]
}
