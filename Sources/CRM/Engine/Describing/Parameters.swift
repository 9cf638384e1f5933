/// The parameters that every resource shares.
extension Operation {
  /// Those of a list; `q` only where there is a search.
  static func parameters(ofList resource: Resource) -> [Parameter] {
    listParameters.filter { $0.name != "q" || resource.searchFunction != nil }
      + resource.arguments.map(\.parameter)
  }

  static let listParameters: [Parameter] =
    [
      .init(
        "filter", in: "query", ["$ref": "#/components/schemas/FilterNode"],
        Text("A filter tree.", ru: "Дерево условий."), form: .json),
      .view, .init("q", in: "query", ["type": "string"], Text("Words to find.", ru: "Что найти.")),
      .init(
        "sort", in: "query", ["type": "string"],
        Text("Keys; - descends.", ru: "Порядок; - по убыванию.")),
      .init(
        "limit", in: "query", ["type": "integer", "minimum": 1, "maximum": 200],
        Text(
          "Records on a page, or in the CSV, which is whole without it.",
          ru: "Записей на странице или в CSV; без него CSV целиком.")),
      .init(
        "cursor", in: "query", ["type": "string"], Text("Where to go on.", ru: "Откуда продолжить.")
      ),
      .init(
        "count", in: "query", ["enum": ["none", "estimate", "exact"]],
        Text("Whether to count.", ru: "Считать ли всего.")),
    ] + recordParameters

  static let recordParameters: [Parameter] = [
    .init(
      "fields", in: "query", ["type": "string"], Text("Only these fields.", ru: "Только эти поля.")),
    .init(
      "expand", in: "query", ["type": "string"],
      Text("References to see through.", ru: "Раскрыть ссылки.")),
  ]
}

extension Operation.Parameter {
  /// The record in the path.
  static let recordID = Self(
    "id", in: "path", ["type": "integer", "format": "int64", "minimum": 1],
    Text("The record's id.", ru: "Номер записи."), required: true)
}

extension Operation.Parameter {
  /// A saved view.
  static let view = Self(
    "view", in: "query", ["type": "integer"],
    Text(
      "The number of a saved view: its filters are added, its other parameters hold where none are sent.",
      ru: "Номер представления: его условия добавляются, прочее действует, если не указано."))
}
