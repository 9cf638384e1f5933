extension Engine {
  /// The operations that change a resource, as far as its declaration allows.
  func writing(_ resource: Resource) throws -> [Operation] {
    let table = try model.table(of: resource)
    var all: [Operation] = []
    if resource.actions.contains("create") { all.append(create(resource)) }
    if resource.actions.contains("update") { all.append(patch(resource)) }
    if resource.actions.contains("delete") { all.append(delete(resource)) }
    if table.archives, resource.actions.contains("delete") { all.append(restore(resource)) }
    return all.isEmpty ? [] : all + [bulk(resource)]
  }

  private func key(_ resource: Resource) -> Operation.Parameter {
    resource.movesMoney ? .demandedKey : .idempotencyKey
  }

  private func permission(_ resource: Resource, _ action: String) -> Operation.Access {
    .permission(Permission(resource.key, action))
  }

  private func create(_ resource: Resource) -> Operation {
    Operation(
      "\(resource.key).create", .post, "/\(resource.name)",
      Text("Make one of \(resource.name)", ru: "Создать: \(resource.name)"),
      access: permission(resource, "create"), parameters: [key(resource)],
      request: ["application/json": resource.schema("Draft")],
      responses: [201: ["application/json": resource.schema()]],
      headers: [201: ["ETag", "Location"]],
      answer: CreateOperation(engine: self, resource: resource).answer)
  }

  private func patch(_ resource: Resource) -> Operation {
    Operation(
      "\(resource.key).update", .patch, "/\(resource.name)/{id}",
      Text("Change one of \(resource.name)", ru: "Изменить: \(resource.name)"),
      access: permission(resource, "update"), parameters: [.recordID, .ifMatch],
      request: [
        "application/merge-patch+json": resource.schema("Patch"),
        "application/json": resource.schema("Patch"),
      ],
      responses: [200: ["application/json": resource.schema()]], headers: [200: ["ETag"]],
      answer: PatchOperation(engine: self, resource: resource).answer)
  }

  private func delete(_ resource: Resource) -> Operation {
    Operation(
      "\(resource.key).delete", .delete, "/\(resource.name)/{id}",
      Text(
        "Delete or archive one of \(resource.name)",
        ru: "Удалить или убрать в архив: \(resource.name)"),
      access: permission(resource, "delete"), parameters: [.recordID, .ifMatch],
      responses: [204: [:]], answer: DeleteOperation(engine: self, resource: resource).answer)
  }

  private func restore(_ resource: Resource) -> Operation {
    Operation(
      "\(resource.key).restore", .post, "/\(resource.name)/{id}/restoration",
      Text("Bring one of \(resource.name) back", ru: "Вернуть из архива: \(resource.name)"),
      access: permission(resource, "update"), parameters: [.recordID, .idempotencyKey],
      responses: [200: ["application/json": resource.schema()]], headers: [200: ["ETag"]],
      answer: RestorationOperation(engine: self, resource: resource).answer)
  }
}

extension Engine {
  /// Rights are judged by what the body wants done.
  private func bulk(_ resource: Resource) -> Operation {
    Operation(
      "\(resource.key).bulk", .post, "/\(resource.name)/bulk",
      Text("Change many of \(resource.name)", ru: "Изменить много сразу: \(resource.name)"),
      access: .signedIn, parameters: [key(resource)],
      request: ["application/json": resource.schema("Bulk")],
      responses: [200: ["application/json": ["$ref": "#/components/schemas/BulkAnswer"]]],
      problems: [403], maximumBody: 4 << 20,
      answer: BulkOperation(engine: self, resource: resource).answer)
  }
}

extension Operation.Parameter {
  /// Repeats a request safely.
  static let idempotencyKey = Self(
    "Idempotency-Key", in: "header", ["type": "string", "maxLength": 255],
    Text("Makes a repetition answer as the first.", ru: "Повтор получит ответ первого запроса."))

  /// The same, where money moves.
  static let demandedKey = Self(
    idempotencyKey.name, in: idempotencyKey.place, idempotencyKey.schema,
    idempotencyKey.description,
    required: true)

  /// What the client has already.
  static let ifNoneMatch = Self(
    "If-None-Match", in: "header", ["type": "string"],
    Text(
      "The ETag that was read: 304 where it still holds.",
      ru: "Прочитанный ETag: 304, если он ещё верен."))

  /// The version that the client has read.
  static let ifMatch = Self(
    "If-Match", in: "header", ["type": "string"],
    Text("The ETag that was read.", ru: "ETag прочитанной записи."), required: true)
}
