import Postgres

/// `GET /meta`: what a page needs to draw forms and lists: labels, types, choices, and what the caller may do.
struct Meta: Sendable {
  let engine: Engine

  var operations: [Operation] {
    [
      Operation(
        "meta.list", .get, "/meta",
        Text("All resources as a page sees them", ru: "Все ресурсы для построения страниц"),
        access: .signedIn, responses: [200: ["application/json": Self.list]]
      ) { call in
        let caller = try await caller(call)
        let model = engine.model
        let all = try model.resources.map { try describe($0, model, caller) }
        return .json(200, ["data": .array(all)])
      },
      Operation(
        "meta.get", .get, "/meta/{resource}",
        Text("One resource as a page sees it", ru: "Один ресурс для построения страниц"),
        access: .signedIn,
        parameters: [
          .init(
            "resource", in: "path", ["type": "string"],
            Text("The resource's name.", ru: "Имя ресурса."), required: true)
        ], responses: [200: ["application/json": Self.schema]]
      ) { call in
        let caller = try await caller(call)
        let model = engine.model
        guard let resource = model.resource(call.path["resource"] ?? "") else {
          throw Problem.notFound
        }
        return .json(200, try describe(resource, model, caller))
      },
    ]
  }

  private static let schema: JSON = ["$ref": "#/components/schemas/Meta"]
  private static let list: JSON = [
    "type": "object", "required": ["data"],
    "properties": ["data": ["type": "array", "items": schema]],
  ]

  private func caller(_ call: Call) async throws -> Caller {
    try await engine.door.pass(call, lane: .fast, deadline: nil) { _ in [] }.caller
  }

  private func describe(_ resource: Resource, _ model: Model, _ caller: Caller) throws -> JSON {
    let table = try model.table(of: resource)
    // A right to what only the product's own work does is no operation that a client could ask for.
    let permissions = caller.permissions.filter { permission in
      permission.key.resource == resource.key
        && (resource.actions.contains(permission.key.action)
          || !["create", "update", "delete"].contains(permission.key.action))
    }
    let may = permissions.map { JSON.Member($0.key.action, .string("\($0.value)")) }
    let fields = try model.fields(of: resource).map { describe($0, resource, model) }
    return [
      "name": .string(resource.name), "label": Self.both(table.label),
      "description": Self.both(table.description), "label_field": .string(resource.label),
      "searchable": .bool(resource.searchFunction != nil),
      "may": .object(may.sorted { $0.name < $1.name }), "fields": .array(fields),
      "children": .array(
        resource.children.map {
          ["member": .string($0.member), "resource": .string($0.resource)]
        }),
      "arguments": .array(
        resource.arguments.map {
          [
            "name": .string($0.name), "type": .string("\($0.type)"),
            "description": Self.both($0.meaning),
          ]
        }),
    ]
  }

  private func describe(_ column: Column, _ resource: Resource, _ model: Model) -> JSON {
    [
      "name": .string(column.name), "label": Self.both(column.label),
      "description": Self.both(column.description), "type": .string("\(column.type)"),
      "required": .bool(column.required),
      "creatable": .bool(column.insertable && resource.actions.contains("create")),
      "updatable": .bool(column.updatable && resource.actions.contains("update")),
      "sortable": .bool(column.type.isSortable),
      "reference": model.target(of: column).map { .string($0.name) } ?? .null,
      "precision": column.digits.map { .number("\($0.precision)") } ?? .null,
      "scale": column.digits.map { .number("\($0.scale)") } ?? .null,
      "choices": .array(
        column.choices.map { ["value": .string($0.value), "label": Self.both($0.label)] }),
      "operators": .array(FilterOperator.all(for: column.type).map { .string($0.rawValue) }),
      "measures": .array(
        SummaryMeasure.Function.all(for: column).map { .string($0.rawValue) }),
    ]
  }

  private static func both(_ text: Text) -> JSON {
    ["en": .string(text.en), "ru": .string(text.ru)]
  }
}
