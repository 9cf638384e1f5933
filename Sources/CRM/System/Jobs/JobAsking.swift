/// `POST /jobs`: work that is asked for by its kind.
struct JobAsking: Sendable {
  let engine: Engine
  let forms: [JobForm]

  var operation: Operation {
    Operation(
      "jobs.create", .post, "/jobs",
      Text("Ask for work that goes on by itself", ru: "Заказать работу, которая идёт сама"),
      access: .signedIn, parameters: [.idempotencyKey], request: ["application/json": schema],
      responses: [202: Operation.json(Resource.jobs.schema())], headers: [202: ["Location"]],
      problems: [403], maximumBody: 2 << 20, answer: answer)
  }

  private func answer(_ call: Call) async throws -> Answer {
    let body = try call.json()
    var fields = Fields(body, known: ["kind", "input"])
    let kind = fields.string("kind", maximum: 40)
    let form = forms.first { $0.kind == kind }
    if kind != nil, form == nil {
      let list = forms.map(\.kind).joined(separator: ", ")
      fields.fault(
        "kind", "unknown_kind",
        Text(
          "This kind of work cannot be asked for; there are: \(list).",
          ru: "Такую работу нельзя заказать; есть: \(list)."))
    }
    let input = body["input"] ?? .null
    if input.object == nil {
      fields.fault(
        "input", input == .null ? "required" : "wrong_type",
        Text("An object is expected.", ru: "Ожидается объект."))
    }
    try fields.finish()
    guard let form else { throw Problem.internalError }
    return try await Self.below("/input") {
      try await form.order(input, call).answer(call, path: "/jobs", engine)
    }
  }

  /// Puts the place of the input before the places of its faults.
  private static func below(
    _ place: String, _ work: () async throws -> Answer
  ) async throws -> Answer {
    do {
      return try await work()
    } catch var problem as Problem where problem.status == 422 {
      problem.errors = problem.errors.map { .init(place + $0.pointer, $0.code, $0.detail) }
      throw problem
    }
  }

  private var schema: JSON {
    [
      "oneOf": .array(
        forms.map { form in
          [
            "type": "object", "required": ["kind", "input"], "additionalProperties": false,
            "properties": ["kind": ["const": .string(form.kind)], "input": form.schema],
          ]
        })
    ]
  }
}
